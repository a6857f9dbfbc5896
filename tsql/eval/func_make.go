package eval

import (
	"math"
	"strconv"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

func bindReplicate(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.textArg(args, 0, "replicate")
	if err != nil {
		return node{}, err
	}
	n, err := c.bigArg(args, 1)
	if err != nil {
		return node{}, err
	}
	t := maxLength(x.typ)
	return apply2(x, n, t, func(v, n tds.Value) (tds.Value, error) {
		s, k := v.(string), n.(int64)
		switch {
		case k < 0:
			return nil, nil
		case s == "" || k == 0:
			return "", nil
		case t.Size > 0:
			k = min(k, int64(t.Size))
		case k > math.MaxInt32/int64(len(s)):
			return nil, stated(tds.Errorf(701, 17, "There is insufficient system memory in resource pool 'default' to run this query."), 123)
		}
		return fitText(strings.Repeat(s, int(k)), t), nil
	}), nil
}

func bindSpace(c *compiler, _ *tsql.Call, args []node) (node, error) {
	n, err := c.bigArg(args, 0)
	if err != nil {
		return node{}, err
	}
	return apply1(n, tds.TypeVarChar(8000), func(n tds.Value) (tds.Value, error) {
		if n.(int64) < 0 {
			return nil, nil
		}
		return strings.Repeat(" ", int(min(n.(int64), 8000))), nil
	}), nil
}

func bindChar(c *compiler, _ *tsql.Call, args []node) (node, error) {
	n, err := c.bigArg(args, 0)
	if err != nil {
		return node{}, err
	}
	return apply1(n, tds.Type{ID: tds.Char, Size: 1}, func(n tds.Value) (tds.Value, error) {
		if k := n.(int64); k >= 0 && k <= 255 {
			return string(codePageRune(byte(k))), nil
		}
		return nil, nil
	}), nil
}

func bindNChar(c *compiler, _ *tsql.Call, args []node) (node, error) {
	n, err := c.bigArg(args, 0)
	if err != nil {
		return node{}, err
	}
	return apply1(n, tds.Type{ID: tds.NChar, Size: 1}, func(n tds.Value) (tds.Value, error) {
		if k := n.(int64); k >= 0 && k <= 0xFFFF {
			return string(appendUnit(nil, rune(k))), nil
		}
		return nil, nil
	}), nil
}

func bindASCII(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.textArg(args, 0, "ascii")
	if err != nil {
		return node{}, err
	}
	return apply1(x, tds.TypeInt, func(v tds.Value) (tds.Value, error) {
		if v.(string) == "" {
			return nil, nil
		}
		r, _ := nextRune(v.(string))
		b, _ := codePageByte(r)
		return int64(b), nil
	}), nil
}

func bindUnicode(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.textArg(args, 0, "unicode")
	if err != nil {
		return node{}, err
	}
	return apply1(x, tds.TypeInt, func(v tds.Value) (tds.Value, error) {
		if v.(string) == "" {
			return nil, nil
		}
		r, _ := nextRune(v.(string))
		if r >= 0x10000 {
			r = 0xD800 | (r-0x10000)>>10
		}
		return int64(r), nil
	}), nil
}

var quotePairs = map[string][2]string{
	"[": {"[", "]"}, "]": {"[", "]"}, "'": {"'", "'"}, "\"": {"\"", "\""}, "(": {"(", ")"}, ")": {"(", ")"},
	"<": {"<", ">"}, ">": {"<", ">"}, "{": {"{", "}"}, "}": {"{", "}"}, "`": {"`", "`"},
}

// QuoteName is QUOTENAME with brackets.
func QuoteName(s string) string { return "[" + strings.ReplaceAll(s, "]", "]]") + "]" }

func bindQuoteName(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.textArg(args, 0, "quotename")
	if err != nil {
		return node{}, err
	}
	quote := constantNode("[", tds.TypeNVarChar(1))
	if len(args) > 1 {
		if quote, err = c.textArg(args, 1, "quotename"); err != nil {
			return node{}, err
		}
	}
	return apply2(x, quote, tds.TypeNVarChar(258), func(v, q tds.Value) (tds.Value, error) {
		s, mark := v.(string), q.(string)
		if mark == "" {
			mark = "["
		}
		pair, ok := quotePairs[mark[:1]]
		if !ok || textLen(s, true) > 128 {
			return nil, nil
		}
		return pair[0] + strings.ReplaceAll(s, pair[1], pair[1]+pair[1]) + pair[1], nil
	}), nil
}

func bindStr(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.floatArg(args, 0, "str")
	if err != nil {
		return node{}, err
	}
	length, digits := constantNode(int64(10), tds.TypeInt), constantNode(int64(0), tds.TypeInt)
	if len(args) > 1 {
		if length, err = c.intArg(args, 1); err != nil {
			return node{}, err
		}
	}
	if len(args) > 2 {
		if digits, err = c.intArg(args, 2); err != nil {
			return node{}, err
		}
	}
	t := tds.TypeVarChar(8000)
	if n, ok := constantInt(length); ok && n > 0 && n <= 8000 {
		t = tds.TypeVarChar(n)
	}
	return apply3(x, length, digits, t, func(v, l, d tds.Value) (tds.Value, error) {
		return strText(v.(float64), int(l.(int64)), int(d.(int64))), nil
	}), nil
}

func strText(f float64, length, digits int) tds.Value {
	if length <= 0 || length > 8000 || digits < 0 {
		return nil
	}
	digits = min(digits, 16)
	for {
		d, ok := decimalFromFloat(f, uint8(digits))
		s := d.String()
		if !ok {
			s = strconv.FormatFloat(f, 'f', digits, 64)
		}
		if len(s) <= length {
			return strings.Repeat(" ", length-len(s)) + s
		}
		if digits == 0 {
			return strings.Repeat("*", length)
		}
		digits = max(digits-(len(s)-length), 0)
	}
}

// bindConcatAll is CONCAT and, with a separator, CONCAT_WS.
func bindConcatAll(separated bool) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		var err error
		total, wide, whole := 0, false, false
		var merged node
		for i := range args {
			if args[i].typ.ID == tds.NullType {
				args[i] = constantNode(nil, tds.TypeVarChar(1))
			}
			if args[i], err = c.text(args[i]); err != nil {
				return node{}, err
			}
			t := args[i].typ
			wide = wide || t.ID.IsUnicode()
			whole = whole || t.Size == tds.Max
			total += int(t.Size)
			if i == 0 {
				merged = args[0]
			} else if merged.typ.Collation, merged.rank, err = mergeCollations(merged, args[i], "CONCAT"); err != nil {
				return node{}, err
			}
		}
		if separated && !whole {
			total += int(args[0].typ.Size) * max(len(args)-3, 0)
		}
		t := tds.TypeVarChar(min(max(total, 1), 8000))
		if wide {
			t = tds.TypeNVarChar(min(max(total, 1), 4000))
		}
		if whole {
			t.Size = tds.Max
		}
		t.Collation = merged.typ.Collation
		if separated {
			return applyAll(args, t, func(v []tds.Value) (tds.Value, error) { return fitText(joinSeparated(v), t), nil }), nil
		}
		return applyAll(args, t, func(v []tds.Value) (tds.Value, error) {
			out := ""
			if len(v) > 4 {
				var b strings.Builder
				for _, x := range v {
					s, _ := x.(string)
					b.WriteString(s)
				}
				return fitText(b.String(), t), nil
			}
			for _, x := range v {
				s, _ := x.(string)
				out = joinText(out, s)
			}
			return fitText(out, t), nil
		}), nil
	}
}

func joinSeparated(v []tds.Value) string {
	sep, _ := v[0].(string)
	var b strings.Builder
	first := true
	for _, x := range v[1:] {
		s, ok := x.(string)
		if !ok {
			continue
		}
		if !first {
			b.WriteString(sep)
		}
		b.WriteString(s)
		first = false
	}
	return b.String()
}

func bindTranslate(c *compiler, _ *tsql.Call, args []node) (node, error) {
	for i := range args {
		var err error
		if args[i], err = c.textArg(args, i, "translate"); err != nil {
			return node{}, err
		}
	}
	sens, err := searchSens(args[0], args[1], "translate")
	if err != nil {
		return node{}, err
	}
	level := sens & sensitivityMask
	return apply3(args[0], args[1], args[2], maxLength(args[0].typ), func(v, from, to tds.Value) (tds.Value, error) {
		a, b := []rune(from.(string)), []rune(to.(string))
		if len(a) != len(b) {
			return nil, tds.Errorf(9828, 16, "The second and third arguments of the TRANSLATE built-in function must contain an equal number of characters.")
		}
		return mapText(v.(string), func(r rune) rune {
			for i, x := range a {
				if foldRune(x, level) == foldRune(r, level) {
					return b[i]
				}
			}
			return r
		}), nil
	}), nil
}

func bindStringEscape(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.textArg(args, 0, "string_escape")
	if err != nil {
		return node{}, err
	}
	kind, err := c.textArg(args, 1, "string_escape")
	if err != nil {
		return node{}, err
	}
	return apply2(x, kind, maxLength(tds.Type{ID: tds.NVarChar, Size: x.typ.Size}), func(v, k tds.Value) (tds.Value, error) {
		if !equalFold(trimRight(k.(string)), "json") {
			return nil, tds.Errorf(15623, 16, "An invalid value was specified for argument %d.", 2)
		}
		return escapeJSON(v.(string)), nil
	}), nil
}
