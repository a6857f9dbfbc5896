package msdb

import (
	"context"
	"database/sql"
	"time"

	"msxgate/tds"
)

// InsertSession records a start of the agent and returns its number.
func InsertSession(ctx context.Context, tx Tx, start time.Time) (int64, error) {
	last, err := selectValue[sql.Null[time.Time]](ctx, tx, `SELECT MAX(agent_start_date) FROM dbo.syssessions`)
	if err != nil {
		return 0, err
	}
	// No two starts share their date, which a datetime keeps to a three-hundredth of a second.
	if last.Valid && !start.After(last.V.Add(10*time.Millisecond)) {
		start = last.V.Add(10 * time.Millisecond)
	}
	if err := exec(ctx, tx, `INSERT INTO dbo.syssessions (agent_start_date) VALUES (@start)`, arg("start", start)); err != nil {
		return 0, err
	}
	return selectValue[int64](ctx, tx, `SELECT MAX(session_id) FROM dbo.syssessions`)
}

// InsertActivity makes the row of a job in a session of the agent, or with a NULL job those of all jobs.
func InsertActivity(ctx context.Context, tx Tx, session int64, job sql.Null[tds.GUID]) error {
	return exec(ctx, tx, `INSERT INTO dbo.sysjobactivity (session_id, job_id)
		SELECT @session_id, j.job_id FROM dbo.sysjobs AS j
		WHERE (@job_id IS NULL OR j.job_id = @job_id)
		AND NOT EXISTS (SELECT 1 FROM dbo.sysjobactivity AS a WHERE a.session_id = @session_id AND a.job_id = j.job_id)`,
		arg("session_id", session), arg("job_id", job))
}

// RequestActivity records that a run was asked for. source: 1 scheduler, 2 alerter, 3 start of the agent, 4 user, 6 idle. What the run
// before left is forgotten.
func RequestActivity(ctx context.Context, tx Tx, session int64, job tds.GUID, source string, now time.Time) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobactivity SET run_requested_date = @now, run_requested_source = @source, queued_date = NULL,
		start_execution_date = NULL, last_executed_step_id = NULL, last_executed_step_date = NULL, stop_execution_date = NULL,
		job_history_id = NULL, next_scheduled_run_date = NULL
		WHERE session_id = @session_id AND job_id = @job_id`,
		arg("session_id", session), arg("job_id", job), arg("source", source), arg("now", now))
}

// QueueActivity records that a run waits for a thread.
func QueueActivity(ctx context.Context, tx Tx, session int64, job tds.GUID, now time.Time) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobactivity SET queued_date = @now WHERE session_id = @session_id AND job_id = @job_id`,
		arg("session_id", session), arg("job_id", job), arg("now", now))
}

// StartActivity records that a run began.
func StartActivity(ctx context.Context, tx Tx, session int64, job tds.GUID, start sql.Null[time.Time]) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobactivity SET start_execution_date = @start WHERE session_id = @session_id AND job_id = @job_id`,
		arg("session_id", session), arg("job_id", job), arg("start", start))
}

// StepActivity records the step that a run ended last.
func StepActivity(ctx context.Context, tx Tx, session int64, job tds.GUID, step int64, date sql.Null[time.Time]) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobactivity SET last_executed_step_id = @step_id, last_executed_step_date = @date
		WHERE session_id = @session_id AND job_id = @job_id`,
		arg("session_id", session), arg("job_id", job), arg("step_id", step), arg("date", date))
}

// StopActivity records that a run ended, and its outcome in the history.
func StopActivity(ctx context.Context, tx Tx, session int64, job tds.GUID, now time.Time, history int64) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobactivity SET stop_execution_date = @now, job_history_id = @history_id
		WHERE session_id = @session_id AND job_id = @job_id`,
		arg("session_id", session), arg("job_id", job), arg("now", now), arg("history_id", history))
}

// ScheduleActivity records when a job is due next.
func ScheduleActivity(ctx context.Context, tx Tx, session int64, job tds.GUID, next sql.Null[time.Time]) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobactivity SET next_scheduled_run_date = @next WHERE session_id = @session_id AND job_id = @job_id`,
		arg("session_id", session), arg("job_id", job), arg("next", next))
}

// Activity is a row of dbo.sysjobactivity with the outcome that its run left in the history.
type Activity struct {
	SessionID            int64
	JobID                tds.GUID
	JobName              string
	RunRequestedDate     sql.Null[time.Time]
	RunRequestedSource   sql.Null[string]
	QueuedDate           sql.Null[time.Time]
	StartExecutionDate   sql.Null[time.Time]
	LastExecutedStepID   sql.Null[int64]
	LastExecutedStepDate sql.Null[time.Time]
	StopExecutionDate    sql.Null[time.Time]
	NextScheduledRunDate sql.Null[time.Time]
	JobHistoryID         sql.Null[int64]
	Message              sql.Null[string]
	RunStatus            sql.Null[int64]
	OperatorIDEmailed    sql.Null[int64]
	OperatorIDNetsent    sql.Null[int64]
	OperatorIDPaged      sql.Null[int64]
}

func (a *Activity) fields() []any {
	return []any{
		&a.SessionID, &a.JobID, &a.JobName, &a.RunRequestedDate, &a.RunRequestedSource, &a.QueuedDate, &a.StartExecutionDate,
		&a.LastExecutedStepID, &a.LastExecutedStepDate, &a.StopExecutionDate, &a.NextScheduledRunDate, &a.JobHistoryID,
		&a.Message, &a.RunStatus, &a.OperatorIDEmailed, &a.OperatorIDNetsent, &a.OperatorIDPaged,
	}
}

// Activities are what the jobs that the caller may see, or one of them, do in a session of the agent.
func Activities(ctx context.Context, tx Tx, session int64, job sql.Null[tds.GUID]) ([]Activity, error) {
	return selectRows(ctx, tx, `SELECT a.session_id, a.job_id, j.name, a.run_requested_date, a.run_requested_source, a.queued_date,
		a.start_execution_date, a.last_executed_step_id, a.last_executed_step_date, a.stop_execution_date, a.next_scheduled_run_date,
		a.job_history_id, h.message, h.run_status, h.operator_id_emailed, h.operator_id_netsent, h.operator_id_paged
		FROM dbo.sysjobactivity AS a
		JOIN dbo.sysjobs_view AS j ON j.job_id = a.job_id
		LEFT JOIN dbo.sysjobhistory AS h ON h.instance_id = a.job_history_id
		WHERE a.session_id = @session_id AND (@job_id IS NULL OR a.job_id = @job_id)`,
		(*Activity).fields, arg("session_id", session), arg("job_id", job))
}

// LatestSession is the session of the agent that began last, NULL when it never began.
func LatestSession(ctx context.Context, tx Tx) (sql.Null[int64], error) {
	return selectValue[sql.Null[int64]](ctx, tx, `SELECT TOP (1) session_id FROM dbo.syssessions ORDER BY agent_start_date DESC`)
}

// SessionExists tells whether the agent had a session of that number.
func SessionExists(ctx context.Context, tx Tx, session int64) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.syssessions WHERE session_id = @session_id`, arg("session_id", session))
}
