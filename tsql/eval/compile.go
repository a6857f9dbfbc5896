package eval

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// Compile compiles a scalar expression. The type is static.
func Compile(e tsql.Expr, s Scope) (Fn, tds.Type, error) {
	c := compiler{scope: s}
	n, err := c.scalar(e)
	if err != nil {
		return nil, tds.Type{}, err
	}
	return n.fn, n.typ, nil
}

// CompileAs compiles an expression and its implicit conversion to a type: what an assignment does.
func CompileAs(e tsql.Expr, s Scope, to tds.Type) (Fn, error) {
	c := compiler{scope: s}
	n, err := c.scalar(e)
	if err != nil {
		return nil, err
	}
	n, err = c.convert(n, to, nil)
	return n.fn, err
}

// Converted wraps a compiled expression in the implicit conversion to a type; the error is 206 or 257.
func Converted(fn Fn, from, to tds.Type) (Fn, error) {
	var c compiler
	n, err := c.convert(node{fn: fn, typ: from}, to, nil)
	return n.fn, err
}

// Constant is the value of an expression that needs no frame, if it is one.
func Constant(e tsql.Expr, s Scope) (tds.Value, tds.Type, bool) {
	c := compiler{scope: s}
	n, err := c.scalar(e)
	if err != nil || !n.constant {
		return nil, tds.Type{}, false
	}
	return n.value, n.typ, true
}

// compiler compiles one expression.
type compiler struct{ scope Scope }

// node is a compiled expression.
type node struct {
	fn       Fn
	typ      tds.Type
	value    tds.Value // when constant
	constant bool
	literal  bool // an integer as written, sign included
	variable bool
	rank     collationRank
}

// collationRank tells whose collation wins when two strings meet.
type collationRank uint8

const (
	coercible         collationRank = iota // literals and variables
	implicitCollation                      // columns
	explicitCollation                      // COLLATE
)

func constantNode(v tds.Value, t tds.Type) node {
	return node{typ: t, value: v, constant: true, fn: func(*Frame) (tds.Value, error) { return v, nil }}
}

// failing is a constant whose evaluation fails: the error waits until it is evaluated.
func failing(t tds.Type, err error) node {
	e, ok := err.(*tds.Error)
	return node{typ: t, fn: func(*Frame) (tds.Value, error) {
		if ok {
			return nil, copyError(e)
		}
		return nil, err
	}}
}

// fold evaluates a node whose operands are all constant.
func fold(n node, operands ...node) node {
	for _, o := range operands {
		if !o.constant {
			return n
		}
	}
	v, err := n.fn(foldFrame)
	if err != nil {
		return n
	}
	r := constantNode(v, n.typ)
	r.rank = n.rank
	return r
}

var foldFrame = &Frame{}

func (c *compiler) scalars(exprs []tsql.Expr) ([]node, error) {
	nodes := make([]node, len(exprs))
	for i, e := range exprs {
		n, err := c.scalar(e)
		if err != nil {
			return nil, err
		}
		nodes[i] = n
	}
	return nodes, nil
}

// scalar compiles any expression that has a value.
func (c *compiler) scalar(e tsql.Expr) (node, error) {
	switch e := e.(type) {
	case *tsql.Literal:
		return literalNode(e), nil
	case *tsql.Paren:
		return c.scalar(e.X)
	case *tsql.ColumnRef:
		fn, t, err := c.scope.Column(e)
		if err == nil && IsNodes(t) {
			err = errNodesColumn(e)
		}
		return node{fn: fn, typ: t, rank: implicitCollation}, err
	case *tsql.Method:
		return c.method(e)
	case *tsql.Variable:
		fn, t, err := c.scope.Variable(e)
		return node{fn: fn, typ: t, variable: true}, err
	case *tsql.GlobalVariable:
		return c.global(e)
	case *tsql.Unary:
		return c.unary(e)
	case *tsql.Binary:
		return c.binary(e)
	case *tsql.Case:
		return c.caseExpr(e)
	case *tsql.Cast:
		return c.cast(e)
	case *tsql.Call:
		return c.call(e)
	case *tsql.Collate:
		return c.collate(e)
	case *tsql.AtTimeZone:
		return c.atTimeZone(e)
	case *tsql.Subquery:
		return c.subquery(e)
	}
	fn, t, ok, err := c.scope.Expr(e)
	if ok || err != nil {
		return node{fn: fn, typ: t}, err
	}
	return node{}, errNoValue(e)
}

// errNoValue refuses what is no scalar expression.
func errNoValue(e tsql.Expr) error {
	near := func(s string) error { return tds.Errorf(102, 15, "Incorrect syntax near '%s'.", s) }
	switch e := e.(type) {
	case *tsql.Star:
		return near("*")
	case *tsql.Default:
		return tds.Errorf(156, 15, "Incorrect syntax near the keyword 'DEFAULT'.")
	case *tsql.Like, *tsql.Between, *tsql.In, *tsql.IsNull, *tsql.IsDistinct, *tsql.Exists, *tsql.Quantified:
		return near(conditionWord(e))
	case *tsql.NextValue:
		return errUnsupported("NEXT VALUE FOR")
	}
	return errUnsupported("This expression")
}

func conditionWord(e tsql.Expr) string {
	switch e.(type) {
	case *tsql.Like:
		return "LIKE"
	case *tsql.Between:
		return "BETWEEN"
	case *tsql.In:
		return "IN"
	case *tsql.Exists:
		return "EXISTS"
	case *tsql.Quantified:
		return "ALL"
	}
	return "IS"
}

func literalNode(e *tsql.Literal) node {
	t, v := e.Type, e.Value
	if s, ok := v.(string); ok {
		if t.Size == 0 {
			t.Size = 1
		}
		if !t.ID.IsUnicode() && !isASCII(s) {
			v = toCodePage(s)
		}
	}
	n := constantNode(v, t)
	n.literal = true
	return n
}

func (c *compiler) unary(e *tsql.Unary) (node, error) {
	if e.Op == tsql.OpNot {
		return node{}, tds.Errorf(156, 15, "Incorrect syntax near the keyword 'NOT'.")
	}
	x, err := c.scalar(e.X)
	if err != nil || e.Op == tsql.OpPlus {
		return x, err
	}
	t, apply, err := bindUnary(e.Op, x)
	if err != nil {
		return node{}, err
	}
	fn := x.fn
	n := fold(node{typ: t, fn: func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if v == nil || err != nil {
			return nil, err
		}
		return apply(v)
	}}, x)
	n.literal = n.constant && x.literal
	return n, nil
}

func (c *compiler) binary(e *tsql.Binary) (node, error) {
	switch e.Op {
	case tsql.OpAnd, tsql.OpOr, tsql.OpEq, tsql.OpNe, tsql.OpLt, tsql.OpLe, tsql.OpGt, tsql.OpGe:
		return node{}, tds.Errorf(102, 15, "Incorrect syntax near '%s'.", operatorSigns[e.Op])
	}
	x, err := c.scalar(e.X)
	if err != nil {
		return node{}, err
	}
	y, err := c.scalar(e.Y)
	if err != nil {
		return node{}, err
	}
	return c.operate(e.Op, x, y)
}

var operatorSigns = map[tsql.Op]string{
	tsql.OpAnd: "AND", tsql.OpOr: "OR", tsql.OpEq: "=", tsql.OpNe: "<>", tsql.OpLt: "<", tsql.OpLe: "<=", tsql.OpGt: ">", tsql.OpGe: ">=",
}

// operate compiles x op y.
func (c *compiler) operate(op tsql.Op, x, y node) (node, error) {
	o, err := bindArithmetic(op, x, y)
	if err != nil {
		return node{}, err
	}
	n := node{typ: o.result}
	if o.result.ID.IsCharacter() {
		if n.typ.Collation, n.rank, err = mergeCollations(x, y, operatorNames[op]); err != nil {
			return node{}, err
		}
	}
	cx, err := c.convert(x, o.x, nil)
	if err != nil {
		return node{}, err
	}
	cy, err := c.convert(y, o.y, nil)
	if err != nil {
		return node{}, err
	}
	fx, fy, apply := cx.fn, cy.fn, o.apply
	concat := op == tsql.OpAdd && isString(o.result.ID)
	n.fn = func(f *Frame) (tds.Value, error) {
		a, err := fx(f)
		if err != nil {
			return nil, err
		}
		b, err := fy(f)
		switch {
		case err != nil:
			return nil, err
		case concat && (a == nil) != (b == nil) && f.Off("CONCAT_NULL_YIELDS_NULL"):
			if a == nil {
				return b, nil
			}
			return a, nil
		case a == nil || b == nil:
			return nil, nil
		}
		v, err := apply(a, b)
		if err != nil && forgive(f, err) {
			return nil, nil
		}
		return v, err
	}
	if concat && (cx.constant && cx.value == nil || cy.constant && cy.value == nil) {
		return n, nil
	}
	return fold(n, cx, cy), nil
}

// mergeCollations is the collation of what two strings make: explicit before a column's before the
// default; 468 when two of the same rank differ.
func mergeCollations(x, y node, operator string) (tds.Collation, collationRank, error) {
	if !x.typ.ID.IsCharacter() {
		return y.typ.Collation, y.rank, nil
	}
	if !y.typ.ID.IsCharacter() {
		return x.typ.Collation, x.rank, nil
	}
	if x.rank != y.rank {
		if x.rank > y.rank {
			return x.typ.Collation, x.rank, nil
		}
		return y.typ.Collation, y.rank, nil
	}
	a, b := x.typ.Collation, y.typ.Collation
	if a == (tds.Collation{}) {
		a = tds.DefaultCollation
	}
	if b == (tds.Collation{}) {
		b = tds.DefaultCollation
	}
	if a == b || x.rank == coercible {
		if x.typ.Collation == (tds.Collation{}) {
			return y.typ.Collation, x.rank, nil
		}
		return x.typ.Collation, x.rank, nil
	}
	return tds.Collation{}, 0, stated(tds.Errorf(468, 16, "Cannot resolve the collation conflict between \"%s\" and \"%s\" in the %s operation.",
		NameCollation(a), NameCollation(b), operator), 9)
}

func (c *compiler) collate(e *tsql.Collate) (node, error) {
	x, err := c.scalar(e.X)
	if err != nil {
		return node{}, err
	}
	coll, ok := LookupCollation(e.Name)
	if !ok {
		return node{}, stated(tds.Errorf(448, 16, "Invalid collation '%s'.", e.Name), 3)
	}
	if x.typ.ID == tds.NullType {
		x.typ = tds.TypeVarChar(1)
	}
	if !x.typ.ID.IsCharacter() {
		return node{}, tds.Errorf(447, 16, "Expression type %s is invalid for COLLATE clause.", declaredLabel(x.typ))
	}
	x.typ.Collation = coll
	x.rank = explicitCollation
	return x, nil
}

func (c *compiler) subquery(e *tsql.Subquery) (node, error) {
	q, err := c.scope.Subquery(e.Query, ScalarSubquery)
	if err != nil {
		return node{}, err
	}
	return node{typ: q.Type, rank: implicitCollation, fn: func(f *Frame) (tds.Value, error) {
		var v tds.Value
		rows := 0
		err := q.Rows(f, func(r tds.Value) bool {
			v = r
			rows++
			return rows < 2
		})
		if err == nil && rows > 1 {
			err = tds.Errorf(512, 16, "Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.")
		}
		return v, err
	}}, nil
}
