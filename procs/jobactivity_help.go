package procs

import (
	"context"
	"database/sql"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

type helpJobactivityParams struct {
	JobID     sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName   sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	SessionID sql.Null[int64]    `tsql:"@session_id int = NULL"`
}

type activityRow struct {
	SessionID            int64               `col:"session_id int"`
	JobID                tds.GUID            `col:"job_id uniqueidentifier"`
	JobName              string              `col:"job_name sysname"`
	RunRequestedDate     sql.Null[time.Time] `col:"run_requested_date datetime null"`
	RunRequestedSource   sql.Null[string]    `col:"run_requested_source sysname null"`
	QueuedDate           sql.Null[time.Time] `col:"queued_date datetime null"`
	StartExecutionDate   sql.Null[time.Time] `col:"start_execution_date datetime null"`
	LastExecutedStepID   sql.Null[int64]     `col:"last_executed_step_id int null"`
	LastExecutedStepDate sql.Null[time.Time] `col:"last_executed_step_date datetime null"`
	StopExecutionDate    sql.Null[time.Time] `col:"stop_execution_date datetime null"`
	NextScheduledRunDate sql.Null[time.Time] `col:"next_scheduled_run_date datetime null"`
	JobHistoryID         sql.Null[int64]     `col:"job_history_id int null"`
	Message              sql.Null[string]    `col:"message nvarchar(4000) null"`
	RunStatus            sql.Null[int64]     `col:"run_status int null"`
	OperatorIDEmailed    sql.Null[int64]     `col:"operator_id_emailed int null"`
	OperatorIDNetsent    sql.Null[int64]     `col:"operator_id_netsent int null"`
	OperatorIDPaged      sql.Null[int64]     `col:"operator_id_paged int null"`
}

// helpJobactivity shows what the jobs do in a session of the agent, the present one unless told otherwise.
func helpJobactivity(ctx context.Context, c *Call, p *helpJobactivityParams) error {
	clean(&p.JobName)
	if p.JobID.Valid || p.JobName.Valid {
		job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
		if err != nil {
			return err
		}
		p.JobID = some(job.JobID)
	}
	session, err := chosenSession(ctx, c, p.SessionID)
	if err != nil {
		return err
	}
	activities, err := msdb.Activities(ctx, c.Tx, session, p.JobID)
	if err != nil {
		return err
	}
	rows := make([]activityRow, len(activities))
	for i, a := range activities {
		rows[i] = activityRow(a)
	}
	return send(c, rows)
}

// chosenSession is the session that a caller names, or the latest, or 0 when there was none.
func chosenSession(ctx context.Context, c *Call, id sql.Null[int64]) (int64, error) {
	if !id.Valid {
		latest, err := msdb.LatestSession(ctx, c.Tx)
		return latest.V, err
	}
	known, err := msdb.SessionExists(ctx, c.Tx, id.V)
	if err == nil && !known {
		err = errDoesNotExist.With("@session_id", id)
	}
	return id.V, err
}
