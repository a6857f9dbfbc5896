package gateway_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// batchMaker writes batches by chance. Each is a program of its own: what it declares is in it.
type batchMaker struct {
	*rand.Rand
	loops, labels, cursors, names int
	inTry, inCatch, inLoop        int
	nested                        bool // inside a text of EXEC
}

func (g *batchMaker) pick(of ...string) string { return of[g.IntN(len(of))] }
func (g *batchMaker) one(in int) bool          { return g.IntN(in) == 0 }

// fuzzVariables are declared by every batch.
const fuzzVariables = `DECLARE @i int = 3, @n int, @big bigint = 5000000000, @d decimal(10, 3) = 1.5, @s nvarchar(50) = N'ab''c', @c char(5) = 'xy', @v varchar(20)
DECLARE @dt datetime = '20200102 03:04:05.007', @d2 datetime2(3), @bit bit = 1, @m money = 1.25, @f float = 0.5, @vb varbinary(8) = 0x0102, @x sql_variant, @max nvarchar(max)
DECLARE @rc int, @sql nvarchar(1000), @day date = '20210304', @time time(2) = '01:02:03.45', @off datetimeoffset(1), @real real = 0.25, @g uniqueidentifier
`

// fuzzTable is the table variable of batches that have one.
const fuzzTable = "DECLARE @t TABLE (id int IDENTITY(1, 1), v int NULL CHECK (v < 1000), s varchar(40) NULL)\n"

// batch is a whole batch; ours, one that calls a procedure of ours.
func (g *batchMaker) batch(ours bool) string {
	g.loops, g.labels = 0, 0
	var b strings.Builder
	body := g.block(2+g.IntN(7), 3)
	if ours {
		body += g.sep() + g.ours()
		if g.one(2) {
			body += g.sep() + g.block(1+g.IntN(3), 2)
		}
	}
	b.WriteString(fuzzVariables)
	if strings.Contains(body, "@t") {
		b.WriteString(fuzzTable)
	}
	for i := range g.loops {
		fmt.Fprintf(&b, "DECLARE @w%d int\n", i)
	}
	b.WriteString(body)
	return b.String()
}

func (g *batchMaker) sep() string { return g.pick("\n", "\n", "\n\n", "; ", "\n-- a line\n") }

func (g *batchMaker) block(n, depth int) string {
	var list []string
	for range n {
		list = append(list, g.stmt(depth))
	}
	return strings.Join(list, g.sep())
}

func (g *batchMaker) begin(n, depth int) string {
	return "BEGIN\n" + g.block(1+g.IntN(n), depth) + "\nEND"
}

// stmt is one statement.
func (g *batchMaker) stmt(depth int) string {
	if depth > 0 && g.one(4) {
		return g.control(depth - 1)
	}
	switch g.IntN(22) {
	case 0, 1:
		return g.assign()
	case 2, 3:
		return g.look()
	case 4, 5:
		return g.fails()
	case 6, 7, 8:
		return g.transaction()
	case 9, 10:
		return g.temporary()
	case 11, 12:
		return g.tableVariable()
	case 13, 14:
		return g.write()
	case 15, 16, 17:
		return g.ours()
	case 18:
		return g.theirs()
	case 19:
		return g.dynamic()
	case 20:
		return g.option()
	}
	return g.cursor()
}

func (g *batchMaker) control(depth int) string {
	switch g.IntN(7) {
	case 0:
		s := "IF " + g.cond() + " " + g.begin(3, depth)
		if g.one(2) {
			s += "\nELSE " + g.begin(2, depth)
		}
		return s
	case 1:
		w := fmt.Sprintf("@w%d", g.loops)
		g.loops++
		g.inLoop++
		defer func() { g.inLoop-- }()
		return "SET " + w + " = 0\nWHILE " + w + " < " + g.pick("1", "2", "3") + "\nBEGIN SET " + w + " += 1\n" + g.block(1+g.IntN(3), depth) +
			g.pick("", "\nIF "+g.cond()+" BREAK", "\nIF "+g.cond()+" CONTINUE\nPRINT 'not continued'") + "\nEND"
	case 2:
		if g.inTry+g.inLoop+g.inCatch > 0 || g.nested {
			return g.look()
		}
		g.labels++
		l := fmt.Sprintf("L%d", g.labels)
		return "IF " + g.cond() + " GOTO " + l + "\n" + g.block(1+g.IntN(2), depth) + "\n" + l + ":"
	default:
		g.inTry++
		try := g.block(1+g.IntN(4), depth)
		g.inTry--
		g.inCatch++
		caught := g.pick("SELECT ERROR_NUMBER() AS n, ERROR_SEVERITY() AS sev, ERROR_STATE() AS st, ERROR_LINE() AS l, ERROR_PROCEDURE() AS p, ERROR_MESSAGE() AS m, XACT_STATE() AS x, @@TRANCOUNT AS t",
			"PRINT CONCAT(ERROR_NUMBER(), ' ', XACT_STATE(), ' ', @@TRANCOUNT, ' ', ERROR_LINE())",
			"SET @n = ERROR_NUMBER() SET @s = LEFT(ERROR_MESSAGE(), 40) SELECT @n, @s, XACT_STATE()", "IF XACT_STATE() = -1 ROLLBACK",
			"IF XACT_STATE() <> 0 ROLLBACK SELECT @@TRANCOUNT")
		if g.one(2) {
			caught += "\n" + g.block(1+g.IntN(2), depth)
		}
		if g.one(5) {
			caught += "\n;THROW"
		}
		g.inCatch--
		return "BEGIN TRY\n" + try + "\nEND TRY\nBEGIN CATCH\n" + caught + "\nEND CATCH"
	}
}

func (g *batchMaker) cond() string {
	return g.pick("@i > 2", "@n IS NULL", "@@ERROR <> 0", "@@ROWCOUNT > 0", "@@TRANCOUNT > 0", "XACT_STATE() = 1", "XACT_STATE() = -1",
		"EXISTS (SELECT 1 FROM fz.dbo.p WHERE id = @i)", "@s = N'AB''C'", "@rc = 0", "@rc <> 0", "OBJECT_ID('tempdb..#a') IS NOT NULL", "1 = 1", "@d > 1 AND @c LIKE 'x%'",
		"ERROR_NUMBER() IS NOT NULL", "(SELECT COUNT(*) FROM msdb.dbo.systargetservergroups) > @i", "@bit = 1")
}

func (g *batchMaker) number() string {
	return g.pick("1", "2", "7", "@i", "@i + 1", "@n", "@@ROWCOUNT", "@@ERROR", "@@TRANCOUNT", "XACT_STATE()", "ISNULL(ERROR_NUMBER(), -1)", "LEN(@s)",
		"(SELECT COUNT(*) FROM fz.dbo.p)", "@rc", "CASE WHEN @i > 1 THEN 10 ELSE 20 END", "@@NESTLEVEL", "ABS(-@i)", "ERROR_LINE()",
		"(SELECT MAX(ISNULL(v, 0)) FROM fz.dbo.p WHERE v < 100)", "ROWCOUNT_BIG()", "-@i % 2", "@i & 6")
}

func (g *batchMaker) text() string {
	return g.pick("N'x'", "'y z'", "@s", "@c", "@v", "UPPER(@s)", "LEFT(ERROR_MESSAGE(), 20)", "ERROR_PROCEDURE()", "@s + N'!'", "DB_NAME()", "CONVERT(varchar(20), @i)", "REPLICATE('q', 4)",
		"(SELECT MAX(ISNULL(s, '')) FROM fz.dbo.p)", "CONVERT(varchar(30), @dt, 126)", "N'日本'", "''")
}

func (g *batchMaker) assign() string {
	switch g.IntN(16) {
	case 0:
		return "SET @i = " + g.number()
	case 1:
		return "SELECT @n = " + g.number() + ", @i = @i + 1"
	case 2:
		return "SET @s = " + g.text()
	case 3:
		return "SET @v = " + g.text()
	case 4:
		return "SET @d " + g.pick("=", "+=", "-=", "*=") + " " + g.pick("1.1", "@i", "2", "@m", "@d", "'3.25'")
	case 5:
		return "SET @d2 = " + g.pick("@dt", "'2021-02-03 04:05:06.789'", "DATEADD(day, @i, @dt)", "@day", "NULL")
	case 6:
		return "SELECT @v = s, @n = v FROM fz.dbo.p WHERE id " + g.pick("=", "<=") + " " + g.pick("1", "2", "@i") + g.pick("", " ORDER BY id DESC")
	case 7:
		return "SET @x = " + g.pick("@i", "@s", "@d", "@dt", "@m", "@vb", "@bit", "CAST(1.5 AS float)", "NULL", "N'v'", "@g")
	case 8:
		return "SET @max = " + g.pick("REPLICATE(CONVERT(nvarchar(max), N'ab'), 30)", "@max + N'c'", "@s", "NULL", "ISNULL(@max, N'') + N'd'")
	case 9:
		return "SET @f = " + g.pick("@f / 3", "@i * 1.5", "SQRT(ABS(@i))", "@real", "1e10")
	case 10:
		return "SET @m = " + g.pick("@m * 3", "@d", "'$7.5'", "@i") + g.sep() + "SET @real = " + g.pick("@f", "1.5", "@i")
	case 11:
		return "SET @off = " + g.pick("'2021-02-03 04:05:06.7 +02:00'", "@dt", "SWITCHOFFSET(@off, '+01:00')", "NULL") + g.sep() + "SET @time = " + g.pick("@dt", "'23:59:59'", "@off")
	case 12:
		return "SET @vb = " + g.pick("CONVERT(varbinary(8), @i)", "0xFFEE", "@vb", "CAST('ab' AS varbinary(8))") + g.sep() + "SET @bit = " + g.pick("@i", "'true'", "0", "~@bit")
	case 13:
		return "SET @g = " + g.pick("'00000000-0000-0000-0000-00000000000A'", "CONVERT(uniqueidentifier, @g)", "NULL")
	case 14:
		return "SET @i " + g.pick("+=", "*=", "-=", "%=", "|=") + " " + g.pick("1", "2", "@@TRANCOUNT", "LEN(@v)")
	}
	return "UPDATE fz.dbo.p SET @n = v, v = v + 1 WHERE id = " + g.pick("1", "2", "@i")
}

// look shows what the program knows.
func (g *batchMaker) look() string {
	switch g.IntN(12) {
	case 0:
		return "SELECT @@ROWCOUNT AS r, @@ERROR AS e, @@TRANCOUNT AS t, XACT_STATE() AS x"
	case 1:
		return "SELECT @i AS i, @n AS n, @big AS big, @d AS d, @s AS s, @c AS c, @v AS v, @bit AS b"
	case 2:
		return "SELECT @dt, @d2, @day, @time, @off, @m, @f, @real, @vb, @g"
	case 3:
		return "INSERT fz.dbo.q (v) VALUES (6)\nSELECT SCOPE_IDENTITY() - IDENT_CURRENT('fz.dbo.q') AS si, @rc AS rc"
	case 4:
		return "SELECT id, v, s FROM fz.dbo.p " + g.pick("", "WHERE id < @i ", "WHERE s = @s ") + "ORDER BY id"
	case 5:
		return "PRINT CONCAT(@@ROWCOUNT, ' ', @@ERROR, ' ', @@TRANCOUNT, ' ', XACT_STATE())"
	case 6:
		return "PRINT " + g.text()
	case 7:
		return "SELECT @x AS x, SQL_VARIANT_PROPERTY(@x, 'BaseType') AS t, @max AS mx"
	case 8:
		return "SELECT " + g.number() + " AS a, " + g.text() + " AS b"
	case 9:
		return "RAISERROR (" + g.pick("N'told %d %s'", "'%s'", "14262") + ", " + g.pick("0", "10", "16", "11", "18") + ", " + g.pick("1", "5") + ", " + g.pick("@i, @s", "@s, @v", "N'@job_name', N'q'") + ")" +
			g.pick("", " WITH NOWAIT", " WITH SETERROR")
	case 10:
		return "SELECT name FROM msdb.dbo.systargetservergroups ORDER BY name"
	}
	return "SELECT name, enabled FROM msdb.dbo.sysjobs ORDER BY name"
}

// fails is a statement that does, or may.
func (g *batchMaker) fails() string {
	return g.pick("SELECT 1 / 0", "SET @n = 1 / (@i - @i)", "INSERT fz.dbo.p (id, v) VALUES (1, 1)", "INSERT fz.dbo.p (id, v) VALUES (2, -5)", "SELECT CONVERT(int, 'abc')",
		"SET @n = CONVERT(int, @s)", "SELECT * FROM nosuch", "EXEC nosuchproc", "EXEC @rc = fz.dbo.nosuch 1", ";THROW 50001, N'thrown', 3", ";THROW 50002, @s, 1",
		"RAISERROR (N'raised %d', 16, 2, @i)", "UPDATE fz.dbo.p SET v = -1", "SET @d = 12345678901", "INSERT fz.dbo.p (id, v, s) SELECT id, v, s FROM fz.dbo.p", "SELECT nosuchcolumn FROM fz.dbo.p",
		"INSERT fz.dbo.k (p) VALUES (99)", "DELETE fz.dbo.p WHERE id = CONVERT(int, 'x' + @c)", "RETURN", "SET @dt = 'not a date'", "SELECT id, 1 / (id - 2) FROM fz.dbo.p", "SELECT CAST(300 AS tinyint)",
		"INSERT fz.dbo.q (v) VALUES (NULL)", "DROP TABLE #nosuch", "SET @n = @big", "INSERT #a (id) VALUES (NULL)", "EXEC msdb.dbo.sp_add_job", "EXEC msdb.dbo.sp_help_targetservergroup @nosuch = 1",
		"SET @day = @s", "SELECT @i / @n + 1 / 0 AS q")
}

func (g *batchMaker) transaction() string {
	return g.pick("BEGIN TRAN", "BEGIN TRAN", "BEGIN TRAN", "COMMIT", "COMMIT", "ROLLBACK", "IF @@TRANCOUNT > 0 COMMIT", "IF @@TRANCOUNT > 0 ROLLBACK", "SAVE TRAN s1", "ROLLBACK TRAN s1", "BEGIN TRAN outer1",
		"ROLLBACK TRAN outer1", "IF XACT_STATE() = 1 SAVE TRAN s1", "IF @@TRANCOUNT > 0 ROLLBACK TRAN s1", "WHILE @@TRANCOUNT > 0 COMMIT", "IF XACT_STATE() = -1 ROLLBACK")
}

func (g *batchMaker) temporary() string {
	return g.pick("CREATE TABLE #a (id int NOT NULL PRIMARY KEY, s varchar(30) NULL)", "IF OBJECT_ID('tempdb..#a') IS NULL CREATE TABLE #a (id int NOT NULL PRIMARY KEY, s varchar(30) NULL)",
		"INSERT #a (id, s) VALUES ("+g.pick("1", "2", "@i")+", "+g.pick("@s", "'r'", "NULL")+")", "SELECT * FROM #a ORDER BY id", "SELECT id, v INTO #b FROM fz.dbo.p WHERE id < 3", "DROP TABLE #a", "DROP TABLE #b",
		"SELECT @i AS i, @s AS s, @d AS d INTO #b", "SELECT * FROM #b", "IF OBJECT_ID('tempdb..#b') IS NOT NULL DROP TABLE #b", "UPDATE #a SET s = 'u' WHERE id = @i", "DELETE #a", "SELECT @n = COUNT(*) FROM #a",
		"CREATE TABLE #g (id int, name sysname)", "INSERT #g EXEC msdb.dbo.sp_help_targetservergroup", "SELECT * FROM #g ORDER BY name", "INSERT #g (id, name) EXEC msdb.dbo.sp_help_targetservergroup",
		"INSERT #a EXEC msdb.dbo.sp_help_targetservergroup", "INSERT #g EXEC fz.dbo.two", "INSERT #b EXEC ('SELECT 5, 6')", "INSERT #g EXEC ('EXEC msdb.dbo.sp_help_targetservergroup')", "INSERT #q EXEC msdb.dbo.sp_help_targetservergroup",
		"ALTER TABLE #a ADD z int NULL", "TRUNCATE TABLE #a", "CREATE INDEX ix ON #a (s)")
}

func (g *batchMaker) tableVariable() string {
	return g.pick("INSERT @t (v, s) VALUES ("+g.pick("1", "@i", "@n", "2000")+", "+g.pick("@s", "'tv'", "NULL")+")", "INSERT @t (v) SELECT v FROM fz.dbo.p WHERE id < 4", "SELECT id, v, s FROM @t ORDER BY id", "UPDATE @t SET v = v + 1",
		"DELETE @t WHERE id = 1", "SELECT @n = COUNT(*), @i = MAX(id) FROM @t", "INSERT @t (v, s) EXEC msdb.dbo.sp_help_targetservergroup", "INSERT @t (v, s) EXEC fz.dbo.two", "DELETE @t",
		"INSERT fz.dbo.q (v) SELECT v FROM @t WHERE v IS NOT NULL", "SET @n = (SELECT SUM(ISNULL(v, 0)) FROM @t)", "IF EXISTS (SELECT 1 FROM @t WHERE v > @i) PRINT 'there are'")
}

func (g *batchMaker) write() string {
	return g.pick("INSERT fz.dbo.q (v) VALUES (@i)", "INSERT fz.dbo.q (v) VALUES (1), (2), (3)", "INSERT fz.dbo.p (id, v, s) VALUES (@i, 10, @s)", "UPDATE fz.dbo.p SET v = v + 1 WHERE id <= @i", "DELETE fz.dbo.q",
		"DELETE fz.dbo.p WHERE id > 5", "UPDATE fz.dbo.p SET s = @v", "INSERT fz.dbo.k (p) VALUES (1)", "INSERT fz.dbo.q (v) SELECT v FROM fz.dbo.p", "UPDATE fz.dbo.p SET v = 0 WHERE id = 77",
		"INSERT fz.dbo.p (id, v) SELECT ISNULL(MAX(id), 0) + 1, 5 FROM fz.dbo.p", "DELETE fz.dbo.k", "MERGE fz.dbo.p AS t USING (SELECT @i AS id) AS s ON s.id = t.id WHEN MATCHED THEN UPDATE SET v = 9 WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, 8);",
		"INSERT fz.dbo.q (v) OUTPUT inserted.v VALUES (4)")
}

func (g *batchMaker) group() string {
	return g.pick("N'A'", "N'B'", "N'C'", "@s", "@v", "N'D,E'", "NULL")
}
func (g *batchMaker) job() string { return g.pick("N'j1'", "N'j2'", "N'j3'", "@s") }

// ours is a call of a procedure of ours.
func (g *batchMaker) ours() string {
	rc := g.pick("", "", "@rc = ")
	switch g.IntN(18) {
	case 16:
		return "EXEC " + rc + "msdb.dbo.sp_sqlagent_create_jobactivity @session_id = 99, @job_id = '00000000-0000-0000-0000-00000000000A', @is_system = 0"
	case 0, 1, 2:
		return "EXEC " + rc + "msdb.dbo.sp_add_targetservergroup " + g.pick("", "@name = ") + g.group()
	case 3, 4:
		return "EXEC " + rc + "msdb.dbo.sp_help_targetservergroup" + g.pick("", "", " @name = "+g.group())
	case 5:
		return "EXEC " + rc + "msdb.dbo.sp_delete_targetservergroup " + g.group()
	case 6:
		return "EXEC " + rc + "msdb.dbo.sp_update_targetservergroup " + g.group() + ", " + g.group()
	case 7, 8:
		return "EXEC " + rc + "msdb.dbo.sp_add_job @job_name = " + g.job() + g.pick("", ", @enabled = 0", ", @description = @s", ", @job_id = @g OUTPUT", ", @category_name = N'nosuch'")
	case 9, 10:
		return "EXEC " + rc + "msdb.dbo.sp_delete_job @job_name = " + g.job()
	case 11:
		return "EXEC " + rc + "msdb.dbo.sp_add_jobstep @job_name = " + g.job() + ", @step_name = " + g.pick("N's1'", "N's2'") + ", @command = N'SELECT 1'"
	case 12:
		return "EXEC " + rc + "msdb.dbo.sp_update_job @job_name = " + g.job() + ", " + g.pick("@enabled = @bit", "@new_name = N'j3'", "@description = @max")
	case 13:
		return "EXEC " + rc + "msdb.dbo.sp_help_category " + g.pick("", "@type = N'LOCAL'")
	case 14:
		return "EXEC " + rc + "msdb.dbo.sp_add_category @class = N'JOB', @type = N'LOCAL', @name = " + g.pick("N'cat'", "@s")
	case 15:
		return "EXEC msdb.dbo.sp_help_jobstep @job_name = " + g.job()
	}
	return "DECLARE @p" + g.unique() + " nvarchar(100) = N'msdb.dbo.sp_help_targetservergroup' EXEC @p" + fmt.Sprint(g.names)
}

func (g *batchMaker) unique() string {
	g.names++
	return fmt.Sprint(g.names)
}

// theirs is a call of a procedure of the server's.
func (g *batchMaker) theirs() string {
	return g.pick("EXEC @rc = fz.dbo.doubles @i, @n OUTPUT", "EXEC fz.dbo.doubles 4, @out = @n OUTPUT", "EXEC @rc = fz.dbo.breaks @i", "EXEC fz.dbo.breaks 0", "EXEC fz.dbo.two", "EXEC fz.dbo.opens", "EXEC fz.dbo.closes",
		"EXEC fz.dbo.opens 1", "EXEC fz.dbo.inserts @i", "EXEC @rc = fz.dbo.catches", "EXEC fz.dbo.doubles", "EXEC fz.dbo.doubles 'x', @n OUTPUT", "EXEC fz.dbo.throws", "EXEC @rc = fz.dbo.converts @s", "USE fz EXEC dbo.two USE master",
		"EXEC fz.dbo.doubles DEFAULT, @n OUTPUT", "EXEC fz.dbo.texts @s OUTPUT, @v OUTPUT, @d OUTPUT, @dt OUTPUT")
}

// dynamic is text that is run, ours or not.
func (g *batchMaker) dynamic() string {
	if g.nested {
		return g.look()
	}
	switch g.IntN(9) {
	case 0:
		return "EXEC (N'EXEC msdb.dbo.sp_help_targetservergroup')"
	case 1:
		return "EXEC @rc = sp_executesql N'EXEC msdb.dbo.sp_add_targetservergroup @g " + g.pick("", "SET @o = @@ROWCOUNT", "SELECT @o = COUNT(*) FROM msdb.dbo.systargetservergroups") + "', N'@g sysname, @o int OUTPUT', " + g.group() + ", @n OUTPUT"
	case 2:
		return "EXEC sp_executesql N'SELECT @o = @a * 2', N'@a int, @o int OUTPUT', @i, @n OUTPUT"
	case 3:
		return "EXEC ('SELECT 1 / 0 SELECT 2')"
	case 4:
		return "EXEC ('BEGIN TRAN EXEC msdb.dbo.sp_add_targetservergroup N''A''')"
	case 5:
		return "SET @sql = N'EXEC msdb.dbo.sp_delete_targetservergroup N''' + ISNULL(REPLACE(@s, '''', ''''''), N'A') + N'''' EXEC (@sql)"
	case 6:
		return "EXEC sp_executesql N'SET XACT_ABORT ON SET NOCOUNT ON CREATE TABLE #in (a int) INSERT #in VALUES (1) EXEC msdb.dbo.sp_help_targetservergroup SELECT * FROM #in'"
	case 7:
		return "EXEC ('USE fz EXEC msdb.dbo.sp_help_targetservergroup SELECT DB_NAME()') SELECT DB_NAME()"
	}
	inner := &batchMaker{Rand: g.Rand, nested: true}
	body := inner.block(1+g.IntN(3), 1)
	if inner.loops > 0 || strings.Contains(body, "@t") {
		return g.look()
	}
	return "EXEC (N'" + strings.ReplaceAll(strings.TrimSuffix(fuzzVariables, "\n")+"\n"+body+"\n"+g.pick("", "EXEC msdb.dbo.sp_help_targetservergroup"), "'", "''") + "')"
}

func (g *batchMaker) option() string {
	return g.pick("SET XACT_ABORT ON", "SET XACT_ABORT ON", "SET XACT_ABORT OFF", "SET NOCOUNT ON", "SET NOCOUNT OFF", "USE fz", "USE master", "USE msdb", "SET ARITHABORT ON",
		"SET IMPLICIT_TRANSACTIONS ON", "SET IMPLICIT_TRANSACTIONS OFF", "SET ANSI_NULLS OFF", "SET DATEFORMAT dmy", "SET CONCAT_NULL_YIELDS_NULL OFF", "USE nosuch", "SET TEXTSIZE 20", "SET LOCK_TIMEOUT 1000")
}

func (g *batchMaker) cursor() string {
	if g.nested {
		return g.look()
	}
	g.cursors++
	c := fmt.Sprintf("c%d", g.cursors)
	fetch := "FETCH NEXT FROM " + c + " INTO @n, @v"
	query := g.pick("SELECT id, s FROM fz.dbo.p ORDER BY id", "SELECT id, s FROM fz.dbo.p WHERE id < @i ORDER BY id", "SELECT servergroup_id, name FROM msdb.dbo.systargetservergroups ORDER BY name")
	return "DECLARE " + c + " CURSOR LOCAL " + g.pick("FAST_FORWARD", "STATIC", "", "READ_ONLY") + " FOR " + query + "\nOPEN " + c + "\n" + fetch + "\nWHILE @@FETCH_STATUS = 0\nBEGIN\n" +
		g.pick("PRINT @v", "EXEC msdb.dbo.sp_add_targetservergroup @v", "SELECT @n, @v, @@FETCH_STATUS", "SET @i += @n") + "\n" + fetch + "\nEND\nCLOSE " + c + g.pick("", "\nDEALLOCATE "+c)
}
