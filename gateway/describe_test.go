package gateway_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
	"msxgate/tsql"
)

// described are the columns that sp_describe_first_result_set tells of a batch, a line each; ok is false when it refuses.
func described(t *testing.T, c *sql.Conn, batch string) (lines []string, ok bool) {
	t.Helper()
	rows, err := c.QueryContext(t.Context(), "EXEC sys.sp_describe_first_result_set @tsql = @p1", batch)
	if err != nil {
		return nil, false
	}
	defer rows.Close()
	for rows.Next() {
		row := make([]any, 39)
		for i := range row {
			row[i] = new(any)
		}
		if err := rows.Scan(row...); err != nil {
			t.Fatal(err)
		}
		at := func(i int) any { return *row[i].(*any) }
		name, _ := at(2).(string)
		lines = append(lines, fmt.Sprintf("%s %s %v", name, at(5), at(3)))
	}
	return lines, rows.Err() == nil
}

// first are the columns of the first result set that a batch has when it runs.
func first(t *testing.T, raw *rawClient, batch string) (lines []string) {
	t.Helper()
	if err := raw.conn.Send(&tds.Request{Batch: &tds.SQLBatch{Text: batch}}); err != nil {
		t.Fatal(err)
	}
	for {
		tok, err := raw.conn.NextToken()
		if err != nil {
			return lines
		}
		if m, ok := tok.(*tds.ColMetadata); ok && lines == nil {
			for _, c := range m.Columns {
				typ := c.Type.String()
				if c.Type.Sysname {
					typ = "nvarchar(128)"
				}
				lines = append(lines, fmt.Sprintf("%s %s %v", c.Name, typ, c.Nullable))
			}
		}
	}
}

// TestDescribedIsTrue plays the scripts of the procedures that answer, and asks before each batch what it will answer: what is told
// must be what comes. Batches that are refused do not count; many must not be.
func TestDescribedIsTrue(t *testing.T) {
	var files []string
	for _, pattern := range []string{"sp_help_*", "sp_get_*", "sp_enum_*", "*_summary", "sp_sqlagent_get*", "sp_msx_get*"} {
		found, err := filepath.Glob("../procs/testdata/" + pattern + ".sql")
		if err != nil || len(found) == 0 {
			t.Fatal("no scripts", pattern, err)
		}
		files = append(files, found...)
	}
	told, silent := 0, 0
	for _, f := range files {
		source, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		addr := gatewaytest.Serve(t, gatewaytest.Open(t))
		c, r := sa(t, addr), raw(t, addr)
		for _, b := range tsql.SplitBatches(string(source)) {
			batch := unanswered(b.Text)
			if len(batch) == 0 || strings.Contains(batch, "#") {
				first(t, r, batch)
				continue
			}
			var here string
			if err := r.database(&here); err != nil {
				t.Fatal(err)
			}
			do(t, c, "USE ["+here+"]")
			want, ok := described(t, c, batch)
			got := first(t, r, batch)
			switch {
			case !ok || got == nil:
				silent++
			case strings.Join(got, "\n") != strings.Join(want, "\n"):
				t.Errorf("%s, line %d: %s\n told %q\n came %q", filepath.Base(f), b.Line, batch, want, got)
			default:
				told++
			}
		}
	}
	t.Logf("%d batches were told, %d not", told, silent)
	if told < 100 {
		t.Errorf("only %d batches are described", told)
	}
}

// unanswered is a batch without the answers that a script has in it.
func unanswered(batch string) string {
	var b strings.Builder
	for line := range strings.Lines(batch) {
		if !strings.HasPrefix(line, "-->") {
			b.WriteString(line)
		}
	}
	return strings.TrimSpace(b.String())
}

// database asks for the database that the session is in.
func (c *rawClient) database(name *string) error {
	if err := c.conn.Send(&tds.Request{Batch: &tds.SQLBatch{Text: "SELECT DB_NAME()"}}); err != nil {
		return err
	}
	for {
		tok, err := c.conn.NextToken()
		if err != nil {
			return nil
		}
		if row, ok := tok.(*tds.Row); ok {
			*name, _ = row.Values[0].(string)
		}
	}
}

// TestDescribesByCall: by RPC the return status says what kind of error there was; the names of arguments may stand.
func TestDescribesByCall(t *testing.T) {
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	c.batch("CREATE PROCEDURE dbo.again AS EXEC dbo.again")
	wide := tds.TypeNVarChar(4000)
	ask := func(proc, batch string) []string {
		return c.ask(&tds.Request{RPCs: []*tds.RPCRequest{{Proc: proc, Params: []tds.RPCParam{param("@tsql", wide, batch)}}}})
	}
	for _, test := range []struct{ batch, want string }{
		{"SELECT 1", "doneinproc; status 0; doneproc"},
		{"SELECT * FROM nothing", "error 208; error 11501; status 1; doneproc error"},
		{"SELECT FROM", "error 156; error 11501; status 2; doneproc error"},
		{"IF 1 = 1 SELECT 1 ELSE SELECT N'x'", "error 11509; status 3; doneproc error"},
		{"EXEC (N'SELECT 1')", "error 11513; status 4; doneproc error"},
		{"EXEC master..xp_getnetname", "error 11519; status 7; doneproc error"},
		{"SELECT @p", "error 11521; status 8; doneproc error"},
		{"EXEC master.dbo.again", "error 217; status 9; doneproc error"},
		{"SELECT * FROM #t", "error 11525; status 10; doneproc error"},
		{"FETCH NEXT FROM c", "error 11527; status 11; doneproc error"},
	} {
		for _, proc := range []string{"sp_describe_first_result_set", "sys.sp_describe_first_result_set", "msdb.sys.sp_describe_first_result_set"} {
			same(t, proc+" "+test.batch, ask(proc, test.batch), test.want)
		}
	}
	same(t, "parameters", ask("sys.sp_describe_undeclared_parameters", "SELECT name FROM sys.objects WHERE object_id = @p1"), "doneinproc; status 0; doneproc")
	same(t, "database", c.batch("SELECT 1"), "done")
}

// TestPreparesCalls is sp_prepexecrpc: a call in the form of ODBC runs, and again by its handle.
func TestPreparesCalls(t *testing.T) {
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	c.batch("CREATE PROCEDURE dbo.twice @n int, @out bigint OUTPUT, @why nvarchar(20) = N'none' AS SET NOCOUNT ON; SET @out = 2 * @n; SELECT @why AS why; RETURN 7")
	text := tds.TypeNVarChar(4000)
	prepexec := func(call string, values ...tds.RPCParam) []string {
		return c.ask(&tds.Request{RPCs: []*tds.RPCRequest{{
			ProcID: tds.ProcPrepExecRPC, Params: append([]tds.RPCParam{output("", tds.TypeInt), param("", text, call)}, values...),
		}}})
	}
	four, out := param("", tds.TypeInt, int64(4)), output("", tds.TypeInt)
	const answer = "doneinproc; status 7; value 0  int %d; value 3  int 8; doneproc"
	for i, call := range []string{"{?=call dbo.twice(?, ?)}", "{call twice (?,?,N'a?b')}", "master.dbo.twice(?, ?)", "{ CALL [dbo].[twice](?,?) }"} {
		same(t, call, prepexec(call, four, out), fmt.Sprintf(answer, i+1))
	}
	again := func(handle int64, values ...tds.RPCParam) []string {
		return c.ask(&tds.Request{RPCs: []*tds.RPCRequest{{ProcID: tds.ProcExecute, Params: append([]tds.RPCParam{param("", tds.TypeInt, handle)}, values...)}}})
	}
	same(t, "again", again(1, four, out), "doneinproc; status 7; value 2  int 8; doneproc")
	same(t, "constants", prepexec("{call twice(5, ?)}", out), "doneinproc; status 7; value 0  int 5; value 2  int 10; doneproc")
	same(t, "too few", again(1, four), "error 8178; doneproc error")
	same(t, "unknown", prepexec("{call nosuch}"), "error 2812; doneproc error")
	same(t, "no call", prepexec("{call 'p'}"), "error 102; status 0; doneproc error")
}
