package msdb

import (
	"context"
	"database/sql"
	"time"

	"msxgate/tds"
)

// Outcomes of a run (last_run_outcome, run_status).
const (
	OutcomeFailed     = 0
	OutcomeSucceeded  = 1
	OutcomeRetry      = 2
	OutcomeCancelled  = 3
	OutcomeInProgress = 4
	OutcomeUnknown    = 5 // never run
)

// JobServer is a row of dbo.sysjobservers: a job at a server, and how it ended there last.
type JobServer struct {
	JobID              tds.GUID
	ServerID           int64 // 0 local
	LastRunOutcome     int64
	LastOutcomeMessage sql.Null[string]
	LastRunDate        int64 // yyyymmdd, 0 never
	LastRunTime        int64 // hhmmss
	LastRunDuration    int64 // hhmmss

	ServerName   sql.Null[string] // of systargetservers_view, as the dates are
	EnlistDate   sql.Null[time.Time]
	LastPollDate sql.Null[time.Time]
}

const jobServerSelect = `SELECT s.job_id, s.server_id, s.last_run_outcome, s.last_outcome_message, s.last_run_date, s.last_run_time, s.last_run_duration,
	t.server_name, t.enlist_date, t.last_poll_date
	FROM dbo.sysjobservers AS s LEFT JOIN dbo.systargetservers_view AS t ON t.server_id = s.server_id`

func (s *JobServer) fields() []any {
	return []any{
		&s.JobID, &s.ServerID, &s.LastRunOutcome, &s.LastOutcomeMessage, &s.LastRunDate, &s.LastRunTime, &s.LastRunDuration,
		&s.ServerName, &s.EnlistDate, &s.LastPollDate,
	}
}

// JobServers are the servers that a job is targeted at.
func JobServers(ctx context.Context, tx Tx, job tds.GUID) ([]JobServer, error) {
	return selectRows(ctx, tx, jobServerSelect+` WHERE s.job_id = @job_id ORDER BY s.server_id`, (*JobServer).fields, arg("job_id", job))
}

// HasJobServers tells whether a job is targeted at any server.
func HasJobServers(ctx context.Context, tx Tx, job tds.GUID) (bool, error) {
	return selectAny(ctx, tx, `SELECT TOP (1) 1 FROM dbo.sysjobservers WHERE job_id = @job_id`, arg("job_id", job))
}

// IsLocalJob tells whether a job is targeted at the local server.
func IsLocalJob(ctx context.Context, tx Tx, job tds.GUID) (bool, error) {
	return IsTargeted(ctx, tx, job, 0)
}

// IsRemoteJob tells whether a job is targeted at any target server.
func IsRemoteJob(ctx context.Context, tx Tx, job tds.GUID) (bool, error) {
	return selectAny(ctx, tx, `SELECT TOP (1) 1 FROM dbo.sysjobservers WHERE job_id = @job_id AND server_id <> 0`, arg("job_id", job))
}

// IsTargeted tells whether a job is targeted at a server.
func IsTargeted(ctx context.Context, tx Tx, job tds.GUID, server int64) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sysjobservers WHERE job_id = @job_id AND server_id = @server_id`,
		arg("job_id", job), arg("server_id", server))
}

// InsertJobServer targets a job at a server, where it never ran.
func InsertJobServer(ctx context.Context, tx Tx, job tds.GUID, server int64) error {
	return exec(ctx, tx, `INSERT INTO dbo.sysjobservers (job_id, server_id, last_run_outcome, last_outcome_message, last_run_date, last_run_time, last_run_duration)
		VALUES (@job_id, @server_id, 5, NULL, 0, 0, 0)`, arg("job_id", job), arg("server_id", server))
}

// DeleteJobServer takes a job away from a server.
func DeleteJobServer(ctx context.Context, tx Tx, job tds.GUID, server int64) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysjobservers WHERE job_id = @job_id AND server_id = @server_id`,
		arg("job_id", job), arg("server_id", server))
}

// SetOutcome records how a job ended at a server.
func SetOutcome(ctx context.Context, tx Tx, s *JobServer) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobservers SET last_run_outcome = @outcome, last_outcome_message = @message,
		last_run_date = @date, last_run_time = @time, last_run_duration = @duration
		WHERE job_id = @job_id AND server_id = @server_id`,
		arg("job_id", s.JobID), arg("server_id", s.ServerID), arg("outcome", s.LastRunOutcome), arg("message", s.LastOutcomeMessage),
		arg("date", s.LastRunDate), arg("time", s.LastRunTime), arg("duration", s.LastRunDuration))
}
