package agent

import (
	"context"
	"io"
	"strings"

	"msxgate/msdb"
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

	// Log takes all output as it comes, also what a history row has no room for. nil: nobody keeps it. It never fails.
	Log io.Writer
}

// Flags of a step: sysjobsteps.flags. Without flagAppend an output file is overwritten.
const (
	flagAppend       int64 = 2
	flagResults      int64 = 4 // of a T-SQL step in the history
	flagLogOverwrite int64 = 8
	flagLogAppend    int64 = 16
	flagAllHistory   int64 = 32
)

// Outcome is how an attempt ended.
type Outcome struct {
	Succeeded bool
	Output    string // for the history row: messages in the order in which they came
	Executed  string // who ran it, for "Executed as user: ..."
	MessageID int64  // number and severity of the last error, 0 without one
	Severity  int64
}

// programs are the subsystems that run programs of the operating system. They run where the administrator of the server
// allows it on its command line; the setting can take that back, and cannot give it: whoever may write settings by T-SQL, a
// master among them, must not get hold of the machine by that.
var programs = map[string]struct{ flag, setting string }{
	"CMDEXEC":    {"--allow-cmdexec", "AllowCmdExec"},
	"POWERSHELL": {"--allow-powershell", "AllowPowerShell"},
}

// subsystemOf is what runs a step, or why nothing does.
func (a *Agent) subsystemOf(ctx context.Context, s *msdb.JobStep) (Subsystem, error) {
	name := strings.ToUpper(s.Subsystem)
	sub, allowance := a.Subsystems[name], programs[name]
	switch {
	case sub == nil && allowance.flag == "":
		return nil, agentErrorf("The %s subsystem is not available on this server.", s.Subsystem)
	case sub == nil:
		return nil, agentErrorf("The %s subsystem is not available on this server.  Its administrator can allow it: msxgate serve %s.",
			s.Subsystem, allowance.flag)
	case allowance.setting == "":
		return sub, nil
	}
	set, err := msdb.IntSetting(ctx, a.tx(), allowance.setting)
	if err == nil && set.Valid && set.V == 0 {
		err = agentErrorf("The %s subsystem is not available on this server.  The setting %s is 0; 1 allows it.", s.Subsystem, allowance.setting)
	}
	return sub, err
}

// identity is the login as which a step runs, empty for the agent's own. A program can run as nothing but the user of msxgate,
// so that it has no proxy and belongs to a sysadmin.
func (a *Agent) identity(ctx context.Context, r *run, s *msdb.JobStep) (string, error) {
	owner, err := a.runAs(ctx, r.job)
	if err != nil || programs[strings.ToUpper(s.Subsystem)].flag == "" {
		return owner, err
	}
	if s.ProxyID.Valid {
		proxy, err := msdb.ProxyByID(ctx, a.tx(), s.ProxyID.V)
		switch {
		case err != nil:
			return "", err
		case proxy == nil:
			return "", errProxyNotFound
		}
		return "", agentErrorf("Unable to start execution of step %d (reason: This server cannot log on as the credential of proxy %s; "+
			"a step without a proxy runs as the user of msxgate).", s.StepID, proxy.Name)
	}
	if owner != "" {
		return "", agentErrorf("Non-SysAdmins have been denied permission to run %s job steps without a proxy account.", s.Subsystem)
	}
	return "", nil
}
