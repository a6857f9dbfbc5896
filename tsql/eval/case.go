package eval

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// caseExpr compiles CASE in both its forms.
func (c *compiler) caseExpr(e *tsql.Case) (node, error) {
	conds := make([]Cond, len(e.Whens))
	results := make([]node, 0, len(e.Whens)+1)
	var operand node
	var err error
	if e.Operand != nil {
		if operand, err = c.scalar(e.Operand); err != nil {
			return node{}, err
		}
	}
	for i, w := range e.Whens {
		if e.Operand == nil {
			conds[i], err = c.cond(w.Cond)
		} else {
			conds[i], err = c.whenEquals(operand, w.Cond)
		}
		if err != nil {
			return node{}, err
		}
		r, err := c.scalar(w.Then)
		if err != nil {
			return node{}, err
		}
		results = append(results, r)
	}
	other := constantNode(nil, tds.TypeNull)
	if e.Else != nil {
		if other, err = c.scalar(e.Else); err != nil {
			return node{}, err
		}
	}
	results = append(results, other)
	t, rank, err := c.unify(results, "CASE")
	if err != nil {
		return node{}, err
	}
	if t.ID == tds.NullType {
		return node{}, tds.Errorf(8133, 16, "At least one of the result expressions in a CASE specification must be an expression other than the NULL constant.")
	}
	return node{typ: t, rank: rank, fn: choose(conds, results)}, nil
}

func (c *compiler) whenEquals(operand node, e tsql.Expr) (Cond, error) {
	y, err := c.scalar(e)
	if err != nil {
		return nil, err
	}
	return c.compare(tsql.OpEq, operand, y)
}

// choose evaluates the result of the first condition that holds; the last result has no condition.
func choose(conds []Cond, results []node) Fn {
	fns := make([]Fn, len(results))
	for i, r := range results {
		fns[i] = r.fn
	}
	return func(f *Frame) (tds.Value, error) {
		for i, cond := range conds {
			t, err := cond(f)
			if err != nil {
				return nil, err
			}
			if t == True {
				return fns[i](f)
			}
		}
		return fns[len(conds)](f)
	}
}

// unify converts nodes to their common type in place; untyped NULLs do not count.
func (c *compiler) unify(nodes []node, operator string) (tds.Type, collationRank, error) {
	acc := node{typ: tds.TypeNull}
	for _, n := range nodes {
		t, err := Common(acc.typ, n.typ)
		if err != nil {
			return t, 0, err
		}
		switch {
		case acc.typ.ID == tds.NullType:
			acc.rank = n.rank
		case t.ID.IsCharacter() && n.typ.ID.IsCharacter():
			if t.Collation, acc.rank, err = mergeCollations(acc, n, operator); err != nil {
				return t, 0, err
			}
		}
		acc.typ = t
	}
	for i, n := range nodes {
		m, err := c.convert(n, acc.typ, nil)
		if err != nil {
			return acc.typ, 0, err
		}
		nodes[i] = m
	}
	return acc.typ, acc.rank, nil
}

// firstNotNull evaluates nodes until one is not NULL.
func firstNotNull(nodes []node) Fn {
	fns := make([]Fn, len(nodes))
	for i, n := range nodes {
		fns[i] = n.fn
	}
	return func(f *Frame) (tds.Value, error) {
		for _, fn := range fns {
			if v, err := fn(f); v != nil || err != nil {
				return v, err
			}
		}
		return nil, nil
	}
}

func bindCoalesce(c *compiler, _ *tsql.Call, args []node) (node, error) {
	t, rank, err := c.unify(args, "COALESCE")
	if err != nil {
		return node{}, err
	}
	if t.ID == tds.NullType {
		return node{}, tds.Errorf(4127, 16, "At least one of the arguments to COALESCE must be an expression that is not the NULL constant.")
	}
	return fold(node{typ: t, rank: rank, fn: firstNotNull(args)}, args...), nil
}

// bindIsNull is ISNULL, whose type is that of its first argument.
func bindIsNull(c *compiler, _ *tsql.Call, args []node) (node, error) {
	t, rank := args[0].typ, args[0].rank
	if t.ID == tds.NullType {
		t, rank = args[1].typ, args[1].rank
		if t.ID == tds.NullType {
			t = tds.TypeInt
		}
	}
	for i := range args {
		n, err := c.convert(args[i], t, nil)
		if err != nil {
			return node{}, err
		}
		args[i] = n
	}
	return fold(node{typ: t, rank: rank, fn: firstNotNull(args)}, args...), nil
}

func bindNullIf(c *compiler, _ *tsql.Call, args []node) (node, error) {
	if args[0].typ.ID == tds.NullType {
		return node{}, tds.Errorf(4151, 16, "The type of the first argument to NULLIF cannot be the NULL constant because the type of the first argument has to be known.")
	}
	same, err := c.compare(tsql.OpEq, args[0], args[1])
	if err != nil {
		return node{}, err
	}
	x := args[0]
	fn := x.fn
	return fold(node{typ: x.typ, rank: x.rank, fn: func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if v == nil || err != nil {
			return nil, err
		}
		if t, err := same(f); t == True || err != nil {
			return nil, err
		}
		return v, nil
	}}, args...), nil
}

// iif compiles IIF, whose first argument is a condition.
func (c *compiler) iif(e *tsql.Call) (node, error) {
	cond, err := c.cond(e.Args[0])
	if err != nil {
		return node{}, err
	}
	results, err := c.scalars(e.Args[1:])
	if err != nil {
		return node{}, err
	}
	t, rank, err := c.unify(results, "IIF")
	if err != nil {
		return node{}, err
	}
	if t.ID == tds.NullType {
		return node{}, tds.Errorf(8133, 16, "At least one of the result expressions in a CASE specification must be an expression other than the NULL constant.")
	}
	return node{typ: t, rank: rank, fn: choose([]Cond{cond}, results)}, nil
}

func bindChoose(c *compiler, _ *tsql.Call, args []node) (node, error) {
	index, err := c.convert(args[0], tds.TypeInt, nil)
	if err != nil {
		return node{}, err
	}
	t, rank, err := c.unify(args[1:], "CHOOSE")
	if err != nil {
		return node{}, err
	}
	if t.ID == tds.NullType {
		t = tds.TypeInt
	}
	at := index.fn
	fns := make([]Fn, 0, len(args)-1)
	for _, n := range args[1:] {
		fns = append(fns, n.fn)
	}
	return fold(node{typ: t, rank: rank, fn: func(f *Frame) (tds.Value, error) {
		v, err := at(f)
		if v == nil || err != nil {
			return nil, err
		}
		i := v.(int64)
		if i < 1 || i > int64(len(fns)) {
			return nil, nil
		}
		return fns[i-1](f)
	}}, args...), nil
}
