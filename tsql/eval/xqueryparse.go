package eval

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"msxgate/tds"
)

// xqParser reads an XQuery and compiles it as it goes.
type xqParser struct {
	src     string
	at      int
	method  string
	spaces  map[string]string // by prefix; empty: the default of elements
	outside func(kind, name string) (Fn, tds.Type, error)
	vars    []string
	depth   int
}

type xqFault struct{ err error }

func (p *xqParser) fail(number int32, format string, args ...any) {
	panic(xqFault{errXQuery(number, p.method, format, args...)})
}

func (p *xqParser) syntax() {
	p.blanks()
	near := p.src[p.at:]
	if len(near) > 20 {
		near = near[:20]
	}
	p.fail(2217, "Syntax error near '%s'", near)
}

func (p *xqParser) unsupported(what string) {
	panic(xqFault{tds.Errorf(40511, 16, "msxgate: XQuery: %s is not supported.", what)})
}

// caught turns the panic of a fault into its error.
func caught(err *error) {
	switch f := recover().(type) {
	case nil:
	case xqFault:
		*err = f.err
	case xmlFault:
		*err = f.err
	default:
		panic(f)
	}
}

func (p *xqParser) blanks() {
	for p.at < len(p.src) {
		switch {
		case isXMLBlank(p.src[p.at]):
			p.at++
		case strings.HasPrefix(p.src[p.at:], "(:"):
			end := strings.Index(p.src[p.at:], ":)")
			if end < 0 {
				p.at = len(p.src)
				return
			}
			p.at += end + 2
		default:
			return
		}
	}
}

// see tells whether a mark comes next; accept takes it.
func (p *xqParser) see(mark string) bool {
	p.blanks()
	return strings.HasPrefix(p.src[p.at:], mark)
}

func (p *xqParser) accept(mark string) bool {
	if !p.see(mark) {
		return false
	}
	p.at += len(mark)
	return true
}

func (p *xqParser) expect(mark string) {
	if !p.accept(mark) {
		p.syntax()
	}
}

func isNameStart(c rune) bool { return unicode.IsLetter(c) || c == '_' }

func isNameChar(c rune) bool {
	return isNameStart(c) || unicode.IsDigit(c) || c == '-' || c == '.'
}

// peekName is the name that comes next, a prefix and colon included.
func (p *xqParser) peekName() string {
	p.blanks()
	i := p.at
	for colon := false; i < len(p.src); {
		c, size := utf8.DecodeRuneInString(p.src[i:])
		switch {
		case i == p.at && !isNameStart(c):
			return ""
		case c == ':' && !colon && i+1 < len(p.src) && p.src[i+1] != ':':
			if d, _ := utf8.DecodeRuneInString(p.src[i+1:]); !isNameStart(d) {
				return p.src[p.at:i]
			}
			colon = true
		case !isNameChar(c):
			return p.src[p.at:i]
		}
		i += size
	}
	return p.src[p.at:i]
}

func (p *xqParser) name() string {
	n := p.peekName()
	if n == "" {
		p.syntax()
	}
	p.at += len(n)
	return n
}

// word takes a word that stands alone.
func (p *xqParser) word(w string) bool {
	if p.peekName() != w {
		return false
	}
	p.at += len(w)
	return true
}

// words takes two words in turn, or none.
func (p *xqParser) words(first, second string) bool {
	at := p.at
	if p.word(first) && p.word(second) {
		return true
	}
	p.at = at
	return false
}

func (p *xqParser) stringLiteral() string {
	p.blanks()
	if p.at >= len(p.src) || p.src[p.at] != '"' && p.src[p.at] != '\'' {
		p.syntax()
	}
	quote := p.src[p.at]
	p.at++
	var b strings.Builder
	for p.at < len(p.src) {
		c := p.src[p.at]
		p.at++
		if c == quote {
			if p.at >= len(p.src) || p.src[p.at] != quote {
				return p.entities(b.String())
			}
			p.at++
		}
		b.WriteByte(c)
	}
	p.syntax()
	return ""
}

func (p *xqParser) entities(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	r := &xmlReader{src: s}
	return r.decoded(len(s), false)
}

// compileXQuery compiles a whole query.
func (p *xqParser) query() (x xqExpr, err error) {
	defer caught(&err)
	p.prolog()
	x = p.expr()
	p.end()
	return x, nil
}

func (p *xqParser) end() {
	p.blanks()
	if p.at < len(p.src) {
		p.syntax()
	}
}

func (p *xqParser) prolog() {
	for p.word("declare") {
		switch {
		case p.word("namespace"):
			prefix := p.name()
			p.expect("=")
			p.spaces[prefix] = p.stringLiteral()
		case p.word("default"):
			if !p.words("element", "namespace") {
				p.syntax()
			}
			p.spaces[""] = p.stringLiteral()
		default:
			p.syntax()
		}
		p.expect(";")
	}
}

// space is the namespace of a prefix: 2229.
func (p *xqParser) space(prefix string) string {
	uri, ok := p.spaces[prefix]
	if !ok && prefix != "" {
		switch prefix {
		case "xml":
			return "http://www.w3.org/XML/1998/namespace"
		case "xs", "xsd", "xsi", "fn", "sql", "xdt":
			return prefix
		}
		p.fail(2229, "The name \"%s\" does not denote a namespace.", prefix)
	}
	return uri
}

// expr reads expressions separated by commas.
func (p *xqParser) expr() xqExpr {
	x := p.exprSingle()
	for p.accept(",") {
		first, second := x, p.exprSingle()
		x = xqExpr{atomic: first.atomic && second.atomic, eval: func(c *xqContext) (xqSeq, error) {
			a, err := first.eval(c)
			if err != nil {
				return nil, err
			}
			b, err := second.eval(c)
			return append(a[:len(a):len(a)], b...), err
		}}
	}
	return x
}

func (p *xqParser) exprSingle() xqExpr {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > 100 {
		p.unsupported("an expression nested so deeply")
	}
	at := p.at
	switch p.peekName() {
	case "for", "let":
		w := p.name()
		if p.see("$") {
			return p.flwor(w)
		}
	case "some", "every":
		w := p.name()
		if p.see("$") {
			return p.quantified(w == "some")
		}
	case "if":
		p.name()
		if p.see("(") {
			return p.ifExpr()
		}
	}
	p.at = at
	return p.or()
}

func (p *xqParser) variableName() string {
	p.expect("$")
	return p.name()
}

// flwor reads FOR, LET, WHERE, ORDER BY and RETURN; first is the word that has been taken.
func (p *xqParser) flwor(first string) xqExpr {
	known := len(p.vars)
	type clause struct {
		let  bool
		name string
		x    xqExpr
	}
	var list []clause
	for w := first; ; {
		for {
			c := clause{let: w == "let", name: p.variableName()}
			if c.let {
				p.expect(":=")
			} else if !p.word("in") {
				p.syntax()
			}
			c.x = p.exprSingle()
			list = append(list, c)
			p.vars = append(p.vars, c.name)
			if !p.accept(",") {
				break
			}
		}
		if w = p.peekName(); w != "for" && w != "let" {
			break
		}
		p.name()
	}
	var where *xqExpr
	if p.word("where") {
		x := p.exprSingle()
		where = &x
	}
	if p.peekName() == "order" || p.peekName() == "stable" {
		p.unsupported("order by")
	}
	if !p.word("return") {
		p.syntax()
	}
	result := p.exprSingle()
	p.vars = p.vars[:known]
	var run func(c *xqContext, i int) (xqSeq, error)
	run = func(c *xqContext, i int) (xqSeq, error) {
		if i == len(list) {
			if where != nil {
				ok, err := where.eval(c)
				if err != nil || !effective(ok) {
					return nil, err
				}
			}
			return result.eval(c)
		}
		s, err := list[i].x.eval(c)
		if err != nil {
			return nil, err
		}
		if list[i].let {
			return run(c.with(list[i].name, s), i+1)
		}
		var out xqSeq
		for _, it := range s {
			r, err := run(c.with(list[i].name, xqSeq{it}), i+1)
			if err != nil {
				return nil, err
			}
			out = append(out, r...)
		}
		return out, nil
	}
	return xqExpr{atomic: result.atomic, eval: func(c *xqContext) (xqSeq, error) { return run(c, 0) }}
}

func (p *xqParser) quantified(some bool) xqExpr {
	known := len(p.vars)
	name := p.variableName()
	if !p.word("in") {
		p.syntax()
	}
	in := p.exprSingle()
	p.vars = append(p.vars, name)
	if !p.word("satisfies") {
		p.syntax()
	}
	cond := p.exprSingle()
	p.vars = p.vars[:known]
	return xqBool(func(c *xqContext) (bool, error) {
		s, err := in.eval(c)
		if err != nil {
			return false, err
		}
		for _, it := range s {
			ok, err := cond.eval(c.with(name, xqSeq{it}))
			if err != nil {
				return false, err
			}
			if effective(ok) == some {
				return some, nil
			}
		}
		return !some, nil
	})
}

func (p *xqParser) ifExpr() xqExpr {
	p.expect("(")
	cond := p.expr()
	p.expect(")")
	if !p.word("then") {
		p.syntax()
	}
	then := p.exprSingle()
	if !p.word("else") {
		p.syntax()
	}
	other := p.exprSingle()
	return xqExpr{single: then.single && other.single, atomic: then.atomic && other.atomic, eval: func(c *xqContext) (xqSeq, error) {
		s, err := cond.eval(c)
		if err != nil {
			return nil, err
		}
		if effective(s) {
			return then.eval(c)
		}
		return other.eval(c)
	}}
}

func (p *xqParser) or() xqExpr {
	x := p.and()
	for p.word("or") {
		a, b := x, p.and()
		x = xqBool(func(c *xqContext) (bool, error) {
			s, err := a.eval(c)
			if err != nil || effective(s) {
				return true, err
			}
			s, err = b.eval(c)
			return effective(s), err
		})
	}
	return x
}

func (p *xqParser) and() xqExpr {
	x := p.comparison()
	for p.word("and") {
		a, b := x, p.comparison()
		x = xqBool(func(c *xqContext) (bool, error) {
			s, err := a.eval(c)
			if err != nil || !effective(s) {
				return false, err
			}
			s, err = b.eval(c)
			return effective(s), err
		})
	}
	return x
}

func (p *xqParser) comparison() xqExpr {
	x := p.additive()
	for _, op := range []string{"<<", ">>"} {
		if p.see(op) {
			p.unsupported(op)
		}
	}
	for _, op := range []string{"!=", "<=", ">=", "=", "<", ">"} {
		if p.accept(op) {
			return xqCompare(op, x, p.additive())
		}
	}
	switch op := p.peekName(); op {
	case "eq", "ne", "lt", "le", "gt", "ge":
		p.name()
		return xqCompare(op, x, p.additive())
	case "is":
		p.unsupported(op)
	}
	return x
}

func (p *xqParser) additive() xqExpr {
	x := p.multiplicative()
	for {
		switch {
		case p.accept("+"):
			x = xqArith("+", x, p.multiplicative())
		case p.accept("-"):
			x = xqArith("-", x, p.multiplicative())
		default:
			return x
		}
	}
}

func (p *xqParser) multiplicative() xqExpr {
	x := p.unary()
	for {
		switch {
		case p.accept("*"):
			x = xqArith("*", x, p.unary())
		case p.word("div"):
			x = xqArith("div", x, p.unary())
		case p.word("mod"):
			x = xqArith("mod", x, p.unary())
		case p.peekName() == "idiv":
			p.unsupported("idiv")
		default:
			return x
		}
	}
}

func (p *xqParser) unary() xqExpr {
	switch {
	case p.accept("-"):
		return xqArith("-", xqConst(int64(0)), p.unary())
	case p.accept("+"):
		return p.unary()
	}
	x := p.path()
	for p.see("|") || p.peekName() == "union" {
		if !p.accept("|") {
			p.name()
		}
		a, b := x, p.path()
		x = xqExpr{eval: func(c *xqContext) (xqSeq, error) {
			s, err := a.eval(c)
			if err != nil {
				return nil, err
			}
			t, err := b.eval(c)
			return documentOrder(append(s[:len(s):len(s)], t...)), err
		}}
	}
	return x
}

func anyNode(*xmlNode) bool { return true }

// everything is the step that // stands for.
func everything() xqExpr { return xqAxis("descendant-or-self", anyNode, false) }

func (p *xqParser) path() xqExpr {
	root := xqExpr{single: true, eval: func(c *xqContext) (xqSeq, error) {
		n, ok := c.item.(*xmlNode)
		if !ok {
			return nil, nil
		}
		return xqSeq{n.root()}, nil
	}}
	var x xqExpr
	switch {
	case p.accept("//"):
		x = xqStep(xqStep(root, everything()), p.step())
	case p.accept("/"):
		if !p.onStep() {
			return root
		}
		x = xqStep(root, p.step())
	default:
		x = p.step()
	}
	for {
		switch {
		case p.accept("//"):
			x = xqStep(xqStep(x, everything()), p.step())
		case p.accept("/"):
			x = xqStep(x, p.step())
		default:
			return x
		}
	}
}

// onStep tells whether a step follows a slash.
func (p *xqParser) onStep() bool {
	return p.peekName() != "" || p.see("@") || p.see("*") || p.see(".") || p.see("(") || p.see("$")
}

// step reads a step with its predicates.
func (p *xqParser) step() xqExpr {
	x := p.plainStep()
	for p.accept("[") {
		predicate := p.expr()
		p.expect("]")
		x = xqFilter(x, predicate)
	}
	return x
}

func (p *xqParser) plainStep() xqExpr {
	p.blanks()
	if p.at >= len(p.src) {
		p.syntax()
	}
	c := p.src[p.at]
	switch {
	case c == '"' || c == '\'':
		return xqConst(p.stringLiteral())
	case c >= '0' && c <= '9' || c == '.' && p.at+1 < len(p.src) && p.src[p.at+1] >= '0' && p.src[p.at+1] <= '9':
		return p.number()
	case c == '$':
		return p.variableRef()
	case c == '(':
		p.at++
		if p.accept(")") {
			return xqExpr{single: true, eval: func(*xqContext) (xqSeq, error) { return nil, nil }}
		}
		x := p.expr()
		p.expect(")")
		return x
	case strings.HasPrefix(p.src[p.at:], ".."):
		p.at += 2
		return xqAxis("parent", anyNode, true)
	case c == '.':
		p.at++
		return xqExpr{single: true, eval: func(c *xqContext) (xqSeq, error) { return xqSeq{c.item}, nil }}
	case c == '@':
		p.at++
		return xqAxis("attribute", p.nodeTest("attribute"), true)
	case c == '*':
		return xqAxis("child", p.nodeTest("child"), false)
	case c == '<':
		return p.constructor()
	}
	return p.namedStep()
}

// namedStep is an axis, a function or a child by its name.
func (p *xqParser) namedStep() xqExpr {
	name := p.peekName()
	if name == "" {
		p.syntax()
	}
	after := strings.TrimLeft(p.src[p.at+len(name):], " \t\r\n")
	switch {
	case strings.HasPrefix(after, "::"):
		p.at += len(name)
		p.expect("::")
		switch name {
		case "self", "child", "attribute", "parent", "descendant", "descendant-or-self":
		default:
			p.fail(9335, "The XQuery syntax '%s' is not supported.", name)
		}
		return xqAxis(name, p.nodeTest(name), name == "self" || name == "parent" || name == "attribute")
	case strings.HasPrefix(after, "("):
		switch name {
		case "text", "node", "comment", "processing-instruction":
			return xqAxis("child", p.nodeTest("child"), false)
		}
		p.at += len(name)
		p.expect("(")
		return p.call(name)
	case strings.HasPrefix(after, "{") && (name == "element" || name == "attribute" || name == "text"):
		p.unsupported("a computed constructor")
	}
	return xqAxis("child", p.nodeTest("child"), false)
}

// nodeTest reads what a step takes: a name, *, or a kind of node.
func (p *xqParser) nodeTest(axis string) xqTest {
	principal := xmlElement
	if axis == "attribute" {
		principal = xmlAttr
	}
	if p.accept("*") {
		if p.at < len(p.src) && p.src[p.at] == ':' {
			p.at++
			local := p.name()
			return func(n *xmlNode) bool { return n.kind == principal && n.name == local }
		}
		return func(n *xmlNode) bool { return n.kind == principal }
	}
	name := p.name()
	if p.accept("(") {
		kind := name
		if kind == "processing-instruction" && !p.see(")") {
			p.unsupported("processing-instruction with a name")
		}
		p.expect(")")
		switch kind {
		case "node":
			return anyNode
		case "text":
			return func(n *xmlNode) bool { return n.kind == xmlText }
		case "comment":
			return func(n *xmlNode) bool { return n.kind == xmlComment }
		case "processing-instruction":
			return func(n *xmlNode) bool { return n.kind == xmlPI }
		}
		p.unsupported(kind + "()")
	}
	prefix, local := splitXMLName(name)
	if prefix != "" && strings.HasPrefix(p.src[p.at:], "*") {
		p.unsupported("a wildcard behind a prefix")
	}
	if strings.HasPrefix(p.src[p.at:], ":*") {
		p.at += 2
		uri := p.space(name)
		return func(n *xmlNode) bool { return n.kind == principal && n.space == uri }
	}
	uri := ""
	if prefix != "" || axis != "attribute" {
		uri = p.space(prefix)
	}
	return func(n *xmlNode) bool { return n.kind == principal && n.name == local && n.space == uri }
}

func (p *xqParser) number() xqExpr {
	start := p.at
	for p.at < len(p.src) && (p.src[p.at] >= '0' && p.src[p.at] <= '9' || strings.ContainsRune(".eE", rune(p.src[p.at])) ||
		(p.src[p.at] == '-' || p.src[p.at] == '+') && strings.ContainsRune("eE", rune(p.src[p.at-1]))) {
		p.at++
	}
	text := p.src[start:p.at]
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return xqConst(n)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		p.syntax()
	}
	return xqConst(f)
}

func (p *xqParser) variableRef() xqExpr {
	p.at++
	name := p.name()
	for _, v := range p.vars {
		if v == name {
			return xqExpr{single: true, eval: func(c *xqContext) (xqSeq, error) {
				s, _ := c.lookup(name)
				return s, nil
			}}
		}
	}
	p.fail(2245, "The variable '$%s' was not found in the scope in which it was referenced.", name)
	return xqExpr{}
}

// constructor reads an element that is written directly: <a b="{x}">text{y}</a>.
func (p *xqParser) constructor() xqExpr {
	p.at++
	n := &xmlNode{kind: xmlElement}
	r := &xmlReader{src: p.src, at: p.at}
	full := r.nameToken()
	p.at = r.at
	n.prefix, n.name = splitXMLName(full)
	n.space = p.space(n.prefix)
	var attrs []xqExpr
	var names []string
	for {
		p.blanks()
		if p.accept("/>") {
			return xqElement(n, names, attrs, nil)
		}
		if p.accept(">") {
			break
		}
		name := p.name()
		p.expect("=")
		p.blanks()
		if p.at >= len(p.src) || p.src[p.at] != '"' && p.src[p.at] != '\'' {
			p.syntax()
		}
		quote := p.src[p.at]
		p.at++
		names, attrs = append(names, name), append(attrs, joined(p.content(string(quote), true)))
		p.at++
	}
	content := p.content("</", false)
	p.at += 2
	if !strings.HasPrefix(p.src[p.at:], full) {
		p.syntax()
	}
	p.at += len(full)
	p.expect(">")
	return xqElement(n, names, attrs, content)
}

// content reads text, {expressions} and elements up to a mark.
func (p *xqParser) content(mark string, attr bool) (list []xqExpr) {
	var b strings.Builder
	flush := func() {
		if s := b.String(); s != "" && (attr || strings.TrimSpace(s) != "") {
			list = append(list, xqConst(xqUntyped(p.entities(s))))
		}
		b.Reset()
	}
	for p.at < len(p.src) {
		rest := p.src[p.at:]
		switch {
		case strings.HasPrefix(rest, mark):
			flush()
			return list
		case strings.HasPrefix(rest, "{{"), strings.HasPrefix(rest, "}}"):
			b.WriteByte(rest[0])
			p.at += 2
		case rest[0] == '{':
			flush()
			p.at++
			list = append(list, p.expr())
			p.expect("}")
		case rest[0] == '<' && !attr:
			flush()
			list = append(list, p.constructor())
		default:
			b.WriteByte(rest[0])
			p.at++
		}
	}
	p.syntax()
	return nil
}

// joined is the value of an attribute.
func joined(parts []xqExpr) xqExpr {
	return xqExpr{single: true, atomic: true, eval: func(c *xqContext) (xqSeq, error) {
		var b strings.Builder
		for _, x := range parts {
			s, err := x.eval(c)
			if err != nil {
				return nil, err
			}
			for i, it := range s {
				if i > 0 {
					b.WriteByte(' ')
				}
				b.WriteString(xqString(it))
			}
		}
		return xqSeq{b.String()}, nil
	}}
}

// xqElement makes a new element each time.
func xqElement(shape *xmlNode, names []string, attrs, content []xqExpr) xqExpr {
	return xqExpr{single: true, eval: func(c *xqContext) (xqSeq, error) {
		n := &xmlNode{kind: xmlElement, prefix: shape.prefix, name: shape.name, space: shape.space}
		for i, x := range attrs {
			s, err := x.eval(c)
			if err != nil {
				return nil, err
			}
			n.setAttr(names[i], xqString(s[0]))
		}
		for _, x := range content {
			s, err := x.eval(c)
			if err != nil {
				return nil, err
			}
			n.take(s)
		}
		return xqSeq{n}, nil
	}}
}

func (n *xmlNode) setAttr(name, value string) {
	prefix, local := splitXMLName(name)
	switch {
	case name == "xmlns":
		n.scope = append(n.scope, xmlName{"", value})
		return
	case prefix == "xmlns":
		n.scope = append(n.scope, xmlName{local, value})
		return
	}
	n.attrs = append(n.attrs, &xmlNode{kind: xmlAttr, prefix: prefix, name: local, text: value, parent: n})
}

// take puts copies of items into an element.
func (n *xmlNode) take(s xqSeq) {
	atomic := false
	for _, it := range s {
		m, ok := it.(*xmlNode)
		if !ok {
			text := xqString(it)
			if atomic {
				text = " " + text
			}
			n.append(&xmlNode{kind: xmlText, text: text})
			atomic = true
			continue
		}
		atomic = false
		for _, c := range m.copied() {
			n.append(c)
		}
	}
}

// copied is copies of a node, or of what is in a document.
func (n *xmlNode) copied() []*xmlNode {
	if n.kind == xmlRoot {
		var out []*xmlNode
		for _, c := range n.children {
			out = append(out, c.copied()...)
		}
		return out
	}
	c := *n
	c.parent, c.attrs, c.children = nil, nil, nil
	for _, a := range n.attrs {
		d := *a
		d.parent = &c
		c.attrs = append(c.attrs, &d)
	}
	for _, child := range n.children {
		for _, d := range child.copied() {
			c.append(d)
		}
	}
	return []*xmlNode{&c}
}

// append adds a node; texts side by side become one, attributes go to their place.
func (n *xmlNode) append(c *xmlNode) {
	c.parent = n
	switch last := len(n.children) - 1; {
	case c.kind == xmlAttr:
		n.attrs = append(n.attrs, c)
	case c.kind == xmlText && last >= 0 && n.children[last].kind == xmlText:
		n.children[last].text += c.text
	default:
		n.children = append(n.children, c)
	}
}
