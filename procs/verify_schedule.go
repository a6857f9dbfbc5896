package procs

import (
	"context"
	"database/sql"
	"slices"

	"msxgate/msdb"
	"msxgate/tds"
)

// Kinds of schedules (freq_type) and of repetition within a day (freq_subday_type).
const (
	freqOnce            = 1
	freqOnDemand        = 2 // of old; refused
	freqDaily           = 4
	freqWeekly          = 8
	freqMonthly         = 16
	freqMonthlyRelative = 32
	freqAgentStart      = 64
	freqIdle            = 128

	subdayOnce    = 1
	subdaySeconds = 2
	subdayMinutes = 4
	subdayHours   = 8
)

// noEndDate is the end of a schedule that has none.
const noEndDate = 99991231

// verifySchedule is sp_verify_schedule: it tests a schedule and puts in what is left out. isNew is for a schedule that
// is being added: only then the owner matters.
func verifySchedule(c *Call, s *msdb.Schedule, isNew bool) error {
	return in(c, "sp_verify_schedule", func(c *Call) error {
		s.Name = trim(s.Name)
		switch {
		case isNew && !c.Login.mayOperate(s.OwnerSID):
			return errScheduleOwner.With()
		case s.OwnerSID == nil:
			return errInvalidSeeProcedure.With("@owner_login_name", textLoginsWithoutGroups.Text())
		case same(s.Name, "ALL"):
			return errInvalid.With("@name")
		}
		for _, check := range []func() error{
			func() error { return oneOf(s.Enabled, "@enabled", "0, 1", 0, 1) },
			func() error { return verifyFreqType(s.FreqType) },
			func() error { return oneOf(s.FreqSubdayType, "@freq_subday_type", "0x1, 0x2, 0x4, 0x8", 0, 1, 2, 4, 8) },
			func() error { return verifyActivePeriod(c, s) },
		} {
			if err := check(); err != nil {
				return err
			}
		}
		return verifyFrequency(s)
	})
}

func verifyFreqType(kind int64) error {
	if kind == freqOnDemand {
		return errOnDemand.With()
	}
	return oneOf(kind, "@freq_type", "1, 4, 8, 16, 32, 64, 128",
		freqOnce, freqDaily, freqWeekly, freqMonthly, freqMonthlyRelative, freqAgentStart, freqIdle)
}

// verifyActivePeriod tests the dates and times between which the schedule is active. Without them it begins today and never ends.
func verifyActivePeriod(c *Call, s *msdb.Schedule) error {
	if s.ActiveStartDate == 0 {
		s.ActiveStartDate = dateInt(c.now())
	}
	if s.ActiveEndDate == 0 {
		s.ActiveEndDate = noEndDate
	}
	if s.ActiveEndTime == 0 {
		s.ActiveEndTime = 235959
	}
	if err := verifyJobDate(c, s.ActiveEndDate, "@active_end_date"); err != nil {
		return err
	}
	if err := verifyJobDate(c, s.ActiveStartDate, "@active_start_date"); err != nil {
		return err
	}
	if s.ActiveEndDate < s.ActiveStartDate {
		return errBefore.With("@active_end_date", "@active_start_date")
	}
	if err := verifyJobTime(c, s.ActiveEndTime, "@active_end_time"); err != nil {
		return err
	}
	if err := verifyJobTime(c, s.ActiveStartTime, "@active_start_time"); err != nil {
		return err
	}
	// An end before the start is a night; an end at the start is nothing.
	if s.ActiveStartTime == s.ActiveEndTime && s.FreqSubdayType > subdayOnce {
		return errInvalidValue.With("@active_end_time", textBeforeOrAfterStart.Text())
	}
	return nil
}

// verifyFrequency tests how often the schedule runs, and clears what does not matter for its kind.
func verifyFrequency(s *msdb.Schedule) error {
	switch s.FreqType {
	case freqOnce, freqAgentStart, freqIdle:
		s.FreqInterval, s.FreqSubdayType, s.FreqSubdayInterval, s.FreqRelativeInterval, s.FreqRecurrenceFactor = 0, 0, 0, 0, 0
		return nil
	}
	if s.FreqSubdayType == 0 {
		s.FreqSubdayType = subdayOnce
	}
	if s.FreqSubdayType != subdayOnce && s.FreqSubdayInterval < 1 || s.FreqSubdayType == subdaySeconds && s.FreqSubdayInterval < 10 {
		return errInvalidSchedule.With(errInvalid.Text("@freq_subday_interval"))
	}
	switch s.FreqType {
	case freqDaily:
		s.FreqRecurrenceFactor = 0
		if s.FreqInterval < 1 {
			return errInvalidSchedule.With(textDailyInterval.Text())
		}
		return nil
	case freqWeekly:
		if s.FreqInterval < 1 || s.FreqInterval > 127 {
			return errInvalidSchedule.With(textWeeklyInterval.Text())
		}
	case freqMonthly:
		if s.FreqInterval < 1 || s.FreqInterval > 31 {
			return errInvalidSchedule.With(textMonthlyInterval.Text())
		}
	case freqMonthlyRelative:
		if !slices.Contains([]int64{1, 2, 4, 8, 16}, s.FreqRelativeInterval) {
			return errInvalidSchedule.With(textRelativeInterval.Text())
		}
		if s.FreqInterval < 1 || s.FreqInterval > 10 {
			return errInvalidSchedule.With(textMonthlyRelative.Text())
		}
	}
	if s.FreqRecurrenceFactor < 1 {
		return errInvalidSchedule.With(textRecurrenceFactor.Text())
	}
	return nil
}

// scheduleRef names a schedule as callers do: by id or by name.
type scheduleRef struct {
	id      sql.Null[int64]
	name    sql.Null[string]
	idParam string // as the caller calls them
	param   string
	job     sql.Null[tds.GUID] // a name means a schedule of this job
}

// verifyScheduleIdentifiers finds the visible local schedule that a caller names by @schedule_id or @schedule_name.
func verifyScheduleIdentifiers(ctx context.Context, c *Call, id sql.Null[int64], name sql.Null[string]) (*msdb.Schedule, error) {
	return findSchedule(ctx, c, &scheduleRef{id: id, name: name, idParam: "@schedule_id", param: "@schedule_name"})
}

// findSchedule is sp_verify_schedule_identifiers. Schedules that came from a master are not found by id or name; a sysadmin is
// told why.
func findSchedule(ctx context.Context, c *Call, ref *scheduleRef) (s *msdb.Schedule, err error) {
	err = in(c, "sp_verify_schedule_identifiers", func(c *Call) error {
		name := trimNull(ref.name)
		if ref.id.Valid == name.Valid {
			return errSupplySchedule.With(ref.idParam, ref.param)
		}
		if ref.id.Valid {
			s, err = scheduleOfID(ctx, c, ref.id.V)
		} else {
			s, err = scheduleOfName(ctx, c, ref, name.V)
		}
		if err != nil || s != nil {
			return err
		}
		master, err := msdb.MasterScheduleExists(ctx, c.Tx, ref.id, name)
		switch {
		case err != nil:
			return err
		case master && c.Login.Sysadmin && !c.Login.IsAgent():
			return errFromMSX.With()
		case ref.id.Valid:
			return errDoesNotExist.With("@schedule_id", ref.id)
		}
		return errDoesNotExist.With("@schedule_name", name)
	})
	return s, err
}

func scheduleOfID(ctx context.Context, c *Call, id int64) (*msdb.Schedule, error) {
	if c.Login.IsAgent() {
		return msdb.ScheduleByID(ctx, c.Tx, id)
	}
	return msdb.VisibleSchedule(ctx, c.Tx, id)
}

func scheduleOfName(ctx context.Context, c *Call, ref *scheduleRef, name string) (*msdb.Schedule, error) {
	var found []msdb.Schedule
	var err error
	if ref.job.Valid {
		found, err = msdb.VisibleJobSchedulesNamed(ctx, c.Tx, ref.job.V, name)
	} else {
		found, err = msdb.VisibleSchedulesNamed(ctx, c.Tx, name)
	}
	switch {
	case err != nil || len(found) == 0:
		return nil, err
	case len(found) > 1:
		return nil, errAmbiguousSchedule.With(name, ref.idParam, ref.param)
	}
	return &found[0], nil
}
