package procs

import (
	"context"
	"database/sql"
	"strings"

	"msxgate/msdb"
	"msxgate/tds"
)

var jobOwnerProcs = []*Proc{
	define("sp_manage_jobs_by_login", manageJobsByLogin),
	define("sp_check_for_owned_jobs", checkForOwnedJobs),
	define("sp_check_for_owned_jobsteps", checkForOwnedJobsteps),
	define("sp_get_jobstep_db_username", getJobstepDBUsername),
}

type manageJobsByLoginParams struct {
	Action                string           `tsql:"@action varchar(10)"`
	CurrentOwnerLoginName string           `tsql:"@current_owner_login_name sysname"`
	NewOwnerLoginName     sql.Null[string] `tsql:"@new_owner_login_name sysname = NULL"`
}

// manageJobsByLogin deletes all jobs of a login, or gives them to another.
func manageJobsByLogin(ctx context.Context, c *Call, p *manageJobsByLoginParams) error {
	clean(&p.NewOwnerLoginName)
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	remove := same(trim(p.Action), "DELETE")
	switch {
	case !remove && !same(trim(p.Action), "REASSIGN"):
		return errInvalidValue.With("@action", "DELETE, REASSIGN")
	case remove && p.NewOwnerLoginName.Valid:
		if err := c.Info(infoNewOwnerNotNecessary.With()); err != nil {
			return err
		}
	case !remove && !p.NewOwnerLoginName.Valid:
		return errNoNewLogin.With()
	}
	owner := c.ownerSID(p.CurrentOwnerLoginName)
	if owner == nil {
		return errDoesNotExist.With("@current_owner_login_name", p.CurrentOwnerLoginName)
	}
	if remove {
		return deleteJobsOf(ctx, c, owner)
	}
	return giveJobsOf(ctx, c, owner, p)
}

func deleteJobsOf(ctx context.Context, c *Call, owner []byte) error {
	jobs, err := msdb.JobsOwnedBy(ctx, c.Tx, owner)
	if err != nil {
		return err
	}
	for _, id := range jobs {
		err := in(c, "sp_delete_job", func(c *Call) error {
			return deleteJob(ctx, c, &deleteJobParams{JobID: some(id), DeleteHistory: true, DeleteUnusedSchedule: true})
		})
		if err := c.Raise(err); err != nil {
			return err
		}
	}
	return c.Info(infoJobsDeleted.With(len(jobs)))
}

// giveJobsOf reassigns the jobs. Their targets go on with the owner that they know.
func giveJobsOf(ctx context.Context, c *Call, owner []byte, p *manageJobsByLoginParams) error {
	heir := c.ownerSID(p.NewOwnerLoginName.V)
	if heir == nil {
		return errDoesNotExist.With("@new_owner_login_name", p.NewOwnerLoginName)
	}
	remote, err := msdb.OwnsRemoteJob(ctx, c.Tx, owner)
	switch {
	case err != nil:
		return err
	case remote && !c.mayOwnMultiserver(heir):
		return errOwnsMultiserver.With(p.CurrentOwnerLoginName, "sysadmin")
	}
	n, err := msdb.ReassignJobs(ctx, c.Tx, owner, heir)
	if err != nil {
		return err
	}
	return c.Info(infoJobsReassigned.With(n, p.NewOwnerLoginName))
}

type checkForOwnedJobsParams struct {
	LoginName string `tsql:"@login_name sysname"`
	TableName string `tsql:"@table_name sysname"`
}

// checkForOwnedJobs counts the jobs of a login into a #table of the caller's, when there are any.
func checkForOwnedJobs(ctx context.Context, c *Call, p *checkForOwnedJobsParams) error {
	if !strings.HasPrefix(p.TableName, "#") {
		return errDoesNotExist.With("@table_name", p.TableName)
	}
	owner := c.ownerSID(p.LoginName)
	if owner == nil {
		return nil
	}
	jobs, err := msdb.JobsOwnedBy(ctx, c.Tx, owner)
	if err != nil || len(jobs) == 0 {
		return err
	}
	return msdb.InsertCount(ctx, c.Tx, p.TableName, int64(len(jobs)))
}

type checkForOwnedJobstepsParams struct {
	LoginName        sql.Null[string] `tsql:"@login_name sysname = NULL"`
	DatabaseName     sql.Null[string] `tsql:"@database_name sysname = NULL"`
	DatabaseUserName sql.Null[string] `tsql:"@database_user_name sysname = NULL"`
}

type ownedStepRow struct {
	JobID    tds.GUID `col:"job_id uniqueidentifier"`
	JobName  string   `col:"name sysname"`
	StepID   int64    `col:"step_id int"`
	StepName string   `col:"step_name sysname"`
}

// checkForOwnedJobsteps lists the T-SQL steps of a login's jobs, or those that run as a user of a database.
func checkForOwnedJobsteps(ctx context.Context, c *Call, p *checkForOwnedJobstepsParams) error {
	clean(&p.LoginName, &p.DatabaseName, &p.DatabaseUserName)
	var steps []msdb.OwnedStep
	var err error
	switch {
	case p.LoginName.Valid:
		owner := c.ownerSID(p.LoginName.V)
		if owner == nil {
			return errDoesNotExist.With("@login_name", p.LoginName)
		}
		steps, err = msdb.StepsOfOwner(ctx, c.Tx, owner)
	case p.DatabaseName.Valid && p.DatabaseUserName.Valid:
		if !c.Session.DatabaseExists(p.DatabaseName.V) {
			return errDoesNotExist.With("@database_name", p.DatabaseName)
		}
		steps, err = msdb.StepsOfUser(ctx, c.Tx, p.DatabaseName.V, p.DatabaseUserName.V)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	rows := make([]ownedStepRow, len(steps))
	for i, s := range steps {
		rows[i] = ownedStepRow(s)
	}
	return send(c, rows)
}

type getJobstepDBUsernameParams struct {
	DatabaseName       string           `tsql:"@database_name sysname"`
	LoginName          sql.Null[string] `tsql:"@login_name sysname = NULL"`
	UsernameInTargetdb string           `tsql:"@username_in_targetdb sysname OUTPUT"`
}

// getJobstepDBUsername tells as which user of a database a login works there.
func getJobstepDBUsername(ctx context.Context, c *Call, p *getJobstepDBUsernameParams) error {
	p.UsernameInTargetdb = ""
	if !c.Session.DatabaseExists(trim(p.DatabaseName)) {
		return errDoesNotExist.With("@database_name", p.DatabaseName)
	}
	sid := c.newOwner(trimNull(p.LoginName))
	if sid == nil {
		return errDoesNotExist.With("@login_name", p.LoginName)
	}
	name, err := msdb.DatabaseUserOf(ctx, c.Tx, trim(p.DatabaseName), sid)
	p.UsernameInTargetdb = name
	return err
}
