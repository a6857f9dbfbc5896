package engine

import (
	"maps"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// rowPlan is a plan that gives rows. A row is valid until yield returns.
type rowPlan interface {
	rows(x *run, outer *eval.Frame, yield func(row []tds.Value) error) error
}

// outCol is a column of a query's result.
type outCol struct {
	name     string
	typ      tds.Type
	nullable bool
	base     baseColumn
	table    string // the name of the table it comes from: FOR XML AUTO
	json     bool   // the text of an inner FOR JSON, which stands as it is
}

// boundQuery is a query with its plan and columns.
type boundQuery struct {
	cols       []outCol
	plan       rowPlan
	stored     *Table // its rows are this table's, whose RowID is the last column
	correlated bool   // it refers to an enclosing query
	assigns    bool   // it assigns variables and returns nothing
	text       bool   // it is one text, of FOR XML or FOR JSON: as a statement it has no row when that is NULL
}

// query binds a query expression with all that surrounds it.
func (b *binder) query(q *tsql.SelectStmt, parent *scope) (*boundQuery, error) {
	c := *b
	c.name(q.Namespaces)
	if err := c.pushCTEs(q.With, parent); err != nil {
		return nil, err
	}
	out, err := c.body(q.Body, q, parent)
	if err != nil || q.For == nil {
		return out, err
	}
	return c.forClause(q, out)
}

// name takes the namespaces of WITH XMLNAMESPACES.
func (b *binder) name(list []tsql.XMLNamespace) {
	if len(list) == 0 {
		return
	}
	all := maps.Clone(b.spaces)
	if all == nil {
		all = map[string]string{}
	}
	for _, n := range list {
		all[n.Prefix] = n.URI
	}
	b.spaces = all
}

// Namespaces implements eval.NamespaceScope.
func (s *scope) Namespaces() map[string]string { return s.b.spaces }

// body binds the body under the ORDER BY, OFFSET and FETCH of q.
func (b *binder) body(body tsql.QueryExpr, q *tsql.SelectStmt, parent *scope) (*boundQuery, error) {
	switch body := body.(type) {
	case *tsql.QuerySpec:
		return b.block(body, q, parent)
	case *tsql.SetOp:
		return b.setOp(body, q, parent)
	case *tsql.ParenQuery:
		inner, err := b.query(body.Query, parent)
		if err != nil {
			return nil, err
		}
		return b.orderedResult(inner, q, parent)
	}
	return nil, errNotBuilt("this query expression")
}

// innerQuery binds a query that is not the outermost.
func (b *binder) innerQuery(q *tsql.SelectStmt, parent *scope) (*boundQuery, error) {
	if err := b.checkOrder(q); err != nil {
		return nil, err
	}
	return b.query(q, parent)
}

// checkOrder refuses an ORDER BY that only the outermost query may have: 1033.
func (b *binder) checkOrder(q *tsql.SelectStmt) error {
	if len(q.OrderBy) > 0 && q.Offset == nil && q.For == nil {
		if spec, ok := q.Body.(*tsql.QuerySpec); !ok || spec.Top == nil {
			return tds.Errorf(1033, 15, "The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified.")
		}
	}
	return nil
}

// blockBinder binds one SELECT ... FROM ... WHERE ... GROUP BY ... HAVING block.
type blockBinder struct {
	b     *binder
	spec  *tsql.QuerySpec
	q     *tsql.SelectStmt
	from  fromNode
	where []*pred
	in    *scope // of the tables
	list  *scope // of the select list: in itself, or that of the groups
	plan  *selectPlan
	items []tsql.SelectItem
	cols  []outCol

	exprTypes []tds.Type // of plan.exprs, the hidden ones of ORDER BY included
}

func (b *binder) block(spec *tsql.QuerySpec, q *tsql.SelectStmt, parent *scope) (*boundQuery, error) {
	k := &blockBinder{b: b, spec: spec, q: q, in: b.newScope(parent), plan: &selectPlan{}}
	pass := b.passRow
	b.passRow = false
	for _, step := range []func() error{k.bindFrom, k.bindGroups, k.bindList, k.bindHaving, k.bindOrder, k.bindTop} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	var stored *Table
	if pass {
		stored = k.passRow()
	}
	k.finish()
	return &boundQuery{
		stored: stored,
		cols:   k.cols, plan: k.plan, assigns: len(k.plan.assign) > 0,
		correlated: k.in.lvl.escaped || k.list.lvl.escaped,
	}, nil
}

// passRow adds the RowID of the one stored table behind the block as a last column: nil when there is no such table.
func (k *blockBinder) passRow() *Table {
	if k.plan.group != nil || k.spec.Distinct || len(k.in.lvl.sources) != 1 || k.in.lvl.sources[0].table == nil || len(k.plan.order) > 0 && len(k.exprTypes) > len(k.cols) {
		return nil
	}
	src := k.in.lvl.sources[0]
	src.rowReg = 1 + k.in.lvl.alloc(1)
	k.in.lvl.extra = true
	k.plan.exprs = append(k.plan.exprs, register(src.rowReg-1))
	k.cols = append(k.cols, outCol{name: "\x00row", typ: tds.TypeBigInt})
	return src.table
}

func (k *blockBinder) bindFrom() (err error) {
	if len(k.spec.From) > 0 {
		if k.from, err = k.b.bindFrom(k.spec.From, k.in); err != nil {
			return err
		}
	}
	if k.spec.GroupAll && k.spec.Where != nil {
		return errNotBuilt("GROUP BY ALL with a WHERE clause")
	}
	k.where, err = k.b.preds(k.spec.Where, k.in.in(clauseWhere))
	return err
}

// bindGroups sets up the scope of the select list.
func (k *blockBinder) bindGroups() error {
	k.list = k.in
	if grouped(k.spec) || k.orderAggregates() {
		g, err := k.b.bindGrouping(k.spec, k.in)
		if err != nil {
			return err
		}
		k.list = g.scope()
		k.plan.group = g
	}
	list := *k.list
	list.windows = &windowing{lvl: k.list.lvl}
	k.list = &list
	return nil
}

func (k *blockBinder) orderAggregates() bool {
	for _, o := range k.q.OrderBy {
		if hasAggregate(o.Expr) {
			return true
		}
	}
	return false
}

func (k *blockBinder) bindList() (err error) {
	if k.items, err = k.b.expandStars(k.spec.Items, k.in); err != nil {
		return err
	}
	for _, it := range k.items {
		if it.Assign != "" {
			err = k.bindAssignment(it)
		} else {
			err = k.bindItem(it)
		}
		if err != nil {
			return err
		}
	}
	if len(k.plan.assign) > 0 && len(k.cols) > 0 {
		return tds.Errorf(141, 15, "A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations.")
	}
	return nil
}

func (k *blockBinder) bindItem(it tsql.SelectItem) error {
	fn, typ, err := k.b.scalar(k.b.prepare(it.Expr, k.list), k.list)
	if err != nil {
		return err
	}
	k.plan.exprs = append(k.plan.exprs, fn)
	k.exprTypes = append(k.exprTypes, typ)
	col := outCol{name: itemName(it), typ: typ, nullable: k.list.nullable(it.Expr), base: k.in.baseOf(it.Expr)}
	col.table, col.json = k.in.tableOf(it.Expr), makesJSON(it.Expr)
	k.cols = append(k.cols, col)
	return nil
}

func (k *blockBinder) bindAssignment(it tsql.SelectItem) error {
	k.b.assigns = true
	slot, err := k.b.variableSlot(it.Assign)
	if err != nil {
		return err
	}
	e := it.Expr
	if it.Op != tsql.OpNone {
		e = &tsql.Binary{Span: it.Span, Op: it.Op, X: &tsql.Variable{Span: it.Span, Name: it.Assign}, Y: &tsql.Paren{Span: it.Span, X: e}}
	}
	fn, err := k.b.converted(e, k.list, k.b.vars.Types[slot])
	if err != nil {
		return err
	}
	k.plan.assign = append(k.plan.assign, assignment{slot: slot, fn: fn, typ: k.b.vars.Types[slot]})
	return nil
}

func (k *blockBinder) bindHaving() error {
	if k.spec.Having == nil {
		return nil
	}
	s := k.list.in(clauseHaving)
	s.windows = nil
	cond, err := k.b.cond(k.spec.Having, s)
	if err != nil {
		return err
	}
	k.plan.having = filter{cond}
	return nil
}

func (k *blockBinder) bindTop() (err error) {
	p := k.plan
	if t := k.spec.Top; t != nil {
		if t.WithTies && len(k.q.OrderBy) == 0 {
			return tds.Errorf(1062, 15, "The TOP N WITH TIES clause is not allowed without a corresponding ORDER BY clause.")
		}
		p.percent, p.ties = t.Percent, t.WithTies
		if p.top, err = k.b.count(t.Count, k.in, t.Percent); err != nil {
			return err
		}
	}
	p.offset, p.fetch, err = k.b.offsetFetch(k.q, k.in)
	return err
}

// offsetFetch compiles OFFSET and FETCH.
func (b *binder) offsetFetch(q *tsql.SelectStmt, s *scope) (offset, fetch eval.Fn, err error) {
	if q.Offset != nil {
		if offset, err = b.count(q.Offset, s, false); err != nil {
			return nil, nil, err
		}
	}
	if q.Fetch != nil {
		fetch, err = b.count(q.Fetch, s, false)
	}
	return offset, fetch, err
}

// count compiles a number of rows, which sees variables and enclosing queries but no table of its own.
func (b *binder) count(e tsql.Expr, s *scope, percent bool) (eval.Fn, error) {
	want := tds.TypeBigInt
	if percent {
		want = tds.TypeFloat
	}
	t := &scope{b: b, id: b.slot(), lvl: s.lvl, parent: s.parent}
	return b.converted(e, t, want)
}

// finish plans the tables, now that every column that is read is known.
func (k *blockBinder) finish() {
	p := k.plan
	p.visible = len(k.cols)
	p.distinct = k.spec.Distinct
	for _, c := range k.cols {
		p.types = append(p.types, c.typ)
	}
	if w := k.list.windows; len(w.calls) > 0 {
		p.windows = w
	}
	p.in, p.list = k.in.lvl, k.list.lvl
	p.from = k.b.planFrom(k.from, k.in.lvl, k.where)
}

// itemName is the name of an output column: the alias, or the column's own.
func itemName(it tsql.SelectItem) string {
	if it.Alias != "" {
		return it.Alias
	}
	if ref, ok := unparen(it.Expr).(*tsql.ColumnRef); ok {
		return ref.Parts[len(ref.Parts)-1]
	}
	return ""
}

// expandStars replaces * and t.* by the columns they stand for: 107, 263.
func (b *binder) expandStars(items []tsql.SelectItem, s *scope) ([]tsql.SelectItem, error) {
	var out []tsql.SelectItem
	for _, it := range items {
		star, ok := it.Expr.(*tsql.Star)
		if !ok {
			out = append(out, it)
			continue
		}
		cols, err := s.starColumns(star)
		if err != nil {
			return nil, err
		}
		for _, c := range cols {
			out = append(out, tsql.SelectItem{Span: it.Span, Expr: s.bind(c)})
		}
	}
	return out, nil
}

func (s *scope) starColumns(star *tsql.Star) ([]*rangeCol, error) {
	if len(s.tables) == 0 && len(star.Qualifier) == 0 {
		return nil, tds.Errorf(263, 16, "Must specify table to select from.")
	}
	var out []*rangeCol
	found := false
	for _, v := range s.tables {
		if len(star.Qualifier) > 0 && !v.answers(star.Qualifier) {
			continue
		}
		found = true
		for i := range v.cols {
			if !v.cols[i].hidden {
				out = append(out, &v.cols[i])
			}
		}
	}
	if !found && len(star.Qualifier) > 0 {
		return nil, tds.Errorf(107, 15, "The column prefix '%s' does not match with a table name or alias name used in the query.", joinName(star.Qualifier))
	}
	return out, nil
}

// baseOf is what is known about the stored column behind an output column.
func (s *scope) baseOf(e tsql.Expr) baseColumn {
	if ref, ok := unparen(e).(*tsql.ColumnRef); ok {
		if c, _, err := s.resolve(ref); err == nil {
			return c.base
		}
	}
	return baseColumn{computed: true}
}

// tableOf is the name of the table that a column comes from, or empty.
func (s *scope) tableOf(e tsql.Expr) string {
	ref, ok := unparen(e).(*tsql.ColumnRef)
	if !ok {
		return ""
	}
	c, at, err := s.resolve(ref)
	if err != nil {
		return ""
	}
	for _, v := range at.tables {
		for i := range v.cols {
			if &v.cols[i] == c {
				return v.name()
			}
		}
	}
	return ""
}

// makesJSON tells whether an expression is a query with FOR JSON, or JSON_QUERY.
func makesJSON(e tsql.Expr) bool {
	switch e := unparen(e).(type) {
	case *tsql.Subquery:
		return e.Query.For != nil && e.Query.For.Kind == tsql.ForJSON && !e.Query.For.NoWrapper
	case *tsql.Call:
		return sameName(e.Name.Object, "JSON_QUERY")
	}
	return false
}
