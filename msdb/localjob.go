package msdb

import (
	"context"
	"database/sql"

	"msxgate/tds"
)

// LocalJob is a job of the local server with its last run and its next, 0 when there is none.
type LocalJob struct {
	JobID           tds.GUID
	LastRunDate     int64
	LastRunTime     int64
	NextRunDate     int64
	NextRunTime     int64
	NextRunSchedule int64
}

// LocalJobs are the jobs that are targeted at the local server: all, those of an owner, or one.
func LocalJobs(ctx context.Context, tx Tx, owner []byte, job sql.Null[tds.GUID]) ([]LocalJob, error) {
	jobs, err := selectRows(ctx, tx, `SELECT s.job_id, s.last_run_date, s.last_run_time FROM dbo.sysjobservers AS s
		JOIN dbo.sysjobs AS j ON j.job_id = s.job_id
		WHERE s.server_id = 0 AND (@owner IS NULL OR j.owner_sid = @owner) AND (@job_id IS NULL OR s.job_id = @job_id)`,
		func(j *LocalJob) []any { return []any{&j.JobID, &j.LastRunDate, &j.LastRunTime} }, arg("owner", owner), arg("job_id", job))
	if err != nil {
		return nil, err
	}
	next, err := nextRuns(ctx, tx, job)
	for i := range jobs {
		if n := next[jobs[i].JobID]; n != nil {
			jobs[i].NextRunDate, jobs[i].NextRunTime, jobs[i].NextRunSchedule = n.NextRunDate, n.NextRunTime, n.NextRunSchedule
		}
	}
	return jobs, err
}

// nextRuns are the earliest next runs of jobs that have one.
func nextRuns(ctx context.Context, tx Tx, job sql.Null[tds.GUID]) (map[tds.GUID]*LocalJob, error) {
	links, err := selectRows(ctx, tx, `SELECT job_id, next_run_date, next_run_time, schedule_id FROM dbo.sysjobschedules
		WHERE next_run_date <> 0 AND (@job_id IS NULL OR job_id = @job_id)`,
		func(j *LocalJob) []any { return []any{&j.JobID, &j.NextRunDate, &j.NextRunTime, &j.NextRunSchedule} }, arg("job_id", job))
	next := make(map[tds.GUID]*LocalJob)
	for i := range links {
		n := &links[i]
		if have := next[n.JobID]; have == nil || n.NextRunDate*1e6+n.NextRunTime < have.NextRunDate*1e6+have.NextRunTime {
			next[n.JobID] = n
		}
	}
	return next, err
}
