package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
)

type deleteOperatorParams struct {
	Name               sql.Null[string] `tsql:"@name sysname"`
	ReassignToOperator sql.Null[string] `tsql:"@reassign_to_operator sysname = NULL"`
}

// deleteOperator deletes an operator. His notifications go to another one or to nobody.
func deleteOperator(ctx context.Context, c *Call, p *deleteOperatorParams) error {
	name := trimNull(p.Name)
	clean(&p.ReassignToOperator)
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	o, err := msdb.OperatorNamed(ctx, c.Tx, name.V)
	switch {
	case err != nil:
		return err
	case o == nil:
		return errDoesNotExist.With("@name", name)
	}
	if err := mayDeleteOperator(ctx, c, o); err != nil {
		return err
	}
	heir, err := heirOf(ctx, c, p.ReassignToOperator)
	if err != nil {
		return err
	}
	if heir != nil {
		if err := msdb.ReassignNotifications(ctx, c.Tx, o.ID, heir.ID); err != nil {
			return err
		}
	}
	if err := msdb.DeleteNotificationsOf(ctx, c.Tx, o.ID); err != nil {
		return err
	}
	if err := reassignJobsOf(ctx, c, o, heir); err != nil {
		return err
	}
	return msdb.DeleteOperator(ctx, c.Tx, o.ID)
}

// mayDeleteOperator refuses the fail-safe operator, and the MSXOperator of a server that is a master or a target.
func mayDeleteOperator(ctx context.Context, c *Call, o *msdb.Operator) error {
	failSafe, err := isFailSafe(ctx, c, o.Name)
	switch {
	case err != nil:
		return err
	case failSafe:
		return errFailSafeOperator.With(o.Name, o.Name)
	case !same(o.Name, msxOperator):
		return nil
	}
	master, err := msdb.HasTargetServers(ctx, c.Tx)
	switch {
	case err != nil:
		return err
	case master:
		return errOperatorInUse.With(msxOperator, "MSX")
	}
	return mustNotBeTarget(ctx, c)
}

// heirOf is the operator who takes over, nil when nobody does.
func heirOf(ctx context.Context, c *Call, name sql.Null[string]) (*msdb.Operator, error) {
	if !name.Valid {
		return nil, nil
	}
	if same(name.V, msxOperator) {
		master, err := msdb.HasTargetServers(ctx, c.Tx)
		switch {
		case err != nil:
			return nil, err
		case !master:
			return nil, errCannotNotifyOperator.With(name)
		}
	}
	heir, err := msdb.OperatorNamed(ctx, c.Tx, name.V)
	if err == nil && heir == nil {
		err = errDoesNotExist.With("@reassign_to_operator", name)
	}
	return heir, err
}

// reassignJobsOf changes every job that notifies the operator, as sp_update_job does it: targets are told.
func reassignJobsOf(ctx context.Context, c *Call, o, heir *msdb.Operator) error {
	jobs, err := msdb.JobsNotifying(ctx, c.Tx, o.ID)
	if err != nil {
		return err
	}
	name := some("")
	if heir != nil {
		name = some(heir.Name)
	}
	for _, job := range jobs {
		p := &updateJobParams{JobID: some(job.JobID), AutomaticPost: true}
		for _, n := range []struct {
			id    int64
			name  *sql.Null[string]
			level *sql.Null[int64]
		}{
			{job.NotifyEmailOperatorID, &p.NotifyEmailOperatorName, &p.NotifyLevelEmail},
			{job.NotifyNetsendOperatorID, &p.NotifyNetsendOperatorName, &p.NotifyLevelNetsend},
			{job.NotifyPageOperatorID, &p.NotifyPageOperatorName, &p.NotifyLevelPage},
		} {
			if n.id != o.ID {
				continue
			}
			*n.name = name
			if heir == nil {
				*n.level = some(int64(0))
			}
		}
		if err := in(c, "sp_update_job", func(c *Call) error { return updateJob(ctx, c, p) }); err != nil {
			return err
		}
	}
	return nil
}
