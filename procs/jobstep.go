package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

var jobStepProcs = []*Proc{
	define("sp_add_jobstep", addJobstep),
	define("sp_add_jobstep_internal", addJobstepInternal),
	define("sp_update_jobstep", updateJobstep),
	define("sp_delete_jobstep", deleteJobstep),
	define("sp_help_jobstep", helpJobstep),
	define("sp_agent_get_jobstep", agentGetJobstep),
}

type addJobstepParams struct {
	JobID                sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName              sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	StepID               sql.Null[int64]    `tsql:"@step_id int = NULL"`
	StepName             sql.Null[string]   `tsql:"@step_name sysname"`
	Subsystem            string             `tsql:"@subsystem nvarchar(40) = 'TSQL'"`
	Command              sql.Null[string]   `tsql:"@command nvarchar(max) = NULL"`
	AdditionalParameters sql.Null[string]   `tsql:"@additional_parameters nvarchar(max) = NULL"`
	CmdexecSuccessCode   int64              `tsql:"@cmdexec_success_code int = 0"`
	OnSuccessAction      int64              `tsql:"@on_success_action tinyint = 1"`
	OnSuccessStepID      int64              `tsql:"@on_success_step_id int = 0"`
	OnFailAction         int64              `tsql:"@on_fail_action tinyint = 2"`
	OnFailStepID         int64              `tsql:"@on_fail_step_id int = 0"`
	Server               sql.Null[string]   `tsql:"@server sysname = NULL"`
	DatabaseName         sql.Null[string]   `tsql:"@database_name sysname = NULL"`
	DatabaseUserName     sql.Null[string]   `tsql:"@database_user_name sysname = NULL"`
	RetryAttempts        int64              `tsql:"@retry_attempts int = 0"`
	RetryInterval        int64              `tsql:"@retry_interval int = 0"`
	OSRunPriority        int64              `tsql:"@os_run_priority int = 0"`
	OutputFileName       sql.Null[string]   `tsql:"@output_file_name nvarchar(200) = NULL"`
	Flags                int64              `tsql:"@flags int = 0"`
	ProxyID              sql.Null[int64]    `tsql:"@proxy_id int = NULL"`
	ProxyName            sql.Null[string]   `tsql:"@proxy_name sysname = NULL"`
	StepUID              sql.Null[tds.GUID] `tsql:"@step_uid uniqueidentifier = NULL OUTPUT"`
}

// addJobstep adds a step to a job. Steps from its number on move up, and targets of the job fetch it anew.
func addJobstep(ctx context.Context, c *Call, p *addJobstepParams) error {
	if err := maySetReplication(c, p.Subsystem); err != nil {
		return err
	}
	if p.DatabaseUserName.Valid && !c.Login.Sysadmin {
		return errDatabaseUserNotSysadmin.With()
	}
	return in(c, "sp_add_jobstep_internal", func(c *Call) error { return addJobstepInternal(ctx, c, p) })
}

func addJobstepInternal(ctx context.Context, c *Call, p *addJobstepParams) error {
	clean(&p.Server, &p.DatabaseName, &p.DatabaseUserName, &p.OutputFileName, &p.ProxyName)
	if err := verifyCallerOf(ctx, c, p.JobID); err != nil {
		return err
	}
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	if err := mayChangeSteps(c, job); err != nil {
		return err
	}
	d := p.draft(job)
	if d.ProxyID, err = proxyOfStep(ctx, c, p.ProxyID, p.ProxyName); err != nil {
		return err
	}
	last, err := msdb.LastJobStep(ctx, c.Tx, job.JobID)
	if err != nil {
		return err
	}
	d.StepID = or(p.StepID, last+1)
	if err := verifyJobstep(ctx, c, d); err != nil {
		return err
	}
	if err := notNull(p.StepName, "step_name", "sysjobsteps"); err != nil {
		return rethrown(err)
	}
	d.StepUID = some(c.NewID())
	if err := insertJobstep(ctx, c, &d.JobStep, last); err != nil {
		return rethrown(err)
	}
	p.StepUID = d.StepUID
	return stepsChanged(ctx, c, job, last == 0)
}

func (p *addJobstepParams) draft(job *msdb.Job) *stepDraft {
	return &stepDraft{job: job, renamed: true, JobStep: msdb.JobStep{
		JobID: job.JobID, StepName: trim(p.StepName.V), Subsystem: subsystemAlias(trim(p.Subsystem)), Command: p.Command, Flags: p.Flags,
		AdditionalParameters: p.AdditionalParameters, CmdexecSuccessCode: p.CmdexecSuccessCode,
		OnSuccessAction: p.OnSuccessAction, OnSuccessStepID: p.OnSuccessStepID, OnFailAction: p.OnFailAction, OnFailStepID: p.OnFailStepID,
		Server: p.Server, DatabaseName: p.DatabaseName, DatabaseUserName: p.DatabaseUserName,
		RetryAttempts: p.RetryAttempts, RetryInterval: p.RetryInterval, OSRunPriority: p.OSRunPriority, OutputFileName: p.OutputFileName,
	}}
}

func insertJobstep(ctx context.Context, c *Call, s *msdb.JobStep, last int64) error {
	if err := msdb.TouchJob(ctx, c.Tx, s.JobID, c.now()); err != nil {
		return err
	}
	if s.StepID <= last {
		if err := msdb.OpenJobStep(ctx, c.Tx, s.JobID, s.StepID); err != nil {
			return err
		}
	}
	return msdb.InsertJobStep(ctx, c.Tx, s)
}

// maySetReplication lets only owners of msdb make steps of the replication agents.
func maySetReplication(c *Call, subsystem string) error {
	if c.Login.Sysadmin || c.Login.Owner || !isReplication(trim(subsystem)) {
		return nil
	}
	return errNoPermission.With()
}

// mayChangeSteps raises what forbids the caller to change the steps of a job.
func mayChangeSteps(c *Call, job *msdb.Job) error {
	if err := verifyJobprocCaller(c, job); err != nil {
		return err
	}
	if !c.Login.mayChange(job.OwnerSID) {
		return errNotOwner.With()
	}
	return nil
}

// proxyOfStep is the id of the proxy that a step names, NULL when it names none.
func proxyOfStep(ctx context.Context, c *Call, id sql.Null[int64], name sql.Null[string]) (sql.Null[int64], error) {
	if !id.Valid && !name.Valid {
		return id, nil
	}
	p, err := verifyProxyIdentifiers(ctx, c, "@proxy_id", "@proxy_name", id, name)
	if err != nil {
		return id, err
	}
	return some(p.ProxyID), nil
}

// stepsChanged tells whom it concerns that the steps of a job changed: its targets, and the local agent when the job got
// its first step or lost its last.
func stepsChanged(ctx context.Context, c *Call, job *msdb.Job, firstOrLast bool) error {
	local, err := msdb.IsLocalJob(ctx, c.Tx, job.JobID)
	if err != nil {
		return err
	}
	if local {
		if firstOrLast {
			c.notifyJob('U', job.JobID)
		}
		return nil
	}
	return postJob(ctx, c, "INSERT", job.JobID)
}

type updateJobstepParams struct {
	JobID                sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName              sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	StepID               int64              `tsql:"@step_id int"`
	StepName             sql.Null[string]   `tsql:"@step_name sysname = NULL"`
	Subsystem            sql.Null[string]   `tsql:"@subsystem nvarchar(40) = NULL"`
	Command              sql.Null[string]   `tsql:"@command nvarchar(max) = NULL"`
	AdditionalParameters sql.Null[string]   `tsql:"@additional_parameters nvarchar(max) = NULL"`
	CmdexecSuccessCode   sql.Null[int64]    `tsql:"@cmdexec_success_code int = NULL"`
	OnSuccessAction      sql.Null[int64]    `tsql:"@on_success_action tinyint = NULL"`
	OnSuccessStepID      sql.Null[int64]    `tsql:"@on_success_step_id int = NULL"`
	OnFailAction         sql.Null[int64]    `tsql:"@on_fail_action tinyint = NULL"`
	OnFailStepID         sql.Null[int64]    `tsql:"@on_fail_step_id int = NULL"`
	Server               sql.Null[string]   `tsql:"@server sysname = NULL"`
	DatabaseName         sql.Null[string]   `tsql:"@database_name sysname = NULL"`
	DatabaseUserName     sql.Null[string]   `tsql:"@database_user_name sysname = NULL"`
	RetryAttempts        sql.Null[int64]    `tsql:"@retry_attempts int = NULL"`
	RetryInterval        sql.Null[int64]    `tsql:"@retry_interval int = NULL"`
	OSRunPriority        sql.Null[int64]    `tsql:"@os_run_priority int = NULL"`
	OutputFileName       sql.Null[string]   `tsql:"@output_file_name nvarchar(200) = NULL"`
	Flags                sql.Null[int64]    `tsql:"@flags int = NULL"`
	ProxyID              sql.Null[int64]    `tsql:"@proxy_id int = NULL"`
	ProxyName            sql.Null[string]   `tsql:"@proxy_name sysname = NULL"`
}

// updateJobstep changes what it is given of a step; additional parameters are always overwritten.
func updateJobstep(ctx context.Context, c *Call, p *updateJobstepParams) error {
	trimEach(&p.StepName, &p.Subsystem, &p.Command, &p.Server, &p.DatabaseName, &p.DatabaseUserName, &p.OutputFileName, &p.ProxyName)
	if err := maySetReplication(c, p.Subsystem.V); err != nil {
		return err
	}
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	if !c.Login.mayChange(job.OwnerSID) {
		return errNotOwner.With()
	}
	step, err := msdb.JobStepByID(ctx, c.Tx, job.JobID, p.StepID)
	switch {
	case err != nil:
		return err
	case step == nil:
		return errDoesNotExist.With("@step_id", p.StepID)
	}
	d := &stepDraft{JobStep: *step, job: job, renamed: p.StepName.Valid && !same(p.StepName.V, step.StepName)}
	if err := p.applyProxy(ctx, c, d); err != nil {
		return err
	}
	if err := verifyJobprocCaller(c, job); err != nil {
		return err
	}
	p.applyTo(d)
	if err := verifyJobstep(ctx, c, d); err != nil {
		return err
	}
	err = msdb.TouchJob(ctx, c.Tx, job.JobID, c.now())
	if err == nil {
		err = msdb.UpdateJobStep(ctx, c.Tx, &d.JobStep)
	}
	if err != nil {
		return rethrown(err)
	}
	return postJob(ctx, c, "INSERT", job.JobID)
}

// applyProxy puts the proxy that is given into the draft; an empty name takes it away.
func (p *updateJobstepParams) applyProxy(ctx context.Context, c *Call, d *stepDraft) error {
	if p.ProxyName.Valid && p.ProxyName.V == "" && !p.ProxyID.Valid {
		d.ProxyID.Valid = false
		return nil
	}
	id, err := proxyOfStep(ctx, c, p.ProxyID, p.ProxyName)
	if id.Valid {
		d.ProxyID = id
	}
	return err
}

// applyTo puts the rest of what is given into the draft. An empty text takes away what was there; NULL leaves it.
func (p *updateJobstepParams) applyTo(d *stepDraft) {
	if p.Subsystem.Valid {
		d.Subsystem = subsystemAlias(p.Subsystem.V)
	}
	keep(&d.StepName, p.StepName)
	keep(&d.Flags, p.Flags)
	keep(&d.CmdexecSuccessCode, p.CmdexecSuccessCode)
	keep(&d.OnSuccessAction, p.OnSuccessAction)
	keep(&d.OnSuccessStepID, p.OnSuccessStepID)
	keep(&d.OnFailAction, p.OnFailAction)
	keep(&d.OnFailStepID, p.OnFailStepID)
	keep(&d.RetryAttempts, p.RetryAttempts)
	keep(&d.RetryInterval, p.RetryInterval)
	keep(&d.OSRunPriority, p.OSRunPriority)
	keepText(&d.Command, p.Command)
	keepText(&d.Server, p.Server)
	keepText(&d.DatabaseName, p.DatabaseName)
	keepText(&d.DatabaseUserName, p.DatabaseUserName)
	keepText(&d.OutputFileName, p.OutputFileName)
	d.AdditionalParameters = p.AdditionalParameters
}

type deleteJobstepParams struct {
	JobID   sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	StepID  int64              `tsql:"@step_id int"`
}

// deleteJobstep deletes a step, or with number 0 all of them. Later steps move down.
func deleteJobstep(ctx context.Context, c *Call, p *deleteJobstepParams) error {
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	if err := mayChangeSteps(c, job); err != nil {
		return err
	}
	last, err := msdb.LastJobStep(ctx, c.Tx, job.JobID)
	switch {
	case err != nil:
		return err
	case p.StepID < 0 || p.StepID > last:
		return errInvalidValue.With("@step_id", textAllSteps.Text()+itoa(last))
	}
	if err := removeJobstep(ctx, c, job.JobID, p.StepID); err != nil {
		return rethrown(err)
	}
	return stepsChanged(ctx, c, job, p.StepID == 0 || last <= 1)
}

func removeJobstep(ctx context.Context, c *Call, job tds.GUID, step int64) (err error) {
	if step == 0 {
		err = msdb.DeleteJobSteps(ctx, c.Tx, job)
	} else if err = msdb.DeleteJobStep(ctx, c.Tx, job, step); err == nil {
		err = msdb.CloseJobStep(ctx, c.Tx, job, step)
	}
	if err != nil {
		return err
	}
	return msdb.TouchJob(ctx, c.Tx, job, c.now())
}
