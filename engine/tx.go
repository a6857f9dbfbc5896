package engine

import (
	"context"
	"errors"
	"time"

	"github.com/tidwall/btree"
)

// isolation is the isolation level of a transaction.
type isolation uint8

// The isolation levels. Readers never wait but under the last two.
//
// ReadUncommitted is ReadCommitted: nobody sees what is not committed. RepeatableRead and
// Serializable read what is committed, as ReadCommitted does, but every table that a
// statement reads is locked (txn.Share) against writers until the transaction ends. That
// is coarser than SQL Server's key ranges and exactly as safe.
const (
	ReadCommitted isolation = iota
	ReadUncommitted
	RepeatableRead
	Serializable
	Snapshot
)

// errStale says that the definition a plan was made for is no longer the table's. The
// statement did nothing to that table: undo it, plan it again and run it again.
var errStale = errors.New("engine: the table's definition has changed")

// errRowGone says that the row to be changed is not there.
var errRowGone = errors.New("engine: no such row")

// errEnded says that the transaction is over.
var errEnded = errors.New("engine: the transaction has ended")

// txn is a transaction. One goroutine uses it at a time.
//
// Its changes are values: persistent maps beside the committed ones. A savepoint is a copy
// of a few pointers, undoing is putting them back. Row locks stay until the end whatever
// is undone.
//
// A deadlock (1205) and an update conflict (3960) roll the transaction back at once,
// because others wait for its locks: Ended then is true.
type txn struct {
	e    *Engine
	ws   *workspace
	st   state
	base *root // what Snapshot sees, nil until the first view
	iso  isolation

	id          uint64
	spid        int
	lockTimeout time.Duration // below 0: for ever
	priority    int           // SET DEADLOCK_PRIORITY

	hooks    []func()
	counters map[int32]bool // identities and sequences whose values the commit must keep, by object id
	locks    []lockID
	tables   map[int32]lockMode // table locks held, to ask the lock table only once
	fine     map[int32]int      // row and key locks taken, by table
	app      map[lockID]int     // application locks, and how often each was taken
	work     int
	ended    bool
}

// state is everything a transaction has changed so far. Its maps are copied before they
// are written when a mark or a view still holds them (shelf).
type state struct {
	cat    *catalog          // nil when no definition was changed
	shared shelf[*overlay]   // changed rows of tables that others use too
	owned  shelf[*tableData] // tables this transaction created or altered, whole
	temp   shelf[*tableData] // #temp tables of the session
	vars   shelf[*tableData] // table variables of the session
	names  []tempName        // of #temp objects, innermost last
}

// shelf is a map by object id that is copied before a write when it is older than the
// writer's generation.
type shelf[V any] struct {
	m   *btree.Map[int32, V]
	gen uint64
}

func (s *shelf[V]) get(id int32) (v V) {
	if s.m != nil {
		v, _ = s.m.Get(id)
	}
	return v
}

func (s *shelf[V]) mutable(gen uint64) *btree.Map[int32, V] {
	switch {
	case s.m == nil:
		s.m = new(btree.Map[int32, V])
	case s.gen < gen:
		s.m = s.m.IsoCopy()
	}
	s.gen = gen
	return s.m
}

func (s *shelf[V]) each(f func(id int32, v V)) {
	if s.m != nil {
		s.m.Scan(func(id int32, v V) bool { f(id, v); return true })
	}
}

func (s *shelf[V]) len() int {
	if s.m == nil {
		return 0
	}
	return s.m.Len()
}

// begin starts a transaction in a session's workspace, which has room for one.
func (e *Engine) begin(ws *workspace, iso isolation) *txn {
	ws.gen++ // the base must stay as it is, for a rollback
	tx := &txn{e: e, ws: ws, iso: iso, st: ws.base, id: e.txID.Add(1), lockTimeout: -1}
	ws.tx = tx
	return tx
}

// Descriptor is the transaction's number, unique in the life of the engine and never 0.
func (tx *txn) Descriptor() uint64 { return tx.id }

// Ended tells whether the transaction was committed or rolled back, be it by an error.
func (tx *txn) Ended() bool { return tx.ended }

// direct is the rows of a table that only this transaction or session can see, or nil.
func (st *state) direct(t *Table) *tableData {
	switch t.Kind {
	case TempTable:
		return st.temp.get(t.ID)
	case TableVariable:
		return st.vars.get(t.ID)
	}
	return st.owned.get(t.ID)
}

// Catalog is the definitions as this transaction sees them now.
func (tx *txn) Catalog() *catalog {
	switch {
	case tx.st.cat != nil:
		return tx.st.cat
	case tx.iso == Snapshot && tx.base != nil:
		return tx.base.cat
	}
	return tx.e.root.Load().cat
}

// view is what one statement sees, its transaction's earlier changes included. It stays
// as it is while the statement writes.
func (tx *txn) view() view {
	r := tx.e.root.Load()
	if tx.iso == Snapshot {
		if tx.base == nil {
			tx.base = r
		}
		r = tx.base
	}
	tx.ws.gen++
	st := &tx.st
	return view{tx: tx, root: r, cat: st.cat, shared: st.shared.m, owned: st.owned.m, temp: st.temp.m, vars: st.vars.m}
}

// mark is a moment of a transaction to which it can go back.
type mark struct {
	st    state
	hooks int
}

// mark remembers this moment: for SAVE TRANSACTION and for the start of a statement.
func (tx *txn) mark() mark {
	tx.ws.gen++ // from here on, what the mark holds is copied before it is written
	return mark{tx.st, len(tx.hooks)}
}

// undo takes back what a failed statement did, in table variables too.
func (tx *txn) undo(m mark) {
	if tx.ended {
		return
	}
	tx.st = m.st
	tx.st.names = tx.ws.inScope(m.st.names)
	tx.drop(m.hooks)
}

// rollbackTo is ROLLBACK to a savepoint: table variables keep what they have.
func (tx *txn) rollbackTo(m mark) {
	vars := tx.st.vars
	tx.undo(m)
	tx.st.vars = vars
}

func (tx *txn) drop(hooks int) {
	clear(tx.hooks[hooks:])
	tx.hooks = tx.hooks[:hooks]
}

// OnCommit has f run after the commit. Going back to a mark before this moment drops it.
func (tx *txn) OnCommit(f func()) { tx.hooks = append(tx.hooks, f) }

// commit makes the changes durable, then visible, then lets go of the locks. An error
// means that nothing of the transaction stands: it has been rolled back.
func (tx *txn) commit() error {
	if tx.ended {
		return errEnded
	}
	if tx.changes() {
		if err := tx.e.commit(tx); err != nil {
			tx.rollback()
			return err
		}
	}
	tx.ws.base = tx.ws.settle(tx.st)
	tx.end()
	for _, f := range tx.hooks {
		f()
	}
	return nil
}

// rollback ends the transaction and undoes it, but for table variables.
func (tx *txn) rollback() {
	if tx.ended {
		return
	}
	tx.ws.base.vars = tx.st.vars
	tx.end()
}

func (tx *txn) end() {
	tx.ended = true
	tx.ws.tx = nil
	tx.e.locks.release(tx)
	tx.tables = nil
}

// changes tells whether others, or the file, will see anything of this transaction.
func (tx *txn) changes() bool {
	return tx.st.cat != nil || tx.st.shared.len() > 0 || tx.st.owned.len() > 0 || len(tx.counters) > 0
}

// lock takes a lock until the end of the transaction.
func (tx *txn) lock(ctx context.Context, id lockID, mode lockMode) error {
	if tx.ended {
		return errEnded
	}
	err := tx.e.locks.acquire(ctx, tx, id, mode)
	if isNumber(err, 1205) {
		tx.rollback()
	}
	return err
}

// escalateAfter is the number of row and key locks in a table after which a transaction
// tries to have the whole table instead, as SQL Server does. Locks cost memory.
const escalateAfter = 5000

// lockPart locks a row or a key, unless the table is the transaction's as a whole.
func (tx *txn) lockPart(ctx context.Context, t *Table, id lockID) error {
	if tx.tables[t.ID] == lockX {
		return nil
	}
	if err := tx.lock(ctx, id, lockX); err != nil {
		return err
	}
	if tx.fine == nil {
		tx.fine = map[int32]int{}
	}
	tx.fine[t.ID]++
	if tx.fine[t.ID]%escalateAfter == 0 && tx.e.locks.try(tx, tableLock(t), lockX) {
		tx.tables[t.ID] = lockX
	}
	return nil
}

// LockTable locks a whole table: lockS keeps writers out, lockX serializable readers and
// lockers too, lockSIX is lockS of a transaction that writes. For TABLOCK, TABLOCKX,
// HOLDLOCK (lockS, or lockSIX together with UPDLOCK) and DDL. A table of the session's own
// needs none.
func (tx *txn) LockTable(ctx context.Context, t *Table, mode lockMode) error {
	if t.Kind != UserTable || tx.tables[t.ID].with(mode) == tx.tables[t.ID] || tx.st.owned.get(t.ID) != nil {
		return nil
	}
	if err := tx.lock(ctx, tableLock(t), mode); err != nil {
		return err
	}
	if tx.tables == nil {
		tx.tables = map[int32]lockMode{}
	}
	tx.tables[t.ID] = tx.tables[t.ID].with(mode)
	return nil
}

// Share is called for every table a statement is going to read, before its view is taken.
// It locks the table under RepeatableRead and Serializable and is free under the others.
func (tx *txn) Share(ctx context.Context, t *Table) error {
	if tx.iso != RepeatableRead && tx.iso != Serializable {
		return nil
	}
	return tx.LockTable(ctx, t, lockS)
}

// writes readies a shared table for changes: nobody may alter it any more, and t is still
// its definition.
func (tx *txn) writes(ctx context.Context, t *Table) error {
	if tx.ended {
		return errEnded
	}
	if err := tx.LockTable(ctx, t, lockIX); err != nil {
		return err
	}
	d := tx.e.root.Load().table(t.ID)
	if d == nil || d.def != t {
		if tx.iso == Snapshot {
			return errSnapshotSchema(t)
		}
		return errStale
	}
	return nil
}
