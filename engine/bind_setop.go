package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// setOp binds UNION, EXCEPT and INTERSECT: 205.
func (b *binder) setOp(op *tsql.SetOp, q *tsql.SelectStmt, parent *scope) (*boundQuery, error) {
	plain := &tsql.SelectStmt{}
	left, err := b.body(op.Left, plain, parent)
	if err != nil {
		return nil, err
	}
	right, err := b.body(op.Right, plain, parent)
	if err != nil {
		return nil, err
	}
	if len(left.cols) != len(right.cols) {
		return nil, tds.Errorf(205, 16, "All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of expressions in their target lists.")
	}
	out, err := unify(left, right)
	if err != nil {
		return nil, err
	}
	types := make([]tds.Type, len(out.cols))
	for i, c := range out.cols {
		types[i] = c.typ
	}
	switch {
	case op.Op == tsql.Union && op.All:
		out.plan = &unionPlan{[]rowPlan{left.plan, right.plan}}
	case op.Op == tsql.Union:
		out.plan = &distinctPlan{&unionPlan{[]rowPlan{left.plan, right.plan}}, types}
	default:
		out.plan = &matchPlan{left: left.plan, right: right.plan, types: types, keep: op.Op == tsql.Intersect}
	}
	return b.orderedResult(out, q, parent)
}

// unify gives both sides the same types, and the names of the left.
func unify(left, right *boundQuery) (*boundQuery, error) {
	out := &boundQuery{correlated: left.correlated || right.correlated}
	for i := range left.cols {
		t, err := eval.Common(left.cols[i].typ, right.cols[i].typ)
		if err != nil {
			return nil, err
		}
		c := left.cols[i]
		c.typ = t
		c.nullable = c.nullable || right.cols[i].nullable
		c.base = baseColumn{computed: true}
		out.cols = append(out.cols, c)
	}
	var err error
	if left.plan, err = castPlan(left, out.cols); err != nil {
		return nil, err
	}
	right.plan, err = castPlan(right, out.cols)
	return out, err
}

// castPlan converts the rows of a query to other types, where they differ.
func castPlan(q *boundQuery, want []outCol) (rowPlan, error) {
	p := &convertPlan{in: q.plan, casts: make([]eval.Fn, len(want))}
	any := false
	for i, c := range q.cols {
		if sameShape(c.typ, want[i].typ) {
			continue
		}
		fn, err := eval.Converted(register(i), c.typ, want[i].typ)
		if err != nil {
			return nil, err
		}
		p.casts[i], any = fn, true
	}
	if !any {
		return q.plan, nil
	}
	return p, nil
}

type (
	// convertPlan converts columns.
	convertPlan struct {
		in    rowPlan
		casts []eval.Fn // by column; nil leaves it as it is
	}
	// unionPlan gives the rows of one plan after the other.
	unionPlan struct{ parts []rowPlan }
	// distinctPlan gives each row once.
	distinctPlan struct {
		in    rowPlan
		types []tds.Type
	}
	// matchPlan is INTERSECT (keep) or EXCEPT: each row of left that right has, or has not, once.
	matchPlan struct {
		left, right rowPlan
		types       []tds.Type
		keep        bool
	}
)

func (p *convertPlan) rows(x *run, outer *eval.Frame, yield func([]tds.Value) error) error {
	f := newFrame(x, nil, outer)
	out := make([]tds.Value, len(p.casts))
	return p.in.rows(x, outer, func(row []tds.Value) error {
		f.Row = row
		for i, fn := range p.casts {
			if fn == nil {
				out[i] = row[i]
				continue
			}
			v, err := fn(f)
			if err != nil {
				return err
			}
			out[i] = v
		}
		return yield(out)
	})
}

func (p *unionPlan) rows(x *run, outer *eval.Frame, yield func([]tds.Value) error) error {
	for _, part := range p.parts {
		if err := part.rows(x, outer, yield); err != nil {
			return err
		}
	}
	return nil
}

func (p *distinctPlan) rows(x *run, outer *eval.Frame, yield func([]tds.Value) error) error {
	defer x.release(x.memory)
	seen := rowSet{types: p.types}
	return p.in.rows(x, outer, func(row []tds.Value) error {
		fresh, err := seen.add(x, row)
		if err != nil || !fresh {
			return err
		}
		return yield(row)
	})
}

func (p *matchPlan) rows(x *run, outer *eval.Frame, yield func([]tds.Value) error) error {
	defer x.release(x.memory)
	right := rowSet{types: p.types}
	err := p.right.rows(x, outer, func(row []tds.Value) error {
		_, err := right.add(x, row)
		return err
	})
	if err != nil {
		return err
	}
	seen := rowSet{types: p.types}
	return p.left.rows(x, outer, func(row []tds.Value) error {
		if _, ok := right.seen[string(right.key(x, row))]; ok != p.keep {
			return nil
		}
		fresh, err := seen.add(x, row)
		if err != nil || !fresh {
			return err
		}
		return yield(row)
	})
}
