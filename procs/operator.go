package procs

import (
	"cmp"
	"context"
	"database/sql"

	"msxgate/msdb"
)

var operatorProcs = []*Proc{
	define("sp_add_operator", addOperator),
	define("sp_update_operator", updateOperator),
	define("sp_delete_operator", deleteOperator),
	define("sp_help_operator", helpOperator),
	define("sp_help_operator_jobs", helpOperatorJobs),
	define("sp_notify_operator", notifyOperator, partly("there is no mail, so it refuses after its checks")),
}

type addOperatorParams struct {
	Name                   sql.Null[string] `tsql:"@name sysname"`
	Enabled                sql.Null[int64]  `tsql:"@enabled tinyint = 1"`
	EmailAddress           sql.Null[string] `tsql:"@email_address nvarchar(100) = NULL"`
	PagerAddress           sql.Null[string] `tsql:"@pager_address nvarchar(100) = NULL"`
	WeekdayPagerStartTime  int64            `tsql:"@weekday_pager_start_time int = 90000"`
	WeekdayPagerEndTime    int64            `tsql:"@weekday_pager_end_time int = 180000"`
	SaturdayPagerStartTime int64            `tsql:"@saturday_pager_start_time int = 90000"`
	SaturdayPagerEndTime   int64            `tsql:"@saturday_pager_end_time int = 180000"`
	SundayPagerStartTime   int64            `tsql:"@sunday_pager_start_time int = 90000"`
	SundayPagerEndTime     int64            `tsql:"@sunday_pager_end_time int = 180000"`
	PagerDays              int64            `tsql:"@pager_days tinyint = 0"`
	NetsendAddress         sql.Null[string] `tsql:"@netsend_address nvarchar(100) = NULL"`
	CategoryName           sql.Null[string] `tsql:"@category_name sysname = NULL"`
}

// addOperator adds somebody to be told of jobs and alerts. One named MSXOperator makes this server fit to be a master.
func addOperator(ctx context.Context, c *Call, p *addOperatorParams) error {
	clean(&p.EmailAddress, &p.PagerAddress, &p.NetsendAddress, &p.CategoryName)
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	if !p.CategoryName.Valid {
		p.CategoryName = some(defaultCategory)
	}
	o := &msdb.Operator{
		Name: trim(p.Name.V), Enabled: p.Enabled.V, EmailAddress: p.EmailAddress, PagerAddress: p.PagerAddress,
		WeekdayPagerStartTime: p.WeekdayPagerStartTime, WeekdayPagerEndTime: p.WeekdayPagerEndTime,
		SaturdayPagerStart: p.SaturdayPagerStartTime, SaturdayPagerEnd: p.SaturdayPagerEndTime,
		SundayPagerStart: p.SundayPagerStartTime, SundayPagerEnd: p.SundayPagerEndTime,
		PagerDays: p.PagerDays, NetsendAddress: p.NetsendAddress,
	}
	if err := verifyOperator(ctx, c, o, p.CategoryName); err != nil {
		return err
	}
	if err := cmp.Or(notNull(p.Name, "name", "sysoperators"), notNull(p.Enabled, "enabled", "sysoperators")); err != nil {
		return err
	}
	return msdb.InsertOperator(ctx, c.Tx, o)
}

type updateOperatorParams struct {
	Name                   string           `tsql:"@name sysname"`
	NewName                sql.Null[string] `tsql:"@new_name sysname = NULL"`
	Enabled                sql.Null[int64]  `tsql:"@enabled tinyint = NULL"`
	EmailAddress           sql.Null[string] `tsql:"@email_address nvarchar(100) = NULL"`
	PagerAddress           sql.Null[string] `tsql:"@pager_address nvarchar(100) = NULL"`
	WeekdayPagerStartTime  sql.Null[int64]  `tsql:"@weekday_pager_start_time int = NULL"`
	WeekdayPagerEndTime    sql.Null[int64]  `tsql:"@weekday_pager_end_time int = NULL"`
	SaturdayPagerStartTime sql.Null[int64]  `tsql:"@saturday_pager_start_time int = NULL"`
	SaturdayPagerEndTime   sql.Null[int64]  `tsql:"@saturday_pager_end_time int = NULL"`
	SundayPagerStartTime   sql.Null[int64]  `tsql:"@sunday_pager_start_time int = NULL"`
	SundayPagerEndTime     sql.Null[int64]  `tsql:"@sunday_pager_end_time int = NULL"`
	PagerDays              sql.Null[int64]  `tsql:"@pager_days tinyint = NULL"`
	NetsendAddress         sql.Null[string] `tsql:"@netsend_address nvarchar(100) = NULL"`
	CategoryName           sql.Null[string] `tsql:"@category_name sysname = NULL"`
}

// updateOperator changes what it is given of an operator. MSXOperator of a target is its master's to change, and when the one of
// a master changes, the targets fetch it anew.
func updateOperator(ctx context.Context, c *Call, p *updateOperatorParams) error {
	name := trim(p.Name)
	clean(&p.NewName)
	trimEach(&p.EmailAddress, &p.PagerAddress, &p.NetsendAddress, &p.CategoryName)
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	o, err := msdb.OperatorNamed(ctx, c.Tx, name)
	switch {
	case err != nil:
		return err
	case o == nil:
		return errDoesNotExist.With("@name", name)
	}
	isMSXOperator := same(o.Name, msxOperator)
	if isMSXOperator && !same(c.Login.AppName, "xp_msx_enlist") {
		if err := mustNotBeTarget(ctx, c); err != nil {
			return err
		}
	}
	oldName := o.Name
	category := o.Category
	keepText(&category, p.CategoryName)
	p.applyTo(o)
	if err := verifyOperatorChange(ctx, c, o, p, category); err != nil {
		return err
	}
	if isMSXOperator && !same(o.Name, msxOperator) {
		return errCannotRenameOperator.With(msxOperator)
	}
	if err := msdb.UpdateOperator(ctx, c.Tx, o); err != nil {
		return err
	}
	if isMSXOperator {
		if err := reEnlistTargets(ctx, c); err != nil {
			return err
		}
	}
	return updateFailSafe(ctx, c, oldName, o)
}

// verifyOperatorChange is sp_verify_operator for an operator that exists: his name is tested only when a new one is given.
func verifyOperatorChange(ctx context.Context, c *Call, o *msdb.Operator, p *updateOperatorParams, category sql.Null[string]) error {
	name := o.Name
	if !p.NewName.Valid {
		o.Name = ""
	}
	err := verifyOperator(ctx, c, o, category)
	o.Name = name
	return err
}

// applyTo puts what is given into the operator. An empty address takes away what was there; NULL leaves it.
func (p *updateOperatorParams) applyTo(o *msdb.Operator) {
	keep(&o.Name, p.NewName)
	keep(&o.Enabled, p.Enabled)
	keep(&o.WeekdayPagerStartTime, p.WeekdayPagerStartTime)
	keep(&o.WeekdayPagerEndTime, p.WeekdayPagerEndTime)
	keep(&o.SaturdayPagerStart, p.SaturdayPagerStartTime)
	keep(&o.SaturdayPagerEnd, p.SaturdayPagerEndTime)
	keep(&o.SundayPagerStart, p.SundayPagerStartTime)
	keep(&o.SundayPagerEnd, p.SundayPagerEndTime)
	keep(&o.PagerDays, p.PagerDays)
	keepText(&o.EmailAddress, p.EmailAddress)
	keepText(&o.PagerAddress, p.PagerAddress)
	keepText(&o.NetsendAddress, p.NetsendAddress)
}

// mustNotBeTarget refuses to touch the MSXOperator that the master has given to this server.
func mustNotBeTarget(ctx context.Context, c *Call) error {
	master, err := msdb.Setting(ctx, c.Tx, msdb.SettingMSXServerName)
	if err == nil && master.Valid && master.V != "" {
		err = errOperatorInUse.With(msxOperator, "TSX")
	}
	return err
}

// reEnlistTargets has all targets fetch the changed MSXOperator.
func reEnlistTargets(ctx context.Context, c *Call) error {
	master, err := msdb.HasTargetServers(ctx, c.Tx)
	if err != nil || !master {
		return err
	}
	return postServer(ctx, c, "RE-ENLIST", sql.Null[string]{})
}

// The settings of the operator who is told when nobody else can be.
const (
	settingFailSafe        = "AlertFailSafeOperator"
	settingFailSafeEmail   = "AlertFailSafeEmailAddress"
	settingFailSafePager   = "AlertFailSafePagerAddress"
	settingFailSafeNetsend = "AlertFailSafeNetSendAddress"
)

func isFailSafe(ctx context.Context, c *Call, name string) (bool, error) {
	failSafe, err := msdb.Setting(ctx, c.Tx, settingFailSafe)
	return failSafe.Valid && failSafe.V != "" && same(failSafe.V, name), err
}

// updateFailSafe lets the settings follow a changed fail-safe operator, and tells the agent.
func updateFailSafe(ctx context.Context, c *Call, oldName string, o *msdb.Operator) error {
	failSafe, err := isFailSafe(ctx, c, oldName)
	if err != nil || !failSafe {
		return err
	}
	for _, s := range []struct{ name, value string }{
		{settingFailSafe, o.Name},
		{settingFailSafeEmail, o.EmailAddress.V},
		{settingFailSafePager, o.PagerAddress.V},
		{settingFailSafeNetsend, o.NetsendAddress.V},
	} {
		if err := msdb.SetSetting(ctx, c.Tx, s.name, s.value); err != nil {
			return err
		}
	}
	c.Notify(Notice{Op: 'G', Login: c.Login.Name})
	return nil
}
