package eval

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

func bindParseName(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.textArg(args, 0, "parsename")
	if err != nil {
		return node{}, err
	}
	part, err := c.intArg(args, 1)
	if err != nil {
		return node{}, err
	}
	return apply2(x, part, tds.TypeNVarChar(128), func(v, n tds.Value) (tds.Value, error) {
		parts, ok := SplitName(v.(string))
		k := int(n.(int64))
		if !ok || k < 1 || k > len(parts) || parts[len(parts)-k] == "" {
			return nil, nil
		}
		return parts[len(parts)-k], nil
	}), nil
}

// SplitName takes a name of up to four parts apart, quotes and brackets removed: what PARSENAME and
// OBJECT_ID read. ok is false when it is no name.
func SplitName(s string) (parts []string, ok bool) {
	s = strings.TrimSpace(s)
	for {
		part, rest, ok := namePart(s)
		if !ok {
			return nil, false
		}
		parts = append(parts, part)
		if rest == "" {
			break
		}
		s = rest[1:]
	}
	return parts, len(parts) <= 4
}

// namePart reads one part; rest is empty or begins with a point.
func namePart(s string) (part, rest string, ok bool) {
	s = strings.TrimLeft(s, " ")
	if s == "" || s[0] != '[' && s[0] != '"' {
		i := strings.IndexByte(s, '.')
		if i < 0 {
			i = len(s)
		}
		part = strings.TrimRight(s[:i], " ")
		return part, s[i:], !strings.ContainsAny(part, "[]\"") && textLen(part, true) <= 128
	}
	closing := s[0]
	if closing == '[' {
		closing = ']'
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != closing {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == closing {
			b.WriteByte(closing)
			i++
			continue
		}
		rest = strings.TrimLeft(s[i+1:], " ")
		return b.String(), rest, rest == "" || rest[0] == '.'
	}
	return "", "", false
}
