package integration

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"msxgate/gateway/gatewaytest"
)

// difference is one known difference from SQL Server: what each side does, why, and a test that shows ours.
type difference struct {
	name              string
	theirs, ours, why string
	test              func(t *testing.T)
}

// otherDifferences are those that a script on one server cannot show.
var otherDifferences = []difference{
	{
		name:   "agent_login",
		theirs: "a T-SQL step of a sysadmin's job runs as the service account of the agent",
		ours:   "it runs as the agent's own login `##msxgate_agent##`, and the history says so",
		why:    "there is no service account of Windows",
		test:   stands(in(stories+"run_job.sql", "Executed as user: ##msxgate_agent##.")),
	},
	{
		name:   "changes_without_agent",
		theirs: "a change of a local job, its schedules or an alert while the agent is stopped is made, and 22022 says that the agent could not be told",
		ours:   "it is made, and nothing is said; sp_start_job, sp_stop_job and sp_sqlagent_notify do say 22022",
		why:    "an agent that begins reads everything anew, and scripts that test @@ERROR would roll the change back",
		test:   changesNeedNoAgent,
	},
	{
		name:   "clock_instructions",
		theirs: "a SYNC-TIME instruction makes a target set its clock by that of its master",
		ours:   "the target acknowledges it and leaves its clock alone",
		why:    "clocks are kept by NTP",
		test: stands(in(stories+"instructions.sql", "--> SP_POST_MSX_OPERATION: 1 SYNC-TIME download instruction(s) posted.",
			"--> operation_code tinyint | status tinyint | error_message nvarchar(1024)\n--> 8 | 1 | NULL")),
	},
	{
		name:   "connection_reasons",
		theirs: "22026 says why a master cannot be reached in a sentence of the agent's",
		ours:   "the sentence is followed by what the network or TLS said",
		why:    "it is the only place where the person who enlists learns the cause",
		test: stands(in(stories+"enlist.sql", "(reason: Unable to connect to MSX '127.0.0.1,1'. (unable to open tcp connection",
			"connect: connection refused))")),
	},
	{
		name:   "leftover_master",
		theirs: "a row of an old master in `sysoriginatingservers` makes the next sp_msx_enlist fail with 2627, after the enlistment, and leaves no row",
		ours:   "the row is replaced",
		why:    "the unique constraint is hit only because the new row is written before the old one is deleted",
		test: stands(in(stories+"change_master.sql", "VALUES (1, N'OLD', 1)\nGO\n",
			"--> Server enlisted into MSX 'HQ'.\n--> return 0\nSELECT originating_server FROM msdb.dbo.sysoriginatingservers\nGO\n--> originating_server sysname\n--> HQ")),
	},
	{
		name:   "lock_by_name",
		theirs: "sp_add_jobstep with @job_name alone passes the lock of what came from a master",
		ours:   "the lock looks at the job, however it is named (14274)",
		why:    "the hole comes from the order of two checks; a step that is added through it is lost at the next download",
		test:   stands(in(stories+"lock.sql", "EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'Two', @command = N'PRINT 2'\nGO\n--> Msg 14274")),
	},
	{
		name:   "slow_logins",
		theirs: "answers wrong passwords at once",
		ours:   "checks a password later after wrong ones, longer each time, for each source and login",
		why:    "there is no policy of Windows that locks a login out",
		test:   wrongPasswordsAreSlow,
	},
	{
		name:   "subsystems",
		theirs: "steps of CmdExec, PowerShell, SSIS and other subsystems run programs of the server",
		ours:   "T-SQL steps run; CmdExec and PowerShell run where `serve` was given --allow-cmdexec or --allow-powershell; all others are kept and downloaded, and fail when they run",
		why:    "nobody should run programs on a server because a job says so, unless its administrator allowed it",
		test:   onlySQLRuns,
	},
}

// stands is a test that a story still shows what it is said to show. The story is played with the others.
func stands(s shown) func(t *testing.T) { return func(t *testing.T) { t.Helper(); s.check(t) } }

func wrongPasswordsAreSlow(t *testing.T) {
	db := openDSN(t, strings.Replace(gatewaytest.Start(t), gatewaytest.Password, "wrong", 1))
	begun := time.Now()
	for range 3 {
		if err := db.PingContext(t.Context()); err == nil {
			t.Fatal("a wrong password is right")
		}
	}
	if took := time.Since(begun); took < 200*time.Millisecond {
		t.Errorf("three of them are answered after %v", took)
	}
}

func onlySQLRuns(t *testing.T) {
	s := newServer(t, "HQ")
	s.start()
	s.exec(`EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'`,
		`EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @subsystem = N'CmdExec', @command = N'true'`,
		`EXEC msdb.dbo.sp_add_jobserver @job_name = N'J'`, `EXEC msdb.dbo.sp_start_job N'J'`)
	s.await(1, `SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0 AND run_status = 0`)
	if got := s.scalar(`SELECT message FROM msdb.dbo.sysjobhistory WHERE step_id = 1`); !strings.Contains(got, "The CmdExec subsystem is not available on this server.") {
		t.Errorf("the step says %q", got)
	}
}

// knownDifferences are the others and the scripts in testdata/differences, by name.
func knownDifferences(t *testing.T) []difference {
	t.Helper()
	files, err := filepath.Glob("testdata/differences/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal("no differences", err)
	}
	all := append([]difference{}, otherDifferences...)
	for _, f := range files {
		d := difference{name: strings.TrimSuffix(filepath.Base(f), ".sql"), test: func(t *testing.T) { gatewaytest.Play(t, gatewaytest.Start(t), f) }}
		d.read(t, f)
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b difference) int { return strings.Compare(a.name, b.name) })
	return all
}

// read takes what each side does, and why, from the comment that a script begins with.
func (d *difference) read(t *testing.T, file string) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var field *string
	for line := range strings.Lines(string(src)) {
		text, ok := strings.CutPrefix(strings.TrimSpace(line), "-- ")
		if !ok {
			break
		}
		for label, f := range map[string]*string{"SQL Server: ": &d.theirs, "msxgate: ": &d.ours, "Why: ": &d.why} {
			if rest, ok := strings.CutPrefix(text, label); ok {
				field, text = f, rest
			}
		}
		if field != nil {
			*field = strings.TrimSpace(*field + " " + text)
		}
	}
	if d.theirs == "" || d.ours == "" || d.why == "" {
		t.Errorf("%s does not begin with what SQL Server does, what msxgate does, and why", file)
	}
}

// TestDifferences shows each known difference.
func TestDifferences(t *testing.T) {
	for _, d := range knownDifferences(t) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			d.test(t)
		})
	}
}

const documented = "../docs/differences.md"

// TestDifferencesAreDocumented wants the table of the documentation to be that of the tests; -update writes it.
func TestDifferencesAreDocumented(t *testing.T) {
	want := differencesPage(t)
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(documented, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(documented)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(want) {
		if !strings.Contains(string(got), line) {
			t.Errorf("%s lacks\n%s", documented, line)
		}
	}
	for line := range strings.Lines(string(got)) {
		if !strings.Contains(want, line) {
			t.Errorf("%s tells what no test shows:\n%s", documented, line)
		}
	}
}

// differencesPage is the page of the documentation.
func differencesPage(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`# Differences from SQL Server

Every known difference in what a client sees. ` + "`go test ./integration -run TestDifferences`" + ` shows each: NAME is a script
` + "`integration/testdata/differences/NAME.sql`, or a test of that name in `integration/differences_test.go`" + `, which also
writes this page (` + "`-run TestDifferencesAreDocumented -update`" + `).

| name | SQL Server | msxgate | why |
| --- | --- | --- | --- |
`)
	for _, d := range knownDifferences(t) {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", d.name, cell(d.theirs), cell(d.ours), cell(d.why))
	}
	return b.String()
}

// cell is a text as a cell of a table.
func cell(s string) string { return strings.ReplaceAll(strings.TrimSuffix(s, "."), "|", `\|`) }
