package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

// The tests that the procedures share, as they can be called by themselves.
var verifyProcs = []*Proc{
	define("sp_verify_alert", verifyAlertProc),
	define("sp_verify_category", verifyCategoryProc),
	define("sp_verify_category_identifiers", verifyCategoryIdentifiersProc),
	define("sp_verify_job", verifyJobProc),
	define("sp_verify_job_date", verifyJobDateProc),
	define("sp_verify_job_identifiers", verifyJobIdentifiersProc),
	define("sp_verify_job_time", verifyJobTimeProc),
	define("sp_verify_jobproc_caller", verifyJobprocCallerProc),
	define("sp_verify_jobstep", verifyJobstepProc),
	define("sp_verify_operator", verifyOperatorProc),
	define("sp_verify_operator_identifiers", verifyOperatorIdentifiersProc),
	define("sp_verify_performance_condition", verifyPerformanceConditionProc),
	define("sp_verify_schedule", verifyScheduleProc),
	define("sp_verify_schedule_identifiers", verifyScheduleIdentifiersProc),
}

type verifyAlertParams struct {
	Name                      string             `tsql:"@name sysname"`
	MessageID                 int64              `tsql:"@message_id int"`
	Severity                  int64              `tsql:"@severity int"`
	Enabled                   int64              `tsql:"@enabled tinyint"`
	DelayBetweenResponses     int64              `tsql:"@delay_between_responses int"`
	NotificationMessage       sql.Null[string]   `tsql:"@notification_message nvarchar(512)"`
	IncludeEventDescriptionIn int64              `tsql:"@include_event_description_in tinyint"`
	DatabaseName              sql.Null[string]   `tsql:"@database_name sysname"`
	EventDescriptionKeyword   sql.Null[string]   `tsql:"@event_description_keyword nvarchar(100)"`
	JobID                     sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier OUTPUT"`
	JobName                   sql.Null[string]   `tsql:"@job_name sysname OUTPUT"`
	OccurrenceCount           int64              `tsql:"@occurrence_count int"`
	RaiseSNMPTrap             int64              `tsql:"@raise_snmp_trap tinyint"`
	PerformanceCondition      sql.Null[string]   `tsql:"@performance_condition nvarchar(512)"`
	CategoryName              sql.Null[string]   `tsql:"@category_name sysname"`
	CategoryID                sql.Null[int64]    `tsql:"@category_id int OUTPUT"`
	CountResetDate            int64              `tsql:"@count_reset_date int"`
	CountResetTime            int64              `tsql:"@count_reset_time int"`
	WMINamespace              sql.Null[string]   `tsql:"@wmi_namespace nvarchar(512)"`
	WMIQuery                  sql.Null[string]   `tsql:"@wmi_query nvarchar(512)"`
	EventID                   sql.Null[int64]    `tsql:"@event_id int OUTPUT"`
}

func verifyAlertProc(ctx context.Context, c *Call, p *verifyAlertParams) error {
	d := &alertDraft{
		Alert: msdb.Alert{
			Name: trim(p.Name), MessageID: p.MessageID, Severity: p.Severity, Enabled: p.Enabled, DelayBetweenResponses: p.DelayBetweenResponses,
			NotificationMessage: p.NotificationMessage, IncludeEventDescription: p.IncludeEventDescriptionIn, DatabaseName: p.DatabaseName,
			EventDescriptionKeyword: p.EventDescriptionKeyword, OccurrenceCount: p.OccurrenceCount, CountResetDate: p.CountResetDate,
			CountResetTime: p.CountResetTime, PerformanceCondition: p.PerformanceCondition,
		},
		renamed: p.Name != "", job: jobRef{id: noJob(p.JobID), name: p.JobName}, category: p.CategoryName, snmpTrap: p.RaiseSNMPTrap,
		wmiNamespace: p.WMINamespace, wmiQuery: p.WMIQuery,
	}
	err := verifyAlert(ctx, c, d)
	if err == nil {
		p.CategoryID = some(d.CategoryID)
	}
	return err
}

type verifyCategoryParams struct {
	Class         string           `tsql:"@class varchar(8)"`
	Type          sql.Null[string] `tsql:"@type varchar(12) = NULL"`
	Name          sql.Null[string] `tsql:"@name sysname = NULL"`
	CategoryClass sql.Null[int64]  `tsql:"@category_class int OUTPUT"`
	CategoryType  sql.Null[int64]  `tsql:"@category_type int OUTPUT"`
}

func verifyCategoryProc(_ context.Context, c *Call, p *verifyCategoryParams) error {
	class, kind, err := verifyCategory(c, p.Class, p.Type, trim(p.Name.V))
	p.CategoryClass, p.CategoryType = sql.Null[int64]{V: class, Valid: class != 0}, kind
	return err
}

type verifyCategoryIdentifiersParams struct {
	NameOfNameParameter string           `tsql:"@name_of_name_parameter varchar(60)"`
	NameOfIDParameter   string           `tsql:"@name_of_id_parameter varchar(60)"`
	CategoryName        sql.Null[string] `tsql:"@category_name sysname OUTPUT"`
	CategoryID          sql.Null[int64]  `tsql:"@category_id int OUTPUT"`
}

func verifyCategoryIdentifiersProc(ctx context.Context, c *Call, p *verifyCategoryIdentifiersParams) error {
	category, err := verifyCategoryIdentifiers(ctx, c, p.NameOfIDParameter, p.NameOfNameParameter, p.CategoryID, p.CategoryName)
	if category != nil {
		p.CategoryID, p.CategoryName = some(category.CategoryID), some(category.Name)
	}
	return err
}

type verifyJobParams struct {
	JobID                     sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier"`
	Name                      string             `tsql:"@name sysname"`
	Enabled                   int64              `tsql:"@enabled tinyint"`
	StartStepID               int64              `tsql:"@start_step_id int"`
	CategoryName              sql.Null[string]   `tsql:"@category_name sysname"`
	OwnerSID                  []byte             `tsql:"@owner_sid varbinary(85) OUTPUT"`
	NotifyLevelEventlog       int64              `tsql:"@notify_level_eventlog int"`
	NotifyLevelEmail          int64              `tsql:"@notify_level_email int OUTPUT"`
	NotifyLevelNetsend        int64              `tsql:"@notify_level_netsend int OUTPUT"`
	NotifyLevelPage           int64              `tsql:"@notify_level_page int OUTPUT"`
	NotifyEmailOperatorName   sql.Null[string]   `tsql:"@notify_email_operator_name sysname"`
	NotifyNetsendOperatorName sql.Null[string]   `tsql:"@notify_netsend_operator_name sysname"`
	NotifyPageOperatorName    sql.Null[string]   `tsql:"@notify_page_operator_name sysname"`
	DeleteLevel               int64              `tsql:"@delete_level int"`
	CategoryID                sql.Null[int64]    `tsql:"@category_id int OUTPUT"`
	NotifyEmailOperatorID     sql.Null[int64]    `tsql:"@notify_email_operator_id int OUTPUT"`
	NotifyNetsendOperatorID   sql.Null[int64]    `tsql:"@notify_netsend_operator_id int OUTPUT"`
	NotifyPageOperatorID      sql.Null[int64]    `tsql:"@notify_page_operator_id int OUTPUT"`
	OriginatingServer         sql.Null[string]   `tsql:"@originating_server sysname OUTPUT"`
}

func verifyJobProc(ctx context.Context, c *Call, p *verifyJobParams) error {
	d := &jobDraft{
		Job: msdb.Job{
			JobID: p.JobID.V, Name: trim(p.Name), Enabled: p.Enabled, StartStepID: p.StartStepID, OwnerSID: p.OwnerSID,
			NotifyLevelEventlog: p.NotifyLevelEventlog, NotifyLevelEmail: p.NotifyLevelEmail, NotifyLevelNetsend: p.NotifyLevelNetsend,
			NotifyLevelPage: p.NotifyLevelPage, DeleteLevel: p.DeleteLevel,
		},
		isNew: !p.JobID.Valid, originatingServer: c.serverName(trimNull(p.OriginatingServer)), category: trimNull(p.CategoryName),
		emailOperator: trimNull(p.NotifyEmailOperatorName), netsendOperator: trimNull(p.NotifyNetsendOperatorName),
		pageOperator: trimNull(p.NotifyPageOperatorName),
	}
	if err := verifyJob(ctx, c, d); err != nil {
		return err
	}
	p.OwnerSID, p.OriginatingServer, p.CategoryID = d.OwnerSID, some(d.originatingServer), some(d.CategoryID)
	p.NotifyLevelEmail, p.NotifyLevelNetsend, p.NotifyLevelPage = d.NotifyLevelEmail, d.NotifyLevelNetsend, d.NotifyLevelPage
	p.NotifyEmailOperatorID, p.NotifyNetsendOperatorID = some(d.NotifyEmailOperatorID), some(d.NotifyNetsendOperatorID)
	p.NotifyPageOperatorID = some(d.NotifyPageOperatorID)
	return nil
}

type verifyJobDateParams struct {
	Date          sql.Null[int64] `tsql:"@date int"`
	DateName      string          `tsql:"@date_name varchar(60) = 'date'"`
	ErrorSeverity int64           `tsql:"@error_severity int = -1" status:"ignored"`
}

func verifyJobDateProc(_ context.Context, c *Call, p *verifyJobDateParams) error {
	if !p.Date.Valid {
		return nil
	}
	return verifyJobDate(c, p.Date.V, p.DateName)
}

type verifyJobTimeParams struct {
	Time          sql.Null[int64] `tsql:"@time int"`
	TimeName      string          `tsql:"@time_name varchar(60) = 'time'"`
	ErrorSeverity int64           `tsql:"@error_severity int = -1" status:"ignored"`
}

func verifyJobTimeProc(_ context.Context, c *Call, p *verifyJobTimeParams) error {
	if !p.Time.Valid {
		return nil
	}
	return verifyJobTime(c, p.Time.V, p.TimeName)
}

type verifyJobIdentifiersParams struct {
	NameOfNameParameter  string             `tsql:"@name_of_name_parameter varchar(60)"`
	NameOfIDParameter    string             `tsql:"@name_of_id_parameter varchar(60)"`
	JobName              sql.Null[string]   `tsql:"@job_name sysname OUTPUT"`
	JobID                sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier OUTPUT"`
	SqlagentStartingTest string             `tsql:"@sqlagent_starting_test varchar(7) = 'TEST'"`
	OwnerSID             []byte             `tsql:"@owner_sid varbinary(85) = NULL OUTPUT"`
}

func verifyJobIdentifiersProc(ctx context.Context, c *Call, p *verifyJobIdentifiersParams) error {
	job, err := findJob(ctx, c, &jobRef{
		id: p.JobID, name: p.JobName, idParam: p.NameOfIDParameter, param: p.NameOfNameParameter, noTest: same(p.SqlagentStartingTest, "NO_TEST"),
	})
	if err == nil {
		p.JobID, p.JobName, p.OwnerSID = some(job.JobID), some(job.Name), job.OwnerSID
	}
	return err
}

type verifyJobprocCallerParams struct {
	JobID       sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier"`
	ProgramName string             `tsql:"@program_name sysname" status:"ignored"`
}

func verifyJobprocCallerProc(ctx context.Context, c *Call, p *verifyJobprocCallerParams) error {
	return verifyCallerOf(ctx, c, p.JobID)
}

type verifyJobstepParams struct {
	JobID            tds.GUID         `tsql:"@job_id uniqueidentifier"`
	StepID           int64            `tsql:"@step_id int"`
	StepName         sql.Null[string] `tsql:"@step_name sysname"`
	Subsystem        string           `tsql:"@subsystem nvarchar(40)"`
	Command          sql.Null[string] `tsql:"@command nvarchar(max)"`
	Server           sql.Null[string] `tsql:"@server sysname"`
	OnSuccessAction  int64            `tsql:"@on_success_action tinyint"`
	OnSuccessStepID  int64            `tsql:"@on_success_step_id int"`
	OnFailAction     int64            `tsql:"@on_fail_action tinyint"`
	OnFailStepID     int64            `tsql:"@on_fail_step_id int"`
	OSRunPriority    int64            `tsql:"@os_run_priority int"`
	DatabaseName     sql.Null[string] `tsql:"@database_name sysname OUTPUT"`
	DatabaseUserName sql.Null[string] `tsql:"@database_user_name sysname OUTPUT"`
	Flags            int64            `tsql:"@flags int"`
	OutputFileName   sql.Null[string] `tsql:"@output_file_name nvarchar(200)"`
	ProxyID          sql.Null[int64]  `tsql:"@proxy_id int"`
}

func verifyJobstepProc(ctx context.Context, c *Call, p *verifyJobstepParams) error {
	job, err := msdb.VisibleJob(ctx, c.Tx, p.JobID)
	switch {
	case err != nil:
		return err
	case job == nil:
		return errDoesNotExist.With("@job_id", p.JobID)
	}
	d := &stepDraft{job: job, renamed: p.StepName.Valid, JobStep: msdb.JobStep{
		JobID: p.JobID, StepID: p.StepID, StepName: trim(p.StepName.V), Subsystem: trim(p.Subsystem), Command: p.Command, Server: p.Server,
		OnSuccessAction: p.OnSuccessAction, OnSuccessStepID: p.OnSuccessStepID, OnFailAction: p.OnFailAction, OnFailStepID: p.OnFailStepID,
		OSRunPriority: p.OSRunPriority, DatabaseName: p.DatabaseName, DatabaseUserName: p.DatabaseUserName, Flags: p.Flags,
		OutputFileName: p.OutputFileName, ProxyID: p.ProxyID,
	}}
	if err := verifyJobstep(ctx, c, d); err != nil {
		return err
	}
	p.DatabaseName, p.DatabaseUserName = d.DatabaseName, d.DatabaseUserName
	return nil
}

type verifyOperatorParams struct {
	Name                   string           `tsql:"@name sysname"`
	Enabled                int64            `tsql:"@enabled tinyint"`
	PagerDays              int64            `tsql:"@pager_days tinyint"`
	WeekdayPagerStartTime  int64            `tsql:"@weekday_pager_start_time int"`
	WeekdayPagerEndTime    int64            `tsql:"@weekday_pager_end_time int"`
	SaturdayPagerStartTime int64            `tsql:"@saturday_pager_start_time int"`
	SaturdayPagerEndTime   int64            `tsql:"@saturday_pager_end_time int"`
	SundayPagerStartTime   int64            `tsql:"@sunday_pager_start_time int"`
	SundayPagerEndTime     int64            `tsql:"@sunday_pager_end_time int"`
	CategoryName           sql.Null[string] `tsql:"@category_name sysname"`
	CategoryID             sql.Null[int64]  `tsql:"@category_id int OUTPUT"`
}

func verifyOperatorProc(ctx context.Context, c *Call, p *verifyOperatorParams) error {
	o := &msdb.Operator{
		Name: trim(p.Name), Enabled: p.Enabled, PagerDays: p.PagerDays,
		WeekdayPagerStartTime: p.WeekdayPagerStartTime, WeekdayPagerEndTime: p.WeekdayPagerEndTime,
		SaturdayPagerStart: p.SaturdayPagerStartTime, SaturdayPagerEnd: p.SaturdayPagerEndTime,
		SundayPagerStart: p.SundayPagerStartTime, SundayPagerEnd: p.SundayPagerEndTime,
	}
	if err := verifyOperator(ctx, c, o, trimNull(p.CategoryName)); err != nil {
		return err
	}
	p.CategoryID = some(o.CategoryID)
	return nil
}

type verifyOperatorIdentifiersParams struct {
	NameOfNameParameter string           `tsql:"@name_of_name_parameter varchar(60)"`
	NameOfIDParameter   string           `tsql:"@name_of_id_parameter varchar(60)"`
	OperatorName        sql.Null[string] `tsql:"@operator_name sysname OUTPUT"`
	OperatorID          sql.Null[int64]  `tsql:"@operator_id int OUTPUT"`
}

func verifyOperatorIdentifiersProc(ctx context.Context, c *Call, p *verifyOperatorIdentifiersParams) error {
	o, err := verifyOperatorIdentifiers(ctx, c, p.NameOfIDParameter, p.NameOfNameParameter, p.OperatorID, p.OperatorName)
	if err == nil {
		p.OperatorID, p.OperatorName = some(o.ID), some(o.Name)
	}
	return err
}

type verifyPerformanceConditionParams struct {
	PerformanceCondition string `tsql:"@performance_condition nvarchar(512)"`
}

func verifyPerformanceConditionProc(_ context.Context, c *Call, p *verifyPerformanceConditionParams) error {
	return verifyPerformanceCondition(c, p.PerformanceCondition)
}

type verifyScheduleParams struct {
	ScheduleID           sql.Null[int64] `tsql:"@schedule_id int"`
	Name                 string          `tsql:"@name sysname"`
	Enabled              int64           `tsql:"@enabled tinyint"`
	FreqType             int64           `tsql:"@freq_type int"`
	FreqInterval         int64           `tsql:"@freq_interval int OUTPUT"`
	FreqSubdayType       int64           `tsql:"@freq_subday_type int OUTPUT"`
	FreqSubdayInterval   int64           `tsql:"@freq_subday_interval int OUTPUT"`
	FreqRelativeInterval int64           `tsql:"@freq_relative_interval int OUTPUT"`
	FreqRecurrenceFactor int64           `tsql:"@freq_recurrence_factor int OUTPUT"`
	ActiveStartDate      int64           `tsql:"@active_start_date int OUTPUT"`
	ActiveStartTime      int64           `tsql:"@active_start_time int OUTPUT"`
	ActiveEndDate        int64           `tsql:"@active_end_date int OUTPUT"`
	ActiveEndTime        int64           `tsql:"@active_end_time int OUTPUT"`
	OwnerSID             []byte          `tsql:"@owner_sid varbinary(85)"`
}

func verifyScheduleProc(_ context.Context, c *Call, p *verifyScheduleParams) error {
	s := &msdb.Schedule{
		Name: p.Name, OwnerSID: p.OwnerSID, Enabled: p.Enabled, FreqType: p.FreqType, FreqInterval: p.FreqInterval,
		FreqSubdayType: p.FreqSubdayType, FreqSubdayInterval: p.FreqSubdayInterval, FreqRelativeInterval: p.FreqRelativeInterval,
		FreqRecurrenceFactor: p.FreqRecurrenceFactor, ActiveStartDate: p.ActiveStartDate, ActiveEndDate: p.ActiveEndDate,
		ActiveStartTime: p.ActiveStartTime, ActiveEndTime: p.ActiveEndTime,
	}
	if err := verifySchedule(c, s, !p.ScheduleID.Valid); err != nil {
		return err
	}
	p.FreqInterval, p.FreqSubdayType, p.FreqSubdayInterval = s.FreqInterval, s.FreqSubdayType, s.FreqSubdayInterval
	p.FreqRelativeInterval, p.FreqRecurrenceFactor = s.FreqRelativeInterval, s.FreqRecurrenceFactor
	p.ActiveStartDate, p.ActiveEndDate = s.ActiveStartDate, s.ActiveEndDate
	p.ActiveStartTime, p.ActiveEndTime = s.ActiveStartTime, s.ActiveEndTime
	return nil
}

type verifyScheduleIdentifiersParams struct {
	NameOfNameParameter string             `tsql:"@name_of_name_parameter varchar(60)"`
	NameOfIDParameter   string             `tsql:"@name_of_id_parameter varchar(60)"`
	ScheduleName        sql.Null[string]   `tsql:"@schedule_name sysname OUTPUT"`
	ScheduleID          sql.Null[int64]    `tsql:"@schedule_id int OUTPUT"`
	OwnerSID            []byte             `tsql:"@owner_sid varbinary(85) OUTPUT"`
	OrigServerID        sql.Null[int64]    `tsql:"@orig_server_id int OUTPUT"`
	JobIDFilter         sql.Null[tds.GUID] `tsql:"@job_id_filter uniqueidentifier = NULL"`
}

func verifyScheduleIdentifiersProc(ctx context.Context, c *Call, p *verifyScheduleIdentifiersParams) error {
	s, err := findSchedule(ctx, c, &scheduleRef{
		id: p.ScheduleID, name: p.ScheduleName, idParam: p.NameOfIDParameter, param: p.NameOfNameParameter, job: p.JobIDFilter,
	})
	if err == nil {
		p.ScheduleID, p.ScheduleName, p.OwnerSID, p.OrigServerID = some(s.ScheduleID), some(s.Name), s.OwnerSID, some(s.OriginatingServerID)
	}
	return err
}
