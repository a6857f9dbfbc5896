package procs

import (
	"context"
	"database/sql"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

var jobServerProcs = []*Proc{
	define("sp_add_jobserver", addJobserver),
	define("sp_delete_jobserver", deleteJobserver),
	define("sp_help_jobserver", helpJobserver),
	define("sp_apply_job_to_targets", applyJobToTargets),
	define("sp_remove_job_from_targets", removeJobFromTargets),
}

type addJobserverParams struct {
	JobID         sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName       sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	ServerName    sql.Null[string]   `tsql:"@server_name sysname = NULL"`
	AutomaticPost bool               `tsql:"@automatic_post bit = 1"`
}

// addJobserver targets a job at a server: this one, or a target server, which then is told to download it. A job runs here or
// there, not both.
func addJobserver(ctx context.Context, c *Call, p *addJobserverParams) error {
	server := c.serverName(p.ServerName)
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	id, local := int64(0), server == c.localName()
	if !local {
		if id, err = mayTargetRemotely(ctx, c, job, server); err != nil {
			return err
		}
	}
	if err := mayTarget(ctx, c, job, server, id); err != nil {
		return err
	}
	if err := msdb.InsertJobServer(ctx, c.Tx, job.JobID, id); err != nil {
		return err
	}
	if err := recategorize(ctx, c, job, local); err != nil {
		return err
	}
	if p.AutomaticPost {
		if err := postJobTo(ctx, c, "INSERT", job.JobID, some(server)); err != nil {
			return err
		}
	}
	if local {
		c.notifyJob('I', job.JobID)
	}
	return nil
}

// mayTargetRemotely raises what forbids a job to run on target servers, and returns the id of this one.
func mayTargetRemotely(ctx context.Context, c *Call, job *msdb.Job, server string) (int64, error) {
	switch {
	case !c.Login.Sysadmin:
		return 0, errCannotCreateMultiserver.With()
	case !c.mayOwnMultiserver(job.OwnerSID):
		return 0, errOwnerOfMultiserver.With(c.ownerName(job.OwnerSID), "sysadmin")
	}
	asUser, err := msdb.HasDatabaseUserStep(ctx, c.Tx, job.JobID)
	switch {
	case err != nil:
		return 0, err
	case asUser:
		return 0, errDatabaseUserOfMultiserver.With("database_user_name")
	}
	id, ok, err := msdb.TargetServerID(ctx, c.Tx, server)
	if err == nil && !ok {
		err = errDoesNotExist.With("@server_name", server)
	}
	return id, err
}

// mayTarget raises what forbids this server in addition to those that the job has.
func mayTarget(ctx context.Context, c *Call, job *msdb.Job, server string, id int64) error {
	targeted, err := msdb.IsTargeted(ctx, c.Tx, job.JobID, id)
	switch {
	case err != nil:
		return err
	case targeted:
		return errAlreadyTargeted.With(job.Name, server)
	}
	local, err := msdb.IsLocalJob(ctx, c.Tx, job.JobID)
	if err != nil {
		return err
	}
	remote, err := msdb.IsRemoteJob(ctx, c.Tx, job.JobID)
	if err != nil {
		return err
	}
	switch {
	case id == 0 && remote:
		return errTargetedLocally.With()
	case id != 0 && local:
		return errTargetedRemotely.With()
	case remote:
		return notifiesMSXOperatorOnly(ctx, c, job)
	}
	return nil
}

// notifiesMSXOperatorOnly refuses a further target for a job whose operators the targets do not know.
func notifiesMSXOperatorOnly(ctx context.Context, c *Call, job *msdb.Job) error {
	op, err := msdb.OperatorNamed(ctx, c.Tx, msxOperator)
	if err != nil || op == nil {
		return err
	}
	for _, id := range []int64{job.NotifyEmailOperatorID, job.NotifyNetsendOperatorID, job.NotifyPageOperatorID} {
		if id != 0 && id != op.ID {
			return errOtherOperators.With(msxOperator)
		}
	}
	return nil
}

// recategorize moves a job out of a category that is not for the kind of job that it has become.
func recategorize(ctx context.Context, c *Call, job *msdb.Job, local bool) error {
	category, err := msdb.CategoryByID(ctx, c.Tx, job.CategoryID)
	switch {
	case err != nil || category == nil:
		return err
	case local && category.Type == msdb.TypeMultiServer:
		return msdb.SetJobCategory(ctx, c.Tx, job.JobID, msdb.UncategorizedLocal)
	case !local && category.Type == msdb.TypeLocal:
		return msdb.SetJobCategory(ctx, c.Tx, job.JobID, msdb.UncategorizedMultiServer)
	}
	return nil
}

type deleteJobserverParams struct {
	JobID      sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName    sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	ServerName sql.Null[string]   `tsql:"@server_name sysname"`
}

// deleteJobserver takes a server from a job. A target server is told to delete its copy.
func deleteJobserver(ctx context.Context, c *Call, p *deleteJobserverParams) error {
	if !p.ServerName.Valid {
		return errCannotBeNull.With("@server_name")
	}
	server := c.serverName(p.ServerName)
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	id, local := int64(0), server == c.localName()
	if !local {
		var ok bool
		id, ok, err = msdb.TargetServerID(ctx, c.Tx, server)
		switch {
		case err != nil:
			return err
		case !ok:
			return errDoesNotExist.With("@server_name", server)
		}
	}
	targeted, err := msdb.IsTargeted(ctx, c.Tx, job.JobID, id)
	switch {
	case err != nil:
		return err
	case !targeted:
		return errNotTargeted.With(job.Name, server)
	}
	if err := postJobTo(ctx, c, "DELETE", job.JobID, some(server)); err != nil {
		return err
	}
	if !local && !c.Login.Sysadmin {
		// Only what a sysadmin posts is posted, so the target goes on with its copy.
		c.Log.WithField("job", job.Name).WithField("target", server).Warn("Target taken from a job was not told to delete it")
	}
	if err := msdb.DeleteJobServer(ctx, c.Tx, job.JobID, id); err != nil {
		return err
	}
	if local {
		c.notifyJob('D', job.JobID)
	}
	return nil
}

type helpJobserverParams struct {
	JobID              sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName            sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	ShowLastRunDetails int64              `tsql:"@show_last_run_details tinyint = 0"`
}

type jobServerRow struct {
	ServerID     sql.Null[int64]     `col:"server_id int null"`
	ServerName   sql.Null[string]    `col:"server_name sysname null"`
	EnlistDate   sql.Null[time.Time] `col:"enlist_date datetime null"`
	LastPollDate sql.Null[time.Time] `col:"last_poll_date datetime null"`
}

type jobServerDetailRow struct {
	ServerID           sql.Null[int64]     `col:"server_id int null"`
	ServerName         sql.Null[string]    `col:"server_name sysname null"`
	EnlistDate         sql.Null[time.Time] `col:"enlist_date datetime null"`
	LastPollDate       sql.Null[time.Time] `col:"last_poll_date datetime null"`
	LastRunDate        int64               `col:"last_run_date int"`
	LastRunTime        int64               `col:"last_run_time int"`
	LastRunDuration    int64               `col:"last_run_duration int"`
	LastRunOutcome     int64               `col:"last_run_outcome tinyint"`
	LastOutcomeMessage sql.Null[string]    `col:"last_outcome_message nvarchar(4000) null"`
}

// helpJobserver lists the servers of a job, on demand with how it ended there last.
func helpJobserver(ctx context.Context, c *Call, p *helpJobserverParams) error {
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	return sendJobServers(ctx, c, job.JobID, p.ShowLastRunDetails != 0)
}

func sendJobServers(ctx context.Context, c *Call, job tds.GUID, details bool) error {
	servers, err := msdb.JobServers(ctx, c.Tx, job)
	if err != nil {
		return err
	}
	if !details {
		rows := make([]jobServerRow, len(servers))
		for i, s := range servers {
			rows[i] = jobServerRow{some(s.ServerID), s.ServerName, s.EnlistDate, s.LastPollDate}
		}
		return send(c, rows)
	}
	rows := make([]jobServerDetailRow, len(servers))
	for i, s := range servers {
		rows[i] = jobServerDetailRow{
			some(s.ServerID), s.ServerName, s.EnlistDate, s.LastPollDate,
			s.LastRunDate, s.LastRunTime, s.LastRunDuration, s.LastRunOutcome, s.LastOutcomeMessage,
		}
	}
	return send(c, rows)
}
