package procs

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

var jobActivityProcs = []*Proc{
	define("sp_sqlagent_create_jobactivity", createJobActivity),
	define("sp_sqlagent_update_jobactivity_requested_date", updateRequestedDate),
	define("sp_sqlagent_update_jobactivity_queued_date", updateQueuedDate),
	define("sp_sqlagent_update_jobactivity_start_execution_date", updateStartExecutionDate),
	define("sp_sqlagent_update_jobactivity_next_scheduled_date", updateNextScheduledDate),
	define("sp_sqlagent_set_job_completion_state", setJobCompletionState),
	define("sp_sqlagent_set_jobstep_completion_state", setJobStepCompletionState),
}

// activityNow is what the agent's dates are: without milliseconds.
func (c *Call) activityNow() time.Time { return c.now().Truncate(time.Second) }

type jobActivityParams struct {
	SessionID int64              `tsql:"@session_id int"`
	JobID     sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier"`
	IsSystem  int64              `tsql:"@is_system tinyint = 0"`
}

// createJobActivity makes the row of a job in a session of the agent, or of all jobs. Built-in jobs have none.
func createJobActivity(ctx context.Context, c *Call, p *jobActivityParams) error {
	if p.IsSystem == 1 {
		return nil
	}
	return msdb.InsertActivity(ctx, c.Tx, p.SessionID, p.JobID)
}

type requestedDateParams struct {
	SessionID int64    `tsql:"@session_id int"`
	JobID     tds.GUID `tsql:"@job_id uniqueidentifier"`
	IsSystem  int64    `tsql:"@is_system tinyint = 0"`
	SourceID  int64    `tsql:"@run_requested_source_id tinyint"`
}

func updateRequestedDate(ctx context.Context, c *Call, p *requestedDateParams) error {
	if p.IsSystem == 1 {
		return nil
	}
	return msdb.RequestActivity(ctx, c.Tx, p.SessionID, p.JobID, strconv.FormatInt(p.SourceID, 10), c.activityNow())
}

func updateQueuedDate(ctx context.Context, c *Call, p *jobActivityParams) error {
	if p.IsSystem == 1 {
		return nil
	}
	return msdb.QueueActivity(ctx, c.Tx, p.SessionID, p.JobID.V, c.activityNow())
}

type startExecutionDateParams struct {
	SessionID int64           `tsql:"@session_id int"`
	JobID     tds.GUID        `tsql:"@job_id uniqueidentifier"`
	IsSystem  int64           `tsql:"@is_system tinyint = 0"`
	Date      sql.Null[int64] `tsql:"@begin_execution_date int"`
	Time      sql.Null[int64] `tsql:"@begin_execution_time int"`
}

func updateStartExecutionDate(ctx context.Context, c *Call, p *startExecutionDateParams) error {
	if p.IsSystem == 1 {
		return nil
	}
	return msdb.StartActivity(ctx, c.Tx, p.SessionID, p.JobID, agentDateTime(p.Date, p.Time))
}

// nextScheduledDateParams are called after the last run, but carry the next.
type nextScheduledDateParams struct {
	SessionID int64           `tsql:"@session_id int"`
	JobID     tds.GUID        `tsql:"@job_id uniqueidentifier"`
	IsSystem  int64           `tsql:"@is_system tinyint = 0"`
	Date      sql.Null[int64] `tsql:"@last_run_date int"`
	Time      sql.Null[int64] `tsql:"@last_run_time int"`
}

func updateNextScheduledDate(ctx context.Context, c *Call, p *nextScheduledDateParams) error {
	if p.IsSystem == 1 {
		return nil
	}
	return msdb.ScheduleActivity(ctx, c.Tx, p.SessionID, p.JobID, agentDateTime(p.Date, p.Time))
}

// agentDateTime is agent_datetime: NULL when a part is NULL.
func agentDateTime(date, clock sql.Null[int64]) sql.Null[time.Time] {
	if !date.Valid || !clock.Valid {
		return sql.Null[time.Time]{}
	}
	return msdb.DateTime(date.V, clock.V)
}

type jobCompletionParams struct {
	JobID    tds.GUID         `tsql:"@job_id uniqueidentifier"`
	Outcome  int64            `tsql:"@last_run_outcome tinyint"`
	Message  sql.Null[string] `tsql:"@last_outcome_message nvarchar(4000)"`
	Date     int64            `tsql:"@last_run_date int"`
	Time     int64            `tsql:"@last_run_time int"`
	Duration int64            `tsql:"@last_run_duration int"`
}

// setJobCompletionState records how a job ended on this server.
func setJobCompletionState(ctx context.Context, c *Call, p *jobCompletionParams) error {
	return msdb.SetOutcome(ctx, c.Tx, &msdb.JobServer{
		JobID: p.JobID, LastRunOutcome: p.Outcome, LastOutcomeMessage: p.Message,
		LastRunDate: p.Date, LastRunTime: p.Time, LastRunDuration: p.Duration,
	})
}

type jobStepCompletionParams struct {
	JobID     tds.GUID `tsql:"@job_id uniqueidentifier"`
	StepID    int64    `tsql:"@step_id int"`
	Outcome   int64    `tsql:"@last_run_outcome int"`
	Duration  int64    `tsql:"@last_run_duration int"`
	Retries   int64    `tsql:"@last_run_retries int"`
	Date      int64    `tsql:"@last_run_date int"`
	Time      int64    `tsql:"@last_run_time int"`
	SessionID int64    `tsql:"@session_id int"`
}

// setJobStepCompletionState records how a step ended.
func setJobStepCompletionState(ctx context.Context, c *Call, p *jobStepCompletionParams) error {
	step := &msdb.JobStep{
		JobID: p.JobID, StepID: p.StepID, LastRunOutcome: p.Outcome, LastRunDuration: p.Duration, LastRunRetries: p.Retries,
		LastRunDate: p.Date, LastRunTime: p.Time,
	}
	if err := msdb.SetStepOutcome(ctx, c.Tx, step); err != nil {
		return err
	}
	return msdb.StepActivity(ctx, c.Tx, p.SessionID, p.JobID, p.StepID, msdb.DateTime(p.Date, p.Time))
}
