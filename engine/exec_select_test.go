package engine

import "testing"

const people = `
CREATE TABLE dbo.people (id int NOT NULL PRIMARY KEY, name nvarchar(20) NULL, team int NULL, pay decimal(9,2) NULL)
INSERT dbo.people VALUES (1, N'Ann', 1, 10.50), (2, N'Bob', 1, 20), (3, N'Cid', 2, 30.25), (4, N'Dee', NULL, NULL)
CREATE TABLE dbo.teams (id int NOT NULL PRIMARY KEY, title varchar(10) NOT NULL)
INSERT dbo.teams VALUES (1, 'red'), (2, 'blue'), (3, 'green')
`

func TestSelect(t *testing.T) {
	scripts(t, [][2]string{
		{"SELECT 1 AS a, N'x' b, NULL c", `
			a int! | b nvarchar(1)! | c int
			1 | x | NULL`},
		{people + "SELECT id, name FROM people WHERE team = 1 ORDER BY id DESC", `
			(4)
			(3)
			id int! | name nvarchar(20)
			2 | Bob
			1 | Ann`},
		{people + "SELECT p.name, t.title FROM people p JOIN teams t ON t.id = p.team ORDER BY p.id", `
			(4)
			(3)
			name nvarchar(20) | title varchar(10)!
			Ann | red
			Bob | red
			Cid | blue`},
		{people + "SELECT p.name, t.title FROM people p LEFT JOIN teams t ON t.id = p.team WHERE p.id > 2 ORDER BY p.id", `
			(4)
			(3)
			name nvarchar(20) | title varchar(10)
			Cid | blue
			Dee | NULL`},
		{people + "SELECT p.name, t.title FROM people p FULL JOIN teams t ON t.id = p.team AND p.id < 3 ORDER BY p.id, t.id", `
			(4)
			(3)
			name nvarchar(20) | title varchar(10)
			NULL | blue
			NULL | green
			Ann | red
			Bob | red
			Cid | NULL
			Dee | NULL`},
		{people + "SELECT t.title, COUNT(*) AS n, SUM(p.pay) FROM teams t LEFT JOIN people p ON p.team = t.id GROUP BY t.title ORDER BY t.title", `
			(4)
			(3)
			title varchar(10)! | n int | - decimal(38,2)
			blue | 1 | 30.25
			green | 1 | NULL
			red | 2 | 30.50`},
		{people + "SELECT name FROM people p WHERE EXISTS (SELECT 1 FROM teams t WHERE t.id = p.team AND t.title = 'RED')", `
			(4)
			(3)
			name nvarchar(20)
			Ann
			Bob`},
		{people + "SELECT name FROM people WHERE team NOT IN (SELECT id FROM teams WHERE title LIKE 'r%')", `
			(4)
			(3)
			name nvarchar(20)
			Cid`},
		{people + "SELECT x FROM people", `
			(4)
			(3)
			Msg 207: Invalid column name 'x'.`},
		{people + "SELECT id FROM people p, teams t", `
			(4)
			(3)
			Msg 209: Ambiguous column name 'id'.`},
		{"SELECT * FROM nowhere.x.y", "Msg 208: Invalid object name 'nowhere.x.y'."},
		{people + "SELECT q.id FROM people p", `
			(4)
			(3)
			Msg 4104: The multi-part identifier "q.id" could not be bound.`},
		{people + "SELECT name, COUNT(*) FROM people GROUP BY team", `
			(4)
			(3)
			Msg 8120: Column 'people.name' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.`},
	})
}
