package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// CmdExec runs the commands of CmdExec steps by the shell of the system, as the user of msxgate.
type CmdExec struct {
	Dir   string        // where they run; it is made when it is not there
	Grace time.Duration // between the request to end and the kill; 0 is 5 seconds
}

// Run implements Subsystem. The step succeeds when the shell ends with the step's success code.
func (c *CmdExec) Run(ctx context.Context, s Step) (Outcome, error) {
	argv := []string{"/bin/sh", "-c", s.Command}
	if runtime.GOOS == "windows" {
		argv = []string{"cmd", "/d", "/c", s.Command}
	}
	return runProgram(ctx, s, c.Dir, c.Grace, argv)
}

// PowerShell runs the scripts of PowerShell steps by pwsh, as the user of msxgate.
type PowerShell struct {
	Path  string        // of pwsh; empty: it is looked for
	Dir   string        // as CmdExec's
	Grace time.Duration // as CmdExec's
}

// Run implements Subsystem. The step succeeds when no terminating error ends the script; an exit code of its own counts as one.
func (p *PowerShell) Run(ctx context.Context, s Step) (Outcome, error) {
	path := p.Path
	if path == "" {
		var err error
		if path, err = exec.LookPath("pwsh"); err != nil {
			return Outcome{Output: "PowerShell is not installed on this server: there is no pwsh in its PATH."}, nil
		}
	}
	script, err := os.CreateTemp("", "msxgate-step-*.ps1")
	if err != nil {
		return Outcome{}, err
	}
	defer os.Remove(script.Name())
	_, err = script.WriteString("\uFEFF" + s.Command)
	if err := errors.Join(err, script.Close()); err != nil {
		return Outcome{}, err
	}
	s.SuccessAt = 0
	return runProgram(ctx, s, p.Dir, p.Grace, []string{path, "-NoLogo", "-NoProfile", "-NonInteractive", "-File", script.Name()})
}

// runProgram runs a program in a process group of its own until it ends. When ctx ends, the group is asked to end, and killed
// after a while. A group whose agent dies is killed with it.
func runProgram(ctx context.Context, s Step, dir string, grace time.Duration, argv []string) (Outcome, error) {
	if err := os.MkdirAll(dir, 0o700); dir != "" && err != nil {
		return Outcome{}, err
	}
	kept := &capped{max: maxOutput}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdout = dir, stepEnvironment(), io.Writer(kept)
	if s.Log != nil {
		cmd.Stdout = io.MultiWriter(kept, s.Log)
	}
	cmd.Stderr = cmd.Stdout
	cmd.WaitDelay = orDefault(grace, 5*time.Second)
	g, err := newGroup(cmd)
	if err != nil {
		return Outcome{}, err
	}
	defer g.release()
	cmd.Cancel = g.terminate
	if err := cmd.Start(); err != nil {
		return Outcome{Output: fmt.Sprintf("The process could not be created for step %d of job 0x%X (reason: %v).", s.StepID, s.JobID[:], err)}, nil
	}
	err = cmd.Wait()
	stopped := ctx.Err() != nil
	if stopped {
		g.kill()
	}
	out := Outcome{Executed: userName(), Output: strings.TrimSpace(kept.text())}
	if stopped {
		return out, nil
	}
	code := int64(cmd.ProcessState.ExitCode())
	out.Succeeded = code == s.SuccessAt
	end := fmt.Sprintf("Process Exit Code %d.", code)
	var exit *exec.ExitError
	switch {
	case code < 0 && errors.As(err, &exit):
		end = fmt.Sprintf("The process was ended by a signal (%v).", exit.ProcessState)
	case errors.Is(err, exec.ErrWaitDelay):
		end += "  It left programs behind that hold its output; what they write is not kept."
	}
	out.Output = strings.TrimLeft(strings.TrimSpace(cut(out.Output, maxMessage-200))+"  "+end, " ")
	return out, nil
}

// environment names the variables that a step sees. All others, among them what msxgate is told by its own, stay hidden.
var environment = []string{
	"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR",
	"SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "USERNAME", "COMPUTERNAME",
	"PROGRAMFILES", "PROGRAMDATA", "APPDATA", "LOCALAPPDATA",
}

func stepEnvironment() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return !strings.HasPrefix(name, "LC_") && !slices.Contains(environment, strings.ToUpper(name))
	})
}

func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return strconv.Itoa(os.Getuid())
}
