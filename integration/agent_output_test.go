package integration

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// outputHead begins the output of a step of these tests in its file and in the log table.
func outputHead(job string) string {
	return "Job '" + job + "' : Step 1, 's1' : Began Executing 2026-01-05 09:30:00\n\n"
}

func TestAgentOutputFile(t *testing.T) {
	r := newLocalRig(t)
	r.start()
	file := func(name string) string {
		t.Helper()
		b, err := os.ReadFile(filepath.Join(r.agent.OutputDir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	check := func(name, want string) {
		t.Helper()
		if got := file(name); got != want {
			t.Errorf("%s\n got %q\nwant %q", name, got, want)
		}
	}
	// A name may be absolute, with the separators of Windows and tokens.
	r.local("a", cmdExec("echo a", `, @output_file_name = N'$(ESCAPE_SQUOTE(SQLLOGDIR))\sub\$(ESCAPE_SQUOTE(JOBNAME)).txt'`))
	r.run("a")
	r.run("a")
	check("sub/a.txt", outputHead("a")+"a\n")
	r.local("b", cmdExec("echo b", `, @output_file_name = N'b.txt', @flags = 2`))
	r.run("b")
	r.run("b")
	check("b.txt", outputHead("b")+"b\n"+outputHead("b")+"b\n")
	// A retry adds to what the attempts before have left.
	r.local("c", cmdExec("echo c; exit 1", `, @output_file_name = N'c.txt', @retry_attempts = 1`))
	r.run("c")
	r.run("c")
	check("c.txt", strings.Repeat(outputHead("c")+"c\n", 2))
	r.local("d", `@command = N'PRINT ''one''
SELECT 1 AS n, CAST(NULL AS int) AS nothing, N''ä'' AS a
PRINT ''two''', @output_file_name = N'd.txt'`)
	r.run("d")
	check("d.txt", outputHead("d")+"one [SQLSTATE 01000] (Message 0)\nn nothing a\n- ------- -\n1 NULL    ä\n(1 rows affected)\ntwo [SQLSTATE 01000] (Message 0)\n")
	r.want(r.target, lastStep, "1|Executed as user: sa. one [SQLSTATE 01000] (Message 0)  two [SQLSTATE 01000] (Message 0).  The step succeeded.")

	// Nothing is written elsewhere. The step runs all the same, and says so.
	outside := filepath.Join(t.TempDir(), "x")
	if err := os.Symlink(filepath.Dir(outside), filepath.Join(r.agent.OutputDir, "link")); err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{outside, "../x", "link/x", `C:\x`, `\\host\share\x`} {
		job := "out" + string(rune('0'+i))
		r.local(job, cmdExec("echo ran", `, @output_file_name = N'`+name+`'`))
		r.run(job)
		if got := r.read(r.target, lastStep); !strings.HasPrefix(got, "1|") || !strings.Contains(got, "Warning: cannot write logfile "+name+": ") {
			t.Errorf("%s: %s", name, got)
		}
	}
	if _, err := os.Stat(outside); err == nil {
		t.Error("a file outside of the directory was written")
	}
}

// TestAgentStepLog keeps output in the log table and result rows in the history, as the flags of the step say.
func TestAgentStepLog(t *testing.T) {
	r := newLocalRig(t)
	r.start()
	const log = `SELECT log FROM msdb.dbo.sysjobstepslogs AS l JOIN msdb.dbo.sysjobsteps AS s ON s.step_uid = l.step_uid
		JOIN msdb.dbo.sysjobs AS j ON j.job_id = s.job_id WHERE j.name = N'`
	r.local("over", cmdExec("echo x", `, @flags = 8`))
	r.run("over")
	r.run("over")
	r.want(r.target, log+`over'`, outputHead("over")+"x\n")
	r.local("append", cmdExec("echo x", `, @flags = 16`))
	r.run("append")
	r.run("append")
	r.want(r.target, log+`append'`, strings.Repeat(outputHead("append")+"x\n", 2))
	r.want(r.target, `SELECT DATALENGTH(log) - log_size FROM msdb.dbo.sysjobstepslogs`, "0\n0")

	const rows = `SELECT n, N''t'' AS t FROM (VALUES (1), (22)) AS v(n)`
	r.local("plain", `@command = N'`+rows+`'`)
	r.run("plain")
	r.want(r.target, lastStep, "1|Executed as user: sa.  The step succeeded.")
	for _, flag := range []string{"4", "32"} {
		r.local("rows"+flag, `@command = N'`+rows+` PRINT 1', @flags = `+flag)
		r.run("rows" + flag)
		r.want(r.target, lastStep, "1|Executed as user: sa. n  t\n-- -\n1  t\n22 t\n(2 rows affected)  1 [SQLSTATE 01000] (Message 0).  The step succeeded.")
	}
	r.local("error", `@command = N'SELECT 1 AS a; RAISERROR(N''bad'', 16, 1); SELECT 2 AS b', @flags = 4`)
	r.run("error")
	r.want(r.target, lastStep, "0|Executed as user: sa. a\n-\n1\n(1 rows affected)  bad [SQLSTATE 42000] (Error 50000)  b\n-\n2\n(1 rows affected).  The step failed.")
	// Many results and messages do not stall each other.
	r.local("many", `@command = N'DECLARE @i int = 0; WHILE @i < 500 BEGIN SELECT @i AS i; PRINT @i; SET @i += 1 END', @flags = 12`)
	r.run("many")
	r.want(r.target, `SELECT run_status FROM msdb.dbo.sysjobhistory WHERE step_id = 0 AND instance_id = (SELECT MAX(instance_id) FROM msdb.dbo.sysjobhistory)`, "1")
	if got := r.read(r.target, log+`many'`); !strings.HasSuffix(got, "i\n---\n499\n(1 rows affected)\n499 [SQLSTATE 01000] (Message 0)\n") {
		t.Error(got[max(0, len(got)-200):])
	}
}

// TestAgentLineCutInResults loses the server in the middle of a result set that is kept: the step ends.
func TestAgentLineCutInResults(t *testing.T) {
	r := newLocalRig(t)
	r.start()
	r.local("J", `@command = N'SELECT 1 AS one
WAITFOR DELAY ''00:01:00''
SELECT 2 AS two', @flags = 4`)
	r.launch("J")
	for len(r.agent.Jobs()) == 0 || r.read(r.target, `SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE program_name LIKE N'SQLAgent - TSQL JobStep%'`) == "0" {
		time.Sleep(time.Millisecond)
	}
	r.line.cut()
	r.line.mend()
	r.settled()
	r.want(r.target, `SELECT step_id, run_status FROM msdb.dbo.sysjobhistory ORDER BY instance_id`, "1|0\n0|0")
}

// TestAgentStopBetweenRetries stops a job while it waits for the next attempt.
func TestAgentStopBetweenRetries(t *testing.T) {
	r := newLocalRig(t)
	waits := make(chan time.Duration, 1)
	r.agent.Alarm = func(d time.Duration) (<-chan time.Time, func()) {
		waits <- d
		return nil, func() {}
	}
	r.start()
	r.local("J", cmdExec("exit 1", `, @retry_attempts = 2, @retry_interval = 7`))
	r.launch("J")
	if d := <-waits; d != 7*time.Minute {
		t.Errorf("it waits %v", d)
	}
	if jobs := r.agent.Jobs(); len(jobs) != 1 || jobs[0].State != 3 || jobs[0].Attempt != 1 {
		t.Errorf("meanwhile it is %+v", jobs)
	}
	r.stop("J")
	r.settled()
	r.want(r.target, `SELECT step_id, run_status FROM msdb.dbo.sysjobhistory ORDER BY instance_id`, "1|2\n1|3\n0|3")
	r.want(r.target, `SELECT message FROM msdb.dbo.sysjobhistory WHERE step_id = 0`,
		"The job was stopped prior to completion by User dba.  The Job was invoked by User dba.  The last step to run was step 1 (s1).")
}

// TestAgentHistoryLimits keeps of the history what the settings say, when a run ends.
func TestAgentHistoryLimits(t *testing.T) {
	r := newLocalRig(t)
	r.start()
	r.local("J", cmdExec("true", ""))
	r.local("K", cmdExec("true", ""))
	r.on(r.target, `EXEC msdb.dbo.sp_set_sqlagent_properties @jobhistory_max_rows = 5, @jobhistory_max_rows_per_job = 3`)
	for range 3 {
		r.run("J")
		r.run("K")
	}
	r.want(r.target, `SELECT j.name, COUNT(*) FROM msdb.dbo.sysjobhistory AS h JOIN msdb.dbo.sysjobs AS j ON j.job_id = h.job_id
		GROUP BY j.name ORDER BY j.name`, "J|2\nK|3")
}
