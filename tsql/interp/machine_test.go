package interp

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

// run plays one batch and returns its transcript.
func run(t testing.TB, h *fakeHost, src string) []string {
	t.Helper()
	w := &transcript{}
	if err := h.m.RunText(context.Background(), src, w); err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return w.lines
}

func wantLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// cancelling cancels its context at the nth token.
type cancelling struct {
	transcript
	n      int
	cancel context.CancelFunc
}

func (w *cancelling) Message(e *tds.Error) error {
	if w.n--; w.n == 0 {
		w.cancel()
	}
	return w.transcript.Message(e)
}

func TestAttentionStopsAtOnce(t *testing.T) {
	for _, src := range []string{
		"WHILE 1 = 1 PRINT 'x'",
		"again: PRINT 'x' GOTO again",
		"WHILE 1 = 1 BEGIN TRY PRINT 'x' SELECT 1/0 END TRY BEGIN CATCH PRINT 'y' END CATCH",
		"WHILE 1 = 1 EXEC('PRINT 1')",
		"PRINT 1 PRINT 2 WAITFOR DELAY '10:00'",
	} {
		ctx, cancel := context.WithCancel(context.Background())
		h := newFakeHost()
		h.m.Sleep = nil
		w := &cancelling{n: 2, cancel: cancel}
		done := make(chan error, 1)
		go func() { done <- h.m.RunText(ctx, src, w) }()
		select {
		case err := <-done:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", src, err)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%s does not stop", src)
		}
		cancel()
		if h.m.top != nil || h.m.nest != 0 {
			t.Errorf("%s leaves the machine running", src)
		}
		wantLines(t, run(t, h, "PRINT 'alive'"), "print alive")
	}
}

func TestRunCall(t *testing.T) {
	h := newFakeHost()
	run(t, h, "CREATE PROCEDURE p @a int, @b varchar(10) = 'x' OUTPUT AS SET @b = CONVERT(varchar(10), @a) + @b PRINT @b RETURN 3")
	run(t, h, "CREATE PROCEDURE f AS SELECT 1/0 PRINT 'on'")
	run(t, h, "CREATE PROCEDURE c AS SELECT CAST('x' AS int)")
	w := &transcript{}
	c := &Call{Proc: tsql.Name{Object: "p"}, Args: []Arg{{Type: tds.TypeVarChar(3), Value: "5"}, {Name: "@b", Type: tds.TypeNVarChar(5), Value: "y", Output: true}}}
	ret, failed, err := h.m.RunCall(context.Background(), c, w)
	if ret != 3 || failed || err != nil || c.Args[1].Value != "5y" || c.Args[1].ParamType != tds.TypeVarChar(10) {
		t.Error(ret, failed, err, c.Args)
	}
	wantLines(t, w.lines, "print 5y")
	for _, tc := range []struct {
		proc   string
		ret    int32
		failed bool
		last   string
	}{
		{"f", -6, true, "print on"},
		{"c", -6, true, "done select failed"},
		{"nosuch", 0, true, "2812, 16, 62, line 0: Could not find stored procedure 'nosuch'."},
		{"native_fails", 1, true, "14262, 16, 1, line 0: The specified @name ('x') does not exist."},
		{"native_sends", 1, true, "14262, 16, 1, line 0: The specified @name ('x') does not exist."},
	} {
		w := &transcript{}
		ret, failed, err := h.m.RunCall(context.Background(), &Call{Proc: tsql.Name{Object: tc.proc}}, w)
		if ret != tc.ret || failed != tc.failed || err != nil || w.lines[len(w.lines)-1] != tc.last {
			t.Error(tc, ret, failed, err, w.lines)
		}
	}
}

func TestExecuteSQL(t *testing.T) {
	h := newFakeHost()
	w := &transcript{}
	c := &Call{Args: []Arg{
		{Name: "@statement", Type: tds.TypeNVarChar(100), Value: "SET @o += @i SELECT @o AS o"},
		{Name: "@params", Type: tds.TypeNVarChar(100), Value: "@i int, @o int OUTPUT"},
		{Type: tds.TypeInt, Value: int64(2)},
		{Type: tds.TypeInt, Value: int64(40), Output: true},
	}}
	ret, failed, err := h.m.ExecuteSQL(context.Background(), c, w)
	if ret != 0 || failed || err != nil || c.Args[3].Value != int64(42) {
		t.Error(ret, failed, err, c.Args)
	}
	wantLines(t, w.lines, "columns o int", "row 42", "done select 1")
	w = &transcript{}
	ret, failed, _ = h.m.ExecuteSQL(context.Background(), &Call{Args: []Arg{{Type: tds.TypeNVarChar(10), Value: "SELECT ("}}}, w)
	if ret != 102 || !failed {
		t.Error(ret, failed, w.lines)
	}
}

func TestCheckVetoes(t *testing.T) {
	h := newFakeHost()
	h.m.Check = func(c *Code) error {
		var err error
		c.Statements(func(st tsql.Stmt) bool {
			if _, ok := st.(*tsql.KillStmt); ok {
				err = message(40510, 16, 1, "Statement 'KILL' is not supported here.")
			}
			return err == nil
		})
		return err
	}
	wantLines(t, run(t, h, "PRINT 'a' IF 1 = 1 BEGIN TRY WHILE 1 = 1 KILL 1 END TRY BEGIN CATCH END CATCH"),
		"40510, 16, 1, line 0: Statement 'KILL' is not supported here.", "done none failed")
	wantLines(t, run(t, h, "PRINT 'a' EXEC('KILL 1') PRINT 'b'"),
		"print a", "enter", "  40510, 16, 1, line 1: Statement 'KILL' is not supported here.", "leave failed", "print b")
}

func TestMemoryIsBounded(t *testing.T) {
	h := newFakeHost()
	h.m.Memory = 10_000
	run(t, h, "CREATE TABLE t (a varchar(100)) DECLARE @i int = 0 WHILE @i < 200 BEGIN INSERT t VALUES ('some text that takes room') SET @i += 1 END")
	for _, src := range []string{
		"DECLARE c CURSOR FOR SELECT a FROM t OPEN c",
		"INSERT t EXEC('SELECT a FROM t')",
		"DECLARE @s varchar(max) = 'x' WHILE 1 = 1 SET @s += @s",
	} {
		lines := run(t, h, src)
		if !strings.Contains(strings.Join(lines, "\n"), "701, 17, 123") || h.m.held != 0 {
			t.Errorf("%s: %v, holds %d", src, lines, h.m.held)
		}
	}
	run(t, h, "DEALLOCATE c DECLARE c CURSOR FOR SELECT a FROM t WHERE a = 'y' OPEN c CLOSE c")
	h.m.Reset()
	if h.m.held != 0 {
		t.Error(h.m.held)
	}
}

func TestCacheKeepsAndForgets(t *testing.T) {
	c := &Cache{}
	one, err := c.batch("PRINT 1", true)
	if err != nil {
		t.Fatal(err)
	}
	if two, _ := c.batch("PRINT 1", true); one != two {
		t.Error("compiled twice")
	}
	if two, _ := c.batch("PRINT 1", false); one == two {
		t.Error("QUOTED_IDENTIFIER does not count")
	}
	if two, _ := c.text("", "PRINT 1", true); one == two {
		t.Error("a batch serves as dynamic text")
	}
	blanks := strings.Repeat(" ", cacheText-1000)
	for i := range 200 {
		if _, err := c.batch("PRINT 1"+blanks+strings.Repeat(" ", i), true); err != nil {
			t.Fatal(err)
		}
	}
	if c.bytes > cacheBytes || len(c.codes) == 0 {
		t.Error(c.bytes, len(c.codes))
	}
}

// broken is a Writer whose peer is gone.
type broken struct{ transcript }

var errGone = errors.New("the peer is gone")

func (*broken) Message(*tds.Error) error { return errGone }
func (*broken) Done(tds.Done) error      { return errGone }

func TestWriterErrorsEndTheRun(t *testing.T) {
	h := newFakeHost()
	run(t, h, "CREATE TABLE t (a int)")
	for _, src := range []string{"PRINT 1", "SELECT 1", "SELECT 1/0", "BEGIN TRY INSERT t VALUES (1) END TRY BEGIN CATCH END CATCH", "EXEC('PRINT 1')", "SELEC (", "EXEC native_sends", "EXEC native_answers"} {
		if err := h.m.RunText(context.Background(), src, &broken{}); !errors.Is(err, errGone) {
			t.Errorf("%s: %v", src, err)
		}
	}
}

func TestTableValuedParameter(t *testing.T) {
	h := newFakeHost()
	run(t, h, "CREATE TYPE ids AS TABLE (id int)")
	run(t, h, "CREATE PROCEDURE p @l ids READONLY AS SELECT id FROM @l")
	table := &tds.Table{TypeName: "ids", Columns: []tds.Column{{Name: "id", Type: tds.TypeInt}}, Rows: [][]tds.Value{{int64(4)}, {int64(5)}}}
	w := &transcript{}
	if _, failed, err := h.m.RunCall(context.Background(), &Call{Proc: tsql.Name{Object: "p"}, Args: []Arg{{Type: tableType, Value: table}}}, w); failed || err != nil {
		t.Error(failed, err, w.lines)
	}
	wantLines(t, w.lines, "columns id int", "row 4", "row 5", "done select 2")
}

func TestMessagesKeepTheirOwner(t *testing.T) {
	shared := &tds.Error{Number: 50001, Class: 16, State: 1, Message: "shared"}
	h := newFakeHost()
	h.m.Check = func(*Code) error { return nil }
	a := h.m.enter(context.Background(), emptyCode, kindBatch, "p", &transcript{})
	defer a.leave()
	if e := a.at(shared, 7).(*tds.Error); e == shared || e.Line != 7 || e.Proc != "p" || shared.Line != 0 {
		t.Error(e, shared)
	}
	placed := &tds.Error{Proc: "q"}
	if a.at(placed, 7) != error(placed) {
		t.Error("a message that has its place was moved")
	}
}

func TestCancelUnderXactAbortRollsBack(t *testing.T) {
	for src, want := range map[string]int{
		"SET XACT_ABORT ON BEGIN TRAN WHILE 1 = 1 PRINT 'x'": 0,
		"BEGIN TRAN WHILE 1 = 1 PRINT 'x'":                   1,
	} {
		ctx, cancel := context.WithCancel(context.Background())
		h := newFakeHost()
		if err := h.m.RunText(ctx, src, &cancelling{n: 3, cancel: cancel}); !errors.Is(err, context.Canceled) || h.trans != want {
			t.Errorf("%s: %v, %d transactions", src, err, h.trans)
		}
		cancel()
	}
}

func TestTableFunction(t *testing.T) {
	h := newFakeHost()
	const src = "CREATE FUNCTION f (@n int) RETURNS @r TABLE (a int) AS BEGIN WHILE @n > 0 BEGIN INSERT @r VALUES (@n) SET @n -= 1 END RETURN END"
	run(t, h, src)
	v, err := h.m.RunTableFunction(context.Background(), h.functions["f"], []tds.Value{int64(3)})
	if table, ok := v.(*fakeTable); err != nil || !ok || len(table.rows) != 3 {
		t.Error(v, err)
	}
	run(t, h, "CREATE PROCEDURE p AS RETURN")
	run(t, h, "CREATE FUNCTION calls () RETURNS int AS BEGIN EXEC p RETURN 1 END")
	_, err = h.m.RunFunction(context.Background(), h.functions["calls"], nil)
	if e := asMessage(err); e == nil || e.Number != 557 || e.Proc != "calls" {
		t.Error(err)
	}
}

// several is a host whose queries fail with two errors, as those of a real server may.
type several struct{ *fakeHost }

func (h several) Use(context.Context, string) error {
	return Errors{message(911, 16, 1, "first"), message(50001, 16, 1, "last")}
}

func TestSeveralErrorsOfOneStatement(t *testing.T) {
	h := newFakeHost()
	h.m.Host = several{h}
	wantLines(t, run(t, h, "USE x PRINT @@ERROR"), "911, 16, 1, line 1: first", "50001, 16, 1, line 1: last", "done none failed", "print 50001")
	wantLines(t, run(t, h, "BEGIN TRY USE x END TRY BEGIN CATCH PRINT ERROR_MESSAGE() END CATCH"), "print last")
}

func TestCodeIsShared(t *testing.T) {
	cache := &Cache{}
	done := make(chan []string)
	for range 4 {
		go func() {
			h := newFakeHost()
			h.m.Cache = cache
			w := &transcript{}
			for range 20 {
				w.lines = nil
				_ = h.m.RunText(context.Background(), "DECLARE @f flag, @i int = 0 WHILE @i < 10 SET @i += 1 SET @f = @i EXEC('PRINT 1') PRINT @f + @i", w)
			}
			done <- w.lines
		}()
	}
	for range 4 {
		wantLines(t, <-done, "enter", "  print 1", "leave", "print 11")
	}
}

func TestFormatMessage(t *testing.T) {
	got, err := FormatMessage("The specified %s ('%s') is %d, %d%%.", "@name", nil, int64(7), int64(50))
	if err != nil || got != "The specified @name ('(null)') is 7, 50%." {
		t.Error(got, err)
	}
	if _, err := FormatMessage("%d", "x"); asMessage(err) == nil || asMessage(err).Number != 2786 {
		t.Error(err)
	}
}

func TestEveryStatementIsInspected(t *testing.T) {
	for _, src := range []string{
		"SELECT TOP (@x) 1", "SELECT 1 WHERE @x = 1", "SELECT 1 ORDER BY @x OFFSET 1 ROWS", "SELECT (SELECT @x)", "SELECT 1 FROM (SELECT @x AS a) t",
		"SELECT 1 FROM t JOIN u ON t.a = @x", "SELECT 1 FROM t CROSS APPLY f(@x) g", "WITH c AS (SELECT @x AS a) SELECT * FROM c", "SELECT 1 UNION SELECT @x",
		"SELECT CASE @x WHEN 1 THEN 2 END", "SELECT CASE WHEN 1 = 1 THEN @x END", "SELECT CAST(@x AS int)", "SELECT 1 WHERE 1 IN (1, @x)", "SELECT 1 WHERE EXISTS (SELECT @x)",
		"SELECT 1 WHERE 1 BETWEEN 0 AND @x", "SELECT 1 WHERE 'a' LIKE @x", "SELECT 1 WHERE @x IS NULL", "SELECT SUM(a) OVER (PARTITION BY @x) FROM t", "SELECT COALESCE(1, @x)",
		"INSERT t VALUES (@x)", "INSERT t SELECT @x", "INSERT t EXEC p @x", "UPDATE t SET a = @x", "UPDATE t SET a = 1 WHERE b = @x", "UPDATE t SET @x = a", "DELETE t WHERE a = @x",
		"MERGE t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET a = @x;", "INSERT t OUTPUT @x VALUES (1)",
		"IF @x = 1 PRINT 1", "WHILE @x = 1 PRINT 1", "PRINT @x", "SET @x = 1", "EXEC p @x", "EXEC @x", "EXEC @x = p", "EXEC p @a = @x OUTPUT", "EXEC(@x)", "RAISERROR(@x, 1, 1)",
		"RAISERROR('x', 1, 1, @x)", "THROW @x, 'x', 1", "WAITFOR DELAY @x", "DECLARE c CURSOR FOR SELECT @x", "FETCH c INTO @x", "OPEN @x", "BEGIN TRAN @x", "SELECT @x = 1", "DECLARE @a int = @x",
		"IF 1 = 1 BEGIN WHILE 1 = 1 BEGIN TRY PRINT 1 END TRY BEGIN CATCH PRINT @x END CATCH END",
	} {
		p, err := tsql.Parse(src)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		_, err = Compile(p)
		if e := asMessage(err); e == nil || e.Number != 137 {
			t.Errorf("%s: %v", src, err)
		}
	}
}

func TestCompileFaultsOfATree(t *testing.T) {
	label := &tsql.LabelStmt{Label: "L"}
	for _, tc := range []struct {
		number int32
		stmts  []tsql.Stmt
	}{
		{132, []tsql.Stmt{label, &tsql.LabelStmt{Label: "l"}}},
		{133, []tsql.Stmt{&tsql.GotoStmt{Label: "l"}}},
		{135, []tsql.Stmt{&tsql.BreakStmt{}}},
		{136, []tsql.Stmt{&tsql.ContinueStmt{}}},
		{178, []tsql.Stmt{&tsql.ReturnStmt{Value: &tsql.Literal{Value: int64(1), Type: tds.TypeInt}}}},
		{1026, []tsql.Stmt{&tsql.GotoStmt{Label: "l"}, &tsql.TryStmt{Try: []tsql.Stmt{label}}}},
		{1026, []tsql.Stmt{&tsql.TryStmt{Try: []tsql.Stmt{&tsql.GotoStmt{Label: "l"}}, Catch: []tsql.Stmt{label}}}},
		{10704, []tsql.Stmt{&tsql.ThrowStmt{}}},
		{0, []tsql.Stmt{label, &tsql.TryStmt{Try: []tsql.Stmt{&tsql.GotoStmt{Label: "l"}}}}},
	} {
		_, err := Compile(&tsql.Program{Stmts: tc.stmts})
		got := int32(0)
		if e := asMessage(err); e != nil {
			got = e.Number
		}
		if got != tc.number {
			t.Errorf("want %d, got %v", tc.number, err)
		}
	}
}

func TestFunctionsHaveNoEffects(t *testing.T) {
	for src, number := range map[string]int32{
		"PRINT 'x'": 443, "RAISERROR('x', 16, 1)": 443, "BEGIN TRAN": 443, "COMMIT": 443, "ROLLBACK": 443, "SAVE TRAN x": 443,
		"SET NOCOUNT ON": 443, "WAITFOR DELAY '00:00'": 443, "INSERT t VALUES (1)": 443, "UPDATE t SET a = 1": 443, "DELETE t": 443,
		"INSERT @r EXEC p": 443, "EXEC('x')": 443, "SELECT 1": 444,
		"INSERT @r VALUES (1)": 0, "UPDATE @r SET a = 1": 0, "DELETE @r": 0, "SELECT @n = 1": 0, "UPDATE x SET a = 1 FROM @r x": 0, "DELETE x FROM @r x": 0,
	} {
		p, err := tsql.Parse("CREATE FUNCTION f (@n int) RETURNS @r TABLE (a int) AS BEGIN " + src + " RETURN END")
		if err != nil {
			if e := asMessage(err); e == nil || e.Number != number {
				t.Errorf("%s: %v", src, err)
			}
			continue
		}
		_, err = CompileModule(p, p.Stmts[0])
		e := asMessage(err)
		if number == 0 && err != nil || number != 0 && (e == nil || e.Number != number || e.Proc != "f") {
			t.Errorf("%s: %v", src, err)
		}
	}
	if _, err := CompileModule(&tsql.Program{}, &tsql.PrintStmt{}); err == nil {
		t.Error("PRINT is a module")
	}
}

// standIn is a host with a procedure that runs sp_executesql.
type standIn struct{ *fakeHost }

func (h standIn) Call(ctx context.Context, c *Call, out tds.Writer) (int32, error) {
	if c.Proc.Object == "stand_in" {
		return h.m.CallExecuteSQL(ctx, c, out)
	}
	return h.fakeHost.Call(ctx, c, out)
}

func TestCallExecuteSQL(t *testing.T) {
	h := newFakeHost()
	h.m.Host = standIn{h}
	wantLines(t, run(t, h, "DECLARE @rc int EXEC @rc = stand_in N'SELECT @a AS a', N'@a int', 5 PRINT @rc"),
		"enter", "  columns a int", "  row 5", "  done select 1", "leave 0", "print 0")
	wantLines(t, run(t, h, "BEGIN TRY EXEC stand_in N'SELECT 1/0' END TRY BEGIN CATCH PRINT ERROR_NUMBER() END CATCH"),
		"enter", "  columns int", "  done select 0", "leave", "print 8134")
}

func TestOptionsShowInMask(t *testing.T) {
	h := newFakeHost()
	for option, bit := range map[string]int32{
		"IMPLICIT_TRANSACTIONS": 2, "CURSOR_CLOSE_ON_COMMIT": 4, "ANSI_WARNINGS": 8, "ANSI_PADDING": 16, "ANSI_NULLS": 32, "ARITHABORT": 64, "ARITHIGNORE": 128,
		"QUOTED_IDENTIFIER": 256, "NOCOUNT": 512, "ANSI_NULL_DFLT_ON": 1024, "CONCAT_NULL_YIELDS_NULL": 4096, "NUMERIC_ROUNDABORT": 8192, "XACT_ABORT": 16384,
	} {
		run(t, h, "SET "+option+" ON")
		on := h.m.Options.mask()
		run(t, h, "SET "+option+" OFF")
		if off := h.m.Options.mask(); on&bit == 0 || off&bit != 0 {
			t.Errorf("%s: %d %d", option, on, off)
		}
	}
	run(t, h, "SET ANSI_DEFAULTS ON")
	if m := h.m.Options.mask(); m != 2+4+8+16+32+256+1024 {
		t.Error(m)
	}
}
