package agent

import (
	"time"

	"msxgate/msdb"
)

// calendar is the days on which a schedule runs. Days are numbered from 1970-01-01.
type calendar struct {
	freqType, interval, relative int64
	every                        int // weeks or months; days where the schedule is daily
	start, end                   int
	base                         int // from when weeks and months count
}

func newCalendar(s *msdb.Schedule, anchor time.Time) *calendar {
	c := &calendar{
		freqType: s.FreqType, interval: s.FreqInterval, relative: s.FreqRelativeInterval, every: int(max(s.FreqRecurrenceFactor, 1)),
		start: dayOf(s.ActiveStartDate), end: dayOf(s.ActiveEndDate),
	}
	if s.FreqType == freqDaily {
		c.every = int(max(s.FreqInterval, 1))
	}
	c.base = max(c.start, dayNumber(anchor))
	return c
}

// next is the first such day that is not before day; false when there is none.
func (c *calendar) next(day int) (int, bool) {
	day, ok := max(day, c.start), false
	switch c.freqType {
	case freqDaily:
		day, ok = day+(c.every-(day-c.start)%c.every)%c.every, true
	case freqWeekly:
		day, ok = c.nextWeekday(max(day, c.base))
	case freqMonthly, freqMonthlyRelative:
		day, ok = c.nextMonthday(max(day, c.base))
	}
	return day, ok && day <= c.end
}

// weekday is 0 on Sundays.
func weekday(day int) int { return (day + 4) % 7 } // 1970-01-01 was a Thursday

// weekOf is the Sunday with which the week of a day begins.
func weekOf(day int) int { return day - weekday(day) }

// inWeek is the first day of those chosen, from day to the end of its week.
func (c *calendar) inWeek(day int) (int, bool) {
	for d := day; d < weekOf(day)+7; d++ {
		if c.interval>>weekday(d)&1 == 1 {
			return d, true
		}
	}
	return 0, false
}

// nextWeekday looks in every n-th week from that of the first chosen day at or after base.
func (c *calendar) nextWeekday(day int) (int, bool) {
	first, ok := c.inWeek(c.base)
	if !ok {
		first, ok = c.inWeek(weekOf(c.base) + 7)
	}
	if !ok {
		return 0, false // no weekday is chosen
	}
	weeks := (weekOf(day) - weekOf(first)) / 7
	if weeks >= 0 && weeks%c.every == 0 {
		if d, ok := c.inWeek(max(day, first)); ok {
			return d, true
		}
		weeks++
	}
	weeks = (max(weeks, 0) + c.every - 1) / c.every * c.every
	return c.inWeek(weekOf(first) + weeks*7)
}

// nextMonthday looks in every n-th month from that of the first such day at or after base.
func (c *calendar) nextMonthday(day int) (int, bool) {
	first := monthOf(c.base)
	for i := 0; ; i++ {
		if d, ok := c.inMonth(first + i); ok && d >= c.base {
			first += i
			break
		}
		if i == 12*8 { // the longest wait for a 29 February
			return 0, false
		}
	}
	month := first + (max(monthOf(day)-first, 0)+c.every-1)/c.every*c.every
	for ; civil(month/12, month%12+1, 1) <= c.end; month += c.every {
		if d, ok := c.inMonth(month); ok && d >= day {
			return d, true
		}
	}
	return 0, false
}

// monthOf numbers the month of a day.
func monthOf(day int) int {
	t := time.Unix(int64(day)*secondsADay, 0).UTC()
	return t.Year()*12 + int(t.Month()) - 1
}

// inMonth is the day of a month on which the schedule runs; a month may have none.
func (c *calendar) inMonth(month int) (int, bool) {
	first, after := civil(month/12, month%12+1, 1), civil(month/12, month%12+2, 1)
	if c.freqType == freqMonthly {
		day := first + int(c.interval) - 1
		return day, c.interval >= 1 && day < after
	}
	if c.relative == 16 {
		for day := after - 1; day >= first; day-- {
			if c.isKind(day) {
				return day, true
			}
		}
		return 0, false
	}
	nth := map[int64]int{1: 1, 2: 2, 4: 3, 8: 4}[c.relative]
	for day := first; day < after; day++ {
		if c.isKind(day) {
			if nth--; nth == 0 {
				return day, true
			}
		}
	}
	return 0, false
}

// isKind tells whether a day is of the kind that the interval of a monthly relative schedule names: 1 Sunday to 7
// Saturday, 8 any day, 9 a weekday, 10 a day of the weekend.
func (c *calendar) isKind(day int) bool {
	w := weekday(day)
	switch c.interval {
	case 8:
		return true
	case 9:
		return 1 <= w && w <= 5
	case 10:
		return w == 0 || w == 6
	}
	return int64(w) == c.interval-1
}
