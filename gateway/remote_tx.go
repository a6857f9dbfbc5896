package gateway

import (
	"context"
	"errors"
	"fmt"

	"msxgate/msdb"
	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
)

// remoteTx is the msdb.Tx of a procedure before a server behind: statements run as sp_executesql in msdb, in the client's
// session and transaction, whatever its SET options are.
type remoteTx struct{ r *remote }

var _ msdb.Tx = remoteTx{}

// Query implements msdb.Tx.
func (t remoteTx) Query(ctx context.Context, text string, args []msdb.Arg, row func([]tds.Value) error) error {
	return t.run(ctx, text, args, func(k tds.Token) error {
		if k, ok := k.(*tds.Row); ok {
			return row(k.Values)
		}
		return nil
	})
}

// Exec implements msdb.Tx. The first statement that writes begins the procedure's own transaction where none is open.
func (t remoteTx) Exec(ctx context.Context, text string, args ...msdb.Arg) (int64, error) {
	r := t.r
	if r.doom != nil {
		return 0, errDoomed()
	}
	if r.count == 0 {
		if err := r.beginOwn(ctx); err != nil {
			return 0, err
		}
	}
	rows, ours := int64(0), false
	err := t.run(ctx, text+"\n;SELECT @@ROWCOUNT AS ["+r.mark+"]", args, func(k tds.Token) error {
		switch k := k.(type) {
		case *tds.ColMetadata:
			ours = len(k.Columns) == 1 && k.Columns[0].Name == r.mark
		case *tds.Row:
			if ours {
				rows, _ = k.Values[0].(int64)
			}
		}
		return nil
	})
	return rows, err
}

func (t remoteTx) run(ctx context.Context, text string, args []msdb.Arg, take func(tds.Token) error) error {
	r := t.r
	if r.lost != nil {
		return r.lost
	}
	params := make([]shipParam, len(args))
	for i, a := range args {
		p := param(a.Name, a.Value, a.Type)
		params[i] = shipParam{p.Name, p.Type, p.Value}
	}
	open := r.count > 0
	err := r.inMSDB(ctx, need(&r.behind)+text, params, take)
	if errIsMessage(err) && open {
		// Not all servers say that an error has ended the transaction.
		if again := r.refresh(context.WithoutCancel(ctx)); again != nil {
			return again
		}
	}
	if err != nil && open && r.count == 0 {
		// A later statement would be committed by itself.
		r.lost, r.own = fmt.Errorf("the transaction was ended by: %w", err), false
	}
	return err
}

// inMSDB runs a text in msdb, and hands over what it answers. Nothing of the session is changed by that: where sp_executesql
// neither runs in another database nor puts back what its text has set, as in Babelfish, a batch inside EXEC does both.
func (r *remote) inMSDB(ctx context.Context, text string, params []shipParam, take func(tds.Token) error) error {
	var f firstFault
	both := func(k tds.Token) error {
		if err := take(k); err != nil {
			return err
		}
		return f.take(k)
	}
	if r.front.facts().msdbText {
		return f.or(r.call(ctx, inMSDB, text, params, both))
	}
	home := r.database
	r.away = true
	defer func() { r.away = false }()
	if len(params) > 0 {
		text = preamble(params) + text
	}
	err := f.or(r.batch(ctx, "EXEC ("+tsql.QuoteString("USE msdb; "+text)+")", both))
	if err == nil || home == "" || r.server.Unread() {
		return err
	}
	if back := r.silent(context.WithoutCancel(ctx), "USE "+tsql.QuoteName(home)); back != nil {
		return back
	}
	return err
}

// errIsMessage tells whether an error is one of the server's.
func errIsMessage(err error) bool {
	var e *tds.Error
	return errors.As(err, &e)
}

// beginOwn begins a transaction of the procedure's own, of which the client hears nothing.
func (r *remote) beginOwn(ctx context.Context) error {
	r.own = true
	var f firstFault
	err := f.or(r.ask(ctx, &tds.Request{TransMgr: &tds.TransMgrRequest{Type: tds.TransMgrBegin}}, f.take))
	if err != nil {
		r.own = false
		return err
	}
	r.count = 1
	return nil
}

// endOwn ends it.
func (r *remote) endOwn(ctx context.Context, commit bool) error {
	if !r.own {
		return nil
	}
	defer func() { r.own = false }()
	if r.count == 0 {
		return nil // an error has ended it
	}
	kind := tds.TransMgrRollback
	if commit {
		kind = tds.TransMgrCommit
	}
	var f firstFault
	err := f.or(r.ask(ctx, &tds.Request{TransMgr: &tds.TransMgrRequest{Type: kind}}, f.take))
	r.count = 0
	return err
}

// atomic runs a procedure: what it writes is one transaction where the caller has none, as an embedded backend has it.
// Errors that a procedure raises do not undo what it wrote, as they do not there.
func (r *remote) atomic(ctx context.Context, inMaster bool, f func() error) error {
	r.lost = nil
	if r.count > 0 || r.doom != nil {
		return f()
	}
	if r.behind.ImplicitTran && !inMaster {
		// Its first statement begins the client's transaction.
		if err := r.Begin(ctx, ""); err != nil {
			return err
		}
		return f()
	}
	err := f()
	if !r.own {
		if err == nil {
			r.transactionEnded(true)
		}
		return err
	}
	var e *tds.Error
	commit := err == nil || errors.As(err, &e) && e.Class < 17 && r.lost == nil
	if end := r.endOwn(context.WithoutCancel(ctx), commit); end != nil {
		r.transactionEnded(false)
		return end
	}
	r.transactionEnded(commit)
	return err
}

// notify keeps a notice for the agent until what it is about has been committed.
func (r *remote) notify(n procs.Notice) { r.pending = append(r.pending, n) }

// transactionEnded sends or drops the notices of a transaction.
func (r *remote) transactionEnded(committed bool) {
	list := r.pending
	r.pending = nil
	if !committed {
		return
	}
	for _, n := range list {
		r.front.notify(n)
	}
}

// flushNotices sends what is left when no transaction is open.
func (r *remote) flushNotices() {
	if r.count == 0 && r.doom == nil && len(r.pending) > 0 {
		r.transactionEnded(true)
	}
}
