package msdb

import (
	"context"
	"database/sql"
	"time"

	"msxgate/tds"
)

// The states of a run in the ledger.
const (
	RunPending  int64 = 0 // asked for, not begun
	RunStarted  int64 = 1 // begun: after a crash it is closed as lost, never run again
	RunFinished int64 = 2
	RunLost     int64 = 3 // its agent died, or it was refused
)

// LedgerRun is a row of msxgate.run_ledger: a run that was asked for on this server. The row is durable
// before the run begins, so that no crash makes a run happen twice.
type LedgerRun struct {
	RunID       tds.GUID
	JobID       tds.GUID
	StartStep   int64 // 0: the job's own first step
	Source      int64 // sysjobactivity.run_requested_source
	RequestedBy string
	Instruction sql.Null[int64]     // sysdownloadlist.instance_id on the master
	Posted      sql.Null[time.Time] // its date_posted: instance ids begin anew after a resync
	ScheduledAt sql.Null[time.Time] // when a schedule made the job due, local time
	State       int64
	Created     time.Time
	Started     sql.Null[time.Time]
}

const ledgerColumns = `run_id, job_id, start_step, source, requested_by, instruction_id, instruction_posted, scheduled_at, state, created, started`

func (l *LedgerRun) fields() []any {
	return []any{
		&l.RunID, &l.JobID, &l.StartStep, &l.Source, &l.RequestedBy, &l.Instruction, &l.Posted, &l.ScheduledAt, &l.State, &l.Created, &l.Started,
	}
}

// InsertRun records a run that is pending.
func InsertRun(ctx context.Context, tx Tx, l *LedgerRun) error {
	return exec(ctx, tx, `INSERT INTO msxgate.run_ledger (run_id, job_id, start_step, source, requested_by, instruction_id, instruction_posted,
		scheduled_at, state, created)
		VALUES (@run_id, @job_id, @start_step, @source, @requested_by, @instruction_id, @instruction_posted, @scheduled_at, 0, @created)`,
		arg("run_id", l.RunID), arg("job_id", l.JobID), arg("start_step", l.StartStep), arg("source", l.Source),
		arg("requested_by", l.RequestedBy), arg("instruction_id", l.Instruction), arg("instruction_posted", l.Posted),
		arg("scheduled_at", l.ScheduledAt), arg("created", l.Created))
}

// InstructedRun is the run that an instruction of the master asked for, or nil when it has none yet.
func InstructedRun(ctx context.Context, tx Tx, instruction int64, posted time.Time) (*LedgerRun, error) {
	return selectRow(ctx, tx, `SELECT `+ledgerColumns+` FROM msxgate.run_ledger
		WHERE instruction_id = @instruction_id AND instruction_posted = @posted`,
		(*LedgerRun).fields, arg("instruction_id", instruction), arg("posted", posted))
}

// HasScheduledRun tells whether the ledger has a run of the job for the time at which a schedule makes it due.
func HasScheduledRun(ctx context.Context, tx Tx, job tds.GUID, at time.Time) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM msxgate.run_ledger WHERE job_id = @job_id AND scheduled_at = @scheduled_at`,
		arg("job_id", job), arg("scheduled_at", at))
}

// OpenRuns are the runs that neither finished nor were lost, oldest first.
func OpenRuns(ctx context.Context, tx Tx) ([]LedgerRun, error) {
	return selectRows(ctx, tx, `SELECT `+ledgerColumns+` FROM msxgate.run_ledger WHERE state < 2 ORDER BY created`, (*LedgerRun).fields)
}

// StartRun records that a pending run begins. It returns false when the run is not pending any more.
func StartRun(ctx context.Context, tx Tx, run tds.GUID, now time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE msxgate.run_ledger SET state = 1, started = @now WHERE run_id = @run_id AND state = 0`,
		arg("run_id", run), arg("now", now))
	return n == 1, err
}

// EndRun records that a run finished or was lost. It returns false when the ledger has its end already.
func EndRun(ctx context.Context, tx Tx, run tds.GUID, state int64, now time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE msxgate.run_ledger SET state = @state, finished = @now WHERE run_id = @run_id AND state < 2`,
		arg("run_id", run), arg("state", state), arg("now", now))
	return n == 1, err
}

// ForgetRuns deletes runs that ended before a moment.
func ForgetRuns(ctx context.Context, tx Tx, before time.Time) error {
	return exec(ctx, tx, `DELETE FROM msxgate.run_ledger WHERE state >= 2 AND finished < @before`, arg("before", before))
}

// Outcome is a row of msxgate.outbox: the outcome of a run of a master's job that the master has not
// confirmed yet.
type Outcome struct {
	Sequence int64
	JobID    tds.GUID
	Outcome  int64
	Message  string
	Date     int64
	Time     int64
	Duration int64
}

func (o *Outcome) fields() []any {
	return []any{&o.Sequence, &o.JobID, &o.Outcome, &o.Message, &o.Date, &o.Time, &o.Duration}
}

func (o *Outcome) args() []Arg {
	return []Arg{
		arg("job_id", o.JobID), arg("outcome", o.Outcome), arg("message", o.Message),
		arg("date", o.Date), arg("time", o.Time), arg("duration", o.Duration),
	}
}

// SpoolOutcome puts an outcome into the outbox.
func SpoolOutcome(ctx context.Context, tx Tx, o *Outcome) error {
	return exec(ctx, tx, `INSERT INTO msxgate.outbox (job_id, outcome, message, run_date, run_time, run_duration)
		VALUES (@job_id, @outcome, @message, @date, @time, @duration)`, o.args()...)
}

// SpooledOutcomes is the outbox in the order in which the runs ended.
func SpooledOutcomes(ctx context.Context, tx Tx) ([]Outcome, error) {
	return selectRows(ctx, tx, `SELECT sequence, job_id, outcome, message, run_date, run_time, run_duration FROM msxgate.outbox ORDER BY sequence`,
		(*Outcome).fields)
}

// DropOutcome takes a delivered outcome out of the outbox.
func DropOutcome(ctx context.Context, tx Tx, sequence int64) error {
	return exec(ctx, tx, `DELETE FROM msxgate.outbox WHERE sequence = @sequence`, arg("sequence", sequence))
}

// DropOutcomes empties the outbox: nobody is there to take it any more.
func DropOutcomes(ctx context.Context, tx Tx) error {
	return exec(ctx, tx, `DELETE FROM msxgate.outbox`)
}

// ReportOutcome writes an outcome into the row of a job and target on the master. It returns false when the
// master has no such row (any more).
func ReportOutcome(ctx context.Context, tx Tx, target string, o *Outcome) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE dbo.sysjobservers SET last_run_outcome = @outcome, last_outcome_message = @message,
		last_run_date = @date, last_run_time = @time, last_run_duration = @duration
		WHERE job_id = @job_id AND server_id = (SELECT server_id FROM dbo.systargetservers WHERE UPPER(server_name) = @target)`,
		append(o.args(), arg("target", target))...)
	return n > 0, err
}
