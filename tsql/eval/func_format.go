package eval

import (
	"math"
	"strconv"
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

// bindFormat is FORMAT: the standard and custom patterns of .NET, month and day names in English.
func bindFormat(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x := args[0]
	if !x.typ.ID.IsNumeric() && !x.typ.ID.IsTime() && x.typ.ID != tds.NullType || x.typ.ID == tds.Bit {
		return node{}, errArgumentType(x.typ, 1, "format")
	}
	pattern, err := c.textArg(args, 1, "format")
	if err != nil {
		return node{}, err
	}
	name := sessionCulture()
	if len(args) > 2 {
		if name, err = c.textArg(args, 2, "format"); err != nil {
			return node{}, err
		}
	}
	from := x.typ
	return apply3(x, pattern, name, tds.TypeNVarChar(4000), func(v, p, name tds.Value) (tds.Value, error) {
		cul, ok := lookupCulture(name.(string))
		if !ok {
			return nil, errCulture(name.(string))
		}
		if t, ok := v.(time.Time); ok {
			return formatTime(t, from, p.(string), &cul), nil
		}
		return formatNumber(v, from, p.(string), &cul), nil
	}), nil
}

// ---- numbers

func formatNumber(v tds.Value, t tds.Type, pattern string, cul *culture) tds.Value {
	if pattern == "" {
		pattern = "G"
	}
	d, ok := exactOf(v)
	letter := pattern[0] &^ 0x20
	digits := -1
	if isAlpha(pattern[0]) && len(pattern) <= 3 {
		if len(pattern) > 1 {
			n, err := strconv.Atoi(pattern[1:])
			if err != nil {
				return nil
			}
			digits = n
		}
		if strings.IndexByte("CDEFGNPRX", letter) < 0 {
			return nil
		}
		return standardNumber(v, d, t, pattern[0], digits, cul, ok)
	}
	if !ok {
		return nil
	}
	return customNumber(d, pattern, cul)
}

// exactOf is a number as a decimal; ok is false when it is too large.
func exactOf(v tds.Value) (tds.Decimal, bool) {
	switch x := v.(type) {
	case int64:
		return tds.DecimalOf(x), true
	case tds.Decimal:
		return x, true
	case tds.Money:
		return x.Decimal(), true
	case float64:
		s := strconv.FormatFloat(x, 'f', -1, 64)
		_, frac, _ := strings.Cut(s, ".")
		return decimalFromFloat(x, uint8(min(len(frac), 15)))
	}
	return tds.Decimal{}, false
}

// fixed prints with a number of digits after the point, separators of the culture, grouped or not. The sign
// is apart.
func fixed(d tds.Decimal, digits int, group bool, cul *culture) (string, bool) {
	r, ok := rescale(d, uint8(min(digits, 30)))
	if !ok {
		r = d
	}
	neg := r.Neg
	r.Neg = false
	s := r.String()
	whole, frac, point := strings.Cut(s, ".")
	if group {
		whole = groupThousands(whole, cul.group)
	}
	if point {
		whole += string(cul.point) + frac
	}
	return whole, neg
}

func standardNumber(v tds.Value, d tds.Decimal, t tds.Type, letter byte, digits int, cul *culture, exact bool) tds.Value {
	signed := func(s string, neg bool) tds.Value { return pick(neg, "-", "") + s }
	whole := t.ID.IsInteger()
	upper := letter &^ 0x20
	if !exact && upper != 'E' && upper != 'G' && upper != 'R' {
		return nil
	}
	switch upper {
	case 'C':
		s, neg := fixed(d, orDigits(digits, 2), true, cul)
		if cul.trailing {
			return signed(s+" "+cul.currency, neg)
		}
		if cul.currency == "$" && neg {
			return "-$" + s
		}
		return signed(cul.currency+s, neg)
	case 'D', 'X':
		if !whole {
			return nil
		}
		n := v.(int64)
		if upper == 'X' {
			s := strconv.FormatUint(hexBits(n, t), 16)
			if letter == 'X' {
				s = strings.ToUpper(s)
			}
			return strings.Repeat("0", max(digits-len(s), 0)) + s
		}
		s := strconv.FormatUint(magnitude(n), 10)
		return signed(strings.Repeat("0", max(digits-len(s), 0))+s, n < 0)
	case 'F':
		return signed(fixed(d, orDigits(digits, 2), false, cul))
	case 'N':
		return signed(fixed(d, orDigits(digits, 2), true, cul))
	case 'P':
		p, ok := mulDecimals(d, tds.DecimalOf(100), d.Scale)
		if !ok {
			return nil
		}
		s, neg := fixed(p, orDigits(digits, 2), true, cul)
		return signed(s+pick(cul.trailing, " %", "%"), neg)
	case 'E':
		s := strconv.FormatFloat(floatOf(v), 'e', orDigits(digits, 6), 64)
		s = wideExponent(s)
		if letter == 'E' {
			s = strings.ToUpper(s)
		}
		return strings.Replace(s, ".", string(cul.point), 1)
	}
	if f, ok := v.(float64); ok {
		s := strconv.FormatFloat(f, 'G', orDigits(digits, -1), 64)
		return strings.Replace(s, ".", string(cul.point), 1)
	}
	return strings.Replace(Format(v, t), ".", string(cul.point), 1)
}

func orDigits(digits, other int) int {
	if digits < 0 {
		return other
	}
	return digits
}

func floatOf(v tds.Value) float64 {
	f, err := toFloat(v, TypeOf(v), tds.TypeFloat)
	if err != nil {
		return math.NaN()
	}
	return f.(float64)
}

func hexBits(n int64, t tds.Type) uint64 {
	switch t.ID {
	case tds.TinyInt:
		return uint64(uint8(n))
	case tds.SmallInt:
		return uint64(uint16(n))
	case tds.Int:
		return uint64(uint32(n))
	}
	return uint64(n)
}

// sections splits a custom pattern at semicolons outside quotes.
func sections(pattern string) []string {
	var out []string
	start, quote := 0, byte(0)
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == ';':
			out = append(out, pattern[start:i])
			start = i + 1
		}
	}
	return append(out, pattern[start:])
}

// customNumber formats by a pattern of 0 # . , % and literals.
func customNumber(d tds.Decimal, pattern string, cul *culture) tds.Value {
	parts := sections(pattern)
	section, sign := parts[0], ""
	switch {
	case d.IsZero() && len(parts) > 2:
		section = parts[2]
	case d.Neg && len(parts) > 1 && parts[1] != "":
		section = parts[1]
	case d.Neg:
		sign = "-"
	}
	spec := readNumberPattern(section)
	d.Neg = false
	for range spec.percent {
		d, _ = mulDecimals(d, tds.DecimalOf(100), d.Scale)
	}
	if spec.thousands > 0 {
		d.Scale += uint8(3 * spec.thousands)
	}
	r, ok := rescale(d, uint8(spec.decimals))
	if !ok {
		return nil
	}
	if r.IsZero() && sign != "" {
		sign = ""
	}
	whole, frac, _ := strings.Cut(r.String(), ".")
	whole = strings.TrimLeft(whole, "0")
	whole = strings.Repeat("0", max(spec.minWhole-len(whole), 0)) + whole
	for len(frac) > spec.minDecimals && strings.HasSuffix(frac, "0") {
		frac = frac[:len(frac)-1]
	}
	return sign + spec.write(section, whole, frac, cul)
}

// numberPattern is what a custom number pattern asks for.
type numberPattern struct {
	minWhole, wholePlaces      int
	minDecimals, decimals      int
	percent, thousands         int
	grouped                    bool
	firstPlace, wholeEnd, last int // offsets of the placeholders
}

func readNumberPattern(s string) numberPattern {
	p := numberPattern{firstPlace: -1}
	point, commas := false, 0
	walkPattern(s, func(i int, c byte) {
		switch c {
		case '0', '#':
			if p.firstPlace < 0 {
				p.firstPlace = i
			}
			p.last = i
			if point {
				p.decimals++
				if c == '0' {
					p.minDecimals = p.decimals
				}
				return
			}
			if commas > 0 {
				p.grouped = true
				commas = 0
			}
			p.wholePlaces++
			if c == '0' || p.minWhole > 0 {
				p.minWhole++
			}
			p.wholeEnd = i
		case ',':
			if !point && p.firstPlace >= 0 {
				commas++
			}
		case '.':
			point = true
		case '%':
			p.percent++
		}
	})
	p.thousands = commas
	return p
}

// walkPattern calls visit for each character of a pattern that is no literal.
func walkPattern(s string, visit func(i int, c byte)) {
	quote := byte(0)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		default:
			visit(i, c)
		}
	}
}

// write puts the digits into the places of the pattern. Digits that exceed the places go to the first one.
func (p *numberPattern) write(s, whole, frac string, cul *culture) string {
	var b strings.Builder
	left := p.wholePlaces
	next, point := 0, false
	digit := func() {
		if p.grouped && next > 0 && (len(whole)-next)%3 == 0 {
			b.WriteByte(cul.group)
		}
		b.WriteByte(whole[next])
		next++
	}
	quote := byte(0)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case quote != 0:
			if c == quote {
				quote = 0
			} else {
				b.WriteByte(c)
			}
		case c == '\'' || c == '"':
			quote = c
		case (c == '0' || c == '#') && !point:
			for next < len(whole) && len(whole)-next >= left {
				digit()
				if len(whole)-next < left {
					break
				}
			}
			left--
		case c == '0' || c == '#':
			if frac != "" {
				b.WriteByte(frac[0])
				frac = frac[1:]
			}
		case c == '.' && !point:
			for next < len(whole) {
				digit()
			}
			point = true
			if frac != "" {
				b.WriteByte(cul.point)
			}
		case c == ',' && p.firstPlace >= 0 && i > p.firstPlace:
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
