package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/sirupsen/logrus"

	"msxgate/gateway"
)

// diffCmd is `msxgate diff`: a script runs straight on a server, then through a gateway of this process in front of the
// same server, both times in a transaction that is rolled back, and what differs is printed.
type diffCmd struct {
	Script               string   `arg:"" help:"File of T-SQL, split at GO; - is standard input." placeholder:"FILE"`
	Upstream             string   `required:"" help:"The server: sqlserver://user[:password]@host[:port]?encrypt=strict|true|optional|disable&trustservercertificate=..&certificate=.." placeholder:"URL"`
	UpstreamPassword     string   `help:"Password of the login." placeholder:"PASSWORD"`
	UpstreamPasswordFile string   `help:"File that holds it." type:"existingfile" placeholder:"FILE"`
	Database             string   `short:"d" help:"Database to begin in." placeholder:"NAME"`
	Procs                string   `help:"Which procedures msxgate answers: all of its own, those of multiserver administration, or as serve would decide." enum:"all,multiserver,auto" default:"all"`
	Ignore               []string `help:"Do not compare this: a column, a table of msdb, table.column, or one of columns, types, nullability, rows, order, counts, messages, state, procedure, return, outputs, touched. Repeatable." placeholder:"WHAT"`
	Exact                bool     `help:"Compare job ids and other GUIDs, new identities, times near now and line numbers of messages too."`
	AllowEffects         bool     `help:"Run also what a rollback does not undo."`
	MaxRows              int      `help:"Leave tables of msdb with more rows than this out." default:"50000"`
	JSON                 bool     `name:"json" help:"Print JSON."`
	Verbose              bool     `short:"v" help:"Show what both said where it is the same, too."`

	dial diffDial // of our side; nil is a gateway of this process, anything else a test's
}

// Run compares. The exit code is 0 when nothing differs, 1 when something does, 2 when it could not be told.
func (c *diffCmd) Run(ctx context.Context, p *program) error {
	same, err := c.compare(ctx, p)
	switch {
	case err != nil:
		fmt.Fprintln(p.stderr, "msxgate:", err)
		return exitCode(2)
	case !same:
		return exitCode(1)
	}
	return nil
}

func (c *diffCmd) compare(ctx context.Context, p *program) (same bool, err error) {
	text, err := c.text(p)
	if err != nil {
		return false, err
	}
	up, err := c.upstream()
	if err != nil {
		return false, err
	}
	script, notes, err := c.script(text)
	if err != nil {
		return false, err
	}
	log := logrus.New()
	log.SetOutput(p.stderr)
	log.SetLevel(logrus.WarnLevel)
	ours := c.dial
	if ours == nil {
		gw := newDiffGateway(up, c.Procs, log)
		defer gw.stop()
		ours = gw.connect
	}
	d := &differ{cmd: c, script: script, notes: notes}
	report, err := d.run(ctx, diffNative(up), ours, up)
	if err != nil {
		return false, err
	}
	if c.JSON {
		return report.Same, report.json(p.stdout, c.Verbose)
	}
	return report.Same, report.text(p.stdout, c.Verbose)
}

func (c *diffCmd) text(p *program) (string, error) {
	if c.Script == "-" {
		b, err := io.ReadAll(p.stdin)
		return string(b), err
	}
	b, err := os.ReadFile(c.Script)
	return strings.TrimPrefix(string(b), "\ufeff"), err
}

// upstream is the server, with the login that both sides use.
func (c *diffCmd) upstream() (*gateway.Upstream, error) {
	up, err := gateway.ParseUpstream(c.Upstream)
	if err != nil {
		return nil, err
	}
	switch {
	case c.UpstreamPasswordFile != "":
		b, err := os.ReadFile(c.UpstreamPasswordFile)
		if err != nil {
			return nil, err
		}
		up.Password = strings.TrimRight(string(b), "\r\n")
	case c.UpstreamPassword != "":
		up.Password = c.UpstreamPassword
	}
	if up.User == "" {
		return nil, errors.New("--upstream: no login; both sides log in as sqlserver://LOGIN@... says")
	}
	return up, nil
}

// script reads the batches, and refuses those that a rollback might not undo. What is run all the same is noted.
func (c *diffCmd) script(text string) (batches []*diffBatch, notes []string, err error) {
	var refused []string
	for _, b := range splitDiff(text) {
		batches = append(batches, b)
		for _, e := range b.effects {
			s := fmt.Sprintf("line %d: %s: %s", e.line, e.what, e.why)
			switch {
			case !c.AllowEffects || e.never:
				refused = append(refused, s)
			default:
				notes = append(notes, s+"; it ran because of --allow-effects")
			}
		}
	}
	switch {
	case refused != nil:
		return nil, nil, fmt.Errorf("a rollback would not undo all of this script; nothing was run (--allow-effects runs what may be run at all):\n  %s", strings.Join(refused, "\n  "))
	case batches == nil:
		return nil, nil, errors.New("the script is empty")
	}
	return batches, notes, nil
}
