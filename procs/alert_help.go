package procs

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"msxgate/msdb"
	"msxgate/tds"
)

type helpAlertParams struct {
	AlertName    sql.Null[string] `tsql:"@alert_name sysname = NULL"`
	OrderBy      string           `tsql:"@order_by sysname = 'name'"`
	AlertID      sql.Null[int64]  `tsql:"@alert_id int = NULL"`
	CategoryName sql.Null[string] `tsql:"@category_name sysname = NULL"`
	LegacyFormat bool             `tsql:"@legacy_format bit = 0"`
}

type legacyAlertRow struct {
	ID                      int64              `col:"id int"`
	Name                    string             `col:"name sysname"`
	EventSource             string             `col:"event_source nvarchar(100)"`
	EventCategoryID         sql.Null[int64]    `col:"event_category_id int null"`
	EventID                 sql.Null[int64]    `col:"event_id int null"`
	MessageID               int64              `col:"message_id int"`
	Severity                int64              `col:"severity int"`
	Enabled                 int64              `col:"enabled tinyint"`
	DelayBetweenResponses   int64              `col:"delay_between_responses int"`
	LastOccurrenceDate      int64              `col:"last_occurrence_date int"`
	LastOccurrenceTime      int64              `col:"last_occurrence_time int"`
	LastResponseDate        int64              `col:"last_response_date int"`
	LastResponseTime        int64              `col:"last_response_time int"`
	NotificationMessage     sql.Null[string]   `col:"notification_message nvarchar(512) null"`
	IncludeEventDescription int64              `col:"include_event_description tinyint"`
	DatabaseName            sql.Null[string]   `col:"database_name nvarchar(512) null"`
	EventDescriptionKeyword sql.Null[string]   `col:"event_description_keyword nvarchar(100) null"`
	OccurrenceCount         int64              `col:"occurrence_count int"`
	CountResetDate          int64              `col:"count_reset_date int"`
	CountResetTime          int64              `col:"count_reset_time int"`
	JobID                   sql.Null[tds.GUID] `col:"job_id uniqueidentifier null"`
	JobName                 sql.Null[string]   `col:"job_name sysname null"`
	HasNotification         int64              `col:"has_notification int"`
	Flags                   int64              `col:"flags int"`
	PerformanceCondition    sql.Null[string]   `col:"performance_condition nvarchar(512) null"`
	CategoryName            sql.Null[string]   `col:"category_name sysname null"`
	Type                    int64              `col:"type int"`
}

type alertRow struct {
	ID                      int64              `col:"id int"`
	Name                    string             `col:"name sysname"`
	EventSource             string             `col:"event_source nvarchar(100)"`
	EventCategoryID         sql.Null[int64]    `col:"event_category_id int null"`
	EventID                 sql.Null[int64]    `col:"event_id int null"`
	MessageID               int64              `col:"message_id int"`
	Severity                int64              `col:"severity int"`
	Enabled                 int64              `col:"enabled tinyint"`
	DelayBetweenResponses   int64              `col:"delay_between_responses int"`
	LastOccurrenceDate      int64              `col:"last_occurrence_date int"`
	LastOccurrenceTime      int64              `col:"last_occurrence_time int"`
	LastResponseDate        int64              `col:"last_response_date int"`
	LastResponseTime        int64              `col:"last_response_time int"`
	NotificationMessage     sql.Null[string]   `col:"notification_message nvarchar(512) null"`
	IncludeEventDescription int64              `col:"include_event_description tinyint"`
	DatabaseName            sql.Null[string]   `col:"database_name nvarchar(512) null"`
	EventDescriptionKeyword sql.Null[string]   `col:"event_description_keyword nvarchar(100) null"`
	OccurrenceCount         int64              `col:"occurrence_count int"`
	CountResetDate          int64              `col:"count_reset_date int"`
	CountResetTime          int64              `col:"count_reset_time int"`
	JobID                   sql.Null[tds.GUID] `col:"job_id uniqueidentifier null"`
	JobName                 sql.Null[string]   `col:"job_name sysname null"`
	HasNotification         int64              `col:"has_notification int"`
	Flags                   int64              `col:"flags int"`
	PerformanceCondition    sql.Null[string]   `col:"performance_condition nvarchar(512) null"`
	CategoryName            sql.Null[string]   `col:"category_name sysname null"`
	WMINamespace            sql.Null[string]   `col:"wmi_namespace nvarchar(512) null"`
	WMIQuery                sql.Null[string]   `col:"wmi_query nvarchar(512) null"`
	Type                    int64              `col:"type int"`
}

// helpAlert lists the alerts that have a name, an id or a category, in the order of one of their columns.
func helpAlert(ctx context.Context, c *Call, p *helpAlertParams) error {
	clean(&p.AlertName, &p.CategoryName)
	order := alertOrders[strings.ToLower(trim(p.OrderBy))]
	if order == nil {
		return errParameterNotValid.With("sp_help_alert", "@order_by")
	}
	alerts, err := msdb.Alerts(ctx, c.Tx, p.AlertName, p.AlertID, p.CategoryName)
	switch {
	case err != nil:
		return err
	case len(alerts) == 0 && p.AlertName.Valid:
		return errDoesNotExist.With("@alert_name", p.AlertName)
	case len(alerts) == 0 && p.AlertID.Valid:
		return errDoesNotExist.With("@alert_id", p.AlertID)
	}
	rows := make([]alertRow, len(alerts))
	for i := range alerts {
		rows[i] = showAlert(&alerts[i])
	}
	slices.SortStableFunc(rows, func(a, b alertRow) int { return order(&a, &b) })
	if !p.LegacyFormat {
		return send(c, rows)
	}
	legacy := make([]legacyAlertRow, len(rows))
	for i, r := range rows {
		legacy[i] = legacyAlertRow{
			r.ID, r.Name, r.EventSource, r.EventCategoryID, r.EventID, r.MessageID, r.Severity, r.Enabled, r.DelayBetweenResponses,
			r.LastOccurrenceDate, r.LastOccurrenceTime, r.LastResponseDate, r.LastResponseTime, r.NotificationMessage,
			r.IncludeEventDescription, r.DatabaseName, r.EventDescriptionKeyword, r.OccurrenceCount, r.CountResetDate, r.CountResetTime,
			r.JobID, r.JobName, r.HasNotification, r.Flags, r.PerformanceCondition, r.CategoryName, r.Type,
		}
	}
	return send(c, legacy)
}

func showAlert(a *msdb.ShownAlert) alertRow {
	row := alertRow{
		ID: a.ID, Name: a.Name, EventSource: a.EventSource, EventCategoryID: a.EventCategoryID, EventID: a.EventID, MessageID: a.MessageID,
		Severity: a.Severity, Enabled: a.Enabled, DelayBetweenResponses: a.DelayBetweenResponses, LastOccurrenceDate: a.LastOccurrenceDate,
		LastOccurrenceTime: a.LastOccurrenceTime, LastResponseDate: a.LastResponseDate, LastResponseTime: a.LastResponseTime,
		NotificationMessage: a.NotificationMessage, IncludeEventDescription: a.IncludeEventDescription, DatabaseName: a.DatabaseName,
		EventDescriptionKeyword: a.EventDescriptionKeyword, OccurrenceCount: a.OccurrenceCount, CountResetDate: a.CountResetDate,
		CountResetTime: a.CountResetTime, JobID: a.ShownJobID, JobName: a.JobName, HasNotification: a.HasNotification, Flags: a.Flags,
		PerformanceCondition: a.PerformanceCondition, CategoryName: a.Category, Type: alertType(&a.Alert),
	}
	if a.EventID.V == msdb.WMIEvent {
		row.WMINamespace, row.WMIQuery = a.DatabaseName, a.PerformanceCondition
		row.DatabaseName, row.PerformanceCondition = sql.Null[string]{}, sql.Null[string]{}
	}
	return row
}

// alertOrders are the columns by which alerts can be ordered.
var alertOrders = map[string]func(a, b *alertRow) int{
	"id":                        func(a, b *alertRow) int { return cmp.Compare(a.ID, b.ID) },
	"name":                      func(a, b *alertRow) int { return compareText(a.Name, b.Name) },
	"event_source":              func(a, b *alertRow) int { return compareText(a.EventSource, b.EventSource) },
	"event_category_id":         func(a, b *alertRow) int { return cmp.Compare(a.EventCategoryID.V, b.EventCategoryID.V) },
	"event_id":                  func(a, b *alertRow) int { return cmp.Compare(a.EventID.V, b.EventID.V) },
	"message_id":                func(a, b *alertRow) int { return cmp.Compare(a.MessageID, b.MessageID) },
	"severity":                  func(a, b *alertRow) int { return cmp.Compare(a.Severity, b.Severity) },
	"enabled":                   func(a, b *alertRow) int { return cmp.Compare(a.Enabled, b.Enabled) },
	"delay_between_responses":   func(a, b *alertRow) int { return cmp.Compare(a.DelayBetweenResponses, b.DelayBetweenResponses) },
	"last_occurrence_date":      func(a, b *alertRow) int { return cmp.Compare(a.LastOccurrenceDate, b.LastOccurrenceDate) },
	"last_occurrence_time":      func(a, b *alertRow) int { return cmp.Compare(a.LastOccurrenceTime, b.LastOccurrenceTime) },
	"last_response_date":        func(a, b *alertRow) int { return cmp.Compare(a.LastResponseDate, b.LastResponseDate) },
	"last_response_time":        func(a, b *alertRow) int { return cmp.Compare(a.LastResponseTime, b.LastResponseTime) },
	"notification_message":      func(a, b *alertRow) int { return compareText(a.NotificationMessage.V, b.NotificationMessage.V) },
	"include_event_description": func(a, b *alertRow) int { return cmp.Compare(a.IncludeEventDescription, b.IncludeEventDescription) },
	"database_name":             func(a, b *alertRow) int { return compareText(a.DatabaseName.V, b.DatabaseName.V) },
	"event_description_keyword": func(a, b *alertRow) int {
		return compareText(a.EventDescriptionKeyword.V, b.EventDescriptionKeyword.V)
	},
	"occurrence_count":      func(a, b *alertRow) int { return cmp.Compare(a.OccurrenceCount, b.OccurrenceCount) },
	"count_reset_date":      func(a, b *alertRow) int { return cmp.Compare(a.CountResetDate, b.CountResetDate) },
	"count_reset_time":      func(a, b *alertRow) int { return cmp.Compare(a.CountResetTime, b.CountResetTime) },
	"job_id":                func(a, b *alertRow) int { return compareText(a.JobID.V.String(), b.JobID.V.String()) },
	"job_name":              func(a, b *alertRow) int { return compareText(a.JobName.V, b.JobName.V) },
	"has_notification":      func(a, b *alertRow) int { return cmp.Compare(a.HasNotification, b.HasNotification) },
	"flags":                 func(a, b *alertRow) int { return cmp.Compare(a.Flags, b.Flags) },
	"performance_condition": func(a, b *alertRow) int { return compareText(a.PerformanceCondition.V, b.PerformanceCondition.V) },
	"category_id":           func(a, b *alertRow) int { return compareText(a.CategoryName.V, b.CategoryName.V) },
	"category_name":         func(a, b *alertRow) int { return compareText(a.CategoryName.V, b.CategoryName.V) },
	"wmi_namespace":         func(a, b *alertRow) int { return compareText(a.WMINamespace.V, b.WMINamespace.V) },
	"wmi_query":             func(a, b *alertRow) int { return compareText(a.WMIQuery.V, b.WMIQuery.V) },
	"type":                  func(a, b *alertRow) int { return cmp.Compare(a.Type, b.Type) },
}

func compareText(a, b string) int { return cmp.Compare(upper(a), upper(b)) }
