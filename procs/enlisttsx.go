package procs

import (
	"context"
	"database/sql"
	"time"

	"msxgate/msdb"
)

var enlistTSXProcs = []*Proc{
	define("sp_enlist_tsx", enlistTSX),
}

type enlistTSXParams struct {
	Action             sql.Null[int64]     `tsql:"@Action int"`
	ServerName         sql.Null[string]    `tsql:"@ServerName sysname"`
	Location           sql.Null[string]    `tsql:"@Location nvarchar(200)"`
	TimeZoneAdjustment sql.Null[int64]     `tsql:"@TimeZoneAdjustment int"`
	LocalTime          sql.Null[time.Time] `tsql:"@LocalTime datetime"`
	NTUserName         sql.Null[string]    `tsql:"@NTUserName nvarchar(100)"`
	PollInterval       sql.Null[int64]     `tsql:"@PollInterval int"`
	TSXVersion         sql.Null[int64]     `tsql:"@TSX_Version int = 0"`
}

// Actions of sp_enlist_tsx and xp_msx_enlist.
const (
	actionEnlist = 0
	actionDefect = 1
	actionUpdate = 2
)

// enlistTSX is what a target calls on its master to enlist, to change what the master knows of it, and to defect.
func enlistTSX(ctx context.Context, c *Call, p *enlistTSXParams) error {
	if !c.Login.InRole(roleTargetServers) && !c.Login.Sysadmin {
		return errNotInRole.With(roleTargetServers)
	}
	if p.Action.Valid && p.Action.V == actionEnlist && p.TSXVersion.V>>24&0xFF < 9 {
		v := c.Server.Version
		return fail(12, errTSXVersion.With(int(v[0]), int(v[1]), int(v[2])<<8|int(v[3])))
	}
	name := sql.Null[string]{V: upper(trim(p.ServerName.V)), Valid: p.ServerName.Valid}
	switch {
	case !name.Valid:
		return fail(2, errCannotBeNull.With("@ServerName"))
	case name.V == "":
		return fail(3, errCannotBeEmpty.With("@ServerName"))
	case !p.Action.Valid:
		return nil
	}
	switch e := enlistment(p, name.V); p.Action.V {
	case actionDefect:
		return defectTSX(ctx, c, name.V)
	case actionUpdate:
		return updateTSX(ctx, c, e)
	default:
		return insertTSX(ctx, c, p, e)
	}
}

func enlistment(p *enlistTSXParams, name string) *msdb.Enlistment {
	return &msdb.Enlistment{
		ServerName: name, Location: p.Location, TimeZoneAdjustment: p.TimeZoneAdjustment, LocalTime: p.LocalTime,
		NTUser: trim(p.NTUserName.V), PollInterval: p.PollInterval,
	}
}

func insertTSX(ctx context.Context, c *Call, p *enlistTSXParams, e *msdb.Enlistment) error {
	switch {
	case !p.NTUserName.Valid:
		return fail(4, errCannotBeNull.With("@NTUserName"))
	case e.NTUser == "":
		return fail(5, errCannotBeEmpty.With("@NTUserName"))
	}
	master, err := msdb.Setting(ctx, c.Tx, msdb.SettingMSXServerName)
	if err != nil {
		return err
	}
	if trim(master.V) != "" {
		return fail(6, errIsTSX.With(c.Server.Name))
	}
	operator, err := msdb.OperatorNamed(ctx, c.Tx, msxOperator)
	if err != nil {
		return err
	}
	if operator == nil {
		return fail(9, errNoMSXOperator.With())
	}
	// A server of that name, or one named ALL, is refused by the table. The procedure says so and goes on.
	if err := c.raiseStatement(msdb.InsertTargetServer(ctx, c.Tx, e, c.now())); err != nil {
		return err
	}
	if err := msdb.DeleteDownloads(ctx, c.Tx, e.ServerName); err != nil {
		return err
	}
	if major := p.TSXVersion.V >> 24 & 0xFF; !supported(major, int64(c.Server.Version[0])) {
		c.Log.WithField("target", e.ServerName).WithField("major_version", major).Warn("Target enlisted whose version a master of this one does not support")
	}
	return sendMSXOperator(c, operator)
}

// supported tells whether a master of a version knows what a target of another needs: its own and the two before it. Between
// 10 (2008) and 16 (2022) every number is one version.
func supported(target, master int64) bool { return target <= master && target >= master-2 }

func updateTSX(ctx context.Context, c *Call, e *msdb.Enlistment) error {
	operator, err := msdb.OperatorNamed(ctx, c.Tx, msxOperator)
	if err != nil {
		return err
	}
	if operator == nil {
		return fail(10, errNoMSXOperator.With())
	}
	_, found, err := msdb.TargetServerID(ctx, c.Tx, e.ServerName)
	if err != nil {
		return err
	}
	if !found {
		return fail(11, errTSXNotEnlisted.With())
	}
	if err := c.raiseStatement(msdb.UpdateTargetServer(ctx, c.Tx, e)); err != nil {
		return err
	}
	return sendMSXOperator(c, operator)
}

// defectTSX forgets a target. What is left of one that is gone already goes too, the DEFECT that it found included.
func defectTSX(ctx context.Context, c *Call, name string) error {
	_, found, err := msdb.TargetServerID(ctx, c.Tx, name)
	if err != nil {
		return err
	}
	if !found {
		return msdb.DeleteDownloads(ctx, c.Tx, name)
	}
	return in(c, "sp_delete_targetserver", func(c *Call) error {
		return deleteTargetServer(ctx, c, &deleteTargetServerParams{ServerName: some(name), ClearDownloadList: true})
	})
}

// msxOperatorRow is the operator that a target makes its own.
type msxOperatorRow struct {
	ID                     int64            `col:"id int"`
	Name                   string           `col:"name sysname"`
	Enabled                int64            `col:"enabled tinyint"`
	EmailAddress           sql.Null[string] `col:"email_address nvarchar(100) null"`
	PagerAddress           sql.Null[string] `col:"pager_address nvarchar(100) null"`
	NetsendAddress         sql.Null[string] `col:"netsend_address nvarchar(100) null"`
	WeekdayPagerStartTime  int64            `col:"weekday_pager_start_time int"`
	WeekdayPagerEndTime    int64            `col:"weekday_pager_end_time int"`
	SaturdayPagerStartTime int64            `col:"saturday_pager_start_time int"`
	SaturdayPagerEndTime   int64            `col:"saturday_pager_end_time int"`
	SundayPagerStartTime   int64            `col:"sunday_pager_start_time int"`
	SundayPagerEndTime     int64            `col:"sunday_pager_end_time int"`
	PagerDays              int64            `col:"pager_days tinyint"`
}

func sendMSXOperator(c *Call, o *msdb.Operator) error {
	return send(c, []msxOperatorRow{{
		o.ID, o.Name, o.Enabled, o.EmailAddress, o.PagerAddress, o.NetsendAddress,
		o.WeekdayPagerStartTime, o.WeekdayPagerEndTime, o.SaturdayPagerStart, o.SaturdayPagerEnd, o.SundayPagerStart, o.SundayPagerEnd,
		o.PagerDays,
	}})
}
