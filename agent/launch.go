package agent

import (
	"context"
	"errors"
	"strings"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

// StartJob runs a job now on behalf of a login. step 0 is the job's own first step.
func (a *Agent) StartJob(ctx context.Context, job tds.GUID, step int64, login string) error {
	if !a.Running() {
		return errNotRunning
	}
	l := &msdb.LedgerRun{
		RunID: a.NewID(), JobID: job, StartStep: step, Source: sourceUser, RequestedBy: "User " + login, Created: a.Now(),
	}
	if a.LookInterval > 0 {
		// The server may be away for a moment, or another agent about to take over: the request is in the ledger first.
		a.mu.Lock()
		lasting := a.lasting
		a.mu.Unlock()
		err := a.record(lasting, "request to run a job", func(tx msdb.Tx) error { return insertRun(lasting, tx, l) })
		a.signals.init()
		wake(a.signals.look)
		return err
	}
	a.asks.Lock()
	defer a.asks.Unlock()
	if err := msdb.InsertRun(ctx, a.tx(), l); err != nil {
		return err
	}
	return a.launchOrDrop(ctx, l)
}

// insertRun is msdb.InsertRun for what may have been inserted already, when the answer was lost.
func insertRun(ctx context.Context, tx msdb.Tx, l *msdb.LedgerRun) error {
	err := msdb.InsertRun(ctx, tx, l)
	var raised *tds.Error
	if asError(err, &raised) && raised.Number == duplicatePrimaryKey {
		return nil
	}
	return err
}

// duplicatePrimaryKey is the error of a primary key.
const duplicatePrimaryKey = 2627

// StopJob stops the run of a job; without one nothing happens.
func (a *Agent) StopJob(job tds.GUID, login string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if r := a.runs[job]; r != nil {
		r.cancelBy("User " + login)
	}
}

// JobChanged tells the agent that a job was added, changed or deleted. A run that is under way goes on as it began.
func (a *Agent) JobChanged(tds.GUID) { a.ScheduleChanged() }

// launch begins a pending run of the ledger. A refused run ends there as lost; after any other error it is still pending.
func (a *Agent) launch(ctx context.Context, l *msdb.LedgerRun) error {
	r, err := a.prepare(ctx, l)
	if err == nil {
		err = a.admit(r)
	}
	var no *refusal
	if asError(err, &no) {
		if end := a.endRefused(ctx, l, no); end != nil {
			return end
		}
	}
	return err
}

// launchOrDrop is launch for a run that nobody will ask for again: what fails is not left for a later time.
func (a *Agent) launchOrDrop(ctx context.Context, l *msdb.LedgerRun) error {
	err := a.launch(ctx, l)
	var no *refusal
	switch {
	case errors.Is(err, errStopping):
		return nil // the next start of the agent begins it
	case err == nil || asError(err, &no):
		return err
	}
	_, end := msdb.EndRun(ctx, a.tx(), l.RunID, msdb.RunLost, a.Now())
	return errors.Join(err, end)
}

// endRefused ends a run that was refused. The master hears of it when it asked for the run, unless the job runs: then it hears of
// that.
func (a *Agent) endRefused(ctx context.Context, l *msdb.LedgerRun, no *refusal) error {
	return a.inTx(ctx, func(tx msdb.Tx) error {
		first, err := msdb.EndRun(ctx, tx, l.RunID, msdb.RunLost, a.Now())
		if err != nil || !first || !l.Instruction.Valid || no.running {
			return err
		}
		now := a.Now()
		return msdb.SpoolOutcome(ctx, tx, &msdb.Outcome{
			JobID: l.JobID, Outcome: statusFailed, Date: dateInt(now), Time: timeInt(now),
			Message: cut("The job failed.  The Job was invoked by "+l.RequestedBy+".  "+no.Error(), 4000),
		})
	})
}

// prepare loads the job and its steps.
func (a *Agent) prepare(ctx context.Context, l *msdb.LedgerRun) (*run, error) {
	job, err := msdb.VisibleJob(ctx, a.tx(), l.JobID)
	if err != nil {
		return nil, err
	}
	if job == nil {
		return nil, &refusal{why: tds.Errorf(14262, 16, "The specified %s ('%s') does not exist.", "@job_id", l.JobID)}
	}
	if a.MastersOnly && !job.FromMaster {
		return nil, refuse("run", job.Name, l.RequestedBy, "another agent runs the local jobs of this server")
	}
	steps, err := msdb.JobSteps(ctx, a.tx(), l.JobID)
	if err != nil {
		return nil, err
	}
	if len(steps) == 0 {
		return nil, refuse("run", job.Name, l.RequestedBy, "the job has no job steps")
	}
	start := l.StartStep
	if start == 0 {
		start = job.StartStepID
	}
	return &run{id: l.RunID, job: job, steps: steps, start: start, source: l.Source, by: l.RequestedBy, began: a.Now()}, nil
}

// admit lets the run go unless one of the same job is under way.
func (a *Agent) admit(r *run) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.state != running && a.state != starting {
		return errStopping
	}
	if other := a.runs[r.job.JobID]; other != nil {
		return alreadyRunning(r.job.Name, r.by, other.by)
	}
	ctx, cancel := context.WithCancel(a.lasting)
	r.cancel, r.lasting = cancel, a.lasting
	r.step, r.state = r.start, stateExecuting
	a.runs[r.job.JobID] = r
	a.runGroup.Go(func() {
		defer cancel()
		if err := a.execute(ctx, r); errors.Is(err, ErrSuperseded) {
			a.Log.WithError(err).WithField("job", r.job.Name).Info("Job left to another agent")
		} else if err != nil {
			a.Log.WithError(err).WithField("job", r.job.Name).Error("Job run could not be recorded")
		}
		a.dismiss(r)
	})
	return nil
}

// dismiss forgets a run that has ended. The job is due by its schedules again.
func (a *Agent) dismiss(r *run) {
	a.mu.Lock()
	if a.runs[r.job.JobID] == r {
		delete(a.runs, r.job.JobID)
	}
	a.mu.Unlock()
	a.Log.WithField("job", r.job.Name).Debug("Job ended")
	a.ScheduleChanged()
}

// JobState is the live state of one running job.
type JobState struct {
	JobID     tds.GUID
	Source    int64
	SourceID  string // login or schedule
	Step      int64
	Attempt   int64
	State     int64 // xp_sqlagent_enum_jobs.job_state
	Requested time.Time
}

// Jobs are the jobs that run at this moment.
func (a *Agent) Jobs() []JobState {
	a.mu.Lock()
	defer a.mu.Unlock()
	out := make([]JobState, 0, len(a.runs))
	for id, r := range a.runs {
		r.mu.Lock()
		out = append(out, JobState{
			JobID: id, Source: r.source, SourceID: strings.TrimPrefix(r.by, "User "),
			Step: r.step, Attempt: r.attempt, State: r.state, Requested: r.began,
		})
		r.mu.Unlock()
	}
	return out
}
