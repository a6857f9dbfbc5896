package agent

import (
	"context"
	"fmt"
	"time"

	"msxgate/msdb"
)

// sight is what a Look saw of the tables.
type sight struct{ jobs, settings string }

// Look is one turn of the search for what reached the tables past this process, through another gateway or natively: requests
// to run and to stop jobs, changed jobs, schedules and settings.
func (a *Agent) Look(ctx context.Context) error {
	if !a.Running() {
		return errNotRunning
	}
	if err := a.launchPending(ctx); err != nil {
		return fmt.Errorf("requests to run jobs: %w", err)
	}
	if err := a.stopRequested(ctx); err != nil {
		return fmt.Errorf("requests to stop jobs: %w", err)
	}
	if a.MastersOnly {
		if _, err := a.joinSession(ctx, a.tx()); err != nil {
			return err
		}
	}
	return a.lookForChanges(ctx)
}

// lookTurns looks again and again until ctx ends. Of failures that follow one another the first is told.
func (a *Agent) lookTurns(ctx context.Context) {
	failed := false
	a.turns(ctx, a.signals.look, func(ctx context.Context) time.Duration {
		err := a.Look(ctx)
		if err != nil && !failed && ctx.Err() == nil {
			a.Log.WithError(err).Warn("Changes not seen; the next failures to look for them are not told")
		}
		failed = err != nil
		return a.LookInterval
	})
}

// launchPending begins the runs of the ledger that nobody has begun. What fails for a reason that may pass is left for the next
// turn.
func (a *Agent) launchPending(ctx context.Context) error {
	a.asks.Lock()
	defer a.asks.Unlock()
	open, err := msdb.OpenRuns(ctx, a.tx())
	if err != nil {
		return err
	}
	for i := range open {
		l := &open[i]
		if l.State != msdb.RunPending || a.has(l) {
			continue
		}
		a.resume(ctx, l)
	}
	return nil
}

func (a *Agent) stopRequested(ctx context.Context) error {
	stops, err := msdb.StopRequests(ctx, a.tx())
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, s := range stops {
		if r := a.runs[s.JobID]; r != nil && r.id == s.RunID {
			r.cancelBy(s.By)
		}
	}
	return nil
}

func (a *Agent) lookForChanges(ctx context.Context) error {
	jobs, err := msdb.JobsMark(ctx, a.tx())
	if err != nil {
		return err
	}
	settings, err := msdb.SettingsMark(ctx, a.tx())
	if err != nil {
		return err
	}
	a.mu.Lock()
	was := a.seen
	a.seen = sight{jobs, settings}
	a.mu.Unlock()
	if jobs != was.jobs {
		a.ScheduleChanged()
	}
	if settings != was.settings {
		a.PollNow()
	}
	return nil
}
