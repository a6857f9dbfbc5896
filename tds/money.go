package tds

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// ParseMoney reads a number of at most four fractional digits, rounding further ones.
// A leading currency sign and commas between digits are allowed, as CAST allows them.
func ParseMoney(s string) (Money, error) {
	t := strings.TrimSpace(s)
	neg := strings.HasPrefix(t, "-")
	t = strings.TrimPrefix(strings.TrimPrefix(t, "-"), "+")
	for _, c := range []string{"$", "£", "€", "¥", "¢", "¤"} {
		t = strings.TrimPrefix(t, c)
	}
	if strings.HasPrefix(t, "-") && !neg {
		neg, t = true, t[1:]
	}
	if t == "" {
		return 0, nil
	}
	if strings.ContainsAny(t, "+-") {
		return 0, fmt.Errorf("%q is not a money value", s)
	}
	d, err := ParseDecimal(strings.ReplaceAll(t, ",", ""))
	if err != nil {
		return 0, fmt.Errorf("%q is not a money value", s)
	}
	d, ok := d.Rescale(4)
	limit := uint64(1) << 63
	if !neg {
		limit--
	}
	if !ok || d.Hi != 0 || d.Lo > limit {
		return 0, fmt.Errorf("%q is out of the range of money", s)
	}
	if neg {
		return Money(-d.Lo), nil
	}
	return Money(d.Lo), nil
}

// Decimal is the value as decimal(19,4).
func (m Money) Decimal() Decimal {
	d := DecimalOf(int64(m))
	d.Scale = 4
	return d
}

// String has all four fractional digits: "12.3400".
func (m Money) String() string { return m.Decimal().String() }

// appendMoney appends the eight bytes of money: high word first (MS-TDS 2.2.5.5.1.2).
func appendMoney(dst []byte, m Money) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, uint32(m>>32))
	return binary.LittleEndian.AppendUint32(dst, uint32(m))
}

func decodeMoney(b []byte) Money {
	if len(b) == 4 {
		return Money(int32(binary.LittleEndian.Uint32(b)))
	}
	return Money(int64(binary.LittleEndian.Uint32(b))<<32 | int64(binary.LittleEndian.Uint32(b[4:])))
}
