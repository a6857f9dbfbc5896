package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

// jobRef names a job as callers do: by id or by name.
type jobRef struct {
	id      sql.Null[tds.GUID]
	name    sql.Null[string]
	idParam string // @job_id unless told otherwise
	param   string // @job_name unless told otherwise
	noTest  bool   // an agent that is starting is no obstacle
}

// verifyJobIdentifiers finds the visible job that a caller names.
func verifyJobIdentifiers(ctx context.Context, c *Call, id sql.Null[tds.GUID], name sql.Null[string]) (*msdb.Job, error) {
	return findJob(ctx, c, &jobRef{id: id, name: name})
}

// findJob is sp_verify_job_identifiers: the job must be named once, be visible and unambiguous, and the agent
// must not be starting.
func findJob(ctx context.Context, c *Call, ref *jobRef) (job *msdb.Job, err error) {
	err = in(c, "sp_verify_job_identifiers", func(c *Call) error {
		job, err = lookupJob(ctx, c, ref)
		if err != nil || ref.noTest {
			return err
		}
		return isSQLAgentStarting(c)
	})
	return job, err
}

func lookupJob(ctx context.Context, c *Call, ref *jobRef) (*msdb.Job, error) {
	idParam, nameParam := "@job_id", "@job_name"
	if ref.idParam != "" {
		idParam, nameParam = ref.idParam, ref.param
	}
	name := trimNull(ref.name)
	if ref.id.Valid == name.Valid {
		return nil, errSupplyJob.With(idParam, nameParam)
	}
	if ref.id.Valid {
		job, err := msdb.VisibleJob(ctx, c.Tx, ref.id.V)
		if err == nil && job == nil {
			err = errDoesNotExist.With("@job_id", ref.id.V)
		}
		return job, err
	}
	jobs, err := msdb.VisibleJobsNamed(ctx, c.Tx, name.V)
	switch {
	case err != nil:
		return nil, err
	case len(jobs) > 1:
		return nil, errAmbiguousJob.With(name.V, "@job_id", "@job_name")
	case len(jobs) == 0:
		return nil, errDoesNotExist.With("@job_name", name.V)
	}
	return &jobs[0], nil
}

// isSQLAgentStarting is sp_is_sqlagent_starting.
func isSQLAgentStarting(c *Call) error {
	if c.Agent.Starting() {
		return in(c, "sp_is_sqlagent_starting", func(*Call) error { return errAgentStarting.With() })
	}
	return nil
}

// verifyJobprocCaller is sp_verify_jobproc_caller: only the agent changes a job that came from a master.
func verifyJobprocCaller(c *Call, job *msdb.Job) error {
	if job.FromMaster && !c.Login.IsAgent() {
		return in(c, "sp_verify_jobproc_caller", func(*Call) error { return errFromMSX.With() })
	}
	return nil
}

// verifyCallerOf does the same for a job that is known by its id as given, before it is looked up.
func verifyCallerOf(ctx context.Context, c *Call, id sql.Null[tds.GUID]) error {
	if !id.Valid {
		return nil
	}
	job, err := msdb.VisibleJob(ctx, c.Tx, id.V)
	if err != nil || job == nil {
		return err
	}
	return verifyJobprocCaller(c, job)
}
