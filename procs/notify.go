package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

var notifyProcs = []*Proc{
	define("sp_sqlagent_notify", sqlAgentNotify),
	define("sp_is_sqlagent_starting", isStarting),
	define("xp_sqlagent_notify", xpSQLAgentNotify, inMaster, extended),
	define("xp_sqlagent_is_starting", xpSQLAgentIsStarting, inMaster, extended),
}

type sqlAgentNotifyParams struct {
	OpType       sql.Null[string]   `tsql:"@op_type nchar(1)"`
	JobID        sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	ScheduleID   sql.Null[int64]    `tsql:"@schedule_id int = NULL"`
	AlertID      sql.Null[int64]    `tsql:"@alert_id int = NULL"`
	ActionType   sql.Null[string]   `tsql:"@action_type nchar(1) = NULL"`
	ErrorFlag    sql.Null[int64]    `tsql:"@error_flag int = 1"`
	WMINamespace sql.Null[string]   `tsql:"@wmi_namespace nvarchar(128) = NULL"`
	WMIQuery     sql.Null[string]   `tsql:"@wmi_query nvarchar(512) = NULL"`
}

// sqlAgentNotify tells the agent of a change, or to do something at once.
func sqlAgentNotify(ctx context.Context, c *Call, p *sqlAgentNotifyParams) error {
	op, action := upper(trim(p.OpType.V)), upper(trim(p.ActionType.V))
	var err error
	switch op {
	case "J":
		err = checkJobNotice(ctx, c, p, action)
	case "S":
		err = checkScheduleNotice(ctx, c, p, action)
	case "A":
		err = checkAlertNotice(ctx, c, p, action)
	case "G", "D", "P", "L", "T", "M":
	default:
		return errInvalidValue.With("@op_type", "J, S, A, G, D, P, L, T, M")
	}
	if err != nil {
		return err
	}
	if err := mayNotify(ctx, c, p, op); err != nil {
		return err
	}
	if op == "T" && (!p.WMINamespace.Valid || !p.WMIQuery.Valid) {
		return errWMIPair.With()
	}
	n := &Notice{Op: op[0], JobID: p.JobID.V, Schedule: p.ScheduleID.V, Alert: p.AlertID.V, Login: c.Login.Name}
	if action != "" {
		n.Action = action[0]
	}
	if op == "J" {
		n.StepID, n.Schedule = p.ScheduleID.V, 0
	}
	return c.tell(ctx, n, or(p.ErrorFlag, 1) != 0)
}

func checkJobNotice(ctx context.Context, c *Call, p *sqlAgentNotifyParams, action string) error {
	if action != "D" {
		_, found, err := msdb.JobName(ctx, c.Tx, p.JobID.V)
		if err != nil {
			return err
		}
		if !found || !p.JobID.Valid {
			return errDoesNotExist.With("@job_id", p.JobID)
		}
	}
	if !oneOfLetters(action, "RSIUDC") {
		return errInvalidValue.With("@action_type", "R, S, I, U, D, C")
	}
	if (action == "R" || action == "S") && p.ScheduleID.Valid {
		step, err := msdb.JobStepByID(ctx, c.Tx, p.JobID.V, p.ScheduleID.V)
		if err != nil {
			return err
		}
		if step == nil {
			return errDoesNotExist.With("@schedule_id", p.ScheduleID)
		}
	}
	return nil
}

func checkScheduleNotice(ctx context.Context, c *Call, p *sqlAgentNotifyParams, action string) error {
	if !oneOfLetters(action, "IUD") {
		return errInvalidValue.With("@action_type", "I, U, D")
	}
	if action == "D" {
		return nil
	}
	schedule, err := msdb.ScheduleByID(ctx, c.Tx, p.ScheduleID.V)
	if err == nil && (schedule == nil || !p.ScheduleID.Valid) {
		err = errDoesNotExist.With("@schedule_id", p.ScheduleID)
	}
	return err
}

func checkAlertNotice(ctx context.Context, c *Call, p *sqlAgentNotifyParams, action string) error {
	if !oneOfLetters(action, "IUD") {
		return errInvalidValue.With("@action_type", "I, U, D")
	}
	if action == "D" {
		return nil
	}
	found, err := msdb.AlertExists(ctx, c.Tx, p.AlertID.V)
	if err == nil && (!found || !p.AlertID.Valid) {
		err = errDoesNotExist.With("@alert_id", p.AlertID)
	}
	return err
}

func oneOfLetters(s, letters string) bool {
	for i := range len(letters) {
		if s == letters[i:i+1] {
			return true
		}
	}
	return false
}

// mayNotify lets owners of msdb notify of everything, and others of schedules and of jobs that they may see.
func mayNotify(ctx context.Context, c *Call, p *sqlAgentNotifyParams, op string) error {
	if c.Login.Sysadmin || c.Login.Owner || same(c.Login.User, "dbo") {
		return nil
	}
	switch op {
	case "S":
		return nil
	case "J":
		job, err := msdb.VisibleJob(ctx, c.Tx, p.JobID.V)
		if err == nil && job == nil && p.JobID.Valid {
			err = errNotYourJob.With()
		}
		return err
	}
	return errNoPermission.With()
}

// tell hands a notice to the agent. A refusal is 22022, or a return code when the caller does not want to hear of it.
func (c *Call) tell(ctx context.Context, n *Notice, loud bool) error {
	refusal, err := c.refusal(ctx, n)
	switch {
	case err != nil:
		return err
	case refusal == nil:
		c.Notify(*n)
		return nil
	case !loud:
		return returns(1)
	}
	return in(c, "xp_sqlagent_notify", func(*Call) error { return refusal })
}

// refusal is why the agent would not do what a notice asks for, or nil.
func (c *Call) refusal(ctx context.Context, n *Notice) (refusal, err error) {
	if !c.Agent.Running() {
		return AgentNotRunning(), nil
	}
	if n.Op != 'J' || n.Action != 'S' && n.Action != 'C' {
		return nil, nil
	}
	name, _, err := msdb.JobName(ctx, c.Tx, n.JobID)
	switch {
	case err != nil:
		return nil, err
	case n.Action == 'S':
		return c.Agent.CheckStart(n.JobID, name, n.Login), nil
	}
	return c.Agent.CheckStop(n.JobID, name, n.Login), nil
}

// AgentNotRunning is message 22022 of an agent that is not there, without the words that head its other reasons.
func AgentNotRunning() *tds.Error {
	e := errAgent.With("")
	e.Message = "SQLServerAgent is not currently running so it cannot be notified of this action."
	return e
}

type noParams struct{}

func isStarting(_ context.Context, c *Call, _ *noParams) error { return isSQLAgentStarting(c) }

type xpSQLAgentNotifyParams struct {
	OpType       sql.Null[string]   `tsql:"@op_type nchar(1)"`
	JobID        sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	ScheduleID   sql.Null[int64]    `tsql:"@schedule_id int = NULL"`
	AlertID      sql.Null[int64]    `tsql:"@alert_id int = NULL"`
	ActionType   sql.Null[string]   `tsql:"@action_type nchar(1) = NULL"`
	NTUser       sql.Null[string]   `tsql:"@nt_user_name nvarchar(100) = NULL"`
	ErrorFlag    sql.Null[int64]    `tsql:"@error_flag int = 1"`
	TranCount    sql.Null[int64]    `tsql:"@trancount int = 0" status:"ignored"`
	WMINamespace sql.Null[string]   `tsql:"@wmi_namespace nvarchar(128) = NULL" status:"ignored"`
	WMIQuery     sql.Null[string]   `tsql:"@wmi_query nvarchar(512) = NULL" status:"ignored"`
	JobOwner     sql.Null[string]   `tsql:"@job_owner nvarchar(128) = NULL" status:"ignored"`
	DatabaseID   sql.Null[int64]    `tsql:"@database_id int = NULL" status:"ignored"`
}

func xpSQLAgentNotify(ctx context.Context, c *Call, p *xpSQLAgentNotifyParams) error {
	op, action := trim(p.OpType.V), trim(p.ActionType.V)
	if op == "" {
		return returns(1)
	}
	n := &Notice{Op: upper(op)[0], JobID: p.JobID.V, Schedule: p.ScheduleID.V, Alert: p.AlertID.V, Login: or(p.NTUser, c.Login.Name)}
	if action != "" {
		n.Action = upper(action)[0]
	}
	if n.Op == 'J' {
		n.StepID, n.Schedule = p.ScheduleID.V, 0
	}
	return c.tell(ctx, n, or(p.ErrorFlag, 1) != 0)
}

type xpSQLAgentIsStartingParams struct {
	Starting int64 `tsql:"@retval int = NULL OUTPUT"`
}

func xpSQLAgentIsStarting(_ context.Context, c *Call, p *xpSQLAgentIsStartingParams) error {
	p.Starting = 0
	if c.Agent.Starting() {
		p.Starting = 1
	}
	return nil
}
