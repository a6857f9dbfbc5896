package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// grouping is the GROUP BY of a block and the aggregates its select list asks for. The groups are a level
// of their own: its registers are the keys, the set number, the aggregates.
type grouping struct {
	b    *binder
	src  *scope // of the rows that are grouped
	lvl  *level
	keys []*groupKey
	sets []keySet // one for a plain GROUP BY
	aggs []*aggregation
	set  int // the register that holds the number of the set
}

// groupKey is an expression of GROUP BY. Its value in a group is in the register of its position.
type groupKey struct {
	key string // exprKey of the expression
	fn  eval.Fn
	typ tds.Type
	col *rangeCol // the column it is, or nil
	out rangeCol
}

// keySet says which keys a grouping set groups by.
type keySet []bool

// grouped tells whether a block has groups.
func grouped(spec *tsql.QuerySpec) bool {
	if len(spec.GroupBy) > 0 || spec.GroupingSet != nil || spec.Having != nil {
		return true
	}
	for _, it := range spec.Items {
		if it.Expr != nil && hasAggregate(it.Expr) {
			return true
		}
	}
	return false
}

// hasAggregate tells whether an expression contains an aggregate that is not a window function.
func hasAggregate(e tsql.Expr) bool {
	found := false
	walkExpr(e, func(e tsql.Expr) bool {
		if c, ok := e.(*tsql.Call); ok && isAggregate(c) {
			found = true
		}
		return !found
	})
	return found
}

func (b *binder) bindGrouping(spec *tsql.QuerySpec, src *scope) (*grouping, error) {
	g := &grouping{b: b, src: src, lvl: newLevel(src.lvl.parent)}
	for _, e := range spec.GroupBy {
		if _, err := g.addKey(e); err != nil {
			return nil, err
		}
	}
	for _, set := range spec.GroupingSet {
		if err := g.addSet(set); err != nil {
			return nil, err
		}
	}
	for i := range g.sets {
		g.sets[i] = append(g.sets[i], make(keySet, len(g.keys)-len(g.sets[i]))...)
	}
	if spec.GroupingSet == nil {
		all := make(keySet, len(g.keys))
		for i := range all {
			all[i] = true
		}
		g.sets = []keySet{all}
	}
	g.set = g.lvl.alloc(1)
	return g, nil
}

func (g *grouping) addSet(set []tsql.Expr) error {
	var ks keySet
	for _, e := range set {
		i, err := g.addKey(e)
		if err != nil {
			return err
		}
		for len(ks) <= i {
			ks = append(ks, false)
		}
		ks[i] = true
	}
	g.sets = append(g.sets, ks)
	return nil
}

// addKey adds an expression unless it is there, and returns its position.
func (g *grouping) addKey(e tsql.Expr) (int, error) {
	key := g.src.exprKey(e)
	for i, k := range g.keys {
		if k.key == key {
			return i, nil
		}
	}
	k := &groupKey{key: key}
	s := g.src.in(clauseGroupBy)
	var err error
	if k.fn, k.typ, err = g.b.scalar(e, s); err != nil {
		return 0, err
	}
	if ref, ok := unparen(e).(*tsql.ColumnRef); ok {
		c, at, err := g.src.resolve(ref)
		if err != nil {
			return 0, err
		}
		if at != g.src {
			return 0, tds.Errorf(164, 15, "Each GROUP BY expression must contain at least one column that is not an outer reference.")
		}
		k.col = c
		k.out.base = c.base
		k.out.name = c.name
	}
	if constantExpr(e) {
		return 0, tds.Errorf(164, 15, "Each GROUP BY expression must contain at least one column that is not an outer reference.")
	}
	r := g.lvl.alloc(1)
	k.out.typ, k.out.nullable, k.out.final = k.typ, g.src.nullable(e), true
	k.out.fn, k.out.col = register(r), -1
	g.keys = append(g.keys, k)
	return len(g.keys) - 1, nil
}

// constantExpr tells whether an expression mentions no column.
func constantExpr(e tsql.Expr) bool {
	constant := true
	walkExpr(e, func(e tsql.Expr) bool {
		switch e.(type) {
		case *tsql.ColumnRef, *tsql.Subquery:
			constant = false
		}
		return constant
	})
	return constant
}

// scope is the scope of what is computed once a group.
func (g *grouping) scope() *scope {
	s := *g.src
	s.id = g.b.slot()
	s.lvl = g.lvl
	s.group = g
	s.clause = clauseList
	return &s
}

// column maps a column of the grouped rows to its key: 8120 when it is none.
func (g *grouping) column(c *rangeCol, at clause) (*rangeCol, error) {
	for _, k := range g.keys {
		if k.col == c {
			return &k.out, nil
		}
	}
	name := g.src.describe(c)
	switch at {
	case clauseHaving:
		return nil, tds.Errorf(8121, 16, "Column '%s' is invalid in the HAVING clause because it is not contained in either an aggregate function or the GROUP BY clause.", name)
	case clauseOrder:
		return nil, tds.Errorf(8127, 16, "Column \"%s\" is invalid in the ORDER BY clause because it is not contained in either an aggregate function or the GROUP BY clause.", name)
	}
	if len(g.keys) == 0 {
		return nil, tds.Errorf(8118, 16, "Column '%s' is invalid in the select list because it is not contained in an aggregate function and there is no GROUP BY clause.", name)
	}
	return nil, tds.Errorf(8120, 16, "Column '%s' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.", name)
}

// describe is a column as messages name it: with its table as written.
func (s *scope) describe(c *rangeCol) string {
	for _, v := range s.tables {
		for i := range v.cols {
			if &v.cols[i] != c {
				continue
			}
			if v.alias != "" {
				return v.alias + "." + c.name
			}
			return v.written + "." + c.name
		}
	}
	return c.name
}

// match replaces an expression of the GROUP BY that is more than a column.
func (g *grouping) match(e tsql.Expr, s *scope) tsql.Expr {
	if len(g.keys) == 0 {
		return nil
	}
	switch e.(type) {
	case *tsql.ColumnRef, *tsql.Literal, *tsql.Variable, *tsql.Star:
		return nil
	}
	key := g.src.exprKey(e)
	for _, k := range g.keys {
		if k.col == nil && k.key == key {
			return s.bind(&k.out)
		}
	}
	return nil
}

// groupingCall compiles GROUPING(x) and GROUPING_ID(x, ...): 8161 when x is not in the GROUP BY.
func (s *scope) groupingCall(call *tsql.Call) (eval.Fn, tds.Type, error) {
	g := s.group
	var positions []int
	for i, a := range call.Args {
		key := g.src.exprKey(a)
		at := -1
		for j, k := range g.keys {
			if k.key == key {
				at = j
			}
		}
		if at < 0 {
			return nil, tds.Type{}, tds.Errorf(8161, 16, "Argument %d of the %s function does not match any of the expressions in the GROUP BY clause.", i+1, upper(call.Name.Object))
		}
		positions = append(positions, at)
	}
	if upper(call.Name.Object) == "GROUPING" && len(positions) != 1 {
		return nil, tds.Type{}, tds.Errorf(174, 15, "The GROUPING function requires 1 argument(s).")
	}
	typ := tds.TypeInt
	if upper(call.Name.Object) == "GROUPING" {
		typ = tds.TypeTinyInt
	}
	sets, reg := g.sets, g.set
	return func(f *eval.Frame) (tds.Value, error) {
		set := sets[f.Row[reg].(int64)]
		var out int64
		for _, p := range positions {
			out <<= 1
			if !set[p] {
				out |= 1
			}
		}
		return out, nil
	}, typ, nil
}

func isGroupingCall(c *tsql.Call) bool {
	n := upper(c.Name.Object)
	return c.Name.Schema == "" && (n == "GROUPING" || n == "GROUPING_ID")
}
