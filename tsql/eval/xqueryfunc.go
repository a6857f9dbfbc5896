package eval

import (
	"math"
	"strings"
	"unicode/utf8"

	"msxgate/tds"
)

// xqFunction is a function of XQuery: how many arguments it takes, and what it makes of them. With no argument it is asked
// of the context item when context says so.
type xqFunction struct {
	least, most int
	context     bool
	run         func(c *xqContext, args []xqSeq) (xqSeq, error)
}

var xqFunctions = map[string]xqFunction{
	"count": {1, 1, false, func(_ *xqContext, a []xqSeq) (xqSeq, error) { return xqSeq{int64(len(a[0]))}, nil }},
	"empty": {1, 1, false, func(_ *xqContext, a []xqSeq) (xqSeq, error) { return xqSeq{len(a[0]) == 0}, nil }},
	"not":   {1, 1, false, func(_ *xqContext, a []xqSeq) (xqSeq, error) { return xqSeq{!effective(a[0])}, nil }},
	"true":  {0, 0, false, func(*xqContext, []xqSeq) (xqSeq, error) { return xqSeq{true}, nil }},
	"false": {0, 0, false, func(*xqContext, []xqSeq) (xqSeq, error) { return xqSeq{false}, nil }},
	"position": {0, 0, false, func(c *xqContext, _ []xqSeq) (xqSeq, error) {
		return xqSeq{int64(c.pos)}, nil
	}},
	"last":   {0, 0, false, func(c *xqContext, _ []xqSeq) (xqSeq, error) { return xqSeq{int64(c.size)}, nil }},
	"data":   {1, 1, false, func(_ *xqContext, a []xqSeq) (xqSeq, error) { return atomized(a[0]), nil }},
	"string": {0, 1, true, func(_ *xqContext, a []xqSeq) (xqSeq, error) { return xqSeq{firstText(a[0])}, nil }},
	"number": {0, 1, true, func(_ *xqContext, a []xqSeq) (xqSeq, error) {
		if len(a[0]) == 0 {
			return nil, nil
		}
		if v, ok := xqNumber(a[0][0]); ok {
			return xqSeq{v}, nil
		}
		return xqSeq{math.NaN()}, nil
	}},
	"contains": {2, 2, false, func(_ *xqContext, a []xqSeq) (xqSeq, error) {
		return xqSeq{strings.Contains(firstText(a[0]), firstText(a[1]))}, nil
	}},
	"concat": {2, 1 << 10, false, func(_ *xqContext, a []xqSeq) (xqSeq, error) {
		var b strings.Builder
		for _, s := range a {
			b.WriteString(firstText(s))
		}
		return xqSeq{b.String()}, nil
	}},
	"string-length": {0, 1, true, func(_ *xqContext, a []xqSeq) (xqSeq, error) {
		return xqSeq{int64(utf8.RuneCountInString(firstText(a[0])))}, nil
	}},
	"upper-case": {1, 1, false, func(_ *xqContext, a []xqSeq) (xqSeq, error) { return xqSeq{strings.ToUpper(firstText(a[0]))}, nil }},
	"lower-case": {1, 1, false, func(_ *xqContext, a []xqSeq) (xqSeq, error) { return xqSeq{strings.ToLower(firstText(a[0]))}, nil }},
	"substring":  {2, 3, false, xqSubstring},
	"local-name": {0, 1, true, func(_ *xqContext, a []xqSeq) (xqSeq, error) {
		if n := firstNode(a[0]); n != nil {
			return xqSeq{n.name}, nil
		}
		return xqSeq{""}, nil
	}},
	"namespace-uri": {0, 1, true, func(_ *xqContext, a []xqSeq) (xqSeq, error) {
		if n := firstNode(a[0]); n != nil {
			return xqSeq{n.space}, nil
		}
		return xqSeq{""}, nil
	}},
	"distinct-values": {1, 1, false, func(_ *xqContext, a []xqSeq) (xqSeq, error) {
		var out xqSeq
		seen := map[string]bool{}
		for _, it := range atomized(a[0]) {
			if s := xqString(it); !seen[s] {
				seen[s] = true
				out = append(out, it)
			}
		}
		return out, nil
	}},
	"sum":     {1, 1, false, xqTotal("sum")},
	"avg":     {1, 1, false, xqTotal("avg")},
	"min":     {1, 1, false, xqTotal("min")},
	"max":     {1, 1, false, xqTotal("max")},
	"floor":   {1, 1, false, xqRound(math.Floor)},
	"ceiling": {1, 1, false, xqRound(math.Ceil)},
	"round":   {1, 1, false, xqRound(func(v float64) float64 { return math.Floor(v + 0.5) })},
}

func firstText(s xqSeq) string {
	if len(s) == 0 {
		return ""
	}
	return xqString(s[0])
}

func firstNode(s xqSeq) *xmlNode {
	if len(s) == 0 {
		return nil
	}
	n, _ := s[0].(*xmlNode)
	return n
}

func xqSubstring(_ *xqContext, a []xqSeq) (xqSeq, error) {
	text := []rune(firstText(a[0]))
	if len(a[1]) == 0 {
		return xqSeq{""}, nil
	}
	start, _ := xqNumber(a[1][0])
	first, end := math.Floor(start+0.5), math.Inf(1)
	if len(a) > 2 {
		if len(a[2]) == 0 {
			return xqSeq{""}, nil
		}
		n, _ := xqNumber(a[2][0])
		end = first + math.Floor(n+0.5)
	}
	var b strings.Builder
	for i, c := range text {
		if at := float64(i + 1); at >= first && at < end {
			b.WriteRune(c)
		}
	}
	return xqSeq{b.String()}, nil
}

// xqTotal is an aggregate. Untyped values count as numbers; of texts min and max alone can be told.
func xqTotal(kind string) func(*xqContext, []xqSeq) (xqSeq, error) {
	return func(_ *xqContext, a []xqSeq) (xqSeq, error) {
		s := atomized(a[0])
		if len(s) == 0 {
			if kind == "sum" {
				return xqSeq{int64(0)}, nil
			}
			return nil, nil
		}
		total, best := 0.0, 0.0
		for i, it := range s {
			v, ok := xqNumber(it)
			if !ok {
				return nil, nil
			}
			total += v
			if i == 0 || kind == "min" && v < best || kind == "max" && v > best {
				best = v
			}
		}
		switch kind {
		case "sum":
			return xqSeq{total}, nil
		case "avg":
			return xqSeq{total / float64(len(s))}, nil
		}
		return xqSeq{best}, nil
	}
}

func xqRound(f func(float64) float64) func(*xqContext, []xqSeq) (xqSeq, error) {
	return func(_ *xqContext, a []xqSeq) (xqSeq, error) {
		if len(a[0]) == 0 {
			return nil, nil
		}
		v, ok := xqNumber(a[0][0])
		if !ok {
			return nil, nil
		}
		return xqSeq{f(v)}, nil
	}
}

// call reads the arguments of a function, whose parenthesis has been taken: 2395.
func (p *xqParser) call(name string) xqExpr {
	var args []xqExpr
	for !p.accept(")") {
		args = append(args, p.exprSingle())
		if !p.accept(",") && !p.see(")") {
			p.syntax()
		}
	}
	prefix, local := splitXMLName(name)
	if prefix == "sql" {
		return p.fromOutside(local, args)
	}
	if prefix == "xs" || prefix == "xsd" {
		return p.xqCast(local, args)
	}
	f, ok := xqFunctions[local]
	if !ok || prefix != "" && prefix != "fn" {
		p.fail(2395, "There is no function '{http://www.w3.org/2004/07/xpath-functions}:%s()'", name)
	}
	if len(args) < f.least || len(args) > f.most {
		p.fail(2236, "There are not enough actual arguments in the call to function \"%s\"", name)
	}
	if len(args) == 0 && f.context {
		args = []xqExpr{{single: true, eval: func(c *xqContext) (xqSeq, error) { return xqSeq{c.item}, nil }}}
	}
	x := xqExpr{
		single: local != "data" && local != "distinct-values", number: local == "last", atomic: true,
		eval: func(c *xqContext) (xqSeq, error) {
			values := make([]xqSeq, len(args))
			for i, a := range args {
				s, err := a.eval(c)
				if err != nil {
					return nil, err
				}
				values[i] = s
			}
			return f.run(c, values)
		},
	}
	if local == "data" || local == "distinct-values" {
		x.single = args[0].single
	}
	return x
}

// xqCast is xs:int(x) and its kin.
func (p *xqParser) xqCast(name string, args []xqExpr) xqExpr {
	if len(args) != 1 {
		p.syntax()
	}
	var as func(it xqItem) xqItem
	switch name {
	case "string":
		as = func(it xqItem) xqItem { return xqString(it) }
	case "int", "integer", "long", "short", "byte":
		as = func(it xqItem) xqItem {
			if v, ok := xqNumber(it); ok {
				return int64(v)
			}
			return nil
		}
	case "decimal", "double", "float":
		as = func(it xqItem) xqItem {
			if v, ok := xqNumber(it); ok {
				return v
			}
			return nil
		}
	case "boolean":
		as = func(it xqItem) xqItem { return xqString(it) == "true" || xqString(it) == "1" }
	case "date", "dateTime", "time":
		as = func(it xqItem) xqItem { return xqString(it) } // they compare as their texts do
	default:
		p.unsupported("xs:" + name)
	}
	x := args[0]
	return xqExpr{single: true, atomic: true, eval: func(c *xqContext) (xqSeq, error) {
		s, err := x.eval(c)
		if err != nil || len(s) == 0 {
			return nil, err
		}
		if v := as(s[0]); v != nil {
			return xqSeq{v}, nil
		}
		return nil, nil
	}}
}

// fromOutside is sql:variable("@v") and sql:column("c").
func (p *xqParser) fromOutside(kind string, args []xqExpr) xqExpr {
	if len(args) != 1 || p.outside == nil || kind != "variable" && kind != "column" {
		p.syntax()
	}
	s, err := args[0].eval(&xqContext{})
	if err != nil || len(s) != 1 {
		p.syntax()
	}
	fn, typ, err := p.outside(kind, xqString(s[0]))
	if err != nil {
		panic(xqFault{err})
	}
	return xqExpr{single: true, atomic: true, eval: func(c *xqContext) (xqSeq, error) {
		v, err := fn(c.frame)
		if v == nil || err != nil {
			return nil, err
		}
		return xqOf(v, typ)
	}}
}

// xqOf is a value of T-SQL as XQuery sees it.
func xqOf(v tds.Value, typ tds.Type) (xqSeq, error) {
	switch x := v.(type) {
	case int64:
		return xqSeq{x}, nil
	case float64:
		return xqSeq{x}, nil
	case bool:
		return xqSeq{x}, nil
	case string:
		return xqSeq{x}, nil
	}
	s, err := Convert(v, typ, tds.TypeNVarChar(tds.Max), &ConvertOptions{Explicit: true, Styled: true, Style: 126})
	if err != nil {
		return nil, err
	}
	if n, ok := xqNumber(xqUntyped(s.(string))); ok && typ.ID.IsNumeric() {
		return xqSeq{n}, nil
	}
	return xqSeq{s}, nil
}
