package msdb

import (
	"context"
	"database/sql"
)

// Operator is a row of dbo.sysoperators. Times are hhmmss, dates yyyymmdd.
type Operator struct {
	ID                    int64
	Name                  string
	Enabled               int64
	EmailAddress          sql.Null[string]
	LastEmailDate         int64
	LastEmailTime         int64
	PagerAddress          sql.Null[string]
	LastPagerDate         int64
	LastPagerTime         int64
	WeekdayPagerStartTime int64
	WeekdayPagerEndTime   int64
	SaturdayPagerStart    int64
	SaturdayPagerEnd      int64
	SundayPagerStart      int64
	SundayPagerEnd        int64
	PagerDays             int64 // bits, 1 Sunday to 64 Saturday
	NetsendAddress        sql.Null[string]
	LastNetsendDate       int64
	LastNetsendTime       int64
	CategoryID            int64

	Category sql.Null[string] // its name
}

const operatorSelect = `SELECT o.id, o.name, o.enabled, o.email_address, o.last_email_date, o.last_email_time, o.pager_address, o.last_pager_date,
	o.last_pager_time, o.weekday_pager_start_time, o.weekday_pager_end_time, o.saturday_pager_start_time, o.saturday_pager_end_time,
	o.sunday_pager_start_time, o.sunday_pager_end_time, o.pager_days, o.netsend_address, o.last_netsend_date, o.last_netsend_time,
	o.category_id, c.name
	FROM dbo.sysoperators AS o LEFT JOIN dbo.syscategories AS c ON c.category_id = o.category_id`

func (o *Operator) fields() []any {
	return []any{
		&o.ID, &o.Name, &o.Enabled, &o.EmailAddress, &o.LastEmailDate, &o.LastEmailTime, &o.PagerAddress, &o.LastPagerDate,
		&o.LastPagerTime, &o.WeekdayPagerStartTime, &o.WeekdayPagerEndTime, &o.SaturdayPagerStart, &o.SaturdayPagerEnd,
		&o.SundayPagerStart, &o.SundayPagerEnd, &o.PagerDays, &o.NetsendAddress, &o.LastNetsendDate, &o.LastNetsendTime,
		&o.CategoryID, &o.Category,
	}
}

func (o *Operator) args() []Arg {
	return []Arg{
		arg("id", o.ID), arg("name", o.Name), arg("enabled", o.Enabled), arg("email", o.EmailAddress), arg("pager", o.PagerAddress),
		arg("weekday_start", o.WeekdayPagerStartTime), arg("weekday_end", o.WeekdayPagerEndTime),
		arg("saturday_start", o.SaturdayPagerStart), arg("saturday_end", o.SaturdayPagerEnd),
		arg("sunday_start", o.SundayPagerStart), arg("sunday_end", o.SundayPagerEnd),
		arg("pager_days", o.PagerDays), arg("netsend", o.NetsendAddress), arg("category_id", o.CategoryID),
	}
}

// OperatorByID is the operator of that id, or nil.
func OperatorByID(ctx context.Context, tx Tx, id int64) (*Operator, error) {
	return selectRow(ctx, tx, operatorSelect+` WHERE o.id = @id`, (*Operator).fields, arg("id", id))
}

// OperatorNamed is the operator of that name, or nil.
func OperatorNamed(ctx context.Context, tx Tx, name string) (*Operator, error) {
	return selectRow(ctx, tx, operatorSelect+` WHERE o.name = @name`, (*Operator).fields, arg("name", name))
}

// Operators are all operators by name.
func Operators(ctx context.Context, tx Tx) ([]Operator, error) {
	return selectRows(ctx, tx, operatorSelect+` ORDER BY o.name`, (*Operator).fields)
}

// InsertOperator adds an operator that was never notified; its id is given by the table.
func InsertOperator(ctx context.Context, tx Tx, o *Operator) error {
	return exec(ctx, tx, `INSERT INTO dbo.sysoperators (name, enabled, email_address, last_email_date, last_email_time, pager_address,
		last_pager_date, last_pager_time, weekday_pager_start_time, weekday_pager_end_time, saturday_pager_start_time, saturday_pager_end_time,
		sunday_pager_start_time, sunday_pager_end_time, pager_days, netsend_address, last_netsend_date, last_netsend_time, category_id)
		VALUES (@name, @enabled, @email, 0, 0, @pager, 0, 0, @weekday_start, @weekday_end, @saturday_start, @saturday_end,
		@sunday_start, @sunday_end, @pager_days, @netsend, 0, 0, @category_id)`, o.args()...)
}

// UpdateOperator writes the operator of that id.
func UpdateOperator(ctx context.Context, tx Tx, o *Operator) error {
	return exec(ctx, tx, `UPDATE dbo.sysoperators SET name = @name, enabled = @enabled, email_address = @email, pager_address = @pager,
		weekday_pager_start_time = @weekday_start, weekday_pager_end_time = @weekday_end,
		saturday_pager_start_time = @saturday_start, saturday_pager_end_time = @saturday_end,
		sunday_pager_start_time = @sunday_start, sunday_pager_end_time = @sunday_end,
		pager_days = @pager_days, netsend_address = @netsend, category_id = @category_id WHERE id = @id`, o.args()...)
}

// OperatorNotified writes when an operator was last told of something, by pager or else by e-mail.
func OperatorNotified(ctx context.Context, tx Tx, id int64, pager bool, date, time int64) error {
	text := `UPDATE dbo.sysoperators SET last_email_date = @date, last_email_time = @time WHERE id = @id`
	if pager {
		text = `UPDATE dbo.sysoperators SET last_pager_date = @date, last_pager_time = @time WHERE id = @id`
	}
	return exec(ctx, tx, text, arg("id", id), arg("date", date), arg("time", time))
}

// DeleteOperator deletes the operator of that id.
func DeleteOperator(ctx context.Context, tx Tx, id int64) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysoperators WHERE id = @id`, arg("id", id))
}
