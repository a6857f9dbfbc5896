package engine

import "testing"

func TestModify(t *testing.T) {
	scripts(t, [][2]string{
		{`CREATE TABLE #t (id int IDENTITY(10,5) PRIMARY KEY, a varchar(3) NOT NULL DEFAULT 'x', b AS a + '!')
		INSERT #t DEFAULT VALUES
		INSERT #t (a) VALUES ('abc'), (DEFAULT)
		INSERT #t VALUES ('abcd')
		INSERT #t (a) VALUES (NULL)
		INSERT #t (id, a) VALUES (1, 'a')
		INSERT #t (zz) VALUES (1)
		INSERT #t (a) VALUES (1, 2)
		INSERT #t SELECT 1, 2, 3
		SELECT * FROM #t
		SET IDENTITY_INSERT #t ON
		INSERT #t (id, a) VALUES (1, 'one')
		SET IDENTITY_INSERT #t OFF
		SELECT * FROM #t
		SELECT @@IDENTITY, SCOPE_IDENTITY()`, `
			(1)
			(2)
			Msg 2628: String or binary data would be truncated in table 'tempdb.dbo.#t', column 'a'. Truncated value: 'abc'.
			Msg 515: Cannot insert the value NULL into column 'a', table 'tempdb.dbo.#t'; column does not allow nulls. INSERT fails.
			Msg 544: Cannot insert explicit value for identity column in table '#t' when IDENTITY_INSERT is set to OFF.
			Msg 207: Invalid column name 'zz'.
			Msg 110: There are fewer columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement.
			Msg 213: Column name or number of supplied values does not match table definition.
			id int! | a varchar(3)! | b varchar(4)
			10 | x | x!
			15 | abc | abc!
			20 | x | x!
			(1)
			id int! | a varchar(3)! | b varchar(4)
			10 | x | x!
			15 | abc | abc!
			20 | x | x!
			1 | one | one!
			- numeric(38,0) | - numeric(38,0)
			1 | 1`},
		{`CREATE TABLE #t (id int PRIMARY KEY, n int)
		INSERT #t VALUES (1, 10), (2, 20), (3, 30)
		UPDATE #t SET id = id + 1, n = id
		SELECT * FROM #t
		DECLARE @v int = 0
		UPDATE #t SET @v = n = n + 5 WHERE id = 3
		PRINT @v
		UPDATE #t SET n += 1 FROM #t t WHERE t.id = 2
		UPDATE t SET n = s.x FROM #t t JOIN (VALUES (3, 300), (3, 301)) s(id, x) ON s.id = t.id
		DELETE TOP (1) FROM #t OUTPUT deleted.id, deleted.n
		DELETE FROM #t WHERE id = 4
		UPDATE #t SET n = 1 OUTPUT deleted.n, inserted.n AS m
		SELECT * FROM #t`, `
			(3)
			(3)
			id int! | n int
			2 | 1
			3 | 2
			4 | 3
			(1)
			7
			(1)
			(1)
			id int! | n int
			2 | 2
			(1)
			(1)
			n int | m int
			300 | 1
			(1)
			id int! | n int
			3 | 1`},
		{`CREATE TABLE p (id int PRIMARY KEY)
		CREATE TABLE c (id int PRIMARY KEY, pid int CONSTRAINT fk_c REFERENCES p(id) ON DELETE CASCADE, q int CHECK (q > 0))
		INSERT p VALUES (1), (2)
		INSERT c VALUES (1, 1, 1), (2, 2, NULL)
		INSERT c VALUES (3, 9, 1)
		DELETE p WHERE id = 1
		SELECT * FROM c
		UPDATE c SET pid = 7
		TRUNCATE TABLE p`, `
			(2)
			(2)
			Msg 547: The INSERT statement conflicted with the FOREIGN KEY constraint "fk_c". The conflict occurred in database "tempdb", table "dbo.p", column 'id'.
			(1)
			id int! | pid int | q int
			2 | 2 | NULL
			Msg 547: The UPDATE statement conflicted with the FOREIGN KEY constraint "fk_c". The conflict occurred in database "tempdb", table "dbo.p", column 'id'.
			Msg 4712: Cannot truncate table 'p' because it is being referenced by a FOREIGN KEY constraint.`},
		{`DECLARE @t TABLE (id int IDENTITY, v varchar(10))
		INSERT @t (v) OUTPUT inserted.id VALUES ('a'), ('b')
		DECLARE @s varchar(50) = ''
		SELECT @s = @s + v + ',' FROM @t ORDER BY id DESC
		PRINT @s
		SELECT @s = v FROM @t WHERE 1 = 0
		PRINT @s
		SELECT TOP 1 t.* INTO #x FROM @t t
		SELECT * FROM #x`, `
			id int!
			1
			2
			(2)
			b,a,
			b,a,
			id int! | v varchar(10)
			1 | a`},
	})
}

func TestModifyThroughQuery(t *testing.T) {
	scripts(t, [][2]string{
		{`CREATE TABLE #d (id int, v varchar(5))
		INSERT #d VALUES (1, 'a'), (1, 'b'), (2, 'c'), (2, 'd'), (3, 'e');
		WITH c AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY v DESC) AS rn FROM #d) DELETE FROM c WHERE rn > 1
		SELECT * FROM #d ORDER BY id;
		WITH c AS (SELECT TOP 1 * FROM #d ORDER BY id DESC) UPDATE c SET v = 'last'
		UPDATE x SET v = 'n' + CAST(n AS varchar(2)) FROM (SELECT v, ROW_NUMBER() OVER (ORDER BY id) n FROM #d) x WHERE n < 3
		SELECT * FROM #d ORDER BY id`, `
			(5)
			(2)
			id int | v varchar(5)
			1 | b
			2 | d
			3 | e
			(1)
			(2)
			id int | v varchar(5)
			1 | n1
			2 | n2
			3 | last`},
	})
}
