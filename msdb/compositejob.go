package msdb

import (
	"context"
	"database/sql"
	"time"

	"msxgate/tds"
)

// CompositeJob is what sp_help_job shows of a job, without what only the agent knows.
type CompositeJob struct {
	Job
	Category        sql.Null[string]
	EmailOperator   sql.Null[string]
	NetsendOperator sql.Null[string]
	PageOperator    sql.Null[string]
	Steps           int64
	Schedules       int64
	Targets         int64
	LocalTargets    int64
}

func (j *CompositeJob) compositeFields() []any {
	return append(j.Job.fields(), &j.Category, &j.EmailOperator, &j.NetsendOperator, &j.PageOperator,
		&j.Steps, &j.Schedules, &j.Targets, &j.LocalTargets)
}

// CompositeFilter says which jobs are wanted. What is NULL does not filter.
type CompositeFilter struct {
	JobID        sql.Null[tds.GUID]
	OwnerSID     []byte
	Subsystem    sql.Null[string]
	CategoryID   sql.Null[int64]
	Enabled      sql.Null[int64]
	Description  sql.Null[string] // a LIKE pattern
	ScheduleID   sql.Null[int64]
	Comparator   string // =, < or > applies to the dates
	DateCreated  sql.Null[time.Time]
	DateModified sql.Null[time.Time]
}

const compositeSelect = `SELECT ` + jobColumns + `, c.name, e.name, n.name, p.name,
	(SELECT COUNT(*) FROM dbo.sysjobsteps AS st WHERE st.job_id = j.job_id),
	(SELECT COUNT(*) FROM dbo.sysjobschedules AS sc WHERE sc.job_id = j.job_id),
	(SELECT COUNT(*) FROM dbo.sysjobservers AS t WHERE t.job_id = j.job_id),
	(SELECT COUNT(*) FROM dbo.sysjobservers AS l WHERE l.job_id = j.job_id AND l.server_id = 0)
	FROM dbo.sysjobs_view AS j
	LEFT JOIN dbo.syscategories AS c ON c.category_id = j.category_id
	LEFT JOIN dbo.sysoperators AS e ON e.id = j.notify_email_operator_id
	LEFT JOIN dbo.sysoperators AS n ON n.id = j.notify_netsend_operator_id
	LEFT JOIN dbo.sysoperators AS p ON p.id = j.notify_page_operator_id`

// CompositeJobs are the visible jobs that pass the filter, in the order of their ids.
func CompositeJobs(ctx context.Context, tx Tx, f *CompositeFilter) ([]CompositeJob, error) {
	if f.JobID.Valid {
		return selectRows(ctx, tx, compositeSelect+` WHERE j.job_id = @job_id`, (*CompositeJob).compositeFields, arg("job_id", f.JobID))
	}
	return selectRows(ctx, tx, compositeSelect+`
		WHERE (@owner_sid IS NULL OR j.owner_sid = @owner_sid)
		AND (@subsystem IS NULL OR EXISTS (SELECT 1 FROM dbo.sysjobsteps AS fs WHERE fs.job_id = j.job_id AND fs.subsystem = @subsystem))
		AND (@category_id IS NULL OR j.category_id = @category_id)
		AND (@enabled IS NULL OR j.enabled = @enabled)
		AND (@description IS NULL OR j.description LIKE @description)
		AND (@schedule_id IS NULL OR EXISTS (SELECT 1 FROM dbo.sysjobschedules AS fl WHERE fl.job_id = j.job_id AND fl.schedule_id = @schedule_id))
		AND (@created IS NULL OR (@comparator = '=' AND j.date_created = @created)
			OR (@comparator = '<' AND j.date_created < @created) OR (@comparator = '>' AND j.date_created > @created))
		AND (@modified IS NULL OR (@comparator = '=' AND j.date_modified = @modified)
			OR (@comparator = '<' AND j.date_modified < @modified) OR (@comparator = '>' AND j.date_modified > @modified))
		ORDER BY j.job_id`, (*CompositeJob).compositeFields,
		arg("owner_sid", f.OwnerSID), arg("subsystem", f.Subsystem), arg("category_id", f.CategoryID), arg("enabled", f.Enabled),
		arg("description", f.Description), arg("schedule_id", f.ScheduleID), arg("comparator", f.Comparator),
		arg("created", f.DateCreated), arg("modified", f.DateModified))
}

// LastRun is when and how a job last ran on one of its targets.
type LastRun struct {
	JobID    tds.GUID
	Date     int64
	Time     int64
	Duration int64
	Outcome  int64
}

// LastRuns are the last runs of all jobs on all their targets, or of one job.
func LastRuns(ctx context.Context, tx Tx, job sql.Null[tds.GUID]) ([]LastRun, error) {
	fields := func(r *LastRun) []any { return []any{&r.JobID, &r.Date, &r.Time, &r.Duration, &r.Outcome} }
	const text = `SELECT job_id, last_run_date, last_run_time, last_run_duration, last_run_outcome FROM dbo.sysjobservers`
	if job.Valid {
		return selectRows(ctx, tx, text+` WHERE job_id = @job_id`, fields, arg("job_id", job))
	}
	return selectRows(ctx, tx, text, fields)
}
