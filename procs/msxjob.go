package procs

import (
	"context"
	"database/sql"
	"strings"

	"msxgate/msdb"
	"msxgate/tds"
)

var msxJobProcs = []*Proc{
	define("sp_delete_all_msx_jobs", deleteAllMSXJobsProc),
	define("sp_multi_server_job_summary", multiServerJobSummary),
	define("sp_generate_target_server_job_assignment_sql", generateJobAssignment),
}

type deleteAllMSXJobsParams struct {
	MSXServer   sql.Null[string] `tsql:"@msx_server sysname"`
	JobsDeleted sql.Null[int64]  `tsql:"@jobs_deleted int = NULL OUTPUT"`
}

func deleteAllMSXJobsProc(ctx context.Context, c *Call, p *deleteAllMSXJobsParams) error {
	server := p.MSXServer.V
	if strings.EqualFold(server, "(local)") {
		server = c.localName()
	}
	count, err := deleteAllMSXJobs(ctx, c, server)
	if err == nil {
		p.JobsDeleted = some(count)
	}
	return err
}

// deleteAllMSXJobs deletes the jobs that came from a server, with their schedules and their history, and tells how many
// there were. Whoever is no sysadmin deletes the own ones only.
func deleteAllMSXJobs(ctx context.Context, c *Call, server string) (count int64, err error) {
	err = in(c, "sp_delete_all_msx_jobs", func(c *Call) error {
		var owner []byte
		if !c.Login.Sysadmin {
			owner = c.Login.SID
		}
		jobs, err := msdb.JobsFromMaster(ctx, c.Tx, server, owner)
		if err != nil {
			return err
		}
		for _, id := range jobs {
			c.notifyJob('D', id)
			if err := deleteJobReferences(ctx, c, id); err != nil {
				return err
			}
			if err := msdb.DeleteMasterJob(ctx, c.Tx, id); err != nil {
				return err
			}
		}
		count = int64(len(jobs))
		return msdb.DeleteMasterSchedules(ctx, c.Tx, server)
	})
	return count, err
}

type multiServerJobSummaryParams struct {
	JobID   sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName sql.Null[string]   `tsql:"@job_name sysname = NULL"`
}

type multiServerJobRow struct {
	JobID               tds.GUID `col:"job_id uniqueidentifier"`
	JobName             string   `col:"job_name sysname"`
	Enabled             int64    `col:"enabled tinyint"`
	CategoryName        string   `col:"category_name sysname"`
	TargetServers       int64    `col:"target_servers int null"`
	PendingInstructions int64    `col:"pending_download_instructions int null"`
	DownloadErrors      int64    `col:"download_errors int null"`
	ExecutionFailures   int64    `col:"execution_failures int null"`
}

// multiServerJobSummary sums up the jobs of multiserver categories, or one job.
func multiServerJobSummary(ctx context.Context, c *Call, p *multiServerJobSummaryParams) error {
	var id sql.Null[tds.GUID]
	if p.JobID.Valid || p.JobName.Valid {
		job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
		if err != nil {
			return err
		}
		id = some(job.JobID)
	}
	jobs, err := msdb.MultiserverJobs(ctx, c.Tx, id)
	if err != nil {
		return err
	}
	rows := make([]multiServerJobRow, len(jobs))
	for i, j := range jobs {
		rows[i] = multiServerJobRow{
			j.JobID, j.Name, j.Enabled, j.Category, j.TargetServers, j.PendingInstructions, j.DownloadErrors, j.ExecutionFailures,
		}
	}
	return send(c, rows)
}

type generateJobAssignmentParams struct {
	ServerName    sql.Null[string] `tsql:"@server_name sysname = NULL"`
	NewServerName sql.Null[string] `tsql:"@new_server_name sysname = NULL"`
}

type jobAssignmentRow struct {
	SQL string `col:"[Execute this SQL to re-assign jobs to the target server] nvarchar(4000) null"`
}

// generateJobAssignment writes the statements that give a target its jobs back after it was renamed and enlisted anew.
func generateJobAssignment(ctx context.Context, c *Call, p *generateJobAssignmentParams) error {
	name := c.serverName(p.ServerName)
	var id int64
	if name != c.localName() {
		var found bool
		var err error
		if id, found, err = msdb.TargetServerID(ctx, c.Tx, name); err != nil {
			return err
		}
		if !found {
			return errDoesNotExist.With("@server_name", name)
		}
	}
	jobs, err := msdb.JobsOfServer(ctx, c.Tx, id)
	if err != nil {
		return err
	}
	if len(jobs) == 0 {
		return c.Info(infoNoJobsAssigned.With(name))
	}
	newName := strings.ReplaceAll(or(trimNull(p.NewServerName), name), "'", "''")
	rows := make([]jobAssignmentRow, len(jobs))
	for i, job := range jobs {
		rows[i].SQL = "EXECUTE msdb.dbo.sp_add_jobserver @job_id = N'" + job.String() + "', @server_name = N'" + newName + "'"
	}
	return send(c, rows)
}
