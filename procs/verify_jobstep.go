package procs

import (
	"context"
	"errors"
	"strings"

	"msxgate/msdb"
	"msxgate/tds"
)

// stepDraft is a step as a caller wants it.
type stepDraft struct {
	msdb.JobStep
	job     *msdb.Job
	renamed bool // the name is new in the job
}

// stepSubsystems are the subsystems whose steps may write an output file or a log.
const stepSubsystems = "TSQL, CMDEXEC, ANALYSISQUERY, ANALYSISCOMMAND, SSIS, POWERSHELL"

// The flags of a step that belong to some subsystems only.
const (
	flagTSQLHistory  = 4
	flagLogOverwrite = 8
	flagLogAppend    = 16
	flagStopEvent    = 64
	maxFlags         = 114
)

// verifyJobstep is sp_verify_jobstep: it tests the draft and completes it.
func verifyJobstep(ctx context.Context, c *Call, d *stepDraft) error {
	return in(c, "sp_verify_jobstep", func(c *Call) error {
		last, err := msdb.LastJobStep(ctx, c.Tx, d.JobID)
		if err != nil {
			return err
		}
		for _, check := range []func() error{
			func() error { return between(d.StepID, "@step_id", 1, last+1) },
			func() error { _, err := verifySubsystem(ctx, c, d.Subsystem); return err },
			func() error { return d.verifyProxy(ctx, c) },
			func() error { return d.verifyOutput(c) },
			func() error { return d.verifyName(ctx, c) },
			func() error { return d.verifyActions(c, last) },
			func() error { return d.verifyServer(ctx, c) },
			func() error {
				return oneOf(d.OSRunPriority, "@os_run_priority", "-15, -1, 0, 1, 15", -15, -1, 0, 1, 15)
			},
			d.verifyFlags,
		} {
			if err := check(); err != nil {
				return err
			}
		}
		return d.verifyDatabase(ctx, c)
	})
}

func (d *stepDraft) is(subsystem string) bool { return same(d.Subsystem, subsystem) }

func (d *stepDraft) verifyProxy(ctx context.Context, c *Call) error {
	if !d.ProxyID.Valid {
		return nil
	}
	return verifyProxyPermissions(ctx, c, &proxyUse{
		subsystem: d.Subsystem, proxy: d.ProxyID.V, login: c.ownerName(d.job.OwnerSID), allowDisabled: true,
	})
}

func (d *stepDraft) verifyOutput(c *Call) error {
	if d.OutputFileName.Valid && !c.Login.Sysadmin {
		return errOutputFileNotSysadmin.With()
	}
	return nil
}

func (d *stepDraft) verifyName(ctx context.Context, c *Call) error {
	if !d.renamed {
		return nil
	}
	other, err := msdb.JobStepNamed(ctx, c.Tx, d.JobID, d.StepName)
	if err == nil && other != nil {
		err = errAlreadyExists.With("@step_name", d.StepName)
	}
	return err
}

// verifyActions tests what happens after the step. A step to go to need not exist yet.
func (d *stepDraft) verifyActions(c *Call, last int64) error {
	actions := []struct {
		action, step                  int64
		actionParam, stepParam, named string
	}{
		{d.OnSuccessAction, d.OnSuccessStepID, "@on_success_action", "@on_success_step", "@on_success_step_id"},
		{d.OnFailAction, d.OnFailStepID, "@on_failure_action", "@on_failure_step", "@on_fail_step_id"},
	}
	for _, a := range actions {
		if err := oneOf(a.action, a.actionParam, "1, 2, 3, 4", 1, 2, 3, 4); err != nil {
			return err
		}
		if a.action == gotoStep && (a.step < 1 || a.step == d.StepID) {
			return errInvalidStepReference.With(a.stepParam, d.StepID)
		}
	}
	for _, a := range actions {
		if a.action == gotoStep && a.step > last {
			if err := c.Info(infoNonExistentStep.With(a.named)); err != nil {
				return err
			}
		}
	}
	return nil
}

// gotoStep is the action that goes to a step by its number.
const gotoStep = 4

// verifyServer tests the server of the step: a linked server, or for Analysis Services any name.
func (d *stepDraft) verifyServer(ctx context.Context, c *Call) error {
	if d.is("ANALYSISQUERY") || d.is("ANALYSISCOMMAND") {
		if !d.Server.Valid {
			return errDoesNotExist.With("@server", nil)
		}
		return nil
	}
	if !d.Server.Valid {
		return nil
	}
	name, _, _ := strings.Cut(upper(d.Server.V), ",")
	if same(name, c.localName()) {
		return nil
	}
	found, err := msdb.LinkedServerExists(ctx, c.Tx, name)
	if err == nil && !found {
		err = errInvalidSeeProcedure.With("@srv", "sp_helpserver")
	}
	return err
}

func (d *stepDraft) verifyFlags() error {
	logs := d.Flags & (flagLogOverwrite | flagLogAppend)
	logging := strings.Contains(stepSubsystems, upper(d.Subsystem))
	switch {
	case d.Flags < 0 || d.Flags > maxFlags:
		return errInvalidValue.With("@flags", "0..114")
	case d.Flags&flagTSQLHistory != 0 && !d.is("TSQL"),
		logs == flagLogOverwrite|flagLogAppend,
		d.Flags&flagStopEvent != 0 && !d.is("CmdExec"),
		logs != 0 && !logging:
		return errParameterOfStepType.With("@flags", d.Subsystem)
	case d.OutputFileName.Valid && !logging:
		return errParameterOfStepType.With("@output_file_name", d.Subsystem)
	}
	return nil
}

// verifyDatabase tests where a T-SQL step runs, and takes from other steps what is of no use to them.
func (d *stepDraft) verifyDatabase(ctx context.Context, c *Call) error {
	if d.is("CmdExec") {
		d.DatabaseName.Valid = false
	}
	if !d.is("TSQL") {
		d.DatabaseUserName.Valid = false
		return nil
	}
	if !d.DatabaseName.Valid {
		d.DatabaseName = some("master")
	}
	elsewhere, err := runsElsewhere(ctx, c, d.job)
	switch {
	case err != nil:
		return err
	case !elsewhere && !c.Session.DatabaseExists(d.DatabaseName.V):
		return errDoesNotExist.With("@database_name", d.DatabaseName)
	}
	return d.verifyDatabaseUser(ctx, c)
}

func (d *stepDraft) verifyDatabaseUser(ctx context.Context, c *Call) error {
	if !c.Login.Sysadmin {
		d.DatabaseUserName.Valid = false
	}
	if !d.DatabaseUserName.Valid {
		return nil
	}
	remote, err := msdb.IsRemoteJob(ctx, c.Tx, d.JobID)
	switch {
	case err != nil:
		return err
	case remote:
		return errDatabaseUserOfMultiserver.With("database_user_name")
	case strings.Contains(d.DatabaseUserName.V, `\`) || !c.Session.DatabaseExists(d.DatabaseName.V):
		return nil
	}
	found, err := msdb.DatabaseUserExists(ctx, c.Tx, d.DatabaseName.V, d.DatabaseUserName.V)
	if err == nil && !found {
		err = errDoesNotExist.With("@database_user_name", d.DatabaseUserName)
	}
	return err
}

// runsElsewhere tells whether a job is meant for target servers, whose databases need not exist here: it has remote
// targets, or a multi-server category, or none of both yet on a server that has targets.
func runsElsewhere(ctx context.Context, c *Call, job *msdb.Job) (bool, error) {
	remote, err := msdb.IsRemoteJob(ctx, c.Tx, job.JobID)
	if err != nil || remote {
		return remote, err
	}
	category, err := msdb.CategoryByID(ctx, c.Tx, job.CategoryID)
	if err != nil || category != nil && category.Type == msdb.TypeMultiServer {
		return err == nil, err
	}
	targeted, err := msdb.HasJobServers(ctx, c.Tx, job.JobID)
	if err != nil || targeted {
		return false, err
	}
	return msdb.HasTargetServers(ctx, c.Tx)
}

// rethrown is an error of the server as the CATCH block of a procedure raises it again: its text under number 50000.
func rethrown(err error) error {
	var e *tds.Error
	if !errors.As(err, &e) {
		return err
	}
	again := *e
	again.Number, again.Proc = 50000, ""
	return &again
}
