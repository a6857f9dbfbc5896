package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// exec implements statement.
func (m *mergeStatement) exec(x *run, out tds.Writer) (int64, bool, error) {
	e := &mergeRun{m: m, x: x, matched: map[RowID]bool{}, changed: map[RowID]bool{}, limit: -1}
	var err error
	for i, verb := range mergeVerbs {
		if e.parts[i], err = x.change(m.table, m.rules, verb); err != nil {
			return 0, false, err
		}
		if e.parts[i].instead {
			return 0, false, errNotBuilt("MERGE into a table with an INSTEAD OF trigger")
		}
		e.parts[i].output = m.output
	}
	if m.top != nil {
		v, err := m.top(newFrame(x, nil, nil))
		if err != nil {
			return 0, false, err
		}
		e.limit, _ = v.(int64)
	}
	if err := e.run(); err != nil && err != errStop {
		return 0, false, err
	}
	return e.finish(out)
}

var mergeVerbs = [...]string{"INSERT", "UPDATE", "DELETE"}

// mergeRun is one execution of a MERGE.
type mergeRun struct {
	m       *mergeStatement
	x       *run
	parts   [len(mergeVerbs)]*changes // inserts, updates, deletes
	inserts []pendingRow
	matched map[RowID]bool // target rows that a source row matched
	changed map[RowID]bool
	limit   int64
	n       int64
}

// pendingRow is a row that is inserted when all updates and deletes are done.
type pendingRow struct {
	row   []tds.Value
	given []bool
	frame *eval.Frame
}

func (e *mergeRun) run() error {
	f := newFrame(e.x, e.m.lvl, nil)
	err := e.m.source.run(e.x, f, func() error {
		t := *e.x.target(1)
		if t.row == nil {
			return e.take(f, t, tsql.NotMatchedByTarget)
		}
		e.matched[t.id] = true
		return e.take(f, t, tsql.Matched)
	})
	if err != nil || !e.m.orphans {
		return err
	}
	f = newFrame(e.x, e.m.lvl, nil)
	return e.m.target.run(e.x, f, func() error {
		t := *e.x.target(1)
		if e.matched[t.id] {
			return nil
		}
		return e.take(f, t, tsql.NotMatchedBySource)
	})
}

// take applies the first WHEN that fits: 8672 when a row would be changed twice.
func (e *mergeRun) take(f *eval.Frame, t target, match tsql.MergeMatch) error {
	for i := range e.m.whens {
		w := &e.m.whens[i]
		if w.match != match {
			continue
		}
		ok, err := w.and.pass(f)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if e.n == e.limit {
			return errStop
		}
		e.n++
		if w.insert {
			return e.insert(f, w)
		}
		return e.modify(f, w, t)
	}
	return nil
}

func (e *mergeRun) insert(f *eval.Frame, w *mergeWhen) error {
	p := pendingRow{row: make([]tds.Value, len(e.m.table.Columns)), given: w.given}
	for i, fn := range w.values {
		if fn == nil {
			continue
		}
		v, err := fn(f)
		if err != nil {
			return err
		}
		p.row[i] = v
	}
	copied := *f
	copied.Row = append([]tds.Value(nil), f.Row...)
	p.frame = &copied
	e.inserts = append(e.inserts, p)
	return e.x.charge(rowSize(p.row) + rowSize(copied.Row))
}

func (e *mergeRun) modify(f *eval.Frame, w *mergeWhen, t target) error {
	if e.changed[t.id] {
		return tds.Errorf(8672, 16, "The MERGE statement attempted to UPDATE or DELETE the same row more than once. This happens when a target row matches more than one source row. A MERGE statement cannot UPDATE/DELETE the same row of the target table multiple times. Refine the ON clause to ensure a target row matches at most one source row, or use the GROUP BY clause to group the source rows.")
	}
	row, ok, err := e.x.view.Lock(e.x.ctx, e.m.table, t.id)
	if err != nil || !ok {
		return err
	}
	if !sameRow(row, t.row) {
		e.m.load.load(e.x, f, t.id, row)
	}
	e.changed[t.id] = true
	r := rowChange{id: t.id, old: row}
	if w.delete {
		return e.parts[2].note(r, f)
	}
	if r.new, err = w.update.changed(e.parts[1], f, row); err != nil {
		return err
	}
	e.parts[1].set = union(e.parts[1].set, w.update.marks)
	return e.parts[1].note(r, f)
}

func union(a, b []bool) []bool {
	out := make([]bool, len(b))
	copy(out, a)
	for i, v := range b {
		out[i] = out[i] || v
	}
	return out
}

// finish stores the changes, deletes first, and does what follows from them.
func (e *mergeRun) finish(out tds.Writer) (int64, bool, error) {
	for _, c := range []*changes{e.parts[2], e.parts[1]} {
		if err := c.store(); err != nil {
			return 0, false, err
		}
	}
	for _, p := range e.inserts {
		e.parts[0].outFrame = p.frame
		if err := e.parts[0].insert(p.row, p.given); err != nil {
			return 0, false, err
		}
	}
	all := &changes{x: e.x, output: e.m.output}
	rows := int64(0)
	for _, c := range e.parts {
		rows += int64(len(c.list))
		all.out = append(all.out, c.out...)
		if len(c.list) == 0 {
			continue
		}
		if err := c.afterwards(); err != nil {
			return 0, false, err
		}
	}
	return rows, true, all.sendOutput(out)
}
