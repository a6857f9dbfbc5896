package msdb

import (
	"context"
	"database/sql"
	"time"

	"msxgate/tds"
)

// JobsFromMaster are the jobs that came from a master and run here, or of those the ones of one owner.
func JobsFromMaster(ctx context.Context, tx Tx, master string, owner []byte) ([]tds.GUID, error) {
	return selectColumn[tds.GUID](ctx, tx, `SELECT j.job_id FROM dbo.sysjobs_view AS j
		LEFT JOIN dbo.sysjobservers AS s ON s.job_id = j.job_id
		WHERE UPPER(j.originating_server) = @master AND COALESCE(s.server_id, 0) = 0 AND (@owner IS NULL OR j.owner_sid = @owner)`,
		arg("master", master), arg("owner", owner))
}

// DeleteMasterJob deletes a job that came from a master with its schedules and its history.
func DeleteMasterJob(ctx context.Context, tx Tx, job tds.GUID) error {
	schedules, err := selectColumn[int64](ctx, tx, `SELECT schedule_id FROM dbo.sysjobschedules WHERE job_id = @job_id`, arg("job_id", job))
	if err != nil {
		return err
	}
	if err := DeleteJob(ctx, tx, job); err != nil {
		return err
	}
	for _, id := range schedules {
		if err := exec(ctx, tx, `DELETE FROM dbo.sysschedules WHERE schedule_id = @schedule_id
			AND NOT EXISTS (SELECT 1 FROM dbo.sysjobschedules AS u WHERE u.schedule_id = sysschedules.schedule_id)`, arg("schedule_id", id)); err != nil {
			return err
		}
	}
	return exec(ctx, tx, `DELETE FROM dbo.sysjobhistory WHERE job_id = @job_id`, arg("job_id", job))
}

// DeleteMasterSchedules deletes the schedules that came from a master.
func DeleteMasterSchedules(ctx context.Context, tx Tx, master string) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysschedules WHERE originating_server_id IN
		(SELECT o.originating_server_id FROM dbo.sysoriginatingservers_view AS o WHERE UPPER(o.originating_server) = @master)`,
		arg("master", master))
}

// HeaderJob is what a target reads of a job before its steps and schedules.
type HeaderJob struct {
	Job
	HasStep     int64 // how many
	LastRunDate int64
	LastRunTime int64
}

func (j *HeaderJob) headerFields() []any {
	return append(j.fields(), &j.HasStep, &j.LastRunDate, &j.LastRunTime)
}

// JobHeaders are the jobs that the caller may see and that are targeted at a server, 0 being the local one; or one of them.
func JobHeaders(ctx context.Context, tx Tx, server int64, job sql.Null[tds.GUID]) ([]HeaderJob, error) {
	return selectRows(ctx, tx, `SELECT `+jobColumns+`,
		(SELECT COUNT(*) FROM dbo.sysjobsteps AS p WHERE p.job_id = j.job_id), s.last_run_date, s.last_run_time
		FROM dbo.sysjobs_view AS j JOIN dbo.sysjobservers AS s ON s.job_id = j.job_id
		WHERE s.server_id = @server_id AND (@job_id IS NULL OR j.job_id = @job_id)`,
		(*HeaderJob).headerFields, arg("server_id", server), arg("job_id", job))
}

// MultiserverJob sums up a multiserver job at its targets.
type MultiserverJob struct {
	JobID               tds.GUID
	Name                string
	Enabled             int64
	Category            string
	TargetServers       int64
	PendingInstructions int64
	DownloadErrors      int64
	ExecutionFailures   int64 // targets where it ran and did not succeed
}

func (j *MultiserverJob) fields() []any {
	return []any{
		&j.JobID, &j.Name, &j.Enabled, &j.Category, &j.TargetServers, &j.PendingInstructions, &j.DownloadErrors, &j.ExecutionFailures,
	}
}

// MultiserverJobs are the jobs of multiserver categories, or one of them.
func MultiserverJobs(ctx context.Context, tx Tx, job sql.Null[tds.GUID]) ([]MultiserverJob, error) {
	return selectRows(ctx, tx, `SELECT j.job_id, j.name, j.enabled, c.name,
		(SELECT COUNT(*) FROM dbo.sysjobservers AS s WHERE s.job_id = j.job_id),
		(SELECT COUNT(*) FROM dbo.sysdownloadlist AS d WHERE d.object_id = j.job_id AND d.status = 0),
		(SELECT COUNT(*) FROM dbo.sysdownloadlist AS d WHERE d.object_id = j.job_id AND d.error_message IS NOT NULL),
		(SELECT COUNT(*) FROM dbo.sysjobservers AS s WHERE s.job_id = j.job_id AND s.last_run_date <> 0 AND s.last_run_outcome <> 1)
		FROM dbo.sysjobs AS j JOIN dbo.syscategories AS c ON c.category_id = j.category_id
		WHERE c.category_class = 1 AND c.category_type = 2 AND (@job_id IS NULL OR j.job_id = @job_id)`,
		(*MultiserverJob).fields, arg("job_id", job))
}

// SetStepOutcome records how a step ended.
func SetStepOutcome(ctx context.Context, tx Tx, s *JobStep) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobsteps SET last_run_outcome = @outcome, last_run_duration = @duration, last_run_retries = @retries,
		last_run_date = @date, last_run_time = @time WHERE job_id = @job_id AND step_id = @step_id`,
		arg("job_id", s.JobID), arg("step_id", s.StepID), arg("outcome", s.LastRunOutcome), arg("duration", s.LastRunDuration),
		arg("retries", s.LastRunRetries), arg("date", s.LastRunDate), arg("time", s.LastRunTime))
}

// DateTime makes the time of an agent's date (yyyymmdd) and time (hhmmss); not valid is a date that does not exist.
func DateTime(date, clock int64) sql.Null[time.Time] {
	t := time.Date(int(date/10000), time.Month(date%10000/100), int(date%100), int(clock/10000), int(clock%10000/100), int(clock%100), 0, time.UTC)
	if y, m, d := t.Date(); int64(y)*10000+int64(m)*100+int64(d) != date || date < 17530101 {
		return sql.Null[time.Time]{}
	}
	return some(t)
}
