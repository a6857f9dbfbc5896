package engine

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// cteDef is a common table expression in sight. Each reference binds it anew.
type cteDef struct {
	def   *tsql.CTE
	next  *cteDef // those declared before
	outer *scope  // what its query may refer to
	work  *workReader
	cols  []rangeCol // of work
}

// pushCTEs brings the CTEs of a WITH into sight: 239 when a name is declared twice.
func (b *binder) pushCTEs(list []tsql.CTE, outer *scope) error {
	for i := range list {
		for j := range i {
			if strings.EqualFold(list[i].Name, list[j].Name) {
				return tds.Errorf(239, 16, "Duplicate common table expression name '%s' was specified.", list[i].Name)
			}
		}
		b.ctes = &cteDef{def: &list[i], next: b.ctes, outer: outer}
	}
	return nil
}

func (b *binder) cte(name string) *cteDef {
	for d := b.ctes; d != nil; d = d.next {
		if strings.EqualFold(d.def.Name, name) {
			return d
		}
	}
	return nil
}

// cteRef binds a reference to a CTE.
func (b *binder) cteRef(d *cteDef, t *tsql.TableRef, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	alias := t.Alias
	if alias == "" {
		alias = t.Name.Object
	}
	if d.work != nil {
		return b.workRef(d, alias, s, nullable)
	}
	in := *b
	in.ctes = d.next
	if recursive(d.def) {
		return in.recursiveCTE(d, alias, s, nullable)
	}
	if err := in.checkOrder(d.def.Query); err != nil {
		return nil, nil, err
	}
	outer := d.outer
	if outer != nil && outer.lvl != s.lvl && !s.lvl.under(outer.lvl) {
		outer = nil
	}
	return in.queryTable(&storedQuery{b: &in, outer: outer, query: d.def.Query, columns: d.def.Columns, alias: alias}, s, nullable)
}

// under tells whether l lies inside another level.
func (l *level) under(outer *level) bool {
	for m := l; m != nil; m = m.parent {
		if m == outer {
			return true
		}
	}
	return false
}

// recursive tells whether a CTE refers to itself.
func recursive(c *tsql.CTE) bool {
	op, ok := c.Query.Body.(*tsql.SetOp)
	return ok && mentions(op, c.Name)
}

func mentions(q tsql.QueryExpr, name string) bool {
	switch q := q.(type) {
	case *tsql.SetOp:
		return mentions(q.Left, name) || mentions(q.Right, name)
	case *tsql.ParenQuery:
		return mentions(q.Query.Body, name)
	case *tsql.QuerySpec:
		for _, t := range q.From {
			if tableMentions(t, name) {
				return true
			}
		}
	}
	return false
}

func tableMentions(t tsql.TableSource, name string) bool {
	switch t := t.(type) {
	case *tsql.TableRef:
		return t.Name.Schema == "" && strings.EqualFold(t.Name.Object, name)
	case *tsql.Join:
		return tableMentions(t.Left, name) || tableMentions(t.Right, name)
	case *tsql.DerivedTable:
		return mentions(t.Query.Body, name)
	}
	return false
}

// recursiveCTE binds anchor UNION ALL recursive members.
func (b *binder) recursiveCTE(d *cteDef, alias string, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	var anchors, members []tsql.QueryExpr
	if err := splitMembers(d.def.Query.Body, d.def.Name, &anchors, &members); err != nil {
		return nil, nil, err
	}
	if len(anchors) == 0 {
		return nil, nil, tds.Errorf(246, 16, "No anchor member was specified for recursive query \"%s\".", d.def.Name)
	}
	q := &storedQuery{b: b, outer: d.outer, columns: d.def.Columns, alias: d.def.Name}
	var bound *boundQuery
	refs, out, err := s.lvl.collect(func() (err error) {
		bound, err = b.recursion(d, q, anchors, members, q.inner(s))
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	src := s.lvl.addQuery(bound, refs, out)
	v := &rangeVar{alias: alias}
	for i, c := range bound.cols {
		v.cols = append(v.cols, src.column(i, c.name, c.nullable || nullable, c.base))
	}
	return &leaf{src}, []*rangeVar{v}, nil
}

// splitMembers takes a chain of UNIONs apart: 252 when the recursive part is not UNION ALL.
func splitMembers(q tsql.QueryExpr, name string, anchors, members *[]tsql.QueryExpr) error {
	op, ok := q.(*tsql.SetOp)
	if !ok || !mentions(q, name) {
		if mentions(q, name) {
			*members = append(*members, q)
		} else {
			*anchors = append(*anchors, q)
		}
		return nil
	}
	if op.Op != tsql.Union || !op.All {
		return tds.Errorf(252, 16, "Recursive common table expression '%s' does not contain a top-level UNION ALL operator.", name)
	}
	if err := splitMembers(op.Left, name, anchors, members); err != nil {
		return err
	}
	return splitMembers(op.Right, name, anchors, members)
}

func (b *binder) recursion(d *cteDef, q *storedQuery, anchors, members []tsql.QueryExpr, parent *scope) (*boundQuery, error) {
	plain := &tsql.SelectStmt{}
	first, err := b.unionAll(anchors, plain, parent)
	if err != nil {
		return nil, err
	}
	names, err := q.names(len(first.cols), func(i int) string { return first.cols[i].name })
	if err != nil {
		return nil, err
	}
	rec := &recursivePlan{anchor: first.plan, slot: b.slot(), limit: b.maxRecursion}
	work := &cteDef{def: d.def, next: d.next, work: &workReader{slot: rec.slot}}
	out := &boundQuery{plan: rec, correlated: first.correlated}
	for i, c := range first.cols {
		c.name, c.base = names[i], baseColumn{computed: true}
		c.nullable = true
		out.cols = append(out.cols, c)
		work.cols = append(work.cols, rangeCol{name: names[i], typ: c.typ, nullable: true})
	}
	in := *b
	in.ctes = work
	for _, m := range members {
		part, err := in.body(m, plain, parent)
		if err != nil {
			return nil, err
		}
		if err := in.addMember(rec, out, part, d.def.Name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// addMember checks a recursive member against the anchor: 205, 240.
func (b *binder) addMember(rec *recursivePlan, out, part *boundQuery, name string) error {
	if len(part.cols) != len(out.cols) {
		return tds.Errorf(205, 16, "All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of expressions in their target lists.")
	}
	for i, c := range part.cols {
		if !memberType(out.cols[i].typ, c.typ) {
			return tds.Errorf(240, 16, "Types don't match between the anchor and the recursive part in column \"%s\" of recursive query \"%s\".", out.cols[i].name, name)
		}
	}
	plan, err := castPlan(part, out.cols)
	if err != nil {
		return err
	}
	out.correlated = out.correlated || part.correlated
	rec.members = append(rec.members, plan)
	return nil
}

// memberType tells whether a recursive member's column has the anchor's type.
func memberType(anchor, member tds.Type) bool {
	switch {
	case member.ID == tds.NullType:
		return true
	case anchor.ID != member.ID:
		return false
	case anchor.ID == tds.DecimalType || anchor.ID == tds.NumericType:
		return anchor.Prec == member.Prec && anchor.Scale == member.Scale
	}
	return anchor.Size == member.Size
}

func (b *binder) unionAll(parts []tsql.QueryExpr, q *tsql.SelectStmt, parent *scope) (*boundQuery, error) {
	out, err := b.body(parts[0], q, parent)
	if err != nil {
		return nil, err
	}
	for _, p := range parts[1:] {
		next, err := b.body(p, q, parent)
		if err != nil {
			return nil, err
		}
		left := out
		if out, err = unify(left, next); err != nil {
			return nil, err
		}
		out.plan = &unionPlan{[]rowPlan{left.plan, next.plan}}
	}
	return out, nil
}

// workRef binds the reference of a recursive member to its own CTE.
func (b *binder) workRef(d *cteDef, alias string, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	types := make([]tds.Type, len(d.cols))
	for i, c := range d.cols {
		types[i] = c.typ
	}
	b.volatile = true // the rows differ from round to round
	src := s.lvl.addSource(types, d.work)
	src.changing = true
	v := &rangeVar{alias: alias}
	for i, c := range d.cols {
		v.cols = append(v.cols, src.column(i, c.name, c.nullable || nullable, baseColumn{computed: true}))
	}
	return &leaf{src}, []*rangeVar{v}, nil
}

// recursivePlan runs the anchor, then the members over the rows of the round before until there are none.
type recursivePlan struct {
	anchor  rowPlan
	members []rowPlan
	slot    int
	limit   int // MAXRECURSION; 0 is none
}

// workTable is the rows of the last round.
type workTable struct{ rows [][]tds.Value }

// workReader reads the last round.
type workReader struct{ slot int }

func (r *workReader) stable() bool { return true }

func (r *workReader) read(x *run, _ *eval.Frame, yield func(RowID, []tds.Value) error) error {
	for _, row := range slotted[workTable](x, r.slot).rows {
		if err := x.tick(); err != nil {
			return err
		}
		if err := yield(0, row); err != nil {
			return err
		}
	}
	return nil
}

func (p *recursivePlan) rows(x *run, outer *eval.Frame, yield func([]tds.Value) error) error {
	defer x.release(x.memory)
	work := slotted[workTable](x, p.slot)
	saved := work.rows
	defer func() { work.rows = saved }()
	next, err := p.round(x, outer, []rowPlan{p.anchor}, yield)
	for depth := 0; err == nil && len(next) > 0; depth++ {
		if p.limit > 0 && depth > p.limit {
			return tds.Errorf(530, 16, "The statement terminated. The maximum recursion %d has been exhausted before statement completion.", p.limit)
		}
		if err = x.ctx.Err(); err != nil {
			return err
		}
		work.rows = next
		next, err = p.round(x, outer, p.members, yield)
	}
	return err
}

func (p *recursivePlan) round(x *run, outer *eval.Frame, plans []rowPlan, yield func([]tds.Value) error) ([][]tds.Value, error) {
	var out [][]tds.Value
	for _, plan := range plans {
		err := plan.rows(x, outer, func(row []tds.Value) error {
			row = append([]tds.Value(nil), row...)
			out = append(out, row)
			if err := x.keep(row); err != nil {
				return err
			}
			return yield(row)
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
