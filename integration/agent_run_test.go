package integration

import (
	"context"
	"strings"
	"testing"
	"time"

	"msxgate/agent"
)

// instant rings every alarm at once.
func instant(time.Duration) (<-chan time.Time, func()) {
	c := make(chan time.Time)
	close(c)
	return c, func() {}
}

// TestAgentStepFlow follows the actions and retries of steps.
func TestAgentStepFlow(t *testing.T) {
	const step = `EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'`
	tests := []struct {
		name  string
		steps []string
		fail  map[string]int
		ran   string
		rows  string // step_id|run_status|retries_attempted
	}{
		{
			"next, then quit with success",
			[]string{`a', @command = N'a', @on_success_action = 3`, `b', @command = N'b'`},
			nil, "a b", "1|1|0\n2|1|0\n0|1|0",
		},
		{
			"next after the last is the end",
			[]string{`a', @command = N'a', @on_success_action = 3`},
			nil, "a", "1|1|0\n0|1|0",
		},
		{
			"a failed step goes on to a success",
			[]string{`a', @command = N'a', @on_fail_action = 3`, `b', @command = N'b'`},
			map[string]int{"a": 9},
			"a b", "1|0|0\n2|1|0\n0|1|0",
		},
		{
			"go to",
			[]string{`a', @command = N'a', @on_success_action = 4, @on_success_step_id = 3`, `b', @command = N'b'`, `c', @command = N'c', @on_success_action = 2`},
			nil, "a c", "1|1|0\n3|1|0\n0|0|0",
		},
		{
			"retries that help",
			[]string{`a', @command = N'a', @retry_attempts = 3, @retry_interval = 1`},
			map[string]int{"a": 2},
			"a a a",
			"1|2|0\n1|2|1\n1|1|2\n0|1|0",
		},
		{
			"retries that do not",
			[]string{`a', @command = N'a', @retry_attempts = 1, @retry_interval = 1`},
			map[string]int{"a": 9},
			"a a", "1|2|0\n1|0|1\n0|0|0",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t)
			r.agent.Alarm = instant
			for command, n := range test.fail {
				r.steps.fail[command] = n
			}
			r.on(r.master, `EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'`)
			for _, s := range test.steps {
				r.on(r.master, step+s)
			}
			r.on(r.master, `EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'`, `EXEC msdb.dbo.sp_start_job N'J'`)
			r.start()
			r.poll()
			r.settled()
			if got := r.steps.commands(); got != test.ran {
				t.Errorf("steps that ran: %s, want %s", got, test.ran)
			}
			r.want(r.target, `SELECT step_id, run_status, retries_attempted FROM msdb.dbo.sysjobhistory ORDER BY instance_id`, test.rows)
		})
	}
}

// TestAgentOwnServerAway ends a job while the own server cannot be reached: its history and its outcome are written when it is back.
func TestAgentOwnServerAway(t *testing.T) {
	r := newRig(t)
	r.start()
	r.addJob("J")
	hold := make(chan struct{})
	r.steps.setHold(hold)
	r.on(r.master, `EXEC msdb.dbo.sp_start_job N'J'`)
	r.poll()
	r.begun("J")
	r.line.cut()
	close(hold)
	time.Sleep(150 * time.Millisecond)
	if err := r.agent.Poll(t.Context()); err == nil {
		t.Error("a poll without the own server succeeds")
	}
	r.line.mend()
	r.settled()
	r.want(r.target, `SELECT step_id, run_status FROM msdb.dbo.sysjobhistory ORDER BY instance_id`, "1|1\n0|1")
	r.poll()
	r.want(r.master, `SELECT last_run_outcome FROM msdb.dbo.sysjobservers`, "1")
	// The instruction was not blamed for the line.
	r.want(r.master, `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE error_message IS NOT NULL OR status = 0`, "0")
}

// TestAgentLeavesDeafStep stops while a step does not listen: the run is lost, and said to be so by the next start.
func TestAgentLeavesDeafStep(t *testing.T) {
	r := newRig(t)
	r.agent.ShutdownTimeout = 20 * time.Millisecond
	r.start()
	r.addJob("J")
	hold := make(chan struct{})
	r.steps.setHold(hold)
	r.steps.deaf = true
	r.on(r.master, `EXEC msdb.dbo.sp_start_job N'J'`)
	r.poll()
	r.begun("J")
	r.agent.Stop()
	r.start()
	close(hold)
	r.want(r.target, `SELECT run_status, message FROM msdb.dbo.sysjobhistory`,
		"0|The job failed.  The agent ended while the job was running, so that its outcome is not known.  The Job was invoked by User MAIN.")
	r.want(r.target, `SELECT state FROM msdb.msxgate.run_ledger`, "3")
}

func TestAgentStopCancels(t *testing.T) {
	r := newRig(t)
	r.start()
	r.addJob("J")
	r.steps.setHold(make(chan struct{}))
	r.on(r.master, `EXEC msdb.dbo.sp_start_job N'J'`)
	r.poll()
	r.begun("J")
	r.agent.Stop()
	r.want(r.target, `SELECT run_status, message FROM msdb.dbo.sysjobhistory WHERE step_id = 0`, "3|The job was stopped prior to completion by "+
		"Shutdown Sequence 0.  The Job was invoked by User MAIN.  The last step to run was step 1 (One).")
}

// TestAgentDeletesJob: a job with a delete level is gone after its run, and the master hears of the outcome.
func TestAgentDeletesJob(t *testing.T) {
	r := newRig(t)
	r.start()
	r.addJob("J")
	r.on(r.master, `EXEC msdb.dbo.sp_update_job @job_name = N'J', @delete_level = 3`, `EXEC msdb.dbo.sp_start_job N'J'`)
	r.poll()
	r.settled()
	r.want(r.target, `SELECT COUNT(*) FROM msdb.dbo.sysjobs`, "0")
	r.poll()
	r.want(r.master, `SELECT last_run_outcome FROM msdb.dbo.sysjobservers`, "1")
}

// TestAgentDeletedWhileItRuns: the run ends as it began, and leaves nothing behind.
func TestAgentDeletedWhileItRuns(t *testing.T) {
	r := newRig(t)
	r.start()
	r.addJob("J")
	hold := make(chan struct{})
	r.steps.setHold(hold)
	r.on(r.master, `EXEC msdb.dbo.sp_start_job N'J'`)
	r.poll()
	r.begun("J")
	r.on(r.master, `EXEC msdb.dbo.sp_delete_job @job_name = N'J'`)
	r.poll()
	close(hold)
	r.settled()
	r.poll()
	r.want(r.target, `SELECT (SELECT COUNT(*) FROM msdb.dbo.sysjobs), (SELECT COUNT(*) FROM msdb.dbo.sysjobhistory),
		(SELECT COUNT(*) FROM msdb.msxgate.outbox), (SELECT MAX(state) FROM msdb.msxgate.run_ledger)`, "0|0|0|2")
}

func TestAgentTSQL(t *testing.T) {
	r := newRig(t)
	r.on(r.target, `CREATE LOGIN clerk WITH PASSWORD = N'Cl3rk!'`)
	sub := &agent.TSQL{Connect: r.connect}
	tests := []struct {
		step agent.Step
		want agent.Outcome
	}{
		{
			agent.Step{Command: "PRINT 'one'\nSELECT 1\nRAISERROR(N'two', 0, 1)"},
			agent.Outcome{Succeeded: true, Executed: "sa", Output: "one [SQLSTATE 01000] (Message 0)  two [SQLSTATE 01000] (Message 50000)"},
		},
		{
			agent.Step{Command: "PRINT DB_NAME()\nGO\nPRINT DB_NAME()\nGO 2\nPRINT 'never'\nGO 0", Database: "msdb"},
			agent.Outcome{Succeeded: true, Executed: "sa", Output: strings.Repeat("msdb [SQLSTATE 01000] (Message 0)  ", 3)},
		},
		{
			agent.Step{Command: "RAISERROR(N'bad', 16, 1)\nRAISERROR(N'worse', 11, 1)\nGO\nPRINT 'never'"},
			agent.Outcome{
				Executed: "sa", Output: "bad [SQLSTATE 42000] (Error 50000)  worse [SQLSTATE 42000] (Error 50000)", MessageID: 50000, Severity: 16,
			},
		},
		{agent.Step{Command: "PRINT SUSER_SNAME()", Owner: "clerk"}, agent.Outcome{
			Succeeded: true, Executed: "clerk", Output: "clerk [SQLSTATE 01000] (Message 0)",
		}},
	}
	for _, test := range tests {
		got, err := sub.Run(t.Context(), test.step)
		test.want.Output = strings.TrimSpace(test.want.Output)
		if err != nil || got != test.want {
			t.Errorf("%s\n got %+v %v\nwant %+v", test.step.Command, got, err, test.want)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	got, err := sub.Run(ctx, agent.Step{Command: "WAITFOR DELAY '00:01:00'\nGO\nPRINT 'never'"})
	if err != nil || got.Succeeded || strings.Contains(got.Output, "never") {
		t.Errorf("stopped: %+v %v", got, err)
	}
}
