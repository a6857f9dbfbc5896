package agent

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

// Schedule is one turn of the scheduler: it reads the schedules when they may have changed and launches the jobs that are due.
// It does not wait for anything to become due.
func (a *Agent) Schedule(ctx context.Context) error {
	if !a.Running() {
		return errNotRunning
	}
	p := &a.plan
	p.turn.Lock()
	defer p.turn.Unlock()
	defer p.settle()
	now := a.Now()
	if p.mustRead(now) {
		if err := a.readSchedules(ctx, now); err != nil {
			p.spoil()
			return fmt.Errorf("read the schedules: %w", err)
		}
	}
	for _, e := range p.dueBy(now) {
		if err := a.launchDue(ctx, e, now); err != nil {
			return fmt.Errorf("launch job %s by schedule %d: %w", e.jobName, e.link.schedule, err)
		}
	}
	return nil
}

// readSchedules makes the plan anew from the tables and writes into them when each job is due next.
func (a *Agent) readSchedules(ctx context.Context, now time.Time) error {
	p := &a.plan
	all, err := msdb.LocalJobSchedules(ctx, a.tx())
	if err != nil {
		return err
	}
	if a.MastersOnly {
		all = slices.DeleteFunc(all, func(s msdb.LocalJobSchedule) bool { return s.OriginatingServerID == 0 })
	}
	next := make(map[link]*planned, len(all))
	var changed []*msdb.LocalJobSchedule
	for i := range all {
		s := &all[i]
		date, clock := int64(0), int64(0)
		if e := p.add(next, s, now); e != nil {
			date, clock = dateInt(e.at), timeInt(e.at)
		}
		if date != s.NextRunDate || clock != s.NextRunTime {
			s.NextRunDate, s.NextRunTime = date, clock
			changed = append(changed, s)
		}
	}
	before := p.next
	p.next, p.read = next, now
	if err := a.writeNextRuns(ctx, changed, before); err != nil {
		return err
	}
	if p.atStart {
		p.atStart = false
		a.launchAtStart(ctx, all, now)
	}
	if now.Sub(p.forgot) >= 24*time.Hour {
		p.forgot = now
		return msdb.ForgetRuns(ctx, a.tx(), now.Add(-ledgerAge))
	}
	return nil
}

// ledgerAge is how long ended runs stay in the ledger.
const ledgerAge = 30 * 24 * time.Hour

// writeNextRuns writes sysjobschedules.next_run_date and next_run_time, and sysjobactivity.next_scheduled_run_date where it
// differs. A running job has none until it ends. before is the plan that was.
func (a *Agent) writeNextRuns(ctx context.Context, changed []*msdb.LocalJobSchedule, before map[link]*planned) error {
	for _, s := range changed {
		if err := msdb.SetNextRun(ctx, a.tx(), s.JobID, s.ScheduleID, s.NextRunDate, s.NextRunTime); err != nil {
			return err
		}
	}
	activities, err := msdb.Activities(ctx, a.tx(), a.sessionID(), sql.Null[tds.GUID]{})
	if err != nil {
		return err
	}
	known := make(map[tds.GUID]time.Time, len(activities))
	for _, act := range activities {
		known[act.JobID] = act.NextScheduledRunDate.V
		if a.MastersOnly && !plans(before, act.JobID) && !plans(a.plan.next, act.JobID) {
			continue
		}
		if at := a.plan.earliest(act.JobID); !at.IsZero() || act.NextScheduledRunDate.Valid {
			if err := a.writeActivity(ctx, act.JobID, at, act.NextScheduledRunDate.V); err != nil {
				return err
			}
		}
	}
	for l := range a.plan.next {
		if _, ok := known[l.job]; ok {
			continue
		}
		known[l.job] = time.Time{}
		if err := a.ensureActivity(ctx, a.tx(), l.job); err != nil {
			return err
		}
		if err := a.writeActivity(ctx, l.job, a.plan.earliest(l.job), time.Time{}); err != nil {
			return err
		}
	}
	return nil
}

// plans tells whether a plan has launches of a job.
func plans(next map[link]*planned, job tds.GUID) bool {
	for l := range next {
		if l.job == job {
			return true
		}
	}
	return false
}

// writeActivity writes when a job is due next, zero for never, in place of what is written there.
func (a *Agent) writeActivity(ctx context.Context, job tds.GUID, at, written time.Time) error {
	if a.isRunning(job) || at.IsZero() == written.IsZero() && (at.IsZero() || wallClock(at).Equal(written)) {
		return nil
	}
	date, clock := msdb.Arg{Name: "date", Type: tds.TypeInt}, msdb.Arg{Name: "time", Type: tds.TypeInt}
	if !at.IsZero() {
		date.Value, clock.Value = dateInt(at), timeInt(at)
	}
	_, err := a.tx().Exec(ctx, `EXEC dbo.sp_sqlagent_update_jobactivity_next_scheduled_date @session_id = @session, @job_id = @job,
		@is_system = 0, @last_run_date = @date, @last_run_time = @time`,
		msdb.Arg{Name: "session", Value: a.sessionID()}, msdb.Arg{Name: "job", Value: job}, date, clock)
	return err
}

// launchDue launches a job that its schedule makes due, and plans the launch after it.
func (a *Agent) launchDue(ctx context.Context, e *planned, now time.Time) error {
	log := a.Log.WithField("job", e.jobName).WithField("schedule_id", e.link.schedule).WithField("due", e.at.Format(time.DateTime))
	if now.Sub(e.at) > missedAfter {
		log.Warn("Scheduled time missed; it is not made up")
	} else if err := a.launchScheduled(ctx, e); err != nil {
		var no *refusal
		if !asError(err, &no) {
			return err
		}
		log.WithError(err).Info("Schedule skipped")
	}
	next, ok := e.after(now)
	if !ok {
		delete(a.plan.next, e.link)
	}
	e.at = next
	date, clock := int64(0), int64(0)
	if ok {
		date, clock = dateInt(next), timeInt(next)
	}
	if err := msdb.SetNextRun(ctx, a.tx(), e.job, e.link.schedule, date, clock); err != nil {
		a.plan.spoil() // the next turn writes it
		log.WithError(err).Warn("Next run not written")
	}
	return nil
}

// launchScheduled begins the run that a schedule asks for, unless the ledger has one of the job for that time already: by another
// schedule, or before the clock went back.
func (a *Agent) launchScheduled(ctx context.Context, e *planned) error {
	l := &msdb.LedgerRun{
		RunID: a.NewID(), JobID: e.job, Source: sourceScheduler, RequestedBy: fmt.Sprintf("Schedule %d (%s)", e.link.schedule, e.name),
		ScheduledAt: sql.Null[time.Time]{V: wallClock(e.at), Valid: true}, Created: a.Now(),
	}
	if by := a.runningBy(e.job); by != "" {
		return alreadyRunning(e.jobName, l.RequestedBy, by)
	}
	return a.launchOnce(ctx, l)
}

// launchOnce enters a scheduled run into the ledger and begins it; one that is there already is left alone.
func (a *Agent) launchOnce(ctx context.Context, l *msdb.LedgerRun) error {
	a.asks.Lock()
	defer a.asks.Unlock()
	var has bool
	err := a.inTx(ctx, func(tx msdb.Tx) error {
		var err error
		if has, err = msdb.HasScheduledRun(ctx, tx, l.JobID, l.ScheduledAt.V); err != nil || has {
			return err
		}
		return msdb.InsertRun(ctx, tx, l)
	})
	if err != nil || has {
		return err
	}
	return a.launchOrDrop(ctx, l)
}

// launchAtStart runs the jobs that have an enabled schedule of type "when the agent starts".
func (a *Agent) launchAtStart(ctx context.Context, all []msdb.LocalJobSchedule, now time.Time) {
	today := dateInt(now)
	for i := range all {
		s := &all[i]
		if s.FreqType != freqAgentStart || s.Enabled == 0 || s.JobEnabled == 0 || today < s.ActiveStartDate || today > s.ActiveEndDate {
			continue
		}
		err := a.launchOnce(ctx, &msdb.LedgerRun{
			RunID: a.NewID(), JobID: s.JobID, Source: sourceStart, RequestedBy: "Start Sequence 0",
			ScheduledAt: sql.Null[time.Time]{V: wallClock(now), Valid: true}, Created: now,
		})
		if err != nil && !errors.Is(err, errStopping) {
			a.Log.WithError(err).WithField("job", s.JobName).Warn("Job not started with the agent")
		}
	}
}
