package eval

import (
	"bytes"
	"encoding/binary"
	"math"
	"time"

	"msxgate/tds"
)

// The tags of AppendKey, one a Go type.
const (
	keyNull = iota
	keyBool
	keyInt
	keyDecimal
	keyMoney
	keyFloat
	keyTime
	keyText
	keyBytes
	keyGUID
	keyVariant
)

// AppendKey appends bytes to dst such that equal values (as Compare sees them) give equal
// bytes, for hash joins, grouping and unique keys. NULL has a key of its own. Keys can be
// appended one after the other: no key is the beginning of another.
func AppendKey(dst []byte, v tds.Value, t tds.Type) []byte {
	if w, ok := v.(tds.Variant); ok {
		dst = append(dst, keyVariant, byte(variantFamily(w.Type.ID)))
		v, t = variantKey(w)
	}
	switch v := v.(type) {
	case nil:
		return append(dst, keyNull)
	case int64:
		return binary.BigEndian.AppendUint64(append(dst, keyInt), uint64(v))
	case string:
		dst = append(dst, keyText)
		start := len(dst)
		return endKey(appendFolded(dst, v, sensitivityOf(t)&sensitivityMask), start)
	case bool:
		if v {
			return append(dst, keyBool, 1)
		}
		return append(dst, keyBool, 0)
	case tds.Decimal:
		return appendDecimalKey(dst, v)
	case tds.Money:
		return binary.BigEndian.AppendUint64(append(dst, keyMoney), uint64(v))
	case float64:
		if v == 0 {
			v = 0 // minus zero
		}
		return binary.BigEndian.AppendUint64(append(dst, keyFloat), math.Float64bits(v))
	case time.Time:
		dst = binary.BigEndian.AppendUint64(append(dst, keyTime), uint64(v.Unix()))
		return binary.BigEndian.AppendUint32(dst, uint32(v.Nanosecond()))
	case []byte:
		dst = append(dst, keyBytes)
		start := len(dst)
		return endKey(append(dst, bytes.TrimRight(v, "\x00")...), start)
	case tds.GUID:
		return append(append(dst, keyGUID), v[:]...)
	}
	return append(dst, keyNull)
}

// endKey ends a key of variable length with 0 1, after 0 inside it became 0 2.
func endKey(dst []byte, start int) []byte {
	if bytes.IndexByte(dst[start:], 0) >= 0 {
		body := bytes.ReplaceAll(dst[start:], []byte{0}, []byte{0, 2})
		dst = append(dst[:start], body...)
	}
	return append(dst, 0, 1)
}

func appendDecimalKey(dst []byte, d tds.Decimal) []byte {
	c, scale := coef(d), d.Scale
	for scale > 0 && !c.isZero() {
		q, r := c.div64(10)
		if r != 0 {
			break
		}
		c, scale = q, scale-1
	}
	if c.isZero() {
		scale = 0
	}
	sign := byte(0)
	if d.Neg {
		sign = 1
	}
	dst = append(dst, keyDecimal, sign, scale)
	dst = binary.BigEndian.AppendUint64(dst, c.hi)
	return binary.BigEndian.AppendUint64(dst, c.lo)
}

// variantKey makes values of one family equal whatever their base types.
func variantKey(v tds.Variant) (tds.Value, tds.Type) {
	to := v.Type
	switch variantFamily(v.Type.ID) {
	case 3:
		to = numericType(maxDigits, 10)
	case 5:
		to = tds.Type{ID: tds.DateTimeOffset, Scale: 7}
	case 4:
		to = tds.TypeFloat
	}
	if x, err := Convert(v.Value, v.Type, to, &ConvertOptions{Explicit: true}); err == nil {
		return x, to
	}
	return v.Value, v.Type
}
