// Command msxgate brings SQL Server's multiserver administration to servers without it: a gateway that speaks TDS and
// keeps msdb, and the agent that runs its jobs. See `msxgate --help`.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// program is the command line and what it touches, so that tests run the real program in process.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	ready          func(addr string) // called when serve or demo accept connections; nil outside tests
}

type cli struct {
	Config kong.ConfigFlag `help:"Read flags from this file: lines of flag = value." placeholder:"FILE"`

	Serve   serveCmd   `cmd:"" help:"Run a gateway and its agent."`
	Demo    demoCmd    `cmd:"" help:"Run a master and two targets in this process, and a job on both."`
	Exec    execCmd    `cmd:"" help:"Run T-SQL on any server that speaks TDS."`
	Diff    diffCmd    `cmd:"" help:"Compare what a server says to a script with what msxgate says to it."`
	Trust   trustCmd   `cmd:"" help:"Fetch the certificate authority of a master and trust it."`
	Doctor  doctorCmd  `cmd:"" help:"Walk the road of a target to its master, and say what is wrong with it."`
	Targets targetsCmd `cmd:"" help:"Reconcile targets and masters that do not agree."`
	Procs   procsCmd   `cmd:"" help:"List the procedures, their parameters and their state."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// exitCode is an error that ends the program with that code and nothing to say.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := &program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	os.Exit(p.run(ctx, os.Args[1:]))
}

// run is the program; it returns its exit code.
func (p *program) run(ctx context.Context, args []string) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("msxgate"),
		kong.Description("Multiserver administration for any SQL Server: a gateway that speaks TDS, and its agent."),
		kong.UsageOnError(), kong.DefaultEnvars("MSXGATE"), kong.Configuration(loadConfig),
		kong.Writers(p.stdout, p.stderr), kong.Exit(func(code int) { exited = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(p),
	)
	if err != nil {
		fmt.Fprintln(p.stderr, "msxgate:", err)
		return 2
	}
	k, err := parser.Parse(sqlcmdArgs(args))
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintln(p.stderr, "msxgate:", err)
		return 2
	}
	err = k.Run()
	var code exitCode
	switch {
	case errors.As(err, &code):
		return int(code)
	case err != nil:
		fmt.Fprintln(p.stderr, "msxgate:", err)
		return 1
	}
	return 0
}
