package tsql

import (
	"strings"

	"msxgate/tds"
)

// startsQuery tells whether a query begins with t, the token behind a parenthesis.
func (p *parser) startsQuery(t token) bool { return t.kw == kwSelect || t.kw == kwWith }

// parenQuery reads (query).
func (p *parser) parenQuery() *SelectStmt {
	p.expect(tLParen)
	q := p.query()
	p.expect(tRParen)
	return q
}

// query reads a query expression with all that may surround it:
//
//	query = [ WITH ctes ] set [ ORDER BY ... [ OFFSET ... ] ] [ FOR ... ] [ OPTION (...) ]
func (p *parser) query() *SelectStmt {
	p.enter()
	start := p.tok.start
	q := &SelectStmt{}
	if p.on(kwWith) {
		p.with(&q.With, &q.Namespaces)
	}
	q.Body = p.querySets(p.queryTerm(p.queryPrimary()))
	p.queryTail(q)
	p.depth--
	q.Span = p.span(start)
	return q
}

// queryFrom goes on behind the first operand of a set operation.
func (p *parser) queryFrom(first QueryExpr) *SelectStmt {
	q := &SelectStmt{Body: p.querySets(p.queryTerm(first))}
	p.queryTail(q)
	q.Span = p.span(first.Extent().Start)
	return q
}

// queryTail reads what may follow a query's set operations.
func (p *parser) queryTail(q *SelectStmt) {
	if p.on(kwOrder) {
		q.OrderBy = p.orderBy()
		p.offset(q)
	}
	if p.on(kwFor) {
		q.For = p.forClause()
	}
	q.Options = p.options()
}

// onSetOp tells whether a set operation goes on at tok.
func (p *parser) onSetOp() bool { return p.on(kwUnion) || p.on(kwExcept) || p.on(kwIntersect) }

// querySets reads UNION and EXCEPT, which bind less than INTERSECT.
func (p *parser) querySets(left QueryExpr) QueryExpr {
	for p.on(kwUnion) || p.on(kwExcept) {
		s := &SetOp{Op: Except, Left: left}
		if p.on(kwUnion) {
			s.Op = Union
		}
		p.link()
		p.next()
		s.All = s.Op == Union && p.acceptKw(kwAll)
		s.Right = p.queryTerm(p.queryPrimary())
		s.Span = p.span(left.Extent().Start)
		left = s
	}
	return left
}

func (p *parser) queryTerm(left QueryExpr) QueryExpr {
	for p.acceptKw(kwIntersect) {
		p.link()
		right := p.queryPrimary()
		left = &SetOp{Span: p.span(left.Extent().Start), Op: Intersect, Left: left, Right: right}
	}
	return left
}

// queryPrimary reads SELECT ... or (query).
func (p *parser) queryPrimary() QueryExpr {
	if p.is(tLParen) {
		p.enter()
		start := p.tok.start
		q := p.parenQuery()
		p.depth--
		return &ParenQuery{Span: p.span(start), Query: q}
	}
	return p.querySpec()
}

// querySpec reads SELECT ... FROM ... WHERE ... GROUP BY ... HAVING ...
func (p *parser) querySpec() *QuerySpec {
	start := p.tok.start
	p.expectKw(kwSelect)
	q := &QuerySpec{}
	if p.acceptKw(kwDistinct) {
		q.Distinct = true
	} else {
		p.acceptKw(kwAll)
	}
	if p.on(kwTop) {
		q.Top = p.top()
	}
	q.Items = p.selectItems()
	if p.acceptKw(kwInto) {
		into := p.objectName()
		q.Into = &into
		if p.acceptKw(kwOn) {
			p.ident() // the filegroup
		}
	}
	if p.acceptKw(kwFrom) {
		q.From = p.tableSources()
	}
	if p.acceptKw(kwWhere) {
		q.Where = p.condition()
	}
	if p.on(kwGroup) {
		p.groupBy(q)
	}
	if p.acceptKw(kwHaving) {
		q.Having = p.condition()
	}
	q.Span = p.span(start)
	return q
}

// top reads TOP n and TOP (n), with PERCENT and WITH TIES.
func (p *parser) top() *Top {
	start := p.tok.start
	p.next()
	t := &Top{}
	switch {
	case p.is(tLParen) && p.startsQuery(p.peek()):
		t.Count = p.paren()
	case p.accept(tLParen):
		t.Count = p.scalar()
		p.expect(tRParen)
	case p.is(tInt), p.is(tNumeric), p.is(tFloat), p.is(tVariable):
		t.Count = p.primary()
	default:
		p.fail()
	}
	t.Percent = p.acceptKw(kwPercent)
	if p.on(kwWith) && p.isWord(p.peek(), "TIES") {
		p.next()
		p.next()
		t.WithTies = true
	}
	t.Span = p.span(start)
	return t
}

func (p *parser) selectItems() []SelectItem {
	from := len(p.stack.items)
	for {
		item := p.selectItem()
		p.stack.items = append(p.stack.items, item)
		if !p.accept(tComma) {
			return cut(&p.stack.items, from)
		}
	}
}

// selectItem reads *, t.*, @v = expr, alias = expr, and expr [[AS] alias].
func (p *parser) selectItem() (item SelectItem) {
	start := p.tok.start
	switch next := p.peek().kind; {
	case p.is(tVariable) && (next == tEq || next == tAssign):
		item.Assign = p.variable()
		item.Op = p.assignOp()
		item.Expr = p.scalar()
	case p.is(tStar):
		p.next()
		item.Expr = &Star{Span: p.lastSpan()}
	case next == tDot && p.onQualifiedStar():
		item.Expr = p.qualifiedStar()
	case next == tEq && (p.onIdent() || p.onString()):
		item.Alias = p.identOrString()
		p.next()
		item.Expr = p.scalar()
	default:
		item.Expr = p.scalar()
		item.Alias = p.itemAlias()
	}
	item.Span = p.span(start)
	return item
}

// assignOp takes = or an operator such as +=.
func (p *parser) assignOp() Op {
	if p.accept(tEq) {
		return OpNone
	}
	if !p.is(tAssign) {
		p.fail()
	}
	_, op := binaryOp(arithmetic(p.src[p.tok.start]))
	p.next()
	return op
}

// onQualifiedStar looks ahead for a.b.*.
func (p *parser) onQualifiedStar() bool {
	t := p.tok
	for isIdent(t) {
		t = p.at(t.end)
		if t.kind != tDot {
			return false
		}
		for t.kind == tDot {
			t = p.at(t.end)
		}
	}
	return t.kind == tStar
}

func (p *parser) qualifiedStar() *Star {
	start := p.tok.start
	s := &Star{}
	for !p.accept(tStar) {
		part := ""
		if !p.is(tDot) {
			part = p.ident()
		}
		s.Qualifier = append(s.Qualifier, part)
		p.expect(tDot)
	}
	if len(s.Qualifier) > 3 {
		panic(p.fault(start, 117, "The column prefix '%s' contains more than the maximum number of prefixes. The maximum is 3.",
			strings.Join(s.Qualifier, ".")))
	}
	s.Span = p.span(start)
	return s
}

// itemAlias reads [AS] alias, which may be a string.
func (p *parser) itemAlias() string {
	if p.acceptKw(kwAs) || p.onString() || p.onAlias() {
		if p.onString() && p.name(p.tok) == "" {
			p.checkedName(p.tok)
		}
		return p.identOrString()
	}
	return ""
}

// onAlias tells whether tok is an alias without AS: an identifier, unless it is a label.
func (p *parser) onAlias() bool { return p.onIdent() && !p.onLabel() }

// onLabel tells whether tok begins a label.
func (p *parser) onLabel() bool {
	return p.tok.kind == tWord && p.tok.kw == notReserved && p.peek().kind == tColon
}

// orderBy reads ORDER BY items.
func (p *parser) orderBy() (items []OrderItem) {
	p.expectKw(kwOrder)
	p.expectKw(kwBy)
	for {
		item := OrderItem{Expr: p.scalar()}
		if p.acceptKw(kwDesc) {
			item.Desc = true
		} else {
			p.acceptKw(kwAsc)
		}
		items = append(items, item)
		if !p.accept(tComma) {
			return items
		}
	}
}

// offset reads OFFSET n ROWS [FETCH NEXT n ROWS ONLY].
func (p *parser) offset(q *SelectStmt) {
	if !p.acceptWord("OFFSET") {
		return
	}
	q.Offset = p.scalar()
	p.rows()
	if p.onFetchClause() {
		p.next()
		p.next()
		q.Fetch = p.scalar()
		p.rows()
		p.expectWord("ONLY")
	}
}

// onFetchClause tells FETCH NEXT n ROWS from the statement FETCH NEXT FROM c.
func (p *parser) onFetchClause() bool {
	if !p.on(kwFetch) {
		return false
	}
	next := p.peek()
	return (p.isWord(next, "NEXT") || p.isWord(next, "FIRST")) && p.at(next.end).kw != kwFrom
}

func (p *parser) rows() {
	if !p.acceptWord("ROW") {
		p.expectWord("ROWS")
	}
}

// groupBy reads GROUP BY with ROLLUP, CUBE and GROUPING SETS in both their syntaxes.
func (p *parser) groupBy(q *QuerySpec) {
	p.next()
	p.expectKw(kwBy)
	q.GroupAll = p.acceptKw(kwAll)
	g := grouping{p: p, known: map[string]Expr{}}
	for {
		g.element()
		if !p.accept(tComma) {
			break
		}
	}
	if p.on(kwWith) {
		g.withClause()
	}
	q.GroupBy = g.exprs
	if !g.plain {
		q.GroupBy, q.GroupingSet = g.inOrder(), g.sets
	}
}

// grouping gathers the elements of a GROUP BY: their expressions, and their sets
// multiplied out.
type grouping struct {
	p     *parser
	exprs []Expr
	known map[string]Expr // exprs by their text
	sets  [][]Expr
	plain bool // every element was an expression
}

// inOrder are the expressions in the order in which the sets name them.
func (g *grouping) inOrder() (list []Expr) {
	seen := map[Expr]bool{}
	for _, set := range g.sets {
		for _, x := range set {
			if !seen[x] {
				seen[x] = true
				list = append(list, x)
			}
		}
	}
	return list
}

func (g *grouping) element() {
	p := g.p
	if g.sets == nil {
		g.plain, g.sets = true, [][]Expr{nil}
	}
	var sets [][]Expr
	switch next := p.peek(); {
	case p.onWord("GROUPING") && p.isWord(next, "SETS"):
		p.next()
		p.next()
		sets = g.groupingSets()
	case p.onWord("ROLLUP") && next.kind == tLParen:
		p.next()
		sets = rollup(g.composites())
	case p.onWord("CUBE") && next.kind == tLParen:
		p.next()
		sets = g.cube(g.composites())
	default:
		sets = [][]Expr{g.composite()}
		if len(sets[0]) != 1 {
			g.plain = false
		}
		g.multiply(sets)
		return
	}
	g.plain = false
	g.multiply(sets)
}

const maxGroupingSets = 4096

func (g *grouping) multiply(sets [][]Expr) {
	g.limit(len(g.sets) * len(sets))
	var product [][]Expr
	for _, a := range g.sets {
		for _, b := range sets {
			product = append(product, append(a[:len(a):len(a)], b...))
		}
	}
	g.sets = product
}

func (g *grouping) limit(n int) {
	if n > maxGroupingSets {
		panic(g.p.fault(g.p.tok.start, 10703, "Too many grouping sets. The maximum number is %d.", maxGroupingSets))
	}
}

// composites reads (a, (b, c), ...).
func (g *grouping) composites() (list [][]Expr) {
	g.p.expect(tLParen)
	for {
		list = append(list, g.composite())
		if !g.p.accept(tComma) {
			break
		}
	}
	g.p.expect(tRParen)
	return list
}

// composite reads an expression, (a, b) or ().
func (g *grouping) composite() (list []Expr) {
	p := g.p
	if !p.is(tLParen) || p.startsQuery(p.peek()) {
		return []Expr{g.add(p.scalar())}
	}
	if p.peek().kind == tRParen {
		p.next()
		p.next()
		return nil
	}
	start := p.tok.start
	p.next()
	list = p.scalars()
	p.expect(tRParen)
	if len(list) == 1 {
		// (a) + 1 is one expression.
		list[0] = p.binaryRest(start, p.postfix(start, &Paren{Span: p.span(start), X: list[0]}), lowest)
	}
	for i, x := range list {
		list[i] = g.add(x)
	}
	return list
}

// add keeps an expression once, however often the sets repeat it, and without
// parentheses, which here may also be those of a set.
func (g *grouping) add(x Expr) Expr {
	for paren, ok := x.(*Paren); ok; paren, ok = x.(*Paren) {
		x = paren.X
	}
	text := strings.ToLower(Print(x))
	if known, ok := g.known[text]; ok {
		return known
	}
	g.known[text] = x
	g.exprs = append(g.exprs, x)
	return x
}

func (g *grouping) groupingSets() (sets [][]Expr) {
	p := g.p
	p.expect(tLParen)
	for {
		switch next := p.peek(); {
		case p.onWord("GROUPING") && p.isWord(next, "SETS"):
			p.enter()
			p.next()
			p.next()
			sets = append(sets, g.groupingSets()...)
			p.depth--
		case p.onWord("ROLLUP") && next.kind == tLParen:
			p.next()
			sets = append(sets, rollup(g.composites())...)
		case p.onWord("CUBE") && next.kind == tLParen:
			p.next()
			sets = append(sets, g.cube(g.composites())...)
		default:
			sets = append(sets, g.composite())
		}
		g.limit(len(sets))
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRParen)
	return sets
}

// withClause reads the older GROUP BY a, b WITH ROLLUP | CUBE.
func (g *grouping) withClause() {
	p := g.p
	var build func([][]Expr) [][]Expr
	switch next := p.peek(); {
	case p.isWord(next, "ROLLUP"):
		build = rollup
	case p.isWord(next, "CUBE"):
		build = g.cube
	default:
		return
	}
	p.next()
	p.next()
	var list [][]Expr
	for _, x := range g.exprs {
		list = append(list, []Expr{x})
	}
	g.plain, g.sets = false, build(list)
}

// rollup makes (a, b), (a), () of a, b.
func rollup(list [][]Expr) (sets [][]Expr) {
	for n := len(list); n >= 0; n-- {
		var set []Expr
		for _, c := range list[:n] {
			set = append(set, c...)
		}
		sets = append(sets, set)
	}
	return sets
}

// cube makes (a, b), (a), (b), () of a, b.
func (g *grouping) cube(list [][]Expr) (sets [][]Expr) {
	g.limit(1 << min(len(list), 30))
	for omit := range 1 << len(list) {
		var set []Expr
		for i, c := range list {
			if omit>>(len(list)-1-i)&1 == 0 {
				set = append(set, c...)
			}
		}
		sets = append(sets, set)
	}
	return sets
}

// with reads WITH cte, ..., WITH XMLNAMESPACES (...) and WITH CHANGE_TRACKING_CONTEXT (...).
func (p *parser) with(ctes *[]CTE, spaces *[]XMLNamespace) {
	p.next()
	switch next := p.peek(); {
	case next.kind != tLParen:
	case p.onWord("XMLNAMESPACES"):
		p.next()
		*spaces = p.namespaces()
		if !p.accept(tComma) {
			return
		}
	case p.onWord("CHANGE_TRACKING_CONTEXT"):
		p.next()
		p.skipParens() // a mark for change tracking, of which there is none
		if !p.accept(tComma) {
			return
		}
	}
	for {
		*ctes = append(*ctes, p.cte())
		if !p.accept(tComma) {
			return
		}
	}
}

func (p *parser) cte() (c CTE) {
	start := p.tok.start
	c.Name = p.ident()
	if p.is(tLParen) {
		c.Columns = p.identList()
	}
	p.expectKw(kwAs)
	c.Query = p.parenQuery()
	c.Span = p.span(start)
	return c
}

// namespaces reads ('uri' AS prefix, DEFAULT 'uri').
func (p *parser) namespaces() (list []XMLNamespace) {
	p.expect(tLParen)
	for {
		n := XMLNamespace{}
		isDefault := p.acceptKw(kwDefault)
		if !p.onString() {
			p.fail()
		}
		n.URI = p.name(p.tok)
		p.next()
		if !isDefault {
			p.expectKw(kwAs)
			n.Prefix = p.ident()
		}
		list = append(list, n)
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRParen)
	return list
}

// forClause reads FOR XML, FOR JSON and FOR BROWSE. Another FOR is that of a cursor, which
// is left to it.
func (p *parser) forClause() *ForClause {
	start := p.tok.start
	f := &ForClause{}
	switch next := p.peek(); {
	case next.kw == kwBrowse:
		f.Kind = ForBrowse
	case p.isWord(next, "XML"):
		f.Kind = ForXML
	case p.isWord(next, "JSON"):
		f.Kind = ForJSON
	default:
		return nil
	}
	p.next()
	p.next()
	if f.Kind != ForBrowse {
		p.forMode(f)
		for p.accept(tComma) {
			p.forOption(f)
		}
	}
	f.Span = p.span(start)
	return f
}

func (p *parser) forMode(f *ForClause) {
	f.Mode = p.upper(p.tok)
	switch {
	case p.onWord("PATH"), p.onWord("AUTO"):
	case f.Kind == ForXML && (p.onWord("RAW") || p.onWord("EXPLICIT")):
	default:
		p.fail()
	}
	p.next()
	if f.Kind == ForXML && p.is(tLParen) {
		f.ElementName, f.HasElement = p.parenString(), true
	}
}

// parenString reads ('x').
func (p *parser) parenString() string {
	p.expect(tLParen)
	if !p.onString() {
		p.fail()
	}
	s := p.name(p.tok)
	p.next()
	p.expect(tRParen)
	return s
}

func (p *parser) forOption(f *ForClause) {
	switch {
	case p.acceptWord("ROOT"):
		f.HasRoot = true
		if p.is(tLParen) {
			f.Root = p.parenString()
		}
	case f.Kind == ForJSON && p.acceptWord("INCLUDE_NULL_VALUES"):
		f.IncludeNulls = true
	case f.Kind == ForJSON && p.acceptWord("WITHOUT_ARRAY_WRAPPER"):
		f.NoWrapper = true
	case f.Kind == ForXML && p.acceptWord("TYPE"):
		f.Type = true
	case f.Kind == ForXML && p.acceptWord("XMLDATA"), f.Kind == ForXML && p.acceptWord("XMLSCHEMA"):
		f.Schema = true
		if p.is(tLParen) {
			p.parenString()
		}
	case f.Kind == ForXML && p.acceptWords("BINARY", "BASE64"):
		f.BinaryBase64 = true
	case f.Kind == ForXML && p.acceptWord("ELEMENTS"):
		f.Elements = true
		f.XSINil = p.acceptWord("XSINIL")
		p.acceptWord("ABSENT")
	default:
		p.fail()
	}
}

// options reads OPTION (hint, ...).
func (p *parser) options() (list []Option) {
	if !p.on(kwOption) || p.peek().kind != tLParen {
		return nil
	}
	p.next()
	p.next()
	for {
		list = append(list, p.queryHint())
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRParen)
	return list
}

// queryHint reads a hint up to the comma behind it: its words are the name, a number at
// its end the value.
func (p *parser) queryHint() (o Option) {
	start := p.tok.start
	if p.tok.kind != tWord {
		p.fail()
	}
	for p.is(tWord) || p.is(tEq) || p.onString() || p.is(tLParen) {
		if p.is(tLParen) {
			p.skipParens()
		} else {
			p.next()
		}
	}
	o.Name = p.words(start)
	if p.is(tInt) || p.is(tNumeric) {
		n := p.literal()
		if n.Type.Scale == 0 && n.Type != tds.TypeInt {
			p.failAt(p.last)
		}
		o.Value = n
	}
	o.Span = p.span(start)
	return o
}
