package agent

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"msxgate/msdb"
)

const wallFormat = "2006-01-02 15:04:05"

// scheduleVector is a row of testdata/schedules.json: the runs that follow one another after a moment.
type scheduleVector struct {
	Name     string
	Schedule map[string]int64
	After    string
	Anchor   string
	Expected []*string
}

func (v *scheduleVector) schedule() *msdb.Schedule {
	s := v.Schedule
	return &msdb.Schedule{
		Enabled: s["enabled"], FreqType: s["freq_type"], FreqInterval: s["freq_interval"], FreqSubdayType: s["freq_subday_type"],
		FreqSubdayInterval: s["freq_subday_interval"], FreqRelativeInterval: s["freq_relative_interval"],
		FreqRecurrenceFactor: s["freq_recurrence_factor"], ActiveStartDate: s["active_start_date"], ActiveEndDate: s["active_end_date"],
		ActiveStartTime: s["active_start_time"], ActiveEndTime: s["active_end_time"],
	}
}

func TestNextRun(t *testing.T) {
	b, err := os.ReadFile("testdata/schedules.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []scheduleVector }
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) == 0 {
		t.Fatal("no vectors")
	}
	for _, v := range file.Vectors {
		after, anchor := parseTime(t, wallFormat, v.After), parseTime(t, "2006-01-02", v.Anchor)
		for _, want := range v.Expected {
			next, ok := nextRun(v.schedule(), anchor, after)
			if want == nil {
				if ok {
					t.Errorf("%s: %v, want none", v.Name, next)
				}
				break
			}
			if got := next.Format(wallFormat); got != *want || !ok {
				t.Errorf("%s: after %v comes %s, want %s", v.Name, after, got, *want)
				break
			}
			after = next
		}
	}
}

func parseTime(t *testing.T, layout, s string) time.Time {
	t.Helper()
	at, err := time.Parse(layout, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestNextRunSlowly compares with a walk that looks at every second of a window and every day of the calendar.
func TestNextRunSlowly(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 9))
	n := 20_000
	if testing.Short() {
		n = 2000
	}
	found := 0
	for range n {
		s := randomSchedule(rng)
		after := time.Date(2023, 12, 1+rng.IntN(800), rng.IntN(24), rng.IntN(60), rng.IntN(60), rng.IntN(2)*5e8, time.UTC)
		anchor := after.AddDate(0, 0, -rng.IntN(60))
		got, ok := nextRun(s, anchor, after)
		if ok && got.Sub(after) > slowDays*24*time.Hour {
			continue // further than the walk goes
		}
		want, wantOK := slowNextRun(s, anchor, after)
		if ok != wantOK || ok && !got.Equal(want) {
			t.Fatalf("%+v\nanchor %v after %v: %v %v, want %v %v", *s, anchor, after, got, ok, want, wantOK)
		}
		if ok {
			found++
		}
	}
	if found < n/3 {
		t.Errorf("only %d of %d schedules ran", found, n)
	}
}

func randomSchedule(rng *rand.Rand) *msdb.Schedule {
	pick := func(v ...int64) int64 { return v[rng.IntN(len(v))] }
	date := func(from, days int) int64 { return dateInt(time.Date(from, 1, 1+rng.IntN(days), 0, 0, 0, 0, time.UTC)) }
	clock := func() int64 { return int64(rng.IntN(24)*10000 + rng.IntN(60)*100 + rng.IntN(60)) }
	s := &msdb.Schedule{
		Enabled: 1, FreqType: pick(1, 4, 8, 16, 32), FreqSubdayType: pick(0, 1, 2, 4, 8), FreqRecurrenceFactor: int64(rng.IntN(5)),
		ActiveStartDate: date(2023, 800), ActiveEndDate: pick(99991231, date(2024, 800)), ActiveStartTime: clock(), ActiveEndTime: pick(235959, clock()),
	}
	s.FreqSubdayInterval = map[int64]int64{2: 10 + int64(rng.IntN(90)), 4: 1 + int64(rng.IntN(200)), 8: 1 + int64(rng.IntN(25))}[s.FreqSubdayType]
	switch s.FreqType {
	case freqDaily:
		s.FreqInterval = 1 + int64(rng.IntN(9))
	case freqWeekly:
		s.FreqInterval = 1 + int64(rng.IntN(127))
	case freqMonthly:
		s.FreqInterval = 1 + int64(rng.IntN(31))
	case freqMonthlyRelative:
		s.FreqInterval, s.FreqRelativeInterval = 1+int64(rng.IntN(10)), pick(1, 2, 4, 8, 16)
	}
	return s
}

// slowDays is how far the slow walk looks.
const slowDays = 200

// slowNextRun applies the rules one day at a time, on a clock without a zone.
func slowNextRun(s *msdb.Schedule, anchor, after time.Time) (time.Time, bool) {
	midnight := func(t time.Time) time.Time { return t.Truncate(24 * time.Hour) }
	date := func(n int64) time.Time {
		return time.Date(int(n/10000), time.Month(n/100%100), int(n%100), 0, 0, 0, 0, time.UTC)
	}
	start, end := date(s.ActiveStartDate), date(s.ActiveEndDate)
	if s.FreqType == freqOnce {
		t := start.Add(time.Duration(secondsOf(s.ActiveStartTime)) * time.Second)
		if t.After(after) {
			return t, true
		}
		return time.Time{}, false
	}
	base := midnight(anchor)
	if base.Before(start) {
		base = start
	}
	var first time.Time // day at or after base
	for d := midnight(after).AddDate(0, 0, -1); d.Before(after.AddDate(0, 0, slowDays)); d = d.AddDate(0, 0, 1) {
		if d.Before(start) || d.After(end) {
			continue
		}
		if s.FreqType != freqDaily {
			if d.Before(base) {
				continue
			}
			if first.IsZero() {
				for first = base; !slowMatches(s, first); first = first.AddDate(0, 0, 1) {
				}
			}
		}
		if !slowMatches(s, d) || !slowInPhase(s, d, start, first) {
			continue
		}
		for _, sec := range slowTimes(s) {
			if t := d.Add(time.Duration(sec) * time.Second); t.After(after) {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

func slowMatches(s *msdb.Schedule, d time.Time) bool {
	switch s.FreqType {
	case freqWeekly:
		return s.FreqInterval&(1<<d.Weekday()) != 0
	case freqMonthly:
		return int64(d.Day()) == s.FreqInterval
	case freqMonthlyRelative:
		var of []int
		for k := d.AddDate(0, 0, 1-d.Day()); k.Month() == d.Month(); k = k.AddDate(0, 0, 1) {
			weekend := k.Weekday() == time.Saturday || k.Weekday() == time.Sunday
			if s.FreqInterval <= 7 && int64(k.Weekday())+1 == s.FreqInterval || s.FreqInterval == 8 ||
				s.FreqInterval == 9 && !weekend || s.FreqInterval == 10 && weekend {
				of = append(of, k.Day())
			}
		}
		i := map[int64]int{1: 0, 2: 1, 4: 2, 8: 3, 16: len(of) - 1}[s.FreqRelativeInterval]
		return of[i] == d.Day()
	}
	return true
}

func slowInPhase(s *msdb.Schedule, d, start, first time.Time) bool {
	every := int(max(s.FreqRecurrenceFactor, 1))
	switch s.FreqType {
	case freqDaily:
		return int(d.Sub(start).Hours()/24)%int(s.FreqInterval) == 0
	case freqWeekly:
		sunday := func(t time.Time) time.Time { return t.AddDate(0, 0, -int(t.Weekday())) }
		return int(sunday(d).Sub(sunday(first)).Hours()/24/7)%every == 0
	}
	return ((d.Year()-first.Year())*12+int(d.Month())-int(first.Month()))%every == 0
}

func slowTimes(s *msdb.Schedule) []int {
	from, to := secondsOf(s.ActiveStartTime), secondsOf(s.ActiveEndTime)
	unit := map[int64]int64{2: 1, 4: 60, 8: 3600}[s.FreqSubdayType]
	if unit == 0 {
		return []int{from}
	}
	if to < from {
		to += secondsADay
	}
	var out []int
	for sec := from; sec <= to; sec += int(s.FreqSubdayInterval * unit) {
		out = append(out, sec)
	}
	return out
}

// TestNextRunClockChange follows schedules through the nights in which the clocks change.
func TestNextRunClockChange(t *testing.T) {
	daily := func(start int64) *msdb.Schedule {
		return &msdb.Schedule{
			Enabled: 1, FreqType: freqDaily, FreqInterval: 1, FreqSubdayType: 1,
			ActiveStartDate: 20100101, ActiveEndDate: 99991231, ActiveStartTime: start, ActiveEndTime: 235959,
		}
	}
	minutes := func(n int64) *msdb.Schedule {
		s := daily(0)
		s.FreqSubdayType, s.FreqSubdayInterval = 4, n
		return s
	}
	tests := []struct {
		name     string
		zone     string
		schedule *msdb.Schedule
		after    string // UTC
		want     string // UTC
	}{
		{
			"forward, several times a day: the missing hour is left out", "Europe/Berlin", minutes(30),
			"2026-03-29 00:10:00", "00:30 01:00 01:30 02:00",
		},
		{"forward, once a day: at the end of the missing hour", "Europe/Berlin", daily(23000), "2026-03-28 12:00:00", "01:00 00:30"},
		{"forward, once a day, at the end of the missing hour", "Europe/Berlin", daily(30000), "2026-03-28 12:00:00", "01:00 01:00"},
		{
			"back, several times a day: the repeated hour is a pause", "Europe/Berlin", minutes(15),
			"2026-10-25 00:20:00", "00:30 00:45 02:00 02:15",
		},
		{"back, once a day: the first time only", "Europe/Berlin", daily(23000), "2026-10-24 12:00:00", "00:30 01:30"},
		{"back, asked in the repeated hour", "Europe/Berlin", minutes(30), "2026-10-25 01:10:00", "02:00 02:30"},
		{"west of Greenwich, forward", "America/New_York", daily(23000), "2026-03-07 12:00:00", "07:00 06:30"},
		{"west of Greenwich, back", "America/New_York", minutes(30), "2026-11-01 05:10:00", "05:30 07:00 07:30"},
		{"half an hour, forward", "Australia/Lord_Howe", daily(21000), "2026-10-03 12:00:00", "15:30 15:10"},
		{"half an hour, back", "Australia/Lord_Howe", minutes(15), "2026-04-04 14:20:00", "14:30 14:45 15:30"},
		{"a day that never was", "Pacific/Apia", daily(120000), "2011-12-29 23:00:00", "10:00 22:00"},
	}
	for _, test := range tests {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		at := parseTime(t, wallFormat, test.after).In(zone)
		var got []string
		for range strings.Fields(test.want) {
			next, ok := nextRun(test.schedule, at, at)
			if !ok || !next.After(at) {
				t.Fatalf("%s: %v after %v", test.name, next, at)
			}
			at = next
			got = append(got, at.UTC().Format("15:04"))
		}
		if !slices.Equal(got, strings.Fields(test.want)) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func BenchmarkNextRun(b *testing.B) {
	s := &msdb.Schedule{
		Enabled: 1, FreqType: freqMonthlyRelative, FreqInterval: 9, FreqRelativeInterval: 16, FreqRecurrenceFactor: 3,
		FreqSubdayType: 2, FreqSubdayInterval: 10, ActiveStartDate: 20200101, ActiveEndDate: 99991231, ActiveEndTime: 235959,
	}
	at := time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC)
	for b.Loop() {
		nextRun(s, at, at)
	}
}
