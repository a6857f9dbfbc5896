package agent

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

// plan is what the scheduler keeps in memory: when each schedule makes each job due next.
type plan struct {
	turn    sync.Mutex // one turn of the scheduler at a time; guards what follows
	next    map[link]*planned
	read    time.Time // when the schedules were read
	looked  time.Time // the latest turn
	forgot  time.Time // when old runs were deleted from the ledger
	atStart bool      // the schedules of the agent's start are still to be launched

	mu    sync.Mutex
	stale bool // a schedule or a job changed
	due   time.Time
}

// link is a schedule as a job uses it.
type link struct {
	job      tds.GUID
	schedule int64
}

// planned is the next launch of a job by a schedule.
type planned struct {
	link
	name     string // of the schedule
	jobName  string
	schedule msdb.Schedule
	timing   timing
	at       time.Time
}

// timing is what of a schedule decides when it is due.
type timing struct {
	freqType, interval, subdayType, subdayInterval, relative, recurrence int64
	startDate, endDate, startTime, endTime                               int64
	modified                                                             time.Time
}

func timingOf(s *msdb.Schedule) timing {
	return timing{
		s.FreqType, s.FreqInterval, s.FreqSubdayType, s.FreqSubdayInterval, s.FreqRelativeInterval, s.FreqRecurrenceFactor,
		s.ActiveStartDate, s.ActiveEndDate, s.ActiveStartTime, s.ActiveEndTime, s.DateModified,
	}
}

const (
	// readInterval is how often the schedules are read when nobody tells of a change.
	readInterval = time.Minute
	// missedAfter is by how much a launch may be late. What was missed by more, while the machine slept or the agent
	// was down, is not made up.
	missedAfter = time.Minute
	// clockBack is by how much the clock must have gone back for everything to be computed again.
	clockBack = 2 * time.Second
)

// reset forgets the plan: the agent starts.
func (p *plan) reset() {
	p.turn.Lock()
	defer p.turn.Unlock()
	p.next, p.read, p.looked, p.atStart = nil, time.Time{}, time.Time{}, true
}

// spoil makes the next turn read the schedules.
func (p *plan) spoil() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stale = true
}

// mustRead tells whether the schedules have to be read now.
func (p *plan) mustRead(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Add(clockBack).Before(p.looked) {
		p.next, p.read = nil, time.Time{}
	}
	p.looked = now
	stale := p.stale || now.Sub(p.read) >= readInterval
	p.stale = false
	return stale
}

// add computes when a schedule makes its job due, unless that is known and nothing changed.
func (p *plan) add(next map[link]*planned, s *msdb.LocalJobSchedule, now time.Time) *planned {
	if s.JobEnabled == 0 || s.Enabled == 0 {
		return nil
	}
	l := link{s.JobID, s.ScheduleID}
	e := &planned{link: l, name: s.Name, jobName: s.JobName, schedule: s.Schedule, timing: timingOf(&s.Schedule)}
	if old := p.next[l]; old != nil && old.timing == e.timing {
		e.at = old.at
	} else if at, ok := e.after(now); ok {
		e.at = at
	}
	if e.at.IsZero() {
		return nil
	}
	next[l] = e
	return e
}

// after is when the schedule is due after a moment. Every n weeks or months count from when the schedule was last
// changed: msdb keeps that day, so a restart does not shift them.
func (e *planned) after(t time.Time) (time.Time, bool) {
	return nextRun(&e.schedule, e.schedule.DateModified, t)
}

// dueBy are the launches that are due at a moment, in their order. Of the schedules that make a job due at once the one with
// the lowest id comes first.
func (p *plan) dueBy(now time.Time) []*planned {
	var due []*planned
	for _, e := range p.next {
		if !e.at.After(now) {
			due = append(due, e)
		}
	}
	slices.SortFunc(due, func(x, y *planned) int {
		return cmp.Or(x.at.Compare(y.at), cmp.Compare(x.link.schedule, y.link.schedule))
	})
	return due
}

// earliest is when a job is due next by any schedule, zero for never.
func (p *plan) earliest(job tds.GUID) time.Time {
	var at time.Time
	for l, e := range p.next {
		if l.job == job && (at.IsZero() || e.at.Before(at)) {
			at = e.at
		}
	}
	return at
}

// settle notes when the scheduler has to look again.
func (p *plan) settle() {
	due := p.read.Add(readInterval)
	for _, e := range p.next {
		if e.at.Before(due) {
			due = e.at
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.due = due
}

// wait is how long the scheduler may sleep.
func (p *plan) wait(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return min(max(p.due.Sub(now), 0), readInterval)
}
