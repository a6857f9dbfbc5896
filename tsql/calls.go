package tsql

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Calls are the procedures a text executes by name, in the order of the text: behind EXEC
// and EXECUTE wherever they stand, and at its beginning, where EXEC may be left out. The
// text is not parsed, so a name may be found that is never reached; none is missed but
// those that appear only when the text runs, for which see AppendCalls.
func Calls(src string) []Name {
	names, _ := AppendCalls(nil, src)
	return names
}

// AppendCalls appends to dst what Calls finds. dynamic tells whether the text also executes
// text: EXEC ('...'), EXEC @name, sp_executesql and its like. It allocates nothing but
// what dst needs, and names that have a doubled bracket.
func AppendCalls(dst []Name, src string) (names []Name, dynamic bool) {
	s := callScanner{lexer: lexer{src: src, quoted: true}, names: dst}
	defer func() {
		// A string or comment without end is the parser's to report.
		if r := recover(); r != nil {
			if _, ok := r.(syntaxError); !ok {
				panic(r)
			}
			names, dynamic = s.names, s.dynamic
		}
	}()
	t := s.at(0)
	for t.kind == tSemicolon {
		t = s.at(t.end)
	}
	from := t.start
	if isIdent(t) {
		from = s.call(t.start)
	}
	s.scan(from)
	return s.names, s.dynamic
}

// callScanner looks for the word EXEC by its rarest letter, and reads strings and comments
// only as far as that word occurs.
type callScanner struct {
	lexer
	names   []Name
	dynamic bool
	lower   int // the next x
	upper   int // the next X
}

// pause holds the bytes that begin what may hide the word.
var pause = [256]bool{'\'': true, '"': true, '[': true, '-': true, '/': true}

// scan reads the text behind from.
func (s *callScanner) scan(from Pos) {
	s.lower, s.upper = -1, -1
	i := int(from)
	for {
		x, end := s.next(i)
		if end == 0 {
			return
		}
		for i < x {
			if pause[s.src[i]] {
				i = s.hidden(i)
			}
			i++
		}
		if i == x {
			i = int(s.exec(Pos(end)))
		}
	}
}

// next finds the next EXEC or EXECUTE behind i: the place of its X, and its end, or 0.
func (s *callScanner) next(i int) (x, end int) {
	for i < len(s.src) {
		if s.lower < i {
			s.lower = closing(s.src, i-1, 'x')
		}
		if s.upper < i {
			s.upper = closing(s.src, i-1, 'X')
		}
		x = min(s.lower, s.upper)
		if x == len(s.src) {
			break
		}
		if end := execEnd(s.src, x); end > 0 {
			return x, end
		}
		i = x + 1
	}
	return len(s.src), 0
}

// hidden is the last byte of the string, quoted name or comment that begins at i, or i
// itself.
func (s *callScanner) hidden(i int) int {
	src := s.src
	switch c := src[i]; c {
	case '[':
		return closing(src, i, ']')
	case '-':
		if i+1 < len(src) && src[i+1] == '-' {
			return closing(src, i, '\n')
		}
	case '/':
		if i+1 < len(src) && src[i+1] == '*' {
			return int(s.blockComment(Pos(i))) - 1
		}
	default:
		return closing(src, i, c)
	}
	return i
}

// closing is the place of the next c behind i, or the end of src. A doubled quote ends one
// string and begins another, which comes to the same.
func closing(src string, i int, c byte) int {
	n := strings.IndexByte(src[i+1:], c)
	if n < 0 {
		return len(src)
	}
	return i + 1 + n
}

// execEnd is the end of the word EXEC or EXECUTE with its X at i, or 0.
func execEnd(src string, i int) int {
	if i < 1 || i+2 >= len(src) || src[i-1]|0x20 != 'e' || src[i+1]|0x20 != 'e' || src[i+2]|0x20 != 'c' {
		return 0
	}
	if endsInPart(src[:i-1]) {
		return 0
	}
	end := i + 3
	if len(src) >= end+3 && equalFold(src[end:end+3], "UTE") {
		end += 3
	}
	if end < len(src) && class[src[end]]&isPart != 0 {
		return 0
	}
	return end
}

// endsInPart tells whether src ends in a character that identifiers go on with.
func endsInPart(src string) bool {
	r, _ := utf8.DecodeLastRuneInString(src)
	if r < utf8.RuneSelf {
		return src != "" && class[r]&isPart != 0
	}
	return isPartBeyond(r)
}

// exec reads what stands behind EXEC at pos, and returns where to scan on.
func (s *callScanner) exec(pos Pos) Pos {
	t := s.at(pos)
	if t.kind == tVariable {
		after := s.at(t.end)
		if after.kind != tEq {
			s.dynamic = true
			return t.end
		}
		t = s.at(after.end)
		s.dynamic = s.dynamic || t.kind == tVariable
	}
	switch {
	case t.kind == tLParen:
		s.dynamic = true
	case isIdent(t), t.kind == tDot:
		return s.call(t.start)
	}
	return t.start
}

// call reads the name that begins at pos, and returns its end.
func (s *callScanner) call(pos Pos) Pos {
	var parts [4]string
	n := 0
	name := Name{Span: Span{pos, pos}}
	for n < len(parts) {
		if t := s.at(pos); isIdent(t) {
			parts[n] = s.name(t)
			name.End, pos = t.end, s.skip(t.end)
		}
		n++
		if s.byteAt(pos) != '.' || class[s.byteAt(pos+1)]&isDigit != 0 {
			break
		}
		pos = s.skip(pos + 1)
	}
	if s.byteAt(pos) == ';' {
		s.number(&name, s.skip(pos+1))
	}
	place := [4]*string{&name.Object, &name.Schema, &name.Database, &name.Server}
	for i, part := range parts[:n] {
		*place[n-1-i] = part
	}
	if name.Object != "" {
		s.names = append(s.names, name)
		s.dynamic = s.dynamic || runsText(name.Object)
	}
	return name.End
}

// number reads the n of a procedure's name;n.
func (s *callScanner) number(name *Name, pos Pos) {
	end := s.digits(pos)
	if end == pos {
		return
	}
	if n, err := strconv.ParseInt(s.src[pos:end], 10, 32); err == nil {
		name.Number, name.End = int(n), end
	}
}

// runsText tells whether a system procedure of that name runs text it is given.
func runsText(name string) bool {
	switch len(name) {
	case len("sp_prepare"):
		return equalFold(name, "SP_PREPARE")
	case len("sp_prepexec"):
		return equalFold(name, "SP_PREPEXEC")
	case len("sp_executesql"):
		return equalFold(name, "SP_EXECUTESQL") || equalFold(name, "SP_CURSOROPEN")
	case len("sp_prepexecrpc"):
		return equalFold(name, "SP_PREPEXECRPC")
	case len("sp_cursorprepare"):
		return equalFold(name, "SP_CURSORPREPARE")
	case len("sp_cursorprepexec"):
		return equalFold(name, "SP_CURSORPREPEXEC")
	}
	return false
}
