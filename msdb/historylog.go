package msdb

import (
	"context"

	"msxgate/tds"
)

// InsertHistory adds a row to the history with the operators that were told (0 is none), and returns its number.
func InsertHistory(ctx context.Context, tx Tx, h *JobHistory, emailed, netsent, paged int64) (int64, error) {
	err := exec(ctx, tx, `INSERT INTO dbo.sysjobhistory (job_id, step_id, step_name, sql_message_id, sql_severity, message, run_status,
		run_date, run_time, run_duration, operator_id_emailed, operator_id_netsent, operator_id_paged, retries_attempted, server)
		VALUES (@job_id, @step_id, @step_name, @message_id, @severity, @message, @status,
		@date, @time, @duration, @emailed, @netsent, @paged, @retries, @server)`,
		arg("job_id", h.JobID), arg("step_id", h.StepID), arg("step_name", h.StepName), arg("message_id", h.SQLMessageID),
		arg("severity", h.SQLSeverity), arg("message", h.Message), arg("status", h.RunStatus), arg("date", h.RunDate), arg("time", h.RunTime),
		arg("duration", h.RunDuration), arg("emailed", emailed), arg("netsent", netsent), arg("paged", paged),
		arg("retries", h.RetriesAttempted), arg("server", h.Server))
	if err != nil {
		return 0, err
	}
	return selectValue[int64](ctx, tx, `SELECT MAX(instance_id) FROM dbo.sysjobhistory WHERE job_id = @job_id`, arg("job_id", h.JobID))
}

// LimitJobHistory deletes the oldest rows of a job over a limit.
func LimitJobHistory(ctx context.Context, tx Tx, job tds.GUID, limit int64) error {
	n, err := selectValue[int64](ctx, tx, `SELECT COUNT(*) FROM dbo.sysjobhistory WHERE job_id = @job_id`, arg("job_id", job))
	if err != nil || n <= limit {
		return err
	}
	return exec(ctx, tx, `DELETE FROM dbo.sysjobhistory WHERE instance_id IN
		(SELECT TOP (@over) h.instance_id FROM dbo.sysjobhistory AS h WHERE h.job_id = @job_id ORDER BY h.instance_id)`,
		arg("job_id", job), arg("over", n-limit))
}

// LimitHistory deletes the oldest rows of all jobs over a limit.
func LimitHistory(ctx context.Context, tx Tx, limit int64) error {
	n, err := selectValue[int64](ctx, tx, `SELECT COUNT(*) FROM dbo.sysjobhistory`)
	if err != nil || n <= limit {
		return err
	}
	return exec(ctx, tx, `DELETE FROM dbo.sysjobhistory WHERE instance_id IN
		(SELECT TOP (@over) h.instance_id FROM dbo.sysjobhistory AS h ORDER BY h.instance_id)`, arg("over", n-limit))
}
