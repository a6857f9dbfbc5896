package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// mergeStatement is MERGE: target and source are joined, each row takes the first WHEN it fits.
type mergeStatement struct {
	table   *Table
	rules   *tableRules
	lvl     *level
	source  node // the source with its matches in the target, or NULLs
	target  node // all rows of the target, for NOT MATCHED BY SOURCE
	whens   []mergeWhen
	top     eval.Fn
	output  *outputPlan
	load    loader
	orphans bool // there is a NOT MATCHED BY SOURCE
}

// mergeWhen is one WHEN clause.
type mergeWhen struct {
	match  tsql.MergeMatch
	and    filter
	delete bool
	insert bool
	update *modifyStatement
	values insertRow
	given  []bool
}

func (b *binder) mergeStmt(st *tsql.MergeStmt) (statement, error) {
	c := *b
	if err := c.pushCTEs(st.With, nil); err != nil {
		return nil, err
	}
	if err := c.options(st.Options); err != nil {
		return nil, err
	}
	return c.bindMerge(st)
}

func (b *binder) bindMerge(st *tsql.MergeStmt) (statement, error) {
	s := b.newScope(nil)
	s.lvl.extra = true
	target, tv, err := b.tableSource(st.Target, s, true)
	if err != nil {
		return nil, err
	}
	src, err := b.targetSource(tv[0], st.Target)
	if err != nil {
		return nil, err
	}
	src.target = 1
	source, sv, err := b.tableSource(st.Using, s, false)
	if err != nil {
		return nil, err
	}
	for _, vars := range [][]*rangeVar{tv, sv} {
		if err := s.show(vars); err != nil {
			return nil, err
		}
	}
	on, err := b.preds(st.On, s.on(s.tables))
	if err != nil {
		return nil, err
	}
	m := &mergeStatement{table: src.table, lvl: s.lvl}
	if m.rules, err = b.rules(m.table); err != nil {
		return nil, err
	}
	b.identityInsert = new(bool)
	*b.identityInsert, b.identityTable = b.s.insertsIdentity(m.table), m.table.ID
	for i := range st.Whens {
		if err := b.mergeWhen(m, &st.Whens[i], s, tv, sv); err != nil {
			return nil, err
		}
	}
	if m.output, err = b.output(st.Output, m.table, s, outputInserted|outputDeleted|outputAction); err != nil {
		return nil, err
	}
	if st.Top != nil {
		if m.top, err = b.count(st.Top.Count, s, false); err != nil {
			return nil, err
		}
	}
	m.source = b.planFrom(&outerJoin{left: source, right: target, on: on}, s.lvl, nil)
	m.target = b.planFrom(target, s.lvl, nil)
	m.load = newLoader(src)
	return m, nil
}

func (b *binder) mergeWhen(m *mergeStatement, w *tsql.MergeWhen, s *scope, tv, sv []*rangeVar) error {
	in := s.on(s.tables)
	in.clause = clauseSet
	switch w.Match {
	case tsql.NotMatchedByTarget:
		in.tables = sv
	case tsql.NotMatchedBySource:
		in.tables = tv
		m.orphans = true
	}
	out := mergeWhen{match: w.Match, delete: w.Delete, insert: w.Insert}
	if w.And != nil {
		cond, err := b.cond(w.And, in)
		if err != nil {
			return err
		}
		out.and = filter{cond}
	}
	var err error
	switch {
	case w.Insert:
		out.values, out.given, err = b.mergeInsert(m, w, in)
	case !w.Delete:
		out.update = &modifyStatement{verb: "UPDATE", table: m.table, rules: m.rules}
		err = b.setClauses(out.update, w.Set, in)
	}
	m.whens = append(m.whens, out)
	return err
}

func (b *binder) mergeInsert(m *mergeStatement, w *tsql.MergeWhen, s *scope) (insertRow, []bool, error) {
	st := &tsql.InsertStmt{Columns: w.Columns, Rows: [][]tsql.Expr{w.Values}}
	p := &insertStatement{table: m.table, rules: m.rules, given: make([]bool, len(m.table.Columns))}
	row := make(insertRow, len(m.table.Columns))
	var err error
	switch {
	case len(w.Values) == 0:
		return row, p.given, nil
	case len(w.Columns) > 0:
		if p.into, err = b.insertColumns(m.table, w.Columns); err != nil {
			return nil, nil, err
		}
	default:
		p.into = implicitColumns(m.table)
	}
	for _, c := range p.into {
		p.given[c] = true
	}
	if err := b.checkIdentity(m.table, p, st); err != nil {
		return nil, nil, err
	}
	if err := p.checkCount(len(w.Values), st); err != nil {
		return nil, nil, err
	}
	for i, e := range w.Values {
		if _, ok := unparen(e).(*tsql.Default); ok {
			p.given[p.into[i]] = false
			continue
		}
		if row[p.into[i]], err = b.fitted(e, s, m.table, p.into[i]); err != nil {
			return nil, nil, err
		}
	}
	return row, p.given, nil
}

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
