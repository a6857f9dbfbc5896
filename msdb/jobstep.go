package msdb

import (
	"context"
	"database/sql"
	"strings"

	"msxgate/tds"
)

// JobStep is a row of dbo.sysjobsteps.
type JobStep struct {
	JobID                tds.GUID
	StepID               int64
	StepName             string
	Subsystem            string
	Command              sql.Null[string]
	Flags                int64
	AdditionalParameters sql.Null[string]
	CmdexecSuccessCode   int64
	OnSuccessAction      int64
	OnSuccessStepID      int64
	OnFailAction         int64
	OnFailStepID         int64
	Server               sql.Null[string]
	DatabaseName         sql.Null[string]
	DatabaseUserName     sql.Null[string]
	RetryAttempts        int64
	RetryInterval        int64 // minutes
	OSRunPriority        int64
	OutputFileName       sql.Null[string]
	LastRunOutcome       int64
	LastRunDuration      int64
	LastRunRetries       int64
	LastRunDate          int64
	LastRunTime          int64
	ProxyID              sql.Null[int64]
	StepUID              sql.Null[tds.GUID]
}

const stepColumns = `job_id, step_id, step_name, subsystem, command, flags, additional_parameters, cmdexec_success_code,
	on_success_action, on_success_step_id, on_fail_action, on_fail_step_id, server, database_name, database_user_name,
	retry_attempts, retry_interval, os_run_priority, output_file_name, last_run_outcome, last_run_duration, last_run_retries,
	last_run_date, last_run_time, proxy_id, step_uid`

func (s *JobStep) fields() []any {
	return []any{
		&s.JobID, &s.StepID, &s.StepName, &s.Subsystem, &s.Command, &s.Flags, &s.AdditionalParameters, &s.CmdexecSuccessCode,
		&s.OnSuccessAction, &s.OnSuccessStepID, &s.OnFailAction, &s.OnFailStepID, &s.Server, &s.DatabaseName, &s.DatabaseUserName,
		&s.RetryAttempts, &s.RetryInterval, &s.OSRunPriority, &s.OutputFileName, &s.LastRunOutcome, &s.LastRunDuration, &s.LastRunRetries,
		&s.LastRunDate, &s.LastRunTime, &s.ProxyID, &s.StepUID,
	}
}

func (s *JobStep) args() []Arg {
	return []Arg{
		arg("job_id", s.JobID), arg("step_id", s.StepID), arg("step_name", s.StepName), arg("subsystem", s.Subsystem),
		arg("command", s.Command), arg("flags", s.Flags), arg("additional_parameters", s.AdditionalParameters),
		arg("cmdexec_success_code", s.CmdexecSuccessCode), arg("on_success_action", s.OnSuccessAction),
		arg("on_success_step_id", s.OnSuccessStepID), arg("on_fail_action", s.OnFailAction), arg("on_fail_step_id", s.OnFailStepID),
		arg("server", s.Server), arg("database_name", s.DatabaseName), arg("database_user_name", s.DatabaseUserName),
		arg("retry_attempts", s.RetryAttempts), arg("retry_interval", s.RetryInterval), arg("os_run_priority", s.OSRunPriority),
		arg("output_file_name", s.OutputFileName), arg("proxy_id", s.ProxyID), arg("step_uid", s.StepUID),
	}
}

// JobSteps are the steps of a job in their order.
func JobSteps(ctx context.Context, tx Tx, job tds.GUID) ([]JobStep, error) {
	return selectRows(ctx, tx, `SELECT `+stepColumns+` FROM dbo.sysjobsteps WHERE job_id = @job_id ORDER BY step_id`,
		(*JobStep).fields, arg("job_id", job))
}

// JobStepByID is the step of that number, or nil.
func JobStepByID(ctx context.Context, tx Tx, job tds.GUID, step int64) (*JobStep, error) {
	return selectRow(ctx, tx, `SELECT `+stepColumns+` FROM dbo.sysjobsteps WHERE job_id = @job_id AND step_id = @step_id`,
		(*JobStep).fields, arg("job_id", job), arg("step_id", step))
}

// JobStepNamed is the step of that name, or nil.
func JobStepNamed(ctx context.Context, tx Tx, job tds.GUID, name string) (*JobStep, error) {
	return selectRow(ctx, tx, `SELECT `+stepColumns+` FROM dbo.sysjobsteps WHERE job_id = @job_id AND step_name = @step_name`,
		(*JobStep).fields, arg("job_id", job), arg("step_name", name))
}

// LastJobStep is the highest step number of a job, 0 when it has no steps.
func LastJobStep(ctx context.Context, tx Tx, job tds.GUID) (int64, error) {
	return selectValue[int64](ctx, tx, `SELECT COALESCE(MAX(step_id), 0) FROM dbo.sysjobsteps WHERE job_id = @job_id`, arg("job_id", job))
}

// StepsUsingProxy are the steps that run under the proxy.
func StepsUsingProxy(ctx context.Context, tx Tx, proxy int64) ([]JobStep, error) {
	return selectRows(ctx, tx, `SELECT `+stepColumns+` FROM dbo.sysjobsteps WHERE proxy_id = @proxy_id ORDER BY job_id, step_id`,
		(*JobStep).fields, arg("proxy_id", proxy))
}

// HasDatabaseUserStep tells whether a T-SQL step of the job runs as a database user.
func HasDatabaseUserStep(ctx context.Context, tx Tx, job tds.GUID) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sysjobsteps WHERE job_id = @job_id AND subsystem = N'TSQL' AND database_user_name IS NOT NULL`,
		arg("job_id", job))
}

// ForgetDatabaseUsers takes the database user from all T-SQL steps of the job.
func ForgetDatabaseUsers(ctx context.Context, tx Tx, job tds.GUID) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobsteps SET database_user_name = NULL WHERE job_id = @job_id AND subsystem = N'TSQL'`, arg("job_id", job))
}

// OpenJobStep makes room for a new step: the steps from that number on, and all references to
// them, move up by one.
func OpenJobStep(ctx context.Context, tx Tx, job tds.GUID, step int64) error {
	return eachOf(ctx, tx, []string{
		`UPDATE dbo.sysjobsteps SET step_id = step_id + 1 WHERE job_id = @job_id AND step_id >= @step_id`,
		`UPDATE dbo.sysjobsteps SET on_success_step_id = on_success_step_id + 1 WHERE job_id = @job_id AND on_success_step_id >= @step_id`,
		`UPDATE dbo.sysjobsteps SET on_fail_step_id = on_fail_step_id + 1 WHERE job_id = @job_id AND on_fail_step_id >= @step_id`,
	}, arg("job_id", job), arg("step_id", step))
}

// CloseJobStep closes the gap of a deleted step: later steps and the references to them move
// down by one, and what now refers to the number of the deleted step quits instead. (A reference
// to the step behind it is caught by that too, as on SQL Server.)
func CloseJobStep(ctx context.Context, tx Tx, job tds.GUID, step int64) error {
	return eachOf(ctx, tx, []string{
		`UPDATE dbo.sysjobsteps SET step_id = step_id - 1 WHERE job_id = @job_id AND step_id > @step_id`,
		`UPDATE dbo.sysjobsteps SET on_success_step_id = on_success_step_id - 1 WHERE job_id = @job_id AND on_success_step_id > @step_id`,
		`UPDATE dbo.sysjobsteps SET on_fail_step_id = on_fail_step_id - 1 WHERE job_id = @job_id AND on_fail_step_id > @step_id`,
		`UPDATE dbo.sysjobsteps SET on_success_step_id = 0, on_success_action = 1 WHERE job_id = @job_id AND on_success_step_id = @step_id`,
		`UPDATE dbo.sysjobsteps SET on_fail_step_id = 0, on_fail_action = 2 WHERE job_id = @job_id AND on_fail_step_id = @step_id`,
	}, arg("job_id", job), arg("step_id", step))
}

// InsertJobStep adds a step that never ran. The number must be free.
func InsertJobStep(ctx context.Context, tx Tx, s *JobStep) error {
	return exec(ctx, tx, `INSERT INTO dbo.sysjobsteps (job_id, step_id, step_name, subsystem, command, flags, additional_parameters, cmdexec_success_code,
		on_success_action, on_success_step_id, on_fail_action, on_fail_step_id, server, database_name, database_user_name,
		retry_attempts, retry_interval, os_run_priority, output_file_name, last_run_outcome, last_run_duration, last_run_retries,
		last_run_date, last_run_time, proxy_id, step_uid)
		VALUES (@job_id, @step_id, @step_name, @subsystem, @command, @flags, @additional_parameters, @cmdexec_success_code,
		@on_success_action, @on_success_step_id, @on_fail_action, @on_fail_step_id, @server, @database_name, @database_user_name,
		@retry_attempts, @retry_interval, @os_run_priority, @output_file_name, 0, 0, 0, 0, 0, @proxy_id, @step_uid)`, s.args()...)
}

// UpdateJobStep writes a step. What is known of its last run stays.
func UpdateJobStep(ctx context.Context, tx Tx, s *JobStep) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobsteps SET step_name = @step_name, subsystem = @subsystem, command = @command, flags = @flags,
		additional_parameters = @additional_parameters, cmdexec_success_code = @cmdexec_success_code,
		on_success_action = @on_success_action, on_success_step_id = @on_success_step_id,
		on_fail_action = @on_fail_action, on_fail_step_id = @on_fail_step_id, server = @server, database_name = @database_name,
		database_user_name = @database_user_name, retry_attempts = @retry_attempts, retry_interval = @retry_interval,
		os_run_priority = @os_run_priority, output_file_name = @output_file_name, proxy_id = @proxy_id
		WHERE job_id = @job_id AND step_id = @step_id`, s.args()...)
}

// DeleteJobStep deletes one step and leaves a gap.
func DeleteJobStep(ctx context.Context, tx Tx, job tds.GUID, step int64) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysjobsteps WHERE job_id = @job_id AND step_id = @step_id`, arg("job_id", job), arg("step_id", step))
}

// DeleteJobSteps deletes all steps of a job.
func DeleteJobSteps(ctx context.Context, tx Tx, job tds.GUID) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysjobsteps WHERE job_id = @job_id`, arg("job_id", job))
}

// OwnedStep is a step together with its job's name.
type OwnedStep struct {
	JobID    tds.GUID
	JobName  string
	StepID   int64
	StepName string
}

// StepsOfUser are the steps of visible jobs that run as that user of that database.
func StepsOfUser(ctx context.Context, tx Tx, database, user string) ([]OwnedStep, error) {
	return selectRows(ctx, tx, `SELECT j.job_id, j.name, s.step_id, s.step_name FROM dbo.sysjobs_view AS j
		JOIN dbo.sysjobsteps AS s ON s.job_id = j.job_id
		WHERE s.database_name = @database AND s.database_user_name = @user`,
		(*OwnedStep).fields, arg("database", database), arg("user", user))
}

// StepsOfOwner are the T-SQL steps of visible jobs of that owner.
func StepsOfOwner(ctx context.Context, tx Tx, sid []byte) ([]OwnedStep, error) {
	return selectRows(ctx, tx, `SELECT j.job_id, j.name, s.step_id, s.step_name FROM dbo.sysjobs_view AS j
		JOIN dbo.sysjobsteps AS s ON s.job_id = j.job_id
		WHERE j.owner_sid = @sid AND s.subsystem = N'TSQL'`, (*OwnedStep).fields, arg("sid", sid))
}

func (s *OwnedStep) fields() []any { return []any{&s.JobID, &s.JobName, &s.StepID, &s.StepName} }

// LinkedServerExists tells whether sys.servers has a server of that name.
func LinkedServerExists(ctx context.Context, tx Tx, name string) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM sys.servers WHERE UPPER(name) = @name`, arg("name", name))
}

// DatabaseUserExists tells whether a database, which must exist, has a user of that name.
func DatabaseUserExists(ctx context.Context, tx Tx, database, user string) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM `+quoteName(database)+`.sys.database_principals WHERE name = @user AND type IN ('S', 'U', 'G')`,
		arg("user", user))
}

func quoteName(name string) string { return "[" + strings.ReplaceAll(name, "]", "]]") + "]" }

// DatabaseUserOf is the user that a login is in a database, "" when it has none there.
func DatabaseUserOf(ctx context.Context, tx Tx, database string, sid []byte) (string, error) {
	return selectValue[string](ctx, tx, `SELECT name FROM `+quoteName(database)+`.sys.database_principals WHERE sid = @sid`, arg("sid", sid))
}
