package procs

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

// Kinds of jobs as sp_help_job numbers them.
const (
	jobUntargeted  = 0
	jobLocal       = 1
	jobMultiServer = 2
)

// States of a job (current_execution_status).
const (
	stateUnknown   = 0
	stateExecuting = 1
	stateIdle      = 4
	stateSuspended = 5
)

// compositeQuery says which jobs sp_help_job is to list.
type compositeQuery struct {
	msdb.CompositeFilter
	jobType   int64           // 0: any
	execution sql.Null[int64] // 0: whatever is going on; NULL: any
}

type compositeJobRow struct {
	JobID                  tds.GUID         `col:"job_id uniqueidentifier null"`
	OriginatingServer      sql.Null[string] `col:"originating_server sysname null"`
	Name                   string           `col:"name sysname null"`
	Enabled                int64            `col:"enabled tinyint null"`
	Description            sql.Null[string] `col:"description nvarchar(512) null"`
	StartStepID            int64            `col:"start_step_id int null"`
	Category               string           `col:"category sysname null"`
	Owner                  sql.Null[string] `col:"owner sysname null"`
	NotifyLevelEventlog    int64            `col:"notify_level_eventlog int null"`
	NotifyLevelEmail       int64            `col:"notify_level_email int null"`
	NotifyLevelNetsend     int64            `col:"notify_level_netsend int null"`
	NotifyLevelPage        int64            `col:"notify_level_page int null"`
	NotifyEmailOperator    string           `col:"notify_email_operator sysname null"`
	NotifyNetsendOperator  string           `col:"notify_netsend_operator sysname null"`
	NotifyPageOperator     string           `col:"notify_page_operator sysname null"`
	DeleteLevel            int64            `col:"delete_level int null"`
	DateCreated            time.Time        `col:"date_created datetime null"`
	DateModified           time.Time        `col:"date_modified datetime null"`
	VersionNumber          int64            `col:"version_number int null"`
	LastRunDate            int64            `col:"last_run_date int"`
	LastRunTime            int64            `col:"last_run_time int"`
	LastRunOutcome         int64            `col:"last_run_outcome int"`
	NextRunDate            int64            `col:"next_run_date int"`
	NextRunTime            int64            `col:"next_run_time int"`
	NextRunScheduleID      int64            `col:"next_run_schedule_id int"`
	CurrentExecutionStatus int64            `col:"current_execution_status int"`
	CurrentExecutionStep   string           `col:"current_execution_step nvarchar(max) null"`
	CurrentRetryAttempt    int64            `col:"current_retry_attempt int"`
	HasStep                int64            `col:"has_step int null"`
	HasSchedule            int64            `col:"has_schedule int null"`
	HasTarget              int64            `col:"has_target int null"`
	Type                   int64            `col:"type int"`
}

// sendCompositeJobs answers with the jobs of a query, together with how they ran last and what the agent is doing with them.
func sendCompositeJobs(ctx context.Context, c *Call, q *compositeQuery) error {
	jobs, err := msdb.CompositeJobs(ctx, c.Tx, &q.CompositeFilter)
	if err != nil {
		return err
	}
	last, err := lastRuns(ctx, c, q.JobID)
	if err != nil {
		return err
	}
	states := map[tds.GUID]JobState{}
	for _, s := range c.Agent.Jobs() {
		states[s.JobID] = s
	}
	rows := make([]compositeJobRow, 0, len(jobs))
	for i := range jobs {
		row := compositeRow(c, &jobs[i], last)
		if err := addState(ctx, c, &row, states); err != nil {
			return err
		}
		if q.wants(&row, states) {
			rows = append(rows, row)
		}
	}
	return send(c, rows)
}

// lastRuns are the latest run of each job on any of its servers.
func lastRuns(ctx context.Context, c *Call, job sql.Null[tds.GUID]) (map[tds.GUID]msdb.LastRun, error) {
	runs, err := msdb.LastRuns(ctx, c.Tx, job)
	if err != nil {
		return nil, err
	}
	last := map[tds.GUID]msdb.LastRun{}
	for _, r := range runs {
		known, ok := last[r.JobID]
		if !ok || known.Date < r.Date || known.Date == r.Date && known.Time < r.Time {
			last[r.JobID] = r
		}
	}
	return last, nil
}

func compositeRow(c *Call, j *msdb.CompositeJob, last map[tds.GUID]msdb.LastRun) compositeJobRow {
	unknown := textUnknown.Text()
	run, ok := last[j.JobID]
	if !ok {
		run.Outcome = msdb.OutcomeUnknown
	}
	return compositeJobRow{
		JobID: j.JobID, OriginatingServer: j.OriginatingServer, Name: j.Name, Enabled: j.Enabled, Description: j.Description,
		StartStepID: j.StartStepID, Category: or(j.Category, unknown), Owner: c.ownerName(j.OwnerSID),
		NotifyLevelEventlog: j.NotifyLevelEventlog, NotifyLevelEmail: j.NotifyLevelEmail, NotifyLevelNetsend: j.NotifyLevelNetsend,
		NotifyLevelPage: j.NotifyLevelPage, NotifyEmailOperator: or(j.EmailOperator, unknown),
		NotifyNetsendOperator: or(j.NetsendOperator, unknown), NotifyPageOperator: or(j.PageOperator, unknown),
		DeleteLevel: j.DeleteLevel, DateCreated: j.DateCreated, DateModified: j.DateModified, VersionNumber: j.VersionNumber,
		LastRunDate: run.Date, LastRunTime: run.Time, LastRunOutcome: run.Outcome,
		HasStep: j.Steps, HasSchedule: j.Schedules, HasTarget: j.Targets, Type: jobKind(j),
	}
}

func jobKind(j *msdb.CompositeJob) int64 {
	switch {
	case j.Targets == 0:
		return jobUntargeted
	case j.LocalTargets == j.Targets:
		return jobLocal
	}
	return jobMultiServer
}

// addState puts in what the agent knows. It knows local jobs only; one that it does not know is idle.
func addState(ctx context.Context, c *Call, row *compositeJobRow, states map[tds.GUID]JobState) error {
	row.CurrentExecutionStep = "0 " + textUnknown.Text()
	if row.Type != jobLocal {
		return nil
	}
	row.CurrentExecutionStatus = stateIdle
	s, ok := states[row.JobID]
	if !ok {
		return nil
	}
	row.NextRunDate, row.NextRunTime, row.NextRunScheduleID = s.NextRunDate, s.NextRunTime, s.NextSchedule
	row.CurrentRetryAttempt = s.RetryAttempt
	if s.State != stateUnknown {
		row.CurrentExecutionStatus = s.State
	}
	if s.CurrentStep == 0 {
		return nil
	}
	step, err := msdb.JobStepByID(ctx, c.Tx, row.JobID, s.CurrentStep)
	if err == nil && step != nil {
		row.CurrentExecutionStep = fmt.Sprintf("%d (%s)", step.StepID, step.StepName)
	}
	return err
}

// wants tests what the tables cannot tell.
func (q *compositeQuery) wants(row *compositeJobRow, states map[tds.GUID]JobState) bool {
	if q.jobType != 0 && q.jobType != row.Type {
		return false
	}
	switch {
	case !q.execution.Valid:
		return true
	case q.execution.V == stateUnknown:
		_, known := states[row.JobID]
		return known && row.CurrentExecutionStatus != stateIdle && row.CurrentExecutionStatus != stateSuspended
	}
	return row.CurrentExecutionStatus == q.execution.V
}

type getCompositeJobInfoParams struct {
	JobID            sql.Null[tds.GUID]  `tsql:"@job_id uniqueidentifier = NULL"`
	JobType          sql.Null[string]    `tsql:"@job_type varchar(12) = NULL"`
	OwnerLoginName   sql.Null[string]    `tsql:"@owner_login_name sysname = NULL"`
	Subsystem        sql.Null[string]    `tsql:"@subsystem nvarchar(40) = NULL"`
	CategoryID       sql.Null[int64]     `tsql:"@category_id int = NULL"`
	Enabled          sql.Null[int64]     `tsql:"@enabled tinyint = NULL"`
	ExecutionStatus  sql.Null[int64]     `tsql:"@execution_status int = NULL"`
	DateComparator   sql.Null[string]    `tsql:"@date_comparator char(1) = NULL"`
	DateCreated      sql.Null[time.Time] `tsql:"@date_created datetime = NULL"`
	DateLastModified sql.Null[time.Time] `tsql:"@date_last_modified datetime = NULL"`
	Description      sql.Null[string]    `tsql:"@description nvarchar(512) = NULL"`
	ScheduleID       sql.Null[int64]     `tsql:"@schedule_id int = NULL"`
}

// getCompositeJobInfo is what sp_help_job and sp_help_jobs_in_schedule list.
func getCompositeJobInfo(ctx context.Context, c *Call, p *getCompositeJobInfoParams) error {
	q := &compositeQuery{
		CompositeFilter: msdb.CompositeFilter{
			JobID: p.JobID, Subsystem: p.Subsystem, CategoryID: p.CategoryID, Enabled: p.Enabled, Description: p.Description,
			ScheduleID: p.ScheduleID, Comparator: p.DateComparator.V, DateCreated: p.DateCreated, DateModified: p.DateLastModified,
		},
		jobType: jobTypeOf(p.JobType.V), execution: p.ExecutionStatus,
	}
	if p.OwnerLoginName.Valid {
		q.OwnerSID = c.ownerSID(p.OwnerLoginName.V)
	}
	return sendCompositeJobs(ctx, c, q)
}

// jobTypeOf reads the name of a kind of jobs, 0 for none.
func jobTypeOf(name string) int64 {
	return int64(slices.Index([]string{"", "LOCAL", "MULTI-SERVER"}, upper(trim(name))))
}
