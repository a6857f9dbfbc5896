package gateway

import (
	"context"
	"slices"
	"strings"

	"msxgate/msdb"
	"msxgate/procs"
	"msxgate/tds"
)

// A caller who neither is sysadmin nor owns msdb may execute procedures whose tables it cannot touch. A procedure that is
// stored at the server would pass on its owner's rights (ownership chaining); ours does its work by the gateway's own
// login instead, which sees for the caller what the caller may see and no more.

// maxIdleSessions is how many sessions of the gateway's own login wait for the next call.
const maxIdleSessions = 8

// borrow takes a session of the gateway's own login.
func (f *Front) borrow(ctx context.Context) (*remote, error) {
	for {
		f.mu.Lock()
		n := len(f.idle)
		var r *remote
		if n > 0 {
			r, f.idle = f.idle[n-1], f.idle[:n-1]
		}
		f.mu.Unlock()
		if r == nil {
			break
		}
		r.running = ctx
		if r.begin(ctx, &tds.Request{Reset: tds.ResetSession}) == nil {
			return r, nil
		}
		r.server.Close() //nolint:errcheck // it was found dead
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
	}
	r, err := f.service(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.begin(ctx, &tds.Request{}); err != nil {
		r.server.Close() //nolint:errcheck // the fault is told
		return nil, err
	}
	return r, nil
}

// giveBack keeps a session for the next call, unless it is not as it was.
func (f *Front) giveBack(r *remote) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.server.Unread() || r.tran != 0 || len(f.idle) >= maxIdleSessions || f.closed {
		r.server.Close() //nolint:errcheck // it is of no more use
		return
	}
	r.running = nil
	f.idle = append(f.idle, r)
}

// Close ends the sessions of the gateway's own login.
func (f *Front) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	for _, r := range f.idle {
		r.server.Close() //nolint:errcheck // they are of no more use
	}
	f.idle = nil
}

// mayExecute tells whether the caller may execute a procedure: where the server has one of that name by its grants, else by
// those that it comes with.
func (r *remote) mayExecute(ctx context.Context, p *procs.Proc, who *procs.Login) (bool, error) {
	if who.Sysadmin || who.Owner {
		return true, nil
	}
	may, known := false, false
	if r.front.facts().hasProcs {
		err := remoteTx{r}.Query(ctx, `SELECT HAS_PERMS_BY_NAME(@name, N'OBJECT', N'EXECUTE')`, []msdb.Arg{{Name: "name", Value: "dbo." + p.Name}},
			func(row []tds.Value) error {
				known = row[0] != nil
				may = clampInt(row[0]) == 1
				return nil
			})
		if err != nil || known {
			return may, err
		}
	}
	return p.MayExecute(append(slices.Clone(who.Roles), "public")), nil
}

// elevated runs a procedure by the gateway's own login for a caller who may execute it. It cannot take part in a transaction
// of the caller's.
func (r *remote) elevated(ctx context.Context, p *procs.Proc, who *procs.Login, run func(*remote, msdb.Tx) error) error {
	if r.front.Upstream.User == "" {
		return run(r, remoteTx{r})
	}
	if r.count > 0 || r.doom != nil {
		e := tds.Errorf(40042, 16, "msxgate: %s runs for logins that do not own msdb by the gateway's own login, and so not inside their transaction. "+
			"Commit first.", p.Name)
		e.Proc = p.Name
		return e
	}
	own, err := r.front.borrow(ctx)
	if err != nil {
		return err
	}
	defer func() {
		r.pending = append(r.pending, own.pending...)
		own.pending = nil
		r.front.giveBack(own)
	}()
	return own.atomic(ctx, false, func() error { return run(own, seenBy{remoteTx{own}, who}) })
}

// seenBy is a Tx in which the views that show each caller something else show what they show a certain one.
type seenBy struct {
	remoteTx
	who *procs.Login
}

// Query implements msdb.Tx.
func (t seenBy) Query(ctx context.Context, text string, args []msdb.Arg, row func([]tds.Value) error) error {
	text, args = t.narrow(text, args)
	return t.remoteTx.Query(ctx, text, args, row)
}

// Exec implements msdb.Tx.
func (t seenBy) Exec(ctx context.Context, text string, args ...msdb.Arg) (int64, error) {
	text, args = t.narrow(text, args)
	return t.remoteTx.Exec(ctx, text, args...)
}

// The views of msdb that show a caller what it may see. Statements always give them an alias.
const (
	jobsView      = "dbo.sysjobs_view AS "
	schedulesView = "dbo.sysschedules_localserver_view AS "
)

func (t seenBy) narrow(text string, args []msdb.Arg) (string, []msdb.Arg) {
	if t.in("SQLAgentReaderRole") || !strings.Contains(text, jobsView) && !strings.Contains(text, schedulesView) {
		return text, args
	}
	jobs := "(SELECT v.* FROM dbo.sysjobs_view AS v WHERE v.owner_sid = @msxgate_caller"
	if t.in("TargetServersRole") {
		jobs += " OR EXISTS (SELECT 1 FROM dbo.sysjobservers AS x WHERE x.job_id = v.job_id AND x.server_id <> 0)"
	}
	text = strings.ReplaceAll(text, jobsView, jobs+") AS ")
	text = strings.ReplaceAll(text, schedulesView, "(SELECT v.* FROM dbo.sysschedules_localserver_view AS v WHERE v.owner_sid = @msxgate_caller) AS ")
	return text, append(slices.Clone(args), msdb.Arg{Name: "msxgate_caller", Value: t.who.SID, Type: tds.TypeVarBinary(85)})
}

func (t seenBy) in(role string) bool {
	return slices.ContainsFunc(t.who.Roles, func(r string) bool { return strings.EqualFold(r, role) })
}
