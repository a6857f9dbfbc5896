package integration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
)

// upstreamClients runs every client on a gateway and looks at the server behind. "whole" runs the same on a server in one
// piece: a client that fails there fails for reasons of its own.
func upstreamClients(t *testing.T, r rear) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := r.open(t, "HQ")
			s := front(t, b)
			runsScripts(t, func(script string) { c.run(t, s, script) }, b.scalar)
		})
	}
	for _, c := range programs {
		t.Run(c.name+" calls", func(t *testing.T) {
			t.Parallel()
			b := r.open(t, "HQ")
			if got := c.run(t, front(t, b)); got != wantCalls {
				t.Errorf("got\n%swant\n%s", got, wantCalls)
			}
			if got := b.scalar(`SELECT COUNT(*) FROM msdb.dbo.systargetservergroups WHERE name IN (N'p1', N'p2', N'p3', N'zero', N'done', N'cancelled')`); got != "6" {
				t.Errorf("behind, %s of the groups are there", got)
			}
		})
	}
	for _, name := range []string{"tsql 7.4", "tsql 7.1", "bsqldb"} {
		t.Run(name+" says", func(t *testing.T) {
			t.Parallel()
			saysFaults(t, front(t, r.open(t, "HQ")), name)
		})
	}
	t.Run("go-mssqldb cancels", func(t *testing.T) {
		t.Parallel()
		cancels(t, front(t, r.open(t, "HQ")))
	})
}

// TestUpstreamWhole runs what the clients of the suite run on a server in one piece: what fails here fails for reasons of the
// client's own.
func TestUpstreamWhole(t *testing.T) {
	whole := func(t *testing.T) *server {
		t.Helper()
		t.Parallel()
		s := newServer(t, "HQ", "--agent", "off")
		s.start()
		return s
	}
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			s := whole(t)
			runsScripts(t, func(script string) { c.run(t, s, script) }, s.scalar)
		})
	}
	for _, c := range programs {
		t.Run(c.name+" calls", func(t *testing.T) {
			if got := c.run(t, whole(t)); got != wantCalls {
				t.Errorf("got\n%swant\n%s", got, wantCalls)
			}
		})
	}
	for _, name := range []string{"tsql 7.4", "tsql 7.1", "bsqldb"} {
		t.Run(name+" says", func(t *testing.T) { saysFaults(t, whole(t), name) })
	}
	t.Run("go-mssqldb cancels", func(t *testing.T) { cancels(t, whole(t)) })
}

// runsScripts runs scripts in a client and looks at what they left on the server.
func runsScripts(t *testing.T, run func(script string), scalar func(query string) string) {
	t.Helper()
	const jobs = `SELECT COUNT(*) FROM msdb.dbo.sysjobs AS j JOIN msdb.dbo.sysjobsteps AS s ON s.job_id = j.job_id
		JOIN msdb.dbo.sysjobschedules AS c ON c.job_id = j.job_id WHERE j.name = N'Nightly check'`
	run(strings.Replace(jobScript(t), "\nCOMMIT TRANSACTION\n", "\nROLLBACK TRANSACTION\n", 1))
	if got := scalar(jobs); got != "0" {
		t.Errorf("%s steps of a job that was rolled back", got)
	}
	run(jobScript(t))
	if got := scalar(jobs); got != "2" {
		t.Errorf("%s steps of the scheduled job, want 2", got)
	}
	run(tempScript)
	if got := scalar(`SELECT MAX(name) + N' ' + CONVERT(nvarchar(10), COUNT(*)) FROM msdb.dbo.seen`); got != "p3 4" {
		t.Errorf("the client saw %q", got)
	}
}

// tempScript fills a #table of the client's from ours, reads it in a later batch, and executes a prepared call of ours three
// times. msdb.dbo.seen keeps what the client saw.
const tempScript = `CREATE TABLE msdb.dbo.seen (name sysname)
CREATE TABLE #t (id int, name sysname)
EXEC msdb.dbo.sp_add_targetservergroup N'A'
GO
INSERT #t EXEC msdb.dbo.sp_help_targetservergroup
GO
INSERT INTO msdb.dbo.seen SELECT name FROM #t
GO
DECLARE @h int
EXEC sp_prepare @h OUTPUT, N'@name sysname', N'EXEC msdb.dbo.sp_add_targetservergroup @name'
EXEC sp_execute @h, N'p1'
EXEC sp_execute @h, N'p2'
EXEC sp_execute @h, N'p3'
EXEC sp_unprepare @h
GO
DELETE FROM #t
INSERT INTO #t EXEC msdb.dbo.sp_help_targetservergroup
INSERT INTO msdb.dbo.seen SELECT name FROM #t WHERE name LIKE N'p%'
DROP TABLE #t
GO
`

// wantCalls is what a client prints that prepares, calls, begins transactions and cancels.
const wantCalls = `prepared p1 p2 p3
rpc 0 true
error 14262 sp_delete_targetservergroup 1
line 8134 3
cancelled true
left cancelled done p1 p2 p3 zero
`

// programs are the clients with calls of their own for all this.
var programs = []struct {
	name string
	run  func(t *testing.T, s *server) string
}{
	{"go-mssqldb", driverCalls},
	{"denisenkom", func(t *testing.T, s *server) string {
		return runProgram(t, "", "go", "run", "./testdata/upstream/denisenkom", "127.0.0.1", strconv.Itoa(s.port), password)
	}},
	{"pymssql", func(t *testing.T, s *server) string {
		return runProgram(t, "", pythonWith(t, "pymssql"), "testdata/upstream/pymssql_calls.py", "127.0.0.1", strconv.Itoa(s.port), password)
	}},
	{"tedious", func(t *testing.T, s *server) string {
		return runProgram(t, "", nodeWithTedious(t), "--no-deprecation", "testdata/upstream/tedious.js", "127.0.0.1", strconv.Itoa(s.port), password)
	}},
}

// driverCalls does with go-mssqldb what the programs in testdata do with other clients.
func driverCalls(t *testing.T, s *server) string {
	t.Helper()
	ctx := t.Context()
	db := s.openDatabase("master")
	c, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	execOn(t, c, `CREATE TABLE #kept (id int, name sysname)`)
	stmt, err := c.PrepareContext(ctx, `EXEC msdb.dbo.sp_add_targetservergroup @p1`)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"p1", "p2", "p3"} {
		if _, err := stmt.ExecContext(ctx, name); err != nil {
			t.Fatal(err)
		}
	}
	stmt.Close()
	execOn(t, c, `INSERT INTO #kept EXEC msdb.dbo.sp_help_targetservergroup`)
	fmt.Fprintln(&out, "prepared", texts(t, c, `SELECT name FROM #kept ORDER BY id`))

	var id []byte
	status := mssql.ReturnStatus(99)
	if _, err := c.ExecContext(ctx, "msdb.dbo.sp_add_job", sql.Named("job_name", "J"), sql.Named("job_id", sql.Out{Dest: &id}), &status); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(&out, "rpc", status, len(id) == 16)
	var e mssql.Error
	if _, err := c.ExecContext(ctx, "msdb.dbo.sp_delete_targetservergroup", sql.Named("name", "nope"), &status); !errors.As(err, &e) {
		t.Fatalf("a group that is not there: %v", err)
	}
	fmt.Fprintln(&out, "error", e.Number, e.ProcName, status)
	if _, err := c.ExecContext(ctx, "EXEC msdb.dbo.sp_add_targetservergroup N'zero'\n\nSELECT 1/0"); !errors.As(err, &e) {
		t.Fatalf("a division by zero: %v", err)
	}
	fmt.Fprintln(&out, "line", e.Number, e.LineNo)

	for name, end := range map[string]func(*sql.Tx) error{"undone": (*sql.Tx).Rollback, "done": (*sql.Tx).Commit} {
		tx, err := c.BeginTx(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.ExecContext(ctx, `EXEC msdb.dbo.sp_add_targetservergroup @p1`, name); err != nil {
			t.Fatal(err)
		}
		if err := end(tx); err != nil {
			t.Fatal(err)
		}
	}

	hasty, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
	defer cancel()
	begun := time.Now()
	_, err = c.ExecContext(hasty, `EXEC msdb.dbo.sp_add_targetservergroup N'cancelled'; WAITFOR DELAY '00:01:00'`)
	fmt.Fprintln(&out, "cancelled", err != nil && time.Since(begun) < patience)
	c.Close() // the driver may have given it up
	if c, err = db.Conn(ctx); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintln(&out, "left", texts(t, c, `EXEC msdb.dbo.sp_help_targetservergroup`))
	return out.String()
}

// texts are the last column of a query, parted by blanks.
func texts(t *testing.T, c *sql.Conn, query string) string {
	t.Helper()
	rows, err := c.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		var last sql.NullString
		dst := make([]any, len(columns))
		for i := range dst {
			dst[i] = new(any)
		}
		dst[len(dst)-1] = &last
		if err := rows.Scan(dst...); err != nil {
			t.Fatal(err)
		}
		all = append(all, last.String)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

// saysFaults: programs that read a script and print everything tell the number and the line of each error.
func saysFaults(t *testing.T, s *server, client string) {
	t.Helper()
	const zero, nope = "EXEC msdb.dbo.sp_add_targetservergroup N'zero'\n\nSELECT 1/0\nGO\n", "SELECT 1 AS one\nEXEC msdb.dbo.sp_delete_targetservergroup N'nope'\nGO\n"
	var out string
	want := []string{"sp_delete_targetservergroup", "The specified @name ('nope') does not exist."}
	switch version, ok := strings.CutPrefix(client, "tsql "); {
	case ok:
		out = runTSQL(t, s, version, zero+nope)
		want = append(want, "Msg 8134 (severity 16, state 1) from HQ Line 3:", "Msg 14262 (severity 16, state 1) from HQ")
	default: // it ends at the first error
		for _, script := range []string{zero, nope} {
			out += runProgram(t, script, "sh", "-c", `"$0" "$@" 2>&1; true`, need(t, "bsqldb"), "-S", s.addr(), "-U", "sa", "-P", password)
		}
		want = append(want, "Msg 8134, Level 16, State 1", "Line 3", "Msg 14262, Level 16, State 1")
	}
	for _, w := range want {
		if !strings.Contains(out, w) {
			t.Errorf("no %q in\n%s", w, out)
		}
	}
}

// cancels: a client that gives up a batch of ours is released, wherever in it the session is, and the session goes on.
func cancels(t *testing.T, s *server) {
	t.Helper()
	c, err := s.openDatabase("master").Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	execOn(t, c, `CREATE TABLE #kept (n int)`)
	const begin = `EXEC msdb.dbo.sp_add_targetservergroup N'A'; RAISERROR (N'begun', 0, 1) WITH NOWAIT; `
	for i, rest := range []string{
		`WAITFOR DELAY '00:01:00'`,
		`DECLARE @i bigint = 0; WHILE 1 = 1 SET @i += 1`,
		`DECLARE @n int; WHILE 1 = 1 SELECT @n = COUNT(*) FROM msdb.dbo.sysjobs`,
		`WHILE 1 = 1 BEGIN EXEC msdb.dbo.sp_add_targetservergroup N'B'; EXEC msdb.dbo.sp_delete_targetservergroup N'B' END`,
		`BEGIN TRY WAITFOR DELAY '00:01:00' END TRY BEGIN CATCH PRINT N'not reached' END CATCH`,
		`INSERT INTO #kept EXEC (N'EXEC msdb.dbo.sp_help_targetservergroup; WAITFOR DELAY ''00:01:00''')`,
	} {
		begun := time.Now()
		if err := cancelOnNotice(t.Context(), c, begin+rest); !errors.Is(err, context.Canceled) {
			t.Errorf("%d: %s: ended with %v", i, rest, err)
		}
		if took := time.Since(begun); took > patience {
			t.Errorf("%s: went on for %v", rest, took)
		}
		execOn(t, c, `EXEC msdb.dbo.sp_delete_targetservergroup N'A'; INSERT INTO #kept VALUES (1)`,
			`IF EXISTS (SELECT 1 FROM msdb.dbo.systargetservergroups WHERE name = N'B') EXEC msdb.dbo.sp_delete_targetservergroup N'B'`)
	}
	if got := texts(t, c, `SELECT COUNT(*) FROM #kept`); got != "6" {
		t.Errorf("the session kept %s rows", got)
	}
}
