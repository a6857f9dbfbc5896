package procs

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

var enlistProcs = []*Proc{
	define("sp_msx_enlist", msxEnlist),
	define("sp_msx_defect", msxDefect),
	define("xp_msx_enlist", xpMSXEnlist, inMaster, extended),
}

type msxEnlistParams struct {
	ServerName sql.Null[string] `tsql:"@msx_server_name sysname"`
	Location   sql.Null[string] `tsql:"@location nvarchar(100) = NULL"`
}

// msxEnlist makes this server a target of a master, or tells its master anew where it is.
func msxEnlist(ctx context.Context, c *Call, p *msxEnlistParams) error {
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	master := upper(trim(p.ServerName.V))
	e, err := c.enlistment(ctx, actionEnlist, master, trimNull(p.Location))
	if err != nil {
		return err
	}
	current, err := msdb.Setting(ctx, c.Tx, msdb.SettingMSXServerName)
	if err != nil {
		return err
	}
	current = trimNull(current)
	isMaster, err := msdb.HasTargetServers(ctx, c.Tx)
	switch local := firstChars(c.localName(), 30); {
	case err != nil:
		return err
	case isMaster:
		return errIsMSX.With(local)
	case local == master:
		return errEnlistLocal.With()
	}
	if current, err = forgetLostEnlistment(ctx, c, current); err != nil {
		return err
	}
	if current.Valid {
		if !same(current.V, master) {
			return errAlreadyEnlisted.With(current)
		}
		e.Action = actionUpdate
		return enlist(ctx, c, e)
	}
	if e.Location == nil {
		location := serverDescription(c)
		e.Location = &location
	}
	if err := enlist(ctx, c, e); err != nil {
		return err
	}
	return recordEnlistment(ctx, c, master)
}

// forgetLostEnlistment defects from a master of which msdb knows nothing: it was installed anew since.
func forgetLostEnlistment(ctx context.Context, c *Call, current sql.Null[string]) (sql.Null[string], error) {
	if !current.Valid {
		return current, nil
	}
	enlisted, err := msdb.IsEnlisted(ctx, c.Tx)
	if err != nil || enlisted {
		return current, err
	}
	err = in(c, "sp_msx_defect", func(c *Call) error { return msxDefect(ctx, c, &msxDefectParams{ForcedDefection: true}) })
	return sql.Null[string]{}, c.Raise(err)
}

// recordEnlistment remembers a master that took this server.
func recordEnlistment(ctx context.Context, c *Call, master string) error {
	if err := msdb.SetSetting(ctx, c.Tx, msdb.SettingMSXServerName, master); err != nil {
		return err
	}
	if err := c.Info(infoEnlisted.With(master)); err != nil {
		return err
	}
	old, err := msdb.Master(ctx, c.Tx)
	if err != nil {
		return err
	}
	if old != "" && !same(old, master) {
		if _, err := deleteAllMSXJobs(ctx, c, upper(old)); err != nil {
			return err
		}
		if err := msdb.DeleteMaster(ctx, c.Tx, upper(old)); err != nil {
			return err
		}
		old = ""
	}
	if old == "" {
		if err := msdb.InsertMaster(ctx, c.Tx, master); err != nil {
			return err
		}
	}
	return msdb.InsertDateEnlisted(ctx, c.Tx, c.Now())
}

type msxDefectParams struct {
	ForcedDefection bool `tsql:"@forced_defection bit = 0"`
}

// msxDefect ends the enlistment. A forced defection does so when the master does not answer, and leaves it to its
// administrator to delete this server there.
func msxDefect(ctx context.Context, c *Call, p *msxDefectParams) error {
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	setting, err := msdb.Setting(ctx, c.Tx, msdb.SettingMSXServerName)
	if err != nil {
		return err
	}
	master := upper(trim(setting.V))
	if master == "" {
		return errNotEnlisted.With()
	}
	e := &Enlistment{Action: actionDefect, Master: master, User: c.Login.Name, Tx: c.Tx}
	if err := enlist(ctx, c, e); err != nil {
		if !p.ForcedDefection {
			return err
		}
		if err := sayTolerated(c, err); err != nil {
			return err
		}
	}
	if err := forgetEnlistment(ctx, c, master); err != nil {
		return err
	}
	return deleteMSXOperator(ctx, c, p.ForcedDefection)
}

// sayTolerated tells of an error that does not stop a forced defection.
func sayTolerated(c *Call, err error) error {
	_, raise, internal := Result(err)
	if raise == nil {
		return internal
	}
	return c.Info(raise)
}

// forgetEnlistment deletes everything that came from the master.
func forgetEnlistment(ctx context.Context, c *Call, master string) error {
	if err := msdb.SetSetting(ctx, c.Tx, msdb.SettingMSXServerName, ""); err != nil {
		return err
	}
	if err := msdb.DeleteSetting(ctx, c.Tx, msdb.SettingMSXPollInterval); err != nil {
		return err
	}
	if err := msdb.DeleteDateEnlisted(ctx, c.Tx); err != nil {
		return err
	}
	count, err := deleteAllMSXJobs(ctx, c, master)
	if err != nil {
		return err
	}
	if err := c.Info(infoDefected.With(master, count)); err != nil {
		return err
	}
	return msdb.DeleteMaster(ctx, c.Tx, master)
}

func deleteMSXOperator(ctx context.Context, c *Call, forced bool) error {
	operator, err := msdb.OperatorNamed(ctx, c.Tx, msxOperator)
	if err != nil || operator == nil {
		return err
	}
	if forced && operator.NetsendAddress.Valid {
		c.Log.WithField("address", operator.NetsendAddress.V).Warn(textForcedDefection.Text(c.Login.Name, c.Server.Machine))
	}
	return in(c, "sp_delete_operator", func(c *Call) error {
		return deleteOperator(ctx, c, &deleteOperatorParams{Name: some(msxOperator)})
	})
}

type xpMSXEnlistParams struct {
	Action       int64            `tsql:"@action int"`
	Master       sql.Null[string] `tsql:"@msx_server sysname"`
	User         sql.Null[string] `tsql:"@nt_user nvarchar(100) = NULL"`
	Location     sql.Null[string] `tsql:"@location nvarchar(100) = NULL"`
	TimeZone     sql.Null[int64]  `tsql:"@time_zone_adjustment int = NULL"`
	LocalTime    sql.Null[string] `tsql:"@local_time nvarchar(100) = NULL"`
	PollInterval sql.Null[int64]  `tsql:"@poll_interval int = NULL"`
}

// xpMSXEnlist makes the agent speak to a master.
func xpMSXEnlist(ctx context.Context, c *Call, p *xpMSXEnlistParams) error {
	e, err := c.enlistment(ctx, int(p.Action), upper(trim(p.Master.V)), trimNull(p.Location))
	if err != nil {
		return err
	}
	e.User = or(p.User, e.User)
	e.TimeZone = or(p.TimeZone, e.TimeZone)
	e.PollInterval = or(p.PollInterval, e.PollInterval)
	if t, err := time.Parse("20060102 15:04:05", p.LocalTime.V); err == nil {
		e.LocalTime = t
	}
	return enlist(ctx, c, e)
}

// enlist is xp_msx_enlist as the procedures call it.
func enlist(ctx context.Context, c *Call, e *Enlistment) error {
	return in(c, "xp_msx_enlist", func(c *Call) error {
		if !c.Agent.Running() {
			return AgentNotRunning()
		}
		err := c.Agent.Enlist(ctx, *e)
		var told *tds.Error
		if err == nil || errors.As(err, &told) || ctx.Err() != nil {
			return err
		}
		return errEnlistFailed.With(err)
	})
}

// enlistment is what this server says of itself.
func (c *Call) enlistment(ctx context.Context, action int, master string, location sql.Null[string]) (*Enlistment, error) {
	interval, err := msdb.IntSetting(ctx, c.Tx, msdb.SettingMSXPollInterval)
	if err != nil {
		return nil, err
	}
	e := &Enlistment{
		Action: action, Master: master, User: c.Login.Name, TimeZone: timeZone(c.Now()), LocalTime: c.now().Truncate(time.Second),
		PollInterval: or(interval, 60), Tx: c.Tx,
	}
	if location.Valid {
		e.Location = &location.V
	}
	if e.User == "" {
		e.User = textUnknown.Text()
	}
	return e, nil
}

// firstChars is LEFT(s, n).
func firstChars(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
