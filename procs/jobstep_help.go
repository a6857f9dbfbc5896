package procs

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"msxgate/msdb"
	"msxgate/tds"
)

type helpJobstepParams struct {
	JobID    sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName  sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	StepID   sql.Null[int64]    `tsql:"@step_id int = NULL"`
	StepName sql.Null[string]   `tsql:"@step_name sysname = NULL"`
	Suffix   bool               `tsql:"@suffix bit = 0"`
}

type jobStepRow struct {
	StepID             int64            `col:"step_id int"`
	StepName           string           `col:"step_name sysname"`
	Subsystem          string           `col:"subsystem nvarchar(40)"`
	Command            sql.Null[string] `col:"command nvarchar(max) null"`
	Flags              int64            `col:"flags int"`
	CmdexecSuccessCode int64            `col:"cmdexec_success_code int"`
	OnSuccessAction    int64            `col:"on_success_action tinyint"`
	OnSuccessStepID    int64            `col:"on_success_step_id int"`
	OnFailAction       int64            `col:"on_fail_action tinyint"`
	OnFailStepID       int64            `col:"on_fail_step_id int"`
	Server             sql.Null[string] `col:"server sysname null"`
	DatabaseName       sql.Null[string] `col:"database_name sysname null"`
	DatabaseUserName   sql.Null[string] `col:"database_user_name sysname null"`
	RetryAttempts      int64            `col:"retry_attempts int"`
	RetryInterval      int64            `col:"retry_interval int"`
	OSRunPriority      int64            `col:"os_run_priority int"`
	OutputFileName     sql.Null[string] `col:"output_file_name nvarchar(200) null"`
	LastRunOutcome     int64            `col:"last_run_outcome int"`
	LastRunDuration    int64            `col:"last_run_duration int"`
	LastRunRetries     int64            `col:"last_run_retries int"`
	LastRunDate        int64            `col:"last_run_date int"`
	LastRunTime        int64            `col:"last_run_time int"`
	ProxyID            sql.Null[int64]  `col:"proxy_id int null"`
}

// suffixedStepRow is the same with words behind four of the numbers.
type suffixedStepRow struct {
	StepID             int64            `col:"step_id int"`
	StepName           string           `col:"step_name sysname"`
	Subsystem          string           `col:"subsystem nvarchar(40)"`
	Command            sql.Null[string] `col:"command nvarchar(max) null"`
	Flags              string           `col:"flags nvarchar(4000) null"`
	CmdexecSuccessCode int64            `col:"cmdexec_success_code int"`
	OnSuccessAction    string           `col:"on_success_action nvarchar(4000) null"`
	OnSuccessStepID    int64            `col:"on_success_step_id int"`
	OnFailAction       string           `col:"on_fail_action nvarchar(4000) null"`
	OnFailStepID       int64            `col:"on_fail_step_id int"`
	Server             sql.Null[string] `col:"server sysname null"`
	DatabaseName       sql.Null[string] `col:"database_name sysname null"`
	DatabaseUserName   sql.Null[string] `col:"database_user_name sysname null"`
	RetryAttempts      int64            `col:"retry_attempts int"`
	RetryInterval      int64            `col:"retry_interval int"`
	OSRunPriority      string           `col:"os_run_priority nvarchar(4000) null"`
	OutputFileName     sql.Null[string] `col:"output_file_name nvarchar(200) null"`
	LastRunOutcome     int64            `col:"last_run_outcome int"`
	LastRunDuration    int64            `col:"last_run_duration int"`
	LastRunRetries     int64            `col:"last_run_retries int"`
	LastRunDate        int64            `col:"last_run_date int"`
	LastRunTime        int64            `col:"last_run_time int"`
	ProxyID            sql.Null[int64]  `col:"proxy_id int null"`
}

// helpJobstep lists the steps of a job, all or one.
func helpJobstep(ctx context.Context, c *Call, p *helpJobstepParams) error {
	job, err := findJob(ctx, c, &jobRef{id: p.JobID, name: p.JobName, noTest: true})
	if err != nil {
		return err
	}
	steps, err := chosenSteps(ctx, c, job, p.StepID, trimNull(p.StepName))
	if err != nil {
		return err
	}
	if p.Suffix {
		return sendSuffixedSteps(c, steps)
	}
	return sendSteps(c, steps)
}

// chosenSteps are the steps of a job: the one of that number, else the one of that name, else all.
func chosenSteps(ctx context.Context, c *Call, job *msdb.Job, id sql.Null[int64], name sql.Null[string]) ([]msdb.JobStep, error) {
	steps, err := msdb.JobSteps(ctx, c.Tx, job.JobID)
	if err != nil {
		return nil, err
	}
	switch {
	case id.Valid && len(steps) == 0:
		return nil, errNoSteps.With(job.Name)
	case id.Valid:
		last := steps[len(steps)-1].StepID
		if err := between(id.V, "@step_id", 1, last); err != nil {
			return nil, err
		}
		return stepsWhere(steps, func(s *msdb.JobStep) bool { return s.StepID == id.V }), nil
	case name.Valid:
		found := stepsWhere(steps, func(s *msdb.JobStep) bool { return same(s.StepName, name.V) })
		if len(found) == 0 {
			return nil, errDoesNotExist.With("@step_name", name)
		}
		return found, nil
	}
	return steps, nil
}

func stepsWhere(steps []msdb.JobStep, keep func(*msdb.JobStep) bool) []msdb.JobStep {
	var out []msdb.JobStep
	for i := range steps {
		if keep(&steps[i]) {
			out = append(out, steps[i])
		}
	}
	return out
}

func sendSteps(c *Call, steps []msdb.JobStep) error {
	rows := make([]jobStepRow, len(steps))
	for i, s := range steps {
		rows[i] = jobStepRow{
			s.StepID, s.StepName, s.Subsystem, s.Command, s.Flags, s.CmdexecSuccessCode, s.OnSuccessAction, s.OnSuccessStepID,
			s.OnFailAction, s.OnFailStepID, s.Server, s.DatabaseName, s.DatabaseUserName, s.RetryAttempts, s.RetryInterval, s.OSRunPriority,
			s.OutputFileName, s.LastRunOutcome, s.LastRunDuration, s.LastRunRetries, s.LastRunDate, s.LastRunTime, s.ProxyID,
		}
	}
	return send(c, rows)
}

func sendSuffixedSteps(c *Call, steps []msdb.JobStep) error {
	rows := make([]suffixedStepRow, len(steps))
	for i, s := range steps {
		rows[i] = suffixedStepRow{
			s.StepID, s.StepName, s.Subsystem, s.Command, flagsText(s.Flags), s.CmdexecSuccessCode, actionText(s.OnSuccessAction), s.OnSuccessStepID,
			actionText(s.OnFailAction), s.OnFailStepID, s.Server, s.DatabaseName, s.DatabaseUserName, s.RetryAttempts, s.RetryInterval,
			priorityText(s.OSRunPriority), s.OutputFileName, s.LastRunOutcome, s.LastRunDuration, s.LastRunRetries, s.LastRunDate, s.LastRunTime, s.ProxyID,
		}
	}
	return send(c, rows)
}

// flagsText is the flags of a step with their meaning. A separator follows a text when the number is greater than all flags
// up to it, whether a text follows or not.
func flagsText(flags int64) string {
	if flags == 0 {
		return fmt.Sprintf("0 (%s)", textNormal.Text())
	}
	var b strings.Builder
	for _, f := range []struct {
		bit, upTo int64
		text      *message
	}{{1, 1, textEncryptedCommand}, {2, 3, textAppendOutputFile}, {4, 1 << 62, textIncludeInHistory}} {
		if flags&f.bit == 0 {
			continue
		}
		b.WriteString(f.text.Text())
		if flags > f.upTo {
			b.WriteString(", ")
		}
	}
	return fmt.Sprintf("%d (%s)", flags, b.String())
}

func actionText(action int64) string {
	return numberText(action, map[int64]*message{1: textQuitWithSuccess, 2: textQuitWithFailure, 3: textGotoNextStep, 4: textGotoStep})
}

func priorityText(priority int64) string {
	return numberText(priority, map[int64]*message{-15: textIdle, -1: textBelowNormal, 0: textNormal, 1: textAboveNormal, 15: textTimeCritical})
}

func numberText(n int64, texts map[int64]*message) string {
	text := textUnknown
	if t := texts[n]; t != nil {
		text = t
	}
	return fmt.Sprintf("%d %s", n, text.Text())
}

type agentGetJobstepParams struct {
	JobID    tds.GUID `tsql:"@job_id uniqueidentifier"`
	IsSystem int64    `tsql:"@is_system tinyint = 0"`
}

// agentGetJobstep is sp_help_jobstep as agents call it.
func agentGetJobstep(ctx context.Context, c *Call, p *agentGetJobstepParams) error {
	return in(c, "sp_help_jobstep", func(c *Call) error { return helpJobstep(ctx, c, &helpJobstepParams{JobID: some(p.JobID)}) })
}
