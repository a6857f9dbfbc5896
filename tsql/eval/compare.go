package eval

import (
	"bytes"
	"cmp"
	"time"

	"msxgate/tds"
)

// Compare orders two non-NULL values of the same type as ORDER BY and < do, with the
// collation's rules: case-insensitive, trailing blanks ignored.
func Compare(a, b tds.Value, t tds.Type) int {
	switch x := a.(type) {
	case int64:
		return cmp.Compare(x, b.(int64))
	case string:
		return compareText(x, b.(string), sensitivityOf(t))
	case bool:
		switch y := b.(bool); {
		case x == y:
			return 0
		case y:
			return -1
		}
		return 1
	case tds.Decimal:
		return CompareDecimals(x, b.(tds.Decimal))
	case tds.Money:
		return cmp.Compare(x, b.(tds.Money))
	case float64:
		return cmp.Compare(x, b.(float64))
	case time.Time:
		return x.Compare(b.(time.Time))
	case []byte:
		return compareBytes(x, b.([]byte))
	case tds.GUID:
		return compareGUIDs(x, b.(tds.GUID))
	case tds.Variant:
		return compareVariants(x, b.(tds.Variant))
	}
	return 0
}

// CompareText orders two strings under a collation; the zero Collation is the default.
func CompareText(a, b string, c tds.Collation) int {
	return compareText(a, b, sensitivityOf(tds.Type{ID: tds.NVarChar, Collation: c}))
}

// compareBytes orders byte strings; the shorter is padded with zeros.
func compareBytes(a, b []byte) int {
	n := min(len(a), len(b))
	if c := bytes.Compare(a[:n], b[:n]); c != 0 {
		return c
	}
	if !allZero(a[n:]) {
		return 1
	}
	if !allZero(b[n:]) {
		return -1
	}
	return 0
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// compareGUIDs looks at the last six bytes first, as SQL Server does.
func compareGUIDs(a, b tds.GUID) int {
	if c := bytes.Compare(a[10:], b[10:]); c != 0 {
		return c
	}
	for _, part := range [...][2]int{{8, 10}, {6, 8}, {4, 6}, {0, 4}} {
		if c := bytes.Compare(a[part[0]:part[1]], b[part[0]:part[1]]); c != 0 {
			return c
		}
	}
	return 0
}

// variantFamily ranks the data type families of sql_variant comparison.
func variantFamily(id tds.TypeID) int {
	switch {
	case id.IsTime():
		return 5
	case isFloat(id):
		return 4
	case id.IsNumeric():
		return 3
	case id.IsCharacter():
		return 2
	case id.IsBinary():
		return 1
	}
	return 0
}

func compareVariants(a, b tds.Variant) int {
	fa, fb := variantFamily(a.Type.ID), variantFamily(b.Type.ID)
	if fa != fb {
		return cmp.Compare(fa, fb)
	}
	t, err := Common(a.Type, b.Type)
	if err != nil {
		return cmp.Compare(precedence[a.Type.ID], precedence[b.Type.ID])
	}
	x, err1 := Convert(a.Value, a.Type, t, nil)
	y, err2 := Convert(b.Value, b.Type, t, nil)
	if err1 != nil || err2 != nil {
		return cmp.Compare(precedence[a.Type.ID], precedence[b.Type.ID])
	}
	return Compare(x, y, t)
}
