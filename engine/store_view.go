package engine

import (
	"iter"

	"github.com/tidwall/btree"

	"msxgate/tds"
)

// view is what one statement sees: committed rows as of its start and its own transaction's
// changes before it (Snapshot: as of the transaction's first view). It does not change
// while the statement writes, so a statement never meets its own rows. To see them (foreign
// keys, triggers), take another view.
//
// Writing through a view is writing to the transaction. A table must be of the view's
// Catalog.
type view struct {
	tx   *txn
	root *root

	// The transaction's changes, frozen: see state.
	cat    *catalog
	shared *btree.Map[int32, *overlay]
	owned  *btree.Map[int32, *tableData]
	temp   *btree.Map[int32, *tableData]
	vars   *btree.Map[int32, *tableData]
}

// Catalog is the definitions that the view shows.
func (v view) Catalog() *catalog {
	if v.cat != nil {
		return v.cat
	}
	return v.root.cat
}

// Bound is one end of a Seek: a prefix of the key.
type Bound struct {
	Key       []tds.Value
	Inclusive bool
}

// Scan walks all rows in RowID order. The rows must not be written to.
func (v view) Scan(t *Table) iter.Seq2[RowID, []tds.Value] {
	return func(yield func(RowID, []tds.Value) bool) {
		rows := v.rows(t)
		merge(rows.base, rows.over, span[RowID]{}, rowGone, yield)
	}
}

// Seek walks the rows of an index between two key prefixes; nil bounds are open. Values are
// in key column types. lo is the end that comes first in the index's own order, which for
// a descending column is the greater value; desc walks from hi to lo.
func (v view) Seek(ix *Index, lo, hi *Bound, desc bool) iter.Seq2[RowID, []tds.Value] {
	return func(yield func(RowID, []tds.Value) bool) {
		n := ix.fixed(lo, hi)
		switch {
		case n == len(ix.Columns) && ix.Unique:
			if !lo.Inclusive || !hi.Inclusive {
				return
			}
			if id, row, ok := v.Find(ix, lo.Key); ok {
				yield(id, row)
			}
		case !ix.sortedFrom(n):
			v.seekSorting(ix, n, lo, hi, desc, yield)
		default:
			v.seek(ix, ix.span(lo, hi), desc, yield)
		}
	}
}

// Find is the row with a whole key of a unique index.
func (v view) Find(ix *Index, key []tds.Value) (id RowID, row []tds.Value, ok bool) {
	k := ix.prefix(key)
	keys := v.keys(ix)
	if keys.over != nil {
		if id, ok = keys.over.Get(k); id == gone {
			return 0, nil, false
		}
	}
	if !ok && keys.base != nil {
		id, ok = keys.base.Get(k)
	}
	if !ok {
		return 0, nil, false
	}
	rows := v.rows(ix.table)
	return id, rows.get(id), true
}

func (v view) seek(ix *Index, s span[string], desc bool, yield func(RowID, []tds.Value) bool) {
	keys, rows := v.keys(ix), v.rows(ix.table)
	walk := merge[string, RowID]
	if desc {
		walk = mergeDown[string, RowID]
	}
	walk(keys.base, keys.over, s, idGone, func(_ string, id RowID) bool { return yield(id, rows.get(id)) })
}

// seekSorting is Seek where the bytes of the keys give only the first n columns their order.
func (v view) seekSorting(ix *Index, n int, lo, hi *Bound, desc bool, yield func(RowID, []tds.Value) bool) {
	var s span[string]
	if n > 0 {
		prefix := &Bound{Key: lo.Key[:n], Inclusive: true}
		s = ix.span(prefix, prefix)
	}
	var found []foundRow
	v.seek(ix, s, false, func(id RowID, row []tds.Value) bool {
		if ix.within(row, lo, hi) {
			found = append(found, foundRow{id, row})
		}
		return true
	})
	ix.inOrder(found, desc)
	for _, f := range found {
		if !yield(f.id, f.row) {
			return
		}
	}
}

// Get is the row with that id.
func (v view) Get(t *Table, id RowID) (row []tds.Value, ok bool) {
	rows := v.rows(t)
	row = rows.get(id)
	return row, row != nil
}

// Count is the number of rows, without a walk when the transaction has no changes in the
// table.
func (v view) Count(t *Table) int64 {
	rows := v.rows(t)
	if rows.over == nil {
		return int64(rows.base.Len())
	}
	var n int64
	merge(rows.base, rows.over, span[RowID]{}, rowGone, func(RowID, []tds.Value) bool { n++; return true })
	return n
}

// rowSource is the rows of a table: what stands, and what the transaction lays over it.
type rowSource struct {
	base, over *btree.Map[RowID, []tds.Value]
}

// keySource is an index likewise.
type keySource struct{ base, over *btree.Map[string, RowID] }

func (s *rowSource) get(id RowID) []tds.Value {
	if s.over != nil {
		if row, ok := s.over.Get(id); ok {
			return row
		}
	}
	if s.base == nil {
		return nil
	}
	row, _ := s.base.Get(id)
	return row
}

var noRows btree.Map[RowID, []tds.Value]

func (v view) rows(t *Table) rowSource {
	s := rowSource{base: &noRows}
	if d := v.direct(t); d != nil {
		s.base = &d.rows
		return s
	}
	if d := v.root.table(t.ID); d != nil {
		s.base = &d.rows
	}
	if v.shared != nil {
		if o, ok := v.shared.Get(t.ID); ok {
			s.over = &o.rows
		}
	}
	return s
}

func (v view) keys(ix *Index) (s keySource) {
	if d := v.direct(ix.table); d != nil {
		s.base = keysOf(d.def, d.keys, ix)
		return s
	}
	if d := v.root.table(ix.table.ID); d != nil {
		s.base = keysOf(d.def, d.keys, ix)
	}
	if v.shared != nil {
		if o, ok := v.shared.Get(ix.table.ID); ok {
			s.over = keysOf(o.def, o.keys, ix)
		}
	}
	return s
}

func keysOf(def *Table, keys []btree.Map[string, RowID], ix *Index) *btree.Map[string, RowID] {
	for i, x := range def.Indexes {
		if x.ID == ix.ID {
			return &keys[i]
		}
	}
	return nil
}

// direct is the rows of a table that only this transaction or session can see, or nil.
func (v view) direct(t *Table) *tableData {
	m := v.owned
	switch t.Kind {
	case TempTable:
		m = v.temp
	case TableVariable:
		m = v.vars
	}
	if m == nil {
		return nil
	}
	d, _ := m.Get(t.ID)
	return d
}
