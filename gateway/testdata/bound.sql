-- A view with SCHEMABINDING holds on to what it reads.
CREATE TABLE t1 (id int IDENTITY CONSTRAINT pk_bound PRIMARY KEY, a int NULL, b varchar(10))
GO
INSERT t1 (a,b) VALUES (4,'x')
GO
CREATE VIEW v2 WITH SCHEMABINDING AS SELECT id FROM t1
GO
--> Msg 4512, Level 16, State 1
--> Cannot schema bind view 'v2' because name 't1' is invalid for schema binding. Names must be in two-part format and an object cannot reference itself.
CREATE VIEW v2 WITH SCHEMABINDING AS SELECT * FROM dbo.t1
GO
--> Msg 1054, Level 15, State 1
--> Syntax '*' is not allowed in schema-bound objects.
CREATE VIEW v2 WITH SCHEMABINDING AS SELECT id FROM dbo.t1
GO
DROP TABLE t1
GO
--> Msg 3729, Level 16, State 1
--> Cannot DROP TABLE 't1' because it is being referenced by object 'v2'.
ALTER TABLE t1 DROP COLUMN id
GO
--> Msg 5074, Level 16, State 1
--> The object 'pk_bound' is dependent on column 'id'.
ALTER TABLE t1 DROP COLUMN b
GO
DROP VIEW v2
GO
CREATE VIEW v3 AS SELECT a, a FROM t1
GO
--> Msg 4506, Level 16, State 1
--> Column names in each view or function must be unique. Column name 'a' in view or function 'v3' is specified more than once.
CREATE SCHEMA s1
GO
CREATE TRIGGER trg ON t1 AFTER INSERT AS RETURN
GO
ALTER SCHEMA s1 TRANSFER dbo.t1
GO
SELECT SCHEMA_NAME(schema_id), name FROM sys.objects WHERE name IN ('t1','trg')
GO
--> sysname | name sysname
--> s1 | t1
--> s1 | trg
ALTER SCHEMA dbo TRANSFER OBJECT::s1.t1
GO
ALTER SCHEMA nosuch TRANSFER dbo.t1
GO
--> Msg 15151, Level 16, State 1
--> Cannot alter the schema 'nosuch', because it does not exist or you do not have permission.
ALTER SCHEMA s1 TRANSFER dbo.nosuch
GO
--> Msg 15151, Level 16, State 1
--> Cannot find the object 'dbo.nosuch', because it does not exist or you do not have permission.
CREATE SEQUENCE sq
GO
SELECT NEXT VALUE FOR sq, NEXT VALUE FOR sq FROM (VALUES (1),(2)) t(x)
GO
--> bigint | bigint
--> -9223372036854775808 | -9223372036854775808
--> -9223372036854775807 | -9223372036854775807
CREATE TABLE sn (a int, b int)
GO
INSERT sn VALUES (NEXT VALUE FOR sq, NEXT VALUE FOR sq), (NEXT VALUE FOR sq, 0) SELECT * FROM sn
GO
--> Msg 8115, Level 16, State 2
--> Arithmetic overflow error converting expression to data type int.
--> The statement has been terminated.
--> a int | b int
CREATE SEQUENCE sq2 AS varchar
GO
--> Msg 11702, Level 16, State 1
--> The sequence object 'sq2' must be of data type int, bigint, smallint, tinyint, or decimal or numeric with a scale of 0, or any user-defined data type that is based on one of the above integer data types.
CREATE TYPE tt AS TABLE (a int PRIMARY KEY, b varchar(10))
GO
CREATE PROC ptt @t tt READONLY AS SELECT * FROM @t
GO
CREATE PROC ptt2 @t tt AS SELECT * FROM @t
GO
--> Msg 352, Level 15, State 1
--> The table-valued parameter "@t" must be declared with the READONLY option.
CREATE PROC ptt2 @t tt READONLY AS INSERT @t VALUES (2,'y')
GO
--> Msg 10700, Level 16, State 1
--> The table-valued parameter "@t" is READONLY and cannot be modified.
DROP TYPE tt
GO
--> Msg 3732, Level 16, State 1
--> Cannot drop type 'tt' because it is being referenced by object 'ptt'. There may be other objects that reference this type.
CREATE USER u1 WITHOUT LOGIN
GO
CREATE PROC ea WITH EXECUTE AS OWNER AS EXEC('SELECT USER_NAME(), COUNT(*) FROM t1')
GO
CREATE PROC ea2 WITH EXECUTE AS 'u1' AS REVERT SELECT USER_NAME() EXEC('SELECT COUNT(*) FROM t1')
GO
EXEC ea2
GO
--> sysname
--> u1
--> Msg 229, Level 14, State 5
--> The SELECT permission was denied on the object 't1', database 'master', schema 'dbo'.
--> return 0
SELECT USER_NAME()
GO
--> sysname
--> dbo
GRANT EXECUTE ON ea TO u1
GO
EXECUTE AS USER = 'u1' EXEC ea REVERT
GO
--> sysname | int
--> dbo | 1
--> return 0
CREATE PROC ea3 WITH EXECUTE AS 'nosuch' AS SELECT 1
GO
EXEC ea3
GO
--> Msg 15517, Level 16, State 1
--> Cannot execute as the database principal because the principal "nosuch" does not exist, this type of principal cannot be impersonated, or you do not have permission.
--> return 0
CREATE FUNCTION fe() RETURNS sysname WITH EXECUTE AS 'u1' AS BEGIN RETURN USER_NAME() END
GO
SELECT dbo.fe(), USER_NAME()
GO
--> sysname | sysname
--> u1 | dbo
