package engine

import (
	"context"
	"errors"
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql/eval"
)

// Begin is BEGIN TRANSACTION: only the first opens one.
func (s *Session) Begin(_ context.Context, name string) error {
	if s.ws.tx == nil {
		s.open()
		s.tranName = name
		s.auto = false
	}
	s.tranCount++
	return nil
}

// open starts a transaction under the session's settings.
func (s *Session) open() *txn {
	tx := s.engine.begin(s.ws, s.iso)
	tx.lockTimeout = s.lockTimeout
	tx.priority = s.priority
	tx.spid = s.eval.SPID()
	s.saves = nil
	s.doomed = false
	return tx
}

// Commit is COMMIT: 3902, 3930.
func (s *Session) Commit(context.Context) error {
	switch {
	case s.tranCount == 0:
		return tds.Errorf(3902, 16, "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.")
	case s.doomed:
		return errDoomed()
	case s.tranCount > 1 || s.auto:
		s.tranCount--
		return nil
	}
	s.tranCount = 0
	return s.ws.tx.commit()
}

func errDoomed() *tds.Error {
	return tds.Errorf(3930, 16, "The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.")
}

// Rollback is ROLLBACK; with a name it goes back to a savepoint, or to the start when that is the
// outermost transaction's name: 3903, 6401.
func (s *Session) Rollback(_ context.Context, name string) error {
	if s.ws.tx == nil {
		s.tranCount = 0
		return tds.Errorf(3903, 16, "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.")
	}
	if name != "" && !s.auto && name != s.tranName || name != "" && s.auto {
		for i := len(s.saves) - 1; i >= 0; i-- {
			if s.saves[i].name == name {
				if s.doomed {
					return tds.Errorf(3931, 16, "The current transaction cannot be committed and cannot be rolled back to a savepoint. Roll back the entire transaction.")
				}
				s.ws.tx.rollbackTo(s.saves[i].at)
				s.saves = s.saves[:i+1]
				return nil
			}
		}
		return tds.Errorf(6401, 16, "Cannot roll back %s. No transaction or savepoint of that name was found.", name)
	}
	s.ws.tx.rollback()
	s.lost()
	return nil
}

// lost forgets a transaction that has ended.
func (s *Session) lost() {
	s.tranCount = 0
	s.saves = nil
	s.doomed = false
	s.tranName = ""
}

// Save is SAVE TRANSACTION: 628.
func (s *Session) Save(_ context.Context, name string) error {
	switch {
	case s.ws.tx == nil:
		return tds.Errorf(628, 16, "Cannot issue SAVE TRANSACTION when there is no active transaction.")
	case s.doomed:
		return errDoomed()
	}
	s.saves = append(s.saves, savepoint{name, s.ws.tx.mark()})
	return nil
}

// TranCount is @@TRANCOUNT. A statement's own transaction counts for the trigger that runs in it.
func (s *Session) TranCount() int {
	if s.auto && s.ws.tx != nil && len(s.triggers) > 0 {
		return s.tranCount + 1
	}
	return s.tranCount
}

// Doom marks the open transaction uncommittable.
func (s *Session) Doom() {
	if s.ws.tx != nil {
		s.doomed = true
	}
}

// XactState is XACT_STATE(): 1, 0, or -1 when the transaction is doomed.
func (s *Session) XactState() int {
	switch {
	case s.TranCount() == 0:
		return 0
	case s.doomed:
		return -1
	}
	return 1
}

// Descriptor is the number of the open transaction, 0 without one.
func (s *Session) Descriptor() uint64 {
	if s.ws.tx == nil || s.tranCount == 0 {
		return 0
	}
	return s.ws.tx.Descriptor()
}

// OnCommit has f run after the outermost commit; a rollback to before this moment drops it. Without a
// transaction f runs at once.
func (s *Session) OnCommit(f func()) {
	if s.ws.tx == nil {
		f()
		return
	}
	s.ws.tx.OnCommit(f)
}

// Atomic runs f as one transaction when none is open, inside the open one otherwise. It commits when f
// returns nil or a *tds.Error of class below 17.
func (s *Session) Atomic(_ context.Context, f func() error) error {
	if s.ws.tx != nil {
		return f()
	}
	tx := s.open()
	s.auto = true
	defer func() {
		s.auto = false
		if !tx.Ended() { // a panic goes through here
			tx.rollback()
		}
	}()
	err := f()
	if tx.Ended() {
		s.lost()
		return err
	}
	var msg *tds.Error
	if err != nil && (!errors.As(err, &msg) || msg.Class >= 17) {
		tx.rollback()
		return err
	}
	if cerr := tx.commit(); cerr != nil {
		return cerr
	}
	return err
}

// statement runs one statement in the open transaction or one of its own. A statement that fails leaves
// nothing of itself.
func (s *Session) statement(f func(tx *txn) error) error {
	if tx := s.ws.tx; tx != nil {
		at := tx.mark()
		err := f(tx)
		switch {
		case tx.Ended():
			s.lost()
		case err != nil:
			tx.undo(at)
		}
		return err
	}
	tx := s.open()
	s.auto = true
	defer func() {
		s.auto = false
		if !tx.Ended() {
			tx.rollback()
		}
	}()
	if err := f(tx); err != nil {
		return err
	}
	if tx.Ended() {
		s.lost()
		return nil
	}
	return tx.commit()
}

// outside gives a run to an expression that is evaluated outside a statement. plan makes sure of its plan.
func (s *Session) outside(f *eval.Frame, plan func() (*binding, error), use func(x *run) error) error {
	ctx := frameContext(f)
	var err error
	for range 100 {
		err = s.statement(func(tx *txn) error {
			deps, err := plan()
			if err != nil {
				return err
			}
			x, err := s.begin(ctx, tx, deps, f.Vars)
			if err != nil {
				return err
			}
			if err = use(x); err == nil && x.nulls && !s.quiet {
				if w, ok := s.eval.(eval.Warner); ok {
					w.Warn(8153)
				}
			}
			return err
		})
		if !errors.Is(err, errStale) {
			break
		}
	}
	return err
}

// Set carries out a SET option that the engine heeds: LOCK_TIMEOUT (ms), DEADLOCK_PRIORITY, ROWCOUNT,
// TRANSACTION ISOLATION LEVEL (its words). Others are none of its business.
func (s *Session) Set(option string, v tds.Value) error {
	switch strings.ToUpper(option) {
	case "LOCK_TIMEOUT":
		n, _ := v.(int64)
		s.lockTimeout = time.Duration(n) * time.Millisecond
		if n < 0 {
			s.lockTimeout = -1
		}
		if s.ws.tx != nil {
			s.ws.tx.lockTimeout = s.lockTimeout
		}
	case "DEADLOCK_PRIORITY":
		n, _ := v.(int64)
		s.priority = int(n)
	case "ANSI_WARNINGS", "ANSI_DEFAULTS":
		on, ok := v.(bool)
		s.quiet = ok && !on
	case "ROWCOUNT":
		n, _ := v.(int64)
		s.rowCount = n
	case "TRANSACTION ISOLATION LEVEL":
		word, _ := v.(string)
		return s.setIsolation(strings.ToUpper(word))
	}
	return nil
}

var isolations = map[string]isolation{
	"READ UNCOMMITTED": ReadUncommitted, "READ COMMITTED": ReadCommitted, "REPEATABLE READ": RepeatableRead,
	"SERIALIZABLE": Serializable, "SNAPSHOT": Snapshot,
}

func (s *Session) setIsolation(word string) error {
	iso, ok := isolations[word]
	if !ok {
		return tds.Errorf(102, 15, "Incorrect syntax near '%s'.", word)
	}
	if s.ws.tx != nil && s.tranCount > 0 {
		if iso == Snapshot && s.ws.tx.iso != Snapshot {
			return tds.Errorf(3951, 16, "Transaction failed in database '%s' because the statement was run under snapshot isolation but the transaction did not start in snapshot isolation. You cannot change the isolation level of the transaction to snapshot after the transaction has started unless the transaction was originally started under snapshot isolation level.", s.database)
		}
		s.ws.tx.iso = iso
	}
	s.iso = iso
	return nil
}

// SetIdentityInsert is SET IDENTITY_INSERT table ON or OFF: 8107, 8106, 1088.
func (s *Session) SetIdentityInsert(t *Table, on bool) error {
	name := t.Database + "." + t.Schema + "." + t.Name
	if t.Identity() < 0 {
		return tds.Errorf(8106, 16, "Table '%s' does not have the identity property. Cannot perform SET operation.", t.Name)
	}
	if !on {
		if s.identityInsert != nil && s.identityInsert.ID == t.ID {
			s.identityInsert = nil
		}
		return nil
	}
	if o := s.identityInsert; o != nil && o.ID != t.ID && s.alive(o) {
		return tds.Errorf(8107, 16, "IDENTITY_INSERT is already ON for table '%s.%s.%s'. Cannot perform SET operation for table '%s'.", o.Database, o.Schema, o.Name, name)
	}
	s.identityInsert = t
	return nil
}

func (s *Session) alive(t *Table) bool {
	if t.Kind == TempTable {
		return s.ws.Temp(t.Name) != nil
	}
	return s.catalog().ByID(t.ID) != nil
}
