package engine

import (
	"context"
	"fmt"
	"testing"

	"msxgate/tds"
)

// openTest opens a store in dir, or in memory when dir is empty, for the time of the test.
func openTest(t testing.TB, dir string) *Engine {
	t.Helper()
	e, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// reopen closes a store and opens its directory again.
func reopen(t testing.TB, e *Engine) *Engine {
	t.Helper()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return openTest(t, e.durable.dir)
}

// accounts is a table (id int primary key, name nvarchar(50), balance int) with an index
// on name.
func accounts(db string) *Table {
	return &Table{
		Database: db, Schema: "dbo", Name: "accounts",
		Columns: []Column{
			{Column: tds.Column{Name: "id", Type: tds.TypeInt}},
			{Column: tds.Column{Name: "name", Type: tds.TypeNVarChar(50), Nullable: true}},
			{Column: tds.Column{Name: "balance", Type: tds.TypeInt}},
		},
		Indexes: []*Index{
			{Name: "PK_accounts", Unique: true, Clustered: true, Primary: true, Constraint: true, Columns: []IndexColumn{{Ordinal: 0}}},
			{Name: "name", Columns: []IndexColumn{{Ordinal: 1}}},
		},
	}
}

func account(id int, name string, balance int) []tds.Value {
	return []tds.Value{int64(id), name, int64(balance)}
}

// do runs f in a transaction of its own and commits it.
func do(t testing.TB, e *Engine, f func(tx *txn) error) {
	t.Helper()
	if err := try(e, f); err != nil {
		t.Fatal(err)
	}
}

// try runs f in a transaction of its own: commit when it succeeds, rollback when not.
func try(e *Engine, f func(tx *txn) error) error {
	tx := e.begin(e.newWorkspace(), ReadCommitted)
	if err := f(tx); err != nil {
		tx.rollback()
		return err
	}
	return tx.commit()
}

func create(t testing.TB, e *Engine, o Object) {
	t.Helper()
	do(t, e, func(tx *txn) error { return tx.Create(context.Background(), o) })
}

func insert(t testing.TB, e *Engine, table *Table, rows ...[]tds.Value) {
	t.Helper()
	do(t, e, func(tx *txn) error { return insertInto(tx, table, rows...) })
}

func insertInto(tx *txn, table *Table, rows ...[]tds.Value) error {
	for _, row := range rows {
		if _, err := tx.view().Insert(context.Background(), table, row); err != nil {
			return err
		}
	}
	return nil
}

// find is the row with that first key column, through the clustered index.
func find(v view, t *Table, id int) (RowID, []tds.Value) {
	b := &Bound{Key: []tds.Value{int64(id)}, Inclusive: true}
	for id, row := range v.Seek(t.Indexes[0], b, b, false) {
		return id, row
	}
	return 0, nil
}

// set changes the balance of an account.
func set(tx *txn, t *Table, id, balance int) error {
	v := tx.view()
	rid, row := find(v, t, id)
	if row == nil {
		return errRowGone
	}
	row, ok, err := v.Lock(context.Background(), t, rid)
	if err != nil || !ok {
		return err
	}
	return v.Update(context.Background(), t, rid, []tds.Value{row[0], row[1], int64(balance)})
}

func remove(tx *txn, t *Table, id int) error {
	v := tx.view()
	rid, _ := find(v, t, id)
	return v.Delete(context.Background(), t, rid)
}

// show prints the rows of a table as a view sees them.
func show(v view, t *Table) string {
	s := ""
	for _, row := range v.Scan(t) {
		s += fmt.Sprint(row)
	}
	return s
}

func wantRows(t testing.TB, v view, table *Table, want string) {
	t.Helper()
	if got := show(v, table); got != want {
		t.Errorf("rows\n got %s\nwant %s", got, want)
	}
}

func wantNumber(t testing.TB, err error, number int32) {
	t.Helper()
	if !isNumber(err, number) {
		t.Errorf("got %v, want message %d", err, number)
	}
}
