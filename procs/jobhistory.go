package procs

import (
	"context"
	"database/sql"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

var jobHistoryProcs = []*Proc{
	define("sp_help_jobhistory", helpJobhistory),
	define("sp_help_jobhistory_full", helpJobhistoryFull),
	define("sp_help_jobhistory_summary", helpJobhistorySummary),
	define("sp_help_jobhistory_sem", helpJobhistorySem),
	define("sp_purge_jobhistory", purgeJobhistory),
	define("sp_help_jobactivity", helpJobactivity),
}

type helpJobhistoryParams struct {
	JobID              sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName            sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	StepID             sql.Null[int64]    `tsql:"@step_id int = NULL"`
	SQLMessageID       sql.Null[int64]    `tsql:"@sql_message_id int = NULL"`
	SQLSeverity        sql.Null[int64]    `tsql:"@sql_severity int = NULL"`
	StartRunDate       sql.Null[int64]    `tsql:"@start_run_date int = NULL"`
	EndRunDate         sql.Null[int64]    `tsql:"@end_run_date int = NULL"`
	StartRunTime       sql.Null[int64]    `tsql:"@start_run_time int = NULL"`
	EndRunTime         sql.Null[int64]    `tsql:"@end_run_time int = NULL"`
	MinimumRunDuration sql.Null[int64]    `tsql:"@minimum_run_duration int = NULL"`
	RunStatus          sql.Null[int64]    `tsql:"@run_status int = NULL"`
	MinimumRetries     sql.Null[int64]    `tsql:"@minimum_retries int = NULL"`
	OldestFirst        int64              `tsql:"@oldest_first int = 0"`
	Server             sql.Null[string]   `tsql:"@server sysname = NULL"`
	Mode               string             `tsql:"@mode varchar(7) = 'SUMMARY'"`
}

// helpJobhistory shows the history of jobs on this server. A multiserver job has its history on its targets: named, it shows how it
// ended last on each of them.
func helpJobhistory(ctx context.Context, c *Call, p *helpJobhistoryParams) error {
	if p.JobID.Valid || p.JobName.Valid {
		job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
		if err != nil {
			return err
		}
		p.JobID = some(job.JobID)
	}
	blankToNull(&p.Server)
	if err := p.verify(c); err != nil {
		return err
	}
	distributed := false
	if p.JobID.Valid {
		var err error
		if distributed, err = msdb.IsRemoteJob(ctx, c.Tx, p.JobID.V); err != nil {
			return err
		}
	}
	q := &historyQuery{filter: p.filter(), distributed: distributed}
	switch mode := upper(trim(p.Mode)); mode {
	case "SUMMARY":
		return in(c, "sp_help_jobhistory_summary", func(c *Call) error { return sendSummary(ctx, c, q) })
	case "FULL":
		return in(c, "sp_help_jobhistory_full", func(c *Call) error { return sendFull(ctx, c, q) })
	case "SEM":
		return in(c, "sp_help_jobhistory_sem", func(c *Call) error { return sendSem(ctx, c, q) })
	}
	return errInvalidValue.With("@mode", "SUMMARY, FULL, SEM")
}

// verify tests the filters. A status out of range is told by a message only, and by the return code.
func (p *helpJobhistoryParams) verify(c *Call) error {
	for _, d := range []struct {
		verify func(*Call, int64, string) error
		value  sql.Null[int64]
		param  string
	}{
		{verifyJobDate, p.StartRunDate, "@start_run_date"},
		{verifyJobDate, p.EndRunDate, "@end_run_date"},
		{verifyJobTime, p.StartRunTime, "@start_run_time"},
		{verifyJobTime, p.EndRunTime, "@end_run_time"},
	} {
		if !d.value.Valid {
			continue
		}
		if err := d.verify(c, d.value.V, d.param); err != nil {
			return err
		}
	}
	if p.RunStatus.Valid && (p.RunStatus.V < msdb.OutcomeFailed || p.RunStatus.V > msdb.OutcomeUnknown) {
		if err := c.Info(infoOutOfRange.With("@run_status", "0..5")); err != nil {
			return err
		}
		return returns(1)
	}
	return nil
}

func (p *helpJobhistoryParams) filter() *msdb.HistoryFilter {
	return &msdb.HistoryFilter{
		JobID: p.JobID, StepID: p.StepID, SQLMessageID: p.SQLMessageID, SQLSeverity: p.SQLSeverity,
		StartRunDate: p.StartRunDate, EndRunDate: p.EndRunDate, StartRunTime: p.StartRunTime, EndRunTime: p.EndRunTime,
		MinimumRunDuration: p.MinimumRunDuration, RunStatus: p.RunStatus, MinimumRetries: p.MinimumRetries, Server: p.Server,
		OldestFirst: p.OldestFirst == 1,
	}
}

type purgeJobhistoryParams struct {
	JobName    sql.Null[string]    `tsql:"@job_name sysname = NULL"`
	JobID      sql.Null[tds.GUID]  `tsql:"@job_id uniqueidentifier = NULL"`
	OldestDate sql.Null[time.Time] `tsql:"@oldest_date datetime = NULL"`
}

// purgeJobhistory deletes history of this server, of one job or of all, all of it or what is older than a moment.
func purgeJobhistory(ctx context.Context, c *Call, p *purgeJobhistoryParams) error {
	clean(&p.JobName)
	owner := []byte(nil)
	if p.JobID.Valid || p.JobName.Valid {
		job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
		if err != nil {
			return err
		}
		p.JobID, owner = some(job.JobID), job.OwnerSID
	}
	if !c.Login.Sysadmin && !c.Login.InRole(roleOperator) && (owner == nil || !c.Login.Owns(owner)) {
		return errCannotPurge.With()
	}
	date, clock := int64(99999999), int64(0)
	if p.OldestDate.Valid {
		date, clock = dateInt(p.OldestDate.V), timeInt(p.OldestDate.V)
	}
	n, err := msdb.PurgeHistory(ctx, c.Tx, p.JobID, date, clock)
	if err != nil {
		return err
	}
	return c.Info(infoHistoryPurged.With(n))
}
