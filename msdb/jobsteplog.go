package msdb

import (
	"context"
	"database/sql"
	"time"

	"msxgate/tds"
)

// JobStepLog is a row of dbo.sysjobstepslogs with the step that it belongs to.
type JobStepLog struct {
	LogID        int64
	JobID        tds.GUID
	StepID       int64
	StepName     string
	StepUID      sql.Null[tds.GUID]
	DateCreated  time.Time
	DateModified time.Time
	LogSize      int64 // bytes of the text as nvarchar
	Log          string
}

func (l *JobStepLog) fields() []any {
	return []any{&l.LogID, &l.JobID, &l.StepID, &l.StepName, &l.StepUID, &l.DateCreated, &l.DateModified, &l.LogSize, &l.Log}
}

// JobStepLogs are the logs of a job's steps, of all or one.
func JobStepLogs(ctx context.Context, tx Tx, job tds.GUID, step sql.Null[int64]) ([]JobStepLog, error) {
	return selectRows(ctx, tx, `SELECT l.log_id, s.job_id, s.step_id, s.step_name, s.step_uid, l.date_created, l.date_modified, l.log_size, l.log
		FROM dbo.sysjobsteps AS s JOIN dbo.sysjobstepslogs AS l ON l.step_uid = s.step_uid
		WHERE s.job_id = @job_id AND (@step_id IS NULL OR s.step_id = @step_id)`,
		(*JobStepLog).fields, arg("job_id", job), arg("step_id", step))
}

// DeleteJobStepLogs deletes logs of a job's steps, of all or one: those that were last written before a time and
// those that are larger than a number of bytes, if such limits are given.
func DeleteJobStepLogs(ctx context.Context, tx Tx, job tds.GUID, step sql.Null[int64], before sql.Null[time.Time], larger sql.Null[int64]) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM dbo.sysjobstepslogs
		WHERE step_uid IN (SELECT s.step_uid FROM dbo.sysjobsteps AS s WHERE s.job_id = @job_id AND (@step_id IS NULL OR s.step_id = @step_id))
		AND (@before IS NULL OR date_modified < @before)
		AND (@larger IS NULL OR log_size > @larger)`,
		arg("job_id", job), arg("step_id", step), arg("before", before), arg("larger", larger))
}

// InsertJobStepLog adds the log of a step.
func InsertJobStepLog(ctx context.Context, tx Tx, step tds.GUID, log string, now time.Time) error {
	return exec(ctx, tx, `INSERT INTO dbo.sysjobstepslogs (log, date_created, date_modified, log_size, step_uid)
		VALUES (@log, @now, @now, DATALENGTH(@log), @step_uid)`, arg("step_uid", step), nvarcharMax("log", log), arg("now", now))
}

// AppendJobStepLog adds text to the log of a step, and tells whether there was one.
func AppendJobStepLog(ctx context.Context, tx Tx, step tds.GUID, log string, now time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE dbo.sysjobstepslogs SET log = log + @log, log_size = log_size + DATALENGTH(@log), date_modified = @now
		WHERE step_uid = @step_uid`, arg("step_uid", step), nvarcharMax("log", log), arg("now", now))
	return n > 0, err
}

// DeleteJobStepLog deletes the log of a step.
func DeleteJobStepLog(ctx context.Context, tx Tx, step tds.GUID) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysjobstepslogs WHERE step_uid = @step_uid`, arg("step_uid", step))
}

func nvarcharMax(name, text string) Arg {
	return Arg{Name: name, Value: text, Type: tds.TypeNVarChar(tds.Max)}
}
