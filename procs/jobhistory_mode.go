package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

// historyQuery says which history is wanted.
type historyQuery struct {
	filter      *msdb.HistoryFilter
	distributed bool // the last runs on the targets of a multiserver job
}

type historyFullRow struct {
	InstanceID       int64            `col:"instance_id int"`
	JobID            tds.GUID         `col:"job_id uniqueidentifier"`
	JobName          string           `col:"job_name sysname"`
	StepID           int64            `col:"step_id int"`
	StepName         string           `col:"step_name sysname"`
	SQLMessageID     int64            `col:"sql_message_id int"`
	SQLSeverity      int64            `col:"sql_severity int"`
	Message          sql.Null[string] `col:"message nvarchar(4000) null"`
	RunStatus        int64            `col:"run_status int"`
	RunDate          int64            `col:"run_date int"`
	RunTime          int64            `col:"run_time int"`
	RunDuration      int64            `col:"run_duration int"`
	OperatorEmailed  sql.Null[string] `col:"operator_emailed sysname null"`
	OperatorNetsent  sql.Null[string] `col:"operator_netsent sysname null"`
	OperatorPaged    sql.Null[string] `col:"operator_paged sysname null"`
	RetriesAttempted int64            `col:"retries_attempted int"`
	Server           string           `col:"server sysname"`
}

// targetFullRow has columns of untyped NULLs, which are int, and one that is called otherwise.
type targetFullRow struct {
	InstanceID       sql.Null[int64]  `col:"instance_id int null"`
	JobID            tds.GUID         `col:"job_id uniqueidentifier"`
	JobName          string           `col:"job_name sysname"`
	StepID           sql.Null[int64]  `col:"step_id int null"`
	StepName         sql.Null[int64]  `col:"step_name int null"`
	SQLMessageID     sql.Null[int64]  `col:"sql_message_id int null"`
	SQLSeverity      sql.Null[int64]  `col:"sql_severity int null"`
	Message          sql.Null[string] `col:"message nvarchar(4000) null"`
	RunStatus        int64            `col:"run_status tinyint"`
	RunDate          int64            `col:"run_date int"`
	RunTime          int64            `col:"run_time int"`
	RunDuration      int64            `col:"run_duration int"`
	OperatorEmailed  sql.Null[int64]  `col:"operator_emailed int null"`
	OperatorNetsent  sql.Null[int64]  `col:"operator_netsentname int null"`
	OperatorPaged    sql.Null[int64]  `col:"operator_paged int null"`
	RetriesAttempted sql.Null[int64]  `col:"retries_attempted int null"`
	Server           string           `col:"server sysname"`
}

// sendFull answers as mode FULL does.
func sendFull(ctx context.Context, c *Call, q *historyQuery) error {
	if q.distributed {
		runs, err := msdb.TargetHistories(ctx, c.Tx, q.filter)
		if err != nil {
			return err
		}
		rows := make([]targetFullRow, len(runs))
		for i, r := range runs {
			rows[i] = targetFullRow{
				JobID: r.JobID, JobName: r.JobName, Message: r.Message, RunStatus: r.RunStatus,
				RunDate: r.RunDate, RunTime: r.RunTime, RunDuration: r.RunDuration, Server: r.Server,
			}
		}
		return send(c, rows)
	}
	history, err := msdb.VisibleHistory(ctx, c.Tx, q.filter)
	if err != nil {
		return err
	}
	rows := make([]historyFullRow, len(history))
	for i, h := range history {
		rows[i] = historyFullRow(h)
	}
	return send(c, rows)
}

type historySummaryRow struct {
	JobID            tds.GUID         `col:"job_id uniqueidentifier"`
	JobName          string           `col:"job_name sysname"`
	RunStatus        int64            `col:"run_status int"`
	RunDate          int64            `col:"run_date int"`
	RunTime          int64            `col:"run_time int"`
	RunDuration      int64            `col:"run_duration int"`
	OperatorEmailed  sql.Null[string] `col:"operator_emailed nvarchar(20) null"`
	OperatorNetsent  sql.Null[string] `col:"operator_netsent nvarchar(20) null"`
	OperatorPaged    sql.Null[string] `col:"operator_paged nvarchar(20) null"`
	RetriesAttempted int64            `col:"retries_attempted int"`
	Server           string           `col:"server sysname"`
}

type targetSummaryRow struct {
	JobID            tds.GUID        `col:"job_id uniqueidentifier"`
	JobName          string          `col:"job_name sysname"`
	RunStatus        int64           `col:"run_status tinyint"`
	RunDate          int64           `col:"run_date int"`
	RunTime          int64           `col:"run_time int"`
	RunDuration      int64           `col:"run_duration int"`
	OperatorEmailed  sql.Null[int64] `col:"operator_emailed int null"`
	OperatorNetsent  sql.Null[int64] `col:"operator_netsentname int null"`
	OperatorPaged    sql.Null[int64] `col:"operator_paged int null"`
	RetriesAttempted sql.Null[int64] `col:"retries_attempted int null"`
	Server           string          `col:"server sysname"`
}

// sendSummary answers as mode SUMMARY does.
func sendSummary(ctx context.Context, c *Call, q *historyQuery) error {
	if q.distributed {
		runs, err := msdb.TargetHistories(ctx, c.Tx, q.filter)
		if err != nil {
			return err
		}
		rows := make([]targetSummaryRow, len(runs))
		for i, r := range runs {
			rows[i] = targetSummaryRow{
				JobID: r.JobID, JobName: r.JobName, RunStatus: r.RunStatus, RunDate: r.RunDate, RunTime: r.RunTime,
				RunDuration: r.RunDuration, Server: r.Server,
			}
		}
		return send(c, rows)
	}
	history, err := msdb.VisibleHistory(ctx, c.Tx, q.filter)
	if err != nil {
		return err
	}
	rows := make([]historySummaryRow, len(history))
	for i, h := range history {
		rows[i] = historySummaryRow{
			h.JobID, h.JobName, h.RunStatus, h.RunDate, h.RunTime, h.RunDuration,
			cut(h.OperatorEmailed, 20), cut(h.OperatorNetsent, 20), cut(h.OperatorPaged, 20), h.RetriesAttempted, h.Server,
		}
	}
	return send(c, rows)
}

// cut takes the first n characters of a text, as SUBSTRING counts them.
func cut(s sql.Null[string], n int) sql.Null[string] {
	runes := []rune(s.V)
	s.V = string(runes[:min(n, len(runes))])
	return s
}

type historySemRow struct {
	StepID          int64            `col:"step_id int"`
	StepName        string           `col:"step_name sysname"`
	Message         sql.Null[string] `col:"message nvarchar(4000) null"`
	RunStatus       int64            `col:"run_status int"`
	RunDate         int64            `col:"run_date int"`
	RunTime         int64            `col:"run_time int"`
	RunDuration     int64            `col:"run_duration int"`
	OperatorEmailed sql.Null[string] `col:"operator_emailed sysname null"`
	OperatorNetsent sql.Null[string] `col:"operator_netsent sysname null"`
	OperatorPaged   sql.Null[string] `col:"operator_paged sysname null"`
}

type targetSemRow struct {
	JobID           tds.GUID         `col:"job_id uniqueidentifier"`
	StepName        sql.Null[int64]  `col:"step_name int null"`
	Message         sql.Null[string] `col:"message nvarchar(4000) null"`
	RunStatus       int64            `col:"run_status tinyint"`
	RunDate         int64            `col:"run_date int"`
	RunTime         int64            `col:"run_time int"`
	RunDuration     int64            `col:"run_duration int"`
	OperatorEmailed sql.Null[int64]  `col:"operator_emailed int null"`
	OperatorNetsent sql.Null[int64]  `col:"operator_netsentname int null"`
	OperatorPaged   sql.Null[int64]  `col:"operator_paged int null"`
}

// sendSem answers as mode SEM does: of the filters only the job counts, and without a job there is nothing.
func sendSem(ctx context.Context, c *Call, q *historyQuery) error {
	filter := &msdb.HistoryFilter{JobID: q.filter.JobID, OldestFirst: q.filter.OldestFirst}
	if !filter.JobID.Valid {
		return send(c, []historySemRow{})
	}
	if q.distributed {
		runs, err := msdb.TargetHistories(ctx, c.Tx, filter)
		if err != nil {
			return err
		}
		rows := make([]targetSemRow, len(runs))
		for i, r := range runs {
			rows[i] = targetSemRow{
				JobID: r.JobID, Message: r.Message, RunStatus: r.RunStatus, RunDate: r.RunDate, RunTime: r.RunTime, RunDuration: r.RunDuration,
			}
		}
		return send(c, rows)
	}
	history, err := msdb.VisibleHistory(ctx, c.Tx, filter)
	if err != nil {
		return err
	}
	rows := make([]historySemRow, len(history))
	for i, h := range history {
		rows[i] = historySemRow{
			h.StepID, h.StepName, h.Message, h.RunStatus, h.RunDate, h.RunTime, h.RunDuration,
			h.OperatorEmailed, h.OperatorNetsent, h.OperatorPaged,
		}
	}
	return send(c, rows)
}

type historyModeParams struct {
	JobID                 sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier"`
	JobName               sql.Null[string]   `tsql:"@job_name sysname" status:"ignored"`
	StepID                sql.Null[int64]    `tsql:"@step_id int"`
	SQLMessageID          sql.Null[int64]    `tsql:"@sql_message_id int"`
	SQLSeverity           sql.Null[int64]    `tsql:"@sql_severity int"`
	StartRunDate          sql.Null[int64]    `tsql:"@start_run_date int"`
	EndRunDate            sql.Null[int64]    `tsql:"@end_run_date int"`
	StartRunTime          sql.Null[int64]    `tsql:"@start_run_time int"`
	EndRunTime            sql.Null[int64]    `tsql:"@end_run_time int"`
	MinimumRunDuration    sql.Null[int64]    `tsql:"@minimum_run_duration int"`
	RunStatus             sql.Null[int64]    `tsql:"@run_status int"`
	MinimumRetries        sql.Null[int64]    `tsql:"@minimum_retries int"`
	OldestFirst           sql.Null[int64]    `tsql:"@oldest_first int"`
	Server                sql.Null[string]   `tsql:"@server sysname"`
	Mode                  sql.Null[string]   `tsql:"@mode varchar(7)" status:"ignored"`
	OrderBy               sql.Null[int64]    `tsql:"@order_by int" status:"ignored"`
	DistributedJobHistory bool               `tsql:"@distributed_job_history bit"`
}

func (p *historyModeParams) query() *historyQuery {
	blankToNull(&p.Server)
	return &historyQuery{distributed: p.DistributedJobHistory, filter: &msdb.HistoryFilter{
		JobID: p.JobID, StepID: p.StepID, SQLMessageID: p.SQLMessageID, SQLSeverity: p.SQLSeverity,
		StartRunDate: p.StartRunDate, EndRunDate: p.EndRunDate, StartRunTime: p.StartRunTime, EndRunTime: p.EndRunTime,
		MinimumRunDuration: p.MinimumRunDuration, RunStatus: p.RunStatus, MinimumRetries: p.MinimumRetries, Server: p.Server,
		OldestFirst: p.OldestFirst.V == 1,
	}}
}

func helpJobhistoryFull(ctx context.Context, c *Call, p *historyModeParams) error {
	return sendFull(ctx, c, p.query())
}

func helpJobhistorySummary(ctx context.Context, c *Call, p *historyModeParams) error {
	return sendSummary(ctx, c, p.query())
}

func helpJobhistorySem(ctx context.Context, c *Call, p *historyModeParams) error {
	return sendSem(ctx, c, p.query())
}
