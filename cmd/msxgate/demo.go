package main

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/tds"
	"msxgate/tsql"
)

// demoCmd is `msxgate demo`.
type demoCmd struct {
	Once bool `help:"End when the job has run instead of staying up."`
}

// demoJob is a multiserver job as SSMS scripts one.
//
//go:embed demo_job.sql
var demoJob string

// Run starts a master and two targets on loopback ports, enlists them, and runs a job on both.
func (c *demoCmd) Run(ctx context.Context, p *program) error {
	dir, err := os.MkdirTemp("", "msxgate-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	d := &demo{dir: dir, out: p.stdout, password: newPassword()}
	defer d.stop()
	if err := d.run(ctx); err != nil {
		return err
	}
	if c.Once {
		return nil
	}
	d.invite()
	if p.ready != nil {
		p.ready(d.nodes[0].addr())
	}
	<-ctx.Done()
	return nil
}

// demo is the running demonstration: the master first, then its targets.
type demo struct {
	dir      string
	out      io.Writer
	password string
	nodes    []*node
	dbs      []*sql.DB
}

func (d *demo) run(ctx context.Context) error {
	for _, name := range []string{"HQ", "T1", "T2"} {
		if err := d.start(ctx, name); err != nil {
			return fmt.Errorf("start %s: %w", name, err)
		}
	}
	d.say("HQ listens on %s, T1 on %s, T2 on %s", d.nodes[0].addr(), d.nodes[1].addr(), d.nodes[2].addr())
	steps := []struct {
		title string
		do    func(context.Context) error
	}{
		{"HQ becomes able to be a master: it gets MSXOperator, and a login for its targets", d.prepareMaster},
		{"T1 and T2 enlist", d.enlist},
		{"The targets form the group Branches", d.group},
		{"A job with two steps is created as SSMS scripts it, and targeted at the group", d.createJob},
		{"sp_start_job on HQ", d.startJob},
	}
	for _, s := range steps {
		d.say("\n== %s", s.title)
		if err := s.do(ctx); err != nil {
			return err
		}
	}
	return d.report(ctx)
}

func (d *demo) say(format string, args ...any) { fmt.Fprintf(d.out, format+"\n", args...) }

// start runs one server. The targets poll every second and know HQ by an alias.
func (d *demo) start(ctx context.Context, name string) error {
	log := logrus.New()
	log.SetOutput(d.out)
	log.SetLevel(logrus.WarnLevel)
	dir := filepath.Join(d.dir, name)
	if err := os.MkdirAll(filepath.Join(dir, "trust"), 0o700); err != nil {
		return err
	}
	cfg := nodeConfig{
		dir: dir, name: name, listen: "127.0.0.1:0", password: d.password, encrypt: tds.EncryptOn, withAgent: true,
		poll: time.Second, trustDir: filepath.Join(dir, "trust"), log: log,
	}
	if len(d.nodes) > 0 {
		host, port, _ := strings.Cut(d.nodes[0].addr(), ":")
		cfg.aliases = map[string]string{"HQ": host + "," + port}
		if err := os.WriteFile(filepath.Join(cfg.trustDir, "hq.pem"), d.nodes[0].caPEM, 0o600); err != nil {
			return err
		}
	}
	n, err := startNode(ctx, cfg)
	if err != nil {
		return err
	}
	d.nodes = append(d.nodes, n)
	host, port, _ := strings.Cut(n.addr(), ":")
	db, err := (&execCmd{Server: host + "," + port, User: "sa", Password: d.password, Database: "msdb", Encrypt: "mandatory", Trust: true}).open()
	d.dbs = append(d.dbs, db)
	return err
}

func (d *demo) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for i := len(d.nodes) - 1; i >= 0; i-- {
		d.dbs[i].Close()
		if err := d.nodes[i].stop(ctx); err != nil {
			fmt.Fprintln(d.out, err)
		}
	}
}

// exec runs a script on a server and shows what it says.
func (d *demo) exec(ctx context.Context, server int, script string) error {
	conn, err := d.dbs[server].Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	o := &printer{w: d.out, errs: d.out, header: true, sep: "  "}
	for _, b := range tsql.SplitBatches(script) {
		if err := o.batch(ctx, conn, b.Text, int32(b.Line)); err != nil {
			return err
		}
	}
	if o.failed {
		return errors.New("a statement failed on " + d.nodes[server].config.name)
	}
	return nil
}

func (d *demo) prepareMaster(ctx context.Context) error {
	return d.exec(ctx, 0, `
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator', @email_address = N'dba@example.org'
GO
USE master
CREATE LOGIN targets WITH PASSWORD = N'`+d.password+`'
GO
USE msdb
CREATE USER targets FOR LOGIN targets
ALTER ROLE TargetServersRole ADD MEMBER targets
`)
}

func (d *demo) enlist(ctx context.Context) error {
	for i, place := range []string{"Leeds", "York"} {
		if err := d.exec(ctx, i+1, `
CREATE CREDENTIAL MsxLogin WITH IDENTITY = N'targets', SECRET = N'`+d.password+`'
GO
EXEC msdb.dbo.sp_msx_set_account @credential_name = N'MsxLogin'
GO
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'`+place+`'
`); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) group(ctx context.Context) error {
	return d.exec(ctx, 0, `
EXEC msdb.dbo.sp_add_targetservergroup N'Branches'
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'Branches', N'T1'
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'Branches', N'T2'
`)
}

func (d *demo) createJob(ctx context.Context) error {
	if err := d.exec(ctx, 0, demoJob); err != nil {
		return err
	}
	return d.exec(ctx, 0, `EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'Nightly check', @target_server_groups = N'Branches'`)
}

func (d *demo) startJob(ctx context.Context) error {
	if err := d.exec(ctx, 0, `EXEC msdb.dbo.sp_start_job N'Nightly check'`); err != nil {
		return err
	}
	return d.await(ctx)
}

// demoPatience is how long the job may take to run on both targets.
const demoPatience = time.Minute

// await waits until both outcomes have reached the master, and says how far it is.
func (d *demo) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, demoPatience)
	defer cancel()
	seen := -1
	for {
		var done int
		if err := d.dbs[0].QueryRowContext(ctx, `SELECT COUNT(*) FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.sysjobs AS j ON j.job_id = s.job_id
			WHERE j.name = N'Nightly check' AND s.last_run_date > 0`).Scan(&done); err != nil {
			return fmt.Errorf("the job did not end on both targets within %s: %w", demoPatience, err)
		}
		if done != seen {
			d.say("%d of 2 targets have reported", done)
			seen = done
		}
		if done == 2 {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the job did not end on both targets within %s", demoPatience)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// report prints the tables an administrator looks at.
func (d *demo) report(ctx context.Context) error {
	d.say("\n== History on T1 and T2: every step")
	for i := 1; i < len(d.nodes); i++ {
		d.say("%s:", d.nodes[i].config.name)
		if err := d.exec(ctx, i, `SET NOCOUNT ON SELECT h.step_id, h.step_name, h.run_status, h.message FROM msdb.dbo.sysjobhistory AS h
			JOIN msdb.dbo.sysjobs AS j ON j.job_id = h.job_id WHERE j.name = N'Nightly check' ORDER BY h.instance_id`); err != nil {
			return err
		}
	}
	d.say("\n== sp_help_targetserver on HQ")
	if err := d.exec(ctx, 0, `EXEC msdb.dbo.sp_help_targetserver`); err != nil {
		return err
	}
	d.say("\n== sp_help_jobhistory on HQ: the last outcome of each target")
	if err := d.exec(ctx, 0, `EXEC msdb.dbo.sp_help_jobhistory @job_name = N'Nightly check'`); err != nil {
		return err
	}
	d.say("\n== sp_help_jobserver on HQ (last_run_outcome 1 = succeeded)")
	if err := d.exec(ctx, 0, `EXEC msdb.dbo.sp_help_jobserver @job_name = N'Nightly check', @show_last_run_details = 1`); err != nil {
		return err
	}
	var succeeded int
	if err := d.dbs[0].QueryRowContext(ctx, `SELECT COUNT(*) FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.sysjobs AS j ON j.job_id = s.job_id
		WHERE j.name = N'Nightly check' AND s.last_run_outcome = 1`).Scan(&succeeded); err != nil {
		return err
	}
	if succeeded != 2 {
		return fmt.Errorf("the job succeeded on %d of 2 targets", succeeded)
	}
	return nil
}

// invite says how to look around.
func (d *demo) invite() {
	d.say("\nThe servers stay up until you press Ctrl-C. Connect with sa and the password %s:", d.password)
	for _, n := range d.nodes {
		host, port, _ := strings.Cut(n.addr(), ":")
		d.say("  sqlcmd -S %s,%s -U sa -P %s -C        SSMS: server name %s,%s, trust the certificate   (%s)", host, port, d.password, host, port, n.config.name)
	}
}
