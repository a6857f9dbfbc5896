package tds

// dialect is what decides how a type travels: the version of the protocol, and whether
// the client takes varchar in UTF-8.
type dialect struct {
	version Version
	utf8    bool
}

// maxTextSize is the length of text and image, maxNTextSize that of ntext.
const (
	maxTextSize  = 0x7FFFFFFF
	maxNTextSize = 0x7FFFFFFE
	variantSize  = 8009
)

// typeInfoOf says how a column or parameter of a T-SQL type travels. What a version of
// the protocol does not know goes as the nearest type that it knows: (max) types as text,
// ntext and image before 7.2, the date types of 2008 as nvarchar before 7.3, sql_variant
// and bigint as nvarchar and decimal(19,0) in 7.0.
func (d dialect) typeInfoOf(t Type, nullable bool) typeInfo {
	ti := d.wireType(t, nullable)
	ti.typ = t
	ti.coll = t.Collation.orDefault()
	return ti
}

func (d dialect) wireType(t Type, nullable bool) typeInfo {
	switch t.ID {
	case Date, Time, DateTime2, DateTimeOffset:
		return d.wireTimeType(t)
	case DecimalType, NumericType:
		return wireDecimal(t)
	case Char, VarChar, NChar, NVarChar, Text, NText, XML:
		return d.wireStringType(t)
	case Binary, VarBinary, Image, Timestamp:
		return d.wireBinaryType(t)
	case UniqueIdentifier:
		return typeInfo{token: tokGUID, size: 16}
	case SQLVariant:
		if !d.version.AtLeast(Version71) {
			return typeInfo{token: tokNVarChar, size: 8000}
		}
		return typeInfo{token: tokVariant, size: variantSize}
	case BigInt:
		if !d.version.AtLeast(Version71) {
			return typeInfo{token: tokDecimalN, size: 9, prec: 19}
		}
	}
	return wireFixed(t.ID, nullable)
}

func wireDecimal(t Type) typeInfo {
	ti := typeInfo{token: tokDecimalN, prec: t.Prec, scale: t.Scale}
	if t.ID == NumericType {
		ti.token = tokNumericN
	}
	if ti.prec == 0 {
		ti.prec = 18
	}
	// A column is announced with the longest value there is, whatever its precision; SqlBulkCopy sends its values so.
	ti.size = decimalSize(MaxPrec)
	return ti
}

func (d dialect) wireTimeType(t Type) typeInfo {
	w := timeTypes[t.ID-Date]
	if !d.version.AtLeast(Version73A) {
		return typeInfo{token: tokNVarChar, size: 2 * w.chars}
	}
	return typeInfo{token: w.token, scale: min(t.Scale, 7)}
}

// timeTypes has the date types of 2008, from Date on, and how long their text is. The gap
// is datetime.
var timeTypes = [...]struct {
	token byte
	chars int
}{{tokDateN, 10}, {tokTimeN, 16}, {}, {tokDateTime2N, 27}, {tokDateTimeOffsetN, 34}}

func (d dialect) wireStringType(t Type) typeInfo {
	unicode := t.ID.IsUnicode() || t.Collation.IsUTF8() && !d.utf8
	isMax := t.Size == Max || t.ID == XML
	old := !d.version.AtLeast(Version72)
	switch {
	case t.ID == XML && !old:
		return typeInfo{token: tokXML}
	case unicode && (t.ID == NText || t.ID == Text || isMax && old):
		return typeInfo{token: tokNText, size: maxNTextSize}
	case t.ID == Text || isMax && old:
		return typeInfo{token: tokText, size: maxTextSize}
	case unicode && isMax:
		return typeInfo{token: tokNVarChar, size: plpSize}
	case isMax:
		return typeInfo{token: tokBigVarChar, size: plpSize}
	}
	ti := typeInfo{token: tokBigVarChar, size: boundedSize(t.Size, 8000)}
	if unicode {
		ti = typeInfo{token: tokNVarChar, size: 2 * boundedSize(t.Size, 4000)}
	}
	switch t.ID {
	case Char:
		if !unicode {
			ti.token = tokBigChar
		}
	case NChar:
		ti.token = tokNChar
	}
	return ti
}

// boundedSize is a declared length, or the greatest one when none is declared.
func boundedSize(n int32, most int) int {
	if n <= 0 || int(n) > most {
		return most
	}
	return int(n)
}

func (d dialect) wireBinaryType(t Type) typeInfo {
	isMax := t.Size == Max
	switch {
	case t.ID == Timestamp:
		return typeInfo{token: tokBigBinary, size: 8}
	case t.ID == Image || isMax && !d.version.AtLeast(Version72):
		return typeInfo{token: tokImage, size: maxTextSize}
	case isMax:
		return typeInfo{token: tokBigVarBinary, size: plpSize}
	case t.ID == Binary:
		return typeInfo{token: tokBigBinary, size: boundedSize(t.Size, 8000)}
	}
	return typeInfo{token: tokBigVarBinary, size: boundedSize(t.Size, 8000)}
}

func wireFixed(id TypeID, nullable bool) typeInfo {
	w, ok := fixedTypes[id]
	switch {
	case !ok:
		return typeInfo{token: tokIntN, size: 4} // an untyped NULL
	case nullable:
		return typeInfo{token: w.nullable, size: w.size}
	}
	return typeInfo{token: w.fixed, size: w.size}
}

var fixedTypes = map[TypeID]struct {
	fixed, nullable byte
	size            int
}{
	Bit: {tokBit, tokBitN, 1}, TinyInt: {tokInt1, tokIntN, 1}, SmallInt: {tokInt2, tokIntN, 2}, Int: {tokInt4, tokIntN, 4},
	BigInt: {tokInt8, tokIntN, 8}, Float: {tokFloat8, tokFloatN, 8}, Real: {tokFloat4, tokFloatN, 4},
	MoneyType: {tokMoney, tokMoneyN, 8}, SmallMoney: {tokMoney4, tokMoneyN, 4},
	DateTime: {tokDateTime, tokDateTimeN, 8}, SmallDateTime: {tokDateTime4, tokDateTimeN, 4},
}

// asReturnValue is the type with which an OUTPUT parameter comes back: text, ntext and
// image, which cannot, become the longest varchar, nvarchar and varbinary.
func (ti typeInfo) asReturnValue() typeInfo {
	switch ti.token {
	case tokText:
		ti.token, ti.size = tokBigVarChar, 8000
	case tokNText:
		ti.token, ti.size = tokNVarChar, 8000
	case tokImage:
		ti.token, ti.size = tokBigVarBinary, 8000
	}
	return ti
}

// userType is the user type that goes with a column of the type.
func (t Type) userType() uint32 {
	switch {
	case t.Sysname:
		return userTypeSysname
	case t.ID == Timestamp:
		return userTypeTimestamp
	}
	return 0
}
