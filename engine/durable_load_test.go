package engine

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"msxgate/tds"
)

// TestEverythingAtOnce has sessions write, alter the table they write to, truncate it and
// be refused by the disk, all at once; in the end memory and file are equal, and are equal
// again after opening.
func TestEverythingAtOnce(t *testing.T) {
	e := openTest(t, t.TempDir())
	tab := accounts("msdb")
	tab.Columns[0].Identity, tab.Columns[0].Increment = true, 1
	create(t, e, tab)
	var faults atomic.Int64
	e.durable.fault = func(string) error {
		if rand.IntN(60) == 0 {
			faults.Add(1)
			return syscall.EIO
		}
		return nil
	}
	var wg sync.WaitGroup
	for g := range 6 {
		wg.Go(func() {
			for i := range 60 {
				err := try(e, func(tx *txn) error { return everything(tx, g, i) })
				switch {
				case err == nil, errors.Is(err, errStale), errors.Is(err, errRowGone):
				case isNumber(err, 823), isNumber(err, 1205), isNumber(err, 2601), isNumber(err, 1505):
				default:
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	e.durable.fault = nil
	if faults.Load() == 0 {
		t.Error("the disk refused nothing")
	}
	if err := e.verify(); err != nil {
		t.Error(err)
	}
	wantNoLocks(t, e)
	e = reopen(t, e)
	if err := e.verify(); err != nil {
		t.Error(err)
	}
}

func everything(tx *txn, g, i int) error {
	ctx := context.Background()
	t := tx.Catalog().Table("msdb", "dbo", "accounts")
	switch {
	case g == 0 && i%10 == 9:
		return tx.Truncate(ctx, t)
	case g == 0 && i%3 == 0: // a column more or less
		next := t.Clone()
		if len(t.Columns) > 3 {
			next.Columns = next.Columns[:3]
			return tx.AlterTable(ctx, t, next, func(row []tds.Value) ([]tds.Value, error) { return row[:3:3], nil })
		}
		next.Columns = append(next.Columns, Column{Column: tds.Column{Name: "more", Type: tds.TypeInt, Nullable: true}})
		return tx.AlterTable(ctx, t, next, func(row []tds.Value) ([]tds.Value, error) { return append(row[:3:3], nil), nil })
	case g == 1 && i%5 == 0: // an index more or less
		next := t.Clone()
		if ix := next.Index("u"); ix != nil {
			next.Indexes = next.Indexes[:len(next.Indexes)-1]
		} else {
			next.Indexes = append(next.Indexes, &Index{Name: "u", Unique: true, Columns: []IndexColumn{{Ordinal: 1}}})
		}
		return tx.AlterTable(ctx, t, next, nil)
	}
	v := tx.view()
	for id, row := range v.Scan(t) {
		if rand.IntN(4) == 0 {
			changed := append([]tds.Value(nil), row...)
			changed[2] = row[2].(int64) + 1
			return v.Update(ctx, t, id, changed)
		}
	}
	row := make([]tds.Value, len(t.Columns))
	copy(row, account(int(tx.NextIdentity(t)), fmt.Sprint(g, i), 0))
	_, err := v.Insert(ctx, t, row)
	return err
}
