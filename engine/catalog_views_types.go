package engine

import "msxgate/tds"

// typeIDs is sys.types.system_type_id.
var typeIDs = map[tds.TypeID]int32{
	tds.Image: 34, tds.Text: 35, tds.UniqueIdentifier: 36, tds.Date: 40, tds.Time: 41, tds.DateTime2: 42, tds.DateTimeOffset: 43,
	tds.TinyInt: 48, tds.SmallInt: 52, tds.Int: 56, tds.SmallDateTime: 58, tds.Real: 59, tds.MoneyType: 60, tds.DateTime: 61, tds.Float: 62,
	tds.SQLVariant: 98, tds.NText: 99, tds.Bit: 104, tds.DecimalType: 106, tds.NumericType: 108, tds.SmallMoney: 122, tds.BigInt: 127,
	tds.VarBinary: 165, tds.VarChar: 167, tds.Binary: 173, tds.Char: 175, tds.Timestamp: 189, tds.NVarChar: 231, tds.NChar: 239, tds.XML: 241,
}

// systemTypeID is the system_type_id of a type, user_type_id that of its name.
func systemTypeID(t tds.Type) int32 { return typeIDs[t.ID] }

func userTypeID(t tds.Type) int32 {
	if t.Sysname {
		return 256
	}
	return typeIDs[t.ID]
}

// maxLength is sys.columns.max_length: bytes, -1 for (max).
func maxLength(t tds.Type) int32 {
	switch t.ID {
	case tds.Bit, tds.TinyInt:
		return 1
	case tds.SmallInt:
		return 2
	case tds.Int, tds.Real, tds.SmallMoney, tds.SmallDateTime:
		return 4
	case tds.BigInt, tds.MoneyType, tds.Float, tds.DateTime, tds.Timestamp:
		return 8
	case tds.DecimalType, tds.NumericType:
		return decimalLength(t.Prec)
	case tds.Date:
		return 3
	case tds.Time:
		return 3 + fractionLength(t.Scale)
	case tds.DateTime2:
		return 6 + fractionLength(t.Scale)
	case tds.DateTimeOffset:
		return 8 + fractionLength(t.Scale)
	case tds.UniqueIdentifier, tds.Text, tds.NText, tds.Image:
		return 16
	case tds.SQLVariant:
		return 8016
	case tds.XML:
		return -1
	case tds.NChar, tds.NVarChar:
		if t.Size > 0 {
			return 2 * t.Size
		}
	}
	return t.Size
}

func decimalLength(prec uint8) int32 {
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

func fractionLength(scale uint8) int32 {
	switch {
	case scale <= 2:
		return 0
	case scale <= 4:
		return 1
	}
	return 2
}

// precision is sys.columns.precision.
func precision(t tds.Type) uint8 {
	fraction := uint8(0)
	if t.Scale > 0 {
		fraction = t.Scale + 1
	}
	switch t.ID {
	case tds.Bit:
		return 1
	case tds.TinyInt:
		return 3
	case tds.SmallInt:
		return 5
	case tds.Int, tds.SmallMoney:
		return 10
	case tds.BigInt, tds.MoneyType:
		return 19
	case tds.DecimalType, tds.NumericType:
		return t.Prec
	case tds.Float:
		return 53
	case tds.Real:
		return 24
	case tds.DateTime:
		return 23
	case tds.SmallDateTime:
		return 16
	case tds.Date:
		return 10
	case tds.Time:
		return 8 + fraction
	case tds.DateTime2:
		return 19 + fraction
	case tds.DateTimeOffset:
		return 26 + fraction
	}
	return 0
}

// scale is sys.columns.scale.
func scale(t tds.Type) uint8 {
	switch t.ID {
	case tds.DecimalType, tds.NumericType, tds.Time, tds.DateTime2, tds.DateTimeOffset:
		return t.Scale
	case tds.MoneyType, tds.SmallMoney:
		return 4
	case tds.DateTime:
		return 3
	}
	return 0
}

// padKind is sys.objects.type, char(2).
func padKind(kind string) string { return (kind + "  ")[:2] }
