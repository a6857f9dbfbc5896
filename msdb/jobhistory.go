package msdb

import (
	"context"
	"database/sql"

	"msxgate/tds"
)

// JobHistory is a row of dbo.sysjobhistory with the names that belong to it.
type JobHistory struct {
	InstanceID       int64
	JobID            tds.GUID
	JobName          string
	StepID           int64 // 0 is the outcome of the run
	StepName         string
	SQLMessageID     int64
	SQLSeverity      int64
	Message          sql.Null[string]
	RunStatus        int64 // 0 failed, 1 succeeded, 2 retry, 3 canceled, 4 in progress
	RunDate          int64 // yyyymmdd
	RunTime          int64 // hhmmss
	RunDuration      int64 // hhmmss, hours without limit
	OperatorEmailed  sql.Null[string]
	OperatorNetsent  sql.Null[string]
	OperatorPaged    sql.Null[string]
	RetriesAttempted int64
	Server           string
}

func (h *JobHistory) fields() []any {
	return []any{
		&h.InstanceID, &h.JobID, &h.JobName, &h.StepID, &h.StepName, &h.SQLMessageID, &h.SQLSeverity, &h.Message,
		&h.RunStatus, &h.RunDate, &h.RunTime, &h.RunDuration, &h.OperatorEmailed, &h.OperatorNetsent, &h.OperatorPaged,
		&h.RetriesAttempted, &h.Server,
	}
}

// HistoryFilter says which rows of the history are wanted. What is NULL does not filter; dates and times are
// tested each by itself, not as one moment.
type HistoryFilter struct {
	JobID              sql.Null[tds.GUID]
	StepID             sql.Null[int64]
	SQLMessageID       sql.Null[int64]
	SQLSeverity        sql.Null[int64]
	StartRunDate       sql.Null[int64]
	EndRunDate         sql.Null[int64]
	StartRunTime       sql.Null[int64]
	EndRunTime         sql.Null[int64]
	MinimumRunDuration sql.Null[int64]
	RunStatus          sql.Null[int64]
	MinimumRetries     sql.Null[int64]
	Server             sql.Null[string]
	OldestFirst        bool
}

const historySelect = `SELECT h.instance_id, h.job_id, j.name, h.step_id, h.step_name, h.sql_message_id, h.sql_severity, h.message,
	h.run_status, h.run_date, h.run_time, h.run_duration, e.name, n.name, p.name, h.retries_attempted, h.server
	FROM dbo.sysjobhistory AS h
	JOIN dbo.sysjobs_view AS j ON j.job_id = h.job_id
	LEFT JOIN dbo.sysoperators AS e ON e.id = h.operator_id_emailed
	LEFT JOIN dbo.sysoperators AS n ON n.id = h.operator_id_netsent
	LEFT JOIN dbo.sysoperators AS p ON p.id = h.operator_id_paged`

// VisibleHistory is the history of visible jobs that passes the filter, the newest first unless told otherwise.
func VisibleHistory(ctx context.Context, tx Tx, f *HistoryFilter) ([]JobHistory, error) {
	text := historySelect + ` WHERE`
	if f.JobID.Valid {
		text += ` h.job_id = @job_id AND`
	}
	text += ` (@step_id IS NULL OR h.step_id = @step_id)
		AND (@message_id IS NULL OR h.sql_message_id = @message_id)
		AND (@severity IS NULL OR h.sql_severity = @severity)
		AND (@start_date IS NULL OR h.run_date >= @start_date)
		AND (@end_date IS NULL OR h.run_date <= @end_date)
		AND (@start_time IS NULL OR h.run_time >= @start_time)
		AND (@end_time IS NULL OR h.run_time <= @end_time)
		AND (@duration IS NULL OR h.run_duration >= @duration)
		AND (@status IS NULL OR h.run_status = @status)
		AND (@retries IS NULL OR h.retries_attempted >= @retries)
		AND (@server IS NULL OR h.server = @server)
		ORDER BY h.instance_id`
	if !f.OldestFirst {
		text += ` DESC`
	}
	return selectRows(ctx, tx, text, (*JobHistory).fields, arg("job_id", f.JobID), arg("step_id", f.StepID),
		arg("message_id", f.SQLMessageID), arg("severity", f.SQLSeverity), arg("start_date", f.StartRunDate), arg("end_date", f.EndRunDate),
		arg("start_time", f.StartRunTime), arg("end_time", f.EndRunTime), arg("duration", f.MinimumRunDuration), arg("status", f.RunStatus),
		arg("retries", f.MinimumRetries), arg("server", f.Server))
}

// TargetHistory is the last run of a multiserver job on one target.
type TargetHistory struct {
	JobID       tds.GUID
	JobName     string
	Message     sql.Null[string]
	RunStatus   int64
	RunDate     int64
	RunTime     int64
	RunDuration int64
	Server      string
}

func (h *TargetHistory) fields() []any {
	return []any{&h.JobID, &h.JobName, &h.Message, &h.RunStatus, &h.RunDate, &h.RunTime, &h.RunDuration, &h.Server}
}

// TargetHistories are the last runs of a multiserver job, one a target. Of the filter count the job, the
// dates, the start time, the duration, the status and the server.
func TargetHistories(ctx context.Context, tx Tx, f *HistoryFilter) ([]TargetHistory, error) {
	return selectRows(ctx, tx, `SELECT s.job_id, j.name, s.last_outcome_message, s.last_run_outcome, s.last_run_date, s.last_run_time,
		s.last_run_duration, t.server_name
		FROM dbo.sysjobservers AS s
		JOIN dbo.systargetservers AS t ON t.server_id = s.server_id
		JOIN dbo.sysjobs_view AS j ON j.job_id = s.job_id
		WHERE s.job_id = @job_id
		AND (@start_date IS NULL OR s.last_run_date >= @start_date)
		AND (@end_date IS NULL OR s.last_run_date <= @end_date)
		AND (@start_time IS NULL OR s.last_run_time >= @start_time)
		AND (@duration IS NULL OR s.last_run_duration >= @duration)
		AND (@status IS NULL OR s.last_run_outcome = @status)
		AND (@server IS NULL OR t.server_name = @server)`, (*TargetHistory).fields,
		arg("job_id", f.JobID), arg("start_date", f.StartRunDate), arg("end_date", f.EndRunDate), arg("start_time", f.StartRunTime),
		arg("duration", f.MinimumRunDuration), arg("status", f.RunStatus), arg("server", f.Server))
}

// PurgeHistory deletes the history before that date and time, of one job or of all, and returns how many rows.
func PurgeHistory(ctx context.Context, tx Tx, job sql.Null[tds.GUID], date, time int64) (int64, error) {
	text := `DELETE FROM dbo.sysjobhistory WHERE (run_date < @date OR (run_date <= @date AND run_time < @time))`
	if job.Valid {
		text += ` AND job_id = @job_id`
	}
	return tx.Exec(ctx, text, arg("job_id", job), arg("date", date), arg("time", time))
}

// DeleteHistory deletes the history of a job.
func DeleteHistory(ctx context.Context, tx Tx, job tds.GUID) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysjobhistory WHERE job_id = @job_id`, arg("job_id", job))
}
