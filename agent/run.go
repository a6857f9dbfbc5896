package agent

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

// Outcomes of runs and steps: sysjobhistory.run_status and sysjobservers.last_run_outcome.
const (
	statusFailed    int64 = 0
	statusSucceeded int64 = 1
	statusRetry     int64 = 2
	statusCanceled  int64 = 3
)

// Sources of a run: sysjobactivity.run_requested_source.
const (
	sourceScheduler int64 = 1
	sourceStart     int64 = 3 // of the agent
	sourceUser      int64 = 4
)

// The actions that follow a step: sysjobsteps.on_success_action and on_fail_action.
const (
	actionQuitSuccess int64 = 1
	actionQuitFailure int64 = 2
	actionNextStep    int64 = 3
	actionGoToStep    int64 = 4
)

// run is one run of a job.
type run struct {
	id     tds.GUID // in msxgate.run_ledger
	job    *msdb.Job
	steps  []msdb.JobStep
	start  int64  // first step
	source int64  // who asked: sourceUser, ...
	by     string // in words: "User sa"
	began  time.Time

	cancel  context.CancelFunc // of the steps
	lasting context.Context    // of what is recorded

	mu        sync.Mutex // guards what follows
	step      int64
	attempt   int64
	ran       map[int64]int64 // executions of each step, retries not counted
	state     int64           // xp_sqlagent_enum_jobs.job_state
	stoppedBy string          // who stopped it; empty while nobody did
}

// The job_state values of a run.
const (
	stateExecuting  int64 = 1
	stateRetrying   int64 = 3
	stateCompleting int64 = 7
)

// cancelBy stops the run on behalf of somebody; the first one counts.
func (r *run) cancelBy(who string) {
	r.mu.Lock()
	if r.stoppedBy == "" {
		r.stoppedBy = who
	}
	r.mu.Unlock()
	r.cancel()
}

func (r *run) stopper() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stoppedBy
}

// current is the step that runs.
func (r *run) current() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.step
}

func (r *run) at(step, attempt, state int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.step, r.attempt, r.state = step, attempt, state
}

// entered counts an execution of a step.
func (r *run) entered(step int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ran == nil {
		r.ran = map[int64]int64{}
	}
	r.ran[step]++
}

// executions is how often a step was executed in this run, the current time included.
func (r *run) executions(step int64) int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ran[step]
}

// result is how a run ended.
type result struct {
	status  int64
	message string
	date    int64 // when the run began, YYYYMMDD and HHMMSS
	time    int64
	elapsed int64 // HHMMSS
}

// execute runs the steps of r from its first to the one that quits and records everything. It returns
// when the outcome is stored.
func (a *Agent) execute(ctx context.Context, r *run) error {
	if err := a.recordStart(r); err != nil {
		return a.dropUnstarted(r, err)
	}
	status, last, note := a.flow(ctx, r)
	r.at(r.current(), 0, stateCompleting)
	return a.recordOutcome(r, a.resultOf(r, status, last, note))
}

// dropUnstarted ends a run whose start could not be recorded. While the agent stops it stays pending, and the next start begins
// it; so it does for an agent that has taken over.
func (a *Agent) dropUnstarted(r *run, why error) error {
	if r.lasting.Err() != nil || errors.Is(why, ErrSuperseded) {
		return why
	}
	_, err := msdb.EndRun(r.lasting, a.tx(), r.id, msdb.RunLost, a.Now())
	return errors.Join(why, err)
}

// flow walks from step to step. The outcome is that of the quitting action, not of the steps.
func (a *Agent) flow(ctx context.Context, r *run) (status int64, last *msdb.JobStep, note string) {
	id := r.start
	for {
		step := r.find(id)
		if step == nil {
			return statusFailed, last, fmt.Sprintf("  The job could not go on: step %d does not exist.", id)
		}
		if r.stopper() != "" {
			return statusCanceled, last, ""
		}
		last = step
		ended := a.runStep(ctx, r, step)
		if ended == statusCanceled {
			return statusCanceled, last, ""
		}
		action, target := step.OnSuccessAction, step.OnSuccessStepID
		if ended == statusFailed {
			action, target = step.OnFailAction, step.OnFailStepID
		}
		switch action {
		case actionQuitSuccess:
			return statusSucceeded, last, ""
		case actionNextStep:
			if id++; r.find(id) == nil {
				return ended, last, ""
			}
		case actionGoToStep:
			id = target
		default:
			return statusFailed, last, ""
		}
	}
}

func (r *run) find(id int64) *msdb.JobStep {
	for i := range r.steps {
		if r.steps[i].StepID == id {
			return &r.steps[i]
		}
	}
	return nil
}

// runStep runs a step with its retries and writes a history row for each attempt.
func (a *Agent) runStep(ctx context.Context, r *run, s *msdb.JobStep) int64 {
	r.entered(s.StepID)
	for retries := int64(0); ; retries++ {
		r.at(s.StepID, retries, stateExecuting)
		began := a.Now()
		out, log := a.attempt(ctx, r, s, retries)
		status := statusFailed
		switch {
		case out.Succeeded: // before a request to stop it
			status = statusSucceeded
		case r.stopper() != "":
			status = statusCanceled
		case retries < s.RetryAttempts:
			status = statusRetry
		}
		a.recordStep(r, s, out, log, status, retries, began)
		if status != statusRetry {
			return status
		}
		r.at(s.StepID, retries+1, stateRetrying)
		if !a.sleep(ctx, time.Duration(s.RetryInterval)*time.Minute) {
			a.recordStep(r, s, Outcome{}, nil, statusCanceled, retries, began)
			return statusCanceled
		}
	}
}

// attempt hands one attempt at a step to its subsystem. What keeps the step from running fails it. The log is nil when the
// step has none, or did not run.
func (a *Agent) attempt(ctx context.Context, r *run, s *msdb.JobStep, retries int64) (Outcome, *stepLog) {
	sub, err := a.subsystemOf(ctx, s)
	if err != nil {
		return Outcome{Output: err.Error()}, nil
	}
	command, err := a.replaceTokens(r, s, s.Command.V)
	if err != nil {
		return Outcome{Output: err.Error()}, nil
	}
	owner, err := a.identity(ctx, r, s)
	if err != nil {
		return Outcome{Output: err.Error()}, nil
	}
	log, err := a.openLog(r, s, retries)
	if err != nil {
		return Outcome{Output: err.Error()}, nil
	}
	step := Step{
		JobID: r.job.JobID, StepID: s.StepID, Command: command, Database: s.DatabaseName.V,
		User: s.DatabaseUserName.V, Owner: owner, SuccessAt: s.CmdexecSuccessCode, Flags: s.Flags,
	}
	if log != nil {
		step.Log = log
	}
	out, err := sub.Run(ctx, step)
	if err != nil {
		out = Outcome{Output: strings.TrimSpace(out.Output + "  " + err.Error()), Executed: out.Executed}
	}
	if log != nil {
		if warning := log.close(); warning != "" {
			out.Output = strings.TrimSpace(warning + "  " + out.Output)
		}
	}
	return out, log
}

// resultOf words the outcome row of a run.
func (a *Agent) resultOf(r *run, status int64, last *msdb.JobStep, note string) result {
	var b strings.Builder
	switch status {
	case statusSucceeded:
		b.WriteString("The job succeeded.")
	case statusCanceled:
		fmt.Fprintf(&b, "The job was stopped prior to completion by %s.", r.stopper())
	default:
		b.WriteString("The job failed.")
	}
	fmt.Fprintf(&b, "  The Job was invoked by %s.", r.by)
	if last != nil {
		fmt.Fprintf(&b, "  The last step to run was step %d (%s).", last.StepID, last.StepName)
	}
	if r.start != r.job.StartStepID {
		if s := r.find(r.start); s != nil {
			fmt.Fprintf(&b, "  The job was requested to start at step %d (%s).", s.StepID, s.StepName)
		}
	}
	b.WriteString(note)
	return result{
		status: status, message: cut(b.String(), 4000),
		date: dateInt(r.began), time: timeInt(r.began), elapsed: durationInt(a.Now().Sub(r.began)),
	}
}

// dateInt is a date as msdb keeps it, YYYYMMDD.
func dateInt(t time.Time) int64 { return int64(t.Year()*10000 + int(t.Month())*100 + t.Day()) }

// timeInt is a time of day as msdb keeps it, HHMMSS.
func timeInt(t time.Time) int64 { return int64(t.Hour()*10000 + t.Minute()*100 + t.Second()) }

// durationInt is a duration as msdb keeps it, HHMMSS; the hours grow without limit.
func durationInt(d time.Duration) int64 {
	s := int64(max(d, 0).Round(time.Second) / time.Second)
	return s/3600*10000 + s/60%60*100 + s%60
}

// cut shortens s to n UTF-16 code units, as nvarchar(n) counts them.
func cut(s string, n int) string {
	units := 0
	for i, r := range s {
		if units++; r > 0xFFFF {
			units++
		}
		if units > n {
			return s[:i]
		}
	}
	return s
}
