package tsql

import (
	"strings"

	"msxgate/tds"
)

// ParseOptions are the settings of a session that change how text is read.
type ParseOptions struct {
	// QuotedIdentifier is SET QUOTED_IDENTIFIER: "x" is an identifier when it is on,
	// a string when it is off.
	QuotedIdentifier bool
}

// Parse reads one batch with QUOTED_IDENTIFIER on. A fault is a *tds.Error with the
// number, text and line that SQL Server gives; of several it is the first.
func Parse(src string) (*Program, error) {
	return ParseOptions{QuotedIdentifier: true}.Parse(src)
}

// ParseExpr reads one scalar or Boolean expression with QUOTED_IDENTIFIER on.
func ParseExpr(src string) (Expr, error) {
	return ParseOptions{QuotedIdentifier: true}.ParseExpr(src)
}

// Parse reads one batch.
func (o ParseOptions) Parse(src string) (prog *Program, err error) {
	p := &parser{lexer: lexer{src: src, quoted: o.QuotedIdentifier}}
	defer p.recover(&err)
	p.start()
	stmts := p.batch()
	return &Program{Source: src, Stmts: stmts, lines: lineStarts(src)}, nil
}

// ParseExpr reads one scalar or Boolean expression.
func (o ParseOptions) ParseExpr(src string) (x Expr, err error) {
	p := &parser{lexer: lexer{src: src, quoted: o.QuotedIdentifier}}
	defer p.recover(&err)
	p.start()
	x = p.either()
	if p.tok.kind != tEOF {
		p.fail()
	}
	return x, nil
}

// Line is the line a position is on, from 1.
func (p *Program) Line(pos Pos) int32 {
	lo, hi := 0, len(p.lines)
	for lo < hi {
		mid := (lo + hi) / 2
		if p.lines[mid] <= pos {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return int32(max(lo, 1))
}

// Text is the source of a node, without the semicolon that may end it.
func (p *Program) Text(n Node) string {
	s := n.Extent()
	return p.Source[s.Start:s.End]
}

func lineStarts(src string) []Pos {
	lines := make([]Pos, 1, strings.Count(src, "\n")+1)
	for i := 0; ; {
		n := strings.IndexByte(src[i:], '\n')
		if n < 0 {
			return lines
		}
		i += n + 1
		lines = append(lines, Pos(i))
	}
}

// A tree deeper than these would overflow the stack of whoever walks it.
const (
	maxDepth = 1000   // parentheses, subqueries, blocks inside each other
	maxChain = 50_000 // operators of one statement, which may lean on each other
)

// parser reads by recursive descent. A method reads the construct it is named after,
// which begins at tok, and leaves tok behind it; what it cannot read it reports by fail.
type parser struct {
	lexer
	tok   token // the token to be read
	ahead token // the one after it, if known
	known bool  // ahead is known
	last  token // the token read last

	depth int
	chain int
	loops int // WHILE statements around tok
	inner int // statements around tok; 0 at the level of the batch
	jumps jumps
	stack stacks
}

// stacks collect the items of lists of unknown length; see cut.
type stacks struct {
	stmts []Stmt
	exprs []Expr
	args  []ExecArg
	items []SelectItem
	lits  []Literal
}

// cut takes what was pushed on a stack since it had the height from.
func cut[T any](stack *[]T, from int) []T {
	top := (*stack)[from:]
	if len(top) == 0 {
		return nil
	}
	list := make([]T, len(top))
	copy(list, top)
	clear(top)
	*stack = (*stack)[:from]
	return list
}

// syntaxError carries an error from where it was found to recover.
type syntaxError struct{ *tds.Error }

func (p *parser) recover(err *error) {
	switch r := recover().(type) {
	case nil:
	case syntaxError:
		*err = r.Error
	default:
		panic(r)
	}
}

// fault is an error of level 15 at a position.
func (l *lexer) fault(pos Pos, number int32, format string, args ...any) syntaxError {
	e := tds.Errorf(number, 15, format, args...)
	e.Line = l.line(pos)
	return syntaxError{e}
}

// fail reports that tok cannot stand where it does. At the end of the text the fault is
// at the last token, and a keyword counts as any word.
func (p *parser) fail() { p.failAt(p.tok) }

func (p *parser) failAt(t token) {
	switch {
	case t.kind == tEOF:
		panic(p.fault(p.last.start, 102, "Incorrect syntax near '%s'.", p.near(p.last)))
	case t.kw != notReserved:
		panic(p.fault(t.start, 156, "Incorrect syntax near the keyword '%s'.", p.text(t)))
	}
	panic(p.fault(t.start, 102, "Incorrect syntax near '%s'.", p.near(t)))
}

// near is a token as messages show it.
func (p *parser) near(t token) string {
	if t.kind == tEOF {
		t = p.last
	}
	return p.name(t)
}

// ---- tokens

func (p *parser) start() { p.tok = p.at(0) }

// next goes on to the following token.
func (p *parser) next() {
	p.last = p.tok
	if p.known {
		p.tok, p.known = p.ahead, false
		return
	}
	p.tok = p.at(p.tok.end)
}

// peek is the token after tok.
func (p *parser) peek() token {
	if !p.known {
		p.ahead, p.known = p.at(p.tok.end), true
	}
	return p.ahead
}

// span is the source from start to the last token read.
func (p *parser) span(start Pos) Span { return Span{start, p.last.end} }

func (p *parser) is(k kind) bool { return p.tok.kind == k }

// on tells whether tok is a reserved word.
func (p *parser) on(k keyword) bool { return p.tok.kw == k }

// onWord tells whether tok is a word, given in capitals, that is not reserved.
func (p *parser) onWord(word string) bool { return p.isWord(p.tok, word) }

func (p *parser) isWord(t token, word string) bool {
	return t.kind == tWord && int(t.end-t.start) == len(word) && equalFold(p.text(t), word)
}

func (p *parser) accept(k kind) bool {
	if p.tok.kind != k {
		return false
	}
	p.next()
	return true
}

func (p *parser) acceptKw(k keyword) bool {
	if p.tok.kw != k {
		return false
	}
	p.next()
	return true
}

func (p *parser) acceptWord(word string) bool {
	if !p.onWord(word) {
		return false
	}
	p.next()
	return true
}

// acceptWords takes two words that mean something only together.
func (p *parser) acceptWords(first, second string) bool {
	if !p.onWord(first) || !p.isWord(p.peek(), second) {
		return false
	}
	p.next()
	p.next()
	return true
}

func (p *parser) expect(k kind) {
	if !p.accept(k) {
		p.fail()
	}
}

func (p *parser) expectKw(k keyword) {
	if !p.acceptKw(k) {
		p.fail()
	}
}

func (p *parser) expectWord(word string) {
	if !p.acceptWord(word) {
		p.fail()
	}
}

// enter guards the stack; its caller takes one from depth when it is done.
func (p *parser) enter() {
	p.depth++
	if p.depth > maxDepth {
		p.tooDeep()
	}
}

// link guards the stack of those who walk a tree that leans to the left.
func (p *parser) link() {
	p.chain++
	if p.chain > maxChain {
		p.tooDeep()
	}
}

func (p *parser) tooDeep() {
	panic(p.fault(p.tok.start, 191,
		"Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries."))
}

// ---- names

const maxIdent = 128

// onIdent tells whether tok can be an identifier.
func (p *parser) onIdent() bool { return isIdent(p.tok) }

func isIdent(t token) bool { return t.kind == tQuoted || t.kind == tWord && t.kw == notReserved }

// ident reads an identifier.
func (p *parser) ident() string {
	if !p.onIdent() {
		p.fail()
	}
	return p.anyIdent()
}

// anyIdent reads an identifier where a reserved word can be meant as one too.
func (p *parser) anyIdent() string {
	if p.tok.kind != tWord && p.tok.kind != tQuoted {
		p.fail()
	}
	s := p.checkedName(p.tok)
	p.next()
	return s
}

// checkedName is the text of an identifier, which is neither empty nor too long.
func (p *parser) checkedName(t token) string {
	s := p.name(t)
	switch {
	case s == "":
		panic(p.fault(t.start, 1038, "An object or column name is missing or empty. For SELECT INTO statements, verify each column "+
			"has a name. For other statements, look for empty alias names. Aliases defined as \"\" or [] are not allowed. "+
			"Change the alias to a valid name."))
	case len(s) > maxIdent && utf16Len(s) > maxIdent:
		panic(p.fault(t.start, 103, "The identifier that starts with '%s' is too long. Maximum length is %d.",
			string([]rune(s)[:min(maxIdent, len([]rune(s)))]), maxIdent))
	}
	return s
}

// identOrString reads a name that may be quoted as a string, as an alias may.
func (p *parser) identOrString() string {
	if p.onString() {
		s := p.name(p.tok)
		p.next()
		return s
	}
	return p.ident()
}

func (p *parser) onString() bool { return p.tok.kind == tString || p.tok.kind == tNString }

// objectName reads server.database.schema.object, of which parts in the middle may be
// left out: msdb..sysjobs, ..t.
func (p *parser) objectName() (n Name) {
	start := p.tok.start
	parts := [4]string{}
	count := 0
	for {
		part := ""
		if !p.is(tDot) {
			part = p.ident()
		}
		if count == len(parts) {
			panic(p.fault(start, 117,
				"The object name '%s' contains more than the maximum number of prefixes. The maximum is 3.", p.dottedName(start)))
		}
		parts[count] = part
		count++
		if !p.accept(tDot) {
			break
		}
	}
	place := [4]*string{&n.Object, &n.Schema, &n.Database, &n.Server}
	for i := range count {
		*place[count-1-i] = parts[i]
	}
	n.Span = p.span(start)
	return n
}

// dottedName is the rest of a name that is too long, for its message.
func (p *parser) dottedName(start Pos) string {
	for p.is(tDot) || p.onIdent() && p.last.kind == tDot {
		p.next()
	}
	return p.src[start:p.last.end]
}

// identList reads (a, b, c).
func (p *parser) identList() (names []string) {
	p.expect(tLParen)
	for {
		names = append(names, p.ident())
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRParen)
	return names
}

// identNodes reads (a, b, c) with the places of the names.
func (p *parser) identNodes() (ids []Ident) {
	p.expect(tLParen)
	for {
		start := p.tok.start
		// A qualified column, as in INSERT t (t.a), means its last part.
		name := p.columnParts()
		ids = append(ids, Ident{Span: p.span(start), Name: name[len(name)-1]})
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRParen)
	return ids
}

// variable reads @v.
func (p *parser) variable() string {
	if !p.is(tVariable) {
		p.fail()
	}
	s := p.text(p.tok)
	if utf16Len(s) > maxIdent {
		p.checkedName(p.tok)
	}
	p.next()
	return s
}

// skipParens skips (...) with all that it holds.
func (p *parser) skipParens() {
	p.expect(tLParen)
	for depth := 1; depth > 0; p.next() {
		switch p.tok.kind {
		case tEOF:
			p.fail()
		case tLParen:
			depth++
		case tRParen:
			depth--
		}
	}
}

// compact is the source from start on, with each comment and run of blanks made one
// blank.
func (p *parser) compact(start Pos) string {
	end := p.last.end
	var b strings.Builder
	for start < end {
		t := p.at(start)
		b.WriteString(p.text(t))
		start = p.skip(t.end)
		if t.end < start && start < end {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// words is compact in capitals.
func (p *parser) words(start Pos) string { return strings.ToUpper(p.compact(start)) }

// upper is the text of a word in capitals. Most words already are.
func (p *parser) upper(t token) string { return strings.ToUpper(p.text(t)) }
