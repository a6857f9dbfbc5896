package gateway

import (
	"context"
	"slices"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// doom is a transaction that an error in a TRY has made uncommittable. At the server it has ended with the request that
// met the error, as one always does at the end of a batch; the program sees it until it rolls back.
type doom struct {
	count int            // @@TRANCOUNT
	told  *tds.EnvChange // that the transaction has ended, which the client hears at the rollback
}

// errDoomed is message 3930.
func errDoomed() *tds.Error {
	return tds.Errorf(3930, 16, "The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.")
}

// errDoomedSave is what going back to a savepoint of a doomed transaction meets. Savepoints of earlier requests are not known.
func (r *remote) errDoomedSave(name string) *tds.Error {
	if slices.Contains(r.saves, name) {
		return tds.Errorf(3931, 16, "The current transaction cannot be committed and cannot be rolled back to a savepoint. Roll back the entire transaction.")
	}
	return tds.Errorf(6401, 16, "Cannot roll back %s. No transaction or savepoint of that name was found.", name)
}

// Begin implements interp.Host.
func (r *remote) Begin(ctx context.Context, name string) error {
	if r.doom != nil {
		r.doom.count++ // it writes nothing
		return nil
	}
	if r.count == 0 {
		r.tranName, r.saves = name, nil
	}
	// Under IMPLICIT_TRANSACTIONS the statement that begins it would count twice.
	return r.transact(ctx, r.explicit("BEGIN TRANSACTION "+tranName(name)))
}

// explicit makes a text that begins no transaction by itself.
func (r *remote) explicit(text string) string {
	if !r.behind.ImplicitTran || r.count > 0 {
		return text
	}
	return "SET IMPLICIT_TRANSACTIONS OFF; " + text + "; SET IMPLICIT_TRANSACTIONS ON"
}

// Commit implements interp.Host.
func (r *remote) Commit(ctx context.Context) error {
	if r.doom != nil {
		return errDoomed()
	}
	return r.transact(ctx, "COMMIT TRANSACTION")
}

// Save implements interp.Host.
func (r *remote) Save(ctx context.Context, name string) error {
	if r.doom != nil {
		return errDoomed()
	}
	r.saves = append(r.saves, name)
	return r.transact(ctx, "SAVE TRANSACTION "+tranName(name))
}

// Rollback implements interp.Host. Table variables keep what they have.
func (r *remote) Rollback(ctx context.Context, name string) error {
	if d := r.doom; d != nil {
		if name != "" && name != r.tranName {
			return r.errDoomedSave(name)
		}
		r.doom, r.count = nil, 0
		r.transactionEnded(false)
		if d.told != nil && r.out != nil {
			if err := r.out.EnvChange(d.told); err != nil {
				return err
			}
		}
		return r.putBack(ctx)
	}
	if err := r.keepTables(ctx); err != nil {
		return err
	}
	if err := r.transact(ctx, "ROLLBACK TRANSACTION "+tranName(name)); err != nil {
		return err
	}
	if r.behind.ImplicitTran && !r.front.facts().msdbText && r.count == 0 {
		// A rollback of Babelfish takes back what was SET since the transaction began.
		if err := r.silent(ctx, "SET IMPLICIT_TRANSACTIONS ON"); err != nil {
			return err
		}
	}
	return r.putBack(ctx)
}

func tranName(name string) string {
	if name == "" {
		return ""
	}
	return tsql.QuoteName(name)
}

func (r *remote) transact(ctx context.Context, text string) error {
	_, err := r.carry(ctx, &shipment{text: strings.TrimSpace(text), batch: true}, discard{})
	return err
}

// TranCount implements interp.Host.
func (r *remote) TranCount() int {
	if r.doom != nil {
		return r.doom.count
	}
	return r.count
}

// Doom implements interp.Host: the transaction is still there, but only to be rolled back.
func (r *remote) Doom() {
	if r.doom == nil && r.count > 0 {
		r.doom = &doom{count: r.count}
		r.transactDoomed()
	}
}

// transactDoomed rolls back at the server what the program may only roll back.
func (r *remote) transactDoomed() {
	ctx := context.WithoutCancel(r.running)
	if err := r.keepTables(ctx); err == nil {
		_ = r.silent(ctx, "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION")
	}
}

// XactState implements interp.Host.
func (r *remote) XactState() int {
	switch {
	case r.doom != nil:
		return -1
	case r.count > 0:
		return 1
	}
	return 0
}

// EnterScope implements interp.Host.
func (r *remote) EnterScope() { r.scopes = append(r.scopes, remoteScope{database: r.database}) }

// LeaveScope implements interp.Host: what the scope has changed of the session is put back.
func (r *remote) LeaveScope() {
	n := len(r.scopes) - 1
	was := r.scopes[n]
	r.scopes = r.scopes[:n]
	text := r.restoreOptions()
	for _, t := range was.tables {
		text += "IF OBJECT_ID(" + tsql.QuoteString("tempdb.."+t) + ") IS NOT NULL DROP TABLE " + tsql.QuoteName(t) + "; "
	}
	text += strings.Repeat("REVERT; ", was.as)
	if was.database != r.database {
		text += "USE " + tsql.QuoteName(was.database) + "; "
	}
	if text == "" || r.server.Unread() {
		return
	}
	if err := r.silent(context.WithoutCancel(r.running), text); err != nil {
		r.front.Log.WithError(err).Warn("What a dynamic text has changed of its session could not be put back")
	}
}

// Use implements interp.Host.
func (r *remote) Use(ctx context.Context, database string) error {
	_, err := r.carry(ctx, &shipment{text: "USE " + tsql.QuoteName(database), batch: true, guarded: r.machine.Guarded()}, infoOnly{r})
	return err
}

// infoOnly lets messages pass.
type infoOnly struct{ r *remote }

func (infoOnly) Columns([]tds.Column) error { return nil }
func (infoOnly) Row([]tds.Value) error      { return nil }
func (infoOnly) Done(tds.Done) error        { return nil }

func (w infoOnly) Message(e *tds.Error) error {
	if w.r.out == nil || !e.IsInfo() {
		return discard{}.Message(e)
	}
	return w.r.out.Message(e)
}
