package procs

import (
	"context"
	"database/sql"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

var jobStepLogProcs = []*Proc{
	define("sp_help_jobsteplog", helpJobsteplog, rowCounts),
	define("sp_delete_jobsteplog", deleteJobsteplog, rowCounts),
	define("sp_write_sysjobstep_log", writeSysjobstepLog),
}

type helpJobsteplogParams struct {
	JobID    sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName  sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	StepID   sql.Null[int64]    `tsql:"@step_id int = NULL"`
	StepName sql.Null[string]   `tsql:"@step_name sysname = NULL"`
}

type jobStepLogRow struct {
	JobID        tds.GUID           `col:"job_id uniqueidentifier"`
	JobName      sql.Null[string]   `col:"job_name sysname null"`
	StepID       int64              `col:"step_id int"`
	StepName     string             `col:"step_name sysname"`
	StepUID      sql.Null[tds.GUID] `col:"step_uid uniqueidentifier null"`
	DateCreated  time.Time          `col:"date_created datetime"`
	DateModified time.Time          `col:"date_modified datetime"`
	LogSize      int64              `col:"log_size bigint"`
	Log          string             `col:"log nvarchar(max)"`
}

// helpJobsteplog shows what the steps of a job have written to the log table.
func helpJobsteplog(ctx context.Context, c *Call, p *helpJobsteplogParams) error {
	job, step, err := stepOfLog(ctx, c, p.JobID, p.JobName, p.StepID, p.StepName)
	if err != nil {
		return err
	}
	logs, err := msdb.JobStepLogs(ctx, c.Tx, job.JobID, step)
	if err != nil {
		return err
	}
	rows := make([]jobStepLogRow, len(logs))
	for i, l := range logs {
		rows[i] = jobStepLogRow{l.JobID, some(job.Name), l.StepID, l.StepName, l.StepUID, l.DateCreated, l.DateModified, l.LogSize, l.Log}
	}
	return send(c, rows)
}

// stepOfLog finds the job and, when a step is named by number or else by name, that step's number.
func stepOfLog(ctx context.Context, c *Call, jobID sql.Null[tds.GUID], jobName sql.Null[string], id sql.Null[int64], name sql.Null[string]) (*msdb.Job, sql.Null[int64], error) {
	var step sql.Null[int64]
	job, err := findJob(ctx, c, &jobRef{id: jobID, name: jobName, noTest: true})
	if err != nil {
		return nil, step, err
	}
	name = trimNull(name)
	if !id.Valid && !name.Valid {
		return job, step, nil
	}
	steps, err := chosenSteps(ctx, c, job, id, name)
	if err != nil {
		return nil, step, err
	}
	return job, some(steps[0].StepID), nil
}

type deleteJobsteplogParams struct {
	JobID      sql.Null[tds.GUID]  `tsql:"@job_id uniqueidentifier = NULL"`
	JobName    sql.Null[string]    `tsql:"@job_name sysname = NULL"`
	StepID     sql.Null[int64]     `tsql:"@step_id int = NULL"`
	StepName   sql.Null[string]    `tsql:"@step_name sysname = NULL"`
	OlderThan  sql.Null[time.Time] `tsql:"@older_than datetime = NULL"`
	LargerThan sql.Null[int64]     `tsql:"@larger_than int = NULL"`
}

// deleteJobsteplog deletes logs of the steps of a job. The limit of size counts bytes.
func deleteJobsteplog(ctx context.Context, c *Call, p *deleteJobsteplogParams) error {
	job, step, err := stepOfLog(ctx, c, p.JobID, p.JobName, p.StepID, p.StepName)
	if err != nil {
		return err
	}
	n, err := msdb.DeleteJobStepLogs(ctx, c.Tx, job.JobID, step, p.OlderThan, p.LargerThan)
	if err != nil {
		return err
	}
	return c.Out.Done(tds.Done{Cmd: tds.CmdDelete, Rows: n, Counted: true})
}

type writeSysjobstepLogParams struct {
	JobID        tds.GUID `tsql:"@job_id uniqueidentifier"`
	StepID       int64    `tsql:"@step_id int"`
	LogText      string   `tsql:"@log_text nvarchar(max)"`
	AppendToLast int64    `tsql:"@append_to_last int = 0"`
}

// writeSysjobstepLog keeps the output of a step in the log table, instead of what is there or behind it.
func writeSysjobstepLog(ctx context.Context, c *Call, p *writeSysjobstepLogParams) error {
	step, err := msdb.JobStepByID(ctx, c.Tx, p.JobID, p.StepID)
	if err != nil || step == nil {
		return err
	}
	uid := step.StepUID.V
	if p.AppendToLast == 1 {
		appended, err := msdb.AppendJobStepLog(ctx, c.Tx, uid, p.LogText, c.now())
		if err != nil || appended {
			return err
		}
	}
	if err := msdb.DeleteJobStepLog(ctx, c.Tx, uid); err != nil {
		return err
	}
	return msdb.InsertJobStepLog(ctx, c.Tx, uid, p.LogText, c.now())
}
