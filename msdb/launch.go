package msdb

import (
	"context"

	"msxgate/tds"
)

// LocalJobSchedule is a schedule of a job that is targeted at the local server.
type LocalJobSchedule struct {
	Schedule
	JobID       tds.GUID
	JobName     string
	JobEnabled  int64
	NextRunDate int64 // as the agent wrote it last
	NextRunTime int64
}

func (s *LocalJobSchedule) launchFields() []any {
	return append(s.Schedule.fields(), &s.JobID, &s.JobName, &s.JobEnabled, &s.NextRunDate, &s.NextRunTime)
}

// LocalJobSchedules are the schedules of all jobs that are targeted at the local server, enabled or not, in the order of
// their ids.
func LocalJobSchedules(ctx context.Context, tx Tx) ([]LocalJobSchedule, error) {
	return selectRows(ctx, tx, `SELECT `+scheduleColumns+`, j.job_id, j.name, j.enabled, l.next_run_date, l.next_run_time
		FROM dbo.sysjobschedules AS l
		JOIN dbo.sysschedules AS s ON s.schedule_id = l.schedule_id
		JOIN dbo.sysjobs AS j ON j.job_id = l.job_id
		JOIN dbo.sysjobservers AS v ON v.job_id = j.job_id
		WHERE v.server_id = 0 ORDER BY s.schedule_id`, (*LocalJobSchedule).launchFields)
}
