package agent

import (
	"sort"
	"time"

	"msxgate/msdb"
)

// sysschedules.freq_type.
const (
	freqOnce            int64 = 1
	freqDaily           int64 = 4
	freqWeekly          int64 = 8
	freqMonthly         int64 = 16
	freqMonthlyRelative int64 = 32
	freqAgentStart      int64 = 64
)

// nextRun is the first moment after a given one at which the schedule is due; false when there is none. A schedule is
// wall-clock time in the zone of after. anchor is the day, in its own zone, from which "every n weeks" and "every n months"
// count; active_start_date does when it is later.
//
// Where the clock goes back, a wall time is due the first time only, so that the repeated hour has no runs. Where it goes
// forward, what is due once a day in the missing hour is due at its end, and what is due several times a day is left out.
func nextRun(s *msdb.Schedule, anchor, after time.Time) (time.Time, bool) {
	switch {
	case s.Enabled == 0:
		return time.Time{}, false
	case s.FreqType == freqOnce:
		t, _ := instant(dayOf(s.ActiveStartDate), secondsOf(s.ActiveStartTime), after.Location())
		return t, t.After(after)
	}
	c, w := newCalendar(s, anchor), windowOf(s)
	// A window that passes midnight belongs to the day on which it began.
	for day, ok := c.next(dayNumber(after) - 1); ok; day, ok = c.next(day + 1) {
		if t, ok := w.next(day, after); ok {
			return t, true
		}
	}
	return time.Time{}, false
}

// window is when a schedule is due on a day that it runs on: count times, the seconds since midnight of the first, and how
// many lie between two.
type window struct{ first, step, count int }

func windowOf(s *msdb.Schedule) window {
	w := window{first: secondsOf(s.ActiveStartTime), count: 1}
	switch s.FreqSubdayType {
	case 2:
		w.step = int(s.FreqSubdayInterval)
	case 4:
		w.step = int(s.FreqSubdayInterval) * 60
	case 8:
		w.step = int(s.FreqSubdayInterval) * 3600
	}
	if w.step <= 0 {
		return w
	}
	last := secondsOf(s.ActiveEndTime)
	if last < w.first {
		last += secondsADay
	}
	w.count += (last - w.first) / w.step
	return w
}

// next is the first moment after a given one in the window of a day.
func (w window) next(day int, after time.Time) (time.Time, bool) {
	at := func(i int) (time.Time, bool) { return instant(day, w.first+i*w.step, after.Location()) }
	i := sort.Search(w.count, func(i int) bool { t, _ := at(i); return t.After(after) })
	for ; i < w.count; i++ {
		if t, missing := at(i); !missing || w.count == 1 {
			return t, true
		}
	}
	return time.Time{}, false
}

const secondsADay = 24 * 60 * 60

// instant is the moment at which the clocks of a zone show a time: the first one when they show it twice. One that they skip
// is missing, and the moment is that of the skip.
func instant(day, seconds int, zone *time.Location) (t time.Time, missing bool) {
	wall := time.Unix(int64(day)*secondsADay+int64(seconds), 0).UTC()
	t = time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone)
	from, until := t.ZoneBounds()
	switch shown := wallClock(t); {
	case shown.After(wall):
		return from, true
	case shown.Before(wall):
		return until, true
	case !from.IsZero():
		_, offset := from.Add(-time.Second).Zone()
		if first := wall.Add(-time.Duration(offset) * time.Second); first.Before(from) {
			return first.In(zone), false
		}
	}
	return t, false
}

// wallClock is what the clock shows at t, to the second, as a time without a zone: how msdb keeps its dates.
func wallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// civil numbers a day from 1970-01-01.
func civil(year, month, day int) int {
	return int(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / secondsADay)
}

// dayNumber is the day that the clock shows at t.
func dayNumber(t time.Time) int { return civil(t.Year(), int(t.Month()), t.Day()) }

// dayOf is the day of a date as msdb keeps it, YYYYMMDD.
func dayOf(date int64) int { return civil(int(date/10000), int(date/100%100), int(date%100)) }

// secondsOf are the seconds since midnight of a time as msdb keeps it, HHMMSS.
func secondsOf(clock int64) int { return int(clock/10000*3600 + clock/100%100*60 + clock%100) }
