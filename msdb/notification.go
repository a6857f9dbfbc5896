package msdb

import (
	"context"
	"database/sql"
)

// Methods of a notification; they add up.
const (
	ByEmail   = 1
	ByPager   = 2
	ByNetsend = 4
)

// Notification is a row of dbo.sysnotifications: an operator is told of an alert.
type Notification struct {
	AlertID    int64
	OperatorID int64
	Method     int64
}

func (n *Notification) fields() []any { return []any{&n.AlertID, &n.OperatorID, &n.Method} }

func (n *Notification) args() []Arg {
	return []Arg{arg("alert_id", n.AlertID), arg("operator_id", n.OperatorID), arg("method", n.Method)}
}

// NotificationOf is the notification of that alert to that operator, or nil.
func NotificationOf(ctx context.Context, tx Tx, alert, operator int64) (*Notification, error) {
	return selectRow(ctx, tx, `SELECT alert_id, operator_id, notification_method FROM dbo.sysnotifications
		WHERE alert_id = @alert_id AND operator_id = @operator_id`,
		(*Notification).fields, arg("alert_id", alert), arg("operator_id", operator))
}

// InsertNotification adds the notification.
func InsertNotification(ctx context.Context, tx Tx, n *Notification) error {
	return exec(ctx, tx, `INSERT INTO dbo.sysnotifications (alert_id, operator_id, notification_method)
		VALUES (@alert_id, @operator_id, @method)`, n.args()...)
}

// UpdateNotification changes the method of the notification, and tells whether there was one. Method 0 deletes it.
func UpdateNotification(ctx context.Context, tx Tx, n *Notification) (bool, error) {
	rows, err := tx.Exec(ctx, `UPDATE dbo.sysnotifications SET notification_method = @method
		WHERE alert_id = @alert_id AND operator_id = @operator_id`, n.args()...)
	return rows > 0, err
}

// DeleteNotification deletes the notification, and tells whether there was one.
func DeleteNotification(ctx context.Context, tx Tx, alert, operator int64) (bool, error) {
	rows, err := tx.Exec(ctx, `DELETE FROM dbo.sysnotifications WHERE alert_id = @alert_id AND operator_id = @operator_id`,
		arg("alert_id", alert), arg("operator_id", operator))
	return rows > 0, err
}

// ReassignNotifications gives the notifications of one operator to another, unless that one is told of the alert
// already.
func ReassignNotifications(ctx context.Context, tx Tx, from, to int64) error {
	return exec(ctx, tx, `UPDATE dbo.sysnotifications SET operator_id = @to WHERE operator_id = @from
		AND alert_id NOT IN (SELECT n.alert_id FROM dbo.sysnotifications AS n WHERE n.operator_id = @to)`, arg("from", from), arg("to", to))
}

// DeleteNotificationsOf deletes the notifications to an operator.
func DeleteNotificationsOf(ctx context.Context, tx Tx, operator int64) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysnotifications WHERE operator_id = @operator_id`, arg("operator_id", operator))
}

// NotifiedOperator is an operator with the method by which an alert notifies him, 0 when it does not.
type NotifiedOperator struct {
	Operator
	Method int64
}

func (o *NotifiedOperator) notifiedFields() []any { return append(o.Operator.fields(), &o.Method) }

// NotifiedOperators are all operators, or the one of that name, as that alert notifies them. No alert: method 0.
func NotifiedOperators(ctx context.Context, tx Tx, alert int64, operator sql.Null[string]) ([]NotifiedOperator, error) {
	return selectRows(ctx, tx, `SELECT o.id, o.name, o.enabled, o.email_address, o.last_email_date, o.last_email_time, o.pager_address,
		o.last_pager_date, o.last_pager_time, o.weekday_pager_start_time, o.weekday_pager_end_time, o.saturday_pager_start_time,
		o.saturday_pager_end_time, o.sunday_pager_start_time, o.sunday_pager_end_time, o.pager_days, o.netsend_address,
		o.last_netsend_date, o.last_netsend_time, o.category_id, o.name, COALESCE(n.notification_method, 0)
		FROM dbo.sysoperators AS o LEFT JOIN dbo.sysnotifications AS n ON n.operator_id = o.id AND n.alert_id = @alert_id
		WHERE (@name IS NULL OR o.name = @name) ORDER BY o.name`,
		(*NotifiedOperator).notifiedFields, arg("alert_id", alert), arg("name", operator))
}

// NotifyingAlert is an alert with the method by which it notifies an operator, 0 when it does not.
type NotifyingAlert struct {
	Alert
	Method int64
	Emails int64 // notifications of the alert by each method, to whomever
	Pages  int64
	Sends  int64
}

func (a *NotifyingAlert) notifyingFields() []any {
	return append(a.Alert.fields(), &a.Method, &a.Emails, &a.Pages, &a.Sends)
}

// NotifyingAlerts are all alerts, or the one of that name, as they notify that operator.
func NotifyingAlerts(ctx context.Context, tx Tx, operator int64, alert sql.Null[string]) ([]NotifyingAlert, error) {
	return selectRows(ctx, tx, `SELECT `+alertColumns+`, COALESCE(n.notification_method, 0),
		(SELECT COUNT(*) FROM dbo.sysnotifications AS e WHERE e.alert_id = a.id AND (e.notification_method & 1) <> 0),
		(SELECT COUNT(*) FROM dbo.sysnotifications AS p WHERE p.alert_id = a.id AND (p.notification_method & 2) <> 0),
		(SELECT COUNT(*) FROM dbo.sysnotifications AS s WHERE s.alert_id = a.id AND (s.notification_method & 4) <> 0)
		FROM dbo.sysalerts AS a LEFT JOIN dbo.sysnotifications AS n ON n.alert_id = a.id AND n.operator_id = @operator_id
		WHERE (@name IS NULL OR a.name = @name) ORDER BY a.name`,
		(*NotifyingAlert).notifyingFields, arg("operator_id", operator), arg("name", alert))
}
