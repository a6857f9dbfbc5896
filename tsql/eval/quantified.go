package eval

import (
	"msxgate/tds"
	"msxgate/tsql"
)

func (c *compiler) exists(e *tsql.Exists) (Cond, error) {
	q, err := c.scope.Subquery(e.Query, ExistsSubquery)
	if err != nil {
		return nil, err
	}
	return func(f *Frame) (Truth, error) {
		found := False
		err := q.Rows(f, func(tds.Value) bool {
			found = True
			return false
		})
		return found, err
	}, nil
}

// rowComparison compares one value with the rows of a subquery.
type rowComparison struct {
	x     Fn
	rows  func(f *Frame, yield func(tds.Value) bool) error
	conv  func(f *Frame, v tds.Value) (tds.Value, error)
	order func(a, b tds.Value) int
}

func (c *compiler) compareRows(op tsql.Op, x tsql.Expr, query *tsql.SelectStmt) (*rowComparison, error) {
	n, err := c.scalar(x)
	if err != nil {
		return nil, err
	}
	q, err := c.scope.Subquery(query, ListSubquery)
	if err != nil {
		return nil, err
	}
	y := node{typ: q.Type, rank: implicitCollation}
	t, err := comparable(op, n, y)
	if err != nil {
		return nil, err
	}
	if n, err = c.convert(n, t, nil); err != nil {
		return nil, err
	}
	return &rowComparison{x: n.fn, rows: q.Rows, conv: rowConverter(q.Type, t), order: comparer(t)}, nil
}

func rowConverter(from, to tds.Type) func(*Frame, tds.Value) (tds.Value, error) {
	if sameForm(from, to) || from.ID == tds.NullType {
		return func(_ *Frame, v tds.Value) (tds.Value, error) { return v, nil }
	}
	return func(f *Frame, v tds.Value) (tds.Value, error) {
		if v == nil {
			return nil, nil
		}
		return convert(v, from, to, implicitOptions.withDateFormat(f))
	}
}

// any is x op ANY (rows): True when one row compares, Unknown when only NULLs stand in the way.
func (r *rowComparison) any(f *Frame, out *outcomes) (Truth, error) {
	a, err := r.x(f)
	if err != nil {
		return Unknown, err
	}
	result := False
	var failed error
	err = r.rows(f, func(v tds.Value) bool {
		b, err := r.conv(f, v)
		switch {
		case err != nil:
			failed = err
			return false
		case a == nil || b == nil:
			result = Unknown
			return a != nil
		case out.of(r.order(a, b)) == True:
			result = True
			return false
		}
		return true
	})
	if err == nil {
		err = failed
	}
	return result, err
}

func (c *compiler) quantified(e *tsql.Quantified) (Cond, error) {
	r, err := c.compareRows(e.Op, e.X, e.Query)
	if err != nil {
		return nil, err
	}
	out := outcomesOf(e.Op)
	if !e.All {
		return func(f *Frame) (Truth, error) { return r.any(f, &out) }, nil
	}
	// ALL holds when the opposite holds for no row.
	for i := range out {
		out[i] = out[i].Not()
	}
	return func(f *Frame) (Truth, error) {
		t, err := r.any(f, &out)
		return t.Not(), err
	}, nil
}
