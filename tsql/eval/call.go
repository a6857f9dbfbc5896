package eval

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// builtin is a function of the language.
type builtin struct {
	least, most int // arguments; most is -1 when there is no limit
	traits      trait
	bind        func(c *compiler, call *tsql.Call, args []node) (node, error)
}

// trait says what is special about a function.
type trait uint8

const (
	datePart  trait = 1 << iota // the first argument is a date part, not an expression
	firstOnly                   // arguments after the first are words, not expressions
)

// call compiles a function call: the owner's functions first, then the language's.
func (c *compiler) call(e *tsql.Call) (node, error) {
	fn, t, ok, err := c.scope.Function(e)
	if ok || err != nil {
		return node{fn: fn, typ: t}, err
	}
	name := strings.ToUpper(e.Name.Object)
	if e.Name.Schema != "" || e.Name.Database != "" {
		if !equalFold(e.Name.Schema, "sys") {
			return node{}, errNoSuchFunction(&e.Name)
		}
	}
	b, ok := builtins[name]
	if unbuilt[name] {
		return node{}, errUnsupported("The function " + name)
	}
	if !ok && name != "IIF" {
		return node{}, errUnknownFunction(e.Name.Object)
	}
	if name == "IIF" {
		if len(e.Args) != 3 {
			return node{}, errArgumentCount(name, 3, 3)
		}
		return c.iif(e)
	}
	if n := len(e.Args); n < b.least || b.most >= 0 && n > b.most {
		return node{}, errArgumentCount(name, b.least, b.most)
	}
	if e.Over != nil || e.Distinct || len(e.Within) > 0 {
		return node{}, tds.Errorf(4113, 16, "The function '%s' is not a valid windowing function, and cannot be used with the OVER clause.", e.Name.Object)
	}
	args := e.Args
	if b.traits&datePart != 0 {
		args = args[1:]
	}
	if b.traits&firstOnly != 0 {
		args = args[:1]
	}
	nodes, err := c.scalars(args)
	if err != nil {
		return node{}, err
	}
	return b.bind(c, e, nodes)
}

func errNoSuchFunction(n *tsql.Name) error {
	parts := n.Object
	if n.Schema != "" {
		parts = n.Schema + "." + parts
	}
	if n.Database != "" {
		parts = n.Database + "." + parts
	}
	return tds.Errorf(4121, 16, "Cannot find either column \"%s\" or the user-defined function or aggregate \"%s\", or the name is ambiguous.",
		n.Schema, parts)
}

// IsBuiltin tells whether the language has a scalar function of that name, in any case.
func IsBuiltin(name string) bool {
	upper := strings.ToUpper(name)
	_, ok := builtins[upper]
	return ok || upper == "IIF"
}

// The apply functions build a call whose result is NULL when an argument is, and fold it when the
// arguments are constant.

func apply1(x node, t tds.Type, body func(a tds.Value) (tds.Value, error)) node {
	fx := x.fn
	return fold(node{typ: t, rank: x.rank, fn: func(f *Frame) (tds.Value, error) {
		a, err := fx(f)
		if a == nil || err != nil {
			return nil, err
		}
		return body(a)
	}}, x)
}

func apply2(x, y node, t tds.Type, body func(a, b tds.Value) (tds.Value, error)) node {
	fx, fy := x.fn, y.fn
	return fold(node{typ: t, rank: x.rank, fn: func(f *Frame) (tds.Value, error) {
		a, err := fx(f)
		if a == nil || err != nil {
			return nil, err
		}
		b, err := fy(f)
		if b == nil || err != nil {
			return nil, err
		}
		return body(a, b)
	}}, x, y)
}

func apply3(x, y, z node, t tds.Type, body func(a, b, c tds.Value) (tds.Value, error)) node {
	fx, fy, fz := x.fn, y.fn, z.fn
	return fold(node{typ: t, rank: x.rank, fn: func(f *Frame) (tds.Value, error) {
		a, err := fx(f)
		if a == nil || err != nil {
			return nil, err
		}
		b, err := fy(f)
		if b == nil || err != nil {
			return nil, err
		}
		c, err := fz(f)
		if c == nil || err != nil {
			return nil, err
		}
		return body(a, b, c)
	}}, x, y, z)
}

// applyAll gives body all the arguments, NULLs included.
func applyAll(args []node, t tds.Type, body func(v []tds.Value) (tds.Value, error)) node {
	fns := make([]Fn, len(args))
	for i, a := range args {
		fns[i] = a.fn
	}
	return fold(node{typ: t, fn: func(f *Frame) (tds.Value, error) {
		v := make([]tds.Value, len(fns))
		for i, fn := range fns {
			var err error
			if v[i], err = fn(f); err != nil {
				return nil, err
			}
		}
		return body(v)
	}}, args...)
}

// strictly makes a body for applyAll that is NULL when an argument is.
func strictly(body func(v []tds.Value) (tds.Value, error)) func(v []tds.Value) (tds.Value, error) {
	return func(v []tds.Value) (tds.Value, error) {
		for _, a := range v {
			if a == nil {
				return nil, nil
			}
		}
		return body(v)
	}
}

// asking builds a call that asks the session; it is never folded.
func asking(t tds.Type, ask func(f *Frame) tds.Value) node {
	return node{typ: t, fn: func(f *Frame) (tds.Value, error) {
		if f == nil || f.Sess == nil {
			return nil, nil
		}
		return ask(f), nil
	}}
}

// text converts an argument to a string: strings stay, numbers and dates become varchar of the length
// they need.
func (c *compiler) text(n node) (node, error) {
	switch {
	case isString(n.typ.ID):
		return n, nil
	case n.typ.ID == tds.NText, n.typ.ID == tds.XML:
		return c.convert(n, tds.TypeNVarChar(tds.Max), &ConvertOptions{Explicit: true})
	case n.typ.ID == tds.Text:
		return c.convert(n, tds.TypeVarChar(tds.Max), nil)
	case n.typ.ID == tds.SQLVariant:
		return c.convert(n, tds.TypeNVarChar(4000), &ConvertOptions{Explicit: true})
	}
	size := maxTextLen(n.typ)
	t := tds.TypeVarChar(min(max(size, 1), 8000))
	if n.typ.Size == tds.Max {
		t.Size = tds.Max
	}
	return c.convert(n, t, nil)
}

// textArg is text for an argument of a function that refuses other types: 8116.
func (c *compiler) textArg(args []node, i int, function string) (node, error) {
	switch id := args[i].typ.ID; {
	case id == tds.SQLVariant, id == tds.Image, id == tds.XML:
		return node{}, errArgumentType(args[i].typ, i+1, function)
	}
	return c.text(args[i])
}

// intArg converts an argument to int, as an assignment does.
func (c *compiler) intArg(args []node, i int) (node, error) {
	return c.convert(args[i], tds.TypeInt, nil)
}

// bigArg converts an argument to bigint: for lengths and positions, which may be either.
func (c *compiler) bigArg(args []node, i int) (node, error) {
	return c.convert(args[i], tds.TypeBigInt, nil)
}

// floatArg converts an argument to float: 8116 for what is no number.
func (c *compiler) floatArg(args []node, i int, function string) (node, error) {
	if t := args[i].typ; t.ID.IsTime() || t.ID == tds.UniqueIdentifier || isByteString(t.ID) || isLOB(t.ID) || t.ID == tds.XML {
		return node{}, errArgumentType(t, i+1, function)
	}
	return c.convert(args[i], tds.TypeFloat, nil)
}

// constantInt is the value of an integer argument that is constant.
func constantInt(n node) (int, bool) {
	v, ok := n.value.(int64)
	return int(v), ok && n.constant
}
