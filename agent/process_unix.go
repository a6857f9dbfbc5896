//go:build unix

package agent

import (
	"os"
	"os/exec"
	"syscall"
)

// group is a process group. Its leader is a guard that outlives the agent: killed, an agent cannot end what it started.
type group struct {
	guard *exec.Cmd
	alive *os.File // its input; it closes when the agent is gone, however that came
}

// guardScript waits for that, and kills the group.
const guardScript = `trap '' TERM; read end; kill -s KILL -- "-$$"`

// newGroup makes a group for a command that is to be started.
func newGroup(cmd *exec.Cmd) (*group, error) {
	input, alive, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer input.Close()
	guard := exec.Command("/bin/sh", "-c", guardScript)
	guard.Stdin, guard.Env, guard.Dir = input, []string{}, "/"
	guard.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := guard.Start(); err != nil {
		alive.Close()
		return nil, err
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: guard.Process.Pid}
	return &group{guard, alive}, nil
}

// terminate asks all processes of the group to end.
func (g *group) terminate() error { return syscall.Kill(-g.guard.Process.Pid, syscall.SIGTERM) }

// kill ends them.
func (g *group) kill() { _ = syscall.Kill(-g.guard.Process.Pid, syscall.SIGKILL) }

// release ends the guard alone. Until then the number of the group means no other.
func (g *group) release() {
	_ = g.guard.Process.Kill()
	_ = g.guard.Wait()
	g.alive.Close()
}
