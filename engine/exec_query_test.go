package engine

import "testing"

func TestQueries(t *testing.T) {
	scripts(t, [][2]string{
		{"WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT SUM(i) s, COUNT(*) c FROM n", `
			s int | c int
			15 | 5`},
		{
			"WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n OPTION (MAXRECURSION 10)",
			"- int\nMsg 530: The statement terminated. The maximum recursion 10 has been exhausted before statement completion.",
		},
		{people + `SELECT name, ROW_NUMBER() OVER (PARTITION BY team ORDER BY pay DESC) rn, SUM(pay) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) s,
			LAG(name) OVER (ORDER BY id) l, RANK() OVER (ORDER BY team) r FROM people ORDER BY id`, `
			(4)
			(3)
			name nvarchar(20) | rn bigint | s decimal(38,2) | l nvarchar(20) | r bigint
			Ann | 2 | 10.50 | NULL | 2
			Bob | 1 | 30.50 | Ann | 2
			Cid | 1 | 60.75 | Bob | 4
			Dee | 1 | 60.75 | Cid | 1`},
		{people + `SELECT team, STRING_AGG(name, ',') WITHIN GROUP (ORDER BY name DESC) x FROM people WHERE team IS NOT NULL GROUP BY team ORDER BY 1`, `
			(4)
			(3)
			team int | x nvarchar(4000)
			1 | Bob,Ann
			2 | Cid`},
		{people + `SELECT t.title, STUFF((SELECT ', ' + p.name FROM people p WHERE p.team = t.id ORDER BY p.name FOR XML PATH('')), 1, 2, '') FROM teams t ORDER BY t.id`, `
			(4)
			(3)
			title varchar(10)! | - nvarchar(max)
			red | Ann, Bob
			blue | Cid
			green | NULL`},
		{people + `SELECT id AS '@id', name AS 'n/first', team AS 'n/team' FROM people WHERE id < 3 FOR XML PATH('p'), ROOT('all')`, `
			(4)
			(3)
			XML_F52E2B61-18A1-11d1-B105-00805F49916B nvarchar(max)
			<all><p id="1"><n><first>Ann</first><team>1</team></n></p><p id="2"><n><first>Bob</first><team>1</team></n></p></all>`},
		{people + `SELECT id, name FROM people WHERE id < 3 FOR JSON PATH`, `
			(4)
			(3)
			JSON_F52E2B61-18A1-11d1-B105-00805F49916B nvarchar(max)
			[{"id":1,"name":"Ann"},{"id":2,"name":"Bob"}]`},
		{people + `SELECT t.title, x.name FROM teams t OUTER APPLY (SELECT TOP 1 name FROM people p WHERE p.team = t.id ORDER BY pay DESC) x ORDER BY t.id`, `
			(4)
			(3)
			title varchar(10)! | name nvarchar(20)
			red | Bob
			blue | Cid
			green | NULL`},
		{people + `SELECT team, pay FROM people UNION SELECT 1, 20 EXCEPT SELECT NULL, NULL ORDER BY pay DESC`, `
			(4)
			(3)
			team int | pay decimal(12,2)
			2 | 30.25
			1 | 20.00
			1 | 10.50`},
		{people + `SELECT * FROM (SELECT team, name, pay FROM people WHERE team IS NOT NULL) s PIVOT (SUM(pay) FOR team IN ([1], [2])) p ORDER BY name`, `
			(4)
			(3)
			name nvarchar(20) | 1 decimal(38,2) | 2 decimal(38,2)
			Ann | 10.50 | NULL
			Bob | 20.00 | NULL
			Cid | NULL | 30.25`},
		{`SELECT id, what, v FROM (SELECT 1 AS id, 10 AS a, 20 AS b) s UNPIVOT (v FOR what IN (a, b)) u`, `
			id int! | what nvarchar(128)! | v int!
			1 | a | 10
			1 | b | 20`},
		{people + `SELECT team, COUNT(*) n, GROUPING(team) g FROM people GROUP BY ROLLUP(team) ORDER BY g, team`, `
			(4)
			(3)
			team int | n int | g tinyint!
			NULL | 1 | 0
			1 | 2 | 0
			2 | 1 | 0
			NULL | 4 | 1`},
		{`SELECT value FROM STRING_SPLIT('a,b,c', ',')
		SELECT [key], value, type FROM OPENJSON('{"a":1,"b":"x"}')
		SELECT a, b FROM OPENJSON('[{"a":1,"b":"x"},{"a":2}]') WITH (a int, b varchar(5) '$.b')`, `
			value varchar(5)
			a
			b
			c
			key nvarchar(4000)! | value nvarchar(max) | type tinyint!
			a | 1 | 2
			b | x | 1
			a int | b varchar(5)
			1 | x
			2 | NULL`},
		{people + `SELECT TOP 2 WITH TIES team FROM people WHERE team IS NOT NULL ORDER BY team
		SELECT id FROM people ORDER BY id OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY
		SELECT DISTINCT team FROM people ORDER BY team
		SELECT TOP 50 PERCENT id FROM people ORDER BY id`, `
			(4)
			(3)
			team int
			1
			1
			id int!
			2
			3
			team int
			NULL
			1
			2
			id int!
			1
			2`},
		{`CREATE TABLE #a (id int PRIMARY KEY, v varchar(5))
		INSERT #a VALUES (1, 'one'), (2, 'two')
		MERGE #a AS t USING (VALUES (2, 'TWO'), (3, 'three')) s(id, v) ON s.id = t.id
			WHEN MATCHED THEN UPDATE SET v = s.v
			WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.v)
			WHEN NOT MATCHED BY SOURCE THEN DELETE
			OUTPUT $action, inserted.id, deleted.id AS old;
		SELECT * FROM #a`, `
			(2)
			$action nvarchar(10) | id int | old int
			INSERT | 3 | NULL
			UPDATE | 2 | 2
			DELETE | NULL | 1
			(3)
			id int! | v varchar(5)
			2 | TWO
			3 | three`},
		{"SELECT 1 WHERE EXISTS (SELECT 1, 2)\nSELECT (SELECT 1, 2)\nSELECT (SELECT 1 UNION SELECT 2)", `
			- int!
			1
			Msg 116: Only one expression can be specified in the select list when the subquery is not introduced with EXISTS.
			- int
			Msg 512: Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.`},
	})
}
