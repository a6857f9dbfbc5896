package procs

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

type helpScheduleParams struct {
	ScheduleID            sql.Null[int64]  `tsql:"@schedule_id int = NULL"`
	ScheduleName          sql.Null[string] `tsql:"@schedule_name sysname = NULL"`
	AttachedSchedulesOnly bool             `tsql:"@attached_schedules_only bit = 0"`
	IncludeDescription    bool             `tsql:"@include_description bit = 0"`
}

type scheduleRow struct {
	ScheduleID           int64            `col:"schedule_id int"`
	ScheduleUID          tds.GUID         `col:"schedule_uid uniqueidentifier"`
	ScheduleName         string           `col:"schedule_name sysname"`
	Enabled              int64            `col:"enabled int"`
	FreqType             int64            `col:"freq_type int"`
	FreqInterval         int64            `col:"freq_interval int"`
	FreqSubdayType       int64            `col:"freq_subday_type int"`
	FreqSubdayInterval   int64            `col:"freq_subday_interval int"`
	FreqRelativeInterval int64            `col:"freq_relative_interval int"`
	FreqRecurrenceFactor int64            `col:"freq_recurrence_factor int"`
	ActiveStartDate      int64            `col:"active_start_date int"`
	ActiveEndDate        int64            `col:"active_end_date int"`
	ActiveStartTime      int64            `col:"active_start_time int"`
	ActiveEndTime        int64            `col:"active_end_time int"`
	DateCreated          time.Time        `col:"date_created datetime"`
	Description          sql.Null[string] `col:"schedule_description nvarchar(4000) null"`
	JobCount             sql.Null[int64]  `col:"job_count int null"`
}

// helpSchedule lists the local schedules that the caller may see.
func helpSchedule(ctx context.Context, c *Call, p *helpScheduleParams) error {
	clean(&p.ScheduleName)
	var id sql.Null[int64]
	if p.ScheduleID.Valid || p.ScheduleName.Valid {
		s, err := verifyScheduleIdentifiers(ctx, c, p.ScheduleID, p.ScheduleName)
		if err != nil {
			return err
		}
		id = some(s.ScheduleID)
	}
	schedules, err := msdb.VisibleSchedules(ctx, c.Tx, id, p.AttachedSchedulesOnly)
	if err != nil {
		return err
	}
	rows := make([]scheduleRow, len(schedules))
	for i, s := range schedules {
		rows[i] = scheduleRow{
			s.ScheduleID, s.ScheduleUID, s.Name, s.Enabled, s.FreqType, s.FreqInterval, s.FreqSubdayType, s.FreqSubdayInterval,
			s.FreqRelativeInterval, s.FreqRecurrenceFactor, s.ActiveStartDate, s.ActiveEndDate, s.ActiveStartTime, s.ActiveEndTime,
			s.DateCreated, describe(&s.Schedule, p.IncludeDescription), some(s.Jobs),
		}
	}
	return send(c, rows)
}

// describe is the description of a schedule if it was asked for.
func describe(s *msdb.Schedule, wanted bool) sql.Null[string] {
	if !wanted {
		return some(textDescriptionNotRequested.Text())
	}
	return some(scheduleDescription(s))
}

type getScheduleDescriptionParams struct {
	FreqType             sql.Null[int64] `tsql:"@freq_type int = NULL"`
	FreqInterval         sql.Null[int64] `tsql:"@freq_interval int = NULL"`
	FreqSubdayType       sql.Null[int64] `tsql:"@freq_subday_type int = NULL"`
	FreqSubdayInterval   sql.Null[int64] `tsql:"@freq_subday_interval int = NULL"`
	FreqRelativeInterval sql.Null[int64] `tsql:"@freq_relative_interval int = NULL"`
	FreqRecurrenceFactor sql.Null[int64] `tsql:"@freq_recurrence_factor int = NULL"`
	ActiveStartDate      sql.Null[int64] `tsql:"@active_start_date int = NULL"`
	ActiveEndDate        sql.Null[int64] `tsql:"@active_end_date int = NULL"`
	ActiveStartTime      sql.Null[int64] `tsql:"@active_start_time int = NULL"`
	ActiveEndTime        sql.Null[int64] `tsql:"@active_end_time int = NULL"`
	ScheduleDescription  string          `tsql:"@schedule_description nvarchar(255) OUTPUT"`
}

// getScheduleDescription says in words when a schedule runs.
func getScheduleDescription(_ context.Context, _ *Call, p *getScheduleDescriptionParams) error {
	p.ScheduleDescription = scheduleDescription(&msdb.Schedule{
		FreqType: p.FreqType.V, FreqInterval: p.FreqInterval.V, FreqSubdayType: p.FreqSubdayType.V, FreqSubdayInterval: p.FreqSubdayInterval.V,
		FreqRelativeInterval: p.FreqRelativeInterval.V, FreqRecurrenceFactor: p.FreqRecurrenceFactor.V,
		ActiveStartDate: p.ActiveStartDate.V, ActiveEndDate: p.ActiveEndDate.V, ActiveStartTime: p.ActiveStartTime.V, ActiveEndTime: p.ActiveEndTime.V,
	})
	return nil
}

// The idle time after which a server counts as idle, unless its agent is told otherwise.
const (
	idlePercent = 10
	idleSeconds = 600
)

func scheduleDescription(s *msdb.Schedule) string {
	var text string
	switch s.FreqType {
	case freqOnce:
		return fmt.Sprintf("Once on %d at %d", s.ActiveStartDate, s.ActiveStartTime)
	case freqAgentStart:
		return textAutoStart.Text()
	case freqIdle:
		return textIdleSchedule.Text(idlePercent, idleSeconds)
	case freqDaily:
		text = "Every day "
	case freqWeekly:
		text = fmt.Sprintf("Every %d week(s) on %s ", s.FreqRecurrenceFactor, weekdays(s.FreqInterval))
	case freqMonthly:
		text = fmt.Sprintf("Every %d months(s) on day %d of that month ", s.FreqRecurrenceFactor, s.FreqInterval)
	case freqMonthlyRelative:
		text = fmt.Sprintf("Every %d months(s) on the %s %s of that month ", s.FreqRecurrenceFactor,
			ordinals[s.FreqRelativeInterval], relativeDay(s.FreqInterval))
	default:
		return textUnknown.Text()
	}
	switch unit := subdayUnits[s.FreqSubdayType]; {
	case s.FreqSubdayType == subdayOnce:
		text += fmt.Sprintf("at %d", s.ActiveStartTime)
	case unit != "":
		text += fmt.Sprintf("every %d %s between %d and %d", s.FreqSubdayInterval, unit, s.ActiveStartTime, s.ActiveEndTime)
	}
	return trim(text)
}

var subdayUnits = map[int64]string{subdaySeconds: "second(s)", subdayMinutes: "minute(s)", subdayHours: "hour(s)"}

var ordinals = map[int64]string{1: "first", 2: "second", 4: "third", 8: "fourth", 16: "last"}

// weekdays names the days of a weekly schedule.
func weekdays(mask int64) string {
	var days []string
	for day := time.Sunday; day <= time.Saturday; day++ {
		if mask&(1<<day) != 0 {
			days = append(days, day.String())
		}
	}
	return strings.Join(days, ", ")
}

// relativeDay names the day of a monthly relative schedule.
func relativeDay(interval int64) string {
	switch interval {
	case 8:
		return "day"
	case 9:
		return "week day"
	case 10:
		return "weekend day"
	}
	return time.Weekday(interval - 1).String()
}

type helpJobsInScheduleParams struct {
	ScheduleName sql.Null[string] `tsql:"@schedule_name sysname = NULL"`
	ScheduleID   sql.Null[int64]  `tsql:"@schedule_id int = NULL"`
}

// helpJobsInSchedule lists the jobs that use a schedule as sp_help_job does.
func helpJobsInSchedule(ctx context.Context, c *Call, p *helpJobsInScheduleParams) error {
	s, err := verifyScheduleIdentifiers(ctx, c, p.ScheduleID, p.ScheduleName)
	if err != nil {
		return err
	}
	return sendCompositeJobs(ctx, c, &compositeQuery{CompositeFilter: msdb.CompositeFilter{ScheduleID: some(s.ScheduleID)}})
}

type helpJobcountParams struct {
	ScheduleName sql.Null[string] `tsql:"@schedule_name sysname = NULL"`
	ScheduleID   sql.Null[int64]  `tsql:"@schedule_id int = NULL"`
}

type jobCountRow struct {
	JobCount sql.Null[int64] `col:"JobCount int null"`
}

// helpJobcount counts the jobs that use a schedule.
func helpJobcount(ctx context.Context, c *Call, p *helpJobcountParams) error {
	s, err := verifyScheduleIdentifiers(ctx, c, p.ScheduleID, p.ScheduleName)
	if err != nil {
		return err
	}
	n, err := msdb.CountScheduleUses(ctx, c.Tx, s.ScheduleID)
	if err != nil {
		return err
	}
	return send(c, []jobCountRow{{some(n)}})
}
