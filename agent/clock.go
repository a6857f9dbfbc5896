package agent

import (
	"context"
	"errors"
	"sync"
	"time"
)

// signals end the waits of the loops before their time.
type signals struct {
	once     sync.Once
	poll     chan struct{}
	schedule chan struct{}
	look     chan struct{}
}

func (s *signals) init() {
	s.once.Do(func() {
		s.poll, s.schedule, s.look = make(chan struct{}, 1), make(chan struct{}, 1), make(chan struct{}, 1)
	})
}

// PollNow makes Run poll at once.
func (a *Agent) PollNow() {
	a.signals.init()
	wake(a.signals.poll)
}

// ScheduleChanged makes Run read the schedules again: one was added, changed, attached, detached or deleted.
func (a *Agent) ScheduleChanged() {
	a.signals.init()
	a.plan.spoil()
	wake(a.signals.schedule)
}

func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // it is awake
	}
}

// Run starts the agent, launches jobs when their schedules say so and polls the master until ctx ends. What fails is logged and
// tried again: a start, too.
func (a *Agent) Run(ctx context.Context) error {
	a.signals.init()
	if !a.startAtLast(ctx) {
		return nil
	}
	defer func() {
		if errors.Is(context.Cause(ctx), ErrSuperseded) {
			a.stop(supersededGrace)
		}
		a.Stop()
	}()
	var loops sync.WaitGroup
	loops.Go(func() { a.turns(ctx, a.signals.schedule, a.scheduleTurn) })
	loops.Go(func() { a.turns(ctx, a.signals.poll, a.pollTurn) })
	if a.LookInterval > 0 {
		loops.Go(func() { a.lookTurns(ctx) })
	}
	loops.Wait()
	return nil
}

// supersededGrace is how long runs may take to end whose agent another may have replaced.
const supersededGrace = 100 * time.Millisecond

// startAtLast starts the agent however often it takes; false when ctx ended before.
func (a *Agent) startAtLast(ctx context.Context) bool {
	for pause := time.Second; ; pause = min(2*pause, time.Minute) {
		err := a.Start(ctx)
		if err == nil {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		a.Log.WithError(err).Error("Agent could not start; it will try again")
		if !a.sleep(ctx, pause) {
			return false
		}
	}
}

// turns calls turn over and over until ctx ends: after the wait that turn returned, or when it is woken.
func (a *Agent) turns(ctx context.Context, woken <-chan struct{}, turn func(context.Context) time.Duration) {
	for {
		ring, stop := a.alarm(turn(ctx))
		select {
		case <-ctx.Done():
			stop()
			return
		case <-ring:
		case <-woken:
			stop()
		}
	}
}

// pollTurn polls and returns when to poll next.
func (a *Agent) pollTurn(ctx context.Context) time.Duration {
	if err := a.Poll(ctx); err != nil && ctx.Err() == nil {
		a.Log.WithError(err).Warn("Poll failed")
	}
	interval, err := a.pollInterval(ctx)
	if err != nil && ctx.Err() == nil {
		a.Log.WithError(err).Warn("Poll interval not readable")
	}
	return interval
}

// scheduleTurn launches what is due and returns when something is due next.
func (a *Agent) scheduleTurn(ctx context.Context) time.Duration {
	if err := a.Schedule(ctx); err != nil {
		if ctx.Err() == nil {
			a.Log.WithError(err).Warn("Schedules not followed; they will be tried again")
		}
		return time.Second
	}
	return a.plan.wait(a.Now())
}

func (a *Agent) alarm(after time.Duration) (<-chan time.Time, func()) {
	if a.Alarm != nil {
		return a.Alarm(after)
	}
	t := time.NewTimer(after)
	return t.C, func() { t.Stop() }
}

// sleep waits; false when ctx ended meanwhile.
func (a *Agent) sleep(ctx context.Context, d time.Duration) bool {
	ring, stop := a.alarm(d)
	defer stop()
	select {
	case <-ring:
		return true
	case <-ctx.Done():
		return false
	}
}
