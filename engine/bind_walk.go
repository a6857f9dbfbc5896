package engine

import "msxgate/tsql"

// exprChildren calls f with the address of every direct subexpression of e. Subqueries are not entered.
func exprChildren(e tsql.Expr, f func(*tsql.Expr)) {
	list := func(es []tsql.Expr) {
		for i := range es {
			f(&es[i])
		}
	}
	opt := func(e *tsql.Expr) {
		if *e != nil {
			f(e)
		}
	}
	switch e := e.(type) {
	case *tsql.Unary:
		f(&e.X)
	case *tsql.Binary:
		f(&e.X)
		f(&e.Y)
	case *tsql.Like:
		f(&e.X)
		f(&e.Pattern)
		opt(&e.Escape)
	case *tsql.Between:
		f(&e.X)
		f(&e.Lo)
		f(&e.Hi)
	case *tsql.In:
		f(&e.X)
		list(e.List)
	case *tsql.IsNull:
		f(&e.X)
	case *tsql.IsDistinct:
		f(&e.X)
		f(&e.Y)
	case *tsql.Quantified:
		f(&e.X)
	case *tsql.Case:
		opt(&e.Operand)
		for i := range e.Whens {
			f(&e.Whens[i].Cond)
			f(&e.Whens[i].Then)
		}
		opt(&e.Else)
	case *tsql.Cast:
		f(&e.X)
		opt(&e.Style)
	case *tsql.Call:
		callChildren(e, f)
	case *tsql.Collate:
		f(&e.X)
	case *tsql.AtTimeZone:
		f(&e.X)
		f(&e.Zone)
	case *tsql.Method:
		f(&e.X)
		list(e.Args)
	case *tsql.Paren:
		f(&e.X)
	}
}

func callChildren(e *tsql.Call, f func(*tsql.Expr)) {
	for i := range e.Args {
		if i == 0 && takesDatePart(e) {
			continue
		}
		f(&e.Args[i])
	}
	for i := range e.Within {
		f(&e.Within[i].Expr)
	}
	if e.Over == nil {
		return
	}
	for i := range e.Over.Partition {
		f(&e.Over.Partition[i])
	}
	for i := range e.Over.Order {
		f(&e.Over.Order[i].Expr)
	}
}

// cloneExpr copies one node, with its slices of subexpressions, so that they may be replaced.
func cloneExpr(e tsql.Expr) tsql.Expr {
	switch e := e.(type) {
	case *tsql.Unary:
		c := *e
		return &c
	case *tsql.Binary:
		c := *e
		return &c
	case *tsql.Like:
		c := *e
		return &c
	case *tsql.Between:
		c := *e
		return &c
	case *tsql.In:
		c := *e
		c.List = append([]tsql.Expr(nil), e.List...)
		return &c
	case *tsql.IsNull:
		c := *e
		return &c
	case *tsql.IsDistinct:
		c := *e
		return &c
	case *tsql.Quantified:
		c := *e
		return &c
	case *tsql.Case:
		c := *e
		c.Whens = append([]tsql.When(nil), e.Whens...)
		return &c
	case *tsql.Cast:
		c := *e
		return &c
	case *tsql.Call:
		return cloneCall(e)
	case *tsql.Collate:
		c := *e
		return &c
	case *tsql.AtTimeZone:
		c := *e
		return &c
	case *tsql.Method:
		c := *e
		c.Args = append([]tsql.Expr(nil), e.Args...)
		return &c
	case *tsql.Paren:
		c := *e
		return &c
	}
	return e
}

func cloneCall(e *tsql.Call) *tsql.Call {
	c := *e
	c.Args = append([]tsql.Expr(nil), e.Args...)
	c.Within = append([]tsql.OrderItem(nil), e.Within...)
	if e.Over != nil {
		o := *e.Over
		o.Partition = append([]tsql.Expr(nil), o.Partition...)
		o.Order = append([]tsql.OrderItem(nil), o.Order...)
		c.Over = &o
	}
	return &c
}

// rewriteExpr replaces the subexpressions for which f has a replacement, outermost first. The tree it
// was given stays as it is: trees are shared between sessions.
func rewriteExpr(e tsql.Expr, f func(tsql.Expr) tsql.Expr) tsql.Expr {
	if r := f(e); r != nil {
		return r
	}
	c := cloneExpr(e)
	if c == e {
		return e
	}
	changed := false
	exprChildren(c, func(p *tsql.Expr) {
		if r := rewriteExpr(*p, f); r != *p {
			*p = r
			changed = true
		}
	})
	if !changed {
		return e
	}
	return c
}

// walkExpr visits e and its subexpressions until f returns false for a node, whose children it skips.
func walkExpr(e tsql.Expr, f func(tsql.Expr) bool) {
	if e == nil || !f(e) {
		return
	}
	exprChildren(e, func(p *tsql.Expr) { walkExpr(*p, f) })
}

// unparen strips parentheses.
func unparen(e tsql.Expr) tsql.Expr {
	for {
		p, ok := e.(*tsql.Paren)
		if !ok {
			return e
		}
		e = p.X
	}
}

// conjuncts splits a condition at its ANDs.
func conjuncts(e tsql.Expr) []tsql.Expr {
	if e == nil {
		return nil
	}
	var out []tsql.Expr
	todo := []tsql.Expr{e}
	for len(todo) > 0 {
		x := unparen(todo[len(todo)-1])
		todo = todo[:len(todo)-1]
		if b, ok := x.(*tsql.Binary); ok && b.Op == tsql.OpAnd {
			todo = append(todo, b.Y, b.X)
			continue
		}
		out = append(out, x)
	}
	return out
}

var datePartCalls = map[string]bool{
	"DATEADD": true, "DATEDIFF": true, "DATEDIFF_BIG": true, "DATENAME": true, "DATEPART": true, "DATETRUNC": true, "DATE_BUCKET": true,
}

func takesDatePart(c *tsql.Call) bool {
	return c.Name.Schema == "" && datePartCalls[upper(c.Name.Object)]
}
