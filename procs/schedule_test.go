package procs

import (
	"testing"
	"time"

	"msxgate/msdb"
)

func TestScheduleDefaults(t *testing.T) {
	c := &Call{Login: Login{Sysadmin: true, SID: []byte{1}}, Now: func() time.Time {
		return time.Date(2026, 3, 29, 23, 59, 0, 0, time.FixedZone("", -5*3600))
	}}
	for name, tc := range map[string]struct{ in, want msdb.Schedule }{
		"a one-time schedule keeps nothing of its frequency": {
			msdb.Schedule{FreqType: freqOnce, FreqInterval: 5, FreqSubdayType: 4, FreqSubdayInterval: 1, FreqRelativeInterval: 1, FreqRecurrenceFactor: 2},
			msdb.Schedule{FreqType: freqOnce},
		},
		"a daily one has no recurrence factor and runs once": {
			msdb.Schedule{FreqType: freqDaily, FreqInterval: 2, FreqRecurrenceFactor: 7},
			msdb.Schedule{FreqType: freqDaily, FreqInterval: 2, FreqSubdayType: subdayOnce},
		},
		"what does not matter is kept": {
			msdb.Schedule{FreqType: freqWeekly, FreqInterval: 2, FreqSubdayType: subdayOnce, FreqSubdayInterval: 9, FreqRelativeInterval: 3, FreqRecurrenceFactor: 1},
			msdb.Schedule{FreqType: freqWeekly, FreqInterval: 2, FreqSubdayType: subdayOnce, FreqSubdayInterval: 9, FreqRelativeInterval: 3, FreqRecurrenceFactor: 1},
		},
		"a night ends before it begins": {
			msdb.Schedule{FreqType: freqDaily, FreqInterval: 1, FreqSubdayType: subdayHours, FreqSubdayInterval: 1, ActiveStartTime: 220000, ActiveEndTime: 60000},
			msdb.Schedule{FreqType: freqDaily, FreqInterval: 1, FreqSubdayType: subdayHours, FreqSubdayInterval: 1, ActiveStartTime: 220000, ActiveEndTime: 60000},
		},
	} {
		got, want := tc.in, tc.want
		got.Name, got.Enabled, got.OwnerSID = " x ", 1, c.Login.SID
		want.ActiveStartDate, want.ActiveEndDate = 20260329, noEndDate
		if want.ActiveEndTime == 0 {
			want.ActiveEndTime = 235959
		}
		if err := verifySchedule(c, &got, true); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want.Name, want.Enabled = "x", 1
		got.OwnerSID = nil
		if got.Name != want.Name || got.FreqType != want.FreqType || got.FreqInterval != want.FreqInterval ||
			got.FreqSubdayType != want.FreqSubdayType || got.FreqSubdayInterval != want.FreqSubdayInterval ||
			got.FreqRelativeInterval != want.FreqRelativeInterval || got.FreqRecurrenceFactor != want.FreqRecurrenceFactor ||
			got.ActiveStartDate != want.ActiveStartDate || got.ActiveEndDate != want.ActiveEndDate ||
			got.ActiveStartTime != want.ActiveStartTime || got.ActiveEndTime != want.ActiveEndTime {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, want)
		}
	}
}

func TestScheduleFaults(t *testing.T) {
	c := &Call{Login: Login{Sysadmin: true}, Now: time.Now}
	good := msdb.Schedule{Name: "x", Enabled: 1, OwnerSID: []byte{1}, FreqType: freqDaily, FreqInterval: 1, FreqRecurrenceFactor: 1}
	for _, tc := range []struct {
		change func(*msdb.Schedule)
		number int32
		text   string
	}{
		{func(s *msdb.Schedule) { s.OwnerSID = nil }, 14234, "The specified '@owner_login_name' is invalid (valid values are returned by sp_helplogins [excluding Windows NT groups])."},
		{func(s *msdb.Schedule) { s.Name = " aLL" }, 14200, "The specified '@name' is invalid."},
		{func(s *msdb.Schedule) { s.Enabled = 2 }, 14266, "The specified '@enabled' is invalid (valid values are: 0, 1)."},
		{func(s *msdb.Schedule) { s.FreqType = 0 }, 14266, "The specified '@freq_type' is invalid (valid values are: 1, 4, 8, 16, 32, 64, 128)."},
		{func(s *msdb.Schedule) { s.FreqType = 2 }, 14295, "Frequency Type 0x2 (OnDemand) is no longer supported."},
		{func(s *msdb.Schedule) { s.ActiveStartDate = 20260230 }, 14266, "The specified '@active_start_date' is invalid (valid values are: 19900101..99991231)."},
		{func(s *msdb.Schedule) { s.ActiveStartTime = -1 }, 14266, "The specified '@active_start_time' is invalid (valid values are: 000000..235959)."},
		{func(s *msdb.Schedule) { s.ActiveEndTime = 126000 }, 14287, "The '@active_end_time' supplied has an invalid minute."},
		{func(s *msdb.Schedule) { s.FreqSubdayType, s.FreqSubdayInterval = subdaySeconds, 9 }, 14278, "The schedule for this job is invalid (reason: The specified '@freq_subday_interval' is invalid.)."},
		{func(s *msdb.Schedule) { s.FreqType, s.FreqRecurrenceFactor = freqMonthly, 0 }, 14278, "The schedule for this job is invalid (reason: @freq_recurrence_factor must be at least 1.)."},
	} {
		s := good
		tc.change(&s)
		_, raised, _ := Result(verifySchedule(c, &s, true))
		if raised == nil || raised.Number != tc.number || raised.Message != tc.text {
			t.Errorf("got %v, want %d %s", raised, tc.number, tc.text)
		}
	}
}

func TestScheduleDescription(t *testing.T) {
	for want, s := range map[string]msdb.Schedule{
		"Once on 20240131 at 90000":                                {FreqType: freqOnce, ActiveStartDate: 20240131, ActiveStartTime: 90000},
		"Every day every 30 second(s) between 0 and 235959":        {FreqType: freqDaily, FreqInterval: 3, FreqSubdayType: 2, FreqSubdayInterval: 30, ActiveEndTime: 235959},
		"Every 2 week(s) on Sunday, Monday at 80000":               {FreqType: freqWeekly, FreqInterval: 3, FreqRecurrenceFactor: 2, FreqSubdayType: 1, ActiveStartTime: 80000},
		"Every 1 months(s) on day 31 of that month at 0":           {FreqType: freqMonthly, FreqInterval: 31, FreqRecurrenceFactor: 1, FreqSubdayType: 1},
		"Every 1 months(s) on the last day of that month at 0":     {FreqType: freqMonthlyRelative, FreqInterval: 8, FreqRelativeInterval: 16, FreqRecurrenceFactor: 1, FreqSubdayType: 1},
		"Every 6 months(s) on the third Sunday of that month at 0": {FreqType: freqMonthlyRelative, FreqInterval: 1, FreqRelativeInterval: 4, FreqRecurrenceFactor: 6, FreqSubdayType: 1},
		"(unknown)": {},
	} {
		if got := scheduleDescription(&s); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
