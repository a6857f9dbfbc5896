package tds

import "encoding/binary"

// The type tokens (MS-TDS 2.2.5.4).
const (
	tokNull            = 0x1F
	tokInt1            = 0x30
	tokBit             = 0x32
	tokInt2            = 0x34
	tokInt4            = 0x38
	tokDateTime4       = 0x3A
	tokFloat4          = 0x3B
	tokMoney           = 0x3C
	tokDateTime        = 0x3D
	tokFloat8          = 0x3E
	tokMoney4          = 0x7A
	tokInt8            = 0x7F
	tokGUID            = 0x24
	tokIntN            = 0x26
	tokDateN           = 0x28
	tokTimeN           = 0x29
	tokDateTime2N      = 0x2A
	tokDateTimeOffsetN = 0x2B
	tokDecimal         = 0x37 // legacy
	tokNumeric         = 0x3F // legacy
	tokBitN            = 0x68
	tokDecimalN        = 0x6A
	tokNumericN        = 0x6C
	tokFloatN          = 0x6D
	tokMoneyN          = 0x6E
	tokDateTimeN       = 0x6F
	tokVarBinary       = 0x25 // legacy, as the next three
	tokVarChar         = 0x27
	tokBinary          = 0x2D
	tokChar            = 0x2F
	tokBigVarBinary    = 0xA5
	tokBigVarChar      = 0xA7
	tokBigBinary       = 0xAD
	tokBigChar         = 0xAF
	tokNVarChar        = 0xE7
	tokNChar           = 0xEF
	tokImage           = 0x22
	tokText            = 0x23
	tokNText           = 0x63
	tokVariant         = 0x62
	tokUDT             = 0xF0
	tokXML             = 0xF1
	tokTable           = 0xF3
)

// User types that change what a column means (MS-TDS 2.2.7.4).
const (
	userTypeTimestamp = 80
	userTypeSysname   = 256
)

// plpSize is the size that says that values come in chunks (MS-TDS 2.2.5.2.3).
const plpSize = 0xFFFF

// typeInfo is a TYPE_INFO: a type as it travels (MS-TDS 2.2.5.6).
type typeInfo struct {
	token byte
	prec  uint8
	scale uint8
	size  int // the length that the token carries; plpSize for (max)
	coll  Collation
	typ   Type // what it stands for
}

// place tells where a TYPE_INFO stands, on which the form of text and UDT depends.
type place uint8

const (
	inColumn place = iota
	inParam
)

func (ti *typeInfo) isPLP() bool {
	switch ti.token {
	case tokXML, tokUDT:
		return true
	case tokBigVarBinary, tokBigVarChar, tokNVarChar:
		return ti.size == plpSize
	}
	return false
}

func (ti *typeInfo) isText() bool {
	return ti.token == tokText || ti.token == tokNText || ti.token == tokImage
}

// hasCollation tells whether the token is followed by a collation from 7.1 on.
func (ti *typeInfo) hasCollation() bool {
	switch ti.token {
	case tokBigVarChar, tokBigChar, tokNVarChar, tokNChar, tokText, tokNText:
		return true
	}
	return false
}

// encode appends the TYPE_INFO.
func (ti *typeInfo) encode(dst []byte, v Version) []byte {
	dst = append(dst, ti.token)
	switch ti.token {
	case tokIntN, tokBitN, tokFloatN, tokMoneyN, tokDateTimeN, tokGUID:
		dst = append(dst, byte(ti.size))
	case tokDecimalN, tokNumericN:
		dst = append(dst, byte(ti.size), ti.prec, ti.scale)
	case tokTimeN, tokDateTime2N, tokDateTimeOffsetN:
		dst = append(dst, ti.scale)
	case tokBigVarBinary, tokBigVarChar, tokBigBinary, tokBigChar, tokNVarChar, tokNChar:
		dst = binary.LittleEndian.AppendUint16(dst, uint16(ti.size))
	case tokImage, tokText, tokNText, tokVariant:
		dst = binary.LittleEndian.AppendUint32(dst, uint32(ti.size))
	case tokXML:
		dst = append(dst, 0) // no schema
	}
	if ti.hasCollation() && v.AtLeast(Version71) {
		dst = append(dst, ti.coll[:]...)
	}
	return dst
}

// decode reads a TYPE_INFO.
func (ti *typeInfo) decode(r *reader, v Version, userType uint32, at place) {
	*ti = typeInfo{token: r.uint8()}
	switch ti.token {
	case tokNull, tokInt1, tokBit, tokInt2, tokInt4, tokInt8, tokDateTime4, tokDateTime, tokFloat4, tokFloat8, tokMoney, tokMoney4, tokDateN:
	case tokIntN, tokBitN, tokFloatN, tokMoneyN, tokDateTimeN, tokGUID, tokVarBinary, tokVarChar, tokBinary, tokChar:
		ti.size = int(r.uint8())
	case tokDecimalN, tokNumericN, tokDecimal, tokNumeric:
		ti.size, ti.prec, ti.scale = int(r.uint8()), r.uint8(), r.uint8()
	case tokTimeN, tokDateTime2N, tokDateTimeOffsetN:
		ti.scale = r.uint8()
	case tokBigVarBinary, tokBigVarChar, tokBigBinary, tokBigChar, tokNVarChar, tokNChar:
		ti.size = int(r.uint16())
	case tokImage, tokText, tokNText, tokVariant:
		ti.size = int(r.uint32())
	case tokXML:
		decodeXMLInfo(r)
	case tokUDT:
		decodeUDTInfo(r, at)
	default:
		r.failf("unknown type 0x%02X", ti.token)
	}
	if ti.hasCollation() && v.AtLeast(Version71) {
		copy(ti.coll[:], r.bytes(5))
	}
	ti.check(r)
	ti.typ = ti.language(userType)
}

// decodeXMLInfo drops the name of the schema collection (MS-TDS 2.2.5.5.3).
func decodeXMLInfo(r *reader) {
	if r.uint8() != 0 {
		r.skip(2 * int(r.uint8()))
		r.skip(2 * int(r.uint8()))
		r.skip(2 * int(r.uint16()))
	}
}

// decodeUDTInfo drops the names of a CLR type (MS-TDS 2.2.5.5.2).
func decodeUDTInfo(r *reader, at place) {
	if at == inColumn {
		r.skip(2)
	}
	for range 3 {
		r.skip(2 * int(r.uint8()))
	}
	if at == inColumn {
		r.skip(2 * int(r.uint16()))
	}
}

// check refuses facets that no type has.
func (ti *typeInfo) check(r *reader) {
	ok := true
	switch ti.token {
	case tokIntN:
		ok = ti.size == 1 || ti.size == 2 || ti.size == 4 || ti.size == 8
	case tokBitN:
		ok = ti.size == 1
	case tokFloatN, tokMoneyN, tokDateTimeN:
		ok = ti.size == 4 || ti.size == 8
	case tokGUID:
		ok = ti.size == 16
	case tokDecimalN, tokNumericN, tokDecimal, tokNumeric:
		ok = ti.prec >= 1 && ti.prec <= MaxPrec && ti.scale <= ti.prec && ti.size <= 17
	case tokTimeN, tokDateTime2N, tokDateTimeOffsetN:
		ok = ti.scale <= 7
	}
	if !ok {
		r.failf("type 0x%02X with length %d, precision %d, scale %d", ti.token, ti.size, ti.prec, ti.scale)
	}
}

// language is the T-SQL type that the TYPE_INFO stands for.
func (ti *typeInfo) language(userType uint32) Type {
	t := Type{ID: ti.languageID(), Collation: ti.coll}
	switch t.ID {
	case DecimalType, NumericType:
		t.Prec, t.Scale = ti.prec, ti.scale
	case Time, DateTime2, DateTimeOffset:
		t.Scale = ti.scale
	case Char, VarChar, Binary, VarBinary:
		t.Size = int32(ti.size)
	case NChar, NVarChar:
		t.Size = int32(ti.size / 2)
	}
	if ti.isPLP() {
		t.Size = Max
	}
	if userType == userTypeSysname && t.ID == NVarChar {
		t.Sysname = true
	}
	if userType == userTypeTimestamp && t.ID.IsBinary() {
		t = Type{ID: Timestamp}
	}
	return t
}

func (ti *typeInfo) languageID() TypeID {
	switch ti.token {
	case tokIntN:
		return map[int]TypeID{1: TinyInt, 2: SmallInt, 4: Int, 8: BigInt}[ti.size]
	case tokFloatN:
		return map[int]TypeID{4: Real, 8: Float}[ti.size]
	case tokMoneyN:
		return map[int]TypeID{4: SmallMoney, 8: MoneyType}[ti.size]
	case tokDateTimeN:
		return map[int]TypeID{4: SmallDateTime, 8: DateTime}[ti.size]
	}
	return typeOfToken[ti.token]
}

var typeOfToken = map[byte]TypeID{
	tokNull: NullType, tokInt1: TinyInt, tokBit: Bit, tokBitN: Bit, tokInt2: SmallInt, tokInt4: Int, tokInt8: BigInt,
	tokDateTime4: SmallDateTime, tokDateTime: DateTime, tokFloat4: Real, tokFloat8: Float, tokMoney: MoneyType, tokMoney4: SmallMoney,
	tokDateN: Date, tokTimeN: Time, tokDateTime2N: DateTime2, tokDateTimeOffsetN: DateTimeOffset, tokGUID: UniqueIdentifier,
	tokDecimal: DecimalType, tokDecimalN: DecimalType, tokNumeric: NumericType, tokNumericN: NumericType,
	tokVarBinary: VarBinary, tokBigVarBinary: VarBinary, tokBinary: Binary, tokBigBinary: Binary,
	tokVarChar: VarChar, tokBigVarChar: VarChar, tokChar: Char, tokBigChar: Char, tokNVarChar: NVarChar, tokNChar: NChar,
	tokImage: Image, tokText: Text, tokNText: NText, tokVariant: SQLVariant, tokUDT: VarBinary, tokXML: XML, tokTable: TableType,
}
