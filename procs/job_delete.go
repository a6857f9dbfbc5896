package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

type deleteJobParams struct {
	JobID                sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName              sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	OriginatingServer    sql.Null[string]   `tsql:"@originating_server sysname = NULL"`
	DeleteHistory        bool               `tsql:"@delete_history bit = 1"`
	DeleteUnusedSchedule bool               `tsql:"@delete_unused_schedule bit = 1"`
}

// deleteJob deletes a job, and on its targets too; or all jobs that came from a server, which only the agent does.
func deleteJob(ctx context.Context, c *Call, p *deleteJobParams) error {
	clean(&p.JobName, &p.OriginatingServer)
	server := ""
	if p.OriginatingServer.Valid {
		server = c.serverName(p.OriginatingServer)
	}
	var job *msdb.Job
	if p.JobID.Valid || p.JobName.Valid {
		var err error
		if job, err = verifyJobIdentifiers(ctx, c, p.JobID, p.JobName); err != nil {
			return err
		}
	}
	if (job != nil) == (server != "") {
		return errSupplyJobOrOriginatingServer.With()
	}
	if err := warnOfOtherMaster(ctx, c, server); err != nil {
		return err
	}
	switch foreign := server != "" && server != c.localName(); {
	case (foreign || job != nil && job.FromMaster) && !c.Login.IsAgent():
		return errFromMSX.With()
	case job == nil:
		_, err := deleteAllMSXJobs(ctx, c, server)
		return err
	case !c.Login.mayChange(job.OwnerSID):
		return errNotOwner.With()
	}
	return removeJob(ctx, c, job, p.DeleteHistory, p.DeleteUnusedSchedule)
}

// warnOfOtherMaster says so when jobs of a server that is not the current master are to go.
func warnOfOtherMaster(ctx context.Context, c *Call, server string) error {
	if server == "" {
		return nil
	}
	master, err := msdb.Setting(ctx, c.Tx, msdb.SettingMSXServerName)
	if err != nil || !master.Valid || master.V == "" || same(master.V, server) {
		return err
	}
	return c.Info(infoNotCurrentMSX.With(master))
}

// removeJob deletes a job with all that hangs on it. Its targets are told before the list of them goes.
func removeJob(ctx context.Context, c *Call, job *msdb.Job, history, schedules bool) error {
	local, err := msdb.IsLocalJob(ctx, c.Tx, job.JobID)
	if err != nil {
		return err
	}
	if err := msdb.DeletePendingDownloads(ctx, c.Tx, job.JobID); err != nil {
		return err
	}
	if err := postJob(ctx, c, "DELETE", job.JobID); err != nil {
		return err
	}
	if err := deleteJobReferences(ctx, c, job.JobID); err != nil {
		return err
	}
	used, err := msdb.JobScheduleIDs(ctx, c.Tx, job.JobID)
	if err != nil {
		return err
	}
	if err := msdb.DeleteJob(ctx, c.Tx, job.JobID); err != nil {
		return err
	}
	if schedules {
		for _, id := range used {
			if err := msdb.DeleteUnusedSchedule(ctx, c.Tx, id); err != nil {
				return err
			}
		}
	}
	if history {
		if err := msdb.DeleteHistory(ctx, c.Tx, job.JobID); err != nil {
			return err
		}
	}
	if local {
		c.notifyJob('D', job.JobID)
	}
	return nil
}

// deleteJobReferences removes what refers to a job that is about to go: its task number, and the alerts that it answers
// are left without a job.
func deleteJobReferences(ctx context.Context, c *Call, job tds.GUID) error {
	if err := msdb.DeleteJobTaskID(ctx, c.Tx, job); err != nil {
		return err
	}
	alerts, err := msdb.AlertsOfJob(ctx, c.Tx, job)
	if err != nil || len(alerts) == 0 {
		return err
	}
	if err := msdb.DetachAlerts(ctx, c.Tx, job); err != nil {
		return err
	}
	for _, a := range alerts {
		c.notifyAlert('U', a.ID)
	}
	return nil
}
