package gateway_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
)

// fuzzSetup is what the batches find.
var fuzzSetup = []string{
	"CREATE DATABASE fz", "USE fz",
	"CREATE TABLE dbo.p (id int NOT NULL CONSTRAINT pk_p PRIMARY KEY, v int NULL CONSTRAINT ck_p CHECK (v >= 0), s varchar(40) NULL)",
	"CREATE TABLE dbo.q (id int IDENTITY(100, 1) PRIMARY KEY, v int NOT NULL)",
	"CREATE TABLE dbo.k (id int IDENTITY(1, 1) PRIMARY KEY, p int NOT NULL CONSTRAINT fk_k FOREIGN KEY REFERENCES dbo.p (id))",
	"CREATE PROCEDURE dbo.doubles @in int = 21, @out int = NULL OUTPUT AS SET @out = @in * 2 RETURN @in",
	"CREATE PROCEDURE dbo.breaks @x int AS SELECT 10 / @x AS q\nINSERT dbo.q (v) VALUES (@x)\nRAISERROR (N'broken %d', 16, 1, @x)\nRETURN 7",
	"CREATE PROCEDURE dbo.two AS SELECT 1 AS a, 'one' AS b UNION ALL SELECT 2, 'two' PRINT 'two told'",
	"CREATE PROCEDURE dbo.opens @fails int = 0 AS BEGIN TRAN INSERT dbo.q (v) VALUES (50) IF @fails = 1 SELECT 1 / 0",
	"CREATE PROCEDURE dbo.closes AS IF @@TRANCOUNT > 0 COMMIT",
	"CREATE PROCEDURE dbo.inserts @v int AS INSERT dbo.q (v) VALUES (@v) SELECT SCOPE_IDENTITY() AS inside RETURN @@ROWCOUNT",
	"CREATE PROCEDURE dbo.catches AS BEGIN TRY INSERT dbo.p (id, v) VALUES (1, -1) END TRY BEGIN CATCH SELECT ERROR_NUMBER() AS n, XACT_STATE() AS x; THROW END CATCH",
	"CREATE PROCEDURE dbo.throws AS PRINT 'before' ;THROW 50010, N'thrown inside', 4",
	"CREATE PROCEDURE dbo.converts @s nvarchar(50) AS DECLARE @i int SET @i = @s SELECT 'not reached'",
	"CREATE PROCEDURE dbo.texts @s nvarchar(50) OUTPUT, @v varchar(20) OUTPUT, @d decimal(10, 3) OUTPUT, @dt datetime OUTPUT AS SELECT @s = @s + N'+', @v = 'out', @d = @d + 1, @dt = DATEADD(day, 1, @dt)",
}

// fuzzReset is run between programs.
const fuzzReset = `DELETE fz.dbo.k DELETE fz.dbo.p DELETE fz.dbo.q INSERT fz.dbo.p (id, v, s) VALUES (1, 10, 'one'), (2, 20, 'two'), (3, 30, NULL), (4, 40, 'four')
DELETE msdb.dbo.systargetservergroups DELETE msdb.dbo.sysjobservers DELETE msdb.dbo.sysjobsteps DELETE msdb.dbo.sysjobs DELETE msdb.dbo.syscategories WHERE category_id > 100`

// fuzzState is what is compared behind each program.
const fuzzState = `SELECT id, v, s FROM fz.dbo.p ORDER BY id SELECT v FROM fz.dbo.q ORDER BY id SELECT p FROM fz.dbo.k ORDER BY id
SELECT name FROM msdb.dbo.systargetservergroups ORDER BY name SELECT name, enabled, description FROM msdb.dbo.sysjobs ORDER BY name
SELECT step_name FROM msdb.dbo.sysjobsteps ORDER BY step_name SELECT name FROM msdb.dbo.syscategories ORDER BY name`

// fuzzSession is what is compared behind each batch: a request that is relayed.
const fuzzSession = "SELECT @@TRANCOUNT, XACT_STATE(), @@OPTIONS, @@TEXTSIZE, DB_NAME(), OBJECT_ID('tempdb..#a') / OBJECT_ID('tempdb..#a'), OBJECT_ID('tempdb..#b') / OBJECT_ID('tempdb..#b')"

// twins are a server that has procedures of ours, and a gateway before one that has none.
type twins struct {
	t        *testing.T
	patience time.Duration // for a batch and its answer
	apart    bool          // the two may no longer be equal
	addrs    [2]string
	conns    [2]*fuzzConn
}

// fuzzConn is a connection that tells of its transaction as drivers do.
type fuzzConn struct {
	*tds.ClientConn
	tran uint64
}

func newTwins(t *testing.T) *twins {
	t.Helper()
	front, _ := gatewaytest.StartFront(t)
	w := &twins{t: t, patience: 20 * time.Second, addrs: [2]string{gatewaytest.Serve(t, gatewaytest.Open(t)), addrOf(front)}}
	w.connect()
	for _, text := range fuzzSetup {
		a, b := w.play(text)
		if a != b || strings.Contains(a, "error ") {
			t.Fatalf("%s\n%s\n%s", text, a, b)
		}
	}
	return w
}

func addrOf(dsn string) string { return dsn[strings.Index(dsn, "@")+1 : strings.Index(dsn, "?")] }

// connect opens new sessions.
func (w *twins) connect() {
	for i := range w.conns {
		if w.conns[i] != nil {
			w.conns[i].Close()
		}
		nc := relayTCP(w.t, w.addrs[i])
		c, err := tds.Dial(context.Background(), nc, &tds.ClientConfig{Login: tds.Login7{UserName: "sa", Password: gatewaytest.Password}})
		if err != nil {
			w.t.Fatal(err)
		}
		_ = nc.SetDeadline(time.Now().Add(w.patience))
		w.conns[i] = &fuzzConn{ClientConn: c}
	}
}

// play runs a batch at both.
func (w *twins) play(text string) (truth, front string) {
	return fuzzPlay(w.conns[0], text), fuzzPlay(w.conns[1], text)
}

// fuzzPlay runs a batch and writes the answer down.
func fuzzPlay(c *fuzzConn, text string) string {
	q := relayBatch(text)
	q.TranDescriptor, q.Outstanding = c.tran, 1
	tokens, err := relayAnswer(c.ClientConn, q)
	var b strings.Builder
	for _, k := range tokens {
		c.follow(k)
		b.WriteString(fuzzToken(k) + "\n")
	}
	if err != nil {
		fmt.Fprintf(&b, "the connection ends\n")
	}
	return fuzzMasks(b.String())
}

func (c *fuzzConn) follow(k tds.Token) {
	if e, ok := k.(*tds.EnvChange); ok {
		switch e.Type {
		case tds.EnvBeginTran:
			c.tran = e.Descriptor()
		case tds.EnvCommitTran, tds.EnvRollbackTran, tds.EnvTranEnded:
			c.tran = 0
		}
	}
}

func fuzzToken(k tds.Token) string {
	switch k := k.(type) {
	case *tds.ColMetadata:
		s := "columns"
		for _, c := range k.Columns {
			s += fmt.Sprintf(" [%s %s]", c.Name, c.Type)
		}
		return s
	case *tds.Row:
		return fmt.Sprintf("row %v", k.Values)
	case *tds.Error:
		kind := "error"
		if k.IsInfo() {
			kind = "info"
		}
		return fmt.Sprintf("%s %d class %d state %d line %d proc %q: %s", kind, k.Number, k.Class, k.State, k.Line, k.Proc, k.Message)
	case *tds.EnvChange:
		return "env " + envName(k)
	case *tds.DoneToken:
		s := doneName(k) + fmt.Sprintf(" cmd %x", uint16(k.Cmd))
		if k.Status&tds.DoneCount != 0 {
			s += fmt.Sprintf(" rows %d", k.Rows)
		}
		return s
	case *tds.ReturnStatus:
		return fmt.Sprintf("status %d", k.Value)
	}
	return fmt.Sprintf("%T", k)
}

var fuzzConstraint = regexp.MustCompile(`constraint ["'](CK|PK|UQ)__[^"']*["']`)

var fuzzDoomed = regexp.MustCompile("error (3998|3930|3931) ")

var fuzzGUID = regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// fuzzMasks takes out what need not be equal.
func fuzzMasks(s string) string {
	s = fuzzConstraint.ReplaceAllString(s, "constraint {made up}")
	seen := map[string]int{}
	return fuzzGUID.ReplaceAllStringFunc(s, func(g string) string { // ids of jobs are made up
		if seen[g] == 0 {
			seen[g] = len(seen) + 1
		}
		return fmt.Sprintf("{%d}", seen[g])
	})
}

// fuzzProgram is the batches of one seed.
func fuzzProgram(seed uint64) []string {
	g := &batchMaker{Rand: rand.New(rand.NewPCG(seed, 2026))}
	var list []string
	for range 1 + g.IntN(3) {
		list = append(list, g.batch(!g.one(5)))
	}
	return list
}

// run plays a program and returns where the two differ, "" when they do not.
func (w *twins) run(program []string) string {
	w.connect()
	for _, c := range w.conns {
		if s := fuzzPlay(c, fuzzReset); strings.Contains(s, "error ") {
			w.t.Fatal(s)
		}
	}
	w.connect()
	for i, text := range program {
		for _, text := range []string{text, fuzzSession} {
			a, b := w.play(text)
			if strings.Contains(b, "error 40040 ") || fuzzDoomed.MatchString(a+b) {
				// What cannot be run faithfully is refused. Of a doomed transaction the server behind shows nothing any more, so
				// that what is read in it may differ.
				w.apart = true
				return ""
			}
			if d := firstDifference(a, b); d != "" {
				return fmt.Sprintf("batch %d:\n%s\n%s", i+1, text, d)
			}
			if strings.Contains(a, "the connection ends") {
				return ""
			}
		}
	}
	w.connect()
	a, b := w.play(fuzzState)
	if d := firstDifference(a, b); d != "" {
		return "the state:\n" + d
	}
	return ""
}

// shrink takes batches and lines out of a program as long as the two still differ in the same way.
func (w *twins) shrink(program []string, found string) ([]string, string) {
	better := func(try []string) bool {
		if slices.ContainsFunc(try, endless) {
			return false
		}
		d := w.run(try)
		if len(try) == 0 || kindOf(d) != kindOf(found) {
			return false
		}
		program, found = try, d
		return true
	}
	for i := 0; i < len(program); i++ {
		if better(slices.Delete(slices.Clone(program), i, i+1)) {
			i--
		}
	}
	for i := range program {
		lines := strings.Split(program[i], "\n")
		for size := len(lines); size > 0; size-- {
			for at := 0; at+size <= len(lines); at++ {
				less := slices.Delete(slices.Clone(lines), at, at+size)
				try := slices.Clone(program)
				if try[i] = strings.Join(less, "\n"); better(try) {
					lines = less
				}
			}
		}
	}
	return program, found
}

// endless tells whether a loop has lost what ends it.
func endless(text string) bool {
	return strings.Count(text, "WHILE @w") > strings.Count(text, "BEGIN SET @w") || 2*strings.Count(text, "WHILE @@F") > strings.Count(text, "FETCH NEXT")
}

var numbers = regexp.MustCompile(`line \d+|rows \d+|row .*|\d+`)

// kindOf is what kind of difference one is: how the lines begin that differ.
func kindOf(d string) string {
	_, d, _ = strings.Cut(d, "\n  truth:\n")
	truth, front, _ := strings.Cut(d, "\n  front:\n")
	truth, _, _ = strings.Cut(truth, "\n")
	front, _, _ = strings.Cut(front, "\n")
	return numbers.ReplaceAllString(truth+" | "+front, "?")
}

// firstDifference shows where two answers part, with some lines before.
func firstDifference(a, b string) string {
	if a == b {
		return ""
	}
	la, lb := strings.Split(a, "\n"), strings.Split(b, "\n")
	i := 0
	for i < len(la) && i < len(lb) && la[i] == lb[i] {
		i++
	}
	from := max(0, i-6)
	cut := func(l []string) string { return strings.Join(l[min(i, len(l)):min(i+5, len(l))], "\n    ") }
	return fmt.Sprintf("    %s\n  truth:\n    %s\n  front:\n    %s", strings.Join(la[from:i], "\n    "), cut(la), cut(lb))
}

// TestRemoteFuzz plays batches made by chance on a server that has procedures of ours, and through a gateway before a server
// that has none: what the client sees must be the same. MSXGATE_FUZZ is how many programs, MSXGATE_FUZZ_SEED the first.
func TestRemoteFuzz(t *testing.T) {
	n, from := 300, uint64(1)
	if s := os.Getenv("MSXGATE_FUZZ"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	if s := os.Getenv("MSXGATE_FUZZ_SEED"); s != "" {
		from, _ = strconv.ParseUint(s, 10, 64)
	}
	w := newTwins(t)
	failures := 0
	for seed := from; seed < from+uint64(n); seed++ {
		if w.apart {
			w = newTwins(t)
		}
		if d := w.run(fuzzProgram(seed)); d != "" {
			if os.Getenv("MSXGATE_FUZZ") != "" {
				w = newTwins(t)
				w.patience = time.Second // what is cut may loop for ever
				_, d = w.shrink(fuzzProgram(seed), d)
			}
			t.Errorf("seed %d: %s", seed, d)
			if failures++; failures == 8 {
				t.Fatal("and so on")
			}
			w = newTwins(t)
		}
	}
}

// TestRemoteSame plays what chance has found, as short as it can be.
func TestRemoteSame(t *testing.T) {
	const help = " EXEC msdb.dbo.sp_help_targetservergroup "
	for _, test := range []struct{ about, text string }{
		{"ends of statements in a procedure under TRY", "BEGIN TRY EXEC fz.dbo.breaks 3 END TRY BEGIN CATCH SELECT ERROR_LINE() END CATCH" + help},
		{"BEGIN in a procedure", "EXEC fz.dbo.opens" + help + "ROLLBACK"},
		{"266 of a procedure that fails", "EXEC fz.dbo.opens 1" + help + "ROLLBACK"},
		{"266 of a procedure under TRY", "BEGIN TRY EXEC fz.dbo.opens END TRY BEGIN CATCH SELECT ERROR_NUMBER() ROLLBACK END CATCH" + help},
		{"266 of a text on its line", "BEGIN TRAN\nEXEC ('COMMIT')" + help},
		{"266 of a text of ours has no status", help + "EXEC ('BEGIN TRAN EXEC msdb.dbo.sp_help_targetservergroup')"},
		{"@@ERROR and @@ROWCOUNT behind a procedure", "EXEC fz.dbo.breaks 0 SELECT @@ERROR, @@ROWCOUNT EXEC fz.dbo.inserts 1 SELECT @@ERROR, @@ROWCOUNT" + help},
		{"@@ERROR and @@ROWCOUNT behind a text", "EXEC ('SELECT 1 / 0') SELECT @@ERROR, @@ROWCOUNT EXEC ('SELECT 1 UNION ALL SELECT 2') SELECT @@ERROR, @@ROWCOUNT" + help},
		{"a text that fails", "EXEC ('SELECT 1 / 0 SELECT 2') EXEC ('DROP TABLE #no')" + help},
		{"a text that ends the batch", help + "EXEC ('USE nosuch')"},
		{"what is told behind an error", help + "EXEC fz.dbo.breaks 1 EXEC ('INSERT fz.dbo.p (id) VALUES (1) INSERT fz.dbo.p (id) VALUES (1) SELECT 1')"},
		{"a table that is not there, in a text under TRY", "BEGIN TRY EXEC ('INSERT #no EXEC msdb.dbo.sp_help_targetservergroup') END TRY BEGIN CATCH SELECT ERROR_NUMBER() END CATCH"},
		{"THROW in a procedure", help + "EXEC fz.dbo.throws SELECT 1"},
		{"a conversion in a procedure that ends a transaction", help + "BEGIN TRAN EXEC fz.dbo.converts 'x' SELECT 1"},
		{"no rows for a table that is not there", "INSERT #no EXEC msdb.dbo.sp_help_targetservergroup"},
		{"no rows of another shape", "CREATE TABLE #o (a int) BEGIN TRAN INSERT #o EXEC msdb.dbo.sp_help_targetservergroup SELECT 1"},
		{"a conflict in a procedure of ours", "EXEC msdb.dbo.sp_add_job @job_name = N'a' DECLARE @j uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs) BEGIN TRAN " +
			"EXEC msdb.dbo.sp_sqlagent_create_jobactivity @session_id = 99, @job_id = @j SELECT @@TRANCOUNT ROLLBACK"},
		{"a conflict of a table variable", "DECLARE @t TABLE (v int CHECK (v > 0)) INSERT @t VALUES (0)" + help},
		{"the line of USE", "BEGIN TRY\nUSE nosuch END TRY BEGIN CATCH SELECT ERROR_LINE() END CATCH" + help},
		{"table variables under IMPLICIT_TRANSACTIONS", "SET IMPLICIT_TRANSACTIONS ON DECLARE @t TABLE (v int)" + help + "SELECT @@TRANCOUNT ROLLBACK SELECT @@TRANCOUNT"},
		{"a warning of an expression", "DECLARE @n int = (SELECT SUM(a) FROM (VALUES (1), (NULL)) AS x (a))" + help},
	} {
		w := newTwins(t)
		a, b := w.play(test.text)
		// The embedded side tells it with another line, and later.
		warning := regexp.MustCompile(` *info 8153 class 0 state 1 line.*\n?`)
		if warning.MatchString(a) != warning.MatchString(b) {
			t.Errorf("%s: one side alone warns", test.about)
		}
		if d := firstDifference(warning.ReplaceAllString(a, ""), warning.ReplaceAllString(b, "")); d != "" {
			t.Errorf("%s:\n%s", test.about, d)
		}
	}
}
