package procs

import (
	"cmp"
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

var jobProcs = []*Proc{
	define("sp_add_job", addJob),
	define("sp_update_job", updateJob),
	define("sp_delete_job", deleteJob),
	define("sp_help_job", helpJob),
	define("sp_get_composite_job_info", getCompositeJobInfo),
	define("sp_start_job", startJob),
	define("sp_stop_job", stopJob),
}

type addJobParams struct {
	JobName                   sql.Null[string]   `tsql:"@job_name sysname"`
	Enabled                   sql.Null[int64]    `tsql:"@enabled tinyint = 1"`
	Description               sql.Null[string]   `tsql:"@description nvarchar(512) = NULL"`
	StartStepID               int64              `tsql:"@start_step_id int = 1"`
	CategoryName              sql.Null[string]   `tsql:"@category_name sysname = NULL"`
	CategoryID                sql.Null[int64]    `tsql:"@category_id int = NULL"`
	OwnerLoginName            sql.Null[string]   `tsql:"@owner_login_name sysname = NULL"`
	NotifyLevelEventlog       int64              `tsql:"@notify_level_eventlog int = 2"`
	NotifyLevelEmail          int64              `tsql:"@notify_level_email int = 0"`
	NotifyLevelNetsend        int64              `tsql:"@notify_level_netsend int = 0"`
	NotifyLevelPage           int64              `tsql:"@notify_level_page int = 0"`
	NotifyEmailOperatorName   sql.Null[string]   `tsql:"@notify_email_operator_name sysname = NULL"`
	NotifyNetsendOperatorName sql.Null[string]   `tsql:"@notify_netsend_operator_name sysname = NULL"`
	NotifyPageOperatorName    sql.Null[string]   `tsql:"@notify_page_operator_name sysname = NULL"`
	DeleteLevel               int64              `tsql:"@delete_level int = 0"`
	JobID                     sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL OUTPUT"`
	OriginatingServer         sql.Null[string]   `tsql:"@originating_server sysname = NULL"`
}

// addJob adds a job without steps, schedules and servers. It runs nowhere until sp_add_jobserver, and nobody is
// told of it before.
func addJob(ctx context.Context, c *Call, p *addJobParams) error {
	trimEach(&p.JobName)
	clean(&p.Description, &p.CategoryName, &p.OriginatingServer, &p.NotifyEmailOperatorName, &p.NotifyNetsendOperatorName, &p.NotifyPageOperatorName)
	if p.OwnerLoginName.Valid && !c.Login.Sysadmin && !same(p.OwnerLoginName.V, c.Login.Name) {
		return errOwnerNotSysadmin.With()
	}
	category, err := verifyCategoryIdentifiers(ctx, c, "@category_id", "@category_name", p.CategoryID, p.CategoryName)
	if err != nil {
		return err
	}
	d := &jobDraft{
		Job: msdb.Job{
			Name:                p.JobName.V,
			Enabled:             p.Enabled.V,
			Description:         some(or(p.Description, textNoDescription.Text())),
			StartStepID:         p.StartStepID,
			OwnerSID:            c.newOwner(p.OwnerLoginName),
			NotifyLevelEventlog: p.NotifyLevelEventlog,
			NotifyLevelEmail:    p.NotifyLevelEmail,
			NotifyLevelNetsend:  p.NotifyLevelNetsend,
			NotifyLevelPage:     p.NotifyLevelPage,
			DeleteLevel:         p.DeleteLevel,
			DateModified:        c.now(),
		},
		isNew:             true,
		originatingServer: c.serverName(p.OriginatingServer),
		emailOperator:     p.NotifyEmailOperatorName,
		netsendOperator:   p.NotifyNetsendOperatorName,
		pageOperator:      p.NotifyPageOperatorName,
	}
	if category != nil {
		d.category = some(category.Name)
	}
	if err := verifyJob(ctx, c, d); err != nil {
		return err
	}
	origin, err := msdb.OriginatingServerID(ctx, c.Tx, d.originatingServer)
	switch {
	case err != nil:
		return err
	case !origin.Valid:
		return errUnknownOriginatingServer.With()
	case p.JobID.Valid && !c.Login.IsAgent():
		return errFromMSX.With()
	}
	if err := cmp.Or(notNull(p.JobName, "name", "sysjobs"), notNull(p.Enabled, "enabled", "sysjobs")); err != nil {
		return err
	}
	if !p.JobID.Valid {
		p.JobID = some(c.NewID())
	}
	d.OriginatingServerID, d.JobID = origin.V, p.JobID.V
	return msdb.InsertJob(ctx, c.Tx, &d.Job)
}

// newOwner is the sid of the owner that a caller names: himself when he names nobody, nil when there is no such
// login.
func (c *Call) newOwner(name sql.Null[string]) []byte {
	switch {
	case !name.Valid:
		return c.Login.SID
	case name.V == agentAccount && !c.Login.Sysadmin:
		return nil
	}
	return c.ownerSID(name.V)
}
