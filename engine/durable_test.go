package engine

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

// everyType is values of every type a column can have, at their limits.
var everyType = []struct {
	typ    tds.Type
	values []tds.Value
}{
	{tds.TypeBit, []tds.Value{true, false}},
	{tds.TypeTinyInt, []tds.Value{int64(0), int64(255)}},
	{tds.TypeSmallInt, []tds.Value{int64(-32768), int64(32767)}},
	{tds.TypeInt, []tds.Value{int64(math.MinInt32), int64(math.MaxInt32)}},
	{tds.TypeBigInt, []tds.Value{int64(math.MinInt64), int64(math.MaxInt64)}},
	{tds.TypeDecimal(5, 2), []tds.Value{tds.Decimal{Lo: 150, Scale: 2}, tds.Decimal{Lo: 1, Scale: 2, Neg: true}, tds.Decimal{Scale: 2}}},
	{tds.Type{ID: tds.NumericType, Prec: 38}, []tds.Value{tds.Decimal{Hi: 5421010862427522170, Lo: 687399551400673279}}},
	{tds.TypeDecimal(38, 38), []tds.Value{tds.Decimal{Hi: 5421010862427522170, Lo: 687399551400673279, Scale: 38, Neg: true}}},
	{tds.TypeMoney, []tds.Value{tds.Money(math.MinInt64), tds.Money(math.MaxInt64), tds.Money(-1), tds.Money(0)}},
	{tds.Type{ID: tds.SmallMoney}, []tds.Value{tds.Money(123400)}},
	{tds.TypeFloat, []tds.Value{math.Copysign(0, -1), 1.0, math.MaxFloat64, math.SmallestNonzeroFloat64, 0.1}},
	{tds.TypeReal, []tds.Value{float64(float32(0.1))}},
	{tds.TypeDate, []tds.Value{time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)}},
	{tds.Type{ID: tds.Time, Scale: 7}, []tds.Value{time.Date(1, 1, 1, 23, 59, 59, 999999900, time.UTC), time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)}},
	{tds.TypeDateTime, []tds.Value{time.Date(1753, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 5, 1, 13, 5, 7, 997000000, time.UTC)}},
	{tds.Type{ID: tds.DateTime2, Scale: 7}, []tds.Value{time.Date(2024, 5, 1, 13, 5, 7, 100, time.UTC)}},
	{tds.Type{ID: tds.DateTimeOffset, Scale: 7}, []tds.Value{time.Date(2024, 5, 1, 13, 5, 7, 100, time.FixedZone("", -(5*3600+30*60))), time.Date(2024, 5, 1, 0, 0, 0, 0, time.FixedZone("", 0))}},
	{tds.Type{ID: tds.SmallDateTime}, []tds.Value{time.Date(1900, 1, 1, 12, 30, 0, 0, time.UTC)}},
	{tds.Type{ID: tds.Char, Size: 3}, []tds.Value{"ab "}},
	{tds.TypeVarChar(tds.Max), []tds.Value{"", strings.Repeat("x", 100000), "it's \"quoted\"\r\n"}},
	{tds.Type{ID: tds.NChar, Size: 2}, []tds.Value{"é "}},
	{tds.TypeNVarChar(20), []tds.Value{"日本語 😀", "nul\x00inside", "\xed\xa0\x80 half a pair"}},
	{tds.Type{ID: tds.Text}, []tds.Value{"text"}},
	{tds.Type{ID: tds.NText}, []tds.Value{"ntext"}},
	{tds.Type{ID: tds.Binary, Size: 2}, []tds.Value{[]byte{0, 0}}},
	{tds.TypeVarBinary(tds.Max), []tds.Value{[]byte{}, []byte("\x00text\xff")}},
	{tds.Type{ID: tds.Image}, []tds.Value{[]byte{1}}},
	{tds.TypeGUID, []tds.Value{tds.GUID{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}}},
	{tds.TypeXML, []tds.Value{"<a/>"}},
	{tds.Type{ID: tds.Timestamp}, []tds.Value{[]byte{0, 0, 0, 0, 0, 0, 7, 208}}},
	{tds.TypeVariant, []tds.Value{
		tds.Variant{Type: tds.TypeInt, Value: int64(-5)},
		tds.Variant{Type: tds.TypeBit, Value: true},
		tds.Variant{Type: tds.Type{ID: tds.NVarChar, Size: 10, Collation: tds.DefaultCollation}, Value: "a:b (c)"},
		tds.Variant{Type: tds.TypeVarBinary(4), Value: []byte{1, 255}},
		tds.Variant{Type: tds.TypeVarBinary(4), Value: []byte{}},
		tds.Variant{Type: tds.TypeDecimal(5, 2), Value: tds.Decimal{Lo: 7, Scale: 2}},
		tds.Variant{Type: tds.TypeFloat, Value: 0.1},
		tds.Variant{Type: tds.TypeGUID, Value: tds.GUID{9}},
		tds.Variant{Type: tds.TypeSysname, Value: "x"},
		tds.Variant{Type: tds.TypeDateTime, Value: time.Date(2024, 5, 1, 13, 5, 7, 0, time.UTC)},
	}},
}

func TestEveryTypeComesBack(t *testing.T) {
	e := openTest(t, t.TempDir())
	for i, c := range everyType {
		tab := &Table{Database: "msdb", Schema: "dbo", Name: fmt.Sprintf("t%d", i), Columns: []Column{
			{Column: tds.Column{Name: "v", Type: c.typ, Nullable: true}},
		}}
		create(t, e, tab)
		insert(t, e, tab, []tds.Value{nil})
		for _, v := range c.values {
			insert(t, e, tab, []tds.Value{v})
		}
	}
	if err := e.verify(); err != nil {
		t.Error(err)
	}
	e = reopen(t, e)
	v := e.begin(e.newWorkspace(), ReadCommitted).view()
	for i, c := range everyType {
		tab := v.Catalog().Table("msdb", "dbo", fmt.Sprintf("t%d", i))
		if tab.Columns[0].Type != c.typ {
			t.Errorf("%s came back as %s", c.typ, tab.Columns[0].Type)
		}
		want := fmt.Sprintf("%#v", []tds.Value{nil})
		for _, x := range c.values {
			want += fmt.Sprintf("%#v", []tds.Value{x})
		}
		got := ""
		for _, row := range v.Scan(tab) {
			got += fmt.Sprintf("%#v", row)
		}
		if got != want && !c.typ.ID.IsTime() && c.typ.ID != tds.SQLVariant { // a Location prints as a pointer
			t.Errorf("%s:\n got %.200s\nwant %.200s", c.typ, got, want)
		}
		n := -1
		for _, row := range v.Scan(tab) {
			if n >= 0 && !sameValue(row[0], c.values[n]) {
				t.Errorf("%s: %v came back as %v", c.typ, c.values[n], row[0])
			}
			n++
		}
	}
}

func sameValue(a, b tds.Value) bool {
	switch x := a.(type) {
	case time.Time:
		y := b.(time.Time)
		_, p := x.Zone()
		_, q := y.Zone()
		return x.Equal(y) && p == q && x.Location().String() == y.Location().String()
	case tds.Variant:
		y := b.(tds.Variant)
		return x.Type == y.Type && sameValue(x.Value, y.Value)
	case []byte:
		return string(x) == string(b.([]byte))
	case float64:
		return math.Float64bits(x) == math.Float64bits(b.(float64))
	}
	return a == b
}

func formula(t testing.TB, text string, condition bool) *Formula {
	t.Helper()
	f, err := parseFormula(text, condition)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestDefinitionsComeBack(t *testing.T) {
	e := openTest(t, t.TempDir())
	ctx := context.Background()
	parent := accounts("shop.eu")
	child := &Table{
		Database: "shop.eu", Schema: "my schema", Name: "sqlite_or]ders", Columns: []Column{
			{Column: tds.Column{Name: "$row", Type: tds.TypeInt, Identity: true}, Seed: 5, Increment: 2},
			{Column: tds.Column{Name: "$$row", Type: tds.TypeSysname}, Default: formula(t, "('x''y')", false), RowGUID: true},
			{Column: tds.Column{Name: "select \"a\"", Type: tds.TypeInt, Nullable: true}},
			{Column: tds.Column{Name: "twice", Type: tds.TypeInt, Nullable: true, Computed: true}, Formula: formula(t, "[select \"a\"]*2", false), Persisted: true},
		},
		Indexes: []*Index{
			{Unique: true, Constraint: true, Primary: true, Columns: []IndexColumn{{Ordinal: 0, Desc: true}}},
			{Name: "part", Unique: true, Columns: []IndexColumn{{Ordinal: 2}}, Include: []int{3}, Filter: formula(t, "[select \"a\"] IS NOT NULL", true)},
		},
		Checks:      []*Check{{Cond: formula(t, "[select \"a\"] > 0 OR [select \"a\"] IS NULL", true), Column: 2}},
		ForeignKeys: []*ForeignKey{{Columns: []int{2}, RefSchema: "dbo", RefTable: "accounts", RefColumns: []string{"id"}, OnDelete: "CASCADE"}},
	}
	do(t, e, func(tx *txn) error {
		_, err := tx.CreateDatabase(ctx, "shop.eu", "Latin1_General_CS_AS")
		return errors.Join(err,
			tx.CreateSchema(ctx, "shop.eu", "my schema", "dbo"),
			tx.Create(ctx, parent), tx.Create(ctx, child),
			tx.Create(ctx, &Module{Database: "shop.eu", Schema: "dbo", Name: "p", Kind: "P", Text: "CREATE PROCEDURE dbo.p AS SELECT 1", QuotedIdentifier: true}),
			tx.Create(ctx, &Module{Database: "shop.eu", Schema: "dbo", Name: "tr", Kind: "TR", Parent: parent.ID, Text: "CREATE TRIGGER dbo.tr ON dbo.accounts AFTER INSERT AS RETURN"}),
			tx.Create(ctx, &Synonym{Database: "shop.eu", Schema: "dbo", Name: "s", Target: tsql.Name{Database: "msdb", Schema: "dbo", Object: "sysjobs"}}),
			tx.Create(ctx, &Sequence{Database: "shop.eu", Schema: "dbo", Name: "q", Type: tds.TypeBigInt, Start: 10, Increment: 5, Min: 0, Max: 20}),
			tx.Create(ctx, &UserType{Database: "shop.eu", Schema: "dbo", Name: "flag", Base: tds.TypeBit, Text: "CREATE TYPE dbo.flag FROM bit NOT NULL"}),
			insertInto(tx, parent, account(1, "a", 1), account(2, "b", 2)),
			insertInto(tx, child, []tds.Value{tx.NextIdentity(child), "n", int64(1), int64(2)}, []tds.Value{tx.NextIdentity(child), "n", nil, nil}, []tds.Value{tx.NextIdentity(child), "n", nil, nil}),
		)
	})
	wantNumber(t, try(e, func(tx *txn) error { return insertInto(tx, child, []tds.Value{int64(99), "n", int64(1), int64(2)}) }), 2601)
	do(t, e, func(tx *txn) error {
		_, err := tx.NextSequence(tx.Catalog().Object("shop.eu", "dbo", "q").(*Sequence))
		return err
	})
	if err := e.verify(); err != nil {
		t.Fatal(err)
	}
	before := describe(e)
	e = reopen(t, e)
	if after := describe(e); after != before {
		t.Errorf("after\n%s\nbefore\n%s", after, before)
	}
	if err := e.verify(); err != nil {
		t.Error(err)
	}
	tx := e.begin(e.newWorkspace(), ReadCommitted)
	cat := tx.Catalog()
	q := cat.Object("shop.eu", "dbo", "q").(*Sequence)
	for _, want := range []int64{15, 20} {
		if n, err := tx.NextSequence(q); n != want || err != nil {
			t.Errorf("next value %d, %v, want %d", n, err, want)
		}
	}
	_, err := tx.NextSequence(q)
	wantNumber(t, err, 11728)
	if m := cat.Module("shop.eu", "dbo", "P"); m == nil || m.Stmt == nil {
		t.Errorf("procedure p is %+v", m)
	}
	parent = cat.Table("shop.eu", "dbo", "accounts")
	if len(cat.Triggers(parent.ID)) != 1 || len(cat.References(parent)) != 1 {
		t.Error("the trigger or the reference to accounts is gone")
	}
	child = cat.Table("shop.eu", "my schema", "sqlite_or]ders")
	wantNumber(t, insertInto(tx, child, []tds.Value{tx.NextIdentity(child), "n", int64(1), int64(2)}), 2601)
}

// describe prints all definitions as the file keeps them.
func describe(e *Engine) string {
	cat := e.root.Load().cat
	s := ""
	for _, d := range cat.Databases() {
		s += fmt.Sprintln(d.ID, d.Name, d.Collation)
		for _, n := range cat.Schemas(d.Name) {
			s += fmt.Sprintln(n.ID, n.Name, n.Owner)
		}
		for o := range cat.Objects(d.Name) {
			definition, properties := encodeObject(o)
			h := o.Head()
			s += fmt.Sprintln(h.ID, h.Kind, h.Schema, h.Name, h.Created.UnixNano(), definition, properties)
		}
	}
	return s
}

func TestRenamesReachTheFile(t *testing.T) {
	e := openTest(t, t.TempDir())
	ctx := context.Background()
	a, b := accounts("msdb"), accounts("msdb")
	b.Name, b.Indexes[0].Name = "other", "PK_other"
	a.ForeignKeys = []*ForeignKey{{Name: "fk", Columns: []int{2}, RefSchema: "dbo", RefTable: "other", RefColumns: []string{"id"}}}
	create(t, e, a)
	create(t, e, b)
	insert(t, e, a, account(1, "a", 1))
	insert(t, e, b, account(2, "b", 2))
	do(t, e, func(tx *txn) error { // the two exchange their names
		x, err := tx.Rename(ctx, a, "dbo", "third")
		if err != nil {
			return err
		}
		if _, err = tx.Rename(ctx, b, "dbo", "accounts"); err != nil {
			return err
		}
		x = tx.Catalog().ByID(x.Head().ID)
		_, err = tx.Rename(ctx, x, "dbo", "other")
		return err
	})
	if err := e.verify(); err != nil {
		t.Fatal(err)
	}
	cat := e.root.Load().cat
	if got := cat.Table("msdb", "dbo", "other").ForeignKeys[0].RefTable; got != "accounts" {
		t.Errorf("the foreign key points to %s", got)
	}
	do(t, e, func(tx *txn) error {
		old := tx.Catalog().Database("msdb")
		next := *old
		next.Name = "renamed"
		return tx.AlterDatabase(ctx, old, &next)
	})
	e = reopen(t, e)
	if err := e.verify(); err != nil {
		t.Fatal(err)
	}
	v := e.begin(e.newWorkspace(), ReadCommitted).view()
	wantRows(t, v, v.Catalog().Table("renamed", "dbo", "accounts"), "[2 b 2]")
	do(t, e, func(tx *txn) error { return tx.DropDatabase(ctx, tx.Catalog().Database("renamed")) })
	if err := e.verify(); err != nil {
		t.Fatal(err)
	}
	if e = reopen(t, e); e.root.Load().data.Len() != 0 {
		t.Error("tables outlive their database")
	}
}

func TestStoreHasOneOwner(t *testing.T) {
	dir := t.TempDir()
	openTest(t, dir)
	if _, err := Open(dir, Options{}); err == nil || !strings.Contains(err.Error(), "in use by another process") {
		t.Errorf("a second owner gets %v", err)
	}
}

// TestRefusedWrites fails the n-th write of a transaction for every n: the commit is
// refused, and memory and file are as before.
func TestRefusedWrites(t *testing.T) {
	dir := t.TempDir()
	e := openTest(t, dir)
	ctx := context.Background()
	tab, other := accounts("msdb"), accounts("master")
	tab.Columns[0].Identity, tab.Columns[0].Increment = true, 1
	create(t, e, tab)
	create(t, e, other)
	insert(t, e, tab, account(1, "a", 1), account(2, "b", 2))
	work := func(tx *txn) error {
		next := other.Clone()
		next.Columns[1].Name = "renamed"
		return errors.Join(
			set(tx, tab, 1, 77), remove(tx, tab, 2), insertInto(tx, tab, account(int(tx.NextIdentity(tab)+100), "c", 3)),
			tx.AlterTable(ctx, other, next, nil), insertInto(tx, next, account(1, "x", 1)),
			tx.Create(ctx, &Module{Database: "msdb", Schema: "dbo", Name: "p", Kind: "P", Text: "CREATE PROCEDURE p AS RETURN"}),
		)
	}
	before := describe(e) + show(e.begin(e.newWorkspace(), ReadCommitted).view(), tab)
	for _, cause := range []struct {
		err    error
		number int32
	}{{syscall.ENOSPC, 1105}, {syscall.EIO, 823}} {
		for n := 1; ; n++ {
			left := n
			e.durable.fault = func(string) error {
				if left--; left == 0 {
					return fmt.Errorf("write: %w", cause.err)
				}
				return nil
			}
			ran := false
			err := try(e, func(tx *txn) error { tx.OnCommit(func() { ran = true }); return work(tx) })
			e.durable.fault = nil
			if left > 0 { // it came through; undo it and go on with the next cause
				if err != nil || n < 8 {
					t.Fatalf("write %d: %v", n, err)
				}
				break
			}
			wantNumber(t, err, cause.number)
			if ran {
				t.Error("a hook ran for a refused commit")
			}
			if err := e.verify(); err != nil {
				t.Fatalf("%v at write %d: %v", cause.err, n, err)
			}
			if now := describe(e) + show(e.begin(e.newWorkspace(), ReadCommitted).view(), tab); now != before {
				t.Fatalf("%v at write %d changed\n%s\nto\n%s", cause.err, n, before, now)
			}
			wantNoLocks(t, e)
		}
		if err := e.verify(); err != nil {
			t.Fatal(err)
		}
		// Back to where we were, for the next cause.
		do(t, e, func(tx *txn) error {
			return errors.Join(tx.Drop(ctx, tx.Catalog().Module("msdb", "dbo", "p")), tx.Drop(ctx, tx.Catalog().Table("master", "dbo", "accounts")), tx.Truncate(ctx, tab))
		})
		tab = e.root.Load().cat.Table("msdb", "dbo", "accounts")
		other = accounts("master")
		create(t, e, other)
		insert(t, e, tab, account(1, "a", 1), account(2, "b", 2))
		before = describe(e) + show(e.begin(e.newWorkspace(), ReadCommitted).view(), tab)
	}
	e = reopen(t, e)
	if now := describe(e) + show(e.begin(e.newWorkspace(), ReadCommitted).view(), e.root.Load().cat.Table("msdb", "dbo", "accounts")); now != before {
		t.Errorf("reopened\n%s\nwant\n%s", now, before)
	}
}

// TestFullFile lets SQLite itself run out of room.
func TestFullFile(t *testing.T) {
	e := openTest(t, t.TempDir())
	tab := accounts("msdb")
	create(t, e, tab)
	if err := e.durable.exec("PRAGMA max_page_count = 40", nil); err != nil {
		t.Fatal(err)
	}
	n := 0
	for ; n < 10000; n++ {
		if err := try(e, func(tx *txn) error { return insertInto(tx, tab, account(n, strings.Repeat("x", 1000), 0)) }); err != nil {
			wantNumber(t, err, 1105)
			break
		}
	}
	if n == 0 || n == 10000 {
		t.Fatalf("%d rows fit", n)
	}
	if err := e.verify(); err != nil {
		t.Error(err)
	}
	do(t, e, func(tx *txn) error { return remove(tx, tab, 0) })
	e = reopen(t, e)
	if got := e.root.Load().table(tab.ID).rows.Len(); got != n-1 {
		t.Errorf("%d rows after reopening, want %d", got, n-1)
	}
}

// TestGroupCommit has many sessions commit at once: all of it is there afterwards, and one
// transaction that the file refuses does not take its neighbours with it.
func TestGroupCommit(t *testing.T) {
	e := openTest(t, t.TempDir())
	tab := accounts("msdb")
	create(t, e, tab)
	writes := 0
	e.durable.fault = func(op string) error {
		if op == "begin" {
			writes++
			time.Sleep(time.Millisecond) // let others queue up
		}
		return nil
	}
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			for i := range 20 {
				if err := try(e, func(tx *txn) error { return insertInto(tx, tab, account(g*100+i, "g", i)) }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	e.durable.fault = nil
	if writes >= 320 {
		t.Errorf("%d transactions in the file for 320 commits", writes)
	}
	if err := e.verify(); err != nil {
		t.Error(err)
	}
	e = reopen(t, e)
	if got := e.root.Load().table(tab.ID).rows.Len(); got != 320 {
		t.Errorf("%d rows, want 320", got)
	}
}

func TestOneRefusedInAGroup(t *testing.T) {
	e := openTest(t, t.TempDir())
	tab := accounts("msdb")
	create(t, e, tab)
	var good, bad []*commitRequest
	var batch []*commitRequest
	for i := range 3 {
		tx := e.begin(e.newWorkspace(), ReadCommitted)
		if err := insertInto(tx, tab, account(i, "x", 0)); err != nil {
			t.Fatal(err)
		}
		r := &commitRequest{tx: tx, rec: e.durable.record(tx)}
		if i == 1 {
			r.rec.steps = append(r.rec.steps, step{sql: "INSERT INTO nowhere VALUES (1)"})
			bad = append(bad, r)
		} else {
			good = append(good, r)
		}
		batch = append(batch, r)
	}
	e.group.mu.Lock()
	e.commitBatch(batch)
	e.group.mu.Unlock()
	for _, r := range good {
		if !r.done || r.err != nil {
			t.Errorf("a neighbour got %v", r.err)
		}
	}
	wantNumber(t, bad[0].err, 823)
	if err := e.verify(); err != nil {
		t.Error(err)
	}
	if n := e.root.Load().table(tab.ID).rows.Len(); n != 2 {
		t.Errorf("%d rows, want 2", n)
	}
}
