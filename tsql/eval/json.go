package eval

import (
	"strconv"
	"strings"

	"msxgate/tds"
)

// escapeJSON escapes a string as STRING_ESCAPE and the JSON constructors do: the solidus too.
func escapeJSON(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"', '\\', '/':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '\b':
			b.WriteString(`\b`)
		case '\f':
			b.WriteString(`\f`)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			if c < 0x20 {
				b.WriteString(`\u00` + string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15]))
				continue
			}
			b.WriteByte(c)
		}
	}
	return b.String()
}

// jsonScanner walks a JSON text without building a tree.
type jsonScanner struct {
	s string
	i int
}

func (j *jsonScanner) blanks() {
	for j.i < len(j.s) && strings.IndexByte(" \t\r\n", j.s[j.i]) >= 0 {
		j.i++
	}
}

func (j *jsonScanner) peek() byte {
	if j.i < len(j.s) {
		return j.s[j.i]
	}
	return 0
}

// fault is 13609 at the place where the scanner stands.
func (j *jsonScanner) fault() error {
	at := "."
	if j.i < len(j.s) {
		r, _ := nextRune(j.s[j.i:])
		at = string(r)
	}
	return stated(tds.Errorf(13609, 16, "JSON text is not properly formatted. Unexpected character '%s' is found at position %d.", at, textLen(j.s[:min(j.i, len(j.s))], true)), 4)
}

// value skips a value and is its text.
func (j *jsonScanner) value(depth int) (string, error) {
	if depth > 128 {
		return "", tds.Errorf(13617, 16, "Nesting level exceeds the maximum supported depth of JSON text.")
	}
	j.blanks()
	start := j.i
	var err error
	switch c := j.peek(); {
	case c == '{':
		err = j.object(depth, nil)
	case c == '[':
		err = j.array(depth, nil)
	case c == '"':
		_, err = j.str()
	case c == '-' || isDigit(c):
		err = j.number()
	default:
		err = j.word()
	}
	return j.s[start:j.i], err
}

func (j *jsonScanner) word() error {
	for _, w := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(j.s[j.i:], w) {
			j.i += len(w)
			return nil
		}
	}
	return j.fault()
}

func (j *jsonScanner) number() error {
	if j.peek() == '-' {
		j.i++
	}
	digits := func() bool {
		start := j.i
		for isDigit(j.peek()) {
			j.i++
		}
		return j.i > start
	}
	if j.peek() == '0' {
		j.i++
	} else if !digits() {
		return j.fault()
	}
	if j.peek() == '.' {
		j.i++
		if !digits() {
			return j.fault()
		}
	}
	if c := j.peek(); c == 'e' || c == 'E' {
		j.i++
		if c := j.peek(); c == '+' || c == '-' {
			j.i++
		}
		if !digits() {
			return j.fault()
		}
	}
	return nil
}

// str reads a string and is its value.
func (j *jsonScanner) str() (string, error) {
	if j.peek() != '"' {
		return "", j.fault()
	}
	j.i++
	start := j.i
	var b []byte
	escaped := false
	for j.i < len(j.s) {
		switch c := j.s[j.i]; {
		case c == '"':
			s := j.s[start:j.i]
			j.i++
			if escaped {
				return string(b), nil
			}
			return s, nil
		case c == '\\':
			if !escaped {
				escaped = true
				b = append(b, j.s[start:j.i]...)
			}
			r, err := j.escape()
			if err != nil {
				return "", err
			}
			b = appendUnit(b, r)
		case c < 0x20:
			return "", j.fault()
		default:
			if escaped {
				b = append(b, c)
			}
			j.i++
		}
	}
	return "", j.fault()
}

func (j *jsonScanner) escape() (rune, error) {
	j.i++
	c := j.peek()
	if i := strings.IndexByte(`"\/bfnrt`, c); c != 0 && i >= 0 {
		j.i++
		return rune("\"\\/\b\f\n\r\t"[i]), nil
	}
	if c != 'u' {
		return 0, j.fault()
	}
	unit := func() (rune, bool) {
		if j.i+5 > len(j.s) {
			return 0, false
		}
		n, err := strconv.ParseUint(j.s[j.i+1:j.i+5], 16, 16)
		j.i += 5
		return rune(n), err == nil
	}
	r, ok := unit()
	if !ok {
		return 0, j.fault()
	}
	if r >= 0xD800 && r < 0xDC00 && strings.HasPrefix(j.s[j.i:], `\u`) {
		save := j.i
		j.i++
		if lo, ok := unit(); ok && lo >= 0xDC00 && lo < 0xE000 {
			return 0x10000 + (r-0xD800)<<10 + (lo - 0xDC00), nil
		}
		j.i = save
	}
	return r, nil
}

// object walks an object; visit may end the walk by returning false after it has taken the value.
func (j *jsonScanner) object(depth int, visit func(key, raw string, start int) bool) error {
	j.i++
	j.blanks()
	if j.peek() == '}' {
		j.i++
		return nil
	}
	for {
		j.blanks()
		key, err := j.str()
		if err != nil {
			return err
		}
		j.blanks()
		if j.peek() != ':' {
			return j.fault()
		}
		j.i++
		j.blanks()
		start := j.i
		raw, err := j.value(depth + 1)
		if err != nil {
			return err
		}
		if visit != nil && !visit(key, raw, start) {
			return nil
		}
		j.blanks()
		switch j.peek() {
		case ',':
			j.i++
		case '}':
			j.i++
			return nil
		default:
			return j.fault()
		}
	}
}

func (j *jsonScanner) array(depth int, visit func(index int, raw string, start int) bool) error {
	j.i++
	j.blanks()
	if j.peek() == ']' {
		j.i++
		return nil
	}
	for index := 0; ; index++ {
		j.blanks()
		start := j.i
		raw, err := j.value(depth + 1)
		if err != nil {
			return err
		}
		if visit != nil && !visit(index, raw, start) {
			return nil
		}
		j.blanks()
		switch j.peek() {
		case ',':
			j.i++
		case ']':
			j.i++
			return nil
		default:
			return j.fault()
		}
	}
}

// checkJSON reads a whole text: an object or an array, and anything when scalars are allowed.
func checkJSON(s string, scalars bool) error {
	j := jsonScanner{s: s}
	j.blanks()
	if c := j.peek(); !scalars && c != '{' && c != '[' {
		return j.fault()
	}
	if _, err := j.value(0); err != nil {
		return err
	}
	j.blanks()
	if j.i < len(s) {
		return j.fault()
	}
	return nil
}
