package engine

import (
	"bytes"
	"cmp"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"msxgate/tds"
	"msxgate/tsql/eval"
)

// samples are values of each type a key column can have, near each other on purpose.
var samples = []struct {
	typ    tds.Type
	values []tds.Value
}{
	{tds.TypeBit, []tds.Value{false, true}},
	{tds.TypeBigInt, []tds.Value{int64(math.MinInt64), int64(-256), int64(-1), int64(0), int64(1), int64(255), int64(256), int64(math.MaxInt64)}},
	{tds.TypeMoney, []tds.Value{tds.Money(math.MinInt64), tds.Money(-1), tds.Money(0), tds.Money(12345)}},
	{tds.TypeFloat, []tds.Value{math.Copysign(0, -1), 0.0, 1.5, -1.5, -math.MaxFloat64, math.MaxFloat64, math.SmallestNonzeroFloat64, -1.25}},
	{tds.TypeDecimal(38, 4), []tds.Value{
		tds.Decimal{},
		tds.Decimal{Lo: 15, Scale: 1},
		tds.Decimal{Lo: 1500, Scale: 3},
		tds.Decimal{Lo: 15, Scale: 1, Neg: true},
		tds.Decimal{Lo: 2},
		tds.Decimal{Lo: 2, Neg: true},
		tds.Decimal{Hi: 5421010862427522170, Lo: 687399551400673279},
		tds.Decimal{Hi: 5421010862427522170, Lo: 687399551400673279, Neg: true},
		tds.Decimal{Lo: 1, Scale: 38},
		tds.Decimal{Hi: 1, Scale: 20},
	}},
	{tds.TypeDateTime, []tds.Value{
		time.Date(1753, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 997e6, time.UTC),
		time.Date(1970, 1, 1, 0, 0, 0, 3e6, time.UTC), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC),
	}},
	{tds.TypeGUID, []tds.Value{tds.GUID{}, tds.GUID{0: 1}, tds.GUID{3: 1}, tds.GUID{10: 1}, tds.GUID{15: 1}, tds.GUID{8: 1}, tds.GUID{9: 1, 5: 2}, tds.GUID{6: 1}, tds.GUID{7: 1}}},
	{tds.TypeVarBinary(8), []tds.Value{[]byte{}, []byte{0}, []byte{0, 1}, []byte{1}, []byte{1, 0}, []byte{1, 0, 2}, []byte{1, 1}, []byte{255}, []byte{255, 255}, []byte{1, 2}}},
	{tds.TypeVarChar(8), []tds.Value{"", " ", "a", "A", "a ", "ab", "b", "a-b", "é", "\x00", "a\x00"}},
}

func TestKeysSortAsValuesDo(t *testing.T) {
	for _, s := range samples {
		for _, a := range s.values {
			for _, b := range s.values {
				want := cmp.Compare(eval.Compare(a, b, s.typ), 0)
				for _, desc := range []bool{false, true} {
					x, y := appendColumn(nil, a, s.typ, desc), appendColumn(nil, b, s.typ, desc)
					got := bytes.Compare(x, y)
					if desc {
						got = -got
					}
					if s.typ.ID.IsCharacter() { // encoded for equality only
						got, want = got*got, want*want
					}
					if got != want {
						t.Errorf("%s: %v and %v compare %d, their keys (descending %v) %d", s.typ, a, b, want, desc, got)
					}
					if got != 0 && (bytes.HasPrefix(x, y) || bytes.HasPrefix(y, x)) {
						t.Errorf("%s: the key of %v or %v is the beginning of the other", s.typ, a, b)
					}
				}
			}
			null := appendColumn(nil, nil, s.typ, false)
			if bytes.Compare(null, appendColumn(nil, a, s.typ, false)) >= 0 {
				t.Errorf("%s: NULL does not come before %v", s.typ, a)
			}
		}
	}
}

// TestSeekAgainstScan compares random seeks over two columns, one of them text and one
// descending, with what a scan and a sort find.
func TestSeekAgainstScan(t *testing.T) {
	e := openTest(t, "")
	tab := accounts("master")
	tab.Indexes = append(tab.Indexes,
		&Index{Name: "text", Columns: []IndexColumn{{Ordinal: 1}, {Ordinal: 2, Desc: true}}},
		&Index{Name: "number", Columns: []IndexColumn{{Ordinal: 2, Desc: true}, {Ordinal: 1}}},
	)
	create(t, e, tab)
	r := rand.New(rand.NewPCG(1, 2))
	names := []string{"a", "B", "b", "c-d", "cd", "D", "é"}
	random := func(id int) []tds.Value {
		row := account(id, names[r.IntN(len(names))], r.IntN(5))
		if r.IntN(9) == 0 {
			row[1] = nil
		}
		return row
	}
	for id := range 60 {
		insert(t, e, tab, random(id))
	}
	tx := e.begin(e.newWorkspace(), ReadCommitted)
	for id := range 20 { // an overlay to merge
		if err := remove(tx, tab, id*3); err != nil {
			t.Fatal(err)
		}
		if err := insertInto(tx, tab, random(100+id)); err != nil {
			t.Fatal(err)
		}
	}
	v := tx.view()
	for range 2000 {
		ix := tab.Index([]string{"text", "number"}[r.IntN(2)])
		bound := func() *Bound {
			n := r.IntN(3)
			if n == 0 {
				return nil
			}
			row := random(0)
			b := &Bound{Inclusive: r.IntN(2) == 0}
			for _, c := range ix.Columns[:n] {
				b.Key = append(b.Key, row[c.Ordinal])
			}
			return b
		}
		lo, hi := bound(), bound()
		if r.IntN(3) == 0 {
			hi = lo
		}
		desc := r.IntN(2) == 0
		var want []foundRow
		for id, row := range v.Scan(tab) {
			if ix.within(row, lo, hi) {
				want = append(want, foundRow{id, row})
			}
		}
		ix.inOrder(want, desc)
		n := 0
		for _, row := range v.Seek(ix, lo, hi, desc) {
			if n >= len(want) || ix.compareRows(row, want[n].row) != 0 {
				t.Fatalf("%s from %v to %v, descending %v: row %d is %v", ix.Name, lo, hi, desc, n, row)
			}
			n++
		}
		if n != len(want) {
			t.Fatalf("%s from %v to %v: %d rows, want %d", ix.Name, lo, hi, n, len(want))
		}
	}
}
