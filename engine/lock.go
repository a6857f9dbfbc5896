package engine

import (
	"context"
	"slices"
	"sync"
	"time"

	"msxgate/tds"
)

// lockMode is how a lock is held: a set of rights, so that both of two modes are their union. Rows, keys and the schema
// know only lockX, tables all but those of lockIS and lockU, which application locks have besides.
type lockMode uint8

// The lock modes. Readers take none, unless REPEATABLE READ, SERIALIZABLE or a hint asks.
const (
	lockIS  lockMode = 1
	lockS   lockMode = 1 | 2     // a table this transaction reads and nobody may change
	lockU   lockMode = 1 | 2 | 4 // read now, to be changed later
	lockIX  lockMode = 1 | 8     // a table some of whose rows this transaction writes
	lockSIX          = lockS | lockIX
	lockUIX          = lockU | lockIX
	lockX   lockMode = 31 // alone
)

// lockFriends are the modes that another may hold beside one.
var lockFriends = map[lockMode][]lockMode{
	lockIS: {lockIS, lockS, lockU, lockIX, lockSIX, lockUIX}, lockS: {lockIS, lockS, lockU}, lockU: {lockIS, lockS},
	lockIX: {lockIS, lockIX}, lockSIX: {lockIS}, lockUIX: {lockIS},
}

func (m lockMode) allows(o lockMode) bool {
	return m == o && m == lockIX || slices.Contains(lockFriends[m], o)
}

// with is the weakest mode that covers both.
func (m lockMode) with(o lockMode) lockMode { return m | o }

// lockID names what is locked. A transaction that knows a unique key to be its own locks
// the key, so that a second writer of it waits for the outcome of the first.
type lockID struct {
	table int32
	index int32 // of a key, or one of the below
	row   RowID
	key   string
}

const (
	wholeTable  int32 = -1
	oneRow      int32 = -2
	wholeSchema int32 = -3 // all definitions of the engine
	application int32 = -4 // a name that sp_getapplock gave: its database, principal and text
)

func rowLock(t *Table, id RowID) lockID { return lockID{table: t.ID, index: oneRow, row: id} }
func tableLock(t *Table) lockID         { return lockID{table: t.ID, index: wholeTable} }
func keyLock(t *Table, ix *Index, key string) lockID {
	return lockID{table: t.ID, index: ix.ID, key: key}
}

// locks is the lock table of an engine. One mutex guards it: it is held for map
// operations only, and the deadlock search needs a still picture.
type locks struct {
	mu   sync.Mutex
	held map[lockID]*lock
}

type lock struct {
	holders []holder
	queue   []*lockRequest
}

type holder struct {
	tx   *txn
	mode lockMode
}

type lockRequest struct {
	tx    *txn
	id    lockID
	mode  lockMode
	ready chan error
}

// acquire takes a lock or waits for it: 1222 after the transaction's lock timeout, 1205
// for the victim of a deadlock, the context's error when that ends.
func (ls *locks) acquire(ctx context.Context, tx *txn, id lockID, mode lockMode) error {
	ls.mu.Lock()
	if ls.take(tx, id, mode) {
		ls.mu.Unlock()
		return nil
	}
	if tx.lockTimeout == 0 {
		ls.mu.Unlock()
		return errLockTimeout()
	}
	l := ls.held[id]
	have := l.mode(tx)
	r := &lockRequest{tx: tx, id: id, mode: mode.with(have), ready: make(chan error, 1)}
	if have != 0 { // whoever holds the lock already goes first: nobody can overtake it anyway
		l.queue = slices.Insert(l.queue, 0, r)
	} else {
		l.queue = append(l.queue, r)
	}
	tx.ws.waiting = r
	ls.breakDeadlocks(r)
	ls.mu.Unlock()
	return ls.wait(ctx, r)
}

// try takes a lock if that needs no waiting.
func (ls *locks) try(tx *txn, id lockID, mode lockMode) bool {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	return ls.take(tx, id, mode)
}

// take gives the lock to a transaction if nothing is in the way.
func (ls *locks) take(tx *txn, id lockID, mode lockMode) bool {
	l := ls.held[id]
	if l == nil {
		ls.held[id] = &lock{holders: []holder{{tx, mode}}}
		tx.locks = append(tx.locks, id)
		return true
	}
	have := l.mode(tx)
	mode = mode.with(have)
	switch {
	case mode == have:
		return true
	case l.free(tx, mode) && (have != 0 || len(l.queue) == 0):
		l.grant(tx, id, mode)
		return true
	}
	return false
}

func (ls *locks) wait(ctx context.Context, r *lockRequest) error {
	var timeout <-chan time.Time
	if r.tx.lockTimeout > 0 {
		t := time.NewTimer(r.tx.lockTimeout)
		defer t.Stop()
		timeout = t.C
	}
	var cause error
	select {
	case err := <-r.ready:
		return err
	case <-ctx.Done():
		cause = ctx.Err()
	case <-timeout:
		cause = errLockTimeout()
	}
	ls.mu.Lock()
	defer ls.mu.Unlock()
	select {
	case err := <-r.ready: // it was decided in the meantime
		return err
	default:
	}
	ls.withdraw(r)
	return cause
}

// withdraw takes a request out of its queue and lets those pass that stood behind it.
func (ls *locks) withdraw(r *lockRequest) {
	l := ls.held[r.id]
	l.queue = slices.DeleteFunc(l.queue, func(q *lockRequest) bool { return q == r })
	r.tx.ws.waiting = nil
	ls.promote(r.id, l)
}

// release gives up everything a transaction holds.
func (ls *locks) release(tx *txn) {
	if len(tx.locks) == 0 {
		return
	}
	ls.mu.Lock()
	defer ls.mu.Unlock()
	for _, id := range tx.locks {
		l := ls.held[id]
		l.holders = slices.DeleteFunc(l.holders, func(h holder) bool { return h.tx == tx })
		ls.promote(id, l)
	}
	tx.locks = nil
}

// releaseOne gives up one lock of a transaction.
func (ls *locks) releaseOne(tx *txn, id lockID) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if l := ls.held[id]; l != nil {
		l.holders = slices.DeleteFunc(l.holders, func(h holder) bool { return h.tx == tx })
		ls.promote(id, l)
	}
	tx.locks = slices.DeleteFunc(tx.locks, func(held lockID) bool { return held == id })
}

// promote grants the lock to those at the head of the queue that can have it.
func (ls *locks) promote(id lockID, l *lock) {
	for len(l.queue) > 0 {
		r := l.queue[0]
		if !l.free(r.tx, r.mode) {
			return
		}
		l.queue = l.queue[1:]
		l.grant(r.tx, id, r.mode)
		r.tx.ws.waiting = nil
		r.ready <- nil
	}
	if len(l.holders) == 0 {
		delete(ls.held, id)
	}
}

func (l *lock) mode(tx *txn) lockMode {
	for _, h := range l.holders {
		if h.tx == tx {
			return h.mode
		}
	}
	return 0
}

// free tells whether no other holder stands against the mode.
func (l *lock) free(tx *txn, mode lockMode) bool {
	for _, h := range l.holders {
		if h.tx.ws != tx.ws && !h.mode.allows(mode) {
			return false
		}
	}
	return true
}

func (l *lock) grant(tx *txn, id lockID, mode lockMode) {
	for i := range l.holders {
		if l.holders[i].tx == tx {
			l.holders[i].mode = mode
			return
		}
	}
	l.holders = append(l.holders, holder{tx, mode})
	tx.locks = append(tx.locks, id)
}

// breakDeadlocks ends every circle of waiting sessions that the new request closes.
// Edges come into being only with a request, so this is the only place to look.
func (ls *locks) breakDeadlocks(r *lockRequest) {
	for r.tx.ws.waiting == r {
		circle := ls.circle(r.tx.ws, r.tx.ws, nil, map[*workspace]bool{})
		if circle == nil {
			return
		}
		victim := r.tx
		for _, ws := range circle {
			if ws.waiting.tx.cheaper(victim) {
				victim = ws.waiting.tx
			}
		}
		w := victim.ws.waiting
		ls.withdraw(w)
		w.ready <- errDeadlock(victim.spid)
	}
}

// circle is a path of waiting sessions from one back to goal, or nil.
func (ls *locks) circle(from, goal *workspace, path []*workspace, seen map[*workspace]bool) []*workspace {
	if from.waiting == nil || seen[from] {
		return nil
	}
	seen[from] = true
	path = append(path, from)
	for _, next := range ls.blockers(from.waiting) {
		if next == goal {
			return path
		}
		if c := ls.circle(next, goal, path, seen); c != nil {
			return c
		}
	}
	return nil
}

// blockers is whom a request waits for: holders, and requests that will be served before it.
func (ls *locks) blockers(r *lockRequest) []*workspace {
	l := ls.held[r.id]
	var out []*workspace
	for _, h := range l.holders {
		if h.tx.ws != r.tx.ws && !h.mode.allows(r.mode) {
			out = append(out, h.tx.ws)
		}
	}
	for _, q := range l.queue {
		if q == r {
			break
		}
		out = append(out, q.tx.ws)
	}
	return out
}

// cheaper tells whether tx is the better victim: of lower priority, or else with less to undo.
func (tx *txn) cheaper(than *txn) bool {
	if tx.priority != than.priority {
		return tx.priority < than.priority
	}
	return tx.work < than.work
}

func errLockTimeout() error {
	e := tds.Errorf(1222, 16, "Lock request time out period exceeded.")
	e.State = 51
	return e
}

func errDeadlock(spid int) error {
	e := tds.Errorf(1205, 13, "Transaction (Process ID %d) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.", spid)
	e.State = 51
	return e
}
