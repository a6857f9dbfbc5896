package engine

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// sortKey is one item of an ORDER BY: a column of the rows that are sorted, hidden ones included.
type sortKey struct {
	col  int
	typ  tds.Type
	desc bool
}

// bindOrder binds the ORDER BY of a block: positions, aliases, then expressions.
func (k *blockBinder) bindOrder() error {
	s := k.list.in(clauseOrder)
	s.bound = k.list.bound
	for i, o := range k.q.OrderBy {
		col, err := k.orderColumn(i, o.Expr, s)
		if err != nil {
			return err
		}
		typ := k.exprTypes[col]
		if err := sortable(typ); err != nil {
			return err
		}
		k.plan.order = append(k.plan.order, sortKey{col: col, typ: typ, desc: o.Desc})
	}
	return nil
}

// sortable refuses the types that have no order: 306, 305.
func sortable(t tds.Type) error {
	switch t.ID {
	case tds.Text, tds.NText, tds.Image:
		return tds.Errorf(306, 16, "The text, ntext, and image data types cannot be compared or sorted, except when using IS NULL or LIKE operator.")
	case tds.XML:
		return tds.Errorf(305, 16, "The xml data type cannot be compared or sorted, except when using the IS NULL operator.")
	}
	return nil
}

// orderColumn finds or makes the output column that an ORDER BY item sorts by.
func (k *blockBinder) orderColumn(i int, e tsql.Expr, s *scope) (int, error) {
	if n, ok := ordinal(e); ok {
		if n < 1 || n > int64(len(k.cols)) {
			return 0, tds.Errorf(108, 16, "The ORDER BY position number %d is out of range of the number of items in the select list.", n)
		}
		return int(n - 1), nil
	}
	if _, ok := unparen(e).(*tsql.Variable); ok {
		return 0, tds.Errorf(1008, 16, "The SELECT item identified by the ORDER BY number %d contains a variable as part of the expression identifying a column position. Variables are only allowed when ordering by an expression referencing a column name.", i+1)
	}
	if _, ok := unparen(e).(*tsql.Literal); ok {
		return 0, tds.Errorf(408, 16, "A constant expression was encountered in the ORDER BY list, position %d.", i+1)
	}
	col, err := k.orderAlias(e)
	if err != nil || col >= 0 {
		return col, err
	}
	return k.orderExpr(e, s)
}

// orderAlias finds the output column of that name, or -1.
func (k *blockBinder) orderAlias(e tsql.Expr) (int, error) {
	ref, ok := unparen(e).(*tsql.ColumnRef)
	if !ok || len(ref.Parts) != 1 {
		return -1, nil
	}
	found := -1
	for i := range k.cols {
		if !strings.EqualFold(k.cols[i].name, ref.Parts[0]) {
			continue
		}
		if found >= 0 && k.in.exprKey(k.items[i].Expr) != k.in.exprKey(k.items[found].Expr) {
			return 0, tds.Errorf(209, 16, "Ambiguous column name '%s'.", ref.Parts[0])
		}
		if found < 0 {
			found = i
		}
	}
	return found, nil
}

// orderExpr finds the select item that is the same expression, or adds a hidden column: 145.
func (k *blockBinder) orderExpr(e tsql.Expr, s *scope) (int, error) {
	key := k.in.exprKey(e)
	for i := range k.cols {
		if k.in.exprKey(k.items[i].Expr) == key {
			return i, nil
		}
	}
	fn, typ, err := k.b.scalar(k.b.prepare(e, s), s)
	if err != nil {
		return 0, err
	}
	if k.spec.Distinct {
		return 0, tds.Errorf(145, 15, "ORDER BY items must appear in the select list if SELECT DISTINCT is specified.")
	}
	k.plan.exprs = append(k.plan.exprs, fn)
	k.exprTypes = append(k.exprTypes, typ)
	return len(k.exprTypes) - 1, nil
}

// ordinal reads an ORDER BY item that is a whole number.
func ordinal(e tsql.Expr) (int64, bool) {
	l, ok := e.(*tsql.Literal)
	if !ok {
		return 0, false
	}
	n, ok := l.Value.(int64)
	return n, ok
}

// orderedResult puts the ORDER BY, OFFSET and FETCH of q around a finished query: those of a set operation.
func (b *binder) orderedResult(in *boundQuery, q *tsql.SelectStmt, parent *scope) (*boundQuery, error) {
	if len(q.OrderBy) == 0 && q.Offset == nil {
		return in, nil
	}
	s := b.newScope(parent)
	p := &selectPlan{in: s.lvl, visible: len(in.cols)}
	src := s.lvl.addQuery(in, sourceSet{}, in.correlated)
	v := &rangeVar{}
	for i, c := range in.cols {
		v.cols = append(v.cols, src.column(i, c.name, c.nullable, c.base))
		p.types = append(p.types, c.typ)
	}
	s.tables = []*rangeVar{v}
	for i := range v.cols {
		src.used[i] = true
		p.exprs = append(p.exprs, v.cols[i].fn)
	}
	for _, o := range q.OrderBy {
		key, err := b.resultKey(o, s, p)
		if err != nil {
			return nil, err
		}
		p.order = append(p.order, key)
	}
	var err error
	if p.offset, p.fetch, err = b.offsetFetch(q, s); err != nil {
		return nil, err
	}
	p.list = s.lvl
	p.from = b.planFrom(&leaf{src}, s.lvl, nil)
	return &boundQuery{cols: in.cols, plan: p, correlated: in.correlated || s.lvl.escaped}, nil
}

// resultKey binds an ORDER BY item over the columns of a result: 104 when it is not among them.
func (b *binder) resultKey(o tsql.OrderItem, s *scope, p *selectPlan) (sortKey, error) {
	if n, ok := ordinal(o.Expr); ok {
		if n < 1 || n > int64(p.visible) {
			return sortKey{}, tds.Errorf(108, 16, "The ORDER BY position number %d is out of range of the number of items in the select list.", n)
		}
		return sortKey{col: int(n - 1), typ: p.types[n-1], desc: o.Desc}, nil
	}
	if ref, ok := unparen(o.Expr).(*tsql.ColumnRef); ok {
		name := ref.Parts[len(ref.Parts)-1]
		for i := range s.tables[0].cols {
			if strings.EqualFold(s.tables[0].cols[i].name, name) {
				return sortKey{col: i, typ: p.types[i], desc: o.Desc}, nil
			}
		}
	}
	return sortKey{}, tds.Errorf(104, 16, "ORDER BY items must appear in the select list if the statement contains a UNION, INTERSECT or EXCEPT operator.")
}

// compareRows orders two rows by keys; NULL comes first.
func compareRows(a, b []tds.Value, keys []sortKey) int {
	for _, k := range keys {
		c := compareValues(a[k.col], b[k.col], k.typ)
		if c == 0 {
			continue
		}
		if k.desc {
			return -c
		}
		return c
	}
	return 0
}

// compareValues orders two values; NULL comes first.
func compareValues(a, b tds.Value, t tds.Type) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return eval.Compare(a, b, t)
}
