package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

type updateJobParams struct {
	JobID                     sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName                   sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	NewName                   sql.Null[string]   `tsql:"@new_name sysname = NULL"`
	Enabled                   sql.Null[int64]    `tsql:"@enabled tinyint = NULL"`
	Description               sql.Null[string]   `tsql:"@description nvarchar(512) = NULL"`
	StartStepID               sql.Null[int64]    `tsql:"@start_step_id int = NULL"`
	CategoryName              sql.Null[string]   `tsql:"@category_name sysname = NULL"`
	OwnerLoginName            sql.Null[string]   `tsql:"@owner_login_name sysname = NULL"`
	NotifyLevelEventlog       sql.Null[int64]    `tsql:"@notify_level_eventlog int = NULL"`
	NotifyLevelEmail          sql.Null[int64]    `tsql:"@notify_level_email int = NULL"`
	NotifyLevelNetsend        sql.Null[int64]    `tsql:"@notify_level_netsend int = NULL"`
	NotifyLevelPage           sql.Null[int64]    `tsql:"@notify_level_page int = NULL"`
	NotifyEmailOperatorName   sql.Null[string]   `tsql:"@notify_email_operator_name sysname = NULL"`
	NotifyNetsendOperatorName sql.Null[string]   `tsql:"@notify_netsend_operator_name sysname = NULL"`
	NotifyPageOperatorName    sql.Null[string]   `tsql:"@notify_page_operator_name sysname = NULL"`
	DeleteLevel               sql.Null[int64]    `tsql:"@delete_level int = NULL"`
	AutomaticPost             bool               `tsql:"@automatic_post bit = 1"`
}

// updateJob changes what it is given of a job. The targets of a multiserver job are told.
func updateJob(ctx context.Context, c *Call, p *updateJobParams) error {
	clean(&p.NewName)
	trimEach(&p.Description, &p.CategoryName, &p.NotifyEmailOperatorName, &p.NotifyNetsendOperatorName, &p.NotifyPageOperatorName)
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	if err := mayUpdateJob(ctx, c, job, p); err != nil {
		return err
	}
	d, err := draftOf(ctx, c, job)
	if err != nil {
		return err
	}
	p.applyTo(d)
	if err := reassignJob(ctx, c, job, d, p); err != nil {
		return err
	}
	if err := verifyJob(ctx, c, d); err != nil {
		return err
	}
	if p.OwnerLoginName.Valid && !c.Session.IsSysadmin(or(c.ownerName(d.OwnerSID), "")) {
		if err := msdb.ForgetDatabaseUsers(ctx, c.Tx, job.JobID); err != nil {
			return err
		}
	}
	d.DateModified = c.now()
	if err := msdb.UpdateJob(ctx, c.Tx, &d.Job); err != nil {
		return err
	}
	switch {
	case d.DeleteLevel != 0 || job.DeleteLevel == 1:
		err = postJob(ctx, c, "INSERT", job.JobID)
	case p.AutomaticPost:
		err = postJob(ctx, c, "UPDATE", job.JobID)
	}
	if err != nil || !p.cached() {
		return err
	}
	return notifyJobUpdate(ctx, c, job, d.Name)
}

// mayUpdateJob raises what forbids the caller to change the job in this way.
func mayUpdateJob(ctx context.Context, c *Call, job *msdb.Job, p *updateJobParams) error {
	switch {
	case job.FromMaster && !c.Login.IsAgent():
		return errFromMSX.With()
	case !c.Login.mayChange(job.OwnerSID) && !(p.onlyEnabled() && c.Login.InRole(roleOperator)):
		return errNotOwner.With()
	case c.Login.Sysadmin:
		return nil
	}
	category, err := msdb.CategoryByID(ctx, c.Tx, job.CategoryID)
	if err == nil && category != nil && category.Type == msdb.TypeMultiServer {
		err = errCannotModifyMultiserver.With()
	}
	return err
}

// reassignJob gives the draft its new owner. Somebody who may not do that is told so, and the rest of his change
// is made nevertheless.
func reassignJob(ctx context.Context, c *Call, job *msdb.Job, d *jobDraft, p *updateJobParams) error {
	if !p.OwnerLoginName.Valid {
		return nil
	}
	if !c.Login.Sysadmin {
		p.OwnerLoginName.Valid = false
		return c.Raise(errCannotReassignOwner.With())
	}
	d.OwnerSID = c.ownerSID(p.OwnerLoginName.V)
	remote, err := msdb.IsRemoteJob(ctx, c.Tx, job.JobID)
	if err == nil && remote && !c.mayOwnMultiserver(d.OwnerSID) {
		err = errOwnsMultiserver.With(c.ownerName(job.OwnerSID), "sysadmin")
	}
	return err
}

// draftOf is the stored job with the names that its ids stand for.
func draftOf(ctx context.Context, c *Call, job *msdb.Job) (*jobDraft, error) {
	d := &jobDraft{Job: *job, originatingServer: c.localName()}
	category, err := msdb.CategoryByID(ctx, c.Tx, job.CategoryID)
	if err != nil {
		return nil, err
	}
	if category != nil {
		d.category = some(category.Name)
	}
	for _, o := range []struct {
		id   int64
		name *sql.Null[string]
	}{
		{job.NotifyEmailOperatorID, &d.emailOperator},
		{job.NotifyNetsendOperatorID, &d.netsendOperator},
		{job.NotifyPageOperatorID, &d.pageOperator},
	} {
		op, err := msdb.OperatorByID(ctx, c.Tx, o.id)
		if err != nil {
			return nil, err
		}
		if op != nil {
			*o.name = some(op.Name)
		}
	}
	return d, nil
}

// applyTo puts what is given into the draft. An empty text takes away what was there; NULL leaves it.
func (p *updateJobParams) applyTo(d *jobDraft) {
	keep(&d.Name, p.NewName)
	keep(&d.Enabled, p.Enabled)
	keep(&d.StartStepID, p.StartStepID)
	keep(&d.NotifyLevelEventlog, p.NotifyLevelEventlog)
	keep(&d.NotifyLevelEmail, p.NotifyLevelEmail)
	keep(&d.NotifyLevelNetsend, p.NotifyLevelNetsend)
	keep(&d.NotifyLevelPage, p.NotifyLevelPage)
	keep(&d.DeleteLevel, p.DeleteLevel)
	keepText(&d.Description, p.Description)
	keepText(&d.category, p.CategoryName)
	keepText(&d.emailOperator, p.NotifyEmailOperatorName)
	keepText(&d.netsendOperator, p.NotifyNetsendOperatorName)
	keepText(&d.pageOperator, p.NotifyPageOperatorName)
}

// cached tells whether something is given that the agent keeps in its memory: all but the description and the category.
func (p *updateJobParams) cached() bool { return p.Enabled.Valid || p.moreThanEnabled() }

// onlyEnabled tells whether the job is switched on or off and nothing else.
func (p *updateJobParams) onlyEnabled() bool {
	return p.Enabled.Valid && !p.moreThanEnabled() && !p.Description.Valid && !p.CategoryName.Valid
}

func (p *updateJobParams) moreThanEnabled() bool {
	return p.NewName.Valid || p.StartStepID.Valid || p.OwnerLoginName.Valid ||
		p.NotifyLevelEventlog.Valid || p.NotifyLevelEmail.Valid || p.NotifyLevelNetsend.Valid || p.NotifyLevelPage.Valid ||
		p.NotifyEmailOperatorName.Valid || p.NotifyNetsendOperatorName.Valid || p.NotifyPageOperatorName.Valid || p.DeleteLevel.Valid
}

// notifyJobUpdate tells the local agent of a changed job, and of the alerts that name it when its name changed.
func notifyJobUpdate(ctx context.Context, c *Call, job *msdb.Job, newName string) error {
	local, err := msdb.IsLocalJob(ctx, c.Tx, job.JobID)
	if err != nil || !local {
		return err
	}
	c.notifyJob('U', job.JobID)
	if same(job.Name, newName) {
		return nil
	}
	alerts, err := msdb.AlertsOfJob(ctx, c.Tx, job.JobID)
	if err != nil {
		return err
	}
	for _, a := range alerts {
		c.notifyAlert('U', a.ID)
	}
	return nil
}
