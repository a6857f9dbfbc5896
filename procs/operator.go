package procs

import (
	"cmp"
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
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

type helpOperatorParams struct {
	OperatorName sql.Null[string] `tsql:"@operator_name sysname = NULL"`
	OperatorID   sql.Null[int64]  `tsql:"@operator_id int = NULL"`
}

type operatorRow struct {
	ID                     int64            `col:"id int"`
	Name                   string           `col:"name sysname"`
	Enabled                int64            `col:"enabled tinyint"`
	EmailAddress           sql.Null[string] `col:"email_address nvarchar(100) null"`
	LastEmailDate          int64            `col:"last_email_date int"`
	LastEmailTime          int64            `col:"last_email_time int"`
	PagerAddress           sql.Null[string] `col:"pager_address nvarchar(100) null"`
	LastPagerDate          int64            `col:"last_pager_date int"`
	LastPagerTime          int64            `col:"last_pager_time int"`
	WeekdayPagerStartTime  int64            `col:"weekday_pager_start_time int"`
	WeekdayPagerEndTime    int64            `col:"weekday_pager_end_time int"`
	SaturdayPagerStartTime int64            `col:"saturday_pager_start_time int"`
	SaturdayPagerEndTime   int64            `col:"saturday_pager_end_time int"`
	SundayPagerStartTime   int64            `col:"sunday_pager_start_time int"`
	SundayPagerEndTime     int64            `col:"sunday_pager_end_time int"`
	PagerDays              int64            `col:"pager_days tinyint"`
	NetsendAddress         sql.Null[string] `col:"netsend_address nvarchar(100) null"`
	LastNetsendDate        int64            `col:"last_netsend_date int"`
	LastNetsendTime        int64            `col:"last_netsend_time int"`
	CategoryName           sql.Null[string] `col:"category_name sysname null"`
}

// helpOperator lists the operators, all or one.
func helpOperator(ctx context.Context, c *Call, p *helpOperatorParams) error {
	operators, err := chosenOperators(ctx, c, trimNull(p.OperatorName), p.OperatorID)
	if err != nil {
		return err
	}
	rows := make([]operatorRow, len(operators))
	for i, o := range operators {
		rows[i] = operatorRow{
			o.ID, o.Name, o.Enabled, o.EmailAddress, o.LastEmailDate, o.LastEmailTime, o.PagerAddress, o.LastPagerDate, o.LastPagerTime,
			o.WeekdayPagerStartTime, o.WeekdayPagerEndTime, o.SaturdayPagerStart, o.SaturdayPagerEnd, o.SundayPagerStart, o.SundayPagerEnd,
			o.PagerDays, o.NetsendAddress, o.LastNetsendDate, o.LastNetsendTime, o.Category,
		}
	}
	return send(c, rows)
}

func chosenOperators(ctx context.Context, c *Call, name sql.Null[string], id sql.Null[int64]) ([]msdb.Operator, error) {
	operators, err := msdb.Operators(ctx, c.Tx)
	if err != nil || !name.Valid && !id.Valid {
		return operators, err
	}
	var named, numbered, chosen []msdb.Operator
	for _, o := range operators {
		isNamed, isNumbered := !name.Valid || same(o.Name, name.V), !id.Valid || o.ID == id.V
		if isNamed {
			named = append(named, o)
		}
		if isNumbered {
			numbered = append(numbered, o)
		}
		if isNamed && isNumbered {
			chosen = append(chosen, o)
		}
	}
	switch {
	case len(named) == 0:
		return nil, errDoesNotExist.With("@operator_name", name)
	case len(numbered) == 0:
		return nil, errDoesNotExist.With("@operator_id", id)
	}
	return chosen, nil
}

type helpOperatorJobsParams struct {
	OperatorName sql.Null[string] `tsql:"@operator_name sysname = NULL"`
}

type operatorJobRow struct {
	JobID              tds.GUID `col:"job_id uniqueidentifier"`
	Name               string   `col:"name sysname"`
	NotifyLevelEmail   int64    `col:"notify_level_email int"`
	NotifyLevelNetsend int64    `col:"notify_level_netsend int"`
	NotifyLevelPage    int64    `col:"notify_level_page int"`
}

// helpOperatorJobs lists the jobs that notify an operator.
func helpOperatorJobs(ctx context.Context, c *Call, p *helpOperatorJobsParams) error {
	name := trimNull(p.OperatorName)
	o, err := msdb.OperatorNamed(ctx, c.Tx, name.V)
	switch {
	case err != nil:
		return err
	case o == nil:
		return errDoesNotExist.With("@operator_name", name)
	}
	jobs, err := msdb.JobsNotifying(ctx, c.Tx, o.ID)
	if err != nil {
		return err
	}
	var rows []operatorJobRow
	for _, j := range jobs {
		row := operatorJobRow{JobID: j.JobID, Name: j.Name}
		if j.NotifyEmailOperatorID == o.ID {
			row.NotifyLevelEmail = j.NotifyLevelEmail
		}
		if j.NotifyNetsendOperatorID == o.ID {
			row.NotifyLevelNetsend = j.NotifyLevelNetsend
		}
		if j.NotifyPageOperatorID == o.ID {
			row.NotifyLevelPage = j.NotifyLevelPage
		}
		if row.NotifyLevelEmail+row.NotifyLevelNetsend+row.NotifyLevelPage > 0 {
			rows = append(rows, row)
		}
	}
	return send(c, rows)
}

type notifyOperatorParams struct {
	ProfileName     sql.Null[string] `tsql:"@profile_name sysname = NULL" status:"ignored"`
	ID              sql.Null[int64]  `tsql:"@id int = NULL"`
	Name            sql.Null[string] `tsql:"@name sysname = NULL"`
	Subject         sql.Null[string] `tsql:"@subject nvarchar(256) = NULL" status:"ignored"`
	Body            sql.Null[string] `tsql:"@body nvarchar(max) = NULL" status:"ignored"`
	FileAttachments sql.Null[string] `tsql:"@file_attachments nvarchar(512) = NULL" status:"ignored"`
	MailDatabase    string           `tsql:"@mail_database sysname = 'msdb'" status:"ignored"`
}

// notifyOperator sends mail to an operator. There is no mail here: what could be sent is refused for want of a profile.
func notifyOperator(ctx context.Context, c *Call, p *notifyOperatorParams) error {
	o, err := verifyOperatorIdentifiers(ctx, c, "@id", "@name", p.ID, p.Name)
	switch {
	case err != nil:
		return err
	case o.Enabled == 0:
		return errOperatorDisabled.With(o.Name)
	case trim(o.EmailAddress.V) == "":
		return errOperatorWithoutEmail.With(o.Name)
	}
	return in(c, "sp_send_dbmail", func(*Call) error { return errNoMailProfile.With() })
}
