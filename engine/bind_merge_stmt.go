package engine

import (
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
