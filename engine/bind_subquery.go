package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// prepare replaces what the binder computes itself: expressions of the GROUP BY, IN with a query.
func (b *binder) prepare(e tsql.Expr, s *scope) tsql.Expr {
	return rewriteExpr(e, func(x tsql.Expr) tsql.Expr {
		if s.group != nil {
			if c, ok := x.(*tsql.Call); ok && (isAggregate(c) || isGroupingCall(c)) {
				return x
			}
			if r := s.group.match(x, s); r != nil {
				return r
			}
		}
		if in, ok := x.(*tsql.In); ok && in.Query != nil {
			return b.membership(in, s)
		}
		return nil
	})
}

// membership replaces x IN (query) by a comparison with a column that looks x up in a hash table, when the query
// does not depend on the row. nil leaves the IN to the expression compiler, errors included.
func (b *binder) membership(in *tsql.In, s *scope) tsql.Expr {
	if s.lvl == nil || s.clause == clauseCheck || s.clause == clauseGroupBy || s.clause == clauseAggregate {
		return nil
	}
	sub := b.bindOnce(in.Query, s)
	if sub.err != nil || len(sub.query.cols) != 1 || sub.query.correlated || sub.volatile || b.assigns {
		return nil
	}
	bound := sub.query
	var fn eval.Fn
	var typ tds.Type
	refs, _, err := s.lvl.collect(func() (err error) {
		fn, typ, err = b.scalar(b.prepare(in.X, s), s)
		return err
	})
	if err != nil {
		return nil
	}
	common, err := eval.Common(typ, bound.cols[0].typ)
	if err != nil || common.ID == tds.SQLVariant {
		return nil
	}
	m := &memberSet{
		slot: b.slot(), plan: bound.plan, typ: common, x: convertFn(fn, typ, keyType(common, typ)),
		from: bound.cols[0].typ, to: keyType(common, bound.cols[0].typ),
	}
	c := &rangeCol{fn: m.test, typ: tds.TypeBit, nullable: true, col: -1, final: true, refs: refs}
	var out tsql.Expr = &tsql.Binary{Span: in.Span, Op: tsql.OpEq, X: s.bind(c), Y: &tsql.Literal{Span: in.Span, Value: int64(1), Type: tds.TypeInt}}
	if in.Not {
		out = &tsql.Unary{Span: in.Span, Op: tsql.OpNot, X: &tsql.Paren{Span: in.Span, X: out}}
	}
	return out
}

// memberSet is the values of an IN query, gathered once a statement.
type memberSet struct {
	slot     int
	plan     rowPlan
	typ      tds.Type // of the comparison
	x        eval.Fn
	from, to tds.Type // of the query's column
}

type memberState struct {
	ready  bool
	null   bool
	values map[string]bool
}

// test is 1 when x is a member, 0 when it is none, NULL when that is unknown.
func (m *memberSet) test(f *eval.Frame) (tds.Value, error) {
	x := runOf(f)
	st := slotted[memberState](x, m.slot)
	if !st.ready {
		if err := m.gather(x, f, st); err != nil {
			return nil, err
		}
	}
	if len(st.values) == 0 && !st.null {
		return false, nil
	}
	v, err := m.x(f)
	if err != nil || v == nil {
		return nil, err
	}
	x.key = eval.AppendKey(x.key[:0], v, m.typ)
	switch {
	case st.values[string(x.key)]:
		return true, nil
	case st.null:
		return nil, nil
	}
	return false, nil
}

func (m *memberSet) gather(x *run, f *eval.Frame, st *memberState) error {
	st.values = map[string]bool{}
	err := m.plan.rows(x, f, func(row []tds.Value) error {
		v := row[0]
		if v == nil {
			st.null = true
			return nil
		}
		if !sameShape(m.from, m.to) {
			var err error
			if v, err = eval.Convert(v, m.from, m.to, nil); err != nil {
				return err
			}
		}
		x.key = eval.AppendKey(x.key[:0], v, m.typ)
		if st.values[string(x.key)] {
			return nil
		}
		st.values[string(x.key)] = true
		return x.hold(int64(48 + len(x.key)))
	})
	st.ready = err == nil
	return err
}

// subquery compiles a query inside an expression: 116.
func (b *binder) subquery(q *tsql.SelectStmt, s *scope, kind eval.SubqueryKind) (eval.Query, error) {
	sub := b.bindOnce(q, s)
	if sub.err != nil {
		return eval.Query{}, sub.err
	}
	bound := sub.query
	if kind != eval.ExistsSubquery && len(bound.cols) != 1 {
		return eval.Query{}, errOneColumn()
	}
	if bound.assigns {
		return eval.Query{}, tds.Errorf(102, 15, "Incorrect syntax near '='.")
	}
	p := &subqueryPlan{plan: bound.plan, slot: b.slot(), exists: kind == eval.ExistsSubquery}
	if b.outside {
		p.outside = &outsidePlan{session: b.s, query: q, kind: kind, deps: b.binding, version: b.s.catalog().Version()}
	}
	p.once = !bound.correlated && !sub.volatile && !b.assigns
	return eval.Query{Type: bound.cols[0].typ, Rows: p.run}, nil
}

// outsidePlan is what a query in an expression outside a statement needs to be bound again: such an
// expression is compiled once and evaluated while tables come and go.
type outsidePlan struct {
	session *Session
	query   *tsql.SelectStmt
	kind    eval.SubqueryKind
	deps    *binding
	version uint64
}

// fresh is the plan for now: bound again when definitions have changed.
func (o *outsidePlan) fresh(plan rowPlan, vars *eval.Vars) (rowPlan, error) {
	if o.version == o.session.catalog().Version() && o.deps.fits(o.session, vars) {
		return plan, nil
	}
	b := o.session.newBinder(vars)
	b.outside = true
	sub := b.bindOnce(o.query, b.plainScope())
	if sub.err != nil {
		return nil, sub.err
	}
	if o.kind != eval.ExistsSubquery && len(sub.query.cols) != 1 {
		return nil, errOneColumn()
	}
	o.deps, o.version = b.binding, o.session.catalog().Version()
	return sub.query.plan, nil
}

func errOneColumn() *tds.Error {
	return tds.Errorf(116, 16, "Only one expression can be specified in the select list when the subquery is not introduced with EXISTS.")
}

// subqueryKey is a query in its place; a view that is merged twice has the same query in two scopes.
type subqueryKey struct {
	query *tsql.SelectStmt
	scope int
}

// subqueryEntry is what binding a subquery gave. A condition may be compiled more than once, its
// subqueries are not: the work would double with every level of nesting.
type subqueryEntry struct {
	query    *boundQuery
	err      error
	volatile bool
	marks    []levelMark
}

// levelMark is what binding did to a level around the query.
type levelMark struct {
	refs    sourceSet
	escaped bool
}

// bindOnce binds a subquery, or repeats what binding it did before.
func (b *binder) bindOnce(q *tsql.SelectStmt, s *scope) *subqueryEntry {
	key := subqueryKey{q, s.id}
	if e := b.subqueries[key]; e != nil {
		i := 0
		for l := s.lvl; l != nil; l = l.parent {
			l.refs = l.refs.or(e.marks[i].refs)
			l.escaped = l.escaped || e.marks[i].escaped
			i++
		}
		b.volatile = b.volatile || e.volatile
		return e
	}
	e := &subqueryEntry{}
	saved := b.volatile
	b.volatile = false
	s.lvl.record(&e.marks, func() { e.query, e.err = b.innerQuery(q, s) })
	e.volatile = b.volatile
	b.volatile = b.volatile || saved
	b.subqueries[key] = e
	return e
}

// record runs f and notes what it did to l and the levels around it.
func (l *level) record(marks *[]levelMark, f func()) {
	if l == nil {
		f()
		return
	}
	saved := levelMark{l.refs, l.escaped}
	l.refs, l.escaped = sourceSet{}, false
	var outer []levelMark
	l.parent.record(&outer, f)
	*marks = append([]levelMark{{l.refs, l.escaped}}, outer...)
	l.refs, l.escaped = saved.refs.or(l.refs), saved.escaped || l.escaped
}

// subqueryPlan is a query inside an expression. One that depends on nothing outside runs once a statement.
type subqueryPlan struct {
	plan    rowPlan
	outside *outsidePlan // of an expression outside a statement
	slot    int
	once    bool
	exists  bool
}

type subqueryState struct {
	ready  bool
	values []tds.Value
}

func (p *subqueryPlan) run(f *eval.Frame, yield func(tds.Value) bool) error {
	x := runOf(f)
	if x == nil {
		return p.runOutside(f, yield)
	}
	if !p.once {
		return p.stream(x, f, yield)
	}
	st := slotted[subqueryState](x, p.slot)
	if !st.ready {
		if err := p.remember(x, f, st); err != nil {
			return err
		}
	}
	for _, v := range st.values {
		if !yield(v) {
			return nil
		}
	}
	return nil
}

func (p *subqueryPlan) runOutside(f *eval.Frame, yield func(tds.Value) bool) error {
	o := p.outside
	return o.session.outside(f, func() (*binding, error) {
		plan, err := o.fresh(p.plan, f.Vars)
		if err == nil {
			p.plan = plan
		}
		return o.deps, err
	}, func(x *run) error { return p.stream(x, f, yield) })
}

func (p *subqueryPlan) stream(x *run, f *eval.Frame, yield func(tds.Value) bool) error {
	stopped := false
	err := p.plan.rows(x, f, func(row []tds.Value) error {
		if !yield(row[0]) {
			stopped = true
			return errStop
		}
		return nil
	})
	if stopped && err == errStop {
		return nil
	}
	return err
}

// remember keeps the values; of an EXISTS the first will do.
func (p *subqueryPlan) remember(x *run, f *eval.Frame, st *subqueryState) error {
	err := p.stream(x, f, func(v tds.Value) bool {
		st.values = append(st.values, v)
		return !p.exists
	})
	if err != nil {
		return err
	}
	st.ready = true
	return x.hold(rowSize(st.values))
}
