package engine

import "testing"

func TestDefinitions(t *testing.T) {
	scripts(t, [][2]string{
		{`CREATE TABLE t (id int)
		CREATE TABLE t (id int)
		DROP TABLE nope
		DROP TABLE IF EXISTS nope
		ALTER TABLE t ADD a int NOT NULL CONSTRAINT df_a DEFAULT 7, b AS id * 2
		INSERT t (id) VALUES (1)
		ALTER TABLE t ADD c varchar(5) NULL
		SELECT * FROM t
		ALTER TABLE t ALTER COLUMN id bigint NOT NULL
		ALTER TABLE t DROP COLUMN b
		ALTER TABLE t ALTER COLUMN id bigint NOT NULL
		ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (id)
		ALTER TABLE t ADD CONSTRAINT ck CHECK (id > 5)
		ALTER TABLE t DROP COLUMN a
		ALTER TABLE t DROP CONSTRAINT df_a
		ALTER TABLE t DROP COLUMN a
		CREATE INDEX i ON t (c DESC)
		CREATE INDEX i ON t (c)
		DROP INDEX i ON t
		DROP INDEX pk_t ON t
		SELECT * FROM t`, `
			Msg 2714: There is already an object named 't' in the database.
			Msg 3701: Cannot drop the table 'nope', because it does not exist or you do not have permission.
			(1)
			id int | a int! | b int | c varchar(5)
			1 | 7 | 2 | NULL
			Msg 5074: The column 'b' is dependent on column 'id'.
			Msg 547: The ALTER TABLE statement conflicted with the CHECK constraint "ck". The conflict occurred in database "tempdb", table "dbo.t".
			Msg 5074: The object 'df_a' is dependent on column 'a'.
			Msg 1913: The operation failed because an index or statistics with name 'i' already exists on table 't'.
			Msg 3723: An explicit DROP INDEX is not allowed on index 't.pk_t'. It is being used for PRIMARY KEY constraint enforcement.
			id bigint! | c varchar(5)
			1 | NULL`},
		{`CREATE TABLE t (id int NOT NULL)
		GO
		CREATE VIEW v AS SELECT id, id * 2 AS d FROM t WHERE id > 1
		GO
		CREATE FUNCTION dbo.f (@x int) RETURNS int AS BEGIN RETURN @x + 1 END
		GO
		CREATE FUNCTION dbo.g (@x int) RETURNS TABLE AS RETURN SELECT id, @x AS x FROM t WHERE id > @x
		GO
		CREATE FUNCTION dbo.h (@x int) RETURNS @r TABLE (n int) AS BEGIN INSERT @r VALUES (@x) INSERT @r VALUES (@x + 1) RETURN END
		GO
		CREATE TRIGGER tr ON t AFTER INSERT AS BEGIN IF EXISTS (SELECT * FROM inserted WHERE id = 13) DELETE t WHERE id = 13 END
		GO
		INSERT t VALUES (1), (2), (3), (13)
		SELECT * FROM v WHERE d > 2
		SELECT dbo.f(id) FROM t
		SELECT * FROM dbo.g(2)
		SELECT t.id, h.n FROM t CROSS APPLY dbo.h(t.id) h WHERE t.id > 1
		SELECT dbo.nope(1)
		SELECT * FROM dbo.nope(1)
		SELECT dbo.f(1, 2)`, `
			(4)
			id int! | d int
			2 | 4
			3 | 6
			- int
			2
			3
			4
			id int! | x int
			3 | 2
			id int! | n int
			2 | 2
			2 | 3
			3 | 3
			3 | 4
			Msg 4121: Cannot find either column "dbo" or the user-defined function or aggregate "dbo.nope", or the name is ambiguous.
			Msg 208: Invalid object name 'dbo.nope'.
			Msg 8144: Procedure or function dbo.f has too many arguments specified.`},
		{`CREATE SCHEMA s
		GO
		CREATE SEQUENCE s.q START WITH 5 INCREMENT BY 5
		SELECT NEXT VALUE FOR s.q
		SELECT NEXT VALUE FOR s.q
		CREATE SYNONYM syn FOR tempdb.dbo.t
		CREATE TABLE t (id int)
		INSERT syn VALUES (4)
		SELECT * FROM syn
		SELECT OBJECT_ID('syn'), OBJECT_NAME(OBJECT_ID('t')), DB_NAME(), SCHEMA_NAME(), COL_LENGTH('t', 'id'), OBJECT_ID('nope')
		CREATE TYPE dbo.names AS TABLE (n varchar(10))
		DECLARE @n dbo.names
		INSERT @n VALUES ('x')
		SELECT * FROM @n
		DROP SCHEMA s
		CREATE DATABASE d2
		CREATE DATABASE d2
		DROP DATABASE d2
		SELECT * FROM d2.dbo.x`, `
			- bigint
			5
			- bigint
			10
			(1)
			id int
			4
			- int | - sysname | - sysname | - sysname | - smallint | - int
			613577224 | t | tempdb | dbo | 4 | NULL
			(1)
			n varchar(10)
			x
			Msg 3729: Cannot drop schema 's' because it is being referenced by object 'q'.
			Msg 1801: Database 'd2' already exists. Choose a different database name.
			Msg 208: Invalid object name 'd2.dbo.x'.`},
	})
}
