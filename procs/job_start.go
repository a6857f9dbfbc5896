package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

type startJobParams struct {
	JobName    sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	JobID      sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	ErrorFlag  int64              `tsql:"@error_flag int = 1"`
	ServerName sql.Null[string]   `tsql:"@server_name sysname = NULL"`
	StepName   sql.Null[string]   `tsql:"@step_name sysname = NULL"`
	OutputFlag int64              `tsql:"@output_flag int = 1"`
}

// startJob starts a job now, whether it is enabled or not: here, or by an instruction to its targets.
func startJob(ctx context.Context, c *Call, p *startJobParams) error {
	clean(&p.JobName, &p.ServerName, &p.StepName)
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	if !c.Login.mayOperate(job.OwnerSID) {
		return errCannotStartOrStop.With()
	}
	targeted, err := msdb.HasJobServers(ctx, c.Tx, job.JobID)
	if err != nil {
		return err
	}
	if !targeted {
		return errStartWithoutServer.With(job.Name, job.JobID)
	}
	local, err := msdb.IsLocalJob(ctx, c.Tx, job.JobID)
	if err != nil {
		return err
	}
	if local {
		return startLocalJob(ctx, c, job, p)
	}
	if err := mayStartMultiserver(ctx, c, p.ServerName); err != nil {
		return err
	}
	// A target deletes a job with a delete level after its run: it has to get it anew.
	if job.DeleteLevel != 0 {
		if err := postJobTo(ctx, c, "INSERT", job.JobID, p.ServerName); err != nil {
			return err
		}
	}
	return postJobTo(ctx, c, "START", job.JobID, p.ServerName)
}

func startLocalJob(ctx context.Context, c *Call, job *msdb.Job, p *startJobParams) error {
	notice := &Notice{Op: 'J', Action: 'S', JobID: job.JobID, Login: c.Login.Name}
	if p.StepName.Valid {
		step, err := msdb.JobStepNamed(ctx, c.Tx, job.JobID, p.StepName.V)
		switch {
		case err != nil:
			return err
		case step == nil:
			return errDoesNotExist.With("@step_name", p.StepName)
		}
		notice.StepID = step.StepID
	}
	err := in(c, "sp_sqlagent_notify", func(c *Call) error { return c.tell(ctx, notice, p.ErrorFlag != 0) })
	if err != nil || p.OutputFlag != 1 {
		return err
	}
	return c.Info(infoJobStarted.With(job.Name))
}

// mayStartMultiserver raises what forbids the caller to start or stop a job on that target, or on all.
func mayStartMultiserver(ctx context.Context, c *Call, server sql.Null[string]) error {
	if !c.Login.Sysadmin {
		return errCannotStartMultiserver.With()
	}
	if !server.Valid {
		return nil
	}
	_, ok, err := msdb.TargetServerID(ctx, c.Tx, upper(server.V))
	if err == nil && !ok {
		err = errDoesNotExist.With("@server_name", server)
	}
	return err
}

type stopJobParams struct {
	JobName           sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	JobID             sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	OriginatingServer sql.Null[string]   `tsql:"@originating_server sysname = NULL"`
	ServerName        sql.Null[string]   `tsql:"@server_name sysname = NULL"`
}

// stopJob stops a job: here, by an instruction to its targets, or all that came from a server.
func stopJob(ctx context.Context, c *Call, p *stopJobParams) error {
	clean(&p.JobName, &p.OriginatingServer, &p.ServerName)
	given := 0
	for _, valid := range []bool{p.JobName.Valid, p.JobID.Valid, p.OriginatingServer.Valid} {
		if valid {
			given++
		}
	}
	switch {
	case given != 1:
		return errJobOrOriginatingServer.With()
	case p.OriginatingServer.Valid:
		return stopJobsFrom(ctx, c, c.serverName(p.OriginatingServer))
	}
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	targeted, err := msdb.HasJobServers(ctx, c.Tx, job.JobID)
	switch {
	case err != nil:
		return err
	case !targeted:
		return errStopWithoutServer.With(job.Name, job.JobID)
	case !c.Login.mayOperate(job.OwnerSID):
		return errCannotStartOrStop.With()
	}
	local, err := msdb.IsLocalJob(ctx, c.Tx, job.JobID)
	if err != nil {
		return err
	}
	if !local {
		if err := mayStartMultiserver(ctx, c, p.ServerName); err != nil {
			return err
		}
		return postJobTo(ctx, c, "STOP", job.JobID, p.ServerName)
	}
	if err := cancelJob(ctx, c, job); err != nil {
		return err
	}
	return c.Info(infoJobStopped.With(job.Name))
}

// stopJobsFrom stops all jobs that came from a server, as a target does for its master.
func stopJobsFrom(ctx context.Context, c *Call, server string) error {
	jobs, err := msdb.VisibleJobsFrom(ctx, c.Tx, server)
	switch {
	case err != nil:
		return err
	case len(jobs) == 0:
		return errNoJobsFromServer.With(server)
	case !c.Login.Sysadmin && !c.Login.InRole(roleOperator):
		return errCannotStartOrStop.With()
	}
	stopped := 0
	for i := range jobs {
		err := cancelJob(ctx, c, &jobs[i])
		if err == nil {
			stopped++
			continue
		}
		if err := c.Raise(err); err != nil {
			return err
		}
	}
	return c.Info(infoJobsStopped.With(stopped, len(jobs)))
}

// cancelJob has the local agent stop a job. It raises 22022 when the agent would not.
func cancelJob(ctx context.Context, c *Call, job *msdb.Job) error {
	return in(c, "sp_sqlagent_notify", func(c *Call) error {
		return c.tell(ctx, &Notice{Op: 'J', Action: 'C', JobID: job.JobID, Login: c.Login.Name}, true)
	})
}
