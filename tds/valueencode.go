package tds

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"
)

// appendValue appends a value as it stands in a ROW or behind a TYPE_INFO (MS-TDS
// 2.2.5.2). A value that is not of the type, or NULL where the token has no NULL, is an
// error.
func (ti *typeInfo) appendValue(dst []byte, v Value, at place) ([]byte, error) {
	if v == nil {
		return ti.appendNull(dst, at)
	}
	switch ti.token {
	case tokInt1, tokInt2, tokInt4, tokInt8, tokBit, tokFloat4, tokFloat8, tokMoney, tokMoney4, tokDateTime, tokDateTime4:
		return ti.appendFixed(dst, v)
	case tokIntN, tokBitN, tokFloatN, tokMoneyN, tokDateTimeN, tokGUID:
		return ti.appendFixed(append(dst, byte(ti.size)), v)
	case tokDecimalN, tokNumericN:
		return ti.appendDecimal(append(dst, byte(decimalSize(ti.prec))), v)
	case tokDateN, tokTimeN, tokDateTime2N, tokDateTimeOffsetN:
		return ti.appendTime(dst, v)
	case tokBigVarBinary, tokBigVarChar, tokBigBinary, tokBigChar, tokNVarChar, tokNChar, tokXML:
		if ti.isPLP() {
			return ti.appendPLP(dst, v)
		}
		return ti.appendShort(dst, v)
	case tokText, tokNText, tokImage:
		return ti.appendText(dst, v, at)
	case tokVariant:
		return appendVariant(dst, v)
	}
	return dst, ti.mismatch(v)
}

func (ti *typeInfo) mismatch(v Value) error {
	return fmt.Errorf("tds: a value of Go type %T for %v", v, ti.typ)
}

// textPointer stands before text, ntext and image in a row: 16 bytes of pointer and 8 of
// timestamp, which clients only hand back (MS-TDS 2.2.7.17).
var textPointer = append([]byte{16}, "dummy textptr\x00\x00\x00dummyTS\x00"...)

func (ti *typeInfo) appendNull(dst []byte, at place) ([]byte, error) {
	switch ti.token {
	case tokInt1, tokInt2, tokInt4, tokInt8, tokBit, tokFloat4, tokFloat8, tokMoney, tokMoney4, tokDateTime, tokDateTime4:
		return dst, fmt.Errorf("tds: NULL in a column of %v that is not nullable", ti.typ)
	case tokBigVarBinary, tokBigVarChar, tokBigBinary, tokBigChar, tokNVarChar, tokNChar, tokXML:
		if ti.isPLP() {
			return binary.LittleEndian.AppendUint64(dst, plpNull), nil
		}
		return append(dst, 0xFF, 0xFF), nil
	case tokText, tokNText, tokImage:
		if at == inParam {
			return append(dst, 0xFF, 0xFF, 0xFF, 0xFF), nil
		}
		return append(dst, 0), nil
	case tokVariant:
		return append(dst, 0, 0, 0, 0), nil
	}
	return append(dst, 0), nil
}

// nullSize is the number of bytes that appendNull appends in a row.
func (ti *typeInfo) nullSize() int {
	switch {
	case ti.isPLP():
		return 8
	case ti.token == tokVariant:
		return 4
	case ti.token >= tokBigVarBinary:
		return 2
	}
	return 1
}

func (ti *typeInfo) appendFixed(dst []byte, v Value) ([]byte, error) {
	switch v := v.(type) {
	case int64:
		if ti.token == tokIntN || ti.token == tokInt1 || ti.token == tokInt2 || ti.token == tokInt4 || ti.token == tokInt8 {
			return appendInt(dst, v, ti.size)
		}
	case bool:
		if ti.token == tokBit || ti.token == tokBitN {
			if v {
				return append(dst, 1), nil
			}
			return append(dst, 0), nil
		}
	case float64:
		switch {
		case ti.token == tokFloat8 || ti.token == tokFloatN && ti.size == 8:
			return binary.LittleEndian.AppendUint64(dst, math.Float64bits(v)), nil
		case ti.token == tokFloat4 || ti.token == tokFloatN:
			return binary.LittleEndian.AppendUint32(dst, math.Float32bits(float32(v))), nil
		}
	case Money:
		switch {
		case ti.token == tokMoney || ti.token == tokMoneyN && ti.size == 8:
			return appendMoney(dst, v), nil
		case (ti.token == tokMoney4 || ti.token == tokMoneyN) && v == Money(int32(v)):
			return binary.LittleEndian.AppendUint32(dst, uint32(v)), nil
		}
	case GUID:
		if ti.token == tokGUID {
			return append(dst, v[:]...), nil
		}
	case time.Time:
		switch {
		case ti.token == tokDateTime || ti.token == tokDateTimeN && ti.size == 8:
			return appendDateTime(dst, v)
		case ti.token == tokDateTime4 || ti.token == tokDateTimeN:
			return appendSmallDateTime(dst, v)
		}
	}
	return dst, ti.mismatch(v)
}

// appendInt appends an integer in size bytes. tinyint has no sign, the others have.
func appendInt(dst []byte, v int64, size int) ([]byte, error) {
	switch {
	case size == 1 && v == int64(uint8(v)):
		return append(dst, byte(v)), nil
	case size == 2 && v == int64(int16(v)):
		return binary.LittleEndian.AppendUint16(dst, uint16(v)), nil
	case size == 4 && v == int64(int32(v)):
		return binary.LittleEndian.AppendUint32(dst, uint32(v)), nil
	case size == 8:
		return binary.LittleEndian.AppendUint64(dst, uint64(v)), nil
	}
	return dst, fmt.Errorf("tds: %d does not fit an integer of %d bytes", v, size)
}

// appendDecimal brings the value to the scale of the column.
func (ti *typeInfo) appendDecimal(dst []byte, v Value) ([]byte, error) {
	d, ok := v.(Decimal)
	if n, isInt := v.(int64); isInt {
		d, ok = DecimalOf(n), true
	}
	if !ok {
		return dst, ti.mismatch(v)
	}
	if d.Scale != ti.scale {
		d, ok = d.Rescale(ti.scale)
	}
	if !ok || !fits(d.Hi, d.Lo, int(ti.prec)) {
		return dst, fmt.Errorf("tds: %v does not fit %v", v, ti.typ)
	}
	return appendDecimal(dst, d, decimalSize(ti.prec)), nil
}

func (ti *typeInfo) appendTime(dst []byte, v Value) ([]byte, error) {
	t, ok := v.(time.Time)
	if !ok {
		return dst, ti.mismatch(v)
	}
	switch ti.token {
	case tokDateN:
		return appendDate(append(dst, 3), t)
	case tokTimeN:
		return appendTime(append(dst, byte(timeSize(ti.scale))), t, ti.scale), nil
	case tokDateTime2N:
		return appendDateTime2(append(dst, byte(timeSize(ti.scale)+3)), t, ti.scale)
	}
	return appendDateTimeOffset(append(dst, byte(timeSize(ti.scale)+5)), t, ti.scale)
}

// appendContent appends the bytes of a string or binary value without a length.
func (ti *typeInfo) appendContent(dst []byte, v Value) ([]byte, error) {
	switch ti.token {
	case tokBigVarBinary, tokBigBinary, tokImage:
		if b, ok := v.([]byte); ok {
			return append(dst, b...), nil
		}
	case tokNVarChar, tokNChar, tokNText, tokXML:
		if s, ok := v.(string); ok {
			return appendUTF16(dst, s), nil
		}
		if s, ok := oldText(v, ti.typ); ok {
			return appendUTF16(dst, s), nil
		}
	default:
		if s, ok := v.(string); ok {
			return ti.coll.appendString(dst, s), nil
		}
	}
	return dst, ti.mismatch(v)
}

// oldText is the text of a value whose type the version of the client does not know.
func oldText(v Value, t Type) (string, bool) {
	switch v := v.(type) {
	case time.Time:
		return textOfTime(v, t), t.ID.IsTime()
	case Variant:
		if b, ok := v.Value.([]byte); ok {
			return fmt.Sprintf("0x%X", b), true
		}
		if s, ok := oldText(v.Value, v.Type); ok {
			return s, true
		}
		return fmt.Sprint(v.Value), true
	}
	return "", false
}

// appendShort appends a value of up to 8000 bytes behind a two-byte length. char, nchar
// and binary are padded to their length.
func (ti *typeInfo) appendShort(dst []byte, v Value) ([]byte, error) {
	at := len(dst)
	dst, err := ti.appendContent(append(dst, 0, 0), v)
	if err != nil {
		return dst[:at], err
	}
	n := len(dst) - at - 2
	if n > ti.size {
		return dst[:at], fmt.Errorf("tds: a value of %d bytes for %v", n, ti.typ)
	}
	for ; n < ti.size; n++ {
		switch {
		case ti.token == tokBigBinary:
			dst = append(dst, 0)
			continue
		case ti.token == tokBigChar:
			dst = append(dst, ' ')
			continue
		case ti.token == tokNChar:
			dst = append(dst, ' ', 0)
			n++
			continue
		}
		break
	}
	binary.LittleEndian.PutUint16(dst[at:], uint16(n))
	return dst, nil
}

// appendText appends text, ntext or image.
func (ti *typeInfo) appendText(dst []byte, v Value, at place) ([]byte, error) {
	if at == inColumn {
		dst = append(dst, textPointer...)
	}
	length := len(dst)
	dst, err := ti.appendContent(append(dst, 0, 0, 0, 0), v)
	if err != nil {
		return dst, err
	}
	binary.LittleEndian.PutUint32(dst[length:], uint32(len(dst)-length-4))
	return dst, nil
}
