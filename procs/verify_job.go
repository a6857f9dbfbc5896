package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
)

// jobDraft is a job as a caller wants it, with names where the row has ids.
type jobDraft struct {
	msdb.Job
	isNew             bool
	originatingServer string
	category          sql.Null[string]
	emailOperator     sql.Null[string]
	netsendOperator   sql.Null[string]
	pageOperator      sql.Null[string]
}

// defaultCategory stands for the uncategorized category of a class.
const defaultCategory = "[DEFAULT]"

// msxOperator is the one operator that multiserver jobs notify on their targets.
const msxOperator = "MSXOperator"

// verifyJob is sp_verify_job: it tests the draft and looks up what it names.
func verifyJob(ctx context.Context, c *Call, d *jobDraft) error {
	return in(c, "sp_verify_job", func(c *Call) error {
		for _, check := range []func(context.Context, *Call, *jobDraft) error{
			verifyJobName, verifyStartStep, verifyJobCategory, verifyJobOwner, verifyNotifyLevels, verifyMSXOperator, verifyNotifiedOperators,
		} {
			if err := check(ctx, c, d); err != nil {
				return err
			}
		}
		return oneOf(d.DeleteLevel, "@delete_level", "0, 1, 2, 3", 0, 1, 2, 3)
	})
}

func verifyJobName(ctx context.Context, c *Call, d *jobDraft) error {
	if !same(d.originatingServer, c.localName()) && !c.Login.IsAgent() {
		return errOriginatingServer.With()
	}
	taken, err := msdb.JobNameTaken(ctx, c.Tx, d.Name, d.originatingServer, d.JobID)
	switch {
	case err != nil:
		return err
	case taken:
		return errAlreadyExists.With("@name", d.Name)
	}
	return oneOf(d.Enabled, "@enabled", "0, 1", 0, 1)
}

func verifyStartStep(ctx context.Context, c *Call, d *jobDraft) error {
	if d.isNew {
		// A job that comes from a master may begin anywhere: its steps follow.
		if d.StartStepID != 1 && same(d.originatingServer, c.localName()) {
			return errInvalidValue.With("@start_step_id", "1")
		}
		return nil
	}
	last, err := msdb.LastJobStep(ctx, c.Tx, d.JobID)
	if err != nil {
		return err
	}
	return between(d.StartStepID, "@start_step_id", 1, last+1)
}

func verifyJobCategory(ctx context.Context, c *Call, d *jobDraft) error {
	remote, err := msdb.IsRemoteJob(ctx, c.Tx, d.JobID)
	if err != nil {
		return err
	}
	local, err := msdb.IsLocalJob(ctx, c.Tx, d.JobID)
	if err != nil {
		return err
	}
	cat, err := msdb.CategoryNamed(ctx, c.Tx, msdb.ClassJob, d.category.V)
	switch {
	case err != nil:
		return err
	case remote && cat != nil && cat.Type == msdb.TypeLocal:
		return errMultiserverJobCategory.With()
	case local && !remote && cat != nil && cat.Type == msdb.TypeMultiServer:
		return errLocalJobCategory.With()
	}
	switch {
	case !d.category.Valid:
		d.CategoryID = msdb.UncategorizedLocal
	case same(d.category.V, defaultCategory) && remote:
		d.CategoryID = msdb.UncategorizedMultiServer
	case same(d.category.V, defaultCategory):
		d.CategoryID = msdb.UncategorizedLocal
	case cat == nil:
		return errInvalidSeeProcedure.With("@category_name", "sp_help_category")
	default:
		d.CategoryID = cat.CategoryID
	}
	if d.CategoryID == msdb.JobsFromMSX && !c.Login.IsAgent() {
		return errCategoryNotAllowed.With(d.category)
	}
	return nil
}

func verifyJobOwner(_ context.Context, c *Call, d *jobDraft) error {
	if d.isNew && !c.Login.mayOperate(d.OwnerSID) {
		d.OwnerSID = c.Login.SID
	}
	if d.OwnerSID == nil {
		return errInvalidSeeProcedure.With("@owner_login_name", textLoginsWithoutGroups.Text())
	}
	return nil
}

func verifyNotifyLevels(_ context.Context, _ *Call, d *jobDraft) error {
	for _, level := range []struct {
		param string
		value int64
	}{
		{"@notify_level_eventlog", d.NotifyLevelEventlog},
		{"@notify_level_email", d.NotifyLevelEmail},
		{"@notify_level_netsend", d.NotifyLevelNetsend},
		{"@notify_level_page", d.NotifyLevelPage},
	} {
		if err := oneOf(level.value, level.param, "0, 1, 2, 3", 0, 1, 2, 3); err != nil {
			return err
		}
	}
	return nil
}

func verifyMSXOperator(ctx context.Context, c *Call, d *jobDraft) error {
	named := same(d.emailOperator.V, msxOperator) || same(d.netsendOperator.V, msxOperator) || same(d.pageOperator.V, msxOperator)
	if !named || c.Login.IsAgent() {
		return nil
	}
	master, err := msdb.HasTargetServers(ctx, c.Tx)
	if err == nil && !master {
		err = errCannotNotifyOperator.With(msxOperator)
	}
	return err
}

// verifyNotifiedOperators looks up the operators. A notification without an operator has no level.
func verifyNotifiedOperators(ctx context.Context, c *Call, d *jobDraft) error {
	for _, n := range []struct {
		operator             sql.Null[string]
		id, level            *int64
		operatorName, levels string
	}{
		{d.emailOperator, &d.NotifyEmailOperatorID, &d.NotifyLevelEmail, "@notify_email_operator_name", "@notify_level_email"},
		{d.netsendOperator, &d.NotifyNetsendOperatorID, &d.NotifyLevelNetsend, "@notify_netsend_operator_name", "@notify_level_netsend"},
		{d.pageOperator, &d.NotifyPageOperatorID, &d.NotifyLevelPage, "@notify_page_operator_name", "@notify_level_page"},
	} {
		if !n.operator.Valid {
			*n.id, *n.level = 0, 0
			continue
		}
		op, err := msdb.OperatorNamed(ctx, c.Tx, n.operator.V)
		switch {
		case err != nil:
			return err
		case op == nil:
			return errInvalidSeeProcedure.With(n.operatorName, "sp_help_operator")
		case *n.level == 0:
			return errInvalidValue.With(n.levels, "1, 2, 3")
		}
		*n.id = op.ID
	}
	return nil
}
