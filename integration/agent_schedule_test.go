package integration

import (
	"context"
	"testing"
	"time"
)

// addScheduled makes local jobs of one step, each with a schedule of its own.
func (r *rig) addScheduled(name, schedule string) {
	r.t.Helper()
	r.on(r.target,
		`EXEC msdb.dbo.sp_add_job @job_name = N'`+name+`', @owner_login_name = N'sa'`,
		`EXEC msdb.dbo.sp_add_jobstep @job_name = N'`+name+`', @step_name = N'One', @command = N'`+name+`'`,
		`EXEC msdb.dbo.sp_add_jobserver @job_name = N'`+name+`'`,
		`EXEC msdb.dbo.sp_add_jobschedule @job_name = N'`+name+`', @name = N'S', @active_start_date = 20260101, `+schedule)
}

func TestAgentFollowsSchedules(t *testing.T) {
	r := newRig(t)
	r.addScheduled("Ten", `@freq_type = 4, @freq_interval = 1, @freq_subday_type = 4, @freq_subday_interval = 10`)
	r.addScheduled("Once", `@freq_type = 1, @active_start_time = 94000`)
	r.start()
	r.schedule()
	const next = `SELECT j.name, l.next_run_date, l.next_run_time, CONVERT(varchar(30), a.next_scheduled_run_date, 120)
		FROM msdb.dbo.sysjobs AS j JOIN msdb.dbo.sysjobschedules AS l ON l.job_id = j.job_id
		JOIN msdb.dbo.sysjobactivity AS a ON a.job_id = j.job_id ORDER BY j.name`
	r.on(r.target, `UPDATE msdb.dbo.sysschedules SET active_start_date = 20260105 WHERE freq_type = 1`)
	r.agent.ScheduleChanged()
	r.schedule()
	r.want(r.target, next, "Once|20260105|94000|2026-01-05 09:40:00\nTen|20260105|94000|2026-01-05 09:40:00")
	r.advance(9*time.Minute + 59*time.Second)
	r.schedule()
	if got := r.steps.commands(); got != "" {
		t.Errorf("steps that ran before their time: %s", got)
	}
	r.advance(time.Second)
	r.schedule()
	r.settled()
	r.schedule()
	r.want(r.target, next, "Once|0|0|NULL\nTen|20260105|95000|2026-01-05 09:50:00")
	r.want(r.target, `SELECT j.name, l.source, CONVERT(varchar(30), l.scheduled_at, 120), l.state FROM msdb.msxgate.run_ledger AS l
		JOIN msdb.dbo.sysjobs AS j ON j.job_id = l.job_id ORDER BY j.name`, "Once|1|2026-01-05 09:40:00|2\nTen|1|2026-01-05 09:40:00|2")
	r.want(r.target, `SELECT message FROM msdb.dbo.sysjobhistory AS h JOIN msdb.dbo.sysjobs AS j ON j.job_id = h.job_id
		WHERE h.step_id = 0 AND j.name = N'Ten'`,
		"The job succeeded.  The Job was invoked by Schedule 1 (S).  The last step to run was step 1 (One).")

	// The clock goes back: what ran at a time does not run again at that time.
	r.advance(-5 * time.Minute)
	r.schedule()
	r.advance(5 * time.Minute)
	r.schedule()
	r.settled()
	r.want(r.target, `SELECT COUNT(*) FROM msdb.msxgate.run_ledger`, "2")

	// A time that is long past is not made up, and a job that runs is not launched twice.
	r.advance(15 * time.Minute)
	r.schedule()
	r.want(r.target, `SELECT COUNT(*) FROM msdb.msxgate.run_ledger`, "2")
	hold := make(chan struct{})
	r.steps.setHold(hold)
	r.advance(5 * time.Minute)
	r.schedule()
	r.advance(10 * time.Minute)
	r.schedule()
	close(hold)
	r.settled()
	r.want(r.target, `SELECT COUNT(*) FROM msdb.msxgate.run_ledger`, "3")

	// A disabled job has no next run.
	r.on(r.target, `EXEC msdb.dbo.sp_update_job @job_name = N'Ten', @enabled = 0`)
	r.agent.ScheduleChanged()
	r.schedule()
	r.want(r.target, next, "Once|0|0|NULL\nTen|0|0|NULL")
}

func TestAgentStartSchedules(t *testing.T) {
	r := newRig(t)
	r.addScheduled("Boot", `@freq_type = 64`)
	r.addScheduled("Late", `@freq_type = 64, @active_end_date = 20260104`)
	r.start()
	r.schedule()
	r.settled()
	r.schedule()
	r.settled()
	if got := r.steps.commands(); got != "Boot" {
		t.Errorf("steps that ran: %s", got)
	}
	r.want(r.target, `SELECT run_requested_source FROM msdb.dbo.sysjobactivity WHERE run_requested_source IS NOT NULL`, "3")
	r.want(r.target, `SELECT message FROM msdb.dbo.sysjobhistory WHERE step_id = 0`,
		"The job succeeded.  The Job was invoked by Start Sequence 0.  The last step to run was step 1 (One).")
}

// TestAgentShared lets two schedules make a job due at once: it runs once, by the one with the lower id.
func TestAgentShared(t *testing.T) {
	r := newRig(t)
	r.addScheduled("J", `@freq_type = 4, @freq_interval = 1, @active_start_time = 100000`)
	r.on(r.target, `EXEC msdb.dbo.sp_add_jobschedule @job_name = N'J', @name = N'Other', @freq_type = 8, @freq_interval = 127,
		@freq_recurrence_factor = 1, @active_start_date = 20260101, @active_start_time = 100000`)
	r.start()
	r.schedule()
	r.advance(30 * time.Minute)
	r.schedule()
	r.settled()
	r.want(r.target, `SELECT requested_by FROM msdb.msxgate.run_ledger`, "Schedule 1 (S)")
	r.want(r.target, `SELECT next_run_date FROM msdb.dbo.sysjobschedules`, "20260106\n20260106")
}

// TestAgentRun lets Run drive the clock: it sleeps until something is due and wakes when a schedule changes.
func TestAgentRun(t *testing.T) {
	r := newRig(t)
	r.setting("MSXServerName", "REG_SZ", `N''`)
	rings := make(chan time.Time)
	waits := make(chan time.Duration, 100)
	r.agent.Alarm = func(d time.Duration) (<-chan time.Time, func()) {
		waits <- d
		if d == time.Minute { // the poll, or nothing planned
			return nil, func() {}
		}
		return rings, func() {}
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- r.agent.Run(ctx) }()
	for range 2 {
		if d := <-waits; d != time.Minute {
			t.Errorf("waits %v with nothing to do", d)
		}
	}
	r.addScheduled("J", `@freq_type = 4, @freq_interval = 1, @active_start_time = 93030`)
	r.agent.ScheduleChanged()
	if d := <-waits; d != 30*time.Second {
		t.Errorf("waits %v for a job that is due in 30 s", d)
	}
	r.advance(30 * time.Second)
	rings <- r.clock()
	r.begun("J")
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	r.want(r.target, `SELECT state FROM msdb.msxgate.run_ledger`, "2")
}
