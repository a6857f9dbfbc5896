package tds

import (
	"encoding/binary"
	"math"
)

// readValue reads a value that stands in a ROW or behind a TYPE_INFO. The value has
// memory of its own.
func (ti *typeInfo) readValue(r *reader, at place) Value {
	switch ti.token {
	case tokNull:
		return nil
	case tokInt1, tokInt2, tokInt4, tokInt8, tokBit, tokFloat4, tokFloat8, tokMoney, tokMoney4, tokDateTime, tokDateTime4:
		return ti.decodeBytes(r, r.bytes(fixedSize[ti.token]))
	case tokIntN, tokBitN, tokFloatN, tokMoneyN, tokDateTimeN, tokGUID, tokDecimalN, tokNumericN, tokDecimal, tokNumeric,
		tokDateN, tokTimeN, tokDateTime2N, tokDateTimeOffsetN:
		if n := int(r.uint8()); n > 0 {
			return ti.decodeBytes(r, r.bytes(n))
		}
		return nil
	case tokVarBinary, tokVarChar, tokBinary, tokChar:
		if n := int(r.uint8()); n > 0 {
			return ti.decodeContent(r.copied(n))
		}
		return nil
	case tokText, tokNText, tokImage:
		return ti.readText(r, at)
	case tokVariant:
		return readVariant(r)
	}
	return ti.readString(r)
}

var fixedSize = map[byte]int{
	tokInt1: 1, tokInt2: 2, tokInt4: 4, tokInt8: 8, tokBit: 1, tokFloat4: 4, tokFloat8: 8,
	tokMoney: 8, tokMoney4: 4, tokDateTime: 8, tokDateTime4: 4,
}

// readString reads a string or binary with a two-byte length, or in chunks.
func (ti *typeInfo) readString(r *reader) Value {
	if ti.isPLP() {
		b := r.plp()
		if b == nil {
			return nil
		}
		return ti.decodeContent(b)
	}
	n := int(r.uint16())
	if n == 0xFFFF || r.err != nil {
		return nil
	}
	if n > ti.size {
		r.failf("a value of %d bytes in a type of %d", n, ti.size)
		return nil
	}
	if ti.typ.ID.IsCharacter() {
		return ti.decodeContent(r.bytes(n))
	}
	return ti.decodeContent(r.copied(n))
}

func (ti *typeInfo) readText(r *reader, at place) Value {
	if at == inColumn {
		n := int(r.uint8())
		if n == 0 {
			return nil
		}
		r.skip(n + 8)
	}
	n := int32(r.uint32())
	if n == -1 || r.err != nil {
		return nil
	}
	if n < 0 {
		r.failf("a text of %d bytes", n)
		return nil
	}
	return ti.decodeContent(r.copied(int(n)))
}

// decodeContent is the value of the bytes of a string or binary.
func (ti *typeInfo) decodeContent(b []byte) Value {
	switch ti.token {
	case tokXML:
		if len(b) >= 2 && b[0] == 0xFF && b[1] == 0xFE {
			b = b[2:]
		}
		return utf16ToString(b)
	case tokNVarChar, tokNChar, tokNText:
		return utf16ToString(b)
	case tokBigVarChar, tokBigChar, tokText, tokVarChar, tokChar:
		return ti.coll.string(b)
	}
	return b
}

// decodeBytes is the value of the bytes of any type but strings and binaries.
func (ti *typeInfo) decodeBytes(r *reader, b []byte) Value {
	if r.err != nil {
		return nil
	}
	v, err := ti.decodeScalar(b)
	if err != nil {
		r.fail(err)
		return nil
	}
	return v
}

func (ti *typeInfo) decodeScalar(b []byte) (Value, error) {
	id, n := ti.typ.ID, len(b)
	switch {
	case id == Bit && n == 1:
		return b[0] != 0, nil
	case id == Real && n == 4:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))), nil
	case id == Float && n == 8:
		return math.Float64frombits(binary.LittleEndian.Uint64(b)), nil
	case id == MoneyType && n == 8, id == SmallMoney && n == 4:
		return decodeMoney(b), nil
	case id == UniqueIdentifier && n == 16:
		return GUID(b), nil
	case id == DecimalType || id == NumericType:
		return decodeDecimal(b, ti.scale)
	case id.IsInteger():
		return decodeInt(b)
	case id.IsTime():
		return ti.decodeTimes(b)
	}
	return nil, protocolErrorf("a value of %d bytes of type %v", n, ti.typ)
}

// decodeInt reads an integer; the shorter forms stand for the longer ones.
func decodeInt(b []byte) (Value, error) {
	switch len(b) {
	case 1:
		return int64(b[0]), nil
	case 2:
		return int64(int16(binary.LittleEndian.Uint16(b))), nil
	case 4:
		return int64(int32(binary.LittleEndian.Uint32(b))), nil
	case 8:
		return int64(binary.LittleEndian.Uint64(b)), nil
	}
	return nil, protocolErrorf("an integer of %d bytes", len(b))
}

func (ti *typeInfo) decodeTimes(b []byte) (Value, error) {
	n, clock := len(b), timeSize(ti.scale)
	switch id := ti.typ.ID; {
	case id == DateTime && n == 8:
		return decodeDateTime(b)
	case id == SmallDateTime && n == 4:
		return decodeSmallDateTime(b)
	case id == Date && n == 3:
		return decodeDate(b)
	case id == Time && n == clock:
		return decodeTime(b, ti.scale)
	case id == DateTime2 && n == clock+3:
		return decodeDateTime2(b, ti.scale)
	case id == DateTimeOffset && n == clock+5:
		return decodeDateTimeOffset(b, ti.scale)
	}
	return nil, protocolErrorf("a value of %d bytes of type %v", n, ti.typ)
}
