package msdb

import (
	"context"
	"database/sql"
	"time"

	"msxgate/tds"
)

// Schedule is a row of dbo.sysschedules. Dates are yyyymmdd, times hhmmss.
type Schedule struct {
	ScheduleID           int64
	ScheduleUID          tds.GUID
	OriginatingServerID  int64
	Name                 string
	OwnerSID             []byte
	Enabled              int64
	FreqType             int64
	FreqInterval         int64
	FreqSubdayType       int64
	FreqSubdayInterval   int64
	FreqRelativeInterval int64
	FreqRecurrenceFactor int64
	ActiveStartDate      int64
	ActiveEndDate        int64
	ActiveStartTime      int64
	ActiveEndTime        int64
	DateCreated          time.Time
	DateModified         time.Time
	VersionNumber        int64
}

const scheduleColumns = `s.schedule_id, s.schedule_uid, s.originating_server_id, s.name, s.owner_sid, s.enabled, s.freq_type, s.freq_interval,
	s.freq_subday_type, s.freq_subday_interval, s.freq_relative_interval, s.freq_recurrence_factor,
	s.active_start_date, s.active_end_date, s.active_start_time, s.active_end_time, s.date_created, s.date_modified, s.version_number`

func (s *Schedule) fields() []any {
	return []any{
		&s.ScheduleID, &s.ScheduleUID, &s.OriginatingServerID, &s.Name, &s.OwnerSID, &s.Enabled, &s.FreqType, &s.FreqInterval,
		&s.FreqSubdayType, &s.FreqSubdayInterval, &s.FreqRelativeInterval, &s.FreqRecurrenceFactor,
		&s.ActiveStartDate, &s.ActiveEndDate, &s.ActiveStartTime, &s.ActiveEndTime, &s.DateCreated, &s.DateModified, &s.VersionNumber,
	}
}

func (s *Schedule) args() []Arg {
	return []Arg{
		arg("schedule_id", s.ScheduleID), arg("schedule_uid", s.ScheduleUID), arg("originating_server_id", s.OriginatingServerID),
		arg("name", s.Name), arg("owner_sid", s.OwnerSID), arg("enabled", s.Enabled), arg("freq_type", s.FreqType),
		arg("freq_interval", s.FreqInterval), arg("subday_type", s.FreqSubdayType), arg("subday_interval", s.FreqSubdayInterval),
		arg("relative_interval", s.FreqRelativeInterval), arg("recurrence_factor", s.FreqRecurrenceFactor),
		arg("start_date", s.ActiveStartDate), arg("end_date", s.ActiveEndDate), arg("start_time", s.ActiveStartTime),
		arg("end_time", s.ActiveEndTime), arg("modified", s.DateModified),
	}
}

// ScheduleByID is the schedule of that id, whoever owns it and wherever it came from, or nil.
func ScheduleByID(ctx context.Context, tx Tx, id int64) (*Schedule, error) {
	return selectRow(ctx, tx, `SELECT `+scheduleColumns+` FROM dbo.sysschedules AS s WHERE s.schedule_id = @schedule_id`,
		(*Schedule).fields, arg("schedule_id", id))
}

// ScheduleByUID is the schedule of that unique id, or nil.
func ScheduleByUID(ctx context.Context, tx Tx, uid tds.GUID) (*Schedule, error) {
	return selectRow(ctx, tx, `SELECT `+scheduleColumns+` FROM dbo.sysschedules AS s WHERE s.schedule_uid = @schedule_uid`,
		(*Schedule).fields, arg("schedule_uid", uid))
}

// VisibleSchedule is the local schedule of that id if the caller may see it, else nil.
func VisibleSchedule(ctx context.Context, tx Tx, id int64) (*Schedule, error) {
	return selectRow(ctx, tx, `SELECT `+scheduleColumns+` FROM dbo.sysschedules_localserver_view AS s WHERE s.schedule_id = @schedule_id`,
		(*Schedule).fields, arg("schedule_id", id))
}

// VisibleSchedulesNamed are the local schedules of that name that the caller may see.
func VisibleSchedulesNamed(ctx context.Context, tx Tx, name string) ([]Schedule, error) {
	return selectRows(ctx, tx, `SELECT `+scheduleColumns+` FROM dbo.sysschedules_localserver_view AS s WHERE s.name = @name`,
		(*Schedule).fields, arg("name", name))
}

// VisibleJobSchedulesNamed are those of VisibleSchedulesNamed that the job uses.
func VisibleJobSchedulesNamed(ctx context.Context, tx Tx, job tds.GUID, name string) ([]Schedule, error) {
	return selectRows(ctx, tx, `SELECT `+scheduleColumns+` FROM dbo.sysschedules_localserver_view AS s
		JOIN dbo.sysjobschedules AS l ON l.schedule_id = s.schedule_id
		WHERE s.name = @name AND l.job_id = @job_id`, (*Schedule).fields, arg("job_id", job), arg("name", name))
}

// MasterScheduleExists tells whether a schedule of that id, or of that name, came from the master.
func MasterScheduleExists(ctx context.Context, tx Tx, id sql.Null[int64], name sql.Null[string]) (bool, error) {
	const text = `SELECT COUNT(*) FROM dbo.sysschedules AS s
		JOIN dbo.sysoriginatingservers_view AS o ON o.originating_server_id = s.originating_server_id WHERE o.master_server = 1`
	if id.Valid {
		return selectAny(ctx, tx, text+` AND s.schedule_id = @schedule_id`, arg("schedule_id", id))
	}
	return selectAny(ctx, tx, text+` AND s.name = @name`, arg("name", name))
}

// MasterJobScheduleExists tells whether a schedule of that name and job came from the master.
func MasterJobScheduleExists(ctx context.Context, tx Tx, job tds.GUID, name string) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sysschedules AS s
		JOIN dbo.sysoriginatingservers_view AS o ON o.originating_server_id = s.originating_server_id
		JOIN dbo.sysjobschedules AS l ON l.schedule_id = s.schedule_id
		WHERE o.master_server = 1 AND s.name = @name AND l.job_id = @job_id`, arg("job_id", job), arg("name", name))
}

// SchedulesOf are the schedules of a job, in the order of their ids, wherever they came from.
func SchedulesOf(ctx context.Context, tx Tx, job tds.GUID) ([]Schedule, error) {
	return selectRows(ctx, tx, `SELECT `+scheduleColumns+` FROM dbo.sysschedules AS s
		JOIN dbo.sysjobschedules AS l ON l.schedule_id = s.schedule_id
		WHERE l.job_id = @job_id ORDER BY s.schedule_id`, (*Schedule).fields, arg("job_id", job))
}

// SchedulesFrom are the schedules that came from the server of that id.
func SchedulesFrom(ctx context.Context, tx Tx, originatingServer int64) ([]Schedule, error) {
	return selectRows(ctx, tx, `SELECT `+scheduleColumns+` FROM dbo.sysschedules AS s
		WHERE s.originating_server_id = @id ORDER BY s.schedule_id`, (*Schedule).fields, arg("id", originatingServer))
}

// CountedSchedule is a schedule with the number of jobs that use it.
type CountedSchedule struct {
	Schedule
	Jobs int64
}

// VisibleSchedules are the local schedules that the caller may see, all or one, in the order of their ids.
func VisibleSchedules(ctx context.Context, tx Tx, id sql.Null[int64], attachedOnly bool) ([]CountedSchedule, error) {
	return selectRows(ctx, tx, `SELECT `+scheduleColumns+`,
		(SELECT COUNT(*) FROM dbo.sysjobschedules AS l WHERE l.schedule_id = s.schedule_id)
		FROM dbo.sysschedules_localserver_view AS s
		WHERE (@schedule_id IS NULL OR s.schedule_id = @schedule_id)
		AND (@attached = 0 OR EXISTS (SELECT 1 FROM dbo.sysjobschedules AS a WHERE a.schedule_id = s.schedule_id))
		ORDER BY s.schedule_id`, (*CountedSchedule).countedFields, arg("schedule_id", id), arg("attached", attachedOnly))
}

func (s *CountedSchedule) countedFields() []any { return append(s.Schedule.fields(), &s.Jobs) }

// InsertSchedule adds the schedule with version 1 and sets its ScheduleID.
func InsertSchedule(ctx context.Context, tx Tx, s *Schedule) error {
	err := exec(ctx, tx, `INSERT INTO dbo.sysschedules (schedule_uid, originating_server_id, name, owner_sid, enabled, freq_type, freq_interval,
		freq_subday_type, freq_subday_interval, freq_relative_interval, freq_recurrence_factor,
		active_start_date, active_end_date, active_start_time, active_end_time, date_created, date_modified, version_number)
		VALUES (@schedule_uid, @originating_server_id, @name, @owner_sid, @enabled, @freq_type, @freq_interval,
		@subday_type, @subday_interval, @relative_interval, @recurrence_factor, @start_date, @end_date, @start_time, @end_time,
		@modified, @modified, 1)`, s.args()...)
	if err != nil {
		return err
	}
	s.ScheduleID, err = selectValue[int64](ctx, tx, `SELECT MAX(schedule_id) FROM dbo.sysschedules WHERE schedule_uid = @schedule_uid`,
		arg("schedule_uid", s.ScheduleUID))
	return err
}

// UpdateSchedule writes the schedule and raises its version.
func UpdateSchedule(ctx context.Context, tx Tx, s *Schedule) error {
	return exec(ctx, tx, `UPDATE dbo.sysschedules SET name = @name, owner_sid = @owner_sid, enabled = @enabled, freq_type = @freq_type,
		freq_interval = @freq_interval, freq_subday_type = @subday_type, freq_subday_interval = @subday_interval,
		freq_relative_interval = @relative_interval, freq_recurrence_factor = @recurrence_factor,
		active_start_date = @start_date, active_end_date = @end_date, active_start_time = @start_time, active_end_time = @end_time,
		date_modified = @modified, version_number = version_number + 1 WHERE schedule_id = @schedule_id`, s.args()...)
}

// ResetSchedule writes when a schedule runs and what it is called, and nothing else: what happens
// to a schedule that is added again under the same unique id.
func ResetSchedule(ctx context.Context, tx Tx, s *Schedule) error {
	return exec(ctx, tx, `UPDATE dbo.sysschedules SET name = @name, enabled = @enabled, freq_type = @freq_type, freq_interval = @freq_interval,
		freq_subday_type = @subday_type, freq_subday_interval = @subday_interval,
		freq_relative_interval = @relative_interval, freq_recurrence_factor = @recurrence_factor,
		active_start_date = @start_date, active_end_date = @end_date, active_start_time = @start_time, active_end_time = @end_time
		WHERE schedule_uid = @schedule_uid`, s.args()...)
}

// DeleteSchedule deletes a schedule that no job uses.
func DeleteSchedule(ctx context.Context, tx Tx, id int64) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysschedules WHERE schedule_id = @schedule_id`, arg("schedule_id", id))
}
