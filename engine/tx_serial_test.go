package engine

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"msxgate/tds"
)

// TestRandomTransactions has sessions move money between accounts, with savepoints undone
// and transactions given up in between. Transfers commute, so the serial model only adds
// up those that were committed: a lost update would show in it. Readers must find books
// that balance at any moment: no dirty read, no half commit.
func TestRandomTransactions(t *testing.T) {
	const (
		sessions = 16
		rounds   = 150
		keys     = 12
		total    = 1000 * keys
	)
	e := openTest(t, "")
	tab := accounts("msdb")
	log := accounts("msdb")
	log.Name, log.Indexes[0].Name = "log", "PK_log"
	create(t, e, tab)
	create(t, e, log)
	for i := range keys {
		insert(t, e, tab, account(i, "", 1000))
	}
	var (
		mu        sync.Mutex
		moved     = map[int]int{} // the model: net sum moved to an account
		committed int
		deadlocks int
	)
	var wg sync.WaitGroup
	for s := range sessions {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(s), 7))
			ws := e.newWorkspace()
			for i := range rounds {
				tx := e.begin(ws, ReadCommitted)
				from, to, n := r.IntN(keys), r.IntN(keys), r.IntN(50)
				err := transfer(tx, tab, from, to, n)
				if err == nil && r.IntN(4) == 0 { // part of it is done and undone
					m := tx.mark()
					if err = transfer(tx, tab, to, r.IntN(keys), 7); err == nil {
						tx.rollbackTo(m)
					}
				}
				if err == nil {
					err = insertInto(tx, log, account(s*rounds+i, "", n))
				}
				if err == nil && r.IntN(8) == 0 {
					err = errRowGone // changes its mind
				}
				if err != nil {
					if isNumber(err, 1205) {
						mu.Lock()
						deadlocks++
						mu.Unlock()
					} else if !errors.Is(err, errRowGone) {
						t.Error(err)
					}
					tx.rollback()
					continue
				}
				if err := tx.commit(); err != nil {
					t.Error(err)
				}
				mu.Lock()
				moved[from] -= n
				moved[to] += n
				committed++
				mu.Unlock()
			}
		})
	}
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				tx := e.begin(e.newWorkspace(), ReadCommitted)
				sum := 0
				for _, row := range tx.view().Scan(tab) {
					sum += int(row[2].(int64))
				}
				tx.rollback()
				if sum != total {
					t.Errorf("a reader finds %d in the books, want %d", sum, total)
					return
				}
			}
		})
	}
	wg.Wait()
	close(stop)
	readers.Wait()
	v := e.begin(e.newWorkspace(), ReadCommitted).view()
	for i := range keys {
		if _, row := find(v, tab, i); row[2] != int64(1000+moved[i]) {
			t.Errorf("account %d has %v, the model %d", i, row[2], 1000+moved[i])
		}
	}
	if n := v.Count(log); n != int64(committed) {
		t.Errorf("%d lines in the log, %d transactions were committed", n, committed)
	}
	if err := v.root.table(tab.ID).verifyKeys(); err != nil {
		t.Error(err)
	}
	t.Logf("%d commits, %d deadlocks", committed, deadlocks)
	wantNoLocks(t, e)
}

// transfer reads both accounts under their locks, in the order given, so that deadlocks
// come about.
func transfer(tx *txn, t *Table, from, to, n int) error {
	for _, step := range []struct{ id, n int }{{from, -n}, {to, n}} {
		v := tx.view()
		id, _ := find(v, t, step.id)
		row, ok, err := v.Lock(context.Background(), t, id)
		if err != nil {
			return err
		}
		if !ok {
			return errRowGone
		}
		if err := v.Update(context.Background(), t, id, []tds.Value{row[0], row[1], row[2].(int64) + int64(step.n)}); err != nil {
			return err
		}
	}
	return nil
}

// TestUniqueKeysUnderContention has sessions insert, move and delete few keys. Each
// committed change is stamped inside the transaction while its locks are held, so that
// replaying the changes in stamp order, one after the other, must give the same table.
func TestUniqueKeysUnderContention(t *testing.T) {
	e := openTest(t, "")
	tab := accounts("msdb")
	create(t, e, tab)
	type change struct {
		stamp   int
		put, at int // key put with that balance, or taken when at is negative
	}
	var (
		mu      sync.Mutex
		stamp   int
		history []change
	)
	var wg sync.WaitGroup
	for s := range 8 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(s), 11))
			for range 200 {
				tx := e.begin(e.newWorkspace(), ReadCommitted)
				var mine []change
				err := error(nil)
				for range 1 + r.IntN(3) {
					var c [][2]int
					if c, err = randomChange(tx, tab, r); err != nil {
						break
					}
					for _, x := range c {
						mine = append(mine, change{put: x[0], at: x[1]})
					}
				}
				if err != nil {
					if !isNumber(err, 2627) && !isNumber(err, 1205) && !errors.Is(err, errRowGone) {
						t.Error(err)
					}
					tx.rollback()
					continue
				}
				mu.Lock()
				for i := range mine {
					stamp++
					mine[i].stamp = stamp
				}
				mu.Unlock()
				if err := tx.commit(); err != nil {
					t.Error(err)
				}
				mu.Lock()
				history = append(history, mine...)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.SortFunc(history, func(a, b change) int { return a.stamp - b.stamp })
	model := map[int]int{}
	for _, c := range history {
		if c.at < 0 {
			delete(model, c.put)
		} else {
			model[c.put] = c.at
		}
	}
	v := e.begin(e.newWorkspace(), ReadCommitted).view()
	n := 0
	for _, row := range v.Scan(tab) {
		n++
		if at, ok := model[int(row[0].(int64))]; !ok || int64(at) != row[2] {
			t.Errorf("key %v has %v, the model %d (%v)", row[0], row[2], at, ok)
		}
	}
	if n != len(model) {
		t.Errorf("%d keys, the model has %d", n, len(model))
	}
	if err := v.root.table(tab.ID).verifyKeys(); err != nil {
		t.Error(err)
	}
	wantNoLocks(t, e)
}

// randomChange inserts, moves or deletes a key and says what that did: pairs of a key and
// its balance, -1 when it was taken away.
func randomChange(tx *txn, t *Table, r *rand.Rand) ([][2]int, error) {
	ctx := context.Background()
	v := tx.view()
	key, balance := r.IntN(20), r.IntN(1000)
	id, row := find(v, t, key)
	if row == nil {
		_, err := v.Insert(ctx, t, account(key, "", balance))
		return [][2]int{{key, balance}}, err
	}
	row, ok, err := v.Lock(ctx, t, id)
	if err != nil || !ok {
		return nil, errors.Join(err, errRowGone)
	}
	was := int(row[0].(int64))
	if r.IntN(2) == 0 {
		return [][2]int{{was, -1}}, v.Delete(ctx, t, id)
	}
	to := r.IntN(20)
	return [][2]int{{was, -1}, {to, balance}}, v.Update(ctx, t, id, account(to, "", balance))
}

// TestWriteSkewUnderSerializable lets two transactions each check the sum of two rows and
// then take from one: only one of them may succeed.
func TestWriteSkewUnderSerializable(t *testing.T) {
	e, tab := twoAccounts(t)
	var wg sync.WaitGroup
	results := make([]error, 2)
	for i := range 2 {
		wg.Go(func() {
			tx := e.begin(e.newWorkspace(), Serializable)
			err := tx.Share(context.Background(), tab)
			if err == nil {
				sum := int64(0)
				for _, row := range tx.view().Scan(tab) {
					sum += row[2].(int64)
				}
				time.Sleep(5 * time.Millisecond)
				if sum < 3 {
					err = errRowGone
				} else {
					err = set(tx, tab, i+1, 0)
				}
			}
			if err == nil {
				err = tx.commit()
			}
			tx.rollback()
			results[i] = err
		})
	}
	wg.Wait()
	if (results[0] == nil) == (results[1] == nil) {
		t.Errorf("both ended alike: %v", results)
	}
	if s := fmt.Sprint(results); strings.Contains(s, "1222") {
		t.Error(s)
	}
	wantNoLocks(t, e)
}
