package msdb

import (
	"context"
	"database/sql"

	"msxgate/tds"
)

// WMIEvent is the event_id that marks an alert on a WMI query.
const WMIEvent = 8

// Alert is a row of dbo.sysalerts.
type Alert struct {
	ID                      int64
	Name                    string
	EventSource             string
	EventCategoryID         sql.Null[int64]
	EventID                 sql.Null[int64] // WMIEvent: DatabaseName is the namespace and PerformanceCondition the query
	MessageID               int64
	Severity                int64
	Enabled                 int64
	DelayBetweenResponses   int64 // seconds
	LastOccurrenceDate      int64
	LastOccurrenceTime      int64
	LastResponseDate        int64
	LastResponseTime        int64
	NotificationMessage     sql.Null[string]
	IncludeEventDescription int64 // bits: 1 e-mail, 2 pager, 4 net send
	DatabaseName            sql.Null[string]
	EventDescriptionKeyword sql.Null[string]
	OccurrenceCount         int64
	CountResetDate          int64
	CountResetTime          int64
	JobID                   tds.GUID // zero: none
	HasNotification         int64
	Flags                   int64
	PerformanceCondition    sql.Null[string]
	CategoryID              int64
}

const alertColumns = `a.id, a.name, a.event_source, a.event_category_id, a.event_id, a.message_id, a.severity, a.enabled,
	a.delay_between_responses, a.last_occurrence_date, a.last_occurrence_time, a.last_response_date, a.last_response_time,
	a.notification_message, a.include_event_description, a.database_name, a.event_description_keyword, a.occurrence_count,
	a.count_reset_date, a.count_reset_time, a.job_id, a.has_notification, a.flags, a.performance_condition, a.category_id`

func (a *Alert) fields() []any {
	return []any{
		&a.ID, &a.Name, &a.EventSource, &a.EventCategoryID, &a.EventID, &a.MessageID, &a.Severity, &a.Enabled,
		&a.DelayBetweenResponses, &a.LastOccurrenceDate, &a.LastOccurrenceTime, &a.LastResponseDate, &a.LastResponseTime,
		&a.NotificationMessage, &a.IncludeEventDescription, &a.DatabaseName, &a.EventDescriptionKeyword, &a.OccurrenceCount,
		&a.CountResetDate, &a.CountResetTime, &a.JobID, &a.HasNotification, &a.Flags, &a.PerformanceCondition, &a.CategoryID,
	}
}

func (a *Alert) args() []Arg {
	return []Arg{
		arg("id", a.ID), arg("name", a.Name), arg("event_source", a.EventSource), arg("event_id", a.EventID),
		arg("message_id", a.MessageID), arg("severity", a.Severity), arg("enabled", a.Enabled), arg("delay", a.DelayBetweenResponses),
		arg("occurrence_date", a.LastOccurrenceDate), arg("occurrence_time", a.LastOccurrenceTime),
		arg("response_date", a.LastResponseDate), arg("response_time", a.LastResponseTime), arg("message", a.NotificationMessage),
		arg("include", a.IncludeEventDescription), arg("database", a.DatabaseName), arg("keyword", a.EventDescriptionKeyword),
		arg("occurrences", a.OccurrenceCount), arg("reset_date", a.CountResetDate), arg("reset_time", a.CountResetTime),
		arg("job_id", a.JobID), arg("flags", a.Flags), arg("condition", a.PerformanceCondition), arg("category_id", a.CategoryID),
	}
}

// AlertNamed is the alert of that name, or nil.
func AlertNamed(ctx context.Context, tx Tx, name string) (*Alert, error) {
	return selectRow(ctx, tx, `SELECT `+alertColumns+` FROM dbo.sysalerts AS a WHERE a.name = @name`, (*Alert).fields, arg("name", name))
}

// AlertsOfJob are the alerts that the job answers, by id.
func AlertsOfJob(ctx context.Context, tx Tx, job tds.GUID) ([]Alert, error) {
	return selectRows(ctx, tx, `SELECT `+alertColumns+` FROM dbo.sysalerts AS a WHERE a.job_id = @job_id ORDER BY a.id`,
		(*Alert).fields, arg("job_id", job))
}

// AlertOnSameCondition is the name of another alert on the same condition as a, or NULL.
func AlertOnSameCondition(ctx context.Context, tx Tx, a *Alert) (sql.Null[string], error) {
	return selectValue[sql.Null[string]](ctx, tx, `SELECT o.name FROM dbo.sysalerts AS o WHERE o.id <> @id
		AND (@condition IS NOT NULL AND o.performance_condition = @condition AND COALESCE(o.event_id, 0) = COALESCE(@event_id, 0)
			AND (COALESCE(@event_id, 0) <> 8 OR o.database_name = @database)
		OR @condition IS NULL AND o.performance_condition IS NULL AND o.message_id = @message_id AND o.severity = @severity
			AND COALESCE(o.database_name, N'') = COALESCE(@database, N'')
			AND COALESCE(o.event_description_keyword, N'') = COALESCE(@keyword, N''))`, a.args()...)
}

// ShownAlert is an alert with the names of its job and category. The job's are NULL when the caller may not see it.
type ShownAlert struct {
	Alert
	ShownJobID sql.Null[tds.GUID]
	JobName    sql.Null[string]
	Category   sql.Null[string]
}

func (a *ShownAlert) shownFields() []any {
	return append(a.Alert.fields(), &a.ShownJobID, &a.JobName, &a.Category)
}

// Alerts are those of that name, id and category; what is NULL does not filter.
func Alerts(ctx context.Context, tx Tx, name sql.Null[string], id sql.Null[int64], category sql.Null[string]) ([]ShownAlert, error) {
	return selectRows(ctx, tx, `SELECT `+alertColumns+`, j.job_id, j.name, c.name FROM dbo.sysalerts AS a
		LEFT JOIN dbo.sysjobs_view AS j ON j.job_id = a.job_id
		LEFT JOIN dbo.syscategories AS c ON c.category_id = a.category_id
		WHERE (@name IS NULL OR a.name = @name) AND (@id IS NULL OR a.id = @id) AND (@category IS NULL OR c.name = @category)
		ORDER BY a.name`, (*ShownAlert).shownFields, arg("name", name), arg("id", id), arg("category", category))
}

// InsertAlert adds an alert that never occurred; its id is given by the table.
func InsertAlert(ctx context.Context, tx Tx, a *Alert) error {
	return exec(ctx, tx, `INSERT INTO dbo.sysalerts (name, event_source, event_category_id, event_id, message_id, severity, enabled,
		delay_between_responses, last_occurrence_date, last_occurrence_time, last_response_date, last_response_time,
		notification_message, include_event_description, database_name, event_description_keyword, occurrence_count,
		count_reset_date, count_reset_time, job_id, has_notification, flags, performance_condition, category_id)
		VALUES (@name, @event_source, NULL, @event_id, @message_id, @severity, @enabled, @delay, 0, 0, 0, 0,
		@message, @include, @database, @keyword, 0, 0, 0, @job_id, 0, @flags, @condition, @category_id)`, a.args()...)
}

// UpdateAlert writes the alert of that id. What it notifies is kept by the triggers of dbo.sysnotifications.
func UpdateAlert(ctx context.Context, tx Tx, a *Alert) error {
	return exec(ctx, tx, `UPDATE dbo.sysalerts SET name = @name, event_id = @event_id, message_id = @message_id, severity = @severity,
		enabled = @enabled, delay_between_responses = @delay, last_occurrence_date = @occurrence_date,
		last_occurrence_time = @occurrence_time, last_response_date = @response_date, last_response_time = @response_time,
		notification_message = @message, include_event_description = @include, database_name = @database,
		event_description_keyword = @keyword, occurrence_count = @occurrences, count_reset_date = @reset_date,
		count_reset_time = @reset_time, job_id = @job_id, flags = @flags, performance_condition = @condition, category_id = @category_id
		WHERE id = @id`, a.args()...)
}

// DetachAlerts takes the job from the alerts that it answers.
func DetachAlerts(ctx context.Context, tx Tx, job tds.GUID) error {
	return exec(ctx, tx, `UPDATE dbo.sysalerts SET job_id = @none WHERE job_id = @job_id`, arg("job_id", job), arg("none", tds.GUID{}))
}

// DeleteAlert deletes the alert with its notifications.
func DeleteAlert(ctx context.Context, tx Tx, id int64) error {
	return eachOf(ctx, tx, []string{
		`DELETE FROM dbo.sysnotifications WHERE alert_id = @id`,
		`DELETE FROM dbo.sysalerts WHERE id = @id`,
	}, arg("id", id))
}

// MessageExists tells whether sys.messages has that number.
func MessageExists(ctx context.Context, tx Tx, number int64) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM sys.messages WHERE message_id = @number`, arg("number", number))
}

// AlertsOfMissingJobs are the alerts whose job does not exist any more.
func AlertsOfMissingJobs(ctx context.Context, tx Tx) ([]Alert, error) {
	return selectRows(ctx, tx, `SELECT `+alertColumns+` FROM dbo.sysalerts AS a WHERE a.job_id <> @none
		AND NOT EXISTS (SELECT 1 FROM dbo.sysjobs AS j WHERE j.job_id = a.job_id)`, (*Alert).fields, arg("none", tds.GUID{}))
}
