package eval

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"

	"msxgate/tds"
)

// maxDigits is the largest precision of decimal.
const maxDigits = 38

// u128 is the magnitude of a decimal.
type u128 struct{ hi, lo uint64 }

var pow10 = func() (p [maxDigits + 1]u128) {
	p[0] = u128{0, 1}
	for i := 1; i <= maxDigits; i++ {
		p[i], _ = p[i-1].mul64(10)
	}
	return p
}()

func (a u128) isZero() bool { return a.hi|a.lo == 0 }

func (a u128) cmp(b u128) int {
	switch {
	case a.hi != b.hi:
		if a.hi < b.hi {
			return -1
		}
		return 1
	case a.lo < b.lo:
		return -1
	case a.lo > b.lo:
		return 1
	}
	return 0
}

func (a u128) add(b u128) (u128, bool) {
	lo, c := bits.Add64(a.lo, b.lo, 0)
	hi, c := bits.Add64(a.hi, b.hi, c)
	return u128{hi, lo}, c == 0
}

// sub is a - b; a is not smaller than b.
func (a u128) sub(b u128) u128 {
	lo, c := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(a.hi, b.hi, c)
	return u128{hi, lo}
}

func (a u128) mul64(b uint64) (u128, bool) {
	h1, l1 := bits.Mul64(a.lo, b)
	h2, l2 := bits.Mul64(a.hi, b)
	hi, c := bits.Add64(h1, l2, 0)
	return u128{hi, l1}, h2 == 0 && c == 0
}

func (a u128) mul(b u128) (u128, bool) {
	switch {
	case b.hi == 0:
		return a.mul64(b.lo)
	case a.hi == 0:
		return b.mul64(a.lo)
	}
	return u128{}, false
}

func (a u128) div64(b uint64) (q u128, r uint64) {
	q.hi, r = a.hi/b, a.hi%b
	q.lo, r = bits.Div64(r, a.lo, b)
	return q, r
}

func (a u128) big() *big.Int {
	x := new(big.Int).SetUint64(a.hi)
	x.Lsh(x, 64)
	return x.Or(x, new(big.Int).SetUint64(a.lo))
}

func fromBig(x *big.Int) (u128, bool) {
	if x.BitLen() > 128 {
		return u128{}, false
	}
	lo := new(big.Int).And(x, new(big.Int).SetUint64(math.MaxUint64)).Uint64()
	return u128{new(big.Int).Rsh(x, 64).Uint64(), lo}, true
}

func (a u128) divMod(b u128) (q, r u128) {
	if b.hi == 0 {
		q, lo := a.div64(b.lo)
		return q, u128{0, lo}
	}
	if a.cmp(b) < 0 {
		return u128{}, a
	}
	x, y := new(big.Int).QuoRem(a.big(), b.big(), new(big.Int))
	q, _ = fromBig(x)
	r, _ = fromBig(y)
	return q, r
}

// shrink divides by 10^n and rounds half up.
func (a u128) shrink(n int) u128 {
	for n > 19 {
		a, _ = a.div64(1e18)
		n -= 18
	}
	if n > 1 {
		a, _ = a.div64(pow10[n-1].lo)
	}
	q, r := a.div64(10)
	if r >= 5 {
		q, _ = q.add(u128{0, 1})
	}
	return q
}

// chop divides by 10^n and drops the rest.
func (a u128) chop(n int) u128 {
	for n > 18 {
		a, _ = a.div64(1e18)
		n -= 18
	}
	q, _ := a.div64(pow10[n].lo)
	return q
}

func (a u128) digits() int {
	n := 0
	for n < maxDigits && a.cmp(pow10[n]) >= 0 {
		n++
	}
	return n
}

func coef(d tds.Decimal) u128 { return u128{d.Hi, d.Lo} }

func newDecimal(neg bool, c u128, scale uint8) tds.Decimal {
	return tds.Decimal{Hi: c.hi, Lo: c.lo, Scale: scale, Neg: neg && !c.isZero()}
}

// rescale changes the scale, rounding half away from zero; ok is false on overflow.
func rescale(d tds.Decimal, scale uint8) (tds.Decimal, bool) {
	switch {
	case scale == d.Scale:
		return d, true
	case scale > d.Scale:
		c, ok := coef(d).mul(pow10[scale-d.Scale])
		return newDecimal(d.Neg, c, scale), ok
	}
	return newDecimal(d.Neg, coef(d).shrink(int(d.Scale-scale)), scale), true
}

// fitDecimal gives d the scale of a type and checks its precision.
func fitDecimal(d tds.Decimal, prec, scale uint8) (tds.Decimal, bool) {
	r, ok := rescale(d, scale)
	if !ok || prec <= maxDigits && coef(r).cmp(pow10[prec]) >= 0 {
		return r, false
	}
	return r, true
}

// CompareDecimals orders two decimals of any scale.
func CompareDecimals(a, b tds.Decimal) int {
	if a.Neg != b.Neg {
		if a.Neg {
			return -1
		}
		return 1
	}
	sign := 1
	if a.Neg {
		sign = -1
	}
	if a.Scale == b.Scale {
		return sign * coef(a).cmp(coef(b))
	}
	if a.Scale < b.Scale {
		c, ok := coef(a).mul(pow10[b.Scale-a.Scale])
		if !ok {
			return sign
		}
		return sign * c.cmp(coef(b))
	}
	c, ok := coef(b).mul(pow10[a.Scale-b.Scale])
	if !ok {
		return -sign
	}
	return sign * coef(a).cmp(c)
}

func negate(d tds.Decimal) tds.Decimal { return newDecimal(!d.Neg, coef(d), d.Scale) }

// addDecimals adds two decimals of the larger scale, then rounds to scale.
func addDecimals(a, b tds.Decimal, scale uint8) (tds.Decimal, bool) {
	s := max(a.Scale, b.Scale)
	x, ok1 := rescale(a, s)
	y, ok2 := rescale(b, s)
	if !ok1 || !ok2 {
		return bigDecimal(new(big.Int).Add(bigAt(a, s), bigAt(b, s)), s, scale)
	}
	p, q := coef(x), coef(y)
	if x.Neg == y.Neg {
		c, ok := p.add(q)
		if !ok {
			return tds.Decimal{}, false
		}
		return rescale(newDecimal(x.Neg, c, s), scale)
	}
	if p.cmp(q) >= 0 {
		return rescale(newDecimal(x.Neg, p.sub(q), s), scale)
	}
	return rescale(newDecimal(y.Neg, q.sub(p), s), scale)
}

// bigAt is the signed coefficient of d at a scale not below its own.
func bigAt(d tds.Decimal, scale uint8) *big.Int {
	x := coef(d).big()
	x.Mul(x, pow10[scale-d.Scale].big())
	if d.Neg {
		x.Neg(x)
	}
	return x
}

// bigDecimal brings x / 10^from to a decimal of a lower or equal scale, rounding.
func bigDecimal(x *big.Int, from, scale uint8) (tds.Decimal, bool) {
	neg := x.Sign() < 0
	x = new(big.Int).Abs(x)
	if from > scale {
		p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(from-scale)), nil)
		half := new(big.Int).Rsh(p, 1)
		x.Quo(x.Add(x, half), p)
	}
	c, ok := fromBig(x)
	return newDecimal(neg, c, scale), ok
}

func mulDecimals(a, b tds.Decimal, scale uint8) (tds.Decimal, bool) {
	neg := a.Neg != b.Neg
	full := a.Scale + b.Scale
	if c, ok := coef(a).mul(coef(b)); ok && scale <= full {
		return rescale(newDecimal(neg, c, full), scale)
	}
	x := new(big.Int).Mul(coef(a).big(), coef(b).big())
	if neg {
		x.Neg(x)
	}
	if scale > full {
		x.Mul(x, pow10[scale-full].big())
		full = scale
	}
	return bigDecimal(x, full, scale)
}

// divDecimals divides and cuts the quotient at scale, as SQL Server does; b is not zero.
func divDecimals(a, b tds.Decimal, scale uint8) (tds.Decimal, bool) {
	neg := a.Neg != b.Neg
	shift := int(scale) + int(b.Scale) - int(a.Scale)
	if shift >= 0 && shift <= maxDigits {
		if n, ok := coef(a).mul(pow10[shift]); ok {
			q, _ := n.divMod(coef(b))
			return newDecimal(neg, q, scale), true
		}
	}
	x, y := coef(a).big(), coef(b).big()
	if shift >= 0 {
		x.Mul(x, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(shift)), nil))
	} else {
		y.Mul(y, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-shift)), nil))
	}
	c, ok := fromBig(x.Quo(x, y))
	return newDecimal(neg, c, scale), ok
}

// modDecimals is the remainder with the sign of a; b is not zero.
func modDecimals(a, b tds.Decimal, scale uint8) (tds.Decimal, bool) {
	s := max(a.Scale, b.Scale)
	x, ok1 := rescale(a, s)
	y, ok2 := rescale(b, s)
	if ok1 && ok2 {
		_, r := coef(x).divMod(coef(y))
		return rescale(newDecimal(a.Neg, r, s), scale)
	}
	return bigDecimal(new(big.Int).Rem(bigAt(a, s), bigAt(b, s)), s, scale)
}

// DecimalFloat is the nearest float64.
func DecimalFloat(d tds.Decimal) float64 {
	var f float64
	switch {
	case d.Hi == 0 && d.Lo < 1<<53 && d.Scale <= 22:
		f = float64(d.Lo) / math.Pow10(int(d.Scale))
	default:
		f, _ = strconv.ParseFloat(newDecimal(false, coef(d), d.Scale).String(), 64)
	}
	if d.Neg {
		return -f
	}
	return f
}

// decimalFromFloat rounds f to scale. SQL Server looks at 17 significant digits.
func decimalFromFloat(f float64, scale uint8) (tds.Decimal, bool) {
	if math.IsNaN(f) || math.IsInf(f, 0) || math.Abs(f) >= 1e38 {
		return tds.Decimal{}, false
	}
	d, ok := ParseDecimal(strconv.FormatFloat(f, 'e', 16, 64), scale)
	return d, ok
}

// decimalInt cuts the fraction; ok is false when it does not fit in an int64.
func decimalInt(d tds.Decimal) (int64, bool) {
	c := coef(d)
	if d.Scale > 0 {
		c = c.chop(int(d.Scale))
	}
	switch {
	case c.hi != 0:
		return 0, false
	case c.lo <= math.MaxInt64:
		if d.Neg {
			return -int64(c.lo), true
		}
		return int64(c.lo), true
	case d.Neg && c.lo == 1<<63:
		return math.MinInt64, true
	}
	return 0, false
}

// decimalMoney rounds to four digits.
func decimalMoney(d tds.Decimal) (tds.Money, bool) {
	r, ok := rescale(d, 4)
	if !ok {
		return 0, false
	}
	r.Scale = 0
	v, ok := decimalInt(r)
	return tds.Money(v), ok
}

// ParseDecimal reads digits with an optional sign, point and exponent and rounds to scale.
// ok is false when the text is no number or does not fit 38 digits.
func ParseDecimal(s string, scale uint8) (tds.Decimal, bool) {
	d, fault := parseDecimal(s, scale)
	return d, fault == numberFine
}

type numberFault uint8

const (
	numberFine numberFault = iota
	numberSyntax
	numberRange
)

func parseDecimal(s string, scale uint8) (tds.Decimal, numberFault) {
	neg := false
	i := 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		neg = s[i] == '-'
		i++
	}
	var c u128
	have, frac, digits, dropped, seen, point := 0, 0, 0, 0, false, false
	next := byte('0') // the first digit that was dropped
	for ; i < len(s); i++ {
		ch := s[i]
		if ch == '.' && !point {
			point = true
			continue
		}
		if ch < '0' || ch > '9' {
			break
		}
		seen = true
		switch {
		case have < maxDigits:
			c, _ = c.mul64(10)
			c, _ = c.add(u128{0, uint64(ch - '0')})
			if have > 0 || ch != '0' {
				have++
			}
			if point {
				frac++
			}
		default:
			if dropped == 0 {
				next = ch
			}
			dropped++
			if point {
				frac++
			}
		}
		digits++
	}
	if !seen {
		return tds.Decimal{}, numberSyntax
	}
	exp := 0
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		j := i + 1
		minus := false
		if j < len(s) && (s[j] == '+' || s[j] == '-') {
			minus = s[j] == '-'
			j++
		}
		start := j
		for j < len(s) && s[j] >= '0' && s[j] <= '9' && exp < 10000 {
			exp = exp*10 + int(s[j]-'0')
			j++
		}
		if j == start {
			return tds.Decimal{}, numberSyntax
		}
		if minus {
			exp = -exp
		}
		i = j
	}
	if i != len(s) {
		return tds.Decimal{}, numberSyntax
	}
	if c.isZero() {
		return tds.Decimal{Scale: scale}, numberFine
	}
	// The value is c x 10^(dropped-frac+exp); bring it to 10^-scale.
	shift := dropped - frac + exp + int(scale)
	switch {
	case shift == 0 && dropped > 0 && next >= '5':
		c, _ = c.add(u128{0, 1})
	case shift > 0:
		if shift > maxDigits {
			return tds.Decimal{}, numberRange
		}
		var ok bool
		if c, ok = c.mul(pow10[shift]); !ok {
			return tds.Decimal{}, numberRange
		}
	case shift < -2*maxDigits:
		c = u128{}
	case shift < 0:
		c = c.shrink(-shift)
	}
	return newDecimal(neg, c, scale), numberFine
}
