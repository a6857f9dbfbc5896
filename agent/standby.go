package agent

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

// Standby speaks for the agent of a server while another process runs it: it tells what that one has written, and leaves
// requests in the tables, where that one looks.
type Standby struct {
	DB    *sql.DB // msdb of the server
	Now   func() time.Time
	NewID func() tds.GUID
}

func (s *Standby) tx() msdb.Tx { return remoteTx{q: s.DB} }

// StartJob asks for a run of a job on behalf of a login, until ctx ends when the server is away. step 0 is the job's own first
// step.
func (s *Standby) StartJob(ctx context.Context, job tds.GUID, step int64, login string) error {
	l := &msdb.LedgerRun{
		RunID: s.NewID(), JobID: job, StartStep: step, Source: sourceUser, RequestedBy: "User " + login, Created: s.Now(),
	}
	for {
		err := insertRun(ctx, s.tx(), l)
		if err == nil || !passing(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(standbyPause):
		}
	}
}

// standbyPause is the wait after a request that could not be written.
const standbyPause = 100 * time.Millisecond

// StopJob asks for the run of a job to be stopped.
func (s *Standby) StopJob(ctx context.Context, job tds.GUID, login string) error {
	return msdb.RequestStop(ctx, s.tx(), job, "User "+login)
}

// PollNow asks for a poll.
func (s *Standby) PollNow(ctx context.Context) error { return msdb.RequestPoll(ctx, s.tx(), s.Now()) }

// CheckStart returns the error with which a request to run the job would be refused now: 22022.
func (s *Standby) CheckStart(ctx context.Context, job tds.GUID, name, login string) error {
	open, err := msdb.OpenRunOf(ctx, s.tx(), job)
	if err != nil || open == nil {
		return err
	}
	return alreadyRunning(name, "User "+login, open.RequestedBy).why
}

// CheckStop returns the error with which a request to stop the job would be refused now: 22022.
func (s *Standby) CheckStop(ctx context.Context, job tds.GUID, name, login string) error {
	open, err := msdb.OpenRunOf(ctx, s.tx(), job)
	if err != nil || open != nil {
		return err
	}
	return refuse("stop", name, "User "+login, "the job is not currently running").why
}

// Jobs are the jobs that run. The step is the one behind the last that has ended: which one runs is known to the agent alone.
func (s *Standby) Jobs(ctx context.Context) ([]JobState, error) {
	begun, err := msdb.BegunRuns(ctx, s.tx())
	if err != nil {
		return nil, err
	}
	out := make([]JobState, len(begun))
	for i, b := range begun {
		step := b.StartStep
		if b.LastStep.Valid {
			step = b.LastStep.V + 1
		}
		out[i] = JobState{
			JobID: b.JobID, Source: b.Source, SourceID: strings.TrimPrefix(b.RequestedBy, "User "),
			Step: step, State: stateExecuting, Requested: b.Created,
		}
	}
	return out, nil
}
