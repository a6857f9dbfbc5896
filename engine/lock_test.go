package engine

import (
	"context"
	"errors"
	"testing"
	"time"
)

// waitForWaiter waits until some transaction waits for a lock.
func waitForWaiter(t testing.TB, e *Engine) {
	t.Helper()
	for range 5000 {
		e.locks.mu.Lock()
		n := 0
		for _, l := range e.locks.held {
			n += len(l.queue)
		}
		e.locks.mu.Unlock()
		if n > 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("nobody waits")
}

func wantNoLocks(t testing.TB, e *Engine) {
	t.Helper()
	e.locks.mu.Lock()
	defer e.locks.mu.Unlock()
	if n := len(e.locks.held); n != 0 {
		t.Errorf("%d locks are left", n)
	}
}

func twoAccounts(t *testing.T) (*Engine, *Table) {
	e := openTest(t, "")
	tab := accounts("master")
	create(t, e, tab)
	insert(t, e, tab, account(1, "a", 1), account(2, "b", 2))
	return e, tab
}

func TestWriterWaitsForWriter(t *testing.T) {
	e, tab := twoAccounts(t)
	first := e.begin(e.newWorkspace(), ReadCommitted)
	if err := set(first, tab, 1, 10); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		done <- try(e, func(tx *txn) error {
			v := tx.view()
			id, _ := find(v, tab, 1)
			row, ok, err := v.Lock(context.Background(), tab, id)
			if err != nil || !ok {
				return errors.Join(err, errRowGone)
			}
			return set(tx, tab, 1, int(row[2].(int64))+1)
		})
	}()
	waitForWaiter(t, e)
	if err := first.commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	wantRows(t, e.begin(e.newWorkspace(), ReadCommitted).view(), tab, "[1 a 11][2 b 2]")
	wantNoLocks(t, e)
}

func TestUniqueKeyWaitsForItsOutcome(t *testing.T) {
	for _, c := range []struct {
		name   string
		first  func(tx *txn, t *Table) error
		commit bool
		want   int32
	}{
		{"insert committed", func(tx *txn, t *Table) error { return insertInto(tx, t, account(3, "c", 3)) }, true, 2627},
		{"insert rolled back", func(tx *txn, t *Table) error { return insertInto(tx, t, account(3, "c", 3)) }, false, 0},
		{"delete committed", func(tx *txn, t *Table) error { return remove(tx, t, 2) }, true, 0},
		{"delete rolled back", func(tx *txn, t *Table) error { return remove(tx, t, 2) }, false, 2627},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, tab := twoAccounts(t)
			first := e.begin(e.newWorkspace(), ReadCommitted)
			if err := c.first(first, tab); err != nil {
				t.Fatal(err)
			}
			key := 2
			if c.name[0] == 'i' {
				key = 3
			}
			done := make(chan error)
			go func() {
				done <- try(e, func(tx *txn) error { return insertInto(tx, tab, account(key, "new", 0)) })
			}()
			waitForWaiter(t, e)
			if c.commit {
				if err := first.commit(); err != nil {
					t.Fatal(err)
				}
			} else {
				first.rollback()
			}
			if err := <-done; c.want != 0 || err != nil {
				wantNumber(t, err, c.want)
			}
			wantNoLocks(t, e)
		})
	}
}

func TestLockTimeoutAndCancel(t *testing.T) {
	e, tab := twoAccounts(t)
	first := e.begin(e.newWorkspace(), ReadCommitted)
	if err := set(first, tab, 1, 10); err != nil {
		t.Fatal(err)
	}
	for _, d := range []time.Duration{0, 5 * time.Millisecond} {
		second := e.begin(e.newWorkspace(), ReadCommitted)
		second.lockTimeout = d
		wantNumber(t, set(second, tab, 1, 20), 1222)
		if second.Ended() {
			t.Error("a lock timeout ends the transaction")
		}
		if err := set(second, tab, 2, 20); err != nil {
			t.Error(err)
		}
		second.rollback()
	}
	ctx, cancel := context.WithCancel(context.Background())
	third := e.begin(e.newWorkspace(), ReadCommitted)
	v := third.view()
	id, _ := find(v, tab, 1)
	done := make(chan error)
	go func() { _, _, err := v.Lock(ctx, tab, id); done <- err }()
	waitForWaiter(t, e)
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	third.rollback()
	first.rollback()
	wantNoLocks(t, e)
}

func TestDeadlockHasOneVictim(t *testing.T) {
	e, tab := twoAccounts(t)
	a := e.begin(e.newWorkspace(), ReadCommitted)
	b := e.begin(e.newWorkspace(), ReadCommitted)
	a.spid, b.spid = 51, 52
	if err := errors.Join(set(a, tab, 1, 10), insertInto(a, tab, account(3, "c", 3)), set(b, tab, 2, 20)); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- set(b, tab, 1, 21) }()
	waitForWaiter(t, e)
	errA := set(a, tab, 2, 11) // closes the circle; b has less to undo
	errB := <-done
	if errA != nil {
		t.Error(errA)
	}
	wantNumber(t, errB, 1205)
	if !b.Ended() {
		t.Error("the victim holds on to its transaction")
	}
	if err := a.commit(); err != nil {
		t.Fatal(err)
	}
	wantRows(t, e.begin(e.newWorkspace(), ReadCommitted).view(), tab, "[1 a 10][2 b 11][3 c 3]")
	wantNoLocks(t, e)
}

func TestDeadlockPriority(t *testing.T) {
	e, tab := twoAccounts(t)
	a := e.begin(e.newWorkspace(), ReadCommitted)
	b := e.begin(e.newWorkspace(), ReadCommitted)
	a.priority = -5
	if err := errors.Join(set(a, tab, 1, 10), insertInto(a, tab, account(3, "c", 3)), set(b, tab, 2, 20)); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- set(b, tab, 1, 21) }()
	waitForWaiter(t, e)
	wantNumber(t, set(a, tab, 2, 11), 1205)
	if err := errors.Join(<-done, b.commit()); err != nil {
		t.Error(err)
	}
	wantNoLocks(t, e)
}

func TestSerializableKeepsWritersOut(t *testing.T) {
	e, tab := twoAccounts(t)
	reader := e.begin(e.newWorkspace(), Serializable)
	if err := reader.Share(context.Background(), tab); err != nil {
		t.Fatal(err)
	}
	reader.view()
	writer := e.begin(e.newWorkspace(), ReadCommitted)
	writer.lockTimeout = 0
	wantNumber(t, insertInto(writer, tab, account(3, "c", 3)), 1222)
	plain := e.begin(e.newWorkspace(), ReadCommitted) // not in the way of a reader
	wantRows(t, plain.view(), tab, "[1 a 1][2 b 2]")
	if err := set(reader, tab, 1, 7); err != nil { // its own share does not stop it
		t.Fatal(err)
	}
	if err := reader.commit(); err != nil {
		t.Fatal(err)
	}
	if err := insertInto(writer, tab, account(3, "c", 3)); err != nil {
		t.Error(err)
	}
	writer.rollback()
	wantNoLocks(t, e)
}

func TestManyLocksBecomeOne(t *testing.T) {
	e, tab := twoAccounts(t)
	tx := e.begin(e.newWorkspace(), ReadCommitted)
	for i := range 2 * escalateAfter {
		if err := insertInto(tx, tab, account(100+i, "x", 0)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(tx.locks); n > escalateAfter+10 {
		t.Errorf("%d locks are held", n)
	}
	other := e.begin(e.newWorkspace(), ReadCommitted)
	other.lockTimeout = 0
	wantNumber(t, set(other, tab, 1, 5), 1222)
	tx.rollback()

	if err := set(other, tab, 1, 5); err != nil { // somebody else in the table: no escalation
		t.Fatal(err)
	}
	tx = e.begin(e.newWorkspace(), ReadCommitted)
	for i := range 2 * escalateAfter {
		if err := insertInto(tx, tab, account(100+i, "x", 0)); err != nil {
			t.Fatal(err)
		}
	}
	if err := set(other, tab, 2, 5); err != nil {
		t.Error(err)
	}
	tx.rollback()
	other.rollback()
	wantNoLocks(t, e)
}
