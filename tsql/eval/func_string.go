package eval

import (
	"math"
	"strings"
	"unicode"

	"msxgate/tds"
	"msxgate/tsql"
)

// maxLength is the length of a string type that may grow: 8000, 4000 or max.
func maxLength(t tds.Type) tds.Type {
	t.Sysname = false
	switch {
	case t.Size == tds.Max:
	case t.ID.IsUnicode():
		t.Size = 4000
	default:
		t.Size = 8000
	}
	return variable(t)
}

// variable is varchar for char, nvarchar for nchar.
func variable(t tds.Type) tds.Type {
	t.Sysname = false
	switch t.ID {
	case tds.Char:
		t.ID = tds.VarChar
	case tds.NChar:
		t.ID = tds.NVarChar
	case tds.Binary:
		t.ID = tds.VarBinary
	}
	return t
}

// lengthType is int, or bigint for (max) types.
func lengthType(t tds.Type) tds.Type {
	if t.Size == tds.Max || isLOB(t.ID) {
		return tds.TypeBigInt
	}
	return tds.TypeInt
}

func bindLen(c *compiler, _ *tsql.Call, args []node) (node, error) {
	t := args[0].typ
	if isLOB(t.ID) || t.ID == tds.XML || t.ID == tds.SQLVariant {
		return node{}, errArgumentType(t, 1, "len")
	}
	x, err := c.text(args[0])
	if err != nil {
		return node{}, err
	}
	wide := x.typ.ID.IsUnicode()
	return apply1(x, lengthType(t), func(v tds.Value) (tds.Value, error) {
		return int64(textLen(trimRight(v.(string)), wide)), nil
	}), nil
}

func bindDataLength(_ *compiler, _ *tsql.Call, args []node) (node, error) {
	x := args[0]
	t := x.typ
	return apply1(x, lengthType(t), func(v tds.Value) (tds.Value, error) { return dataLength(v, t), nil }), nil
}

// dataLength is the number of bytes a value takes.
func dataLength(v tds.Value, t tds.Type) int64 {
	switch x := v.(type) {
	case string:
		if t.ID.IsUnicode() {
			return int64(2 * textLen(x, true))
		}
		return int64(textLen(x, false))
	case []byte:
		return int64(len(x))
	case tds.Variant:
		return dataLength(x.Value, x.Type)
	}
	switch t.ID {
	case tds.Bit, tds.TinyInt:
		return 1
	case tds.SmallInt:
		return 2
	case tds.Int, tds.Real, tds.SmallMoney, tds.SmallDateTime:
		return 4
	case tds.UniqueIdentifier:
		return 16
	case tds.DecimalType, tds.NumericType:
		switch {
		case t.Prec <= 9:
			return 5
		case t.Prec <= 19:
			return 9
		case t.Prec <= 28:
			return 13
		}
		return 17
	case tds.Date:
		return 3
	case tds.Time, tds.DateTime2, tds.DateTimeOffset:
		n := int64(5)
		switch {
		case t.Scale <= 2:
			n = 3
		case t.Scale <= 4:
			n = 4
		}
		switch t.ID {
		case tds.DateTime2:
			n += 3
		case tds.DateTimeOffset:
			n += 5
		}
		return n
	}
	return 8
}

// ---- parts

// sliceArg is the first argument of SUBSTRING, LEFT, RIGHT: a string or a byte string.
func (c *compiler) sliceArg(args []node, function string) (node, error) {
	t := args[0].typ
	switch {
	case isString(t.ID), isByteString(t.ID):
		return args[0], nil
	case t.ID == tds.Image:
		return c.convert(args[0], tds.TypeVarBinary(tds.Max), nil)
	case t.ID == tds.Text, t.ID == tds.NText, t.ID == tds.NullType:
		return c.text(args[0])
	case function == "substring", t.ID == tds.SQLVariant, t.ID == tds.XML:
		return node{}, errArgumentType(t, 1, function)
	}
	return c.text(args[0])
}

// sized is a type cut to a constant length.
func sized(t tds.Type, length node) tds.Type {
	t = variable(t)
	if n, ok := constantInt(length); ok && n >= 0 && (t.Size == tds.Max || int32(n) < t.Size) {
		if t.Size != tds.Max {
			t.Size = int32(max(n, 1))
		}
	}
	return t
}

// sliceValue is n units from start (0-based) of a string or byte string.
func sliceValue(v tds.Value, start, n int, wide bool) tds.Value {
	if b, ok := v.([]byte); ok {
		start = min(start, len(b))
		return b[start:min(start+min(n, len(b)), len(b))]
	}
	return textSlice(v.(string), start, n, wide)
}

func bindSubstring(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.sliceArg(args, "substring")
	if err != nil {
		return node{}, err
	}
	start, err := c.bigArg(args, 1)
	if err != nil {
		return node{}, err
	}
	length, err := c.bigArg(args, 2)
	if err != nil {
		return node{}, err
	}
	wide := x.typ.ID.IsUnicode()
	return apply3(x, start, length, sized(x.typ, length), func(v, s, l tds.Value) (tds.Value, error) {
		from, n := s.(int64), l.(int64)
		if n < 0 {
			return nil, errBadLength("SUBSTRING")
		}
		if from < 1 {
			n = max(n+from-1, 0)
			from = 1
		}
		return sliceValue(v, int(min(from-1, math.MaxInt32)), int(min(n, math.MaxInt32)), wide), nil
	}), nil
}

func bindLeft(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.sliceArg(args, "left")
	if err != nil {
		return node{}, err
	}
	n, err := c.bigArg(args, 1)
	if err != nil {
		return node{}, err
	}
	wide := x.typ.ID.IsUnicode()
	return apply2(x, n, sized(x.typ, n), func(v, n tds.Value) (tds.Value, error) {
		if n.(int64) < 0 {
			return nil, errBadLength("LEFT")
		}
		return sliceValue(v, 0, int(min(n.(int64), math.MaxInt32)), wide), nil
	}), nil
}

func bindRight(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.sliceArg(args, "right")
	if err != nil {
		return node{}, err
	}
	n, err := c.bigArg(args, 1)
	if err != nil {
		return node{}, err
	}
	wide := x.typ.ID.IsUnicode()
	return apply2(x, n, sized(x.typ, n), func(v, n tds.Value) (tds.Value, error) {
		if n.(int64) < 0 {
			return nil, errBadLength("RIGHT")
		}
		have := 0
		if b, ok := v.([]byte); ok {
			have = len(b)
		} else {
			have = textLen(v.(string), wide)
		}
		want := int(min(n.(int64), int64(have)))
		return sliceValue(v, have-want, want, wide), nil
	}), nil
}

// bindText makes a function of one string whose type it keeps.
func bindText(body func(s string) string) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		x, err := c.textArg(args, 0, call.Name.Object)
		if err != nil {
			return node{}, err
		}
		return apply1(x, variable(x.typ), func(v tds.Value) (tds.Value, error) { return body(v.(string)), nil }), nil
	}
}

func upper(s string) string { return mapText(s, unicode.ToUpper) }

func lower(s string) string { return mapText(s, unicode.ToLower) }

// mapText maps rune by rune, as Windows does: lengths stay, surrogates too.
func mapText(s string, f func(rune) rune) string {
	for i := 0; i < len(s); {
		r, size := nextRune(s[i:])
		if f(r) == r {
			i += size
			continue
		}
		b := append(make([]byte, 0, len(s)+4), s[:i]...)
		for i < len(s) {
			r, size := nextRune(s[i:])
			b = appendUnit(b, f(r))
			i += size
		}
		return string(b)
	}
	return s
}

func reverse(s string) string {
	b := make([]byte, len(s))
	at := len(s)
	for i := 0; i < len(s); {
		_, size := nextRune(s[i:])
		at -= size
		copy(b[at:], s[i:i+size])
		i += size
	}
	return string(b)
}

// ---- trimming

func bindTrim(left, right bool) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		x, err := c.textArg(args, 0, call.Name.Object)
		if err != nil {
			return node{}, err
		}
		set := constantNode(" ", tds.TypeVarChar(1))
		if len(args) > 1 {
			if set, err = c.textArg(args, 1, call.Name.Object); err != nil {
				return node{}, err
			}
		}
		return apply2(x, set, variable(x.typ), func(v, set tds.Value) (tds.Value, error) {
			s, cut := v.(string), set.(string)
			if left {
				s = strings.TrimLeft(s, cut)
			}
			if right {
				s = strings.TrimRight(s, cut)
			}
			return s, nil
		}), nil
	}
}
