package tsql

import "strings"

// either reads a scalar or Boolean expression:
//
//	either = and { OR and }
//	and    = not { AND not }
//	not    = [ NOT ] predicate
//
// SQL Server keeps the two apart in its grammar; here a scalar that stands where a
// condition must is found out by needCondition.
func (p *parser) either() Expr {
	p.enter()
	start := p.tok.start
	x := p.and()
	for p.on(kwOr) {
		x = p.logical(start, OpOr, x, p.and)
	}
	p.depth--
	return x
}

func (p *parser) and() Expr {
	start := p.tok.start
	x := p.not()
	for p.on(kwAnd) {
		x = p.logical(start, OpAnd, x, p.not)
	}
	return x
}

// logical reads AND or OR and its right operand.
func (p *parser) logical(start Pos, op Op, x Expr, operand func() Expr) Expr {
	p.needCondition(x)
	p.link()
	p.next()
	y := operand()
	p.needCondition(y)
	return &Binary{Span: p.span(start), Op: op, X: x, Y: y}
}

func (p *parser) not() Expr {
	if !p.on(kwNot) {
		return p.predicate()
	}
	p.enter()
	start := p.tok.start
	p.next()
	x := p.not()
	p.needCondition(x)
	p.depth--
	return &Unary{Span: p.span(start), Op: OpNot, X: x}
}

// condition reads a Boolean expression.
func (p *parser) condition() Expr {
	x := p.either()
	p.needCondition(x)
	return x
}

func (p *parser) needCondition(x Expr) {
	if !isCondition(x) {
		panic(p.fault(p.tok.start, 4145,
			"An expression of non-boolean type specified in a context where a condition is expected, near '%s'.", p.near(p.tok)))
	}
}

func isCondition(x Expr) bool {
	switch x := x.(type) {
	case *Like, *Between, *In, *IsNull, *IsDistinct, *Exists, *Quantified:
		return true
	case *Binary:
		return x.Op >= OpNot
	case *Unary:
		return x.Op == OpNot
	case *Paren:
		return isCondition(x.X)
	case *Call:
		return x.Name.Schema == "" && isTest(x.Name.Object)
	}
	return false
}

// isTest tells whether a function is one of those that answer a condition.
func isTest(name string) bool {
	switch len(name) {
	case 6:
		return strings.EqualFold(name, "UPDATE")
	case 8:
		return strings.EqualFold(name, "CONTAINS") || strings.EqualFold(name, "FREETEXT")
	}
	return false
}

// predicate reads EXISTS, a comparison, LIKE, BETWEEN, IN, IS, or only a scalar.
func (p *parser) predicate() Expr {
	start := p.tok.start
	if p.acceptKw(kwExists) {
		q := p.parenQuery()
		return &Exists{Span: p.span(start), Query: q}
	}
	var x Expr
	if p.is(tLParen) && !p.startsQuery(p.peek()) {
		x = p.parenthesised()
	} else {
		x = p.binary(lowest)
	}
	if isCondition(x) {
		return x
	}
	return p.comparison(start, x)
}

// parenthesised reads what begins with a parenthesis where a condition may stand: the
// condition in it, or a scalar that goes on behind it.
func (p *parser) parenthesised() Expr {
	start := p.tok.start
	p.next()
	x := p.either()
	if q, ok := p.querySet(start, x); ok {
		return p.binaryRest(start, p.postfix(start, q), lowest)
	}
	p.expect(tRParen)
	paren := &Paren{Span: p.span(start), X: x}
	if isCondition(x) {
		return paren
	}
	return p.binaryRest(start, p.postfix(start, paren), lowest)
}

// comparison reads the rest of a predicate on x.
func (p *parser) comparison(start Pos, x Expr) Expr {
	if op := p.compareOp(); op != OpNone {
		return p.compared(start, op, x)
	}
	not := false
	if p.on(kwNot) {
		switch p.peek().kw {
		case kwLike, kwBetween, kwIn:
			p.next()
			not = true
		}
	}
	switch p.tok.kw {
	case kwLike:
		return p.like(start, x, not)
	case kwBetween:
		return p.between(start, x, not)
	case kwIn:
		return p.in(start, x, not)
	case kwIs:
		return p.isPredicate(start, x)
	}
	return x
}

// compareOp takes a comparison operator. Its two characters may stand apart.
func (p *parser) compareOp() Op {
	op := OpNone
	switch p.tok.kind {
	case tEq:
		op = OpEq
	case tNe:
		op = OpNe
	case tLt:
		op = OpLt
	case tLe:
		op = OpLe
	case tGt:
		op = OpGt
	case tGe:
		op = OpGe
	case tBad:
		if p.text(p.tok) != "!" {
			return OpNone
		}
	default:
		return OpNone
	}
	bang := p.is(tBad)
	p.next()
	switch {
	case bang && p.accept(tEq):
		return OpNe
	case bang && p.accept(tLt):
		return OpGe
	case bang && p.accept(tGt):
		return OpLe
	case bang:
		p.fail()
	case op == OpLt && p.accept(tEq):
		return OpLe
	case op == OpLt && p.accept(tGt):
		return OpNe
	case op == OpGt && p.accept(tEq):
		return OpGe
	}
	return op
}

// compared reads what follows a comparison operator.
func (p *parser) compared(start Pos, op Op, x Expr) Expr {
	switch p.tok.kw {
	case kwAll, kwAny, kwSome:
		all := p.on(kwAll)
		p.next()
		q := p.parenQuery()
		return &Quantified{Span: p.span(start), Op: op, X: x, All: all, Query: q}
	}
	y := p.binary(lowest)
	return &Binary{Span: p.span(start), Op: op, X: x, Y: y}
}

func (p *parser) like(start Pos, x Expr, not bool) Expr {
	p.next()
	l := &Like{X: x, Not: not, Pattern: p.binary(lowest)}
	brace := p.is(tLBrace) && p.peek().kw == kwEscape
	if brace {
		p.next()
	}
	if p.acceptKw(kwEscape) {
		l.Escape = p.binary(lowest)
	}
	if brace {
		p.expect(tRBrace)
	}
	l.Span = p.span(start)
	return l
}

func (p *parser) between(start Pos, x Expr, not bool) Expr {
	p.next()
	lo := p.binary(lowest)
	p.expectKw(kwAnd)
	hi := p.binary(lowest)
	return &Between{Span: p.span(start), X: x, Lo: lo, Hi: hi, Not: not}
}

func (p *parser) in(start Pos, x Expr, not bool) Expr {
	p.next()
	in := &In{X: x, Not: not}
	if p.is(tLParen) && p.startsQuery(p.peek()) {
		in.Query = p.parenQuery()
	} else {
		p.expect(tLParen)
		in.List = p.scalars()
		p.expect(tRParen)
		// IN ((SELECT ...)) is IN (SELECT ...).
		if q, ok := in.List[0].(*Subquery); ok && len(in.List) == 1 {
			in.Query, in.List = q.Query, nil
		}
	}
	in.Span = p.span(start)
	return in
}

func (p *parser) isPredicate(start Pos, x Expr) Expr {
	p.next()
	not := p.acceptKw(kwNot)
	if p.acceptKw(kwDistinct) {
		p.expectKw(kwFrom)
		y := p.binary(lowest)
		return &IsDistinct{Span: p.span(start), X: x, Y: y, Not: not}
	}
	p.expectKw(kwNull)
	return &IsNull{Span: p.span(start), X: x, Not: not}
}

// The levels of the binary operators.
const (
	lowest   = 1 // + - & | ^
	multiply = 2 // * / %
)

// scalar reads a scalar expression.
func (p *parser) scalar() Expr {
	p.enter()
	x := p.binary(lowest)
	p.depth--
	return x
}

// scalars reads expressions separated by commas.
func (p *parser) scalars() []Expr {
	from := len(p.stack.exprs)
	for {
		x := p.scalar()
		p.stack.exprs = append(p.stack.exprs, x)
		if !p.accept(tComma) {
			return cut(&p.stack.exprs, from)
		}
	}
}

// binary reads operators of level minimum and above.
func (p *parser) binary(minimum int) Expr {
	start := p.tok.start
	return p.binaryRest(start, p.unary(), minimum)
}

// binaryRest reads operators and their right operands after x.
func (p *parser) binaryRest(start Pos, x Expr, minimum int) Expr {
	for {
		level, op := binaryOp(p.tok.kind)
		if level < minimum {
			return x
		}
		p.link()
		p.next()
		y := p.binary(level + 1)
		x = &Binary{Span: p.span(start), Op: op, X: x, Y: y}
	}
}

func binaryOp(k kind) (level int, op Op) {
	switch k {
	case tPlus:
		return lowest, OpAdd
	case tMinus:
		return lowest, OpSub
	case tAmp:
		return lowest, OpBitAnd
	case tPipe:
		return lowest, OpBitOr
	case tCaret:
		return lowest, OpBitXor
	case tStar:
		return multiply, OpMul
	case tSlash:
		return multiply, OpDiv
	case tPercent:
		return multiply, OpMod
	}
	return 0, OpNone
}

// unary reads signs and ~. A sign binds less than multiplication: -1/-2*4 is
// -(1/-(2*4)).
func (p *parser) unary() Expr {
	start := p.tok.start
	switch p.tok.kind {
	case tMinus:
		return p.signed(start, OpNeg, func() Expr { return p.binary(multiply) })
	case tPlus:
		return p.signed(start, OpPlus, func() Expr { return p.binary(multiply) })
	case tTilde:
		return p.signed(start, OpBitNot, p.unary)
	}
	return p.postfix(start, p.primary())
}

func (p *parser) signed(start Pos, op Op, operand func() Expr) Expr {
	p.enter()
	p.next()
	x := operand()
	p.depth--
	return &Unary{Span: p.span(start), Op: op, X: x}
}

// postfix reads what binds closest, behind its operand: COLLATE, AT TIME ZONE and
// the methods of xml.
func (p *parser) postfix(start Pos, x Expr) Expr {
	for {
		switch {
		case p.on(kwCollate):
			p.link()
			p.next()
			name := p.collation()
			x = &Collate{Span: p.span(start), X: x, Name: name}
		case p.is(tDot) && isIdent(p.peek()) && hasMethods(x):
			p.link()
			p.next()
			x = p.method(start, x, p.ident())
		case p.onWord("AT") && p.isWord(p.peek(), "TIME"):
			p.link()
			p.next()
			p.next()
			p.expectWord("ZONE")
			zone := p.primary()
			x = &AtTimeZone{Span: p.span(start), X: x, Zone: zone}
		default:
			return x
		}
	}
}

// hasMethods tells whether a method may follow x without parentheses around it.
func hasMethods(x Expr) bool {
	switch x.(type) {
	case *Literal, *Collate, *AtTimeZone:
		return false
	}
	return true
}

func (p *parser) collation() string {
	if p.onWord("DATABASE_DEFAULT") || p.onWord("CATALOG_DEFAULT") {
		s := p.upper(p.tok)
		p.next()
		return s
	}
	return p.ident()
}

// method reads the arguments of x.name(...).
func (p *parser) method(start Pos, x Expr, name string) Expr {
	p.expect(tLParen)
	m := &Method{X: x, Name: name}
	if !p.is(tRParen) {
		m.Args = p.scalars()
	}
	p.expect(tRParen)
	m.Span = p.span(start)
	return m
}

// primary reads an operand.
func (p *parser) primary() Expr {
	switch p.tok.kind {
	case tString, tNString, tBinary, tInt, tNumeric, tFloat, tMoney:
		return p.literal()
	case tVariable:
		name := p.variable()
		return &Variable{Span: p.lastSpan(), Name: name}
	case tGlobal:
		p.next()
		return &GlobalVariable{Span: p.lastSpan(), Name: p.text(p.last)}
	case tPseudo:
		p.next()
		return &ColumnRef{Span: p.lastSpan(), Parts: []string{p.text(p.last)}}
	case tLParen:
		return p.paren()
	case tLBrace:
		return p.escape()
	case tQuoted, tDot:
		return p.named()
	case tWord:
		if p.tok.kw == notReserved {
			return p.word()
		}
		return p.keyword()
	}
	p.fail()
	return nil
}

// paren reads (scalar) or (query).
func (p *parser) paren() Expr {
	start := p.tok.start
	if p.startsQuery(p.peek()) {
		q := p.parenQuery()
		return &Subquery{Span: p.span(start), Query: q}
	}
	p.next()
	x := p.scalar()
	if q, ok := p.querySet(start, x); ok {
		return q
	}
	p.expect(tRParen)
	return &Paren{Span: p.span(start), X: x}
}

// querySet goes on after x if it turned out to be the first query of
// ((SELECT ...) UNION ...).
func (p *parser) querySet(start Pos, x Expr) (*Subquery, bool) {
	first, ok := x.(*Subquery)
	if !ok || !p.onSetOp() {
		return nil, false
	}
	q := p.queryFrom(&ParenQuery{Span: first.Span, Query: first.Query})
	p.expect(tRParen)
	return &Subquery{Span: p.span(start), Query: q}, true
}

// keyword reads an operand that begins with a reserved word.
func (p *parser) keyword() Expr {
	start := p.tok.start
	switch p.tok.kw {
	case kwNull:
		return p.literal()
	case kwCase:
		return p.caseExpr()
	case kwConvert, kwTryConvert:
		return p.convert()
	case kwCurrentTimestamp, kwCurrentDate, kwCurrentTime, kwCurrentUser, kwSessionUser, kwSystemUser, kwUser:
		p.next()
		return &Call{Span: p.span(start), Name: p.wordName(), NoParens: true}
	case kwIdentityCol, kwRowGUIDCol:
		p.next()
		return &ColumnRef{Span: p.span(start), Parts: []string{p.text(p.last)}}
	case kwContains, kwFreetext:
		return p.fulltext()
	case kwCoalesce, kwNullif, kwLeft, kwRight, kwIdentity, kwUpdate:
		if p.peek().kind == tLParen {
			p.next()
			return p.call(start, p.wordName())
		}
	}
	p.fail()
	return nil
}

// wordName is the word read last as the name of a function.
func (p *parser) wordName() Name { return Name{Span: p.lastSpan(), Object: p.text(p.last)} }

// word reads an operand that begins with a word that is not reserved: a function with a
// grammar of its own, or a name.
func (p *parser) word() Expr {
	if next := p.peek(); next.kind == tLParen {
		switch t := p.text(p.tok); len(t) {
		case 3:
			if equalFold(t, "IIF") {
				return p.iif()
			}
		case 4:
			switch {
			case equalFold(t, "CAST"):
				return p.cast(CastCast)
			case equalFold(t, "TRIM"):
				return p.trim()
			}
		case 5:
			if equalFold(t, "PARSE") {
				return p.cast(CastParse)
			}
		case 8:
			if equalFold(t, "TRY_CAST") {
				return p.cast(CastTryCast)
			}
		case 9:
			if equalFold(t, "TRY_PARSE") {
				return p.cast(CastTryParse)
			}
		case 11:
			if equalFold(t, "JSON_OBJECT") {
				return p.jsonObject()
			}
		}
	} else if p.onWord("NEXT") && p.isWord(next, "VALUE") {
		return p.nextValue()
	}
	return p.named()
}

// named reads a column, a function call or a method of a column.
func (p *parser) named() Expr {
	start := p.tok.start
	parts := p.columnParts()
	switch {
	case p.is(tLParen):
		if x, ok := p.columnMethod(start, parts); ok {
			return x
		}
		if len(parts) > 4 {
			p.fail()
		}
		return p.call(start, nameOf(parts, p.span(start)))
	case p.is(tScope) && len(parts) <= 2:
		// geography::Point(...): a method of a type, as the function of that name.
		p.next()
		name := strings.Join(parts, ".") + "::" + p.anyIdent()
		return p.call(start, Name{Span: p.span(start), Object: name})
	}
	return &ColumnRef{Span: p.span(start), Parts: parts}
}

// columnParts reads a, a.b, ... with parts in the middle possibly left out.
func (p *parser) columnParts() []string {
	start := p.tok.start
	var parts [5]string
	n := 0
	for {
		if n == len(parts) {
			panic(p.fault(start, 117,
				"The column name '%s' contains more than the maximum number of prefixes. The maximum is 3.", p.dottedName(start)))
		}
		if p.is(tDot) && n < len(parts)-1 {
			// ..t.a: a part was left out.
			p.next()
			n++
			continue
		}
		parts[n] = p.part()
		n++
		if !p.is(tDot) {
			return append([]string(nil), parts[:n]...)
		}
		p.next()
	}
}

// part reads a part of a column's name, which may be $identity or its like.
func (p *parser) part() string {
	if p.is(tPseudo) || p.on(kwIdentityCol) || p.on(kwRowGUIDCol) {
		p.next()
		return p.text(p.last)
	}
	return p.ident()
}

// nameOf makes an object's name of up to four parts.
func nameOf(parts []string, span Span) Name {
	n := Name{Span: span}
	place := [4]*string{&n.Object, &n.Schema, &n.Database, &n.Server}
	for i, part := range parts {
		*place[len(parts)-1-i] = part
	}
	return n
}

// columnMethod makes t.c.value(...) of parts when the last is a method of xml; their
// names, unlike all others, are lower case.
func (p *parser) columnMethod(start Pos, parts []string) (Expr, bool) {
	last := len(parts) - 1
	if last == 0 || !isXMLMethod(parts[last]) {
		return nil, false
	}
	column := &ColumnRef{Span: p.span(start), Parts: parts[:last:last]}
	return p.method(start, column, parts[last]), true
}

func isXMLMethod(name string) bool {
	switch name {
	case "value", "query", "exist", "nodes", "modify":
		return true
	}
	return false
}

// call reads the arguments of a function and what may follow them.
func (p *parser) call(start Pos, name Name) *Call {
	c := &Call{Name: name}
	p.expect(tLParen)
	p.nullClause(c)
	if !p.is(tRParen) {
		if p.acceptKw(kwDistinct) {
			c.Distinct = true
		} else {
			p.acceptKw(kwAll)
		}
		c.Args = p.callArgs()
		p.nullClause(c)
	}
	p.expect(tRParen)
	p.callSuffix(c)
	c.Span = p.span(start)
	return c
}

func (p *parser) callArgs() []Expr {
	from := len(p.stack.exprs)
	for {
		x := p.callArg()
		p.stack.exprs = append(p.stack.exprs, x)
		if !p.accept(tComma) {
			return cut(&p.stack.exprs, from)
		}
	}
}

func (p *parser) callArg() Expr {
	switch {
	case p.is(tStar):
		p.next()
		return &Star{Span: p.lastSpan()}
	case p.on(kwDefault):
		p.next()
		return &Default{Span: p.lastSpan()}
	}
	return p.scalar()
}

// nullClause reads NULL ON NULL and ABSENT ON NULL of the JSON constructors.
func (p *parser) nullClause(c *Call) {
	if (p.on(kwNull) || p.onWord("ABSENT")) && p.peek().kw == kwOn {
		c.Nulls = p.upper(p.tok)
		p.next()
		p.next()
		p.expectKw(kwNull)
	}
}

// callSuffix reads WITHIN GROUP, IGNORE NULLS and OVER.
func (p *parser) callSuffix(c *Call) {
	if p.onWord("WITHIN") && p.peek().kw == kwGroup {
		p.next()
		p.next()
		p.expect(tLParen)
		c.Within = p.orderBy()
		p.expect(tRParen)
	}
	if (p.onWord("IGNORE") || p.onWord("RESPECT")) && p.isWord(p.peek(), "NULLS") {
		c.Nulls = p.upper(p.tok)
		p.next()
		p.next()
	}
	if p.on(kwOver) {
		c.Over = p.over()
	}
}

// over reads OVER ([PARTITION BY ...] [ORDER BY ...] [frame]).
func (p *parser) over() *Over {
	start := p.tok.start
	o := &Over{}
	p.next()
	p.expect(tLParen)
	if p.onWord("PARTITION") && p.peek().kw == kwBy {
		p.next()
		p.next()
		o.Partition = p.scalars()
	}
	if p.on(kwOrder) {
		o.Order = p.orderBy()
	}
	if p.onWord("ROWS") || p.onWord("RANGE") {
		o.Frame = p.frame()
	}
	p.expect(tRParen)
	o.Span = p.span(start)
	return o
}

func (p *parser) frame() *Frame {
	f := &Frame{Range: p.onWord("RANGE")}
	p.next()
	if p.acceptKw(kwBetween) {
		f.From = p.bound()
		p.expectKw(kwAnd)
		f.To = p.bound()
		return f
	}
	f.From = p.bound()
	f.To = Bound{Kind: CurrentRow}
	return f
}

func (p *parser) bound() (b Bound) {
	if p.acceptKw(kwCurrent) {
		p.expectWord("ROW")
		return Bound{Kind: CurrentRow}
	}
	if p.acceptWord("UNBOUNDED") {
		if p.acceptWord("FOLLOWING") {
			return Bound{Kind: UnboundedFollowing}
		}
		p.expectWord("PRECEDING")
		return Bound{Kind: UnboundedPreceding}
	}
	b = Bound{Kind: Preceding, Offset: p.scalar()}
	if p.acceptWord("FOLLOWING") {
		b.Kind = Following
		return b
	}
	p.expectWord("PRECEDING")
	return b
}

// iif reads IIF(condition, x, y).
func (p *parser) iif() Expr {
	start := p.tok.start
	p.next()
	c := &Call{Name: p.wordName()}
	p.expect(tLParen)
	cond := p.condition()
	p.expect(tComma)
	yes := p.scalar()
	p.expect(tComma)
	no := p.scalar()
	p.expect(tRParen)
	c.Args, c.Span = []Expr{cond, yes, no}, p.span(start)
	return c
}

// trim reads TRIM([LEADING | TRAILING | BOTH] [characters FROM] x). The characters are
// the second argument; LEADING and TRAILING are LTRIM and RTRIM.
func (p *parser) trim() Expr {
	start := p.tok.start
	p.next()
	c := &Call{Name: p.wordName()}
	p.expect(tLParen)
	if next := p.peek(); next.kind != tRParen && next.kind != tDot {
		switch {
		case p.acceptWord("LEADING"):
			c.Name.Object = "LTRIM"
		case p.acceptWord("TRAILING"):
			c.Name.Object = "RTRIM"
		default:
			p.acceptWord("BOTH")
		}
	}
	c.Args = p.scalars()
	if len(c.Args) == 1 && p.acceptKw(kwFrom) {
		c.Args = []Expr{p.scalar(), c.Args[0]}
	}
	p.expect(tRParen)
	c.Span = p.span(start)
	return c
}

// jsonObject reads JSON_OBJECT(key : value, ...); the arguments are keys and values
// in turn.
func (p *parser) jsonObject() Expr {
	start := p.tok.start
	p.next()
	c := &Call{Name: p.wordName()}
	p.expect(tLParen)
	for p.nullClause(c); !p.is(tRParen) && (len(c.Args) == 0 || p.accept(tComma)); {
		key := p.scalar()
		p.expect(tColon)
		c.Args = append(c.Args, key, p.scalar())
		p.nullClause(c)
	}
	p.nullClause(c)
	p.expect(tRParen)
	c.Span = p.span(start)
	return c
}

// fulltext reads CONTAINS(columns, search [, LANGUAGE l]) and FREETEXT.
func (p *parser) fulltext() Expr {
	start := p.tok.start
	p.next()
	c := &Call{Name: p.wordName()}
	p.expect(tLParen)
	if p.accept(tLParen) {
		c.Args = p.scalars()
		p.expect(tRParen)
	} else if p.onQualifiedStar() {
		c.Args = []Expr{p.qualifiedStar()}
	} else {
		c.Args = append(c.Args, p.callArg())
	}
	for p.accept(tComma) {
		p.acceptWord("LANGUAGE")
		c.Args = append(c.Args, p.scalar())
	}
	p.expect(tRParen)
	c.Span = p.span(start)
	return c
}

func (p *parser) nextValue() Expr {
	start := p.tok.start
	p.next()
	p.next()
	p.expectKw(kwFor)
	n := &NextValue{Sequence: p.objectName()}
	if p.on(kwOver) {
		n.Over = p.over()
	}
	n.Span = p.span(start)
	return n
}

// caseExpr reads CASE [operand] WHEN ... THEN ... [ELSE ...] END.
func (p *parser) caseExpr() Expr {
	p.enter()
	start := p.tok.start
	p.next()
	c := &Case{}
	if !p.on(kwWhen) {
		c.Operand = p.scalar()
	}
	for p.acceptKw(kwWhen) {
		w := When{}
		if c.Operand == nil {
			w.Cond = p.condition()
		} else {
			w.Cond = p.scalar()
		}
		p.expectKw(kwThen)
		w.Then = p.scalar()
		c.Whens = append(c.Whens, w)
	}
	if len(c.Whens) == 0 {
		p.fail()
	}
	if p.acceptKw(kwElse) {
		c.Else = p.scalar()
	}
	p.expectKw(kwEnd)
	p.depth--
	c.Span = p.span(start)
	return c
}

// cast reads CAST(x AS type) and PARSE(x AS type USING culture).
func (p *parser) cast(kind CastKind) Expr {
	start := p.tok.start
	p.next()
	p.expect(tLParen)
	c := &Cast{Kind: kind, X: p.scalar()}
	p.expectKw(kwAs)
	c.Type = p.typeName(typeUse{cast: true})
	if (kind == CastParse || kind == CastTryParse) && p.acceptWord("USING") {
		c.Style = p.scalar()
	}
	p.expect(tRParen)
	c.Span = p.span(start)
	return c
}

// convert reads CONVERT(type, x [, style]).
func (p *parser) convert() Expr {
	start := p.tok.start
	c := &Cast{Kind: CastConvert}
	if p.on(kwTryConvert) {
		c.Kind = CastTryConvert
	}
	p.next()
	p.expect(tLParen)
	c.Type = p.typeName(typeUse{cast: true})
	p.expect(tComma)
	c.X = p.scalar()
	if p.accept(tComma) {
		c.Style = p.scalar()
	}
	p.expect(tRParen)
	c.Span = p.span(start)
	return c
}

// escape reads the ODBC forms {fn f(x)}, {d '...'}, {t '...'}, {ts '...'} and
// {guid '...'}.
func (p *parser) escape() Expr {
	start := p.tok.start
	p.next()
	if p.acceptWord("FN") {
		x := p.primary()
		p.expect(tRBrace)
		return x
	}
	typ := "datetime"
	switch {
	case p.acceptWord("D"), p.acceptWord("T"), p.acceptWord("TS"):
	case p.acceptWord("GUID"):
		typ = "uniqueidentifier"
	default:
		p.fail()
	}
	if !p.onString() {
		p.fail()
	}
	c := &Cast{X: p.literal(), Type: systemType(typ)}
	c.Type.Span = p.lastSpan()
	p.expect(tRBrace)
	c.Span = p.span(start)
	return c
}

// constant reads what RAISERROR, THROW and the parameters of a procedure take: a
// constant with an optional sign, or a variable.
func (p *parser) constant() Expr {
	start := p.tok.start
	switch p.tok.kind {
	case tMinus, tPlus:
		return p.signed(start, signOp(p.tok.kind), p.numberConstant)
	case tVariable, tGlobal:
		return p.primary()
	}
	if !p.onLiteral() {
		p.fail()
	}
	return p.literal()
}

func signOp(k kind) Op {
	if k == tMinus {
		return OpNeg
	}
	return OpPlus
}

// numberConstant reads what may follow a sign.
func (p *parser) numberConstant() Expr {
	switch p.tok.kind {
	case tInt, tNumeric, tFloat, tMoney, tBinary:
		return p.literal()
	}
	p.fail()
	return nil
}
