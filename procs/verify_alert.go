package procs

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"msxgate/msdb"
	"msxgate/tds"
)

// alertDraft is an alert as a caller wants it, with names where the row has ids.
type alertDraft struct {
	msdb.Alert
	renamed      bool
	job          jobRef // none when neither id nor name is given
	category     sql.Null[string]
	snmpTrap     int64
	wmiNamespace sql.Null[string]
	wmiQuery     sql.Null[string]
}

// verifyAlert is sp_verify_alert: it tests the draft and looks up what it names.
func verifyAlert(ctx context.Context, c *Call, d *alertDraft) error {
	return in(c, "sp_verify_alert", func(c *Call) error {
		if err := mustBeSysadmin(c); err != nil {
			return err
		}
		for _, check := range []func(context.Context, *Call) error{
			d.verifyName, d.verifyEvent, d.verifyResponse, d.verifyJob, d.verifyCondition, d.verifyCategory, d.verifyWMI,
		} {
			if err := check(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *alertDraft) verifyName(ctx context.Context, c *Call) error {
	if !d.renamed {
		return nil
	}
	known, err := msdb.AlertNamed(ctx, c.Tx, d.Name)
	if err == nil && known != nil {
		err = errAlreadyExists.With("@name", d.Name)
	}
	return err
}

// The numbers of messages: those up to the last of the product are always there.
const (
	lastProductMessage = 49999
	anyUserMessage     = 50000
)

// verifyEvent wants exactly one kind of event.
func (d *alertDraft) verifyEvent(ctx context.Context, c *Call) error {
	kinds := 0
	for _, given := range []bool{
		d.MessageID != 0, d.Severity != 0, d.PerformanceCondition.Valid, d.wmiNamespace.Valid || d.wmiQuery.Valid,
	} {
		if given {
			kinds++
		}
	}
	switch {
	case kinds != 1:
		return errAlertCondition.With()
	case d.Severity < 0 || d.Severity > 25:
		return errInvalidValue.With("@severity", "0..25")
	case d.MessageID > anyUserMessage:
		found, err := msdb.MessageExists(ctx, c.Tx, d.MessageID)
		if err != nil {
			return err
		}
		if !found {
			return errDoesNotExist.With("@message_id", d.MessageID)
		}
	case d.MessageID < 0:
		return errDoesNotExist.With("@message_id", d.MessageID)
	}
	refused, err := msdb.Setting(ctx, c.Tx, "NonAlertableErrors")
	if err == nil && d.MessageID != 0 && slices.Contains(splitNames(refused), itoa(d.MessageID)) {
		err = errAlertMessage.With(d.MessageID)
	}
	return err
}

func (d *alertDraft) verifyResponse(_ context.Context, c *Call) error {
	switch {
	case d.Enabled != 0 && d.Enabled != 1:
		return errInvalidValue.With("@enabled", "0, 1")
	case d.DelayBetweenResponses < 0:
		return errInvalidValue.With("@delay_between_responses", textSeconds.Text())
	case d.IncludeEventDescription > 7:
		return errInvalidValue.With("@include_event_description_in", textNotificationMethods.Text())
	case d.DatabaseName.Valid && !c.Session.DatabaseExists(d.DatabaseName.V):
		return errNoDatabase.With(d.DatabaseName)
	}
	return nil
}

// verifyJob wants the job that answers the alert to run on this server.
func (d *alertDraft) verifyJob(ctx context.Context, c *Call) error {
	if !d.job.id.Valid && !d.job.name.Valid {
		return nil
	}
	job, err := findJob(ctx, c, &d.job)
	switch {
	case err != nil:
		return err
	case !c.Login.mayChange(job.OwnerSID):
		return errNotOwner.With()
	}
	d.JobID = job.JobID
	local, err := msdb.IsLocalJob(ctx, c.Tx, job.JobID)
	if err == nil && !local {
		err = errAlertJob.With(job.Name)
	}
	return err
}

func (d *alertDraft) verifyCondition(_ context.Context, c *Call) error {
	switch {
	case d.OccurrenceCount < 0:
		return errInvalidValue.With("@occurrence_count", "0..n")
	case d.snmpTrap != 0 && d.snmpTrap != 1:
		return errInvalidValue.With("@raise_snmp_trap", "0, 1")
	case !d.PerformanceCondition.Valid:
		return nil
	}
	for _, other := range []struct {
		given bool
		param string
	}{
		{d.DatabaseName.Valid, "@database_name"},
		{d.EventDescriptionKeyword.Valid, "@event_description_keyword"},
		{d.wmiNamespace.Valid, "@wmi_namespace"},
		{d.wmiQuery.Valid, "@wmi_query"},
	} {
		if other.given {
			return errNullForPerformance.With(other.param)
		}
	}
	return verifyPerformanceCondition(c, d.PerformanceCondition.V)
}

// verifyPerformanceCondition is sp_verify_performance_condition. There are no performance counters here, so a condition that
// is well formed names an object that does not exist.
func verifyPerformanceCondition(c *Call, condition string) error {
	return in(c, "sp_verify_performance_condition", func(*Call) error {
		parts := strings.Split(condition, "|")
		if len(parts) != 5 || trim(parts[0]) == "" || trim(parts[1]) == "" || trim(parts[4]) == "" || !strings.Contains("<>=", trim(parts[3])) {
			return errPerformanceCondition.With()
		}
		object := parts[0]
		if _, after, ok := strings.Cut(object, ":"); ok {
			object = after
		}
		return errDoesNotExist.With("object_name", trim(object))
	})
}

func (d *alertDraft) verifyCategory(ctx context.Context, c *Call) (err error) {
	if !d.category.Valid {
		d.CategoryID = msdb.UncategorizedAlert
	} else if d.CategoryID, err = categoryID(ctx, c, msdb.ClassAlert, msdb.UncategorizedAlert, d.category); err != nil {
		return err
	}
	if d.CountResetDate != 0 {
		if err := verifyJobDate(c, d.CountResetDate, "@count_reset_date"); err != nil {
			return err
		}
	}
	return verifyJobTime(c, d.CountResetTime, "@count_reset_time")
}

// verifyWMI tests the pair of namespace and query. There is no WMI here, so that no query can be run.
func (d *alertDraft) verifyWMI(context.Context, *Call) error {
	switch {
	case !d.wmiNamespace.Valid && !d.wmiQuery.Valid:
		return nil
	case !d.wmiNamespace.Valid:
		return errWMIQueryParameter.With("@wmi_namespace")
	case !d.wmiQuery.Valid:
		return errWMIParameter.With("@wmi_query")
	case d.DatabaseName.Valid:
		return errNullForWMI.With("@database_name")
	case d.EventDescriptionKeyword.Valid:
		return errNullForWMI.With("@event_description_keyword")
	}
	return errWMIQuery.With()
}

// mustBeOnlyAlert refuses a second alert on one condition.
func mustBeOnlyAlert(ctx context.Context, c *Call, d *alertDraft) error {
	other, err := msdb.AlertOnSameCondition(ctx, c.Tx, &d.Alert)
	if err == nil && other.Valid {
		err = errAlertDefined.With(other)
	}
	return err
}

// noJob is the zero id with which scripts say that no job answers an alert.
func noJob(id sql.Null[tds.GUID]) sql.Null[tds.GUID] {
	id.Valid = id.Valid && !id.V.IsZero()
	return id
}
