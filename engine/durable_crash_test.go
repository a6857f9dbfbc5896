package engine

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"msxgate/tds"
)

// crashDir, in the environment, makes this test binary a writer that is going to be killed.
const crashDir = "MSXGATE_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		crashWriter(dir)
	}
	os.Exit(m.Run())
}

const crashWorkers = 4

// crashWriter commits transactions until it is killed and says on stdout what was
// acknowledged: "insert 17" for a pair of rows, "count 2 5" for a counter that is at 5.
func crashWriter(dir string) {
	e, err := Open(dir, Options{Sync: rand.IntN(4) == 0})
	if err != nil {
		fmt.Println("fail", err)
		os.Exit(1)
	}
	fmt.Println("open")
	cat := e.root.Load().cat
	a, b := cat.Table("msdb", "dbo", "accounts"), cat.Table("master", "dbo", "accounts")
	for g := range crashWorkers {
		go func() {
			for n := 0; ; n++ {
				if err := crashStep(e, a, b, g, n); err != nil {
					fmt.Println("fail", err)
				}
			}
		}()
	}
	select {}
}

func crashStep(e *Engine, a, b *Table, g, n int) error {
	switch n % 8 {
	case 7:
		if g == 0 {
			return crashDefinition(e, n)
		}
		return nil
	case 3:
		var count int64
		err := try(e, func(tx *txn) error {
			v := tx.view()
			id, row := find(v, b, -1-g)
			count = row[2].(int64) + 1
			return v.Update(context.Background(), b, id, []tds.Value{row[0], row[1], count})
		})
		if err == nil {
			fmt.Println("count", g, count)
		}
		return err
	}
	var id int64
	err := try(e, func(tx *txn) error {
		id = tx.NextIdentity(a)
		return errors.Join(insertInto(tx, a, account(int(id), "crash", g)), insertInto(tx, b, account(int(id), "crash", g)))
	})
	if err == nil {
		fmt.Println("insert", id)
	}
	return err
}

// crashDefinition makes, widens and drops a table, one a commit.
func crashDefinition(e *Engine, n int) error {
	ctx := context.Background()
	return try(e, func(tx *txn) error {
		t := tx.Catalog().Table("msdb", "dbo", "scratch")
		switch {
		case t == nil:
			t = accounts("msdb")
			t.Name, t.Indexes[0].Name = "scratch", ""
			return errors.Join(tx.Create(ctx, t), insertInto(tx, t, account(n, "x", n)))
		case len(t.Columns) == 3:
			next := t.Clone()
			next.Columns = append(next.Columns, Column{Column: tds.Column{Name: "more", Type: tds.TypeInt, Nullable: true}})
			return tx.AlterTable(ctx, t, next, func(row []tds.Value) ([]tds.Value, error) { return append(row[:3:3], nil), nil })
		}
		return tx.Drop(ctx, t)
	})
}

// TestKill kills a writing process again and again. After each time the file is whole, has
// everything that was acknowledged, both halves of every transaction or none, and no
// identity value twice. MSXGATE_CRASH_ROUNDS sets how often.
func TestKill(t *testing.T) {
	rounds := 3
	if s := os.Getenv("MSXGATE_CRASH_ROUNDS"); s != "" {
		rounds, _ = strconv.Atoi(s)
	} else if testing.Short() {
		t.Skip("kills processes for a second")
	}
	dir := t.TempDir()
	e := openTest(t, dir)
	a, b := accounts("msdb"), accounts("master")
	a.Columns[0].Identity, a.Columns[0].Increment = true, 1
	create(t, e, a)
	create(t, e, b)
	for g := range crashWorkers {
		insert(t, e, b, account(-1-g, "count", 0))
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	acked, counts := map[int]bool{}, map[int]int{}
	for round := range rounds {
		crashRound(t, dir, acked, counts)
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	t.Logf("%d rounds, %d transactions acknowledged", rounds, len(acked))
	if len(acked) == 0 {
		t.Error("the writer got nothing done")
	}
}

func crashRound(t *testing.T, dir string, acked map[int]bool, counts map[int]int) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var kill sync.Once
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var id, n int
		switch line := lines.Text(); {
		case line == "open":
			kill.Do(func() {
				time.AfterFunc(time.Duration(rand.IntN(100))*time.Millisecond, func() { _ = cmd.Process.Kill() })
			})
		case scan(line, "insert %d", &id):
			if acked[id] {
				t.Errorf("identity %d was given twice", id)
			}
			acked[id] = true
		case scan(line, "count %d %d", &id, &n):
			counts[id] = max(n, counts[id])
		case len(line) > 4 && line[:4] == "fail":
			t.Error(line)
			_ = cmd.Process.Kill()
		}
	}
	_ = cmd.Wait() // it was killed
	e, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := e.verify(); err != nil {
		t.Error(err)
	}
	crashCheck(t, e, acked, counts)
}

// scan tells whether a whole line has the form; a line cut short by the kill has not.
func scan(line, form string, to ...any) bool {
	n, err := fmt.Sscanf(line, form, to...)
	return err == nil && n == len(to)
}

func crashCheck(t *testing.T, e *Engine, acked map[int]bool, counts map[int]int) {
	v := e.begin(e.newWorkspace(), ReadCommitted).view()
	a, b := v.Catalog().Table("msdb", "dbo", "accounts"), v.Catalog().Table("master", "dbo", "accounts")
	rows := map[int]bool{}
	for _, row := range v.Scan(a) {
		id := int(row[0].(int64))
		rows[id] = true
		if _, half := find(v, b, id); half == nil {
			t.Errorf("transaction %d is half there", id)
		}
	}
	if n := v.Count(b); n != int64(len(rows)+crashWorkers) {
		t.Errorf("%d rows in one table, %d in the other", len(rows), n-crashWorkers)
	}
	for id := range acked {
		if !rows[id] {
			t.Errorf("transaction %d was acknowledged and is lost", id)
		}
	}
	for id := range rows { // what was not acknowledged but written is there to stay
		acked[id] = true
	}
	for g, n := range counts {
		_, row := find(v, b, -1-g)
		if got := int(row[2].(int64)); got != n && got != n+1 {
			t.Errorf("counter %d is at %d, acknowledged %d", g, got, n)
		} else {
			counts[g] = got
		}
	}
}
