package engine

import "msxgate/tsql"

// mergeable returns the query's block when its tables may join the caller's FROM clause as if they had been
// written there: nothing but FROM, WHERE and expressions. Conditions on a view then reach its tables' indexes.
func mergeable(q *tsql.SelectStmt) *tsql.QuerySpec {
	spec, ok := q.Body.(*tsql.QuerySpec)
	if !ok || len(q.With) > 0 || len(q.OrderBy) > 0 || q.Offset != nil || q.Fetch != nil || q.For != nil {
		return nil
	}
	if spec.Distinct || spec.Top != nil || spec.Into != nil || len(spec.From) == 0 || grouped(spec) {
		return nil
	}
	for _, it := range spec.Items {
		if it.Assign != "" || it.Expr != nil && !simpleItem(it.Expr) {
			return nil
		}
	}
	return spec
}

// simpleItem tells whether an expression may be computed again wherever its column is referred to.
func simpleItem(e tsql.Expr) bool {
	ok := true
	walkExpr(e, func(e tsql.Expr) bool {
		switch e := e.(type) {
		case *tsql.Subquery, *tsql.Exists, *tsql.NextValue, *tsql.Quantified:
			ok = false
		case *tsql.In:
			ok = ok && e.Query == nil
		case *tsql.Call:
			ok = ok && e.Over == nil && !isVolatile(e) && e.Name.Schema == ""
		}
		return ok
	})
	return ok
}

// plainColumns tells whether a block selects nothing but columns: on the missing side of an outer join
// anything else would have to become NULL with them.
func plainColumns(spec *tsql.QuerySpec) bool {
	for _, it := range spec.Items {
		switch unparen(it.Expr).(type) {
		case *tsql.ColumnRef, *tsql.Star:
		default:
			return false
		}
	}
	for _, t := range spec.From {
		if !plainTables(t) {
			return false
		}
	}
	return true
}

func plainTables(t tsql.TableSource) bool {
	switch t := t.(type) {
	case *tsql.TableRef:
		return true
	case *tsql.Join:
		return plainTables(t.Left) && plainTables(t.Right)
	}
	return false
}

// merge binds the block's tables into the level of s and its select list as the columns of v.
func (q *storedQuery) merge(spec *tsql.QuerySpec, v *rangeVar, s *scope, nullable bool) (fromNode, error) {
	in := &scope{b: q.b, id: q.b.slot(), lvl: s.lvl, parent: q.outer, bound: map[*tsql.ColumnRef]*rangeCol{}}
	n, err := q.b.bindFromNullable(spec.From, in, nullable)
	if err != nil {
		return nil, err
	}
	if spec.Where != nil {
		preds, err := q.b.preds(spec.Where, in.in(clauseWhere))
		if err != nil {
			return nil, err
		}
		n.preds = append(n.preds, preds...)
	}
	items, err := q.b.expandStars(spec.Items, in)
	if err != nil {
		return nil, err
	}
	for _, it := range items {
		c, err := q.b.mergedColumn(it, in, nullable)
		if err != nil {
			return nil, err
		}
		v.cols = append(v.cols, *c)
	}
	names, err := q.names(len(v.cols), func(i int) string { return v.cols[i].name })
	for i := range v.cols {
		v.cols[i].name = ""
		if err == nil {
			v.cols[i].name = names[i]
		}
	}
	return n, err
}

// bindFromNullable is bindFrom for a block that may be missing as a whole.
func (b *binder) bindFromNullable(list []tsql.TableSource, s *scope, nullable bool) (*innerJoin, error) {
	n := &innerJoin{}
	for _, t := range list {
		item, vars, err := b.tableSource(t, s, nullable)
		if err != nil {
			return nil, err
		}
		if err := s.show(vars); err != nil {
			return nil, err
		}
		n.items = append(n.items, item)
	}
	return n, nil
}

// mergedColumn is one column of a merged block: the stored column itself, or an expression.
func (b *binder) mergedColumn(it tsql.SelectItem, s *scope, nullable bool) (*rangeCol, error) {
	if ref, ok := unparen(it.Expr).(*tsql.ColumnRef); ok {
		c, at, err := s.resolve(ref)
		if err != nil {
			return nil, err
		}
		if at.lvl == s.lvl {
			out := *c
			out.name = itemName(it)
			out.nullable = out.nullable || nullable
			out.hidden = false
			return &out, nil
		}
	}
	c := &rangeCol{name: itemName(it), col: -1, base: baseColumn{computed: true}}
	refs, _, err := s.lvl.collect(func() (err error) {
		c.fn, c.typ, err = b.scalar(b.prepare(it.Expr, s), s)
		return err
	})
	c.refs = refs
	c.nullable = nullable || s.nullable(it.Expr)
	return c, err
}
