package engine

import (
	"msxgate/tds"
	"msxgate/tsql/eval"
)

// source is an item of a FROM clause that gives rows of its own: a table, a catalog view, a query
// that could not be merged, a function.
type source struct {
	lvl      *level
	idx      int // its bit
	off      int // its first register
	cols     []tds.Type
	used     []bool // columns that an expression reads
	reader   reader
	table    *Table    // of a stored table, for its indexes
	behind   *Table    // of a query that passes on the RowIDs of a stored table in its last column
	deps     sourceSet // sources of the level that the reader refers to: APPLY
	outer    bool      // the reader refers to an enclosing query
	changing bool      // the rows may differ from one reading to the next within a statement
	target   int       // 1 + the slot in run.targets, of the table a statement changes
	rowReg   int       // 1 + the register that takes the RowID, of the table behind a query that a statement changes
}

// reader gives the rows of a source. A row is valid until yield returns unless stable.
type reader interface {
	read(x *run, f *eval.Frame, yield func(id RowID, row []tds.Value) error) error
	stable() bool
}

func (l *level) addSource(cols []tds.Type, r reader) *source {
	src := &source{lvl: l, idx: len(l.sources), off: l.alloc(len(cols)), cols: cols, used: make([]bool, len(cols)), reader: r}
	l.sources = append(l.sources, src)
	return src
}

// addQuery adds a query as a source. refs are the sources of the level it refers to.
func (l *level) addQuery(q *boundQuery, refs sourceSet, outer bool) *source {
	types := make([]tds.Type, len(q.cols))
	for i, c := range q.cols {
		types[i] = c.typ
	}
	src := l.addSource(types, &queryReader{q.plan})
	src.deps, src.outer = refs, outer
	return src
}

func (src *source) stored() bool { return src.reader.stable() }

// column makes the rangeCol of the source's i-th column.
func (src *source) column(i int, name string, nullable bool, base baseColumn) rangeCol {
	return rangeCol{
		name: name, typ: src.cols[i], nullable: nullable, fn: register(src.off + i),
		refs: oneSource(src.idx), src: src, col: i, base: base,
	}
}

// usedColumns lists the columns to be copied into registers.
func (src *source) usedColumns() []int {
	var out []int
	for i, u := range src.used {
		if u {
			out = append(out, i)
		}
	}
	return out
}

type (
	// tableReader reads a stored table.
	tableReader struct{ table *Table }
	// virtualReader reads a catalog view.
	virtualReader struct {
		virtual *Virtual
		db      string // that it was named in
	}
	// queryReader runs a query.
	queryReader struct{ plan rowPlan }
)

func (r *tableReader) stable() bool { return true }

func (r *tableReader) read(x *run, _ *eval.Frame, yield func(RowID, []tds.Value) error) error {
	for id, row := range x.view.Scan(r.table) {
		if err := x.tick(); err != nil {
			return err
		}
		if err := yield(id, row); err != nil {
			return err
		}
	}
	return nil
}

func (r *virtualReader) stable() bool { return true }

func (r *virtualReader) read(x *run, _ *eval.Frame, yield func(RowID, []tds.Value) error) error {
	for row := range r.virtual.seq(x.s, r.db) {
		if err := x.tick(); err != nil {
			return err
		}
		if err := yield(0, row); err != nil {
			return err
		}
	}
	return nil
}

func (r *queryReader) stable() bool { return false }

func (r *queryReader) read(x *run, f *eval.Frame, yield func(RowID, []tds.Value) error) error {
	return r.plan.rows(x, f, func(row []tds.Value) error { return yield(0, row) })
}
