package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// targetRow is the target's row in systargetservers of its master.
type targetRow struct {
	id, interval, idle int64 // idle: seconds since the last poll, by the master's clock
	enlisted           time.Time
}

// offline is what sp_help_targetserver calls so.
func (r *targetRow) offline() bool { return r.idle > 3*r.interval }

func (r *targetRow) lastPoll() string {
	return fmt.Sprintf("last poll %s ago, every %d s", time.Duration(r.idle)*time.Second, r.interval)
}

// readRow reads the row of the target, or nil; defect tells whether a DEFECT waits for the target, which may be so without a row.
func (d *doctor) readRow(ctx context.Context) (row *targetRow, defect bool, err error) {
	me := strings.ToUpper(d.target.name)
	var n int64
	if err := d.master.QueryRowContext(ctx, `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE target_server = @p1 AND operation_code = 7 AND status = 0`, me).
		Scan(&n); err != nil {
		return nil, false, err
	}
	row = new(targetRow)
	err = d.master.QueryRowContext(ctx, `SELECT server_id, poll_interval, DATEDIFF(second, last_poll_date, GETDATE()), enlist_date
		FROM msdb.dbo.systargetservers WHERE UPPER(server_name) = @p1`, me).Scan(&row.id, &row.interval, &row.idle, &row.enlisted)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, n > 0, nil
	}
	return row, n > 0, err
}

// checkEnlistment compares what the target believes with what the master knows.
func (d *doctor) checkEnlistment(ctx context.Context) *finding {
	row, defect, err := d.readRow(ctx)
	if err != nil {
		return broken(err)
	}
	t, me := &d.target, strings.ToUpper(d.target.name)
	enlist := "on the target: EXEC msdb.dbo.sp_msx_enlist " + quoted(d.masterName)
	remove := "on the master: EXEC msdb.dbo.sp_delete_targetserver @server_name = " + quoted(me) + ", @post_defection = 0"
	switch {
	case t.master == "" && row == nil:
		return fine("the name %s is free; enlist with EXEC msdb.dbo.sp_msx_enlist %s", me, quoted(d.masterName))
	case t.master == "" && !row.offline():
		return failed("another server polls under the name "+me+" ("+row.lastPoll()+")", "two servers have the same name, perhaps a clone",
			"give this server another name: msxgate serve --server-name NAME", "or, if the other one is to go, on that one: EXEC msdb.dbo.sp_msx_defect")
	case t.master == "":
		return warned(fmt.Sprintf("the master still has a target %s, enlisted %s (%s)", me, row.enlisted.Format(time.DateTime), row.lastPoll()),
			"an enlistment was ended by force, or a server of that name is gone", remove, enlist)
	case row == nil && defect:
		return warned("the master has deleted this target and left a DEFECT", "sp_delete_targetserver was called there; the target defects at its next poll",
			"on the target, at once: EXEC msdb.dbo.sp_sqlagent_notify N'P'")
	case row == nil:
		return failed("the master does not know "+me+" (14364)", "it was deleted there without a defection, or the master's msdb was restored or replaced",
			"on the target: EXEC msdb.dbo.sp_msx_defect @forced_defection = 1  (deletes the master's jobs here; msxgate targets reconcile shows them)", enlist)
	case row.offline():
		return failed(fmt.Sprintf("enlisted, but offline (status 2): %s", row.lastPoll()), "the target's agent does not run, or cannot get here as doctor can",
			"on the target: msxgate serve --agent on, and look into its log", "on the target: EXEC msdb.dbo.sp_sqlagent_notify N'P'")
	case t.enlisted != "" && t.enlisted < row.enlisted.AddDate(0, 0, -1).Format("20060102"):
		return warned(fmt.Sprintf("enlisted here %s, on the master %s (%s)", t.enlisted, row.enlisted.Format("20060102"), row.lastPoll()),
			"the master's row is newer: another server of the name "+me+" enlisted since", "on the master: EXEC msdb.dbo.sp_help_targetserver "+quoted(me)+"; rename one of the two")
	}
	return fine("enlisted %s, %s", row.enlisted.Format(time.DateTime), row.lastPoll())
}

// checkInstructions looks at what waits for the target.
func (d *doctor) checkInstructions(ctx context.Context) *finding {
	if d.target.master == "" {
		return nil
	}
	me := strings.ToUpper(d.target.name)
	var pending, blocking, age, interval sql.Null[int64]
	err := d.master.QueryRowContext(ctx, `SELECT
		(SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE target_server = @p1 AND status = 0 AND error_message IS NULL),
		(SELECT MIN(instance_id) FROM msdb.dbo.sysdownloadlist WHERE target_server = @p1 AND status = 0 AND error_message IS NOT NULL),
		(SELECT DATEDIFF(second, MIN(date_posted), GETDATE()) FROM msdb.dbo.sysdownloadlist WHERE target_server = @p1 AND status = 0 AND error_message IS NULL),
		(SELECT MIN(poll_interval) FROM msdb.dbo.systargetservers WHERE server_name = @p1)`, me).Scan(&pending, &blocking, &age, &interval)
	if err != nil {
		return broken(err)
	}
	if blocking.Valid {
		return d.blocked(ctx, blocking.V, pending.V)
	}
	if pending.V == 0 {
		return fine("none pending")
	}
	found := fmt.Sprintf("%d pending, the oldest for %s", pending.V, time.Duration(age.V)*time.Second)
	if age.V > 3*max(interval.V, 1) {
		return warned(found, "the target has not fetched them for three polls", "on the target: EXEC msdb.dbo.sp_sqlagent_notify N'P', and look into its log")
	}
	return fine("%s", found)
}

func (d *doctor) blocked(ctx context.Context, id, pending int64) *finding {
	var message string
	var operation int64
	if err := d.master.QueryRowContext(ctx, `SELECT operation_code, error_message FROM msdb.dbo.sysdownloadlist WHERE instance_id = @p1`, id).
		Scan(&operation, &message); err != nil {
		return broken(err)
	}
	me := quoted(strings.ToUpper(d.target.name))
	return failed(fmt.Sprintf("blocked (status 4): instruction %d (operation %d) failed: %s; %d wait behind it", id, operation, oneLine(message), pending),
		"a target stops at the first instruction that it cannot carry out", "mend what the message says, then",
		fmt.Sprintf("on the master: DELETE FROM msdb.dbo.sysdownloadlist WHERE instance_id = %d", id),
		"or on the master, all anew: EXEC msdb.dbo.sp_resync_targetserver "+me)
}

// assignment is what target and master say of the jobs: orphans are on the target only, missing on the master only.
type assignment struct {
	orphans []targetJob
	missing []string // job ids
	both    int
}

// assigned compares the jobs that came from the master with those that the master has for this target.
func (d *doctor) assigned(ctx context.Context) (*assignment, error) {
	rows, err := d.master.QueryContext(ctx, `SELECT CAST(s.job_id AS nvarchar(36)) FROM msdb.dbo.sysjobservers s
		JOIN msdb.dbo.systargetservers t ON t.server_id = s.server_id WHERE t.server_name = @p1`, strings.ToUpper(d.target.name))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		known[strings.ToUpper(id)] = true
	}
	a := new(assignment)
	for _, j := range d.target.jobs {
		if id := strings.ToUpper(j.id); known[id] {
			delete(known, id)
			a.both++
		} else {
			a.orphans = append(a.orphans, j)
		}
	}
	for id := range known {
		a.missing = append(a.missing, id)
	}
	return a, rows.Err()
}

// checkJobs looks for jobs that only one of the two has.
func (d *doctor) checkJobs(ctx context.Context) *finding {
	if d.target.master == "" {
		return nil
	}
	a, err := d.assigned(ctx)
	if err != nil {
		return broken(err)
	}
	var pending int64
	me := strings.ToUpper(d.target.name)
	if err := d.master.QueryRowContext(ctx, `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE target_server = @p1 AND status = 0`, me).Scan(&pending); err != nil {
		return broken(err)
	}
	found := fmt.Sprintf("%d on both", a.both)
	if len(a.orphans) > 0 {
		found += fmt.Sprintf(", on the target only: %s", jobNames(a.orphans))
	}
	if len(a.missing) > 0 {
		found += fmt.Sprintf(", on the master only: %d", len(a.missing))
	}
	switch {
	case len(a.orphans)+len(a.missing) == 0:
		return fine("%s", found)
	case pending > 0:
		return fine("%s; %d instructions are on their way", found, pending)
	}
	return warned(found, "an instruction was lost: a sp_delete_jobserver that posted nothing, or a msdb that was restored", d.sendAgain(a)...)
}

// sendAgain is how the jobs are put right. sp_resync_targetserver deletes nothing on a target that has no job on its master.
func (d *doctor) sendAgain(a *assignment) []string {
	if a.both+len(a.missing) > 0 {
		return []string{"on the master: EXEC msdb.dbo.sp_resync_targetserver " + quoted(strings.ToUpper(d.target.name)) +
			"  (deletes the master's jobs on the target and sends them again; their history there is lost)"}
	}
	return []string{
		"the master has no job for this target: on the target: EXEC msdb.dbo.sp_msx_defect  (deletes the master's jobs)",
		"then on the target: EXEC msdb.dbo.sp_msx_enlist " + quoted(d.target.master) + "; on the master put it into its groups again",
	}
}

// jobNames are the first few.
func jobNames(jobs []targetJob) string {
	var names []string
	for i, j := range jobs {
		if i == 5 {
			names = append(names, fmt.Sprintf("and %d more", len(jobs)-i))
			break
		}
		names = append(names, "'"+j.name+"'")
	}
	return strings.Join(names, ", ")
}
