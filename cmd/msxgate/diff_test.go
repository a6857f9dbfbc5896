package main

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"

	"msxgate/gateway"
	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
)

// jobScript is what SSMS makes of a job, with what a DBA would look at afterwards.
const jobScript = `USE [msdb]
GO
BEGIN TRANSACTION
DECLARE @ReturnCode INT
SELECT @ReturnCode = 0
IF NOT EXISTS (SELECT name FROM msdb.dbo.syscategories WHERE name=N'Nightly' AND category_class=1)
BEGIN
EXEC @ReturnCode = msdb.dbo.sp_add_category @class=N'JOB', @type=N'LOCAL', @name=N'Nightly'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
END
DECLARE @jobId BINARY(16)
EXEC @ReturnCode =  msdb.dbo.sp_add_job @job_name=N'backup', @category_name=N'Nightly', @owner_login_name=N'sa', @job_id = @jobId OUTPUT
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobstep @job_id=@jobId, @step_name=N'one', @subsystem=N'TSQL', @command=N'SELECT 1
PRINT ''x'''
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
DECLARE @s int
EXEC @ReturnCode = msdb.dbo.sp_add_jobschedule @job_id=@jobId, @name=N'daily', @freq_type=4, @freq_interval=1, @active_start_time=20000, @schedule_id = @s OUTPUT
EXEC @ReturnCode = msdb.dbo.sp_add_jobserver @job_id = @jobId, @server_name = N'(local)'
COMMIT TRANSACTION
GOTO EndSave
QuitWithRollback:
    IF (@@TRANCOUNT > 0) ROLLBACK TRANSACTION
EndSave:
GO
EXEC msdb.dbo.sp_help_job @job_name = N'backup'
EXEC sp_add_job N'backup'
PRINT N'done'
GO
EXEC sp_help_category
GO 2
`

// diffServer is an embedded gateway that plays a real server. Its clock goes: one that stands would differ from ours.
func diffServer(t *testing.T) (url, addr string) {
	t.Helper()
	log := logrus.New()
	log.SetOutput(io.Discard)
	b, err := gateway.OpenEmbedded(t.Context(), gateway.Config{Name: "HQ", Password: gatewaytest.Password, NoSync: true, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	addr = gatewaytest.Serve(t, b)
	return "sqlserver://sa:" + gatewaytest.Password + "@" + addr + "?encrypt=disable", addr
}

func diffFile(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "script.sql")
	if err := os.WriteFile(path, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// ask runs a query by `msxgate exec` and returns what it printed.
func ask(t *testing.T, addr, query string) string {
	t.Helper()
	code, out := runProgram(t, "", "exec", "-b", "-S", strings.Replace(addr, ":", ",", 1), "-N", "disable", "-P", gatewaytest.Password, "-h", "-1", "-W", "-Q", "SET NOCOUNT ON "+query)
	if code != 0 {
		t.Fatalf("%s\nexit code %d:\n%s", query, code, out)
	}
	return strings.TrimSpace(out)
}

// TestDiffSame: the gateway relays what the server says, so nothing differs; and nothing stays.
func TestDiffSame(t *testing.T) {
	url, addr := diffServer(t)
	code, out := runProgram(t, "", "diff", "--upstream", url, "-v", diffFile(t, jobScript))
	if code != 0 {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	for _, want := range []string{
		"line 3, sp_add_category, sp_add_job, sp_add_jobstep, sp_add_jobschedule, sp_add_jobserver: same",
		"    Msg 5701, Level 0, State 2: Changed database context to 'msdb'.\n",
		"    return 0\n",
		"    @jobId = {job_id 1}\n", "    @s = {schedule_id 1}\n", "    @ReturnCode = 0\n",
		"    inserted sysjobs\n      job_id = {job_id 1}\n", "      date_created = {now}\n", "      active_start_date = {today}\n",
		"    inserted syscategories\n      category_id = {category_id 1}\n", "      command = 'SELECT 1\\nPRINT ''x'''\n",
		"    Msg 14261, Level 16, State 1, Procedure sp_verify_job: The specified @name ('backup') already exists.\n    return 1\n",
		"      column job_id uniqueidentifier null\n", "        name = 'backup'\n",
		"line 30, run 2, sp_help_category: same", "5 batches: no differences\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("not printed: %q", want)
		}
	}
	if t.Failed() {
		t.Log(out)
	}
	if n := ask(t, addr, "SELECT (SELECT COUNT(*) FROM msdb.dbo.sysjobs) + (SELECT COUNT(*) FROM msdb.dbo.sysschedules)"); n != "0" {
		t.Errorf("%s rows stayed", n)
	}
}

// TestDiffExact: without the masks what is made up anew differs.
func TestDiffExact(t *testing.T) {
	url, _ := diffServer(t)
	code, out := runProgram(t, "", "diff", "--upstream", url, "--exact", diffFile(t, "DECLARE @j uniqueidentifier\nEXEC msdb.dbo.sp_add_job N'j', @job_id = @j OUTPUT"))
	if code != 1 || !strings.Contains(out, "outputs") || !strings.Contains(out, "touched") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

// diffCases are procedures that do one thing on the server and another by us. Each makes one kind of difference, which
// --ignore takes away.
var diffCases = []struct {
	name         string
	native, ours string // the body of master.dbo.p
	call         string // "EXEC master.dbo.p" unless given
	kind         string
	ignore       string // as the kind, unless given
	want         []string
}{
	{name: "column name", native: "SELECT 1 AS a", ours: "SELECT 1 AS b", kind: "columns", want: []string{"-   column a int not null", "+   column b int not null"}},
	{name: "more columns", native: "SELECT 1 AS a", ours: "SELECT 1 AS a, 2 AS b", kind: "columns", ignore: "columns,rows"},
	{name: "order of columns", native: "SELECT 1 AS a, 1 AS b", ours: "SELECT 1 AS b, 1 AS a", kind: "columns"},
	{name: "type", native: "SELECT CAST(1 AS int) AS a", ours: "SELECT CAST(1 AS bigint) AS a", kind: "types", want: []string{"-   column a int", "+   column a bigint"}},
	{name: "length", native: "SELECT CAST(N'x' AS nvarchar(10)) AS a", ours: "SELECT CAST(N'x' AS nvarchar(11)) AS a", kind: "types"},
	{name: "nullability", native: "SELECT 1 AS a", ours: "SELECT NULLIF(1, 2) AS a", kind: "nullability", want: []string{"-   column a int not null", "+   column a int null"}},
	{name: "value", native: "SELECT 1 AS a, N'x' AS b", ours: "SELECT 1 AS a, N'y' AS b", kind: "rows", want: []string{"-   1 | 'x'", "+   1 | 'y'"}},
	{name: "value, by the column", native: "SELECT 1 AS a, N'x' AS b", ours: "SELECT 1 AS a, N'y' AS b", kind: "rows", ignore: "B"},
	{name: "case", native: "SELECT N'x' AS a", ours: "SELECT N'X' AS a", kind: "rows"},
	{name: "trailing blank", native: "SELECT CAST(N'x' AS nvarchar(2)) AS a", ours: "SELECT CAST(N'x ' AS nvarchar(2)) AS a", kind: "rows"},
	{name: "NULL", native: "SELECT NULLIF(N'x', N'y') AS a", ours: "SELECT NULLIF(N'x', N'x') AS a", kind: "rows", want: []string{"-   'x'", "+   NULL"}},
	{name: "wide row", native: "SELECT 1 AS a, 2 AS b, 3 AS c, 4 AS d, 5 AS e, 6 AS f, 7 AS g", ours: "SELECT 1 AS a, 2 AS b, 3 AS c, 4 AS d, 5 AS e, 9 AS f, 7 AS g", kind: "rows", want: []string{"-     f = 6", "+     f = 9"}},
	{name: "row missing", native: "SELECT 1 AS a UNION ALL SELECT 2", ours: "SELECT 1 AS a", kind: "rows", want: []string{"-   2"}},
	{name: "order of rows", native: "SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3", ours: "SELECT 3 AS a UNION ALL SELECT 2 UNION ALL SELECT 1", kind: "order", want: []string{"+   in the order 3, 2, 1"}},
	{name: "result missing", native: "SELECT 1 AS a", ours: "RETURN", kind: "columns", ignore: "columns,rows", want: []string{"- result of 1 columns"}},
	{name: "count", native: "SET NOCOUNT OFF SELECT 1 AS a", ours: "SELECT 1 AS a", kind: "counts", want: []string{"- (1 rows)"}},
	{name: "PRINT", native: "PRINT N'a'", ours: "PRINT N'b'", kind: "messages", want: []string{": a\n", ": b\n"}},
	{name: "message", native: "RAISERROR(N'a', 16, 1)", ours: "RAISERROR(N'b', 16, 1)", kind: "messages", want: []string{"- Msg 50000, Level 16, State 1, Procedure p: a", "+ Msg 50000, Level 16, State 1, Procedure p: b"}},
	{name: "message number", native: "RAISERROR(14262, 16, 1, N'x', N'y')", ours: "RAISERROR(14261, 16, 1, N'x', N'y')", kind: "messages"},
	{name: "message, by the number", native: "RAISERROR(N'a', 16, 1)", ours: "PRINT N''", kind: "messages", ignore: "50000,0,return"},
	{name: "class", native: "RAISERROR(N'a', 16, 1)", ours: "RAISERROR(N'a', 15, 1)", kind: "messages", ignore: "messages,return"},
	{name: "state", native: "RAISERROR(N'a', 16, 1)", ours: "RAISERROR(N'a', 16, 2)", kind: "messages", ignore: "state"},
	{name: "procedure", native: "RAISERROR(N'a', 16, 1)", ours: "EXEC (N'RAISERROR(N''a'', 16, 1)')", kind: "messages", ignore: "procedure,return"},
	{name: "return code", native: "RETURN 0", ours: "RETURN 1", kind: "return", want: []string{"- return 0", "+ return 1"}},
	{name: "OUTPUT", native: "SET @o = 1", ours: "SET @o = 2", call: "DECLARE @v int EXEC master.dbo.p @v OUTPUT", kind: "outputs", want: []string{"- @v = 1", "+ @v = 2"}},
	{name: "OUTPUT, by the parameter", native: "SET @o = 1", ours: "SET @o = 2", call: "DECLARE @v int EXEC master.dbo.p @o = @v OUTPUT", kind: "outputs", ignore: "o"},
	{name: "inserted", native: "INSERT msdb.dbo.syscategories VALUES (1, 1, N'a')", ours: "INSERT msdb.dbo.syscategories VALUES (1, 2, N'a')", kind: "touched", want: []string{"  inserted syscategories", "-   category_type = 1", "+   category_type = 2"}},
	{name: "inserted, by the column", native: "INSERT msdb.dbo.syscategories VALUES (1, 1, N'a')", ours: "INSERT msdb.dbo.syscategories VALUES (1, 2, N'a')", kind: "touched", ignore: "syscategories.category_type"},
	{name: "inserted by one", native: "INSERT msdb.dbo.syscategories VALUES (1, 1, N'a')", ours: "RETURN", kind: "touched", ignore: "syscategories", want: []string{"- inserted syscategories"}},
	{name: "updated", native: "UPDATE msdb.dbo.syscategories SET category_type = 3 WHERE category_id = 0", ours: "UPDATE msdb.dbo.syscategories SET category_type = 2 WHERE category_id = 0", kind: "touched", want: []string{"  updated syscategories", "-   category_type = 1 -> 3", "+   category_type = 1 -> 2"}},
	{name: "updated, by the column", native: "UPDATE msdb.dbo.syscategories SET category_type = 3 WHERE category_id = 0", ours: "RETURN", kind: "touched", ignore: "category_type"},
	{name: "deleted", native: "DELETE msdb.dbo.syscategories WHERE category_id = 0", ours: "RETURN", kind: "touched", want: []string{"- deleted syscategories", "-   category_id = 0"}},
	{name: "connection", native: "PRINT N'x'", ours: "RAISERROR(N'x', 20, 1) WITH LOG", kind: "connection", ignore: "connection,messages,return,transaction", want: []string{"+ the connection ended"}},
	{name: "rollback", native: "ROLLBACK", ours: "RETURN", kind: "transaction", ignore: "transaction,messages"},
}

// TestDiffKinds compares a server with another one that has a procedure of the same name.
func TestDiffKinds(t *testing.T) {
	url, native := diffServer(t)
	_, ours := diffServer(t)
	for _, c := range diffCases {
		t.Run(c.name, func(t *testing.T) {
			for addr, body := range map[string]string{native: c.native, ours: c.ours} {
				ask(t, addr, "EXEC (N'CREATE OR ALTER PROCEDURE dbo.p @o int = 0 OUTPUT AS SET NOCOUNT ON "+strings.ReplaceAll(body, "'", "''")+"')")
			}
			if c.call == "" {
				c.call = "EXEC master.dbo.p"
			}
			if c.ignore == "" {
				c.ignore = c.kind
			}
			code, out := diffBetween(t, &diffCmd{Upstream: url, JSON: true}, ours, c.call)
			var r diffReport
			if err := json.Unmarshal([]byte(out), &r); err != nil {
				t.Fatalf("exit code %d: %v\n%s", code, err, out)
			}
			if code != 1 || r.Same || len(r.Batches) != 1 || !slices.ContainsFunc(r.Batches[0].Differences, func(d difference) bool { return d.Kind == c.kind }) {
				t.Errorf("exit code %d, no difference in %s:\n%s", code, c.kind, out)
			}
			_, out = diffBetween(t, &diffCmd{Upstream: url}, ours, c.call)
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("not printed: %q\n%s", want, out)
				}
			}
			if code, out = diffBetween(t, &diffCmd{Upstream: url, Ignore: strings.Split(c.ignore, ",")}, ours, c.call); code != 0 {
				t.Errorf("ignoring %s, exit code %d:\n%s", c.ignore, code, out)
			}
		})
	}
}

// diffBetween compares with a server that is reached directly instead of by a gateway.
func diffBetween(t *testing.T, c *diffCmd, ours, script string) (int, string) {
	t.Helper()
	var out output
	c.Script, c.MaxRows = diffFile(t, script), 1000
	c.dial = func(ctx context.Context) (net.Conn, *tds.ClientConfig, error) {
		nc, err := new(net.Dialer).DialContext(ctx, "tcp", ours)
		return nc, &tds.ClientConfig{}, err
	}
	err := c.Run(t.Context(), &program{stdin: strings.NewReader(""), stdout: &out, stderr: &out})
	if code, ok := err.(exitCode); ok {
		return int(code), out.String()
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0, out.String()
}

// TestDiffMasks: ids that both sides make up are the same where they mean the same, whatever order they come in, and not
// where they do not.
func TestDiffMasks(t *testing.T) {
	url, _ := diffServer(t)
	_, ours := diffServer(t)
	ask(t, ours, "INSERT msdb.dbo.sysoperators (name, enabled, last_email_date, last_email_time, last_pager_date, last_pager_time, weekday_pager_start_time, weekday_pager_end_time, saturday_pager_start_time, saturday_pager_end_time, sunday_pager_start_time, sunday_pager_end_time, pager_days, last_netsend_date, last_netsend_time, category_id) VALUES (N'x', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) DELETE msdb.dbo.sysoperators")
	const jobs = "EXEC msdb.dbo.sp_add_job N'a'\nEXEC msdb.dbo.sp_add_job N'b'\nEXEC msdb.dbo.sp_add_operator N'o'\nGO\n"
	for _, c := range []struct {
		script string
		code   int
	}{
		{jobs + "EXEC msdb.dbo.sp_help_operator", 0}, // the identity has another value
		{jobs + "SELECT job_id FROM msdb.dbo.sysjobs ORDER BY job_id", 0},
		{jobs + "SELECT name, job_id FROM msdb.dbo.sysjobs ORDER BY name", 0},
		{jobs + "SELECT GETDATE() AS a, GETUTCDATE() AS b, CONVERT(int, CONVERT(char(8), GETDATE(), 112)) AS run_date", 0},
		{"SELECT N'job ' + CONVERT(nvarchar(36), NEWID()) AS a", 0},
		{"CREATE LOGIN x WITH PASSWORD = N'Pa55word!x'\nEXEC msdb.dbo.sp_add_job N'a', @owner_login_name = N'x'\nGO\nSELECT SUSER_SID(N'x') AS sid, SUSER_SID(N'sa') AS owner_sid", 0},
		{"EXEC msdb.dbo.sp_add_job N'a'\nGO\nEXEC msdb.dbo.sp_update_job @job_name = N'a', @enabled = 0", 0},
		{"EXEC msdb.dbo.sp_add_job N'a' EXEC msdb.dbo.sp_add_job N'b' DECLARE @s int EXEC msdb.dbo.sp_add_schedule N's', @schedule_id = @s OUTPUT\n" +
			"EXEC msdb.dbo.sp_attach_schedule @job_name = N'b', @schedule_id = @s EXEC msdb.dbo.sp_attach_schedule @job_name = N'a', @schedule_id = @s", 0},
		{"CREATE LOGIN x WITH PASSWORD = N'Pa55word!x'\nGO\nEXECUTE AS LOGIN = N'x'\nGO\nPRINT SUSER_SNAME()\nGO\nREVERT", 0},
	} {
		if code, out := diffBetween(t, &diffCmd{Upstream: url}, ours, c.script); code != c.code {
			t.Errorf("%s\nexit code %d:\n%s", c.script, code, out)
		}
	}
	// Of two jobs it is one here and the other there.
	ask(t, ours, "EXEC (N'CREATE OR ALTER PROCEDURE dbo.which AS SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N''b''')")
	for _, name := range []string{"b", "a"} {
		ask(t, strings.Split(strings.Split(url, "@")[1], "?")[0], "EXEC (N'CREATE OR ALTER PROCEDURE dbo.which AS SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N''"+name+"''')")
		code, out := diffBetween(t, &diffCmd{Upstream: url}, ours, jobs+"EXEC master.dbo.which")
		if (code == 0) != (name == "b") {
			t.Errorf("job %s, exit code %d:\n%s", name, code, out)
		}
	}
}

// TestDiffStaysInTransaction: whatever a script does to its transactions, nothing stays.
func TestDiffStaysInTransaction(t *testing.T) {
	url, addr := diffServer(t)
	const add = "EXEC msdb.dbo.sp_add_category N'JOB', N'LOCAL', N'%'\n"
	for name, script := range map[string]string{
		"commits too often": add + "COMMIT COMMIT\n" + add,
		"commits in a loop": "DECLARE @i int = 0 WHILE @i < 5 BEGIN SET @i += 1 IF @i > 0 COMMIT ELSE PRINT N'x' END\n" + add,
		"SSMS, undone":      "BEGIN TRAN\n" + add + "GOTO undo\nCOMMIT TRANSACTION\nGOTO done\nundo:\n IF (@@TRANCOUNT > 0) ROLLBACK TRANSACTION\ndone:\nGO\n" + add,
		"rolls back":        "BEGIN TRAN\n" + add + "ROLLBACK\n" + add,
		"rolls back, then commits": "ROLLBACK\n" + add + "COMMIT\nBEGIN TRAN\n" + add + "COMMIT\nCOMMIT\n" + add +
			"\nGO\n" + add + "COMMIT",
		"leaves one open":   "BEGIN TRAN\n" + add,
		"fails":             "SET XACT_ABORT ON\n" + add + "SELECT 1/0\nGO\n" + add,
		"commits in a proc": "CREATE PROCEDURE dbo.c AS COMMIT\nGO\nEXEC dbo.c\n" + add + "EXEC dbo.c",
	} {
		t.Run(name, func(t *testing.T) {
			code, out := runProgram(t, "", "diff", "--upstream", url, diffFile(t, script))
			if code != 0 {
				t.Errorf("exit code %d:\n%s", code, out)
			}
			if n := ask(t, addr, "SELECT COUNT(*) FROM msdb.dbo.syscategories WHERE name = N'%'"); n != "0" {
				t.Errorf("%s rows stayed:\n%s", n, out)
			}
		})
	}
}

// TestDiffConnectionEnds: what comes after the end of a connection is told as not run, and what the other side said.
func TestDiffConnectionEnds(t *testing.T) {
	url, native := diffServer(t)
	_, ours := diffServer(t)
	ask(t, native, "EXEC (N'CREATE PROCEDURE dbo.p AS PRINT N''x''')")
	ask(t, ours, "EXEC (N'CREATE PROCEDURE dbo.p AS RAISERROR(N''x'', 20, 1) WITH LOG')")
	code, out := diffBetween(t, &diffCmd{Upstream: url}, ours, "EXEC master.dbo.p\nGO\nPRINT N'y'")
	if code != 1 || !strings.Contains(out, "+ not run: the connection has ended") || !strings.Contains(out, "note: msxgate: the connection ended in the batch at line 1") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

// TestDiffStayedRows: rows that are there after the rollback are noted.
func TestDiffStayedRows(t *testing.T) {
	url, addr := diffServer(t)
	ask(t, addr, "EXEC (N'CREATE PROCEDURE dbo.p AS ROLLBACK SET IMPLICIT_TRANSACTIONS OFF INSERT msdb.dbo.syscategories VALUES (1, 1, N''a'' + CONVERT(nvarchar(36), NEWID()))')")
	code, out := runProgram(t, "", "diff", "--upstream", url, diffFile(t, "EXEC master.dbo.p"))
	if code == 2 || !strings.Contains(out, "note: after the rollback these tables are not what they were before: syscategories") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

// TestDiffJSON: programs read the same as people.
func TestDiffJSON(t *testing.T) {
	url, native := diffServer(t)
	_, ours := diffServer(t)
	ask(t, native, "EXEC (N'CREATE PROCEDURE dbo.p AS PRINT N''x'' RETURN 0')")
	ask(t, ours, "EXEC (N'CREATE PROCEDURE dbo.p AS PRINT N''x'' RETURN 1')")
	code, out := diffBetween(t, &diffCmd{Upstream: url, JSON: true, Verbose: true}, ours, "PRINT N'y'\nGO\nEXEC master.dbo.p")
	var got diffReport
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 1 {
		t.Fatalf("exit code %d: %v\n%s", code, err, out)
	}
	want := []*diffBatchReport{
		{Line: 1, Same: true, Said: []string{"Msg 0, Level 0, State 1: y"}},
		{
			Line: 3, Calls: []string{"p"}, Differences: []difference{{Kind: "return", Native: "return 0", MSXGate: "return 1"}},
			Said: []string{"Msg 0, Level 0, State 1, Procedure p: x"},
		},
	}
	if got.Same || !reflect.DeepEqual(got.Batches, want) {
		t.Errorf("got %s", out)
	}
}

// TestMergeLines: each side's lines are all there, in their order, however many they are.
func TestMergeLines(t *testing.T) {
	lines := func(n, step int) []diffLine {
		var all []diffLine
		for i := range n {
			all = append(all, diffLine{kind: "rows", text: strconv.Itoa(i * step)})
		}
		return all
	}
	for _, c := range []struct {
		a, b   []diffLine
		common int
	}{
		{nil, nil, 0},
		{lines(3, 1), nil, 0},
		{nil, lines(3, 1), 0},
		{lines(10, 1), lines(10, 1), 10},
		{lines(10, 2), lines(10, 3), 4}, // 0, 6, 12, 18
		{lines(5000, 2), lines(5000, 3), 1},
	} {
		var a, b []diffLine
		common := 0
		for _, l := range mergeLines(c.a, c.b) {
			if l.sign != '+' {
				a = append(a, l.diffLine)
			}
			if l.sign != '-' {
				b = append(b, l.diffLine)
			}
			if l.sign == ' ' {
				common++
			}
		}
		if !slices.Equal(a, c.a) || !slices.Equal(b, c.b) || common != c.common {
			t.Errorf("%d and %d lines: %d in common, want %d", len(c.a), len(c.b), common, c.common)
		}
	}
}

// TestDiffCommitted: a commit that was not foreseen is told.
func TestDiffCommitted(t *testing.T) {
	url, addr := diffServer(t)
	ask(t, addr, "EXEC (N'CREATE PROCEDURE dbo.sneaky AS COMMIT')")
	code, out := runProgram(t, "", "diff", "--upstream", url, diffFile(t, "EXEC master.dbo.sneaky"))
	if code != 2 || !strings.Contains(out, "committed") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

// TestDiffRefuses: what a rollback does not undo does not run unless it is allowed, and some of it never.
func TestDiffRefuses(t *testing.T) {
	url, _ := diffServer(t)
	for _, c := range []struct {
		script, want string
		allowed      bool
	}{
		{"PRINT N'x'\nEXEC msdb.dbo.sp_start_job N'j'", "line 2: sp_start_job: SQL Server Agent is told", true},
		{"GO\n\nEXEC [msdb]..[SP_Stop_Job] N'j'", "line 3: SP_Stop_Job", true},
		{"sp_delete_job @job_name = N'j'", "sp_delete_job: SQL Server Agent is told at once and forgets", true},
		{"IF 1 = 1 BEGIN EXEC master..xp_sqlagent_notify N'J' END", "xp_sqlagent_notify", true},
		{"EXEC msdb.dbo.sp_msx_enlist N'M'", "another server is told", true},
		{"EXEC master.dbo.xp_cmdshell N'dir'", "an extended procedure", true},
		{"EXEC master.dbo.xp_instance_regwrite N'a', N'b', N'c', N'd', N'e'", "registry", true},
		{"DECLARE @p sysname = N'x' EXEC @p", "EXEC @p: what it does is not known", true},
		{"DECLARE @p sysname = N'x' EXEC (N'PRINT 1' + @p)", "a text that is made and executed", true},
		{"EXEC (N'EXEC msdb.dbo.sp_start_job N''j''')", "sp_start_job", true},
		{"EXEC sp_executesql N'EXEC msdb.dbo.sp_start_job N''j'''", "sp_start_job", true},
		{"BACKUP DATABASE msdb TO DISK = N'x'", "BACKUP DATABASE", true},
		{"KILL 55", "KILL 55", true},
		{"RAISERROR(N'x', 10, 1) WITH LOG", "RAISERROR WITH LOG", true},
		{"THIS is no T-SQL", "cannot read", true},
		{"EXEC (N'COMMIT')", "COMMIT in a text", false},
		{"BEGIN DISTRIBUTED TRANSACTION", "DISTRIBUTED", false},
		{"SET IMPLICIT_TRANSACTIONS OFF", "IMPLICIT_TRANSACTIONS", false},
		{"EXEC (N'ROLLBACK')", "ROLLBACK in a text", false},
		{"THIS is no T-SQL COMMIT", "cannot read", false},
	} {
		code, out := runProgram(t, "", "diff", "--upstream", url, diffFile(t, c.script))
		if code != 2 || !strings.Contains(out, c.want) || !strings.Contains(out, "nothing was run") {
			t.Errorf("%s\nexit code %d, want %q:\n%s", c.script, code, c.want, out)
		}
		code, out = runProgram(t, "", "diff", "--upstream", url, "--allow-effects", diffFile(t, c.script))
		if (code != 2) != c.allowed || c.allowed && !strings.Contains(out, "it ran because of --allow-effects") {
			t.Errorf("%s\nallowed, exit code %d:\n%s", c.script, code, out)
		}
	}
	if code, out := runProgram(t, "", "diff", "--upstream", url, diffFile(t, "EXEC (N'PRINT 1') EXEC sp_executesql N'PRINT @a', N'@a int', 1 EXEC master.dbo.xp_getnetname")); code != 0 {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

// TestDiffFaults: what could not be compared is no difference.
func TestDiffFaults(t *testing.T) {
	url, addr := diffServer(t)
	script := diffFile(t, "PRINT 1")
	for _, c := range []struct {
		name, want string
		args       []string
	}{
		{"no server", "refused", []string{"--upstream", "sqlserver://sa:x@127.0.0.1:1?encrypt=disable", script}},
		{"wrong password", "18456", []string{"--upstream", "sqlserver://sa:wrong@" + addr + "?encrypt=disable", script}},
		{"no login", "no login", []string{"--upstream", "sqlserver://" + addr + "?encrypt=disable", script}},
		{"no URL", "scheme", []string{"--upstream", "tcp://" + addr, script}},
		{"no script", "no such file", []string{"--upstream", url, script + "x"}},
		{"empty script", "empty", []string{"--upstream", url, diffFile(t, "GO\n")}},
		{"no database", "nowhere", []string{"--upstream", url, "-d", "nowhere", script}},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out := runProgram(t, "", append([]string{"diff"}, c.args...)...)
			if code != 2 || !strings.Contains(out, c.want) || strings.Contains(out, "wrong@") {
				t.Errorf("exit code %d, want %q:\n%s", code, c.want, out)
			}
		})
	}
	t.Run("password of its own", func(t *testing.T) {
		t.Setenv("MSXGATE_UPSTREAM_PASSWORD", gatewaytest.Password)
		if code, out := runProgram(t, "PRINT N'from stdin'", "diff", "--upstream", "sqlserver://sa@"+addr+"?encrypt=disable", "-v", "-"); code != 0 || !strings.Contains(out, "from stdin") {
			t.Errorf("exit code %d:\n%s", code, out)
		}
	})
	t.Run("too many rows", func(t *testing.T) {
		if code, out := runProgram(t, "", "diff", "--upstream", url, "--max-rows", "1", script); code != 0 || !strings.Contains(out, "table syscategories is not compared: it has more than 1 rows") {
			t.Errorf("exit code %d:\n%s", code, out)
		}
	})
}
