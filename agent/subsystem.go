package agent

import (
	"context"

	"msxgate/tds"
)

// Subsystem runs steps of one kind: TSQL, CmdExec, PowerShell.
type Subsystem interface {
	// Run runs the step until it ends or ctx does. The error is of the agent's own doing; a step that failed
	// says so in its Outcome.
	Run(ctx context.Context, s Step) (Outcome, error)
}

// Step is one attempt at a step of a job, its tokens replaced.
type Step struct {
	JobID     tds.GUID
	StepID    int64
	Command   string
	Database  string
	User      string // database_user_name: EXECUTE AS USER
	Owner     string // login to run as; empty for a sysadmin's job
	SuccessAt int64  // cmdexec_success_code
	Flags     int64  // sysjobsteps.flags
}

// Outcome is how an attempt ended.
type Outcome struct {
	Succeeded bool
	Output    string // for the history row: messages in the order in which they came
	Executed  string // who ran it, for "Executed as user: ..."
	MessageID int64  // number and severity of the last error, 0 without one
	Severity  int64
}
