package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
)

// targetsCmd is `msxgate targets`.
type targetsCmd struct {
	Reconcile reconcileCmd `cmd:"" help:"Show, and with --apply mend, what target and master do not agree on (14364). Run it on either."`
}

// reconcileCmd is `msxgate targets reconcile`. It mends by the documented procedures only, and nothing without --apply.
type reconcileCmd struct {
	targetFlags
	roadFlags
	Apply      bool     `help:"Do what is shown."`
	MasterGone bool     `help:"On a target: the master is gone for good, do not ask it."`
	Days       int      `help:"On a master: show targets that have not polled for so many days." default:"7"`
	Remove     []string `help:"On a master: a target to be removed with --apply. Repeatable." sep:"," placeholder:"NAME"`
}

// Run looks at one server. The exit code is 0 when nothing is left to mend, 1 when something is, 2 when something was refused.
func (c *reconcileCmd) Run(ctx context.Context, p *program) error {
	if c.Server == "" {
		c.Server = "127.0.0.1,1433"
	}
	d, err := newDoctor(p, c.targetFlags, c.roadFlags)
	if err != nil {
		return err
	}
	defer d.close()
	d.walk(ctx, []step{{"target", "", d.askTarget}})
	if f := d.findings[0]; f.Verdict == failing {
		return fmt.Errorf("%s: %s", f.Found, f.Cause)
	}
	r := &reconciler{reconcileCmd: c, doctor: d, p: p}
	switch t := &d.target; {
	case t.targets > 0:
		return r.master(ctx)
	case len(c.Remove) > 0:
		return fmt.Errorf("%s is no master: --remove has nothing to remove", t.name)
	case t.master == "" && t.origin == "" && len(t.jobs) == 0:
		r.say("%s is neither a master nor a target: nothing to mend.", t.name)
		return nil
	case t.master == "":
		return r.leftovers(ctx)
	}
	return r.enlisted(ctx)
}

// reconciler is one run of the command.
type reconciler struct {
	*reconcileCmd
	doctor *doctor
	p      *program
}

func (r *reconciler) say(format string, args ...any) { fmt.Fprintf(r.p.stdout, format+"\n", args...) }

// carryOut shows a statement, and runs it when it is to be applied.
func (r *reconciler) carryOut(ctx context.Context, statement string) error {
	if !r.Apply {
		r.say("would run: %s", statement)
		return exitCode(1)
	}
	r.say("running:   %s", statement)
	if _, err := r.doctor.own.ExecContext(ctx, statement); err != nil {
		var e mssql.Error
		if errors.As(err, &e) {
			return fmt.Errorf("%s (%d)", e.Message, e.Number)
		}
		return err
	}
	r.say("done")
	return nil
}

func (r *reconciler) showJobs(jobs []targetJob, why string) {
	r.say("Jobs that %s: %d", why, len(jobs))
	for _, j := range jobs {
		r.say("  %s  %s", j.id, j.name)
	}
}

// leftovers are jobs of a master on a server that is not enlisted: sp_msx_defect would refuse it (14298), so the procedure is
// called by which that one deletes them.
func (r *reconciler) leftovers(ctx context.Context) error {
	t := &r.doctor.target
	if len(t.jobs) == 0 {
		r.say("%s is not enlisted and has no jobs of a master: nothing to mend.", t.name)
		return nil
	}
	r.say("%s is not enlisted.", t.name)
	r.showJobs(t.jobs, "are left of master "+t.origin)
	return r.carryOut(ctx, "EXEC msdb.dbo.sp_delete_all_msx_jobs @msx_server = "+quoted(t.origin))
}

// enlisted asks the master of a target whether it knows it.
func (r *reconciler) enlisted(ctx context.Context) error {
	d, t := r.doctor, &r.doctor.target
	r.say("%s is enlisted into %s.", t.name, t.master)
	if r.MasterGone {
		r.showJobs(t.jobs, "are of that master, which is said to be gone")
		return r.defect(ctx)
	}
	road := slices.DeleteFunc(d.steps(), func(s step) bool {
		return slices.Contains([]string{"target", "own role", "MSXOperator", "version", "edition", "clock", "time zone", "enlistment", "instructions", "jobs"}, s.name)
	})
	d.walk(ctx, road)
	for _, f := range d.findings {
		if f.Verdict == failing || f.Verdict == skipped {
			r.say("The master cannot be asked: %s: %s", f.Check, f.Found)
			r.say("msxgate doctor tells more. If the master is gone for good, say --master-gone.")
			return exitCode(2)
		}
	}
	if !strings.EqualFold(d.masterFacts.name, t.master) {
		r.say("The server there calls itself %s. If %s is gone for good, say --master-gone.", d.masterFacts.name, t.master)
		return exitCode(2)
	}
	row, defect, err := d.readRow(ctx)
	switch {
	case err != nil:
		return err
	case row != nil:
		return r.known(ctx)
	case defect:
		r.say("%s has deleted this target and left a DEFECT: it defects at its next poll. Nothing to mend.", t.master)
		return nil
	}
	r.say("%s does not know %s (14364).", t.master, t.name)
	r.showJobs(t.jobs, "are orphans")
	return r.defect(ctx)
}

// defect leaves a master that does not answer, or does not know this target; that deletes the master's jobs.
func (r *reconciler) defect(ctx context.Context) error {
	return r.carryOut(ctx, "EXEC msdb.dbo.sp_msx_defect @forced_defection = 1")
}

// known is a target that its master has. Single jobs that only one of the two has are mended from the master: a
// target may not delete jobs of its master (14274).
func (r *reconciler) known(ctx context.Context) error {
	d, t := r.doctor, &r.doctor.target
	a, err := d.assigned(ctx)
	if err != nil {
		return err
	}
	if len(a.orphans)+len(a.missing) == 0 {
		r.say("%s knows %s, and both have the same %d jobs: nothing to mend.", t.master, t.name, a.both)
		return nil
	}
	if len(a.orphans) > 0 {
		r.showJobs(a.orphans, "are on the target only")
	}
	if len(a.missing) > 0 {
		r.say("Jobs that are on the master only: %d\n  %s", len(a.missing), strings.Join(a.missing, "\n  "))
	}
	r.say("If instructions are on their way, wait for the next poll. Else it is mended by hand:")
	for _, c := range d.sendAgain(a) {
		r.say("  %s", c)
	}
	return exitCode(1)
}

// idleTarget is a target as its master sees it.
type idleTarget struct {
	name                string
	lastPoll            time.Time
	days, jobs, pending int64
}

// master lists the targets that have not polled for long, and removes those that are named.
func (r *reconciler) master(ctx context.Context) error {
	all, err := r.readTargets(ctx)
	if err != nil {
		return err
	}
	r.say("%s is a master. Targets: %d.", r.doctor.target.name, len(all))
	idle := slices.DeleteFunc(slices.Clone(all), func(t idleTarget) bool { return t.days < int64(r.Days) })
	table := [][]string{{"target", "last poll", "days", "jobs", "unread"}}
	for _, t := range idle {
		table = append(table, []string{t.name, t.lastPoll.Format(time.DateTime), fmt.Sprint(t.days), fmt.Sprint(t.jobs), fmt.Sprint(t.pending)})
	}
	if len(idle) == 0 {
		r.say("All have polled within %d days.", r.Days)
	} else {
		r.say("Not polled for %d days or more:", r.Days)
		printTable(r.p.stdout, table, true, false, "  ")
	}
	refused := false
	for _, name := range r.Remove {
		at := slices.IndexFunc(all, func(t idleTarget) bool { return strings.EqualFold(t.name, strings.TrimSpace(name)) })
		switch {
		case at < 0:
			r.say("%s is no target of this master: not removed.", name)
			refused = true
		case all[at].days < int64(r.Days):
			r.say("%s has polled within %d days: not removed. Let it defect: EXEC msdb.dbo.sp_delete_targetserver %s", all[at].name, r.Days, quoted(all[at].name))
			refused = true
		}
	}
	if refused {
		return exitCode(2)
	}
	return r.remove(ctx, idle)
}

func (r *reconciler) remove(ctx context.Context, idle []idleTarget) error {
	var result error
	for _, t := range idle {
		if !slices.ContainsFunc(r.Remove, func(n string) bool { return strings.EqualFold(strings.TrimSpace(n), t.name) }) {
			result = exitCode(1)
		}
	}
	if len(idle) > 0 && len(r.Remove) == 0 {
		r.say("Name those that are gone for good: --remove NAME --apply. One that comes back finds that it is unknown (14364).")
		return result
	}
	for _, name := range r.Remove {
		err := r.carryOut(ctx, "EXEC msdb.dbo.sp_delete_targetserver @server_name = "+quoted(strings.ToUpper(strings.TrimSpace(name)))+", @post_defection = 0")
		var code exitCode
		if err != nil && !errors.As(err, &code) {
			return err
		}
		if err != nil {
			result = err
		}
	}
	return result
}

func (r *reconciler) readTargets(ctx context.Context) ([]idleTarget, error) {
	rows, err := r.doctor.own.QueryContext(ctx, `SELECT t.server_name, t.last_poll_date, DATEDIFF(second, t.last_poll_date, GETDATE()) / 86400,
		(SELECT COUNT(*) FROM msdb.dbo.sysjobservers s WHERE s.server_id = t.server_id),
		(SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist d WHERE d.target_server = t.server_name AND d.status = 0)
		FROM msdb.dbo.systargetservers t ORDER BY t.last_poll_date, t.server_name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []idleTarget
	for rows.Next() {
		var t idleTarget
		var days sql.Null[int64]
		if err := rows.Scan(&t.name, &t.lastPoll, &days, &t.jobs, &t.pending); err != nil {
			return nil, err
		}
		t.days = days.V
		all = append(all, t)
	}
	return all, rows.Err()
}
