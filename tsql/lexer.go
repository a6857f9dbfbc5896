package tsql

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lexer cuts a source into tokens. It keeps no position: at reads the token that
// begins at or after one, so looking ahead is reading on.
type lexer struct {
	src    string
	quoted bool // QUOTED_IDENTIFIER is ON: "x" is an identifier
}

// The classes of a byte.
const (
	isSpace  = 1 << iota // blanks and control characters
	isStart              // begins an identifier
	isPart               // continues one
	isDigit              // 0 to 9
	isHex                // 0 to 9, a to f
	isBeyond             // part of a character beyond ASCII
)

var class = func() (t [256]uint8) {
	for c := 0; c <= ' '; c++ {
		t[c] = isSpace
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = isDigit | isPart | isHex
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = isStart|isPart, isStart|isPart
	}
	for c := 'a'; c <= 'f'; c++ {
		t[c] |= isHex
		t[c-'a'+'A'] |= isHex
	}
	for _, c := range "_#" {
		t[c] = isStart | isPart
	}
	for _, c := range "@$" {
		t[c] = isPart
	}
	for c := 0x80; c <= 0xFF; c++ {
		t[c] = isBeyond
	}
	return t
}()

// at reads the token at or after pos.
func (l *lexer) at(pos Pos) token {
	pos = l.skip(pos)
	if int(pos) >= len(l.src) {
		return token{kind: tEOF, start: pos, end: pos}
	}
	c := l.src[pos]
	switch f := class[c]; {
	case (c == 'N' || c == 'n') && l.byteAt(pos+1) == '\'':
		return l.delimited(tNString, pos, pos+1, '\'')
	case f&isStart != 0:
		return l.word(pos)
	case f&isDigit != 0:
		return l.number(pos)
	case f&isBeyond != 0:
		return l.beyond(pos)
	}
	switch c {
	case '\'':
		return l.delimited(tString, pos, pos, '\'')
	case '"':
		if l.quoted {
			return l.delimited(tQuoted, pos, pos, '"')
		}
		return l.delimited(tString, pos, pos, '"')
	case '[':
		return l.delimited(tQuoted, pos, pos, ']')
	case '@':
		return l.variable(pos)
	case '$':
		return l.dollar(pos)
	case '.':
		if class[l.byteAt(pos+1)]&isDigit != 0 {
			return l.number(pos)
		}
	}
	return l.operator(pos)
}

// byteAt is the byte at pos, 0 beyond the end.
func (l *lexer) byteAt(pos Pos) byte {
	if int(pos) < len(l.src) {
		return l.src[pos]
	}
	return 0
}

// skip is the position after blanks and comments.
func (l *lexer) skip(pos Pos) Pos {
	for int(pos) < len(l.src) {
		switch c := l.src[pos]; {
		case class[c]&isSpace != 0:
			pos++
		case c == '-' && l.byteAt(pos+1) == '-':
			pos = l.lineComment(pos)
		case c == '/' && l.byteAt(pos+1) == '*':
			pos = l.blockComment(pos)
		case class[c]&isBeyond != 0:
			r, n := utf8.DecodeRuneInString(l.src[pos:])
			if !isBlank(r) {
				return pos
			}
			pos += Pos(n)
		default:
			return pos
		}
	}
	return pos
}

// isBlank tells whether SQL Server takes a character beyond ASCII for a blank. A byte
// order mark is none to it, but clients leave one at the head of a script.
func isBlank(r rune) bool {
	return unicode.Is(unicode.Z, r) || r == 0x85 || r == 0x180E || r == 0x200B || r == 0xFEFF
}

func (l *lexer) lineComment(pos Pos) Pos {
	i := strings.IndexByte(l.src[pos:], '\n')
	if i < 0 {
		return Pos(len(l.src))
	}
	return pos + Pos(i) + 1
}

// blockComment is the position after a comment.
func (l *lexer) blockComment(pos Pos) Pos {
	end := commentEnd(l.src, int(pos))
	if end < 0 {
		panic(l.fault(pos, 113, "Missing end comment mark '*/'."))
	}
	return Pos(end)
}

// commentEnd is the end of the comment that begins at pos, in which others may be nested,
// or -1 when it has none.
func commentEnd(src string, pos int) int {
	pos += 2
	inside := pos // a * before it belongs to another mark
	for depth := 1; depth > 0; {
		i := strings.IndexByte(src[pos:], '/')
		if i < 0 {
			return -1
		}
		pos += i + 1
		switch {
		case pos-2 >= inside && src[pos-2] == '*':
			depth--
			inside = pos
		case pos < len(src) && src[pos] == '*':
			depth++
			pos++
			inside = pos
		}
	}
	return pos
}

// word reads an identifier without quotes or a keyword.
func (l *lexer) word(pos Pos) token {
	end := l.wordEnd(pos)
	return token{kind: tWord, kw: lookupKeyword(l.src[pos:end]), start: pos, end: end}
}

// wordEnd is the end of the identifier that pos is in.
func (l *lexer) wordEnd(pos Pos) Pos {
	for int(pos) < len(l.src) {
		switch f := class[l.src[pos]]; {
		case f&isPart != 0:
			pos++
		case f&isBeyond != 0:
			r, n := utf8.DecodeRuneInString(l.src[pos:])
			if !isPartBeyond(r) {
				return pos
			}
			pos += Pos(n)
		default:
			return pos
		}
	}
	return pos
}

// isPartBeyond tells whether an identifier may go on with a character beyond ASCII.
func isPartBeyond(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Pc) }

// beyond reads what begins with a character beyond ASCII: an identifier, a currency
// sign or nothing known.
func (l *lexer) beyond(pos Pos) token {
	r, n := utf8.DecodeRuneInString(l.src[pos:])
	switch {
	case unicode.IsLetter(r):
		return l.word(pos)
	case unicode.Is(unicode.Sc, r):
		return l.money(pos, pos+Pos(n))
	}
	return token{kind: tBad, start: pos, end: pos + Pos(n)}
}

func (l *lexer) variable(pos Pos) token {
	end := l.wordEnd(pos)
	k := tVariable
	if l.byteAt(pos+1) == '@' {
		k = tGlobal
	}
	return token{kind: k, start: pos, end: end}
}

// dollar reads a money constant or a pseudo column such as $action.
func (l *lexer) dollar(pos Pos) token {
	if class[l.byteAt(pos+1)]&isStart != 0 {
		return token{kind: tPseudo, start: pos, end: l.wordEnd(pos + 1)}
	}
	return l.money(pos, pos+1)
}

// money reads the digits after a currency sign; none at all is zero.
func (l *lexer) money(start, pos Pos) token {
	if c := l.byteAt(pos); c == '-' || c == '+' {
		if next := l.byteAt(pos + 1); class[next]&isDigit != 0 || next == '.' {
			pos++
		}
	}
	pos = l.digits(pos)
	if l.byteAt(pos) == '.' {
		pos = l.digits(pos + 1)
	}
	return token{kind: tMoney, start: start, end: pos}
}

func (l *lexer) digits(pos Pos) Pos {
	for class[l.byteAt(pos)]&isDigit != 0 {
		pos++
	}
	return pos
}

// number reads 12, 1.5, .5, 1., 1e3, 1e and 0x1F.
func (l *lexer) number(pos Pos) token {
	t := token{kind: tInt, start: pos}
	if l.src[pos] == '0' && l.byteAt(pos+1)|0x20 == 'x' {
		t.kind, t.end = tBinary, l.hexEnd(pos+2)
		return t
	}
	pos = l.digits(pos)
	if l.byteAt(pos) == '.' {
		t.kind = tNumeric
		pos = l.digits(pos + 1)
	}
	if l.byteAt(pos)|0x20 == 'e' {
		t.kind = tFloat
		pos++
		if c := l.byteAt(pos); c == '+' || c == '-' {
			pos++
		}
		pos = l.digits(pos)
	}
	t.end = pos
	return t
}

// hexEnd is the end of hexadecimal digits; a backslash at the end of a line joins it to
// the next.
func (l *lexer) hexEnd(pos Pos) Pos {
	for {
		switch {
		case class[l.byteAt(pos)]&isHex != 0:
			pos++
		case l.byteAt(pos) == '\\' && lineBreak(l.src[pos+1:]) > 0:
			pos += 1 + Pos(lineBreak(l.src[pos+1:]))
		default:
			return pos
		}
	}
}

// lineBreak is the length of the line break s begins with, or 0.
func lineBreak(s string) int {
	switch {
	case strings.HasPrefix(s, "\r\n"):
		return 2
	case strings.HasPrefix(s, "\n"):
		return 1
	}
	return 0
}

// delimited reads a string or a quoted identifier. open is the opening quote's place,
// quote the closing one, which is doubled to stand for itself.
func (l *lexer) delimited(k kind, start, open Pos, quote byte) token {
	t := token{kind: k, start: start}
	pos := open + 1
	for {
		i := strings.IndexByte(l.src[pos:], quote)
		if i < 0 {
			panic(l.fault(start, 105, "Unclosed quotation mark after the character string '%s'.", l.src[open+1:]))
		}
		pos += Pos(i) + 1
		if l.byteAt(pos) != quote {
			t.end = pos
			return t
		}
		t.escaped = true
		pos++
	}
}

func (l *lexer) operator(pos Pos) token {
	next := l.byteAt(pos + 1)
	one := func(k kind) token { return token{kind: k, start: pos, end: pos + 1} }
	two := func(k kind) token { return token{kind: k, start: pos, end: pos + 2} }
	switch c := l.src[pos]; c {
	case '(':
		return one(tLParen)
	case ')':
		return one(tRParen)
	case '{':
		return one(tLBrace)
	case '}':
		return one(tRBrace)
	case ',':
		return one(tComma)
	case ';':
		return one(tSemicolon)
	case '.':
		return one(tDot)
	case '~':
		return one(tTilde)
	case '=':
		return one(tEq)
	case ':':
		if next == ':' {
			return two(tScope)
		}
		return one(tColon)
	case '<':
		switch next {
		case '=':
			return two(tLe)
		case '>':
			return two(tNe)
		}
		return one(tLt)
	case '>':
		if next == '=' {
			return two(tGe)
		}
		return one(tGt)
	case '!':
		switch next {
		case '=':
			return two(tNe)
		case '<':
			return two(tGe)
		case '>':
			return two(tLe)
		}
	case '+', '-', '*', '/', '%', '&', '|', '^':
		if next == '=' {
			return two(tAssign)
		}
		return one(arithmetic(c))
	}
	return one(tBad)
}

func arithmetic(c byte) kind {
	switch c {
	case '+':
		return tPlus
	case '-':
		return tMinus
	case '*':
		return tStar
	case '/':
		return tSlash
	case '%':
		return tPercent
	case '&':
		return tAmp
	case '|':
		return tPipe
	}
	return tCaret
}

// text is the source of a token.
func (l *lexer) text(t token) string { return l.src[t.start:t.end] }

// name is the identifier or string a token stands for, without quotes.
func (l *lexer) name(t token) string {
	s := l.src[t.start:t.end]
	switch t.kind {
	case tQuoted, tString:
		s = s[1 : len(s)-1]
	case tNString:
		s = s[2 : len(s)-1]
	default:
		return s
	}
	if t.escaped {
		q := l.src[t.end-1 : t.end]
		s = strings.ReplaceAll(s, q+q, q)
	}
	if t.kind != tQuoted && strings.IndexByte(s, '\\') >= 0 {
		s = joinLines.Replace(s)
	}
	return s
}

// joinLines takes out of a constant a backslash at the end of a line and the line break,
// which continue it on the next line.
var joinLines = strings.NewReplacer("\\\r\n", "", "\\\n", "")

// line is the line pos is on, from 1.
func (l *lexer) line(pos Pos) int32 {
	return int32(strings.Count(l.src[:min(int(pos), len(l.src))], "\n")) + 1
}
