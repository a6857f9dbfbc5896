package procs

import (
	"context"
	"database/sql"
	"strings"

	"msxgate/msdb"
	"msxgate/tds"
)

var notificationProcs = []*Proc{
	define("sp_add_notification", addNotification, partly(alertsNeverFire)),
	define("sp_update_notification", updateNotification),
	define("sp_delete_notification", deleteNotification),
	define("sp_help_notification", helpNotification),
	define("sp_verify_notification", verifyNotificationProc),
}

type addNotificationParams struct {
	AlertName          string `tsql:"@alert_name sysname"`
	OperatorName       string `tsql:"@operator_name sysname"`
	NotificationMethod int64  `tsql:"@notification_method tinyint"`
}

// addNotification has an operator be told of an alert.
func addNotification(ctx context.Context, c *Call, p *addNotificationParams) error {
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	n, err := verifyNotification(ctx, c, p.AlertName, p.OperatorName, p.NotificationMethod)
	if err != nil {
		return err
	}
	known, err := msdb.NotificationOf(ctx, c.Tx, n.AlertID, n.OperatorID)
	switch {
	case err != nil:
		return err
	case known != nil:
		return errAlreadyExists.With(textNotification.Text(), pairName(p.AlertName, p.OperatorName))
	}
	if err := msdb.InsertNotification(ctx, c.Tx, n); err != nil {
		return err
	}
	c.notifyAlert('U', n.AlertID)
	return nil
}

// pairName is how messages name a notification.
func pairName(alert, operator string) string { return trim(alert) + " / " + trim(operator) }

type verifyNotificationParams struct {
	AlertName          string          `tsql:"@alert_name sysname"`
	OperatorName       string          `tsql:"@operator_name sysname"`
	NotificationMethod int64           `tsql:"@notification_method tinyint"`
	AlertID            sql.Null[int64] `tsql:"@alert_id int OUTPUT"`
	OperatorID         sql.Null[int64] `tsql:"@operator_id int OUTPUT"`
}

func verifyNotificationProc(ctx context.Context, c *Call, p *verifyNotificationParams) error {
	n, err := notificationNamed(ctx, c, p.AlertName, p.OperatorName, p.NotificationMethod)
	if n != nil {
		p.AlertID, p.OperatorID = some(n.AlertID), some(n.OperatorID)
	}
	return err
}

// verifyNotification is sp_verify_notification: it finds the alert and the operator and tests the method. What it found it
// returns together with an error of the method.
func verifyNotification(ctx context.Context, c *Call, alert, operator string, method int64) (n *msdb.Notification, err error) {
	err = in(c, "sp_verify_notification", func(c *Call) error {
		n, err = notificationNamed(ctx, c, alert, operator, method)
		return err
	})
	return n, err
}

func notificationNamed(ctx context.Context, c *Call, alert, operator string, method int64) (*msdb.Notification, error) {
	a, err := msdb.AlertNamed(ctx, c.Tx, trim(alert))
	switch {
	case err != nil:
		return nil, err
	case a == nil:
		return nil, errDoesNotExist.With("@alert_name", alert)
	}
	o, err := msdb.OperatorNamed(ctx, c.Tx, trim(operator))
	switch {
	case err != nil:
		return nil, err
	case o == nil:
		return nil, errDoesNotExist.With("@operator_name", operator)
	}
	n := &msdb.Notification{AlertID: a.ID, OperatorID: o.ID, Method: method}
	if same(o.Name, msxOperator) {
		master, err := msdb.HasTargetServers(ctx, c.Tx)
		switch {
		case err != nil:
			return nil, err
		case !master:
			return n, errCannotNotifyOperator.With(o.Name)
		}
	}
	if method < 1 || method > msdb.ByEmail|msdb.ByPager|msdb.ByNetsend {
		return n, errInvalidValue.With("@notification_method", textNotificationMethods.Text())
	}
	return n, nil
}

type updateNotificationParams struct {
	AlertName          string `tsql:"@alert_name sysname"`
	OperatorName       string `tsql:"@operator_name sysname"`
	NotificationMethod int64  `tsql:"@notification_method tinyint"`
}

// updateNotification changes how an operator is told. The test of what is given is told to the caller and has no other effect:
// an odd method is kept, and method 0 ends the notification.
func updateNotification(ctx context.Context, c *Call, p *updateNotificationParams) error {
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	n, err := verifyNotification(ctx, c, p.AlertName, p.OperatorName, p.NotificationMethod)
	if err := c.Raise(err); err != nil {
		return err
	}
	found := false
	if n != nil {
		if found, err = msdb.UpdateNotification(ctx, c.Tx, n); err != nil {
			return err
		}
	}
	if !found {
		return errDoesNotExist.With(textNotification.Text(), pairName(p.AlertName, p.OperatorName))
	}
	c.notifyAlert('U', n.AlertID)
	return nil
}

type deleteNotificationParams struct {
	AlertName    string `tsql:"@alert_name sysname"`
	OperatorName string `tsql:"@operator_name sysname"`
}

// deleteNotification ends the notification of an operator.
func deleteNotification(ctx context.Context, c *Call, p *deleteNotificationParams) error {
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	n, err := verifyNotification(ctx, c, p.AlertName, p.OperatorName, msdb.ByEmail|msdb.ByPager|msdb.ByNetsend)
	if err := c.Raise(err); err != nil {
		return err
	}
	found := false
	if n != nil {
		if found, err = msdb.DeleteNotification(ctx, c.Tx, n.AlertID, n.OperatorID); err != nil {
			return err
		}
	}
	if !found {
		return errDoesNotExist.With(textNotification.Text(), pairName(p.AlertName, p.OperatorName))
	}
	c.notifyAlert('U', n.AlertID)
	return nil
}

type helpNotificationParams struct {
	ObjectType         string           `tsql:"@object_type char(9)"`
	Name               string           `tsql:"@name sysname"`
	EnumType           string           `tsql:"@enum_type char(10)"`
	NotificationMethod int64            `tsql:"@notification_method tinyint"`
	TargetName         sql.Null[string] `tsql:"@target_name sysname = NULL"`
}

// helpNotification lists the operators that an alert may notify, or the alerts that may notify an operator. Which columns there
// are depends on the methods that the caller asks for.
func helpNotification(ctx context.Context, c *Call, p *helpNotificationParams) error {
	objects, enum := upper(trim(p.ObjectType)), upper(trim(p.EnumType))
	name := trim(p.Name)
	clean(&p.TargetName)
	byAlert := objects == "OPERATORS"
	if !byAlert && objects != "ALERTS" {
		return errInvalidValue.With("@object_type", "ALERTS, OPERATORS")
	}
	id, err := notificationSubject(ctx, c, byAlert, name)
	switch {
	case err != nil:
		return err
	case enum != "ALL" && enum != "ACTUAL" && enum != "TARGET":
		return errInvalidValue.With("@enum_type", "ALL, ACTUAL, TARGET")
	case p.NotificationMethod < 1 || p.NotificationMethod > 7:
		return errInvalidValue.With("@notification_method", textNotificationMethods.Text())
	case enum == "TARGET" && !p.TargetName.Valid:
		return errTargetNameMissing.With()
	case enum != "TARGET" && p.TargetName.Valid:
		return errTargetNameSuperfluous.With()
	}
	list, err := notifications(ctx, c, byAlert, id, p.TargetName)
	if err != nil {
		return err
	}
	if p.TargetName.Valid && len(list) == 0 {
		return errDoesNotExist.With(padded(objects, 9), p.TargetName)
	}
	return sendNotifications(c, list, byAlert, enum == "ACTUAL", p.NotificationMethod)
}

// padded is a text as a char(n) holds it.
func padded(s string, n int) string { return s + strings.Repeat(" ", max(n-len(s), 0)) }

// notificationSubject is the id of the alert whose operators are asked for, or of the operator whose alerts are.
func notificationSubject(ctx context.Context, c *Call, byAlert bool, name string) (int64, error) {
	if byAlert {
		a, err := msdb.AlertNamed(ctx, c.Tx, name)
		if err == nil && a != nil {
			return a.ID, nil
		}
		if err != nil {
			return 0, err
		}
	} else {
		o, err := msdb.OperatorNamed(ctx, c.Tx, name)
		if err == nil && o != nil {
			return o.ID, nil
		}
		if err != nil {
			return 0, err
		}
	}
	return 0, errDoesNotExist.With("@name", name)
}

// notified is one line of sp_help_notification.
type notified struct {
	id     int64
	name   string
	method int64
	has    [3]int64 // e-mail, pager, net send
}

func notifications(ctx context.Context, c *Call, byAlert bool, id int64, target sql.Null[string]) ([]notified, error) {
	var list []notified
	if byAlert {
		operators, err := msdb.NotifiedOperators(ctx, c.Tx, id, target)
		for _, o := range operators {
			list = append(list, notified{o.ID, o.Name, o.Method, [3]int64{
				firstLetter(o.EmailAddress), firstLetter(o.PagerAddress), firstLetter(o.NetsendAddress),
			}})
		}
		return list, err
	}
	alerts, err := msdb.NotifyingAlerts(ctx, c.Tx, id, target)
	for _, a := range alerts {
		list = append(list, notified{a.ID, a.Name, a.Method, [3]int64{a.Emails, a.Pages, a.Sends}})
	}
	return list, err
}

// firstLetter is where the first letter of an address stands, 0 when there is none.
func firstLetter(s sql.Null[string]) int64 {
	return int64(strings.IndexFunc(s.V, func(r rune) bool { return r != ' ' })) + 1
}

func sendNotifications(c *Call, list []notified, byAlert, actualOnly bool, methods int64) error {
	noun := "alert"
	if byAlert {
		noun = "operator"
	}
	cols := []tds.Column{{Name: noun + "_id", Type: tds.TypeInt}, {Name: noun + "_name", Type: tds.TypeSysname}}
	ways := []string{"email", "pager", "netsend"}
	for i, way := range ways {
		if methods&(1<<i) != 0 {
			cols = append(cols, tds.Column{Name: "use_" + way, Type: tds.TypeInt})
		}
	}
	for _, way := range ways {
		cols = append(cols, tds.Column{Name: "has_" + way, Type: tds.TypeInt, Nullable: true})
	}
	if err := c.Out.Columns(cols); err != nil {
		return err
	}
	sent := int64(0)
	for _, n := range list {
		if actualOnly && n.method&methods == 0 {
			continue
		}
		row := []tds.Value{n.id, n.name}
		for i := range ways {
			if methods&(1<<i) != 0 {
				row = append(row, n.method>>i&1)
			}
		}
		row = append(row, n.has[0], n.has[1], n.has[2])
		if err := c.Out.Row(row); err != nil {
			return err
		}
		sent++
	}
	return c.Out.Done(tds.Done{Cmd: tds.CmdSelect, Rows: sent, Counted: c.counted})
}
