//go:build unix

package integration

import (
	"bufio"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"msxgate/agent"
)

func TestCmdExec(t *testing.T) {
	t.Setenv("MSXGATE_SA_PASSWORD", "secret")
	t.Setenv("MSSQL_SA_PASSWORD", "secret")
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	r := newLocalRig(t)
	r.start()
	tests := []struct{ command, more, want string }{
		{"echo out; echo err >&2", "", "1|out\nerr  Process Exit Code 0.  The step succeeded."},
		{"exit 3", ", @cmdexec_success_code = 3", "1|Process Exit Code 3.  The step succeeded."},
		{"echo no; exit 3", "", "0|no  Process Exit Code 3.  The step failed."},
		{"kill -9 $$", "", "0|The process was ended by a signal (signal: killed).  The step failed."},
		{"env | grep -c secret; env | grep -c ^PATH=", "", "1|0\n1  Process Exit Code 0.  The step succeeded."},
		{"read x; echo \"in: $x\"", "", "1|in:  Process Exit Code 0.  The step succeeded."},
		{"echo $(ESCAPE_SQUOTE(JOBNAME)) $(ESCAPE_NONE(STEPID))", "", "1|J6 1  Process Exit Code 0.  The step succeeded."},
		{`printf 'a\377\000b'`, "", "1|a\uFFFDb  Process Exit Code 0.  The step succeeded."},
	}
	for i, test := range tests {
		name := fmt.Sprintf("J%d", i)
		r.local(name, cmdExec(test.command, test.more))
		r.run(name)
		got := strings.Replace(r.read(r.target, lastStep), "Executed as user: "+me.Username+". ", "", 1)
		if got != test.want {
			t.Errorf("%s\n got %q\nwant %q", test.command, got, test.want)
		}
	}
	r.local("big", cmdExec("yes | head -c 20000000", ""))
	r.run("big")
	if got := r.read(r.target, lastStep); len(got) < 3000 || len(got) > 4002 || !strings.HasSuffix(got, "y  Process Exit Code 0.  The step succeeded.") {
		t.Errorf("20 MB of output leave %d bytes: %s", len(got), got[max(len(got)-80, 0):])
	}
}

// TestSubsystemRefused names what does not run, and says how to allow what can be.
func TestSubsystemRefused(t *testing.T) {
	r := newLocalRig(t)
	r.start()
	off := r.agent.Subsystems["CMDEXEC"]
	delete(r.agent.Subsystems, "CMDEXEC")
	r.local("off", cmdExec("true", ""))
	r.run("off")
	r.want(r.target, lastStep, "0|The CmdExec subsystem is not available on this server.  Its administrator can allow it: msxgate serve --allow-cmdexec.  The step failed.")
	r.agent.Subsystems["CMDEXEC"] = off
	r.setting("AllowCmdExec", "REG_DWORD", "0")
	r.run("off")
	r.want(r.target, lastStep, "0|The CmdExec subsystem is not available on this server.  The setting AllowCmdExec is 0; 1 allows it.  The step failed.")
	r.setting("AllowCmdExec", "REG_DWORD", "1")
	r.run("off")
	r.want(r.target, `SELECT TOP 1 run_status FROM msdb.dbo.sysjobhistory ORDER BY instance_id DESC`, "1")

	r.local("olap", `@subsystem = N'ANALYSISQUERY', @server = N'OLAP', @command = N'x'`)
	r.run("olap")
	r.want(r.target, lastStep, "0|The ANALYSISQUERY subsystem is not available on this server.  The step failed.")

	r.on(r.target, `CREATE LOGIN [T1\runner] WITH PASSWORD = N'Runn3r!'`,
		`CREATE CREDENTIAL Runner WITH IDENTITY = N'T1\runner', SECRET = N'x'`,
		`EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Runner', @credential_name = N'Runner'`,
		`EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Runner', @subsystem_name = N'CmdExec'`)
	r.local("proxy", cmdExec("true", `, @proxy_name = N'Runner'`))
	r.run("proxy")
	r.want(r.target, lastStep, "0|Unable to start execution of step 1 (reason: This server cannot log on as the credential of proxy Runner; "+
		"a step without a proxy runs as the user of msxgate).  The step failed.")

	r.on(r.target, `CREATE LOGIN clerk WITH PASSWORD = N'Cl3rk!'`, `EXEC msdb.dbo.sp_update_job @job_name = N'off', @owner_login_name = N'clerk'`)
	r.run("off")
	r.want(r.target, lastStep, "0|Non-SysAdmins have been denied permission to run CmdExec job steps without a proxy account.  The step failed.")
}

// pulse is a pipe that processes hold open for as long as they live.
type pulse struct {
	t    testing.TB
	path string
	read chan string // what they write; closed when the last one is gone
}

func newPulse(t testing.TB) *pulse {
	t.Helper()
	p := &pulse{t: t, path: filepath.Join(t.TempDir(), "pulse"), read: make(chan string, 16)}
	if err := syscall.Mkfifo(p.path, 0o600); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.read)
		f, err := os.Open(p.path)
		if err != nil {
			return
		}
		defer f.Close()
		for s := bufio.NewScanner(f); s.Scan(); {
			p.read <- s.Text()
		}
	}()
	return p
}

// command holds the pulse in a shell that does not listen to SIGTERM, and in a child of it.
func (p *pulse) command() string {
	return `trap '' TERM; exec 9>"` + p.path + `"; sleep 600 & echo begun >&9; wait; sleep 600`
}

// begun waits for the command.
func (p *pulse) begun() { p.expect("begun", true) }

// gone waits until no process of the command is left.
func (p *pulse) gone() { p.expect("", false) }

func (p *pulse) expect(line string, open bool) {
	p.t.Helper()
	select {
	case got, ok := <-p.read:
		if got != line || ok != open {
			p.t.Fatalf("the processes say %q %v", got, ok)
		}
	case <-time.After(20 * time.Second):
		p.t.Fatalf("no %q of the processes", line)
	}
}

// TestCmdExecStop stops commands that do not want to end: none of their processes is left.
func TestCmdExecStop(t *testing.T) {
	r := newLocalRig(t)
	r.start()
	p := newPulse(t)
	r.local("J", cmdExec(p.command(), `, @retry_attempts = 3`))
	r.launch("J")
	p.begun()
	r.stop("J")
	p.gone()
	r.settled()
	r.want(r.target, `SELECT step_id, run_status FROM msdb.dbo.sysjobhistory ORDER BY instance_id`, "1|3\n0|3")
	if got := r.read(r.target, lastStep); !strings.HasSuffix(got, "The step was cancelled (stopped) as the result of a stop job request.") {
		t.Error(got)
	}

	p = newPulse(t)
	r.local("K", cmdExec(p.command(), ""))
	r.launch("K")
	p.begun()
	r.agent.Stop()
	p.gone()
	r.want(r.target, `SELECT TOP 1 message FROM msdb.dbo.sysjobhistory ORDER BY instance_id DESC`,
		"The job was stopped prior to completion by Shutdown Sequence 0.  The Job was invoked by User dba.  The last step to run was step 1 (s1).")
}

// TestCmdExecLeavesProgramsBehind ends a step with its shell, also when a program that the shell left has its output.
func TestCmdExecLeavesProgramsBehind(t *testing.T) {
	r := newLocalRig(t)
	r.start()
	r.local("J", cmdExec("sleep 3 & echo gone", ""))
	r.run("J")
	if got := r.read(r.target, lastStep); !strings.Contains(got, "gone  Process Exit Code 0.  It left programs behind that hold its output") {
		t.Error(got)
	}
}

// TestKillCmdExec kills an agent while its step runs commands: they do not outlive it, and the next start tells of the lost run.
func TestKillCmdExec(t *testing.T) {
	s := newServer(t, "HQ", "--allow-cmdexec")
	s.start()
	p := newPulse(t)
	s.exec(`EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'`,
		`EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N's1', `+cmdExec(p.command(), ""),
		`EXEC msdb.dbo.sp_add_jobserver @job_name = N'J'`, `EXEC msdb.dbo.sp_start_job N'J'`)
	p.begun()
	s.kill()
	p.gone()
	s.start()
	if got, want := s.scalar(`SELECT message FROM msdb.dbo.sysjobhistory WHERE step_id = 0`),
		"The job failed.  The agent ended while the job was running, so that its outcome is not known.  The Job was invoked by User sa."; got != want {
		t.Errorf("got %q", got)
	}
}

// TestPowerShell hands a script to pwsh. A shell script stands in for it: what counts is how it is called.
func TestPowerShell(t *testing.T) {
	r := newLocalRig(t)
	pwsh := filepath.Join(t.TempDir(), "pwsh")
	if err := os.WriteFile(pwsh, []byte("#!/bin/sh\nshift 3\n[ $1 = -File ] && tail -c +4 \"$2\"\necho\nexit ${CODE:-0}\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	r.agent.Subsystems["POWERSHELL"] = &agent.PowerShell{Path: pwsh, Dir: t.TempDir()}
	r.start()
	r.local("J", `@subsystem = N'PowerShell', @command = N'Get-Date; "$(ESCAPE_DQUOTE(STEPNAME))"'`)
	r.run("J")
	if got := r.read(r.target, lastStep); !strings.HasSuffix(got, `Get-Date; "s1"  Process Exit Code 0.  The step succeeded.`) {
		t.Error(got)
	}
	r.agent.Subsystems["POWERSHELL"] = &agent.PowerShell{Dir: t.TempDir()}
	t.Setenv("PATH", t.TempDir())
	r.run("J")
	r.want(r.target, lastStep, "0|PowerShell is not installed on this server: there is no pwsh in its PATH.  The step failed.")
}
