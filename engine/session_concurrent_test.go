package engine

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"

	"msxgate/tds"
)

// No update is lost, money is neither made nor destroyed, and a deadlock ends with 1205 rather than never.
func TestConcurrentUpdates(t *testing.T) {
	first := testSession(t)
	w := &script{s: first}
	w.run(`CREATE TABLE dbo.accounts (id int PRIMARY KEY, amount int NOT NULL, moves int NOT NULL)
		INSERT dbo.accounts VALUES (0, 100, 0), (1, 100, 0), (2, 100, 0), (3, 100, 0)`)
	var wg sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for i := range 16 {
		wg.Go(func() {
			s := first.engine.testSession()
			defer s.Close()
			r := rand.New(rand.NewPCG(1, uint64(i)))
			for range 50 {
				if moveAmount(t, s, r) {
					mu.Lock()
					done++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	total := &collect{}
	if _, err := first.Run(context.Background(), "SELECT SUM(amount), SUM(moves) FROM dbo.accounts", nil, total); err != nil {
		t.Fatal(err)
	}
	if total.row[0] != tds.Value(int64(400)) || total.row[1] != tds.Value(int64(2*done)) {
		t.Errorf("sum %v, moves %v, want 400 and %d", total.row[0], total.row[1], 2*done)
	}
	if done < 100 {
		t.Errorf("only %d transfers went through", done)
	}
}

// collect keeps the last row.
type collect struct {
	discard
	row []tds.Value
}

func (c *collect) Row(row []tds.Value) error {
	c.row = append([]tds.Value(nil), row...)
	return nil
}

// moveAmount moves an amount between two accounts; false when it was a deadlock's victim.
func moveAmount(t *testing.T, s *Session, r *rand.Rand) bool {
	ctx := context.Background()
	from, to := r.IntN(4), r.IntN(4)
	step := func(text string, id int) error {
		p := []Param{{"@id", tds.TypeInt, int64(id)}, {"@n", tds.TypeInt, int64(r.IntN(10))}}
		_, err := s.Run(ctx, text, p, &discard{})
		return err
	}
	if from == to {
		return false
	}
	if err := s.Begin(ctx, ""); err != nil {
		t.Error(err)
		return false
	}
	err := step("UPDATE dbo.accounts SET amount = amount - 1, moves = moves + 1 WHERE id = @id", from)
	if err == nil {
		err = step("UPDATE dbo.accounts SET amount = amount + 1, moves = moves + 1 WHERE id = @id", to)
	}
	if err == nil {
		if err = s.Commit(ctx); err == nil {
			return true
		}
	}
	var e *tds.Error
	if !errors.As(err, &e) || e.Number != 1205 {
		t.Error(err)
	}
	if s.TranCount() > 0 {
		if err := s.Rollback(ctx, ""); err != nil {
			t.Error(err)
		}
	}
	return false
}
