package eval

import (
	"math"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// foundAt is the byte offset and length of the first occurrence of find in s, by a collation; -1 when
// there is none.
func foundAt(s, find string, sens sensitivity) (int, int) {
	level := sens & sensitivityMask
	if level == codePointSensitive {
		return strings.Index(s, find), len(find)
	}
	first, firstSize := nextRune(find)
	first = foldRune(first, level)
	for i := 0; i < len(s); {
		r, size := nextRune(s[i:])
		if foldRune(r, level) == first {
			if n := foldedPrefix(s[i+size:], find[firstSize:], level); n >= 0 {
				return i, size + n
			}
		}
		i += size
	}
	return -1, 0
}

// foldedPrefix is the length of the beginning of s that equals find, or -1.
func foldedPrefix(s, find string, level sensitivity) int {
	i, k := 0, 0
	for k < len(find) {
		if i >= len(s) {
			return -1
		}
		a, n := nextRune(s[i:])
		b, m := nextRune(find[k:])
		if a != b && foldRune(a, level) != foldRune(b, level) {
			return -1
		}
		i += n
		k += m
	}
	return i
}

// searchSens is how a function that searches one string for another compares.
func searchSens(x, y node, function string) (sensitivity, error) {
	t := x.typ
	var err error
	t.Collation, _, err = mergeCollations(x, y, function)
	return sensitivityOf(t), err
}

func bindCharIndex(c *compiler, _ *tsql.Call, args []node) (node, error) {
	find, err := c.textArg(args, 0, "charindex")
	if err != nil {
		return node{}, err
	}
	in, err := c.textArg(args, 1, "charindex")
	if err != nil {
		return node{}, err
	}
	start := constantNode(int64(1), tds.TypeBigInt)
	if len(args) > 2 {
		if start, err = c.bigArg(args, 2); err != nil {
			return node{}, err
		}
	}
	sens, err := searchSens(in, find, "charindex")
	if err != nil {
		return node{}, err
	}
	wide := in.typ.ID.IsUnicode()
	return apply3(find, in, start, lengthType(in.typ), func(f, v, from tds.Value) (tds.Value, error) {
		s, find := v.(string), f.(string)
		skip := int(min(max(from.(int64), 1)-1, math.MaxInt32))
		if find == "" {
			return int64(0), nil
		}
		offset, _ := textOffset(s, skip, wide)
		at, _ := foundAt(s[offset:], find, sens)
		if at < 0 {
			return int64(0), nil
		}
		return int64(textLen(s[:offset+at], wide) + 1), nil
	}), nil
}

func bindPatIndex(c *compiler, _ *tsql.Call, args []node) (node, error) {
	pattern, err := c.textArg(args, 0, "patindex")
	if err != nil {
		return node{}, err
	}
	in, err := c.textArg(args, 1, "patindex")
	if err != nil {
		return node{}, err
	}
	sens, err := searchSens(in, pattern, "patindex")
	if err != nil {
		return node{}, err
	}
	wide := in.typ.ID.IsUnicode()
	cache := new(likeCache)
	return apply2(pattern, in, lengthType(in.typ), func(p, v tds.Value) (tds.Value, error) {
		s := v.(string)
		at := cache.get(p.(string), -1, sens).index(s, !wide)
		if at < 0 {
			return int64(0), nil
		}
		return int64(textLen(s[:at], wide) + 1), nil
	}), nil
}

// index is the byte offset of the first match of a PATINDEX pattern, or -1. The offset is that of what
// follows a leading %.
func (p *likePattern) index(s string, blanks bool) int {
	if p.broken {
		return -1
	}
	if len(p.tokens) == 0 || p.tokens[0].kind != likeMany {
		if p.run(s, true, blanks) >= 0 {
			return 0
		}
		return -1
	}
	rest := likePattern{tokens: p.tokens[1:], level: p.level}
	for i := 0; ; {
		if rest.run(s[i:], true, blanks) >= 0 {
			return i
		}
		if i >= len(s) {
			return -1
		}
		_, size := nextRune(s[i:])
		i += size
	}
}

func bindReplace(c *compiler, _ *tsql.Call, args []node) (node, error) {
	for i := range args {
		var err error
		if args[i], err = c.textArg(args, i, "replace"); err != nil {
			return node{}, err
		}
	}
	t := maxLength(args[0].typ)
	if args[1].typ.ID.IsUnicode() || args[2].typ.ID.IsUnicode() {
		t.ID = tds.NVarChar
		t = maxLength(t)
	}
	if args[1].typ.Size == tds.Max || args[2].typ.Size == tds.Max {
		t.Size = tds.Max
	}
	sens, err := searchSens(args[0], args[1], "replace")
	if err != nil {
		return node{}, err
	}
	return apply3(args[0], args[1], args[2], t, func(v, find, with tds.Value) (tds.Value, error) {
		return fitText(replaceText(v.(string), find.(string), with.(string), sens), t), nil
	}), nil
}

func replaceText(s, find, with string, sens sensitivity) string {
	if find == "" {
		return s
	}
	var b strings.Builder
	for {
		at, n := foundAt(s, find, sens)
		if at < 0 {
			break
		}
		b.WriteString(s[:at])
		b.WriteString(with)
		s = s[at+n:]
	}
	if b.Len() == 0 && with != "" {
		return s
	}
	b.WriteString(s)
	return b.String()
}

func bindStuff(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.sliceArg(args, "stuff")
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
	with := args[3]
	if with.typ.ID == tds.NullType {
		with = constantNode(nil, variable(x.typ))
	} else if !isByteString(x.typ.ID) {
		if with, err = c.textArg(args, 3, "stuff"); err != nil {
			return node{}, err
		}
	} else if with, err = c.convert(with, tds.TypeVarBinary(8000), nil); err != nil {
		return node{}, err
	}
	o, err := bindArithmetic(tsql.OpAdd, node{typ: variable(x.typ)}, node{typ: variable(with.typ)})
	if err != nil {
		return node{}, err
	}
	if o.result.Collation, _, err = mergeCollations(x, with, "stuff"); err != nil {
		return node{}, err
	}
	wide := x.typ.ID.IsUnicode()
	return applyAll([]node{x, start, length, with}, o.result, func(v []tds.Value) (tds.Value, error) {
		if v[0] == nil || v[1] == nil || v[2] == nil {
			return nil, nil
		}
		return stuffValue(v[0], v[3], int(v[1].(int64)), int(min(v[2].(int64), math.MaxInt32)), wide), nil
	}), nil
}

func stuffValue(v, with tds.Value, start, n int, wide bool) tds.Value {
	if b, ok := v.([]byte); ok {
		if start < 1 || start > len(b) || n < 0 {
			return nil
		}
		w, _ := with.([]byte)
		end := min(start-1+n, len(b))
		r := append(make([]byte, 0, len(b)+len(w)), b[:start-1]...)
		return append(append(r, w...), b[end:]...)
	}
	s := v.(string)
	have := textLen(s, wide)
	if start < 1 || start > have || n < 0 {
		return nil
	}
	w, _ := with.(string)
	n = min(n, have-start+1)
	return joinText(joinText(textSlice(s, 0, start-1, wide), w), textSlice(s, start-1+n, have, wide))
}
