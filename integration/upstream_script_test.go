package integration

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"msxgate/gateway/gatewaytest"
)

// playScript plays a file as the player does, on a server whose clock goes.
func playScript(t *testing.T, dsn, file string) {
	t.Helper()
	if updating() {
		t.Skip("answers are recorded where procedures and tables are in one place")
	}
	gatewaytest.PlayStory(t, gatewaytest.Stage{Now: time.Now, DSN: func(string) string { return dsn }}, file)
}

// updating tells whether answers are being recorded.
func updating() bool { return flag.Lookup("update").Value.String() == "true" }

// sqlFiles are the scripts of a directory.
func sqlFiles(t testing.TB, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.sql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts in %s (%v)", dir, err)
	}
	return files
}

// exception is an answer of a golden script that another server gives in other words.
type exception struct{ recorded, instead string }

// What an agent answers that is there, and what is said where none is.
const (
	unreachable = "--> Msg 22026, Level 16, State 1, Procedure xp_msx_enlist\n--> The enlist operation failed (reason: Unable to connect to MSX '"
	absent      = "SQLServerAgent is not currently running so it cannot be notified of this action."
	notNotified = "--> Msg 22022, Level 16, State 1, Procedure xp_sqlagent_notify\n--> " + absent + "\n"
	notEnlisted = "--> Msg 22022, Level 16, State 1, Procedure xp_msx_enlist\n--> " + absent
)

// unnotified is the exception of a call that would succeed if an agent were there to be told: its recorded answer, and what
// comes after the error instead.
func unnotified(call, recorded, instead string) exception {
	return exception{call + "\nGO\n" + recorded, call + "\nGO\n" + notNotified + instead}
}

// exceptions are the golden scripts that were recorded on a server in one process whose clock stands and whose agent takes
// every request, where a gateway of real time and without an agent answers something else.
var exceptions = map[string][]exception{
	// The clock goes: a date in a text, and a moment that was near.
	"sp_add_jobschedule.sql": {{"Once on 20260105 at", "Once on " + time.Now().UTC().Format("20060102") + " at"}},
	"msx_targets.sql":        {{"--> T2 | 60 | 0 | {now} | 1", "--> T2 | 60 | 0 | 2026-01-05 09:31:00.000 | 1"}},
	// The agent is not there.
	"sp_cycle_agent_errorlog.sql": {unnotified("EXEC msdb.dbo.sp_cycle_agent_errorlog", "--> return 0", "--> return 1")},
	"xp_sqlagent_notify.sql": {unnotified("EXEC master.dbo.xp_sqlagent_notify N'G', NULL, NULL, NULL, NULL, N'CORP\\dba', 1, 0, NULL, NULL",
		"--> return 0", "--> return 1")},
	"sp_stop_job.sql": {
		unnotified("EXEC msdb.dbo.sp_stop_job N'Load'", "--> Job 'Load' stopped successfully.\n--> return 0", "--> return 1"),
		unnotified("EXEC msdb.dbo.sp_stop_job @originating_server = N'(local)'", "--> 1 (of 1)", "--> 0 (of 1)"),
	},
	"sp_start_job.sql": {
		unnotified("EXEC msdb.dbo.sp_start_job N' load '", "--> Job 'Load' started successfully.\n--> return 0", "--> return 1"),
		unnotified("EXEC msdb.dbo.sp_start_job N'Load', @output_flag = 0", "--> return 0", "--> return 1"),
		unnotified("EXEC msdb.dbo.sp_start_job N'Load', @step_name = N'ONE'", "--> Job 'Load' started successfully.\n--> return 0", "--> return 1"),
		unnotified("EXEC msdb.dbo.sp_start_job N'Load'", "--> Job 'Load' started successfully.\n--> return 0", "--> return 1"),
	},
	"sp_sqlagent_notify.sql": {
		unnotified("EXEC msdb.dbo.sp_sqlagent_notify @op_type = N'J', @job_id = @id, @action_type = N'U'", "--> return 0", "--> return 1"),
		unnotified("EXEC msdb.dbo.sp_sqlagent_notify N'P'", "--> return 0", "--> return 1"),
	},
	"xp_msx_enlist.sql": {{unreachable + "MASTER1'.)", notEnlisted}},
	"sp_msx_enlist.sql": {
		{unreachable + "OTHER'.)", notEnlisted},
		{unreachable + "MASTER1'.)", notEnlisted},
		{unreachable + "MASTER2'.)", notEnlisted},
		{"--> The enlist operation failed (reason: Unable to connect to MSX 'MASTER1'.)", "--> " + absent},
	},
	"sp_msx_defect.sql": {
		{unreachable + "MASTER1'.)", notEnlisted},
		{"--> The enlist operation failed (reason: Unable to connect to MSX 'MASTER1'.)", "--> " + absent},
	},
}

// adapt writes a script with its exceptions into a directory and returns its path.
func adapt(t *testing.T, file string) string {
	t.Helper()
	name := filepath.Base(file)
	if len(exceptions[name]) == 0 {
		return file
	}
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	for _, e := range exceptions[name] {
		if !strings.Contains(text, e.recorded) {
			t.Errorf("%s lacks\n%s", file, e.recorded)
		}
		text = strings.ReplaceAll(text, e.recorded, e.instead)
	}
	adapted := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(adapted, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return adapted
}

// TestUpstreamExceptions plays the golden scripts with their exceptions on a server in one piece: what differs there does so
// for reasons that have nothing to do with a server behind.
func TestUpstreamExceptions(t *testing.T) {
	for name := range exceptions {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, "HQ", "--agent", "off")
			s.start()
			playScript(t, s.dsn("master"), adapt(t, "../procs/testdata/"+name))
		})
	}
}

// TestUpstreamTexts plays testdata/upstream where procedures and tables are in one place: this records what the suite wants.
func TestUpstreamTexts(t *testing.T) {
	for _, f := range sqlFiles(t, "testdata/upstream") {
		t.Run(filepath.Base(f), func(t *testing.T) {
			t.Parallel()
			gatewaytest.Play(t, gatewaytest.Start(t), f)
		})
	}
}
