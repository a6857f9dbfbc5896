package gateway_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/gateway"
	"msxgate/gateway/gatewaytest"
	"msxgate/procs"
	"msxgate/tds"
)

// frontDB opens one connection to a gateway before a server without procedures, and one to that server.
func frontDB(t *testing.T) (front, behind *sql.DB) {
	t.Helper()
	a, b := gatewaytest.StartFront(t)
	return oneConn(t, a), oneConn(t, b)
}

func oneConn(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlserver", dsn)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func count(t *testing.T, db interface {
	QueryRow(string, ...any) *sql.Row
}, query string,
) (n int) {
	t.Helper()
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

const countJobs = "SELECT COUNT(*) FROM msdb.dbo.sysjobs"

// TestFrontTransaction has procedures of ours write inside the client's transaction, begun and ended in both ways there are.
func TestFrontTransaction(t *testing.T) {
	front, behind := frontDB(t)
	tx, err := front.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "b"} {
		if _, err := tx.Exec("msdb.dbo.sp_add_job", sql.Named("job_name", name)); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, tx, countJobs); n != 2 {
		t.Errorf("%d jobs inside the transaction", n)
	}
	if n := count(t, behind, countJobs); n != 0 {
		t.Errorf("%d jobs are seen before the commit", n)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if n := count(t, behind, countJobs); n != 0 {
		t.Errorf("%d jobs after the rollback", n)
	}
	if _, err := front.Exec("BEGIN TRAN; EXEC msdb.dbo.sp_add_job @job_name = N'c'; SAVE TRAN s; EXEC msdb.dbo.sp_add_job @job_name = N'd'; ROLLBACK TRAN s; COMMIT"); err != nil {
		t.Fatal(err)
	}
	if n := count(t, behind, countJobs); n != 1 {
		t.Errorf("%d jobs after the commit", n)
	}
}

// TestFrontRPC calls a procedure by name, with an OUTPUT parameter and its return status.
func TestFrontRPC(t *testing.T) {
	front, _ := frontDB(t)
	for i, proc := range []string{"msdb.dbo.sp_add_job", "[msdb]..[sp_add_job]", "MSDB.DBO.SP_ADD_JOB"} {
		var id []byte
		var status mssql.ReturnStatus
		_, err := front.Exec(proc, sql.Named("job_name", fmt.Sprint("job", i)), sql.Named("job_id", sql.Out{Dest: &id}), &status)
		if err != nil || status != 0 || len(id) != 16 {
			t.Errorf("%s: status %d, id %x, %v", proc, status, id, err)
		}
		_, err = front.Exec(proc, sql.Named("job_name", fmt.Sprint("job", i)), &status)
		var e mssql.Error
		if !errors.As(err, &e) || e.Number != 14261 || e.ProcName == "" || status != 1 {
			t.Errorf("%s again: status %d, %v", proc, status, err)
		}
	}
}

// TestFrontPrepared executes a prepared text three times, beside one of the server's.
func TestFrontPrepared(t *testing.T) {
	front, behind := frontDB(t)
	ours, err := front.Prepare("EXEC msdb.dbo.sp_add_job @job_name = @p1")
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	theirs, err := front.Prepare("SELECT @p1 + 1")
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	for i := range 3 {
		if _, err := ours.Exec(fmt.Sprint("job", i)); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := theirs.QueryRow(i).Scan(&n); err != nil || n != i+1 {
			t.Errorf("theirs: %d, %v", n, err)
		}
	}
	if n := count(t, behind, countJobs); n != 3 {
		t.Errorf("%d jobs", n)
	}
	if err := ours.Close(); err != nil {
		t.Error(err)
	}
}

// TestFrontHandles prepares, executes and unprepares by the handles of the wire.
func TestFrontHandles(t *testing.T) {
	dsn, _ := gatewaytest.StartFront(t)
	addr := dsn[strings.Index(dsn, "@")+1 : strings.Index(dsn, "?")]
	c := relayDial(t, addr, func(c *tds.ClientConfig) { c.Login.Password = gatewaytest.Password })
	text := func(s string) tds.RPCParam { return tds.RPCParam{Type: tds.TypeNVarChar(4000), Value: s} }
	number := func(n int64, out bool) tds.RPCParam { return tds.RPCParam{Type: tds.TypeInt, Value: n, Output: out} }
	call := func(id uint16, params ...tds.RPCParam) (handle int64, errs []int32, rows int) {
		t.Helper()
		tokens, err := relayAnswer(c, &tds.Request{RPCs: []*tds.RPCRequest{{ProcID: id, Params: params}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range tokens {
			switch k := k.(type) {
			case *tds.ReturnValue:
				handle, _ = k.Value.(int64)
			case *tds.Error:
				errs = append(errs, k.Number)
			case *tds.Row:
				rows++
			}
		}
		return handle, errs, rows
	}
	ours, errs, _ := call(tds.ProcPrepare, number(0, true), text("@n sysname"), text("EXEC msdb.dbo.sp_add_job @job_name = @n"))
	if ours == 0 || errs != nil {
		t.Fatalf("prepare: handle %d, %v", ours, errs)
	}
	theirs, errs, rows := call(tds.ProcPrepExec, number(0, true), text("@n int"), text("SELECT @n"), number(7, false))
	if theirs == 0 || theirs == ours || errs != nil || rows != 1 {
		t.Fatalf("prepexec of the server's: handle %d, %v, %d rows", theirs, errs, rows)
	}
	for i := range 3 {
		if _, errs, _ := call(tds.ProcExecute, number(ours, false), text(fmt.Sprint("job", i))); errs != nil {
			t.Errorf("execute: %v", errs)
		}
		if _, errs, rows := call(tds.ProcExecute, number(theirs, false), number(1, false)); errs != nil || rows != 1 {
			t.Errorf("execute of the server's: %v, %d rows", errs, rows)
		}
	}
	again, errs, rows := call(tds.ProcPrepExec, number(0, true), text("@n sysname"),
		text("EXEC msdb.dbo.sp_help_job @job_name = @n, @job_aspect = N'JOB'"), text("job1"))
	if again == 0 || again == ours || errs != nil || rows != 1 {
		t.Errorf("prepexec: handle %d, %v, %d rows", again, errs, rows)
	}
	for _, handle := range []int64{ours, theirs} {
		if _, errs, _ := call(tds.ProcUnprepare, number(handle, false)); errs != nil {
			t.Errorf("unprepare: %v", errs)
		}
		if _, errs, _ := call(tds.ProcExecute, number(handle, false), text("x")); len(errs) != 1 || errs[0] != 8179 {
			t.Errorf("execute after unprepare: %v", errs)
		}
	}
	if _, errs, _ := call(tds.ProcCursorOpen, number(0, true), text("EXEC msdb.dbo.sp_help_job")); len(errs) != 1 || errs[0] != 40041 {
		t.Errorf("a cursor over a procedure of ours: %v", errs)
	}
}

// utf16le is a text as it travels.
func utf16le(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// TestFrontNames looks for names in messages and texts.
func TestFrontNames(t *testing.T) {
	for _, p := range procs.All() {
		for _, text := range []string{p.Name, strings.ToUpper(p.Name), "x [" + p.Name + "]", "EXEC msdb.dbo." + p.Name + " 1"} {
			if !gateway.Mentions("all", utf16le(text)) {
				t.Errorf("%q is not found", text)
			}
		}
		if gateway.Mentions("all", utf16le("a"+p.Name+"x")) {
			t.Errorf("%s is found inside a word", p.Name)
		}
	}
	for _, test := range []struct {
		mode, text string
		want       bool
	}{
		{"all", "EXEC sp_help_job", true},
		{"all", "exec @rc = msdb..[sp_help_job] @x = 1", true},
		{"all", "sp_help_job", true},
		{"all", "INSERT #t EXEC sp_help_job", true},
		{"all", "SELECT 'EXEC sp_help_job'", false},
		{"all", "SELECT 1 -- EXEC sp_help_job", false},
		{"all", "EXEC('EXEC sp_help_job')", true},
		{"all", "DECLARE @p sysname = 'sp_help_job' EXEC @p", true},
		{"all", "EXEC(@x)", false},
		{"all", "EXEC sp_helpdb", false},
		{"multiserver", "EXEC sp_help_job", false},
		{"multiserver", "EXEC sp_msx_enlist N'M'", true},
		{"multiserver", "EXEC sp_help_targetserver", true},
		{"multiserver", "EXEC xp_instance_regread 1, 2, 3", false},
		{"none", "EXEC sp_help_targetserver", false},
	} {
		if got := gateway.Calls(test.mode, test.text); got != test.want {
			t.Errorf("%s: %q is ours: %v", test.mode, test.text, got)
		}
	}
}

// TestFrontSetState runs procedures of ours under SET options that would change what their SQL does.
func TestFrontSetState(t *testing.T) {
	for _, set := range []string{
		"SET ROWCOUNT 1", "SET ANSI_NULLS OFF", "SET ANSI_WARNINGS OFF", "SET QUOTED_IDENTIFIER OFF", "SET XACT_ABORT ON", "SET NOCOUNT ON",
		"SET CONCAT_NULL_YIELDS_NULL OFF", "SET DATEFORMAT dmy", "SET ANSI_DEFAULTS ON; SET IMPLICIT_TRANSACTIONS OFF", "SET TEXTSIZE 10",
		"SET CURSOR_CLOSE_ON_COMMIT ON", "SET ARITHABORT OFF", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SET LANGUAGE British",
	} {
		t.Run(set, func(t *testing.T) {
			t.Parallel()
			front, _ := frontDB(t)
			conn, err := front.Conn(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			run := func(text string) {
				t.Helper()
				if _, err := conn.ExecContext(context.Background(), text); err != nil {
					t.Errorf("%s: %v", text, err)
				}
			}
			options := func() (mask int, size int) {
				t.Helper()
				if err := conn.QueryRowContext(context.Background(), "SELECT @@OPTIONS, @@TEXTSIZE").Scan(&mask, &size); err != nil {
					t.Fatal(err)
				}
				return mask, size
			}
			run(set)
			before, size := options()
			for i := range 3 {
				run(fmt.Sprintf("EXEC msdb.dbo.sp_add_job @job_name = N'job%d'", i))
				run(fmt.Sprintf("EXEC msdb.dbo.sp_add_jobstep @job_name = N'job%d', @step_name = N'one', @command = N'SELECT ''a longer command'''", i))
			}
			rows, err := conn.QueryContext(context.Background(), "EXEC msdb.dbo.sp_help_job")
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for rows.Next() {
				n++
			}
			if err := rows.Err(); err != nil || n != 3 {
				t.Errorf("%d jobs, %v", n, err)
			}
			if after, afterSize := options(); after != before || afterSize != size {
				t.Errorf("@@OPTIONS %d became %d, @@TEXTSIZE %d %d", before, after, size, afterSize)
			}
		})
	}
}

// TestFrontImplicit has a procedure begin the transaction that SET IMPLICIT_TRANSACTIONS ON asks for.
func TestFrontImplicit(t *testing.T) {
	pool, behind := frontDB(t)
	front, err := pool.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer front.Close()
	for _, text := range []string{"SET IMPLICIT_TRANSACTIONS ON", "EXEC msdb.dbo.sp_add_job @job_name = N'a'"} {
		if _, err := front.ExecContext(context.Background(), text); err != nil {
			t.Fatal(err)
		}
	}
	var n int
	if err := front.QueryRowContext(context.Background(), "SELECT @@TRANCOUNT").Scan(&n); err != nil || n != 1 {
		t.Errorf("@@TRANCOUNT is %d, %v", n, err)
	}
	if _, err := front.ExecContext(context.Background(), "ROLLBACK"); err != nil {
		t.Error(err)
	}
	if n := count(t, behind, countJobs); n != 0 {
		t.Errorf("%d jobs after the rollback", n)
	}
}

// TestFrontEdition answers SERVERPROPERTY('Edition') before an Express server.
func TestFrontEdition(t *testing.T) {
	behind := plainServer(t, tds.EncryptOff)
	up, err := gateway.ParseUpstream("sqlserver://sa:" + relayPassword + "@" + behind + "?encrypt=disable")
	if err != nil {
		t.Fatal(err)
	}
	f := &gateway.Front{Upstream: up, Procs: "all", Log: discardLog()}
	if err := f.Open(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	up.NewRouter = f.NewRouter
	db := relayDB(t, relayListen(t, &gateway.Server{Upstream: up}), "encrypt=disable")
	const direct = "Express Edition (64-bit)"
	ask := func(query string, args ...any) string {
		t.Helper()
		var s string
		if err := db.QueryRow(query, args...).Scan(&s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	queries := []string{
		"SELECT SERVERPROPERTY('Edition')", "SELECT CONVERT(nvarchar(128), serverproperty ( N'EDITION' ))",
		"EXEC msdb.dbo.sp_help_job SELECT SERVERPROPERTY('Edition')",
	}
	own := ask(queries[0])
	f.SetEdition(direct)
	if got := ask(queries[0]); got != own {
		t.Errorf("without an agent: %s", got)
	}
	f.SetAgent(&listener{}, nil)
	for _, q := range queries[:2] {
		if got := ask(q); got != "Standard Edition (64-bit)" {
			t.Errorf("%s: %s", q, got)
		}
		if got := ask(q+" WHERE 1 = @p1", 1); got != "Standard Edition (64-bit)" {
			t.Errorf("%s with a parameter: %s", q, got)
		}
	}
}

// TestFrontLong sends requests that are too long to be kept: those that name none of our procedures pass, and the others are
// refused wherever the name stands.
func TestFrontLong(t *testing.T) {
	dsn, _ := gatewaytest.StartFront(t)
	addr := dsn[strings.Index(dsn, "@")+1 : strings.Index(dsn, "?")]
	c := relayDial(t, addr, func(c *tds.ClientConfig) { c.Login.Password = gatewaytest.Password })
	filler := strings.Repeat("-- a line that says nothing\n", 100_000)
	for _, test := range []struct {
		text string
		want string
	}{
		{filler + "SELECT 1", "1"},
		{"EXEC msdb.dbo.sp_help_job\n" + filler, "40043"},
		{filler + "EXEC msdb.dbo.sp_help_job", "40043"},
		{filler[:2<<20-30] + "\nEXEC msdb.dbo.sp_help_job\n" + filler, "40043"},
		{"SELECT 2", "2"},
	} {
		tokens, err := relayAnswer(c, relayBatch(test.text))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, k := range tokens {
			switch k := k.(type) {
			case *tds.Row:
				got += fmt.Sprint(k.Values[0])
			case *tds.Error:
				got += fmt.Sprint(k.Number)
			}
		}
		if got != test.want {
			t.Errorf("%d characters: %q, want %q", len(test.text), got, test.want)
		}
	}
}

// TestFrontPlainText has procedures of ours run before a server whose sp_executesql knows no other database: the session
// stays in its own, with its own options, whatever becomes of the calls.
func TestFrontPlainText(t *testing.T) {
	behind := plainServer(t, tds.EncryptOff)
	up, err := gateway.ParseUpstream("sqlserver://sa:" + relayPassword + "@" + behind + "?encrypt=disable")
	if err != nil {
		t.Fatal(err)
	}
	f := &gateway.Front{Upstream: up, Procs: "all", Log: discardLog()}
	if err := f.Open(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	f.SetPlainText()
	up.NewRouter = f.NewRouter
	conn, err := relayDB(t, relayListen(t, &gateway.Server{Upstream: up}), "encrypt=disable&database=tempdb").Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, test := range []struct {
		text string
		want int32
	}{
		{"SET XACT_ABORT ON; SET ROWCOUNT 7", 0},
		{"EXEC msdb.dbo.sp_add_job @job_name = N'it''s'", 0},
		{"EXEC msdb.dbo.sp_add_job @job_name = N'it''s'", 14261},
		{"BEGIN TRAN; EXEC msdb.dbo.sp_add_job @job_name = N'gone'; ROLLBACK", 0},
		{"EXEC msdb.dbo.sp_add_jobstep @job_name = N'it''s', @step_name = N'one', @command = N'SELECT ''1'''", 0},
	} {
		_, err := conn.ExecContext(context.Background(), test.text)
		var e mssql.Error
		errors.As(err, &e)
		if e.Number != test.want || err != nil && test.want == 0 {
			t.Errorf("%s: %v", test.text, err)
		}
		var database string
		var options int
		if err := conn.QueryRowContext(context.Background(), "SELECT DB_NAME(), @@OPTIONS & 16384").Scan(&database, &options); err != nil || database != "tempdb" || options == 0 {
			t.Errorf("%s: then in %s, options %d, %v", test.text, database, options, err)
		}
	}
	var jobs, steps int
	if err := conn.QueryRowContext(context.Background(), "SELECT COUNT(*), (SELECT COUNT(*) FROM msdb.dbo.sysjobsteps) FROM msdb.dbo.sysjobs").Scan(&jobs, &steps); err != nil || jobs != 1 || steps != 1 {
		t.Errorf("%d jobs, %d steps, %v", jobs, steps, err)
	}
}
