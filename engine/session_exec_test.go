package engine

import (
	"context"
	"errors"
	"testing"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// A cross join that would run for days ends with its context.
func TestCancel(t *testing.T) {
	s := testSession(t)
	w := &script{s: s}
	w.run(`CREATE TABLE #n (i int);
		WITH n AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 999) INSERT #n SELECT i FROM n OPTION (MAXRECURSION 0)`)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := s.Run(ctx, "SELECT COUNT(*) FROM #n a, #n b, #n c, #n d", nil, &discard{})
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	if got := w.run("SELECT COUNT(*) FROM #n"); got != "- int\n1000\n" {
		t.Errorf("the session is of no use afterwards: %s", got)
	}
}

// A compiled text is used again, but not where it would be wrong.
func TestPlanCache(t *testing.T) {
	s := testSession(t)
	w := &script{s: s}
	w.run("CREATE TABLE dbo.t (id int PRIMARY KEY, v varchar(10)) INSERT dbo.t VALUES (1, 'a'), (2, 'b')")
	ask := func(text string, params ...Param) tds.Value {
		t.Helper()
		c := &collect{}
		if _, err := s.Run(context.Background(), text, params, c); err != nil {
			t.Fatal(err)
		}
		if c.row == nil {
			return nil
		}
		return c.row[0]
	}
	const text = "SELECT v FROM dbo.t WHERE id = @p"
	for _, p := range []Param{
		{"@p", tds.TypeInt, int64(1)}, {"@p", tds.TypeNVarChar(10), "1"}, {"@p", tds.TypeInt, int64(1)}, {"@P", tds.TypeBigInt, int64(1)},
	} {
		if got := ask(text, p); got != "a" {
			t.Errorf("%v: %v", p, got)
		}
	}
	w.run("ALTER TABLE dbo.t DROP COLUMN v")
	if _, err := s.Run(context.Background(), text, []Param{{"@p", tds.TypeInt, int64(1)}}, &discard{}); !isNumber(err, 207) {
		t.Errorf("after the column is gone: %v", err)
	}
	w.run("CREATE TABLE #x (a int) INSERT #x VALUES (1)")
	ask("SELECT a FROM #x")
	w.run("DROP TABLE #x CREATE TABLE #x (b int, a varchar(5)) INSERT #x VALUES (7, 'new')")
	if got := ask("SELECT a FROM #x"); got != "new" {
		t.Errorf("after #x was made anew: %v", got)
	}
}

// A condition that is compiled once sees tables change.
func TestConditionOverChangingTable(t *testing.T) {
	s := testSession(t)
	w := &script{s: s, vars: &eval.Vars{}}
	w.run("CREATE TABLE #q (a int)")
	e, err := tsql.ParseExpr("(SELECT COUNT(*) FROM #q)")
	if err != nil {
		t.Fatal(err)
	}
	fn, _, err := eval.Compile(e, s.Scope(w.vars))
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range []string{"INSERT #q VALUES (1)", "ALTER TABLE #q ADD b int INSERT #q VALUES (1, 2)", "DROP TABLE #q CREATE TABLE #q (z varchar(5)) INSERT #q VALUES ('x'), ('y'), ('z')"} {
		w.run(step)
		got, err := fn(w.frame())
		if want := tds.Value(int64(i + 1)); err != nil || got != want {
			t.Errorf("after %s: %v %v, want %v", step, got, err, want)
		}
	}
}
