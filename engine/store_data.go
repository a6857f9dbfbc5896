package engine

import (
	"cmp"
	"math"

	"github.com/tidwall/btree"

	"msxgate/tds"
)

// tableData is the rows of a table and its indexes in one state. Published ones are
// immutable; rows themselves always are.
type tableData struct {
	def   *Table
	rows  btree.Map[RowID, []tds.Value]
	keys  []btree.Map[string, RowID] // parallel to def.Indexes
	gen   uint64                     // of the transaction that may write it
	dirty bool                       // owned by a transaction: the rows are not those of the file
}

// overlay is what a transaction changed in a table that others use too. A nil row and the
// RowID gone stand for what was taken away.
type overlay struct {
	def  *Table
	rows btree.Map[RowID, []tds.Value]
	keys []btree.Map[string, RowID]
	gen  uint64
}

const gone RowID = math.MinInt64

func newTableData(t *Table) *tableData {
	return &tableData{def: t, keys: make([]btree.Map[string, RowID], len(t.Indexes))}
}

func newOverlay(t *Table, gen uint64) *overlay {
	return &overlay{def: t, gen: gen, keys: make([]btree.Map[string, RowID], len(t.Indexes))}
}

// clone is a copy that may be written while the original is read. Nobody else may clone or
// write the original meanwhile.
func (d *tableData) clone() *tableData {
	return &tableData{def: d.def, rows: *d.rows.IsoCopy(), keys: cloneMaps(d.keys), gen: d.gen, dirty: d.dirty}
}

func (o *overlay) clone(gen uint64) *overlay {
	return &overlay{def: o.def, rows: *o.rows.IsoCopy(), keys: cloneMaps(o.keys), gen: gen}
}

func cloneMaps(list []btree.Map[string, RowID]) []btree.Map[string, RowID] {
	out := make([]btree.Map[string, RowID], len(list))
	for i := range list {
		out[i] = *list[i].IsoCopy()
	}
	return out
}

// apply makes the changes of an overlay.
func (d *tableData) apply(o *overlay) {
	o.rows.Scan(func(id RowID, row []tds.Value) bool {
		if row == nil {
			d.rows.Delete(id)
		} else {
			d.rows.Set(id, row)
		}
		return true
	})
	for i := range o.keys {
		o.keys[i].Scan(func(k string, id RowID) bool {
			if id == gone {
				d.keys[i].Delete(k)
			} else {
				d.keys[i].Set(k, id)
			}
			return true
		})
	}
}

// span is a part of an index: keys from from, inclusive, to to, exclusive. Empty is open.
type span[K cmp.Ordered] struct {
	from, to       K
	hasFrom, hasTo bool
}

// merge walks base with the entries of over laid upon it, in order, until yield returns
// false. over may be nil.
func merge[K cmp.Ordered, V any](base, over *btree.Map[K, V], s span[K], isGone func(V) bool, yield func(K, V) bool) {
	within := func(k K) bool { return !s.hasTo || k < s.to }
	if over == nil || over.Len() == 0 {
		ascend(base, s, func(k K, v V) bool { return within(k) && yield(k, v) })
		return
	}
	it := over.Iter()
	have := it.First()
	if s.hasFrom {
		have = it.Seek(s.from)
	}
	more := true
	ahead := func(limit K, limited bool) { // entries of over before limit
		for more && have && (!limited || it.Key() < limit) && within(it.Key()) {
			if !isGone(it.Value()) {
				more = yield(it.Key(), it.Value())
			}
			have = it.Next()
		}
	}
	ascend(base, s, func(k K, v V) bool {
		if !within(k) {
			return false
		}
		ahead(k, true)
		if have && it.Key() == k {
			v = it.Value()
			have = it.Next()
			if isGone(v) {
				return more
			}
		}
		more = more && yield(k, v)
		return more
	})
	var zero K
	ahead(zero, false)
}

func ascend[K cmp.Ordered, V any](m *btree.Map[K, V], s span[K], yield func(K, V) bool) {
	switch {
	case m == nil:
	case s.hasFrom:
		m.Ascend(s.from, yield)
	default:
		m.Scan(yield)
	}
}

// mergeDown is merge from the far end.
func mergeDown[K cmp.Ordered, V any](base, over *btree.Map[K, V], s span[K], isGone func(V) bool, yield func(K, V) bool) {
	within := func(k K) bool { return !s.hasFrom || k >= s.from }
	if over == nil || over.Len() == 0 {
		descend(base, s, func(k K, v V) bool { return within(k) && yield(k, v) })
		return
	}
	it := over.Iter()
	have := lastBefore(&it, s)
	more := true
	ahead := func(limit K, limited bool) { // entries of over after limit
		for more && have && (!limited || it.Key() > limit) && within(it.Key()) {
			if !isGone(it.Value()) {
				more = yield(it.Key(), it.Value())
			}
			have = it.Prev()
		}
	}
	descend(base, s, func(k K, v V) bool {
		if !within(k) {
			return false
		}
		ahead(k, true)
		if have && it.Key() == k {
			v = it.Value()
			have = it.Prev()
			if isGone(v) {
				return more
			}
		}
		more = more && yield(k, v)
		return more
	})
	var zero K
	ahead(zero, false)
}

func descend[K cmp.Ordered, V any](m *btree.Map[K, V], s span[K], yield func(K, V) bool) {
	switch {
	case m == nil:
	case s.hasTo:
		m.Descend(s.to, func(k K, v V) bool { return k >= s.to || yield(k, v) })
	default:
		m.Reverse(yield)
	}
}

// lastBefore moves to the last key before the end of the span.
func lastBefore[K cmp.Ordered, V any](it *btree.MapIter[K, V], s span[K]) bool {
	if s.hasTo && it.Seek(s.to) {
		return it.Prev()
	}
	return it.Last()
}

func rowGone(row []tds.Value) bool { return row == nil }
func idGone(id RowID) bool         { return id == gone }
