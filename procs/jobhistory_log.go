package procs

import (
	"context"
	"database/sql"
	"errors"

	"msxgate/msdb"
	"msxgate/tds"
)

var historyLogProcs = []*Proc{
	define("sp_sqlagent_log_jobhistory", logJobHistory),
	define("sp_jobhistory_row_limiter", jobHistoryRowLimiter),
}

type logJobHistoryParams struct {
	JobID             tds.GUID         `tsql:"@job_id uniqueidentifier"`
	StepID            int64            `tsql:"@step_id int"`
	SQLMessageID      int64            `tsql:"@sql_message_id int = 0"`
	SQLSeverity       int64            `tsql:"@sql_severity int = 0"`
	Message           sql.Null[string] `tsql:"@message nvarchar(4000) = NULL"`
	RunStatus         sql.Null[int64]  `tsql:"@run_status int"`
	RunDate           int64            `tsql:"@run_date int"`
	RunTime           int64            `tsql:"@run_time int"`
	RunDuration       int64            `tsql:"@run_duration int"`
	OperatorIDEmailed int64            `tsql:"@operator_id_emailed int = 0"`
	OperatorIDNetsent int64            `tsql:"@operator_id_netsent int = 0"`
	OperatorIDPaged   int64            `tsql:"@operator_id_paged int = 0"`
	RetriesAttempted  int64            `tsql:"@retries_attempted int"`
	Server            sql.Null[string] `tsql:"@server sysname = NULL"`
	SessionID         int64            `tsql:"@session_id int = 0"`
}

// logJobHistory records the end of a step, or with step 0 that of a run. What is wrong with it is told as
// information: an agent would try again for ever.
func logJobHistory(ctx context.Context, c *Call, p *logJobHistoryParams) error {
	if err := verifyCallerOf(ctx, c, some(p.JobID)); err != nil {
		return err
	}
	stepName, err := checkHistory(ctx, c, p)
	if err != nil {
		return asInformation(c, err)
	}
	id, err := msdb.InsertHistory(ctx, c.Tx, &msdb.JobHistory{
		JobID: p.JobID, StepID: p.StepID, StepName: stepName, SQLMessageID: p.SQLMessageID, SQLSeverity: p.SQLSeverity,
		Message: p.Message, RunStatus: p.RunStatus.V, RunDate: p.RunDate, RunTime: p.RunTime, RunDuration: p.RunDuration,
		RetriesAttempted: p.RetriesAttempted, Server: c.serverName(p.Server),
	}, p.OperatorIDEmailed, p.OperatorIDNetsent, p.OperatorIDPaged)
	if err != nil || p.StepID != 0 {
		return err
	}
	if err := msdb.StopActivity(ctx, c.Tx, p.SessionID, p.JobID, c.activityNow(), id); err != nil {
		return err
	}
	return in(c, "sp_jobhistory_row_limiter", func(c *Call) error { return limitHistory(ctx, c, p.JobID) })
}

// checkHistory is what speaks against a row, or the name of its step.
func checkHistory(ctx context.Context, c *Call, p *logJobHistoryParams) (stepName string, err error) {
	_, found, err := msdb.JobName(ctx, c.Tx, p.JobID)
	switch {
	case err != nil:
		return "", err
	case !found:
		return "", errDoesNotExist.With("Job", p.JobID)
	}
	stepName = textJobOutcome.Text()
	if p.StepID != 0 {
		step, err := msdb.JobStepByID(ctx, c.Tx, p.JobID, p.StepID)
		switch {
		case err != nil:
			return "", err
		case step == nil:
			return "", errDoesNotExist.With("@step_id", p.StepID)
		}
		stepName = step.StepName
	}
	if !p.RunStatus.Valid || p.RunStatus.V < msdb.OutcomeFailed || p.RunStatus.V > msdb.OutcomeUnknown {
		return "", errInvalidValue.With("@run_status", "0, 1, 2, 3, 4, 5")
	}
	if err := verifyJobDate(c, p.RunDate, "@run_date"); err != nil {
		return "", err
	}
	if err := verifyJobTime(c, p.RunTime, "@run_time"); err != nil {
		return "", err
	}
	return stepName, checkOperators(ctx, c, p)
}

func checkOperators(ctx context.Context, c *Call, p *logJobHistoryParams) error {
	for _, o := range []struct {
		param string
		id    int64
	}{
		{"@operator_id_emailed", p.OperatorIDEmailed}, {"@operator_id_netsent", p.OperatorIDNetsent}, {"@operator_id_paged", p.OperatorIDPaged},
	} {
		if o.id == 0 {
			continue
		}
		operator, err := msdb.OperatorByID(ctx, c.Tx, o.id)
		if err != nil {
			return err
		}
		if operator == nil {
			return errDoesNotExist.With(o.param, o.id)
		}
	}
	return nil
}

// asInformation raises an error of ours with severity 0 and makes the procedure return 1.
func asInformation(c *Call, err error) error {
	var e *tds.Error
	if !errors.As(err, &e) {
		return err
	}
	if err := c.Info(e); err != nil {
		return err
	}
	return returns(1)
}

type jobHistoryRowLimiterParams struct {
	JobID tds.GUID `tsql:"@job_id uniqueidentifier"`
}

func jobHistoryRowLimiter(ctx context.Context, c *Call, p *jobHistoryRowLimiterParams) error {
	return limitHistory(ctx, c, p.JobID)
}

// limitHistory deletes what the history has over JobHistoryMaxRowsPerJob of a job, and over JobHistoryMaxRows of all.
// Limits that make no sense are mended where they stand.
func limitHistory(ctx context.Context, c *Call, job tds.GUID) error {
	total, err := msdb.IntSetting(ctx, c.Tx, msdb.SettingHistoryMaxRows)
	if err != nil || !total.Valid || total.V == -1 {
		return err
	}
	if total.V < 2 {
		total.V = 1000
		if err := msdb.SetIntSetting(ctx, c.Tx, msdb.SettingHistoryMaxRows, total.V); err != nil {
			return err
		}
	}
	perJob, err := msdb.IntSetting(ctx, c.Tx, msdb.SettingHistoryMaxPerJob)
	if err != nil {
		return err
	}
	if perJob.V > total.V || perJob.V < 1 {
		perJob.V = total.V
		if err := msdb.SetIntSetting(ctx, c.Tx, msdb.SettingHistoryMaxPerJob, perJob.V); err != nil {
			return err
		}
	}
	if err := msdb.LimitJobHistory(ctx, c.Tx, job, perJob.V); err != nil {
		return err
	}
	return msdb.LimitHistory(ctx, c.Tx, total.V)
}
