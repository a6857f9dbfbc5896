package agent

import (
	"context"

	"msxgate/msdb"
)

// recoverRuns settles what an earlier life of the agent left in the ledger: begun runs are closed as lost, and those that were
// asked for and not begun begin. A run is never repeated.
func (a *Agent) recoverRuns(ctx context.Context) error {
	open, err := msdb.OpenRuns(ctx, a.tx())
	if err != nil {
		return err
	}
	var pending []*msdb.LedgerRun
	for i := range open {
		l := &open[i]
		if l.State == msdb.RunPending {
			pending = append(pending, l)
			continue
		}
		if err := a.closeLost(ctx, l); err != nil {
			return err
		}
	}
	for _, l := range pending {
		a.resume(ctx, l)
	}
	return nil
}

// resume begins a run that was pending when the agent ended. A scheduled time that is long past is not made up. What cannot begin
// for a reason that may pass stays pending for the next start.
func (a *Agent) resume(ctx context.Context, l *msdb.LedgerRun) {
	log := a.Log.WithField("job_id", l.JobID.String()).WithField("requested_by", l.RequestedBy)
	if l.ScheduledAt.Valid && wallClock(a.Now()).Sub(l.ScheduledAt.V) > missedAfter {
		log.Warn("Scheduled time missed; it is not made up")
		if _, err := msdb.EndRun(ctx, a.tx(), l.RunID, msdb.RunLost, a.Now()); err != nil {
			log.WithError(err).Error("Missed run not closed")
		}
		return
	}
	if err := a.launch(ctx, l); err != nil {
		log.WithError(err).Warn("Job not started")
	}
}

// closeLost ends a run whose agent died: failed, with a text that says so.
func (a *Agent) closeLost(ctx context.Context, l *msdb.LedgerRun) error {
	job, err := msdb.VisibleJob(ctx, a.tx(), l.JobID)
	if err != nil {
		return err
	}
	if job == nil {
		_, err := msdb.EndRun(ctx, a.tx(), l.RunID, msdb.RunLost, a.Now())
		return err
	}
	r := &run{id: l.RunID, job: job, by: l.RequestedBy, source: l.Source, began: l.Created}
	if l.Started.Valid {
		r.began = l.Started.V
	}
	a.Log.WithField("job", job.Name).WithField("requested_by", r.by).Warn("A run was lost when the agent ended")
	res := result{
		status:  statusFailed,
		message: "The job failed.  The agent ended while the job was running, so that its outcome is not known.  The Job was invoked by " + r.by + ".",
		date:    dateInt(r.began), time: timeInt(r.began),
	}
	var news *told
	err = a.inTx(ctx, func(tx msdb.Tx) (err error) {
		if err := a.ensureActivity(ctx, tx, job.JobID); err != nil {
			return err
		}
		news, err = a.storeOutcome(ctx, tx, r, msdb.RunLost, res)
		return err
	})
	if err == nil {
		a.announce(r, res, news)
	}
	return err
}
