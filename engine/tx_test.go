package engine

import (
	"context"
	"testing"

	"msxgate/tds"
)

func TestViewKeepsItsMoment(t *testing.T) {
	e := openTest(t, "")
	tab := accounts("master")
	create(t, e, tab)
	insert(t, e, tab, account(1, "a", 10), account(2, "b", 20))

	tx := e.begin(e.newWorkspace(), ReadCommitted)
	v := tx.view()
	insert(t, e, tab, account(3, "c", 30))
	wantRows(t, v, tab, "[1 a 10][2 b 20]")
	wantRows(t, tx.view(), tab, "[1 a 10][2 b 20][3 c 30]")

	for id, row := range v.Scan(tab) { // a statement does not meet its own rows
		if _, err := v.Insert(context.Background(), tab, account(int(row[0].(int64))+10, "x", 0)); err != nil {
			t.Fatal(err)
		}
		_ = id
	}
	wantRows(t, v, tab, "[1 a 10][2 b 20]")
	wantRows(t, tx.view(), tab, "[1 a 10][2 b 20][3 c 30][11 x 0][12 x 0]")

	other := e.begin(e.newWorkspace(), ReadCommitted)
	wantRows(t, other.view(), tab, "[1 a 10][2 b 20][3 c 30]")
	tx.rollback()
	wantRows(t, other.view(), tab, "[1 a 10][2 b 20][3 c 30]")
}

func TestIndexFollowsChanges(t *testing.T) {
	e := openTest(t, "")
	tab := accounts("master")
	create(t, e, tab)
	insert(t, e, tab, account(1, "b", 1), account(2, "a", 2), account(3, "C", 3))

	byName := func(v view, lo, hi *Bound, desc bool) string {
		s := ""
		for _, row := range v.Seek(tab.Index("name"), lo, hi, desc) {
			s += row[1].(string)
		}
		return s
	}
	tx := e.begin(e.newWorkspace(), ReadCommitted)
	if err := remove(tx, tab, 1); err != nil {
		t.Fatal(err)
	}
	v := tx.view()
	id, row := find(v, tab, 2)
	if err := v.Update(context.Background(), tab, id, []tds.Value{row[0], "z", row[2]}); err != nil {
		t.Fatal(err)
	}
	if err := insertInto(tx, tab, account(4, "d", 4), account(1, "e", 5)); err != nil {
		t.Fatal(err)
	}
	d := &Bound{Key: []tds.Value{"D"}, Inclusive: true}
	after := &Bound{Key: []tds.Value{"D"}}
	for _, c := range []struct {
		lo, hi *Bound
		desc   bool
		want   string
	}{
		{nil, nil, false, "Cdez"},
		{nil, nil, true, "zedC"},
		{d, nil, false, "dez"},
		{after, nil, false, "ez"},
		{nil, d, true, "dC"},
		{nil, after, false, "C"},
		{d, d, false, "d"},
	} {
		if got := byName(tx.view(), c.lo, c.hi, c.desc); got != c.want {
			t.Errorf("%v to %v: got %q, want %q", c.lo, c.hi, got, c.want)
		}
	}
	if err := tx.commit(); err != nil {
		t.Fatal(err)
	}
	tx = e.begin(e.newWorkspace(), ReadCommitted)
	if got := byName(tx.view(), nil, nil, false); got != "Cdez" {
		t.Errorf("after the commit: %q", got)
	}
	if _, row := find(tx.view(), tab, 1); row == nil || row[1] != "e" {
		t.Errorf("account 1 is %v", row)
	}
}

func TestUndoAndSavepoints(t *testing.T) {
	e := openTest(t, "")
	tab := accounts("master")
	create(t, e, tab)
	ws := e.newWorkspace()
	tx := e.begin(ws, ReadCommitted)
	ran := ""
	if err := insertInto(tx, tab, account(1, "a", 1)); err != nil {
		t.Fatal(err)
	}
	tx.OnCommit(func() { ran += "1" })
	save := tx.mark()
	if err := insertInto(tx, tab, account(2, "b", 2)); err != nil {
		t.Fatal(err)
	}
	tx.OnCommit(func() { ran += "2" })
	statement := tx.mark()
	v := tx.view()
	if _, err := v.Insert(context.Background(), tab, account(3, "c", 3)); err != nil {
		t.Fatal(err)
	}
	_, err := v.Insert(context.Background(), tab, account(1, "dup", 3))
	wantNumber(t, err, 2627)
	tx.undo(statement)
	wantRows(t, tx.view(), tab, "[1 a 1][2 b 2]")
	for range 2 { // one can go back to a savepoint more than once
		tx.rollbackTo(save)
		wantRows(t, tx.view(), tab, "[1 a 1]")
		if err := insertInto(tx, tab, account(2, "again", 2)); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.commit(); err != nil {
		t.Fatal(err)
	}
	if ran != "1" {
		t.Errorf("hooks %q ran, want 1", ran)
	}
	wantRows(t, e.begin(ws, ReadCommitted).view(), tab, "[1 a 1][2 again 2]")
}

func TestUpdatesCheckUniqueKeysAtTheEnd(t *testing.T) {
	e := openTest(t, "")
	tab := accounts("master")
	create(t, e, tab)
	insert(t, e, tab, account(1, "a", 1), account(2, "b", 2), account(3, "c", 3))
	shift := func(n int64, ids ...int) func(tx *txn) error {
		return func(tx *txn) error {
			v := tx.view()
			var rids []RowID
			var rows [][]tds.Value
			for _, i := range ids {
				id, row := find(v, tab, i)
				rids = append(rids, id)
				rows = append(rows, []tds.Value{row[0].(int64) + n, row[1], row[2]})
			}
			return v.Updates(context.Background(), tab, rids, rows)
		}
	}
	do(t, e, shift(1, 1, 2, 3))
	wantRows(t, e.begin(e.newWorkspace(), ReadCommitted).view(), tab, "[2 a 1][3 b 2][4 c 3]")
	wantNumber(t, try(e, shift(1, 2, 3)), 2627)
	do(t, e, shift(-1, 4, 3, 2))
	wantRows(t, e.begin(e.newWorkspace(), ReadCommitted).view(), tab, "[1 a 1][2 b 2][3 c 3]")
}

func TestSnapshotConflict(t *testing.T) {
	e := openTest(t, "")
	tab := accounts("master")
	create(t, e, tab)
	insert(t, e, tab, account(1, "a", 1), account(2, "b", 2))
	tx := e.begin(e.newWorkspace(), Snapshot)
	wantRows(t, tx.view(), tab, "[1 a 1][2 b 2]")
	do(t, e, func(tx *txn) error { return set(tx, tab, 1, 100) })
	wantRows(t, tx.view(), tab, "[1 a 1][2 b 2]")
	if err := set(tx, tab, 2, 200); err != nil {
		t.Fatal(err)
	}
	wantNumber(t, set(tx, tab, 1, 5), 3960)
	if !tx.Ended() {
		t.Error("the transaction goes on after an update conflict")
	}
	wantRows(t, e.begin(e.newWorkspace(), ReadCommitted).view(), tab, "[1 a 100][2 b 2]")

	tx = e.begin(e.newWorkspace(), Snapshot)
	tx.view()
	do(t, e, func(tx *txn) error { return remove(tx, tab, 2) })
	wantNumber(t, insertInto(tx, tab, account(2, "new", 0)), 3960)
}

func TestDefinitionsAreTransactional(t *testing.T) {
	e := openTest(t, "")
	ctx := context.Background()
	ws := e.newWorkspace()
	tx := e.begin(ws, ReadCommitted)
	tab := accounts("master")
	if err := tx.Create(ctx, tab); err != nil {
		t.Fatal(err)
	}
	if err := insertInto(tx, tab, account(1, "a", 1)); err != nil {
		t.Fatal(err)
	}
	m := tx.mark()
	next := tab.Clone()
	next.Columns = append(next.Columns, Column{Column: tds.Column{Name: "note", Type: tds.TypeVarChar(10), Nullable: true}})
	next.Indexes = append(next.Indexes, &Index{Name: "by_balance", Columns: []IndexColumn{{Ordinal: 2, Desc: true}}})
	if err := tx.AlterTable(ctx, tab, next, func(row []tds.Value) ([]tds.Value, error) {
		return append(append([]tds.Value(nil), row...), "x"), nil
	}); err != nil {
		t.Fatal(err)
	}
	wantRows(t, tx.view(), next, "[1 a 1 x]")
	if err := insertInto(tx, tab, account(2, "b", 2)); err != errStale {
		t.Errorf("the old definition takes rows: %v", err)
	}
	tx.undo(m)
	wantRows(t, tx.view(), tab, "[1 a 1]")
	if e.root.Load().cat.Table("master", "dbo", "accounts") != nil {
		t.Error("an uncommitted table is visible")
	}
	tx.rollback()
	if tx := e.begin(ws, ReadCommitted); tx.Catalog().Table("master", "dbo", "accounts") != nil {
		t.Error("the table is there after the rollback")
	}
	create(t, e, accounts("master"))
	wantNumber(t, try(e, func(tx *txn) error { return tx.Create(ctx, accounts("MASTER")) }), 2714)
	wantNumber(t, try(e, func(tx *txn) error {
		return tx.Create(ctx, &Module{Database: "master", Schema: "nope", Name: "p", Kind: "P"})
	}), 2760)
}

func TestAlterWaitsForWritersAndNotForReaders(t *testing.T) {
	e := openTest(t, "")
	ctx := context.Background()
	tab := accounts("master")
	create(t, e, tab)
	insert(t, e, tab, account(1, "a", 1))
	writer := e.begin(e.newWorkspace(), ReadCommitted)
	if err := set(writer, tab, 1, 2); err != nil {
		t.Fatal(err)
	}
	reader := e.begin(e.newWorkspace(), ReadCommitted)
	before := reader.view()
	next := tab.Clone()
	next.Indexes = append(next.Indexes, &Index{Name: "u", Unique: true, Columns: []IndexColumn{{Ordinal: 2}}})
	done := make(chan error)
	go func() {
		done <- try(e, func(tx *txn) error { return tx.AlterTable(ctx, tab, next, nil) })
	}()
	waitForWaiter(t, e)
	if err := writer.commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	wantRows(t, before, tab, "[1 a 1]")
	wantRows(t, reader.view(), next, "[1 a 2]")
	wantNumber(t, try(e, func(tx *txn) error { return insertInto(tx, next, account(2, "b", 2)) }), 2601)
	if err := try(e, func(tx *txn) error { return insertInto(tx, tab, account(2, "b", 3)) }); err != errStale {
		t.Errorf("the old definition takes rows: %v", err)
	}
	wantNumber(t, try(e, func(tx *txn) error {
		insertInto(tx, next, account(3, "b", 3))
		again := next.Clone()
		again.Indexes[0].Name = "PK2"
		again.Indexes = append(again.Indexes, &Index{Name: "u2", Unique: true, Columns: []IndexColumn{{Ordinal: 1}}})
		if err := insertInto(tx, next, account(4, "B", 4)); err != nil {
			return err
		}
		return tx.AlterTable(ctx, next, again, nil)
	}), 1505)
}

func TestTempTablesAndVariables(t *testing.T) {
	e := openTest(t, "")
	ctx := context.Background()
	ws := e.newWorkspace()
	temp := accounts("tempdb")
	temp.Name = "#t"
	variable := accounts("tempdb")
	variable.Name, variable.Kind = "@v", TableVariable

	if err := ws.NewVariable(variable); err != nil {
		t.Fatal(err)
	}
	tx := e.begin(ws, ReadCommitted)
	if err := tx.Create(ctx, temp); err != nil {
		t.Fatal(err)
	}
	if err := tx.commit(); err != nil {
		t.Fatal(err)
	}
	if other := e.newWorkspace(); other.Temp("#t") != nil {
		t.Error("another session sees #t")
	}
	tx = e.begin(ws, ReadCommitted)
	for _, tab := range []*Table{temp, variable} {
		if err := insertInto(tx, tab, account(1, "a", 1)); err != nil {
			t.Fatal(err)
		}
		m := tx.mark()
		if err := insertInto(tx, tab, account(2, "b", 2)); err != nil {
			t.Fatal(err)
		}
		wantNumber(t, insertInto(tx, tab, account(2, "b", 2)), 2627)
		tx.undo(m)
		wantRows(t, tx.view(), tab, "[1 a 1]")
	}
	tx.rollback()
	tx = e.begin(ws, ReadCommitted)
	wantRows(t, tx.view(), temp, "")
	wantRows(t, tx.view(), variable, "[1 a 1]")

	ws.enter()
	inner := accounts("tempdb")
	inner.Name = "#T"
	if err := tx.Create(ctx, inner); err != nil {
		t.Fatal(err)
	}
	if ws.Temp("#t") != Object(inner) {
		t.Error("the inner #t does not hide the outer one")
	}
	m := tx.mark()
	ws.leave()
	if ws.Temp("#t") != Object(temp) {
		t.Error("the inner #t outlives its scope")
	}
	tx.rollbackTo(m)
	if ws.Temp("#t") != Object(temp) {
		t.Error("a rollback brings the inner #t back")
	}
	if err := tx.Drop(ctx, temp); err != nil {
		t.Fatal(err)
	}
	if ws.Temp("#t") != nil {
		t.Error("#t is there after its DROP")
	}
	tx.rollback()
	if ws.Temp("#t") != Object(temp) {
		t.Error("the rollback does not bring #t back")
	}
	ws.reset()
	if ws.Temp("#t") != nil {
		t.Error("#t outlives the session")
	}
}

func TestGlobalTempTable(t *testing.T) {
	e := openTest(t, t.TempDir())
	ws := e.newWorkspace()
	tx := e.begin(ws, ReadCommitted)
	tab := accounts("tempdb")
	tab.Name = "##g"
	if err := tx.Create(context.Background(), tab); err != nil {
		t.Fatal(err)
	}
	if err := tx.commit(); err != nil {
		t.Fatal(err)
	}
	insert(t, e, tab, account(1, "a", 1)) // from another session
	wantRows(t, e.begin(ws, ReadCommitted).view(), tab, "[1 a 1]")
	if err := e.verify(); err != nil {
		t.Error(err)
	}
	ws.reset()
	if e.root.Load().cat.Table("tempdb", "dbo", "##g") != nil {
		t.Error("##g outlives its session")
	}
}

func TestTruncateAndIdentity(t *testing.T) {
	e := openTest(t, t.TempDir())
	tab := accounts("master")
	tab.Columns[0].Identity, tab.Columns[0].Seed, tab.Columns[0].Increment = true, 10, 5
	create(t, e, tab)
	next := func(tx *txn, tab *Table) error {
		return insertInto(tx, tab, []tds.Value{tx.NextIdentity(tab), "x", int64(0)})
	}
	do(t, e, func(tx *txn) error { return next(tx, tab) })
	do(t, e, func(tx *txn) error { return next(tx, tab) })
	if got := tab.LastIdentity(); got != 15 {
		t.Errorf("last identity %d, want 15", got)
	}
	tx := e.begin(e.newWorkspace(), ReadCommitted)
	if err := tx.Truncate(context.Background(), tab); err != nil {
		t.Fatal(err)
	}
	fresh := tx.Catalog().Table("master", "dbo", "accounts")
	if err := next(tx, fresh); err != nil {
		t.Fatal(err)
	}
	wantRows(t, tx.view(), fresh, "[10 x 0]")
	tx.rollback()
	do(t, e, func(tx *txn) error { return next(tx, tab) })
	wantRows(t, e.begin(e.newWorkspace(), ReadCommitted).view(), tab, "[10 x 0][15 x 0][20 x 0]")
	do(t, e, func(tx *txn) error { tx.ReachIdentity(tab, 100); return remove(tx, tab, 20) })
	e = reopen(t, e)
	tab = e.root.Load().cat.Table("master", "dbo", "accounts")
	do(t, e, func(tx *txn) error { return next(tx, tab) })
	wantRows(t, e.begin(e.newWorkspace(), ReadCommitted).view(), tab, "[10 x 0][15 x 0][105 x 0]")
}

func TestIdentityAddedLater(t *testing.T) {
	e := openTest(t, "")
	tab := accounts("master")
	create(t, e, tab)
	insert(t, e, tab, account(1, "a", 1))
	next := tab.Clone()
	next.Columns = append(next.Columns, Column{Column: tds.Column{Name: "n", Type: tds.TypeInt, Identity: true}, Seed: -5, Increment: -5})
	do(t, e, func(tx *txn) error {
		return tx.AlterTable(context.Background(), tab, next, func(row []tds.Value) ([]tds.Value, error) {
			return append(row[:3:3], tx.NextIdentity(next)), nil
		})
	})
	insert(t, e, next, append(account(2, "b", 2), int64(-10)))
	wantRows(t, e.begin(e.newWorkspace(), ReadCommitted).view(), next, "[1 a 1 -5][2 b 2 -10]")
	if got := next.LastIdentity(); got != -5 {
		t.Errorf("last identity %d", got)
	}
}

func TestDropSchemaWithSomethingInIt(t *testing.T) {
	e := openTest(t, "")
	ctx := context.Background()
	tab := accounts("master")
	tab.Schema = "s"
	do(t, e, func(tx *txn) error { return tx.CreateSchema(ctx, "master", "s", "dbo") })
	create(t, e, tab)
	drop := func(tx *txn) error { return tx.DropSchema(ctx, tx.Catalog().Schema("master", "S")) }
	wantNumber(t, try(e, drop), 3729)
	do(t, e, func(tx *txn) error { return tx.Drop(ctx, tab) })
	do(t, e, drop)
	if e.root.Load().cat.Schema("master", "s") != nil {
		t.Error("the schema is there after its DROP")
	}
}
