package tds

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// MaxPrec is the greatest precision of decimal and numeric.
const MaxPrec = 38

// pow10 has 10^0 to 10^38 as two words.
var pow10 = func() (t [MaxPrec + 1][2]uint64) {
	t[0] = [2]uint64{0, 1}
	for i := 1; i < len(t); i++ {
		hi, lo := bits.Mul64(t[i-1][1], 10)
		t[i] = [2]uint64{t[i-1][0]*10 + hi, lo}
	}
	return t
}()

// ParseDecimal reads digits with an optional sign and point: "-12.30" has scale 2. More
// than 38 digits, leading zeros not counted, are an error.
func ParseDecimal(s string) (Decimal, error) {
	var d Decimal
	t := strings.TrimSpace(s)
	if t != "" && (t[0] == '-' || t[0] == '+') {
		d.Neg = t[0] == '-'
		t = t[1:]
	}
	digits, point := 0, false
	for i := range len(t) {
		switch c := t[i]; {
		case c == '.' && !point:
			point = true
		case c < '0' || c > '9':
			return Decimal{}, fmt.Errorf("%q is not a decimal", s)
		default:
			digits++
			if point {
				d.Scale++
			}
			if d.Scale > MaxPrec || !d.push(c-'0') {
				return Decimal{}, fmt.Errorf("%q has more than %d digits", s, MaxPrec)
			}
		}
	}
	if digits == 0 {
		return Decimal{}, fmt.Errorf("%q is not a decimal", s)
	}
	if d.IsZero() {
		d.Neg = false
	}
	return d, nil
}

// push appends a digit to the magnitude, and tells whether it fits 38 digits.
func (d *Decimal) push(digit byte) bool {
	hi, lo := bits.Mul64(d.Lo, 10)
	over, top := bits.Mul64(d.Hi, 10)
	lo, c := bits.Add64(lo, uint64(digit), 0)
	hi, c = bits.Add64(hi, top, c)
	if over != 0 || c != 0 || !fits(hi, lo, MaxPrec) {
		return false
	}
	d.Hi, d.Lo = hi, lo
	return true
}

// fits tells whether a magnitude has at most prec digits.
func fits(hi, lo uint64, prec int) bool {
	p := pow10[prec]
	return hi < p[0] || hi == p[0] && lo < p[1]
}

// DecimalOf is n with scale 0.
func DecimalOf(n int64) Decimal {
	if n < 0 {
		return Decimal{Lo: uint64(-n), Neg: true}
	}
	return Decimal{Lo: uint64(n)}
}

// IsZero tells whether the value is 0.
func (d Decimal) IsZero() bool { return d.Hi == 0 && d.Lo == 0 }

// Digits is the number of digits of the magnitude, 0 for zero.
func (d Decimal) Digits() int {
	for n := range pow10 {
		if fits(d.Hi, d.Lo, n) {
			return n
		}
	}
	return len(pow10)
}

// Rescale is the value with another scale, rounded half away from zero when digits are
// lost. It is false when the result has more than 38 digits.
func (d Decimal) Rescale(scale uint8) (Decimal, bool) {
	for d.Scale < scale {
		if !d.push(0) {
			return Decimal{}, false
		}
		d.Scale++
	}
	if d.Scale > scale {
		d = d.drop(int(d.Scale - scale))
	}
	if d.IsZero() {
		d.Neg = false
	}
	return d, true
}

// drop divides the magnitude by 10^n and rounds.
func (d Decimal) drop(n int) Decimal {
	var last byte
	for range n {
		d, last = d.divide()
		d.Scale--
	}
	if last >= 5 {
		var c uint64
		d.Lo, c = bits.Add64(d.Lo, 1, 0)
		d.Hi += c
	}
	return d
}

// divide takes the last digit off the magnitude.
func (d Decimal) divide() (Decimal, byte) {
	hi, r := d.Hi/10, d.Hi%10
	lo, r := bits.Div64(r, d.Lo, 10)
	d.Hi, d.Lo = hi, lo
	return d, byte(r)
}

// String is the value with all its fractional digits: "-0.50".
func (d Decimal) String() string {
	var b [44]byte
	at := len(b)
	m := d
	for n := 0; !m.IsZero() || n <= int(d.Scale) || n == 0; n++ {
		if n == int(d.Scale) && n > 0 {
			at--
			b[at] = '.'
		}
		var digit byte
		m, digit = m.divide()
		at--
		b[at] = '0' + digit
	}
	if d.Neg {
		at--
		b[at] = '-'
	}
	return string(b[at:])
}

// Float64 is the nearest float.
func (d Decimal) Float64() float64 {
	f, _ := strconv.ParseFloat(d.String(), 64)
	return f
}

// decimalSize is the number of bytes of a decimal of that precision on the wire, sign
// included (MS-TDS 2.2.5.4.2).
func decimalSize(prec uint8) int {
	switch {
	case prec <= 9:
		return 5
	case prec <= 19:
		return 9
	case prec <= 28:
		return 13
	}
	return 17
}

// appendDecimal appends sign and magnitude, n bytes together.
func appendDecimal(dst []byte, d Decimal, n int) []byte {
	sign := byte(1)
	if d.Neg {
		sign = 0
	}
	dst = append(dst, sign)
	for i := range n - 1 {
		w := d.Lo
		if i >= 8 {
			w = d.Hi
		}
		dst = append(dst, byte(w>>(8*(i%8))))
	}
	return dst
}

// decodeDecimal reads sign and magnitude.
func decodeDecimal(b []byte, scale uint8) (Decimal, error) {
	if len(b) < 2 || len(b) > 17 {
		return Decimal{}, protocolErrorf("a decimal of %d bytes", len(b))
	}
	d := Decimal{Scale: scale, Neg: b[0] == 0}
	for i, c := range b[1:] {
		if i < 8 {
			d.Lo |= uint64(c) << (8 * i)
		} else {
			d.Hi |= uint64(c) << (8 * (i - 8))
		}
	}
	if !fits(d.Hi, d.Lo, MaxPrec) || scale > MaxPrec {
		return Decimal{}, protocolErrorf("a decimal of more than %d digits", MaxPrec)
	}
	if d.IsZero() {
		d.Neg = false
	}
	return d, nil
}
