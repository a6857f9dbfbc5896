package engine

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// benchStore is a store with 10,000 accounts, flushed at every commit.
func benchStore(b *testing.B, dir string) (*Engine, *Table) {
	e, err := Open(dir, Options{Sync: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	tab := accounts("msdb")
	create(b, e, tab)
	do(b, e, func(tx *txn) error {
		for i := range 10000 {
			if err := insertInto(tx, tab, account(i, fmt.Sprintf("account %d", i), i)); err != nil {
				return err
			}
		}
		return nil
	})
	return e, tab
}

func BenchmarkPointLookup(b *testing.B) {
	e, tab := benchStore(b, "")
	tx := e.begin(e.newWorkspace(), ReadCommitted)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		if _, row := find(tx.view(), tab, i%10000); row == nil {
			b.Fatal("not found")
		}
	}
}

func BenchmarkScan(b *testing.B) {
	e, tab := benchStore(b, "")
	v := e.begin(e.newWorkspace(), ReadCommitted).view()
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		n := 0
		for range v.Scan(tab) {
			n++
		}
		if n != 10000 {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10000, "ns/row")
}

func BenchmarkInsertCommit(b *testing.B) {
	for _, c := range []struct {
		name    string
		durable bool
		writers int
	}{{"memory", false, 1}, {"durable", true, 1}, {"durable16", true, 16}} {
		b.Run(c.name, func(b *testing.B) {
			dir := ""
			if c.durable {
				dir = b.TempDir()
			}
			e, tab := benchStore(b, dir)
			var next atomic.Int64
			next.Store(10000)
			b.ReportAllocs()
			b.ResetTimer()
			var wg sync.WaitGroup
			for range c.writers {
				wg.Go(func() {
					for {
						id := int(next.Add(1))
						if id > 10000+b.N {
							return
						}
						do(b, e, func(tx *txn) error { return insertInto(tx, tab, account(id, "new", id)) })
					}
				})
			}
			wg.Wait()
		})
	}
}

// BenchmarkReadersAndWriter is 16 sessions that look rows up while one commits updates
// durably; ns/op is a lookup.
func BenchmarkReadersAndWriter(b *testing.B) {
	e, tab := benchStore(b, b.TempDir())
	stop := make(chan struct{})
	var writer sync.WaitGroup
	var commits atomic.Int64
	writer.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			do(b, e, func(tx *txn) error { return set(tx, tab, i%10000, i) })
			commits.Add(1)
		}
	})
	b.ResetTimer()
	var left atomic.Int64
	left.Store(int64(b.N))
	var readers sync.WaitGroup
	for range 16 {
		readers.Go(func() {
			ws := e.newWorkspace()
			for left.Add(-100) >= 0 {
				for range 100 {
					tx := e.begin(ws, ReadCommitted)
					if _, row := find(tx.view(), tab, rand.IntN(10000)); row == nil {
						b.Error("not found")
					}
					tx.rollback()
					runtime.Gosched() // a session waits for its client between two statements
				}
			}
		})
	}
	readers.Wait()
	b.StopTimer()
	b.ReportMetric(float64(commits.Load())/b.Elapsed().Seconds(), "commits/s")
	close(stop)
	writer.Wait()
}

// BenchmarkOpen opens a store of 10,000 rows.
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	e, _ := benchStore(b, dir)
	if err := e.Close(); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range b.N {
		e, err := Open(dir, Options{Sync: true})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		_ = e.Close()
		b.StartTimer()
	}
}
