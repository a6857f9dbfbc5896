//go:build !unix

package agent

import (
	"os/exec"
	"strconv"
)

// group is a command with the processes that it starts. When the agent is killed they run on: there is no guard as on Unix.
type group struct{ cmd *exec.Cmd }

func newGroup(cmd *exec.Cmd) (*group, error) { return &group{cmd}, nil }

// terminate ends the processes.
func (g *group) terminate() error {
	return exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(g.cmd.Process.Pid)).Run()
}

// kill has nothing to do after terminate.
func (*group) kill() {}

func (*group) release() {}
