package eval

import (
	"cmp"

	"msxgate/tds"
	"msxgate/tsql"
)

// Cond is a compiled Boolean expression. Its three values are True, False and Unknown.
type Cond func(f *Frame) (Truth, error)

// Truth is a value of three-valued logic.
type Truth int8

// The truth values.
const (
	False   Truth = 0
	True    Truth = 1
	Unknown Truth = -1
)

// Not is NOT t: Unknown stays Unknown.
func (t Truth) Not() Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return Unknown
}

func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}

// CompileCond compiles a search condition.
func CompileCond(e tsql.Expr, s Scope) (Cond, error) {
	c := compiler{scope: s}
	return c.cond(e)
}

func constantCond(t Truth) Cond { return func(*Frame) (Truth, error) { return t, nil } }

func (c *compiler) cond(e tsql.Expr) (Cond, error) {
	switch e := e.(type) {
	case *tsql.Paren:
		return c.cond(e.X)
	case *tsql.Unary:
		if e.Op == tsql.OpNot {
			x, err := c.cond(e.X)
			return not(x), err
		}
	case *tsql.Binary:
		switch e.Op {
		case tsql.OpAnd:
			return c.junction(e, and)
		case tsql.OpOr:
			return c.junction(e, or)
		case tsql.OpEq, tsql.OpNe, tsql.OpLt, tsql.OpLe, tsql.OpGt, tsql.OpGe:
			return c.comparison(e)
		}
	case *tsql.IsNull:
		return c.isNull(e)
	case *tsql.Between:
		return c.between(e)
	case *tsql.Like:
		return c.like(e)
	case *tsql.In:
		return c.in(e)
	case *tsql.IsDistinct:
		return c.isDistinct(e)
	case *tsql.Exists:
		return c.exists(e)
	case *tsql.Quantified:
		return c.quantified(e)
	case *tsql.Call:
		return c.predicate(e)
	}
	return nil, errNoCondition()
}

func errNoCondition() error {
	return tds.Errorf(4145, 15, "An expression of non-boolean type specified in a context where a condition is expected, near ')'.")
}

// predicate is a function that is a condition, as UPDATE(column) is in a trigger: the owner's, of type bit.
func (c *compiler) predicate(e *tsql.Call) (Cond, error) {
	fn, t, ok, err := c.scope.Function(e)
	switch {
	case err != nil:
		return nil, err
	case !ok || t.ID != tds.Bit:
		return nil, errNoCondition()
	}
	return func(f *Frame) (Truth, error) {
		v, err := fn(f)
		b, ok := v.(bool)
		if err != nil || !ok {
			return Unknown, err
		}
		return truthOf(b), nil
	}, nil
}

func not(x Cond) Cond {
	return func(f *Frame) (Truth, error) {
		t, err := x(f)
		return t.Not(), err
	}
}

// junction compiles a chain of ANDs or ORs, which may be long, without recursion on its left.
func (c *compiler) junction(e *tsql.Binary, join func(x, y Cond) Cond) (Cond, error) {
	terms := []tsql.Expr{e.Y}
	left := e.X
	for {
		b, ok := left.(*tsql.Binary)
		if !ok || b.Op != e.Op {
			break
		}
		terms = append(terms, b.Y)
		left = b.X
	}
	x, err := c.cond(left)
	if err != nil {
		return nil, err
	}
	for i := len(terms) - 1; i >= 0; i-- {
		y, err := c.cond(terms[i])
		if err != nil {
			return nil, err
		}
		x = join(x, y)
	}
	return x, nil
}

func and(x, y Cond) Cond {
	return func(f *Frame) (Truth, error) {
		a, err := x(f)
		if a == False || err != nil {
			return a, err
		}
		b, err := y(f)
		if b == True || err != nil {
			return a, err
		}
		return b, nil
	}
}

func or(x, y Cond) Cond {
	return func(f *Frame) (Truth, error) {
		a, err := x(f)
		if a == True || err != nil {
			return a, err
		}
		b, err := y(f)
		if b == False || err != nil {
			return a, err
		}
		return b, nil
	}
}

// ---- comparison

// outcomes are an operator's truth values for less, equal and greater.
type outcomes [3]Truth

func outcomesOf(op tsql.Op) outcomes {
	switch op {
	case tsql.OpEq:
		return outcomes{False, True, False}
	case tsql.OpNe:
		return outcomes{True, False, True}
	case tsql.OpLt:
		return outcomes{True, False, False}
	case tsql.OpLe:
		return outcomes{True, True, False}
	case tsql.OpGt:
		return outcomes{False, False, True}
	}
	return outcomes{False, True, True}
}

func (o *outcomes) of(c int) Truth {
	switch {
	case c < 0:
		return o[0]
	case c == 0:
		return o[1]
	}
	return o[2]
}

// comparer is Compare for a type that is known.
func comparer(t tds.Type) func(a, b tds.Value) int {
	switch {
	case t.ID.IsInteger():
		return func(a, b tds.Value) int { return cmp.Compare(a.(int64), b.(int64)) }
	case t.ID.IsCharacter():
		s := sensitivityOf(t)
		return func(a, b tds.Value) int { return compareText(a.(string), b.(string), s) }
	}
	return func(a, b tds.Value) int { return Compare(a, b, t) }
}

// comparable finds the type in which two operands are compared.
func comparable(op tsql.Op, x, y node) (tds.Type, error) {
	word := operatorNames[op]
	xt, yt := x.typ, y.typ
	switch {
	case xt.ID == tds.XML || yt.ID == tds.XML:
		return tds.Type{}, tds.Errorf(305, 16, "The XML data type cannot be compared or sorted, except when using the IS NULL operator.")
	case isLOB(xt.ID) || isLOB(yt.ID), xt.ID == tds.Date && yt.ID == tds.Time, xt.ID == tds.Time && yt.ID == tds.Date:
		return tds.Type{}, errIncompatible(xt, yt, word)
	}
	t, err := Common(xt, yt)
	if err != nil {
		return t, errClash(xt, yt)
	}
	if t.ID.IsCharacter() {
		t.Collation, _, err = mergeCollations(x, y, word)
	}
	return t, err
}

func (c *compiler) comparison(e *tsql.Binary) (Cond, error) {
	x, err := c.scalar(e.X)
	if err != nil {
		return nil, err
	}
	y, err := c.scalar(e.Y)
	if err != nil {
		return nil, err
	}
	return c.compare(e.Op, x, y)
}

// compare compiles x op y for two nodes.
func (c *compiler) compare(op tsql.Op, x, y node) (Cond, error) {
	t, err := comparable(op, x, y)
	if err != nil {
		return nil, err
	}
	variable := x.variable || y.variable
	if x, err = c.convert(x, t, nil); err != nil {
		return nil, err
	}
	if y, err = c.convert(y, t, nil); err != nil {
		return nil, err
	}
	equality := op == tsql.OpEq || op == tsql.OpNe
	if x.constant && x.value == nil || y.constant && y.value == nil {
		if equality {
			return literalNulls(op == tsql.OpEq, x.fn, y.fn, constantCond(Unknown)), nil
		}
		return constantCond(Unknown), nil
	}
	cond := compareFn(op, x, y, t)
	if variable && equality {
		return literalNulls(op == tsql.OpEq, x.fn, y.fn, cond), nil
	}
	if x.constant && y.constant {
		if r, err := cond(foldFrame); err == nil {
			return constantCond(r), nil
		}
	}
	return cond, nil
}

func compareFn(op tsql.Op, x, y node, t tds.Type) Cond {
	out := outcomesOf(op)
	fx, fy := x.fn, y.fn
	if t.ID.IsInteger() {
		if k, ok := y.value.(int64); ok && y.constant {
			return func(f *Frame) (Truth, error) {
				v, err := fx(f)
				if v == nil || err != nil {
					return Unknown, err
				}
				return out.of(cmp.Compare(v.(int64), k)), nil
			}
		}
	}
	if k, ok := y.value.(string); ok && y.constant && t.ID.IsCharacter() {
		s := sensitivityOf(t)
		return func(f *Frame) (Truth, error) {
			v, err := fx(f)
			if v == nil || err != nil {
				return Unknown, err
			}
			return out.of(compareText(v.(string), k, s)), nil
		}
	}
	order := comparer(t)
	return func(f *Frame) (Truth, error) {
		a, err := fx(f)
		if err != nil {
			return Unknown, err
		}
		b, err := fy(f)
		if a == nil || b == nil || err != nil {
			return Unknown, err
		}
		return out.of(order(a, b)), nil
	}
}

func (c *compiler) isNull(e *tsql.IsNull) (Cond, error) {
	x, err := c.scalar(e.X)
	if err != nil {
		return nil, err
	}
	fn, want := x.fn, e.Not
	return func(f *Frame) (Truth, error) {
		v, err := fn(f)
		return truthOf((v == nil) != want), err
	}, nil
}

func (c *compiler) between(e *tsql.Between) (Cond, error) {
	x, err := c.scalar(e.X)
	if err != nil {
		return nil, err
	}
	lo, err := c.scalar(e.Lo)
	if err != nil {
		return nil, err
	}
	hi, err := c.scalar(e.Hi)
	if err != nil {
		return nil, err
	}
	a, err := c.compare(tsql.OpGe, x, lo)
	if err != nil {
		return nil, err
	}
	b, err := c.compare(tsql.OpLe, x, hi)
	if err != nil {
		return nil, err
	}
	if e.Not {
		return not(and(a, b)), nil
	}
	return and(a, b), nil
}

func (c *compiler) isDistinct(e *tsql.IsDistinct) (Cond, error) {
	x, err := c.scalar(e.X)
	if err != nil {
		return nil, err
	}
	y, err := c.scalar(e.Y)
	if err != nil {
		return nil, err
	}
	t, err := comparable(tsql.OpNe, x, y)
	if err != nil {
		return nil, err
	}
	if x, err = c.convert(x, t, nil); err != nil {
		return nil, err
	}
	if y, err = c.convert(y, t, nil); err != nil {
		return nil, err
	}
	order := comparer(t)
	fx, fy, negated := x.fn, y.fn, e.Not
	return func(f *Frame) (Truth, error) {
		a, err := fx(f)
		if err != nil {
			return Unknown, err
		}
		b, err := fy(f)
		if err != nil {
			return Unknown, err
		}
		var distinct bool
		switch {
		case a == nil || b == nil:
			distinct = (a == nil) != (b == nil)
		default:
			distinct = order(a, b) != 0
		}
		return truthOf(distinct != negated), nil
	}, nil
}
