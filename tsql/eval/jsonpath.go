package eval

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"msxgate/tds"
)

// JSONPath is a path of JSON_VALUE, OPENJSON and their kin.
type JSONPath struct {
	Strict bool
	Append bool // of JSON_MODIFY
	Steps  []JSONStep
}

// JSONStep is .key, or [index] when Index is not negative.
type JSONStep struct {
	Key   string
	Index int
}

// ParseJSONPath reads [append] [lax|strict] $.a."b c"[0]: 13607.
func ParseJSONPath(s string) (*JSONPath, error) {
	p := &JSONPath{}
	j := jsonScanner{s: s}
	bad := func() error {
		at := "."
		if j.i < len(s) {
			at = string(s[j.i])
		}
		return stated(tds.Errorf(13607, 16, "JSON path is not properly formatted. Unexpected character '%s' is found at position %d.", at, j.i), 4)
	}
	for {
		j.blanks()
		if strings.HasPrefix(s[j.i:], "append ") && !p.Append {
			p.Append = true
			j.i += 7
			continue
		}
		if strings.HasPrefix(s[j.i:], "lax ") {
			j.i += 4
		} else if strings.HasPrefix(s[j.i:], "strict ") {
			p.Strict = true
			j.i += 7
		}
		break
	}
	j.blanks()
	if j.peek() != '$' {
		return nil, bad()
	}
	j.i++
	for j.i < len(s) {
		switch j.peek() {
		case '.':
			j.i++
			key, ok := j.pathKey()
			if !ok {
				return nil, bad()
			}
			p.Steps = append(p.Steps, JSONStep{Key: key, Index: -1})
		case '[':
			j.i++
			start := j.i
			for isDigit(j.peek()) {
				j.i++
			}
			n, err := strconv.Atoi(s[start:j.i])
			if err != nil || j.peek() != ']' {
				return nil, bad()
			}
			j.i++
			p.Steps = append(p.Steps, JSONStep{Index: n})
		case ' ':
			j.i++
		default:
			return nil, bad()
		}
	}
	return p, nil
}

func (j *jsonScanner) pathKey() (string, bool) {
	if j.peek() == '"' {
		key, err := j.str()
		return key, err == nil
	}
	start := j.i
	for j.i < len(j.s) {
		if c := j.s[j.i]; !isAlpha(c) && !isDigit(c) && c != '_' && c != '$' && c < utf8.RuneSelf {
			break
		}
		j.i++
	}
	return j.s[start:j.i], j.i > start
}

// FindJSON is the text of the value at a path and its offset; found is false when there is none. A fault of
// the text before the value is found is 13609.
func FindJSON(s string, p *JSONPath) (raw string, at int, found bool, err error) {
	j := jsonScanner{s: s}
	j.blanks()
	if c := j.peek(); c != '{' && c != '[' {
		return "", 0, false, j.fault()
	}
	for _, step := range p.Steps {
		j.blanks()
		found = false
		take := func(start int) bool {
			found = true
			j.i = start
			return false
		}
		switch {
		case j.peek() == '{' && step.Index < 0:
			err = j.object(0, func(key, _ string, start int) bool {
				return key != step.Key || take(start)
			})
		case j.peek() == '[' && step.Index >= 0:
			err = j.array(0, func(index int, _ string, start int) bool {
				return index != step.Index || take(start)
			})
		default:
			_, err = j.value(0)
		}
		if err != nil || !found {
			return "", 0, false, err
		}
	}
	j.blanks()
	at = j.i
	raw, err = j.value(0)
	return raw, at, err == nil, err
}

// JSONEntries lists the keys and values of an object, or the indexes and values of an array, as OPENJSON
// does. Values are raw texts.
func JSONEntries(raw string) (keys, values []string, err error) {
	j := jsonScanner{s: raw}
	j.blanks()
	switch j.peek() {
	case '{':
		err = j.object(0, func(key, raw string, _ int) bool {
			keys, values = append(keys, key), append(values, raw)
			return true
		})
	case '[':
		err = j.array(0, func(index int, raw string, _ int) bool {
			keys, values = append(keys, strconv.Itoa(index)), append(values, raw)
			return true
		})
	default:
		err = j.fault()
	}
	return keys, values, err
}

// JSONText is the SQL value of a raw scalar: the string without quotes, NULL for null; kind is OPENJSON's
// type, 0 to 5.
func JSONText(raw string) (v tds.Value, kind int) {
	switch raw[0] {
	case 'n':
		return nil, 0
	case '"':
		j := jsonScanner{s: raw}
		s, _ := j.str()
		return s, 1
	case 't', 'f':
		return raw, 3
	case '[':
		return raw, 4
	case '{':
		return raw, 5
	}
	return raw, 2
}
