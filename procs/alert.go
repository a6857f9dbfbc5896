package procs

import (
	"context"
	"database/sql"
	"strings"

	"msxgate/msdb"
	"msxgate/tds"
)

const alertsNeverFire = "alerts are kept and shown; no event raises them"

var alertProcs = []*Proc{
	define("sp_add_alert", addAlert, partly(alertsNeverFire)),
	define("sp_add_alert_internal", addAlertInternal, partly(alertsNeverFire)),
	define("sp_update_alert", updateAlert),
	define("sp_delete_alert", deleteAlert),
	define("sp_help_alert", helpAlert),
	define("sp_get_job_alerts", getJobAlerts),
	define("sp_delete_job_references", deleteJobReferencesProc),
}

type addAlertParams struct {
	Name                      sql.Null[string]   `tsql:"@name sysname"`
	MessageID                 int64              `tsql:"@message_id int = 0"`
	Severity                  int64              `tsql:"@severity int = 0"`
	Enabled                   int64              `tsql:"@enabled tinyint = 1"`
	DelayBetweenResponses     int64              `tsql:"@delay_between_responses int = 0"`
	NotificationMessage       sql.Null[string]   `tsql:"@notification_message nvarchar(512) = NULL"`
	IncludeEventDescriptionIn sql.Null[int64]    `tsql:"@include_event_description_in tinyint = NULL"`
	DatabaseName              sql.Null[string]   `tsql:"@database_name sysname = NULL"`
	EventDescriptionKeyword   sql.Null[string]   `tsql:"@event_description_keyword nvarchar(100) = NULL"`
	JobID                     sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName                   sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	RaiseSNMPTrap             int64              `tsql:"@raise_snmp_trap tinyint = 0"`
	PerformanceCondition      sql.Null[string]   `tsql:"@performance_condition nvarchar(512) = NULL"`
	CategoryName              sql.Null[string]   `tsql:"@category_name sysname = NULL"`
	WMINamespace              sql.Null[string]   `tsql:"@wmi_namespace sysname = NULL"`
	WMIQuery                  sql.Null[string]   `tsql:"@wmi_query nvarchar(512) = NULL"`
}

// addAlert adds an alert on a message, a severity, a performance condition or a WMI event.
func addAlert(ctx context.Context, c *Call, p *addAlertParams) error {
	return in(c, "sp_add_alert_internal", func(c *Call) error {
		return addAlertInternal(ctx, c, &addAlertInternalParams{
			Name: p.Name, MessageID: p.MessageID, Severity: p.Severity, Enabled: p.Enabled, DelayBetweenResponses: p.DelayBetweenResponses,
			NotificationMessage: p.NotificationMessage, IncludeEventDescriptionIn: or(p.IncludeEventDescriptionIn, 5),
			DatabaseName: p.DatabaseName, EventDescriptionKeyword: p.EventDescriptionKeyword, JobID: p.JobID, JobName: p.JobName,
			RaiseSNMPTrap: p.RaiseSNMPTrap, PerformanceCondition: p.PerformanceCondition, CategoryName: p.CategoryName,
			WMINamespace: p.WMINamespace, WMIQuery: p.WMIQuery, VerifyAlert: 1,
		})
	})
}

type addAlertInternalParams struct {
	Name                      sql.Null[string]   `tsql:"@name sysname"`
	MessageID                 int64              `tsql:"@message_id int = 0"`
	Severity                  int64              `tsql:"@severity int = 0"`
	Enabled                   int64              `tsql:"@enabled tinyint = 1"`
	DelayBetweenResponses     int64              `tsql:"@delay_between_responses int = 0"`
	NotificationMessage       sql.Null[string]   `tsql:"@notification_message nvarchar(512) = NULL"`
	IncludeEventDescriptionIn int64              `tsql:"@include_event_description_in tinyint = 5"`
	DatabaseName              sql.Null[string]   `tsql:"@database_name sysname = NULL"`
	EventDescriptionKeyword   sql.Null[string]   `tsql:"@event_description_keyword nvarchar(100) = NULL"`
	JobID                     sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName                   sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	RaiseSNMPTrap             int64              `tsql:"@raise_snmp_trap tinyint = 0"`
	PerformanceCondition      sql.Null[string]   `tsql:"@performance_condition nvarchar(512) = NULL"`
	CategoryName              sql.Null[string]   `tsql:"@category_name sysname = NULL"`
	WMINamespace              sql.Null[string]   `tsql:"@wmi_namespace nvarchar(512) = NULL"`
	WMIQuery                  sql.Null[string]   `tsql:"@wmi_query nvarchar(512) = NULL"`
	VerifyAlert               int64              `tsql:"@verify_alert tinyint = 1"`
}

func addAlertInternal(ctx context.Context, c *Call, p *addAlertInternalParams) error {
	clean(&p.NotificationMessage, &p.DatabaseName, &p.EventDescriptionKeyword, &p.JobName, &p.PerformanceCondition, &p.CategoryName,
		&p.WMINamespace, &p.WMIQuery)
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	if err := isSQLAgentStarting(c); err != nil {
		return err
	}
	d := &alertDraft{
		Alert: msdb.Alert{
			Name: trim(p.Name.V), EventSource: eventSource(c), MessageID: p.MessageID, Severity: p.Severity, Enabled: p.Enabled,
			DelayBetweenResponses: p.DelayBetweenResponses, NotificationMessage: p.NotificationMessage,
			IncludeEventDescription: p.IncludeEventDescriptionIn, DatabaseName: p.DatabaseName,
			EventDescriptionKeyword: p.EventDescriptionKeyword, Flags: p.RaiseSNMPTrap, PerformanceCondition: p.PerformanceCondition,
			CategoryID: msdb.UncategorizedAlert,
		},
		renamed: true, job: jobRef{id: noJob(p.JobID), name: p.JobName}, category: p.CategoryName, snmpTrap: p.RaiseSNMPTrap,
		wmiNamespace: p.WMINamespace, wmiQuery: p.WMIQuery,
	}
	if p.VerifyAlert != 0 {
		if err := verifyAlert(ctx, c, d); err != nil {
			return err
		}
	}
	if err := mustBeOnlyAlert(ctx, c, d); err != nil {
		return err
	}
	if err := notNull(p.Name, "name", "sysalerts"); err != nil {
		return err
	}
	if err := msdb.InsertAlert(ctx, c.Tx, &d.Alert); err != nil {
		return err
	}
	return notifyAlertNamed(ctx, c, 'I', d.Name)
}

// eventSource is who writes the events of this server.
func eventSource(c *Call) string {
	if _, instance, ok := strings.Cut(c.Server.Name, `\`); ok {
		return "MSSQL$" + instance
	}
	return "MSSQLSERVER"
}

func notifyAlertNamed(ctx context.Context, c *Call, action byte, name string) error {
	a, err := msdb.AlertNamed(ctx, c.Tx, name)
	if err == nil && a != nil {
		c.notifyAlert(action, a.ID)
	}
	return err
}

type updateAlertParams struct {
	Name                      string             `tsql:"@name sysname"`
	NewName                   sql.Null[string]   `tsql:"@new_name sysname = NULL"`
	Enabled                   sql.Null[int64]    `tsql:"@enabled tinyint = NULL"`
	MessageID                 sql.Null[int64]    `tsql:"@message_id int = NULL"`
	Severity                  sql.Null[int64]    `tsql:"@severity int = NULL"`
	DelayBetweenResponses     sql.Null[int64]    `tsql:"@delay_between_responses int = NULL"`
	NotificationMessage       sql.Null[string]   `tsql:"@notification_message nvarchar(512) = NULL"`
	IncludeEventDescriptionIn sql.Null[int64]    `tsql:"@include_event_description_in tinyint = NULL"`
	DatabaseName              sql.Null[string]   `tsql:"@database_name sysname = NULL"`
	EventDescriptionKeyword   sql.Null[string]   `tsql:"@event_description_keyword nvarchar(100) = NULL"`
	JobID                     sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName                   sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	OccurrenceCount           sql.Null[int64]    `tsql:"@occurrence_count int = NULL"`
	CountResetDate            sql.Null[int64]    `tsql:"@count_reset_date int = NULL"`
	CountResetTime            sql.Null[int64]    `tsql:"@count_reset_time int = NULL"`
	LastOccurrenceDate        sql.Null[int64]    `tsql:"@last_occurrence_date int = NULL"`
	LastOccurrenceTime        sql.Null[int64]    `tsql:"@last_occurrence_time int = NULL"`
	LastResponseDate          sql.Null[int64]    `tsql:"@last_response_date int = NULL"`
	LastResponseTime          sql.Null[int64]    `tsql:"@last_response_time int = NULL"`
	RaiseSNMPTrap             sql.Null[int64]    `tsql:"@raise_snmp_trap tinyint = NULL"`
	PerformanceCondition      sql.Null[string]   `tsql:"@performance_condition nvarchar(512) = NULL"`
	CategoryName              sql.Null[string]   `tsql:"@category_name sysname = NULL"`
	WMINamespace              sql.Null[string]   `tsql:"@wmi_namespace sysname = NULL"`
	WMIQuery                  sql.Null[string]   `tsql:"@wmi_query nvarchar(512) = NULL"`
}

// updateAlert changes what it is given of an alert. What has been counted can only be set back to zero.
func updateAlert(ctx context.Context, c *Call, p *updateAlertParams) error {
	clean(&p.NewName)
	trimEach(&p.NotificationMessage, &p.DatabaseName, &p.EventDescriptionKeyword, &p.JobName, &p.PerformanceCondition, &p.CategoryName,
		&p.WMINamespace, &p.WMIQuery)
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	if err := isSQLAgentStarting(c); err != nil {
		return err
	}
	a, err := alertNamed(ctx, c, p.Name)
	if err != nil {
		return err
	}
	if err := p.verifyCounts(); err != nil {
		return err
	}
	d, err := p.draft(ctx, c, a)
	if err != nil {
		return err
	}
	if err := verifyAlert(ctx, c, d); err != nil {
		return err
	}
	if err := mustBeOnlyAlert(ctx, c, d); err != nil {
		return err
	}
	if err := msdb.UpdateAlert(ctx, c.Tx, &d.Alert); err != nil {
		return err
	}
	c.notifyAlert('U', a.ID)
	return nil
}

// alertNamed is the alert of that name, which must exist.
func alertNamed(ctx context.Context, c *Call, name string) (*msdb.Alert, error) {
	a, err := msdb.AlertNamed(ctx, c.Tx, trim(name))
	if err == nil && a == nil {
		err = errDoesNotExist.With("@name", name)
	}
	return a, err
}

func (p *updateAlertParams) verifyCounts() error {
	for _, n := range []struct {
		value sql.Null[int64]
		param string
	}{
		{p.OccurrenceCount, "@occurrence_count"},
		{p.LastOccurrenceDate, "@last_occurrence_date"},
		{p.LastOccurrenceTime, "@last_occurrence_time"},
		{p.LastResponseDate, "@last_response_date"},
		{p.LastResponseTime, "@last_response_time"},
	} {
		if n.value.V != 0 {
			return errInvalidValue.With(n.param, "0")
		}
	}
	return nil
}

// draft is the stored alert with what is given put in.
func (p *updateAlertParams) draft(ctx context.Context, c *Call, a *msdb.Alert) (*alertDraft, error) {
	category, err := msdb.CategoryByID(ctx, c.Tx, a.CategoryID)
	if err != nil {
		return nil, err
	}
	d := &alertDraft{Alert: *a, renamed: p.NewName.Valid, snmpTrap: a.Flags & 1}
	if category != nil {
		d.category = some(category.Name)
	}
	if a.EventID.V == msdb.WMIEvent {
		d.wmiNamespace, d.wmiQuery = a.DatabaseName, a.PerformanceCondition
		d.DatabaseName.Valid, d.PerformanceCondition.Valid = false, false
	}
	keep(&d.Name, p.NewName)
	keep(&d.Enabled, p.Enabled)
	keep(&d.MessageID, p.MessageID)
	keep(&d.Severity, p.Severity)
	keep(&d.DelayBetweenResponses, p.DelayBetweenResponses)
	keep(&d.IncludeEventDescription, p.IncludeEventDescriptionIn)
	keep(&d.OccurrenceCount, p.OccurrenceCount)
	keep(&d.CountResetDate, p.CountResetDate)
	keep(&d.CountResetTime, p.CountResetTime)
	keep(&d.LastOccurrenceDate, p.LastOccurrenceDate)
	keep(&d.LastOccurrenceTime, p.LastOccurrenceTime)
	keep(&d.LastResponseDate, p.LastResponseDate)
	keep(&d.LastResponseTime, p.LastResponseTime)
	keep(&d.snmpTrap, p.RaiseSNMPTrap)
	keepText(&d.NotificationMessage, p.NotificationMessage)
	keepText(&d.DatabaseName, p.DatabaseName)
	keepText(&d.EventDescriptionKeyword, p.EventDescriptionKeyword)
	keepText(&d.PerformanceCondition, p.PerformanceCondition)
	keepText(&d.category, p.CategoryName)
	keepText(&d.wmiNamespace, p.WMINamespace)
	keepText(&d.wmiQuery, p.WMIQuery)
	d.Flags = d.snmpTrap
	p.applyJob(d)
	return d, nil
}

// applyJob names the job that is to answer: a zero id or an empty name takes it away.
func (p *updateAlertParams) applyJob(d *alertDraft) {
	id, name := p.JobID, trimNull(p.JobName)
	switch {
	case id.Valid || name.Valid:
		d.job = jobRef{id: noJob(id), name: name}
		d.JobID = tds.GUID{}
	case p.JobName.Valid:
		d.JobID = tds.GUID{}
	}
}

type deleteAlertParams struct {
	Name string `tsql:"@name sysname"`
}

// deleteAlert deletes an alert with its notifications.
func deleteAlert(ctx context.Context, c *Call, p *deleteAlertParams) error {
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	if err := isSQLAgentStarting(c); err != nil {
		return err
	}
	a, err := alertNamed(ctx, c, p.Name)
	if err != nil {
		return err
	}
	if err := msdb.DeleteAlert(ctx, c.Tx, a.ID); err != nil {
		return err
	}
	c.notifyAlert('D', a.ID)
	return nil
}

type getJobAlertsParams struct {
	JobID   sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName sql.Null[string]   `tsql:"@job_name sysname = NULL"`
}

type jobAlertRow struct {
	ID      int64  `col:"id int"`
	Name    string `col:"name sysname"`
	Enabled int64  `col:"enabled tinyint"`
	Type    int64  `col:"type int"`
}

// getJobAlerts lists the alerts that a job answers.
func getJobAlerts(ctx context.Context, c *Call, p *getJobAlertsParams) error {
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	alerts, err := msdb.AlertsOfJob(ctx, c.Tx, job.JobID)
	if err != nil {
		return err
	}
	rows := make([]jobAlertRow, len(alerts))
	for i := range alerts {
		a := &alerts[i]
		rows[i] = jobAlertRow{a.ID, a.Name, a.Enabled, min(alertType(a), 3)}
	}
	return send(c, rows)
}

// alertType is what raises an alert: 1 an event, 2 a performance condition, 4 WMI.
func alertType(a *msdb.Alert) int64 {
	switch {
	case a.EventID.V == msdb.WMIEvent:
		return 4
	case a.PerformanceCondition.Valid:
		return 2
	}
	return 1
}

type deleteJobReferencesParams struct {
	NotifySqlagent bool `tsql:"@notify_sqlagent bit = 1"`
}

// deleteJobReferencesProc takes jobs that do not exist any more from the alerts that name them.
func deleteJobReferencesProc(ctx context.Context, c *Call, p *deleteJobReferencesParams) error {
	alerts, err := msdb.AlertsOfMissingJobs(ctx, c.Tx)
	if err != nil {
		return err
	}
	for _, a := range alerts {
		if err := msdb.DetachAlerts(ctx, c.Tx, a.JobID); err != nil {
			return err
		}
		if p.NotifySqlagent {
			c.notifyAlert('U', a.ID)
		}
	}
	return nil
}
