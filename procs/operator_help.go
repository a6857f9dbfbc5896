package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

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
