package msdb

import (
	"context"
	"database/sql"

	"msxgate/tds"
)

// JobSchedule is a schedule as one job uses it: a row of dbo.sysjobschedules with its schedule.
type JobSchedule struct {
	Schedule
	JobID       tds.GUID
	NextRunDate int64
	NextRunTime int64
	Jobs        int64 // that use the schedule
}

func (s *JobSchedule) linkFields() []any {
	return append(s.Schedule.fields(), &s.JobID, &s.NextRunDate, &s.NextRunTime, &s.Jobs)
}

// JobSchedules are the schedules of a job with their next runs, all or one, in the order of their ids.
func JobSchedules(ctx context.Context, tx Tx, job tds.GUID, schedule sql.Null[int64]) ([]JobSchedule, error) {
	return selectRows(ctx, tx, `SELECT `+scheduleColumns+`, l.job_id, l.next_run_date, l.next_run_time,
		(SELECT COUNT(*) FROM dbo.sysjobschedules AS o WHERE o.schedule_id = s.schedule_id)
		FROM dbo.sysjobschedules AS l JOIN dbo.sysschedules AS s ON s.schedule_id = l.schedule_id
		WHERE l.job_id = @job_id AND (@schedule_id IS NULL OR l.schedule_id = @schedule_id)
		ORDER BY s.schedule_id`, (*JobSchedule).linkFields, arg("job_id", job), arg("schedule_id", schedule))
}

// ScheduleIsAttached tells whether the job uses the schedule.
func ScheduleIsAttached(ctx context.Context, tx Tx, job tds.GUID, schedule int64) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sysjobschedules WHERE job_id = @job_id AND schedule_id = @schedule_id`,
		arg("job_id", job), arg("schedule_id", schedule))
}

// AttachSchedule makes the job use the schedule.
func AttachSchedule(ctx context.Context, tx Tx, job tds.GUID, schedule int64) error {
	return exec(ctx, tx, `INSERT INTO dbo.sysjobschedules (schedule_id, job_id) VALUES (@schedule_id, @job_id)`,
		arg("job_id", job), arg("schedule_id", schedule))
}

// DetachSchedule ends the use of the schedule by the job.
func DetachSchedule(ctx context.Context, tx Tx, job tds.GUID, schedule int64) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysjobschedules WHERE job_id = @job_id AND schedule_id = @schedule_id`,
		arg("job_id", job), arg("schedule_id", schedule))
}

// DetachFromAll ends the use of the schedule by any job.
func DetachFromAll(ctx context.Context, tx Tx, schedule int64) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysjobschedules WHERE schedule_id = @schedule_id`, arg("schedule_id", schedule))
}

// CountScheduleUses counts the jobs that use the schedule, the invisible ones too.
func CountScheduleUses(ctx context.Context, tx Tx, schedule int64) (int64, error) {
	return selectValue[int64](ctx, tx, `SELECT COUNT(*) FROM dbo.sysjobschedules WHERE schedule_id = @schedule_id`, arg("schedule_id", schedule))
}

// SharesSchedules tells whether another job uses a schedule of the job.
func SharesSchedules(ctx context.Context, tx Tx, job tds.GUID) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sysjobschedules AS o
		WHERE o.job_id <> @job_id AND o.schedule_id IN (SELECT l.schedule_id FROM dbo.sysjobschedules AS l WHERE l.job_id = @job_id)`,
		arg("job_id", job))
}

// SetNextRun writes when the agent means to run the job next by that schedule, zeros for never.
func SetNextRun(ctx context.Context, tx Tx, job tds.GUID, schedule, date, time int64) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobschedules SET next_run_date = @date, next_run_time = @time
		WHERE job_id = @job_id AND schedule_id = @schedule_id`,
		arg("job_id", job), arg("schedule_id", schedule), arg("date", date), arg("time", time))
}

// JobScheduleIDs are the ids of the schedules that a job uses.
func JobScheduleIDs(ctx context.Context, tx Tx, job tds.GUID) ([]int64, error) {
	return selectColumn[int64](ctx, tx, `SELECT schedule_id FROM dbo.sysjobschedules WHERE job_id = @job_id ORDER BY schedule_id`, arg("job_id", job))
}

// DeleteUnusedSchedule deletes the schedule unless a job uses it.
func DeleteUnusedSchedule(ctx context.Context, tx Tx, schedule int64) error {
	n, err := CountScheduleUses(ctx, tx, schedule)
	if err != nil || n > 0 {
		return err
	}
	return DeleteSchedule(ctx, tx, schedule)
}
