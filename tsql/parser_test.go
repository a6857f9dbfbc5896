package tsql

import (
	"errors"
	"strings"
	"testing"

	"msxgate/tds"
)

// parseTests are texts with what Print makes of them, which shows how they were read. An
// empty second text says that it is the first.
var parseTests = []struct{ name, src, want string }{
	// Constants and operators.
	{
		"constants", "SELECT 1, 1.5, .5, 1., 1e3, 1e, 0x1F, 0x, 0xABC, $1.5, $, 'a''b', N'é', NULL",
		"SELECT 1, 1.5, 0.5, 1., 1e+03, 1e+00, 0x1F, 0x, 0x0ABC, $1.5000, $0.0000, 'a''b', N'é', NULL;\n",
	},
	{"large ints are numeric", "SELECT 2147483648, -1", "SELECT 2147483648, -1;\n"},
	{"joined lines", "SELECT 'a\\\nb', 0x01\\\r\n02", "SELECT 'ab', 0x0102;\n"},
	{"precedence", "SELECT 1 + 2 * 3 - (4 + 5) * -6 & ~7", ""},
	{"a sign takes what is multiplied", "SELECT -100.0/-100.0*10.0", "SELECT -100.0 / -100.0 * 10.0;\n"},
	{"signs", "SELECT - -1, +1, - - -x, ~ -1", "SELECT - -1, +1, - - -x, ~-1;\n"},
	{"multiplied columns", "SELECT a.b * 2, c * d, a.b.c*3", "SELECT a.b * 2, c * d, a.b.c * 3;\n"},
	{"variables", "SELECT @v, @@ROWCOUNT, @a$b#c@d", ""},
	{
		"columns", "SELECT a, t.a, dbo.t.a, db.dbo.t.a, db..t.a, [a b], [a]]b], [select], \"q\", $action, t.$identity, IDENTITYCOL FROM t",
		"SELECT a, t.a, dbo.t.a, db.dbo.t.a, db..t.a, [a b], [a]]b], [select], q, $action, t.$identity, IDENTITYCOL FROM t;\n",
	},
	{"stars", "SELECT *, t.*, dbo.t.* FROM t", ""},
	{
		"conditions", "SELECT 1 WHERE a = 1 AND (b <> 2 OR NOT c !< 3) AND NOT (d IS NULL) AND e IS NOT NULL AND f !> 4 AND g != 5",
		"SELECT 1 WHERE a = 1 AND (b <> 2 OR NOT c >= 3) AND NOT (d IS NULL) AND e IS NOT NULL AND f <= 4 AND g <> 5;\n",
	},
	{"operators of two parts", "SELECT 1 WHERE a < > b AND a > = b AND a ! = b AND a < = b AND a ! < b", "SELECT 1 WHERE a <> b AND a >= b AND a <> b AND a <= b AND a >= b;\n"},
	{"parentheses of scalars and conditions", "SELECT 1 WHERE ((a) + 1) * 2 > ((3)) AND (((b = 1)))", ""},
	{"predicates", "SELECT 1 WHERE a LIKE 'x!%' ESCAPE '!' AND b NOT LIKE c AND d BETWEEN 1 AND 2 + 3 AND e NOT BETWEEN 1 AND 2 AND f IN (1, 'a') AND g NOT IN (SELECT 1) AND h IS NOT DISTINCT FROM i", ""},
	{
		"quantified", "SELECT 1 WHERE a = ANY (SELECT 1) AND b > ALL (SELECT 2) AND c < SOME (SELECT 3) AND EXISTS (SELECT 4)",
		"SELECT 1 WHERE a = ANY (SELECT 1) AND b > ALL (SELECT 2) AND c < ANY (SELECT 3) AND EXISTS (SELECT 4);\n",
	},
	{"a query in double parentheses", "SELECT ((SELECT 1)), 1 WHERE a IN ((SELECT 1))", "SELECT ((SELECT 1)), 1 WHERE a IN (SELECT 1);\n"},
	{
		"a set operation in parentheses", "SELECT ((SELECT 1) UNION (SELECT 2)) FROM ((SELECT 1 a) UNION ALL (SELECT 2)) AS t",
		"SELECT ((SELECT 1) UNION (SELECT 2)) FROM ((SELECT 1 AS a) UNION ALL (SELECT 2)) AS t;\n",
	},
	{"case", "SELECT CASE WHEN a = 1 OR b = 2 THEN 'x' ELSE 'y' END, CASE a WHEN 1 THEN 2 WHEN 3 THEN CASE b WHEN 1 THEN 2 END END", ""},
	{
		"casts", "SELECT CAST(a AS int), CONVERT(varchar(10), b, 120), TRY_CAST(c AS decimal(10, 2)), TRY_CONVERT(nvarchar(max), d), PARSE('1' AS int USING 'en-US'), CAST(e AS varchar), TRY_PARSE('1' AS money)",
		"SELECT CAST(a AS int), CONVERT(varchar(10), b, 120), TRY_CAST(c AS decimal(10,2)), TRY_CONVERT(nvarchar(max), d), PARSE('1' AS int USING 'en-US'), CAST(e AS varchar), TRY_PARSE('1' AS money);\n",
	},
	{
		"types", "SELECT CAST(1 AS double precision), CAST(1 AS national character varying(5)), CAST(1 AS char varying (3)), CAST(1 AS float(10)), CAST(1 AS [int]), CAST(1 AS sys.sysname), CAST(1 AS dbo.mytype), CAST(1 AS datetime2(3)), CAST(1 AS xml), CAST(1 AS dec(5)), CAST(1 AS rowversion)",
		"SELECT CAST(1 AS float), CAST(1 AS nvarchar(5)), CAST(1 AS varchar(3)), CAST(1 AS float(24)), CAST(1 AS int), CAST(1 AS sysname), CAST(1 AS dbo.mytype), CAST(1 AS datetime2(3)), CAST(1 AS xml), CAST(1 AS decimal(5,0)), CAST(1 AS timestamp);\n",
	},
	{
		"functions", "SELECT GETDATE(), LEFT(a, 1), COUNT(*), COUNT(DISTINCT a), dbo.f(1, DEFAULT), DATEADD(day, 1, a), COALESCE(a, b), NULLIF(a, b), ISNULL(a, ''), IIF(a = 1, 2, 3), CURRENT_TIMESTAMP, USER, SUM(ALL a), MAX(b)",
		"SELECT GETDATE(), LEFT(a, 1), COUNT(*), COUNT(DISTINCT a), dbo.f(1, DEFAULT), DATEADD(day, 1, a), COALESCE(a, b), NULLIF(a, b), ISNULL(a, ''), IIF(a = 1, 2, 3), CURRENT_TIMESTAMP, USER, SUM(a), MAX(b);\n",
	},
	{"trim", "SELECT TRIM(a), TRIM('x' FROM a), TRIM(LEADING '.' FROM a), TRIM(BOTH 'y' FROM b)", "SELECT TRIM(a), TRIM('x' FROM a), LTRIM(a, '.'), TRIM('y' FROM b);\n"},
	{"json", "SELECT JSON_OBJECT('a':1, 'b':c ABSENT ON NULL), JSON_ARRAY(1, a NULL ON NULL), JSON_OBJECT()", "SELECT JSON_OBJECT('a': 1, 'b': c ABSENT ON NULL), JSON_ARRAY(1, a NULL ON NULL), JSON_OBJECT();\n"},
	{
		"windows", "SELECT ROW_NUMBER() OVER (PARTITION BY a, b ORDER BY c DESC), SUM(x) OVER (ORDER BY d ROWS UNBOUNDED PRECEDING), LAST_VALUE(y) IGNORE NULLS OVER (ORDER BY e ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING), COUNT(*) OVER ()",
		"SELECT ROW_NUMBER() OVER (PARTITION BY a, b ORDER BY c DESC), SUM(x) OVER (ORDER BY d ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), LAST_VALUE(y) IGNORE NULLS OVER (ORDER BY e ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING), COUNT(*) OVER ();\n",
	},
	{"within group", "SELECT STRING_AGG(a, ',') WITHIN GROUP (ORDER BY b), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY c) OVER (PARTITION BY d)", ""},
	{"what binds closest", "SELECT a COLLATE Latin1_General_BIN, b AT TIME ZONE 'UTC' AT TIME ZONE @z, (a + b) COLLATE DATABASE_DEFAULT", ""},
	{
		"xml methods", "SELECT @x.value('(/a)[1]', 'int'), t.c.query('/b').value('.', 'int'), x.exist('/c'), (SELECT 1 FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), CAST(a AS xml).query('b') FROM @x.nodes('/a') AS t(c) CROSS APPLY t.c.nodes('d') AS u(e)",
		"SELECT @x.value('(/a)[1]', 'int'), t.c.query('/b').value('.', 'int'), x.exist('/c'), (SELECT 1 FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), CAST(a AS xml).query('b') FROM @x.nodes('/a') AS t (c) CROSS APPLY t.c.nodes('d') AS u (e);\n",
	},
	{
		"odbc", "SELECT {fn LEFT(a, 1)}, {ts '2020-01-01 00:00:00'}, {d '2020-01-01'} WHERE a LIKE 'b' {escape '\\'}",
		"SELECT LEFT(a, 1), CAST('2020-01-01 00:00:00' AS datetime), CAST('2020-01-01' AS datetime) WHERE a LIKE 'b' ESCAPE '\\';\n",
	},
	{"sequences", "SELECT NEXT VALUE FOR dbo.s, NEXT VALUE FOR s OVER (ORDER BY a)", ""},
	{"methods of types", "SELECT geography::Point(1, 2, 4326)", ""},
	{"full text", "SELECT 1 WHERE CONTAINS(*, 'x') AND CONTAINS((a, b), 'y', LANGUAGE 1033) AND FREETEXT(c, @v)", ""},

	// Queries.
	{"aliases", "SELECT a b, c AS d, e = f, 'g' = h, i 'j', k AS 'l', m AS [n o] FROM t u, v AS w", "SELECT a AS b, c AS d, f AS e, h AS g, i AS j, k AS l, m AS [n o] FROM t AS u, v AS w;\n"},
	{"assignment", "SELECT @a = b, @c += d, @e = @f FROM t", ""},
	{"a label is no alias", "SELECT 1\nx:\nSELECT a FROM t\ny:\nCOMMIT\nz:\nEXEC p\nq:", "SELECT 1;\nx:\nSELECT a FROM t;\ny:\nCOMMIT TRANSACTION;\nz:\nEXEC p;\nq:\n"},
	{"top", "SELECT TOP 5 a FROM t; SELECT DISTINCT TOP (@n) PERCENT WITH TIES a FROM t ORDER BY a", "SELECT TOP (5) a FROM t;\nSELECT DISTINCT TOP (@n) PERCENT WITH TIES a FROM t ORDER BY a;\n"},
	{"group by", "SELECT a, COUNT(*) FROM t GROUP BY a, b + 1 HAVING COUNT(*) > 1 ORDER BY 1 DESC, a COLLATE x ASC", "SELECT a, COUNT(*) FROM t GROUP BY a, b + 1 HAVING COUNT(*) > 1 ORDER BY 1 DESC, a COLLATE x;\n"},
	{"rollup", "SELECT 1 FROM t GROUP BY ROLLUP(a, b)", "SELECT 1 FROM t GROUP BY GROUPING SETS ((a, b), (a), ());\n"},
	{"cube", "SELECT 1 FROM t GROUP BY CUBE(a, (b, c))", "SELECT 1 FROM t GROUP BY GROUPING SETS ((a, b, c), (a), (b, c), ());\n"},
	{"with rollup", "SELECT 1 FROM t GROUP BY a, b WITH ROLLUP", "SELECT 1 FROM t GROUP BY GROUPING SETS ((a, b), (a), ());\n"},
	{"grouping sets", "SELECT 1 FROM t GROUP BY x, GROUPING SETS ((a), b, ())", "SELECT 1 FROM t GROUP BY GROUPING SETS ((x, a), (x, b), (x));\n"},
	{"offset", "SELECT a FROM t ORDER BY a OFFSET 10 ROWS FETCH NEXT @n ROWS ONLY", ""},
	{"fetch behind offset", "SELECT a FROM t ORDER BY a OFFSET 1 ROW FETCH NEXT FROM c", "SELECT a FROM t ORDER BY a OFFSET 1 ROWS;\nFETCH NEXT FROM c;\n"},
	{"set operations", "SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 3 EXCEPT (SELECT 4 UNION SELECT 5) ORDER BY 1", ""},
	{
		"cte", ";WITH a AS (SELECT 1 AS x), b (y, z) AS (SELECT x, x FROM a UNION ALL SELECT y, z FROM b) SELECT * FROM b OPTION (MAXRECURSION 10, RECOMPILE)",
		"WITH a AS (SELECT 1 AS x), b (y, z) AS (SELECT x, x FROM a UNION ALL SELECT y, z FROM b) SELECT * FROM b OPTION (MAXRECURSION 10, RECOMPILE);\n",
	},
	{"xmlnamespaces", "WITH XMLNAMESPACES ('u' AS n, DEFAULT 'v') SELECT 1 FOR XML PATH('a')", ""},
	{
		"joins", "SELECT 1 FROM a JOIN b ON a.x = b.x LEFT OUTER JOIN c ON 1 = 1 CROSS JOIN d FULL HASH JOIN e ON 1 = 1 RIGHT JOIN f ON 1 = 1",
		"SELECT 1 FROM a INNER JOIN b ON a.x = b.x LEFT JOIN c ON 1 = 1 CROSS JOIN d FULL JOIN e ON 1 = 1 RIGHT JOIN f ON 1 = 1;\n",
	},
	{
		"nested joins", "SELECT 1 FROM a LEFT JOIN b JOIN c ON b.x = c.x ON a.x = b.x, (d CROSS JOIN e)",
		"SELECT 1 FROM a LEFT JOIN (b INNER JOIN c ON b.x = c.x) ON a.x = b.x, d CROSS JOIN e;\n",
	},
	{"apply", "SELECT 1 FROM a CROSS APPLY f(a.x) AS g OUTER APPLY (SELECT 1 AS y) h CROSS APPLY sys.fn_x(1, DEFAULT)", "SELECT 1 FROM a CROSS APPLY f(a.x) AS g OUTER APPLY (SELECT 1 AS y) AS h CROSS APPLY sys.fn_x(1, DEFAULT);\n"},
	{
		"hints", "SELECT 1 FROM a (NOLOCK), b WITH (UPDLOCK, HOLDLOCK) c, d e (nolock), f g WITH (INDEX(ix), FORCESEEK), h WITH (INDEX = i) ,j WITH (NOLOCK ROWLOCK)",
		"SELECT 1 FROM a WITH (NOLOCK), b AS c WITH (UPDLOCK, HOLDLOCK), d AS e WITH (NOLOCK), f AS g WITH (INDEX(IX), FORCESEEK), h WITH (INDEX= I), j WITH (NOLOCK, ROWLOCK);\n",
	},
	{"values", "SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS v (x, y)", ""},
	{"names of tables", "SELECT 1 FROM #t, ##g, @v AS w, tempdb..#t, [srv].db.dbo.t, .t, ..u, ::fn_helpcollations()", "SELECT 1 FROM #t, ##g, @v AS w, tempdb..#t, srv.db.dbo.t, t, u, fn_helpcollations();\n"},
	{
		"openjson", "SELECT * FROM OPENJSON(@j, '$.a') WITH (id int '$.id', doc nvarchar(max) AS JSON) AS o, OPENXML(@h, '/a', 2) WITH (b int), OPENQUERY(srv, 'q') AS q",
		"SELECT * FROM OPENJSON(@j, '$.a') WITH (id int '$.id', doc nvarchar(max) AS JSON) AS o, OPENXML(@h, '/a', 2) WITH (b int), OPENQUERY(srv, 'q') AS q;\n",
	},
	{"pivot", "SELECT * FROM (SELECT a, b, c FROM t) AS s PIVOT (SUM(c) FOR b IN ([1], [2])) AS p", ""},
	{"unpivot", "SELECT * FROM t UNPIVOT (v FOR n IN (a, b)) AS u", ""},
	{
		"for xml", "SELECT 1 FOR XML RAW('r'), ELEMENTS XSINIL, ROOT('x'), TYPE, BINARY BASE64; SELECT 1 FOR JSON PATH, INCLUDE_NULL_VALUES, WITHOUT_ARRAY_WRAPPER, ROOT; SELECT 1 FOR BROWSE",
		"SELECT 1 FOR XML RAW('r'), TYPE, BINARY BASE64, ELEMENTS XSINIL, ROOT('x');\nSELECT 1 FOR JSON PATH, ROOT, INCLUDE_NULL_VALUES, WITHOUT_ARRAY_WRAPPER;\nSELECT 1 FOR BROWSE;\n",
	},
	{"pivot of a join", "SELECT * FROM a JOIN b ON a.x = b.x PIVOT (MAX(c) FOR d IN ([1])) AS p", "SELECT * FROM (a INNER JOIN b ON a.x = b.x) PIVOT (MAX(c) FOR d IN ([1])) AS p;\n"},
	{"odbc joins", "SELECT 1 FROM {oj a LEFT JOIN b ON 1 = 1}", "SELECT 1 FROM a LEFT JOIN b ON 1 = 1;\n"},
	{"what is elsewhere", "SELECT 1 FROM OPENROWSET('p', 's', 'q') AS r, OPENDATASOURCE('p', 's').db.dbo.t, CHANGETABLE(CHANGES t, 1) AS c", "SELECT 1 FROM OPENROWSET() AS r, OPENDATASOURCE(), CHANGETABLE() AS c;\n"},
	{"into", "SELECT a INTO #t FROM t", ""},
	{"temporal", "SELECT 1 FROM t FOR SYSTEM_TIME AS OF @d AS x", ""},
	{"sample", "SELECT 1 FROM t TABLESAMPLE (10 PERCENT) REPEATABLE (1)", "SELECT 1 FROM t WITH (TABLESAMPLE);\n"},
	{"a table that is changed", "INSERT t SELECT * FROM (DELETE u OUTPUT deleted.a) AS d (b)", "INSERT INTO t SELECT * FROM (DELETE FROM u OUTPUT deleted.a) AS d (b);\n"},

	// Changes.
	{
		"insert", "INSERT t VALUES (1, DEFAULT), (2, 'x'); INSERT INTO t (a, [b c]) SELECT 1, 2; INSERT t DEFAULT VALUES; INSERT #t EXEC sp_who; INSERT t (a) (SELECT 1); INSERT INTO @t WITH (TABLOCK) (a) EXEC ('x')",
		"INSERT INTO t VALUES (1, DEFAULT), (2, 'x');\nINSERT INTO t (a, [b c]) SELECT 1, 2;\nINSERT INTO t DEFAULT VALUES;\nINSERT INTO #t EXEC sp_who;\nINSERT INTO t (a) (SELECT 1);\nINSERT INTO @t WITH (TABLOCK) (a) EXEC ('x');\n",
	},
	{"insert output", "INSERT TOP (1) t (a) OUTPUT inserted.a, 1 AS x INTO @o (b, c) OUTPUT inserted.* VALUES (1)", "INSERT TOP (1) INTO t (a) OUTPUT inserted.a, 1 AS x INTO @o (b, c) OUTPUT inserted.* VALUES (1);\n"},
	{
		"update", "UPDATE t SET a = 1, t.b += 2, @v = c = 3, @w = 4, d.WRITE('x', 0, 1), e = DEFAULT OUTPUT deleted.a FROM t AS x JOIN u ON 1 = 1 WHERE x.a = 1 OPTION (MAXDOP 1)",
		"UPDATE t SET a = 1, t.b += 2, @v = c = 3, @w = 4, d.WRITE('x', 0, 1), e = DEFAULT OUTPUT deleted.a FROM t AS x INNER JOIN u ON 1 = 1 WHERE x.a = 1 OPTION (MAXDOP 1);\n",
	},
	{
		"delete", "DELETE t; DELETE FROM t WHERE a = 1; DELETE TOP (5) x OUTPUT deleted.* FROM t AS x; DELETE t WHERE CURRENT OF c",
		"DELETE FROM t;\nDELETE FROM t WHERE a = 1;\nDELETE TOP (5) FROM x OUTPUT deleted.* FROM t AS x;\nDELETE FROM t WHERE CURRENT OF c;\n",
	},
	{
		"merge", "MERGE t AS a USING (SELECT 1 AS id) AS b ON a.id = b.id WHEN MATCHED AND a.x = 1 THEN DELETE WHEN MATCHED THEN UPDATE SET x = 2 WHEN NOT MATCHED THEN INSERT (id) VALUES (b.id) WHEN NOT MATCHED BY SOURCE THEN UPDATE SET x = 3 OUTPUT $action;",
		"MERGE INTO t AS a USING (SELECT 1 AS id) AS b ON a.id = b.id WHEN MATCHED AND a.x = 1 THEN DELETE WHEN MATCHED THEN UPDATE SET x = 2 WHEN NOT MATCHED BY TARGET THEN INSERT (id) VALUES (b.id) WHEN NOT MATCHED BY SOURCE THEN UPDATE SET x = 3 OUTPUT $action;\n",
	},
	{
		"cte before a change", "WITH c AS (SELECT 1 AS a) INSERT t SELECT a FROM c; WITH c AS (SELECT 1 AS a) DELETE c",
		"WITH c AS (SELECT 1 AS a) INSERT INTO t SELECT a FROM c;\nWITH c AS (SELECT 1 AS a) DELETE FROM c;\n",
	},
	{"truncate", "TRUNCATE TABLE dbo.t", ""},
	{
		"insert bulk", "insert bulk dbo.t ([a] int, b nvarchar(10) COLLATE Latin1_General_CI_AS) with (CHECK_CONSTRAINTS, ROWS_PER_BATCH = 100)",
		"INSERT BULK dbo.t (a int, b nvarchar(10) COLLATE Latin1_General_CI_AS) WITH (CHECK_CONSTRAINTS, ROWS_PER_BATCH = 100);\n",
	},

	// Flow.
	{
		"declare", "DECLARE @a int, @b AS nvarchar(max) = N'x', @t TABLE (id int NOT NULL PRIMARY KEY, n sysname NULL), @c CURSOR, @u dbo.tt",
		"DECLARE @a int, @b nvarchar(max) = N'x', @t TABLE (id int NOT NULL PRIMARY KEY CLUSTERED, n sysname NULL), @c cursor, @u dbo.tt;\n",
	},
	{"set", "SET @a = 1 SET @b += (SELECT 1) SET @c = CURSOR LOCAL FOR SELECT 1 SET @x.modify('delete /a')", "SET @a = 1;\nSET @b += (SELECT 1);\nSET @c = CURSOR LOCAL FOR SELECT 1;\nSET @x.modify('delete /a');\n"},
	{
		"set options", "SET NOCOUNT ON SET ANSI_NULLS, QUOTED_IDENTIFIER OFF SET ROWCOUNT 5 SET LOCK_TIMEOUT -1 SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED SET IDENTITY_INSERT dbo.t ON SET STATISTICS IO, TIME ON SET DEADLOCK_PRIORITY LOW SET LANGUAGE us_english SET DATEFORMAT dmy SET CONTEXT_INFO 0x01 SET DATEFIRST @d SET TEXTSIZE 100 SET LANGUAGE N'British'",
		"SET NOCOUNT ON;\nSET ANSI_NULLS, QUOTED_IDENTIFIER OFF;\nSET ROWCOUNT 5;\nSET LOCK_TIMEOUT -1;\nSET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED;\nSET IDENTITY_INSERT dbo.t ON;\nSET STATISTICS IO, TIME ON;\nSET DEADLOCK_PRIORITY LOW;\nSET LANGUAGE us_english;\nSET DATEFORMAT dmy;\nSET CONTEXT_INFO 0x01;\nSET DATEFIRST @d;\nSET TEXTSIZE 100;\nSET LANGUAGE N'British';\n",
	},
	{"if", "IF @a = 1 SELECT 1; ELSE IF @a = 2 SELECT 2 ELSE BEGIN SELECT 3 END SELECT 4", "IF @a = 1\nSELECT 1;\nELSE\nIF @a = 2\nSELECT 2;\nELSE\nBEGIN\nSELECT 3;\nEND;\nSELECT 4;\n"},
	{"while", "WHILE 1 = 1 BEGIN IF @x > 3 BREAK; SET @x += 1; CONTINUE END", "WHILE 1 = 1\nBEGIN\nIF @x > 3\nBREAK;\nSET @x += 1;\nCONTINUE;\nEND;\n"},
	{"goto", "GOTO Done Done: PRINT 'x'", "GOTO Done;\nDone:\nPRINT 'x';\n"},
	{"try", "BEGIN TRY SELECT 1 / 0 END TRY BEGIN CATCH THROW END CATCH SELECT 2", "BEGIN TRY\nSELECT 1 / 0;\nEND TRY\nBEGIN CATCH\nTHROW;\nEND CATCH;\nSELECT 2;\n"},
	{"raise", "RAISERROR ('a %d', 16, 1, @x, -1) WITH NOWAIT, LOG; THROW 50000, @m, 1; PRINT 'a' + @b", "RAISERROR ('a %d', 16, 1, @x, -1) WITH LOG, NOWAIT;\nTHROW 50000, @m, 1;\nPRINT 'a' + @b;\n"},
	{"return", "RETURN", "RETURN;\n"},
	{"return before a statement", "CREATE PROC p AS IF @a = 1 RETURN SELECT 1 RETURN (0) RETURN -1", "CREATE PROCEDURE p\nAS\nIF @a = 1\nRETURN;\nSELECT 1;\nRETURN (0);\nRETURN -1;\n;\n"},
	{"wait", "WAITFOR DELAY '00:00:01' WAITFOR TIME @t KILL 53 USE msdb", "WAITFOR DELAY '00:00:01';\nWAITFOR TIME @t;\nKILL 53;\nUSE msdb;\n"},
	{
		"transactions", "BEGIN TRAN BEGIN TRANSACTION t WITH MARK 'x' SAVE TRAN s ROLLBACK TRAN s ROLLBACK WORK COMMIT TRAN @v COMMIT BEGIN DISTRIBUTED TRAN ROLLBACK",
		"BEGIN TRANSACTION;\nBEGIN TRANSACTION t WITH MARK;\nSAVE TRANSACTION s;\nROLLBACK TRANSACTION s;\nROLLBACK TRANSACTION;\nCOMMIT TRANSACTION @v;\nCOMMIT TRANSACTION;\nBEGIN DISTRIBUTED TRANSACTION;\nROLLBACK TRANSACTION;\n",
	},
	{
		"cursors", "DECLARE c INSENSITIVE SCROLL CURSOR FOR SELECT 1 FOR READ ONLY DECLARE d CURSOR LOCAL FAST_FORWARD FOR SELECT 1 ORDER BY 1 OPEN c FETCH NEXT FROM c INTO @a, @b FETCH c FETCH ABSOLUTE -1 FROM GLOBAL d CLOSE c DEALLOCATE c OPEN @c",
		"DECLARE c INSENSITIVE SCROLL CURSOR FOR SELECT 1 FOR READ ONLY;\nDECLARE d CURSOR LOCAL FAST_FORWARD FOR SELECT 1 ORDER BY 1;\nOPEN c;\nFETCH NEXT FROM c INTO @a, @b;\nFETCH NEXT FROM c;\nFETCH ABSOLUTE -1 FROM GLOBAL d;\nCLOSE c;\nDEALLOCATE c;\nOPEN @c;\n",
	},
	{"update cursor", "DECLARE c CURSOR FOR SELECT a FROM t FOR UPDATE OF a", ""},
	{
		"exec", "EXEC p EXECUTE @rc = db..p;2 1, N'x', @a = @b OUTPUT, @c = DEFAULT EXEC @p -1, abc, [d e], NULL, $1, 0x01, 1.5 EXEC p @a OUT WITH RECOMPILE",
		"EXEC p;\nEXEC @rc = db..p;2 1, N'x', @a = @b OUTPUT, @c = DEFAULT;\nEXEC @p -1, 'abc', 'd e', NULL, $1.0000, 0x01, 1.5;\nEXEC p @a OUTPUT WITH RECOMPILE;\n",
	},
	{
		"exec of text", "EXEC ('SELECT ' + @x + N'1') AS USER = 'u' AT srv EXEC (@s) WITH RESULT SETS ((a int), (b int)) EXEC ('x ?', 1, @o OUTPUT) AT srv",
		"EXEC ('SELECT ' + @x + N'1') AS USER = 'u' AT srv;\nEXEC (@s) WITH RESULT SETS ((a int), (b int));\nEXEC ('x ?', 1, @o OUTPUT) AT srv;\n",
	},
	{"a call without exec", "sp_who 'active'\nSELECT 1", "[sp_who] 'active';\nSELECT 1;\n"},
	{"a quoted call without exec", "-- note\n[msdb]..\"sp_help_job\" @job_id = 1", "[msdb]..sp_help_job @job_id = 1;\n"},
	{"execute as", "EXECUTE AS LOGIN = 'x' WITH NO REVERT EXEC AS CALLER REVERT", "EXECUTE AS LOGIN = 'x' WITH NO REVERT;\nEXECUTE AS CALLER;\nREVERT;\n"},
	{"semicolons", ";;SELECT 1;;;SELECT 2;", "SELECT 1;\nSELECT 2;\n"},
	{"comments", "/* a /* nested */ b */ SELECT 1 -- c\n/**/ + 2", "SELECT 1 + 2;\n"},
	{"blanks beyond ASCII", "SELECT\u00a01\u3000,\u20032", "SELECT 1, 2;\n"},

	// Definitions.
	{
		"create table", `CREATE TABLE [dbo].[t](
	[id] [int] IDENTITY(1,1) NOT NULL,
	[name] [nvarchar](50) COLLATE Latin1_General_CI_AS NOT NULL CONSTRAINT [df] DEFAULT (N'x'),
	[g] uniqueidentifier ROWGUIDCOL NULL DEFAULT NEWID(),
	[total] AS ([id] * 2) PERSISTED NOT NULL,
	[ref] int REFERENCES dbo.u (id) ON DELETE CASCADE ON UPDATE NO ACTION UNIQUE CHECK (ref > 0),
	s varchar(10) SPARSE,
	CONSTRAINT [pk] PRIMARY KEY CLUSTERED ([id] ASC, name DESC) WITH (PAD_INDEX = OFF, FILLFACTOR = 90) ON [PRIMARY],
	CONSTRAINT fk FOREIGN KEY (id) REFERENCES u ON DELETE SET NULL,
	UNIQUE NONCLUSTERED (name), CHECK NOT FOR REPLICATION (id > 0), INDEX ix (name)
) ON [PRIMARY] TEXTIMAGE_ON [PRIMARY] WITH (DATA_COMPRESSION = PAGE)`,
		"CREATE TABLE dbo.t (id int IDENTITY(1, 1) NOT NULL, name nvarchar(50) COLLATE Latin1_General_CI_AS CONSTRAINT df DEFAULT (N'x') NOT NULL, g uniqueidentifier ROWGUIDCOL DEFAULT NEWID() NULL, total AS (id * 2) PERSISTED NOT NULL, " +
			"ref int REFERENCES dbo.u (id) ON DELETE CASCADE ON UPDATE NO ACTION UNIQUE NONCLUSTERED CHECK (ref > 0), s varchar(10), " +
			"CONSTRAINT pk PRIMARY KEY CLUSTERED (id, name DESC), CONSTRAINT fk FOREIGN KEY (id) REFERENCES u ON DELETE SET NULL, UNIQUE NONCLUSTERED (name), CHECK (id > 0), INDEX ix NONCLUSTERED (name));\n",
	},
	{"a constraint without a comma before it", "CREATE TABLE t (a int, b int CONSTRAINT pk PRIMARY KEY (a, b))", "CREATE TABLE t (a int, b int, CONSTRAINT pk PRIMARY KEY CLUSTERED (a, b));\n"},
	{
		"alter table", "ALTER TABLE t ADD a int NULL, b varchar(10) DEFAULT 'x' WITH VALUES ALTER TABLE t WITH NOCHECK ADD CONSTRAINT c CHECK (a > 0) ALTER TABLE t DROP COLUMN a, b ALTER TABLE t DROP CONSTRAINT IF EXISTS c, COLUMN d ALTER TABLE t ALTER COLUMN a bigint NOT NULL ALTER TABLE t CHECK CONSTRAINT ALL ALTER TABLE t DISABLE TRIGGER x, y ALTER TABLE t ADD CONSTRAINT df DEFAULT 1 FOR a DISABLE TRIGGER x ON t",
		"ALTER TABLE t ADD a int NULL, b varchar(10) DEFAULT 'x' WITH VALUES;\nALTER TABLE t WITH NOCHECK ADD CONSTRAINT c CHECK (a > 0);\nALTER TABLE t DROP COLUMN a, COLUMN b;\nALTER TABLE t DROP CONSTRAINT IF EXISTS c, COLUMN d;\nALTER TABLE t ALTER COLUMN a bigint NOT NULL;\nALTER TABLE t CHECK CONSTRAINT ALL;\nALTER TABLE t DISABLE TRIGGER x, y;\nALTER TABLE t ADD CONSTRAINT df DEFAULT 1 FOR a;\nALTER TABLE t DISABLE TRIGGER x;\n",
	},
	{
		"drop", "DROP TABLE IF EXISTS a, #b DROP PROC p DROP INDEX i ON t, j ON u DROP INDEX t.i DROP VIEW dbo.v DROP DATABASE d DROP TYPE x DROP SCHEMA s DROP TRIGGER tr",
		"DROP TABLE IF EXISTS a, #b;\nDROP PROCEDURE p;\nDROP INDEX i ON t, j ON u;\nDROP INDEX t.i;\nDROP VIEW dbo.v;\nDROP DATABASE d;\nDROP TYPE x;\nDROP SCHEMA s;\nDROP TRIGGER tr;\n",
	},
	{
		"index", "CREATE UNIQUE NONCLUSTERED INDEX ix ON dbo.t (a ASC, b DESC) INCLUDE (c, d) WHERE a IS NOT NULL WITH (FILLFACTOR = 80, ONLINE = ON) ON [PRIMARY]",
		"CREATE UNIQUE INDEX ix ON dbo.t (a, b DESC) INCLUDE (c, d) WHERE a IS NOT NULL WITH (FILLFACTOR = 80, ONLINE = ON);\n",
	},
	{"view", "CREATE VIEW dbo.v (a, b) WITH SCHEMABINDING AS SELECT 1, 2 FROM t WITH CHECK OPTION", "CREATE VIEW dbo.v (a, b) WITH SCHEMABINDING\nAS\nSELECT 1, 2 FROM t WITH CHECK OPTION;\n"},
	{
		"procedure", "CREATE OR ALTER PROCEDURE dbo.p (@a int, @b varchar(10) = 'x' OUTPUT, @c cursor VARYING OUTPUT, @t dbo.tt READONLY, @d int = NULL, @e sysname = abc) WITH RECOMPILE, EXECUTE AS OWNER AS BEGIN SELECT 1 END SELECT 2",
		"CREATE OR ALTER PROCEDURE dbo.p @a int, @b varchar(10) = 'x' OUTPUT, @c cursor VARYING OUTPUT, @t dbo.tt READONLY, @d int = NULL, @e sysname = 'abc' WITH RECOMPILE, EXECUTE AS OWNER\nAS\nBEGIN\nSELECT 1;\nEND;\nSELECT 2;\n;\n",
	},
	{"scalar function", "CREATE FUNCTION f (@a int = 1) RETURNS int WITH SCHEMABINDING AS BEGIN RETURN @a + 1 END", "CREATE FUNCTION f (@a int = 1)\nRETURNS int WITH SCHEMABINDING\nAS\nBEGIN\nRETURN @a + 1;\nEND;\n"},
	{"inline function", "CREATE FUNCTION f () RETURNS TABLE AS RETURN (SELECT 1 AS a)", "CREATE FUNCTION f ()\nRETURNS TABLE\nAS\nRETURN (SELECT 1 AS a);\n"},
	{"table function", "ALTER FUNCTION f () RETURNS @t TABLE (a int) BEGIN INSERT @t VALUES (1) RETURN END", "ALTER FUNCTION f ()\nRETURNS @t TABLE (a int)\nAS\nBEGIN\nINSERT INTO @t VALUES (1);\nRETURN;\nEND;\n"},
	{"trigger", "CREATE TRIGGER tr ON dbo.t INSTEAD OF INSERT, DELETE AS IF UPDATE(a) AND NOT UPDATE(b) SELECT 1", "CREATE TRIGGER tr ON dbo.t INSTEAD OF INSERT, DELETE\nAS\nIF UPDATE(a) AND NOT UPDATE(b)\nSELECT 1;\n;\n"},
	{"types", "CREATE TYPE dbo.x FROM varchar(10) NOT NULL CREATE TYPE y AS TABLE (a int PRIMARY KEY)", "CREATE TYPE dbo.x FROM varchar(10) NOT NULL;\nCREATE TYPE y AS TABLE (a int PRIMARY KEY CLUSTERED);\n"},
	{"schema", "CREATE SCHEMA s AUTHORIZATION dbo", ""},
	{"synonym", "CREATE SYNONYM a FOR srv.db.dbo.t", ""},
	{"sequence", "CREATE SEQUENCE s AS bigint START WITH 1 INCREMENT BY -2 NO MAXVALUE CACHE 10 CYCLE ALTER SEQUENCE s RESTART WITH 5", "CREATE SEQUENCE s AS bigint START WITH 1 INCREMENT BY -2 NO MAXVALUE CACHE 10 CYCLE;\nALTER SEQUENCE s RESTART WITH 5;\n"},
	{
		"database", "CREATE DATABASE d ON PRIMARY (NAME = a, FILENAME = 'b') COLLATE Latin1_General_BIN ALTER DATABASE d SET RECOVERY SIMPLE, COMPATIBILITY_LEVEL = 150 WITH ROLLBACK IMMEDIATE ALTER DATABASE CURRENT SET SINGLE_USER ALTER DATABASE d MODIFY NAME = e",
		"CREATE DATABASE d COLLATE Latin1_General_BIN;\nALTER DATABASE d SET RECOVERY SIMPLE, COMPATIBILITY_LEVEL = 150 WITH ROLLBACK IMMEDIATE;\nALTER DATABASE CURRENT SET SINGLE_USER;\nALTER DATABASE d MODIFY NAME = e;\n",
	},
	{
		"logins", "CREATE LOGIN l WITH PASSWORD = 'x' MUST_CHANGE, DEFAULT_DATABASE = [master], CHECK_POLICY = OFF CREATE LOGIN [a\\b] FROM WINDOWS ALTER LOGIN l DISABLE ALTER LOGIN l WITH PASSWORD = 0x01 HASHED ALTER LOGIN l WITH PASSWORD = 'y' OLD_PASSWORD = 'x' DROP LOGIN l",
		"CREATE LOGIN l WITH PASSWORD = 'x' MUST_CHANGE, DEFAULT_DATABASE = master, CHECK_POLICY = OFF;\nCREATE LOGIN [a\\b] FROM WINDOWS;\nALTER LOGIN l DISABLE;\nALTER LOGIN l WITH PASSWORD = 0x01 HASHED;\nALTER LOGIN l WITH PASSWORD = 'y', OLD_PASSWORD = 'x';\nDROP LOGIN l;\n",
	},
	{
		"users and roles", "CREATE USER u FOR LOGIN l WITH DEFAULT_SCHEMA = dbo CREATE USER v WITHOUT LOGIN CREATE ROLE r AUTHORIZATION dbo ALTER ROLE r ADD MEMBER u ALTER SERVER ROLE sysadmin DROP MEMBER l DROP USER IF EXISTS u ALTER USER u WITH NAME = w, LOGIN = l",
		"CREATE USER u FOR LOGIN l WITH DEFAULT_SCHEMA = dbo;\nCREATE USER v WITHOUT LOGIN;\nCREATE ROLE r AUTHORIZATION dbo;\nALTER ROLE r ADD MEMBER u;\nALTER SERVER ROLE sysadmin DROP MEMBER l;\nDROP USER IF EXISTS u;\nALTER USER u WITH NAME = w, LOGIN = l;\n",
	},
	{"credentials", "CREATE CREDENTIAL c WITH IDENTITY = 'i', SECRET = 's' DROP CREDENTIAL c", "CREATE CREDENTIAL c WITH IDENTITY = 'i', SECRET = 's';\nDROP CREDENTIAL c;\n"},
	{
		"grant", "GRANT SELECT, VIEW  DEFINITION ON OBJECT::dbo.t TO u, [public] WITH GRANT OPTION DENY EXECUTE ON p TO u CASCADE REVOKE GRANT OPTION FOR SELECT (a, b) ON t FROM u GRANT CONNECT TO public ALTER AUTHORIZATION ON SCHEMA::s TO dbo",
		"GRANT SELECT, VIEW DEFINITION ON OBJECT::dbo.t TO u, [public] WITH GRANT OPTION;\nDENY EXECUTE ON p TO u CASCADE;\nREVOKE GRANT OPTION FOR SELECT ON t (a, b) FROM u;\nGRANT CONNECT TO [public];\nALTER AUTHORIZATION ON SCHEMA::s TO dbo;\n",
	},
	{
		"others", "BACKUP DATABASE d TO DISK = 'x' WITH INIT SELECT 1 DBCC CHECKDB ('d') WITH NO_INFOMSGS CHECKPOINT RECONFIGURE WITH OVERRIDE UPDATE STATISTICS t (a) WITH FULLSCAN ALTER INDEX ALL ON t REBUILD EXEC p BULK INSERT t FROM 'f' WITH (FIELDTERMINATOR = ',')",
		"BACKUP DATABASE d TO DISK = 'x' WITH INIT;\nSELECT 1;\nDBCC CHECKDB ('d') WITH NO_INFOMSGS;\nCHECKPOINT;\nRECONFIGURE WITH OVERRIDE;\nUPDATE STATISTICS t (a) WITH FULLSCAN;\nALTER INDEX ALL ON t REBUILD;\nEXEC p;\nBULK INSERT t FROM 'f' WITH (FIELDTERMINATOR = ',');\n",
	},
	{"indexes with and without a table", "DROP INDEX t.i, j ON u", ""},
	{
		"others that go on with words that begin statements", "ALTER DATABASE d ADD FILE (NAME = x) ALTER DATABASE SCOPED CONFIGURATION SET MAXDOP = 0 ALTER EVENT SESSION s ON SERVER DROP TARGET a.b DROP RULE IF EXISTS r DROP TABLE t ALTER TABLE t SWITCH TO u SET NOCOUNT ON RECEIVE TOP (1) CASE WHEN a = 1 THEN 2 ELSE 3 END FROM q SELECT 1",
		"ALTER DATABASE d ADD FILE (NAME = x);\nALTER DATABASE SCOPED CONFIGURATION SET MAXDOP = 0;\nALTER EVENT SESSION s ON SERVER DROP TARGET a.b;\nDROP RULE IF EXISTS r;\nDROP TABLE t;\nALTER TABLE t SWITCH TO u;\nSET NOCOUNT ON;\nRECEIVE TOP (1) CASE WHEN a = 1 THEN 2 ELSE 3 END FROM q;\nSELECT 1;\n",
	},
	{"an other at the end", "ALTER DATABASE d ADD", ""},
	{"end conversation in a block", "BEGIN END CONVERSATION @h END", "BEGIN\nEND CONVERSATION @h;\nEND;\n"},
	{"empty", "", ""},
	{"a comment only", "-- nothing", ""},
}

func TestParse(t *testing.T) {
	for _, test := range parseTests {
		prog, err := Parse(test.src)
		if err != nil {
			t.Errorf("%s: %v\n%s", test.name, err, test.src)
			continue
		}
		want := test.want
		if want == "" && len(prog.Stmts) > 0 {
			want = test.src + ";\n"
		}
		if got := prog.String(); got != want {
			t.Errorf("%s:\n%s\nis printed\n%s\nwant\n%s", test.name, test.src, got, want)
		}
		if d := reparse(ParseOptions{QuotedIdentifier: true}, prog); d != "" {
			t.Errorf("%s: what is printed parses differently: %s", test.name, d)
		}
	}
}

// errorTests are texts with the message they are refused with.
var errorTests = []struct {
	src     string
	number  int32
	line    int32
	message string
}{
	{"SELECT", 102, 1, "Incorrect syntax near 'SELECT'."},
	{"SELECT * FROM", 102, 1, "Incorrect syntax near 'FROM'."},
	{"SELECT 1\nSELECT FROM t", 156, 2, "Incorrect syntax near the keyword 'FROM'."},
	{"SELECT (1", 102, 1, "Incorrect syntax near '1'."},
	{"SELECT 1)", 102, 1, "Incorrect syntax near ')'."},
	{"SELECT 1 = 1", 102, 1, "Incorrect syntax near '='."},
	{"SELECT (1 = 1)", 102, 1, "Incorrect syntax near '='."},
	{"SELECT 'a' 'b' 'c'", 102, 1, "Incorrect syntax near 'c'."},
	{"foo bar baz", 102, 1, "Incorrect syntax near 'baz'."},
	{"SELECT 1\n\nfoo bar", 102, 3, "Incorrect syntax near 'bar'."},
	{"BEGIN SELECT 1", 102, 1, "Incorrect syntax near '1'."},
	{"BEGIN END", 156, 1, "Incorrect syntax near the keyword 'END'."},
	{"SELECT 1 END", 156, 1, "Incorrect syntax near the keyword 'END'."},
	{"IF 1 = 1", 102, 1, "Incorrect syntax near '1'."},
	{"IF 1 SELECT 1", 4145, 1, "An expression of non-boolean type specified in a context where a condition is expected, near 'SELECT'."},
	{"SELECT 1 WHERE a AND b = 1", 4145, 1, "An expression of non-boolean type specified in a context where a condition is expected, near 'AND'."},
	{"SELECT 'abc\nd", 105, 1, "Unclosed quotation mark after the character string 'abc\nd'."},
	{"SELECT [abc", 105, 1, "Unclosed quotation mark after the character string 'abc'."},
	{"SELECT 1\n/* a", 113, 2, "Missing end comment mark '*/'."},
	{"SELECT 1 WITH x AS (SELECT 1 a) SELECT * FROM x", 319, 1, "Incorrect syntax near the keyword 'with'. If this statement is a common table expression, an xmlnamespaces clause or a change tracking context clause, the previous statement must be terminated with a semicolon."},
	{"SELECT 1 FROM t\nWITH x AS (SELECT 1 a) SELECT * FROM x", 336, 2, "Incorrect syntax near 'x'. If this is intended to be a common table expression, you need to explicitly terminate the previous statement with a semi-colon."},
	{"x: SELECT 1\nX: SELECT 2", 132, 2, "The label 'X' has already been declared. Label names must be unique within a query batch or stored procedure."},
	{"GOTO nowhere", 133, 1, "A GOTO statement references the label 'nowhere' but the label has not been declared."},
	{"GOTO x BEGIN TRY x: SELECT 1 END TRY BEGIN CATCH END CATCH", 1026, 1, "GOTO cannot be used to jump into a TRY or CATCH scope."},
	{"BREAK", 135, 1, "Cannot use a BREAK statement outside the scope of a WHILE statement."},
	{"IF 1 = 1\nCONTINUE", 136, 2, "Cannot use a CONTINUE statement outside the scope of a WHILE statement."},
	{"SELECT 1 CREATE PROC p AS SELECT 1", 111, 1, "'CREATE/ALTER PROCEDURE' must be the first statement in a query batch."},
	{"USE x\nCREATE VIEW v AS SELECT 1", 111, 2, "'CREATE VIEW' must be the first statement in a query batch."},
	{"IF 1 = 1 CREATE SCHEMA s", 156, 1, "Incorrect syntax near the keyword 'SCHEMA'."},
	{"DECLARE @x varchar(9000)", 131, 1, "The size (9000) given to the type 'varchar' exceeds the maximum allowed for any data type (8000)."},
	{"CREATE TABLE t (c nvarchar(5000))", 2717, 1, "The size (5000) given to the column 'c' exceeds the maximum allowed (4000)."},
	{"CREATE PROC p @a varchar(9000) AS SELECT 1", 131, 1, "The size (9000) given to the parameter '@a' exceeds the maximum allowed for any data type (8000)."},
	{"DECLARE @x char(0)", 1001, 1, "Line 1: Length or precision specification 0 is invalid."},
	{"DECLARE @a int, @b decimal(40)", 2750, 1, "Column, parameter, or variable #2: Specified column precision 40 is greater than the maximum precision of 38."},
	{"SELECT CAST(1 AS decimal(5, 6))", 192, 1, "The scale must be less than or equal to the precision."},
	{"DECLARE @x decimal(5, 6)", 2751, 1, "Column, parameter, or variable #1: Specified column scale 6 is greater than the specified precision of 5."},
	{"DECLARE @x int(4)", 2716, 1, "Column, parameter, or variable #1: Cannot specify a column width on data type int."},
	{"SELECT\nCAST(1 AS time(8))", 1002, 2, "Line 2: Specified scale 8 is invalid."},
	{"SELECT 123456789012345678901234567890123456789", 1007, 1, "The number '123456789012345678901234567890123456789' is out of the range for numeric representation (maximum precision 38)."},
	{"SELECT 1e400", 168, 1, "The floating point value '1e400' is out of the range of computer representation (8 bytes)."},
	{"EXEC p @a = 1, 2", 119, 1, "Must pass parameter number 2 and subsequent parameters as '@name = value'. After the form '@name = value' has been used, all subsequent parameters must be passed in the form '@name = value'."},
	{"EXEC p 1 + 2", 102, 1, "Incorrect syntax near '+'."},
	{"EXEC (upper('x'))", 102, 1, "Incorrect syntax near 'upper'."},
	{"RAISERROR ('a' + 'b', 16, 1)", 102, 1, "Incorrect syntax near '+'."},
	{"MERGE t USING s ON 1 = 1 WHEN MATCHED THEN DELETE", 10713, 1, "A MERGE statement must be terminated by a semi-colon (;)."},
	{"SELECT 1 AS []", 1038, 1, "An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name. For other statements, look for empty alias names. Aliases defined as \"\" or [] are not allowed. Change the alias to a valid name."},
	{"SELECT a.b.c.d.e.f", 117, 1, "The column name 'a.b.c.d.e.f' contains more than the maximum number of prefixes. The maximum is 3."},
	{"SELECT 1 FROM a.b.c.d.e", 117, 1, "The object name 'a.b.c.d.e' contains more than the maximum number of prefixes. The maximum is 3."},
	{"BEGIN TRY SELECT 1 END TRY SELECT 2", 156, 1, "Incorrect syntax near the keyword 'SELECT'."},
	{"BEGIN TRY SELECT 1 END TRY; BEGIN CATCH END CATCH", 102, 1, "Incorrect syntax near ';'."},
	{"CREATE TABLE t", 102, 1, "Incorrect syntax near 't'."},
	{"CREATE TABLE t ()", 102, 1, "Incorrect syntax near ')'."},
	{"CREATE NONSENSE x", 102, 1, "Incorrect syntax near 'NONSENSE'."},
	{"CREATE PROC p AS", 102, 1, "Incorrect syntax near 'AS'."},
	{"CREATE VIEW v AS SELECT 1 SELECT 2", 156, 1, "Incorrect syntax near the keyword 'SELECT'."},
	{"SELECT 1 ? 2", 102, 1, "Incorrect syntax near '?'."},
	{"INSERT t", 102, 1, "Incorrect syntax near 't'."},
	{"UPDATE t", 102, 1, "Incorrect syntax near 't'."},
	{"SELECT " + strings.Repeat("(", 10_000) + "1" + strings.Repeat(")", 10_000), 191, 1, "Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries."},
	{"SELECT " + strings.Repeat("-", 1) + strings.Repeat(" - ", 10_000) + "1", 191, 1, "Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries."},
	{"SELECT 1" + strings.Repeat("+1", 100_000), 191, 1, "Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries."},
	{strings.Repeat("IF 1=1 ", 10_000) + "SELECT 1", 191, 1, "Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries."},
	{"SELECT 1 FROM " + strings.Repeat("(", 10_000) + "t", 191, 1, "Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries."},
}

func TestParseErrors(t *testing.T) {
	for _, test := range errorTests {
		src := test.src[:min(len(test.src), 200)]
		_, err := Parse(test.src)
		var e *tds.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %v, want Msg %d", src, err, test.number)
			continue
		}
		if e.Number != test.number || e.Line != test.line || e.Message != test.message {
			t.Errorf("%s:\nMsg %d, Line %d: %s\nwant\nMsg %d, Line %d: %s", src, e.Number, e.Line, e.Message, test.number, test.line, test.message)
		}
	}
}
