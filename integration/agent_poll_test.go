package integration

import (
	"strings"
	"testing"
)

func TestAgentDownloads(t *testing.T) {
	r := newRig(t)
	r.start()
	r.addJob("J")
	r.on(r.master, `EXEC msdb.dbo.sp_add_jobschedule @job_name = N'J', @name = N'Nightly', @freq_type = 4, @freq_interval = 1,
		@active_start_date = 20260101, @active_start_time = 20000`)
	r.poll()
	const job = `SELECT j.name, j.enabled, j.originating_server_id, j.category_id, v.server_id, s.step_name, s.command
		FROM msdb.dbo.sysjobs AS j JOIN msdb.dbo.sysjobservers AS v ON v.job_id = j.job_id JOIN msdb.dbo.sysjobsteps AS s ON s.job_id = j.job_id`
	r.want(r.target, job, "J|1|1|1|0|One|J")
	r.want(r.target, `SELECT name, freq_type, active_start_time FROM msdb.dbo.sysschedules`, "Nightly|4|20000")
	r.want(r.master, `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE status = 0 OR date_downloaded IS NULL`, "0")
	if a, b := r.read(r.master, `SELECT job_id FROM msdb.dbo.sysjobs`), r.read(r.target, `SELECT job_id FROM msdb.dbo.sysjobs`); a != b {
		t.Errorf("job ids %x and %x", a, b)
	}

	// UPDATE refreshes the header only.
	r.on(r.master, `UPDATE msdb.dbo.sysjobsteps SET command = N'changed behind the back'`,
		`EXEC msdb.dbo.sp_update_job @job_name = N'J', @new_name = N'K', @enabled = 0`)
	r.poll()
	r.want(r.target, job, "K|0|1|1|0|One|J")
	// INSERT replaces the copy, and a schedule that is as it was stays as it was.
	r.on(r.target, `UPDATE msdb.dbo.sysjobschedules SET next_run_date = 20260106, next_run_time = 20000`)
	r.on(r.master, `EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', 0x00`)
	r.poll()
	r.want(r.target, job, "K|0|1|1|0|One|changed behind the back")
	r.want(r.target, `SELECT s.version_number, l.next_run_date FROM msdb.dbo.sysschedules AS s JOIN msdb.dbo.sysjobschedules AS l
		ON l.schedule_id = s.schedule_id`, "1|20260106")

	// Without its schedule the job loses it, and nobody else has it.
	r.on(r.master, `EXEC msdb.dbo.sp_detach_schedule @job_name = N'K', @schedule_name = N'Nightly'`)
	r.poll()
	r.want(r.target, `SELECT COUNT(*) FROM msdb.dbo.sysschedules`, "0")

	r.addJob("L")
	r.poll()
	r.on(r.master, `EXEC msdb.dbo.sp_delete_job @job_name = N'K'`)
	r.poll()
	r.want(r.target, `SELECT name FROM msdb.dbo.sysjobs`, "L")
	r.on(r.master, `EXEC msdb.dbo.sp_post_msx_operation 'DELETE', 'JOB', 0x00`)
	r.poll()
	r.want(r.target, `SELECT COUNT(*) FROM msdb.dbo.sysjobs`, "0")
}

func TestAgentStartsOnce(t *testing.T) {
	r := newRig(t)
	r.start()
	r.addJob("J")
	r.on(r.master, `EXEC msdb.dbo.sp_start_job N'J'`)
	r.poll()
	r.settled()
	// The answer that the instruction was carried out is lost: the master offers it again.
	r.on(r.master, `UPDATE msdb.dbo.sysdownloadlist SET status = 0, date_downloaded = NULL`)
	r.poll()
	r.settled()
	r.want(r.master, `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE status = 0`, "0")
	if got := r.steps.commands(); got != "J" {
		t.Errorf("steps that ran: %s", got)
	}
	r.want(r.target, `SELECT step_id, run_status, message FROM msdb.dbo.sysjobhistory ORDER BY instance_id`,
		"1|1|Executed as user: sa.  The step succeeded.\n0|1|The job succeeded.  The Job was invoked by User MAIN.  The last step to run was step 1 (One).")
	r.want(r.master, `SELECT last_run_outcome, last_run_date, last_run_time, last_outcome_message FROM msdb.dbo.sysjobservers`,
		"1|20260105|93000|The job succeeded.  The Job was invoked by User MAIN.  The last step to run was step 1 (One).")
}

// TestAgentRefusesStart shows what becomes of instructions that cannot be carried out now, and never.
func TestAgentRefusesStart(t *testing.T) {
	r := newRig(t)
	r.start()
	r.addJob("J")
	r.addJob("Gone")
	r.poll()
	hold := make(chan struct{})
	r.steps.setHold(hold)
	r.on(r.master, `EXEC msdb.dbo.sp_start_job N'J'`, `EXEC msdb.dbo.sp_start_job N'J'`)
	r.poll()
	r.begun("J")
	r.want(r.master, `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE status = 0 OR error_message IS NOT NULL`, "0")
	r.want(r.target, `SELECT state FROM msdb.msxgate.run_ledger ORDER BY state`, "1\n3")
	r.on(r.target, `DELETE FROM msdb.dbo.sysjobservers WHERE job_id = (SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N'Gone')`,
		`DELETE FROM msdb.dbo.sysjobsteps WHERE job_id = (SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N'Gone')`)
	r.on(r.master, `EXEC msdb.dbo.sp_start_job N'Gone'`)
	r.poll()
	r.want(r.master, `SELECT s.last_run_outcome, s.last_outcome_message FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.sysjobs AS j
		ON j.job_id = s.job_id WHERE j.name = N'Gone'`, "0|The job failed.  The Job was invoked by User MAIN.  SQLServerAgent Error: "+
		"Request to run job Gone (from User MAIN) refused because the job has no job steps.")
	// STOP ends the run.
	r.on(r.master, `EXEC msdb.dbo.sp_stop_job N'J'`)
	r.poll()
	r.settled()
	r.poll()
	r.want(r.master, `SELECT s.last_run_outcome, s.last_outcome_message FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.sysjobs AS j
		ON j.job_id = s.job_id WHERE j.name = N'J'`, "3|The job was stopped prior to completion by User MAIN.  "+
		"The Job was invoked by User MAIN.  The last step to run was step 1 (One).")
	r.want(r.target, `SELECT run_status, message FROM msdb.dbo.sysjobhistory WHERE step_id = 1`,
		"3|Executed as user: sa.  The step was cancelled (stopped) as the result of a stop job request.")
}

func TestAgentBlocked(t *testing.T) {
	r := newRig(t)
	r.start()
	r.on(r.master,
		`CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'`,
		`CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'`,
		`EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Runner', @credential_name = N'Runner'`,
		`INSERT INTO msdb.dbo.sysproxysubsystem (subsystem_id, proxy_id) SELECT subsystem_id, 1 FROM msdb.dbo.syssubsystems WHERE subsystem = N'CmdExec'`,
		`EXEC msdb.dbo.sp_add_job @job_name = N'P', @owner_login_name = N'sa'`,
		`EXEC msdb.dbo.sp_add_jobstep @job_name = N'P', @step_name = N'One', @subsystem = N'CmdExec', @command = N'dir', @proxy_name = N'Runner'`,
		`EXEC msdb.dbo.sp_add_jobserver @job_name = N'P', @server_name = N'T1'`)
	r.addJob("Behind")
	const errors = `SELECT error_message FROM msdb.dbo.sysdownloadlist WHERE status = 0 ORDER BY instance_id`
	const clear = `UPDATE msdb.dbo.sysdownloadlist SET error_message = NULL`
	const matching = "The job step requires a proxy account, however proxy matching is disabled on the target server.\nNULL"
	r.poll()
	r.want(r.master, errors, matching)
	r.poll() // it stays blocked
	r.want(r.master, errors, matching)
	r.want(r.target, `SELECT COUNT(*) FROM msdb.dbo.sysjobs`, "0")
	r.setting("AllowDownloadedJobsToMatchProxyName", "REG_DWORD", "1")
	r.on(r.master, clear)
	r.poll()
	r.want(r.master, errors, "Proxy not found.\nNULL")
	r.on(r.target, `CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'`, `CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'`,
		`EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Runner', @credential_name = N'Runner'`)
	r.on(r.master, clear)
	r.poll()
	r.want(r.master, errors, "")
	r.want(r.target, `SELECT j.name, s.proxy_id FROM msdb.dbo.sysjobs AS j JOIN msdb.dbo.sysjobsteps AS s ON s.job_id = j.job_id ORDER BY j.name`,
		"Behind|NULL\nP|1")
}

func TestAgentSpoolsOutcomes(t *testing.T) {
	r := newRig(t)
	r.start()
	r.addJob("J")
	hold := make(chan struct{})
	r.steps.setHold(hold)
	r.on(r.master, `EXEC msdb.dbo.sp_start_job N'J'`)
	r.poll()
	r.agent.Aliases["MAIN"] = "127.0.0.1,1"
	if err := r.agent.Poll(t.Context()); err == nil || !strings.Contains(err.Error(), "Unable to connect to MSX 'MAIN'.") {
		t.Errorf("the master is away: %v", err)
	}
	close(hold)
	r.settled()
	r.want(r.target, `SELECT outcome FROM msdb.msxgate.outbox`, "1")
	r.agent.Aliases["MAIN"] = r.alias
	r.poll()
	r.want(r.target, `SELECT COUNT(*) FROM msdb.msxgate.outbox`, "0")
	r.want(r.master, `SELECT last_run_outcome FROM msdb.dbo.sysjobservers`, "1")
}

func TestAgentServerInstructions(t *testing.T) {
	r := newRig(t)
	r.start()
	r.on(r.master, `EXEC msdb.dbo.sp_post_msx_operation 'SYNC-TIME', 'SERVER'`,
		`EXEC msdb.dbo.sp_post_msx_operation 'SET-POLL', 'SERVER', NULL, N'T1', 300`,
		`EXEC msdb.dbo.sp_post_msx_operation 'RE-ENLIST', 'SERVER'`)
	r.poll()
	r.want(r.master, `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE status = 0`, "0")
	r.want(r.master, `SELECT poll_interval, location FROM msdb.dbo.systargetservers`, "300|Leeds")
	r.want(r.target, `SELECT name FROM msdb.dbo.sysoperators`, "MSXOperator")
	// A master that does not know the target is left alone.
	r.on(r.master, `EXEC msdb.dbo.sp_delete_targetserver N'T1', @post_defection = 0`)
	r.poll()
	if !strings.Contains(r.log.String(), "does not know this target") {
		t.Error("the log does not tell that the master forgot the target")
	}
}

func TestAgentRecovers(t *testing.T) {
	r := newRig(t)
	r.start()
	r.addJob("Begun")
	r.addJob("Asked")
	r.poll()
	r.agent.Stop()
	if err := r.agent.Poll(t.Context()); err == nil {
		t.Error("a stopped agent polls")
	}
	r.on(r.target, `INSERT INTO msdb.msxgate.run_ledger (run_id, job_id, start_step, source, requested_by, state, created, started)
		SELECT NEWID(), job_id, 0, 4, N'User sa', CASE name WHEN N'Begun' THEN 1 ELSE 0 END, '20260105 09:00:00', '20260105 09:00:00' FROM msdb.dbo.sysjobs`,
		// A schedule asked for this one long ago: it is not made up.
		`INSERT INTO msdb.msxgate.run_ledger (run_id, job_id, start_step, source, requested_by, state, created, scheduled_at)
		SELECT NEWID(), job_id, 0, 1, N'Schedule 1 (S)', 0, '20260105 09:00:00', '20260105 09:00:00' FROM msdb.dbo.sysjobs WHERE name = N'Asked'`)
	r.start()
	r.settled()
	if got := r.steps.commands(); got != "Asked" {
		t.Errorf("steps that ran: %s", got)
	}
	r.want(r.target, `SELECT j.name, h.run_status, h.run_time, h.message FROM msdb.dbo.sysjobhistory AS h JOIN msdb.dbo.sysjobs AS j ON j.job_id = h.job_id
		WHERE h.step_id = 0 ORDER BY j.name`, "Asked|1|93000|The job succeeded.  The Job was invoked by User sa.  The last step to run was step 1 (One).\n"+
		"Begun|0|90000|The job failed.  The agent ended while the job was running, so that its outcome is not known.  The Job was invoked by User sa.")
	r.want(r.target, `SELECT state FROM msdb.msxgate.run_ledger ORDER BY state`, "2\n3\n3")
	r.poll()
	r.want(r.master, `SELECT j.name, s.last_run_outcome FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.sysjobs AS j ON j.job_id = s.job_id ORDER BY j.name`,
		"Asked|1\nBegun|0")
}
