package eval

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"msxgate/tds"
)

// XQuery as the methods of xml take it: paths with predicates, operators, FLWOR, IF, the usual functions, elements written
// directly, sql:variable and sql:column. What is not here is refused by name.

// An item is a *xmlNode, an untyped text, a string, an int64, a float64 or a bool.
type (
	xqItem    any
	xqSeq     []xqItem
	xqUntyped string
)

// xqContext is where an expression is evaluated.
type xqContext struct {
	item      xqItem
	pos, size int
	vars      *xqVar
	frame     *Frame
}

type xqVar struct {
	name  string
	value xqSeq
	next  *xqVar
}

func (c *xqContext) lookup(name string) (xqSeq, bool) {
	for v := c.vars; v != nil; v = v.next {
		if v.name == name {
			return v.value, true
		}
	}
	return nil, false
}

func (c *xqContext) with(name string, value xqSeq) *xqContext {
	d := *c
	d.vars = &xqVar{name, value, c.vars}
	return &d
}

// xqExpr is a compiled expression. single says that it gives one item at most, whatever it is asked of.
type xqExpr struct {
	eval   func(c *xqContext) (xqSeq, error)
	single bool
	number bool // a whole number written down, or last(): a predicate that picks one
	atomic bool // never a node
}

func xqConst(v xqItem) xqExpr {
	_, number := v.(int64)
	return xqExpr{eval: func(*xqContext) (xqSeq, error) { return xqSeq{v}, nil }, single: true, number: number, atomic: true}
}

// atomized is the values of items.
func atomized(s xqSeq) xqSeq {
	out := make(xqSeq, len(s))
	for i, it := range s {
		if n, ok := it.(*xmlNode); ok {
			out[i] = xqUntyped(n.value())
			continue
		}
		out[i] = it
	}
	return out
}

func xqString(it xqItem) string {
	switch v := it.(type) {
	case *xmlNode:
		return v.value()
	case xqUntyped:
		return string(v)
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return xqFloat(v)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func xqFloat(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "INF"
	case math.IsInf(v, -1):
		return "-INF"
	case v == math.Trunc(v) && math.Abs(v) < 1e15:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strings.ToUpper(strconv.FormatFloat(v, 'g', -1, 64))
}

// xqNumber is a value as a number; ok is false for what is none.
func xqNumber(it xqItem) (v float64, ok bool) {
	switch v := it.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	case bool:
		if v {
			return 1, true
		}
		return 0, true
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(xqString(it)), 64)
	return v, err == nil
}

// effective is the effective boolean value.
func effective(s xqSeq) bool {
	if len(s) == 0 {
		return false
	}
	switch v := s[0].(type) {
	case *xmlNode:
		return true
	case bool:
		return v
	case int64:
		return v != 0
	case float64:
		return v != 0 && !math.IsNaN(v)
	}
	return xqString(s[0]) != ""
}

// compareItems is a comparison of two values: numbers when one is a number, else texts. ok is false when they cannot be
// compared.
func compareItems(x, y xqItem) (order int, ok bool) {
	_, xu := x.(xqUntyped)
	_, yu := y.(xqUntyped)
	_, xs := x.(string)
	_, ys := y.(string)
	if (xu || xs) && (yu || ys) {
		return strings.Compare(xqString(x), xqString(y)), true
	}
	if b, isBool := x.(bool); isBool && yu {
		return boolOrder(b, xqString(y) == "true" || xqString(y) == "1"), true
	}
	if b, isBool := y.(bool); isBool && xu {
		return boolOrder(xqString(x) == "true" || xqString(x) == "1", b), true
	}
	a, ok1 := xqNumber(x)
	b, ok2 := xqNumber(y)
	switch {
	case !ok1 || !ok2 || math.IsNaN(a) || math.IsNaN(b):
		return 0, false
	case a < b:
		return -1, true
	case a > b:
		return 1, true
	}
	return 0, true
}

func boolOrder(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

var xqComparisons = map[string]func(order int) bool{
	"=": func(o int) bool { return o == 0 }, "eq": func(o int) bool { return o == 0 },
	"!=": func(o int) bool { return o != 0 }, "ne": func(o int) bool { return o != 0 },
	"<": func(o int) bool { return o < 0 }, "lt": func(o int) bool { return o < 0 },
	"<=": func(o int) bool { return o <= 0 }, "le": func(o int) bool { return o <= 0 },
	">": func(o int) bool { return o > 0 }, "gt": func(o int) bool { return o > 0 },
	">=": func(o int) bool { return o >= 0 }, "ge": func(o int) bool { return o >= 0 },
}

func xqCompare(op string, x, y xqExpr) xqExpr {
	holds := xqComparisons[op]
	return xqBool(func(c *xqContext) (bool, error) {
		a, err := x.eval(c)
		if err != nil {
			return false, err
		}
		b, err := y.eval(c)
		if err != nil {
			return false, err
		}
		for _, i := range atomized(a) {
			for _, j := range atomized(b) {
				if o, ok := compareItems(i, j); ok && holds(o) {
					return true, nil
				}
			}
		}
		return false, nil
	})
}

func xqBool(f func(c *xqContext) (bool, error)) xqExpr {
	return xqExpr{single: true, atomic: true, eval: func(c *xqContext) (xqSeq, error) {
		v, err := f(c)
		return xqSeq{v}, err
	}}
}

func xqArith(op string, x, y xqExpr) xqExpr {
	return xqExpr{single: true, atomic: true, eval: func(c *xqContext) (xqSeq, error) {
		a, err := x.eval(c)
		if err != nil {
			return nil, err
		}
		b, err := y.eval(c)
		if err != nil || len(a) == 0 || len(b) == 0 {
			return nil, err
		}
		return xqCalculate(op, a[0], b[0])
	}}
}

func xqCalculate(op string, x, y xqItem) (xqSeq, error) {
	i, xi := x.(int64)
	j, yi := y.(int64)
	if xi && yi && op != "div" {
		switch op {
		case "+":
			return xqSeq{i + j}, nil
		case "-":
			return xqSeq{i - j}, nil
		case "*":
			return xqSeq{i * j}, nil
		case "mod":
			if j == 0 {
				return nil, nil
			}
			return xqSeq{i % j}, nil
		}
	}
	a, ok1 := xqNumber(x)
	b, ok2 := xqNumber(y)
	if !ok1 || !ok2 {
		return nil, nil
	}
	switch op {
	case "+":
		a += b
	case "-":
		a -= b
	case "*":
		a *= b
	case "mod":
		a = math.Mod(a, b)
	default:
		if b == 0 {
			return nil, nil
		}
		a /= b
	}
	return xqSeq{a}, nil
}

// documentOrder sorts nodes and drops those that come twice.
func documentOrder(s xqSeq) xqSeq {
	for _, it := range s {
		if _, ok := it.(*xmlNode); !ok {
			return s
		}
	}
	slices.SortStableFunc(s, func(x, y xqItem) int { return x.(*xmlNode).order - y.(*xmlNode).order })
	return slices.CompactFunc(s, func(x, y xqItem) bool { return x.(*xmlNode) == y.(*xmlNode) })
}

// xqStep is a step of a path from each item of what stands before it.
func xqStep(from, step xqExpr) xqExpr {
	return xqExpr{single: from.single && step.single, atomic: step.atomic, eval: func(c *xqContext) (xqSeq, error) {
		s, err := from.eval(c)
		if err != nil {
			return nil, err
		}
		var out xqSeq
		for i, it := range s {
			d := *c
			d.item, d.pos, d.size = it, i+1, len(s)
			r, err := step.eval(&d)
			if err != nil {
				return nil, err
			}
			out = append(out, r...)
		}
		return documentOrder(out), nil
	}}
}

// xqFilter is an expression with a predicate.
func xqFilter(x, predicate xqExpr) xqExpr {
	return xqExpr{single: x.single || predicate.number, atomic: x.atomic, eval: func(c *xqContext) (xqSeq, error) {
		s, err := x.eval(c)
		if err != nil {
			return nil, err
		}
		var out xqSeq
		for i, it := range s {
			d := *c
			d.item, d.pos, d.size = it, i+1, len(s)
			r, err := predicate.eval(&d)
			if err != nil {
				return nil, err
			}
			keep := effective(r)
			if len(r) == 1 {
				switch n := r[0].(type) {
				case int64:
					keep = n == int64(i+1)
				case float64:
					keep = n == float64(i+1)
				}
			}
			if keep {
				out = append(out, it)
			}
		}
		return out, nil
	}}
}

// xqTest tells which nodes a step takes.
type xqTest func(n *xmlNode) bool

// xqAxis is a step along an axis.
func xqAxis(axis string, test xqTest, single bool) xqExpr {
	return xqExpr{single: single, eval: func(c *xqContext) (xqSeq, error) {
		n, ok := c.item.(*xmlNode)
		if !ok {
			return nil, nil
		}
		var out xqSeq
		n.along(axis, func(m *xmlNode) {
			if test(m) {
				out = append(out, m)
			}
		})
		return out, nil
	}}
}

func (n *xmlNode) along(axis string, visit func(*xmlNode)) {
	switch axis {
	case "self":
		visit(n)
	case "child":
		for _, c := range n.children {
			visit(c)
		}
	case "attribute":
		for _, a := range n.attrs {
			visit(a)
		}
	case "parent":
		if n.parent != nil {
			visit(n.parent)
		}
	case "descendant", "descendant-or-self":
		if axis == "descendant-or-self" {
			visit(n)
		}
		for _, c := range n.children {
			c.along("descendant-or-self", visit)
		}
	}
}

// errXQuery is a fault of an XQuery, which names the method.
func errXQuery(number int32, method, format string, args ...any) *tds.Error {
	e := tds.Errorf(number, 16, "XQuery [%s()]: "+format, append([]any{method}, args...)...)
	return e
}
