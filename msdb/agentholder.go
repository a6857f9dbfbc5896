package msdb

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"msxgate/tds"
)

// Several gateways may stand before one server. The agent of one of them runs its jobs; what reaches the others it finds in the
// tables.

// gatewayKey is the registry key of what gateways tell one another.
const gatewayKey = `msxgate`

// AgentHolder names the agent that started last, or is empty.
func AgentHolder(ctx context.Context, tx Tx) (string, error) {
	v, err := Registry(ctx, tx, gatewayKey, "AgentHolder")
	if err != nil || v == nil {
		return "", err
	}
	return v.Value.V, nil
}

// SetAgentHolder names the agent that starts.
func SetAgentHolder(ctx context.Context, tx Tx, name string) error {
	return SetRegistry(ctx, tx, &RegistryValue{gatewayKey, "AgentHolder", "REG_SZ", some(name)})
}

// RequestPoll asks the agent, wherever it runs, to poll the master. now tells one request from the one before.
func RequestPoll(ctx context.Context, tx Tx, now time.Time) error {
	return SetSetting(ctx, tx, "PollRequested", now.Format(time.RFC3339Nano))
}

// RequestStop asks the agent, wherever it runs, to stop the run of a job.
func RequestStop(ctx context.Context, tx Tx, job tds.GUID, by string) error {
	return exec(ctx, tx, `UPDATE msxgate.run_ledger SET stop_requested_by = @by WHERE job_id = @job_id AND state < 2 AND stop_requested_by IS NULL`,
		arg("job_id", job), arg("by", by))
}

// StopRequest is a run that somebody wants to be stopped.
type StopRequest struct {
	RunID, JobID tds.GUID
	By           string
}

func (s *StopRequest) fields() []any { return []any{&s.RunID, &s.JobID, &s.By} }

// StopRequests are the open ones.
func StopRequests(ctx context.Context, tx Tx) ([]StopRequest, error) {
	return selectRows(ctx, tx, `SELECT run_id, job_id, stop_requested_by FROM msxgate.run_ledger WHERE state < 2 AND stop_requested_by IS NOT NULL`,
		(*StopRequest).fields)
}

// OpenRunOf is the run of a job that was asked for and has not ended, or nil. One that has begun comes first.
func OpenRunOf(ctx context.Context, tx Tx, job tds.GUID) (*LedgerRun, error) {
	return selectRow(ctx, tx, `SELECT TOP (1) `+ledgerColumns+` FROM msxgate.run_ledger WHERE job_id = @job_id AND state < 2 ORDER BY state DESC`,
		(*LedgerRun).fields, arg("job_id", job))
}

// BegunRun is a run that is under way, as the tables show it.
type BegunRun struct {
	JobID       tds.GUID
	Source      int64
	RequestedBy string
	Created     time.Time
	StartStep   int64           // the first step
	LastStep    sql.Null[int64] // the one that ended last
}

func (b *BegunRun) fields() []any {
	return []any{&b.JobID, &b.Source, &b.RequestedBy, &b.Created, &b.StartStep, &b.LastStep}
}

// BegunRuns are the runs that are under way.
func BegunRuns(ctx context.Context, tx Tx) ([]BegunRun, error) {
	return selectRows(ctx, tx, `SELECT l.job_id, l.source, l.requested_by, l.created,
		CASE l.start_step WHEN 0 THEN j.start_step_id ELSE l.start_step END, a.last_executed_step_id
		FROM msxgate.run_ledger AS l
		JOIN dbo.sysjobs AS j ON j.job_id = l.job_id
		LEFT JOIN dbo.sysjobactivity AS a ON a.job_id = l.job_id AND a.session_id = (SELECT MAX(session_id) FROM dbo.syssessions)
		WHERE l.state = 1`, (*BegunRun).fields)
}

// JobsMark changes when a job or a schedule is added, changed, attached, detached or deleted, by whomever.
func JobsMark(ctx context.Context, tx Tx) (string, error) {
	mark := ""
	for _, text := range []string{
		`SELECT COUNT(*), SUM(CAST(version_number AS bigint)), MAX(date_modified) FROM dbo.sysjobs`,
		`SELECT COUNT(*), SUM(CAST(version_number AS bigint)), MAX(date_modified) FROM dbo.sysschedules`,
		`SELECT COUNT(*), SUM(CAST(schedule_id AS bigint)), NULL FROM dbo.sysjobschedules`,
		`SELECT COUNT(*), SUM(CAST(server_id AS bigint)), NULL FROM dbo.sysjobservers`,
	} {
		err := tx.Query(ctx, text, nil, func(row []tds.Value) error {
			mark += fmt.Sprint(row)
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	return mark, nil
}

// SettingsMark changes when a setting of the agent does.
func SettingsMark(ctx context.Context, tx Tx) (string, error) {
	mark := ""
	err := tx.Query(ctx, `SELECT value_name, value FROM msxgate.registry WHERE key_path = @key ORDER BY value_name`, []Arg{arg("key", AgentKey)},
		func(row []tds.Value) error {
			mark += fmt.Sprintf("%q", row)
			return nil
		})
	return mark, err
}
