package eval

import "msxgate/tds"

// precedence ranks the data types; the operand of the lower rank is converted to the higher.
var precedence = func() (p [tds.CursorType + 1]uint8) {
	for i, id := range []tds.TypeID{
		tds.NullType, tds.Binary, tds.VarBinary, tds.Char, tds.VarChar, tds.NChar, tds.NVarChar, tds.UniqueIdentifier,
		tds.Timestamp, tds.Image, tds.Text, tds.NText, tds.Bit, tds.TinyInt, tds.SmallInt, tds.Int, tds.BigInt,
		tds.SmallMoney, tds.MoneyType, tds.DecimalType, tds.NumericType, tds.Real, tds.Float, tds.Time, tds.Date,
		tds.SmallDateTime, tds.DateTime, tds.DateTime2, tds.DateTimeOffset, tds.XML, tds.SQLVariant,
	} {
		p[id] = uint8(i)
	}
	p[tds.NumericType] = p[tds.DecimalType]
	return p
}()

func isDecimal(id tds.TypeID) bool { return id == tds.DecimalType || id == tds.NumericType }

func isMoney(id tds.TypeID) bool { return id == tds.MoneyType || id == tds.SmallMoney }

func isFloat(id tds.TypeID) bool { return id == tds.Float || id == tds.Real }

func isLegacyTime(id tds.TypeID) bool { return id == tds.DateTime || id == tds.SmallDateTime }

// isString tells the types whose values concatenate: not text, ntext and xml.
func isString(id tds.TypeID) bool { return id >= tds.Char && id <= tds.NVarChar }

func isByteString(id tds.TypeID) bool { return id == tds.Binary || id == tds.VarBinary }

func isLOB(id tds.TypeID) bool { return id == tds.Text || id == tds.NText || id == tds.Image }

func isFixed(id tds.TypeID) bool { return id == tds.Char || id == tds.NChar || id == tds.Binary }

// allowance tells how one type is converted to another.
type allowance uint8

const (
	never allowance = iota
	onlyExplicit
	implicitly
)

var allowed = func() (m [tds.CursorType + 1][tds.CursorType + 1]allowance) {
	for from := range tds.CursorType + 1 {
		for to := range tds.CursorType + 1 {
			m[from][to] = allowanceOf(from, to)
		}
	}
	return m
}()

// allowanceOf is the conversion chart of CAST and CONVERT's documentation.
func allowanceOf(from, to tds.TypeID) allowance {
	switch {
	case from == to, from == tds.NullType:
		return implicitly
	case to == tds.NullType, from >= tds.TableType, to >= tds.TableType:
		return never
	case to == tds.SQLVariant:
		if isLOB(from) || from == tds.XML || from == tds.Timestamp {
			return never
		}
		return implicitly
	case from == tds.SQLVariant:
		if isLOB(to) || to == tds.XML || to == tds.Timestamp {
			return never
		}
		return onlyExplicit
	case isString(from):
		return allowanceFromString(from, to)
	case isByteString(from):
		return allowanceFromBytes(to)
	case from.IsNumeric():
		return allowanceFromNumber(from, to)
	case from.IsTime():
		return allowanceFromTime(from, to)
	}
	switch from {
	case tds.UniqueIdentifier:
		if isString(to) || isByteString(to) {
			return implicitly
		}
	case tds.Timestamp:
		switch {
		case to == tds.NChar || to == tds.NVarChar || isFloat(to):
			return never
		case isString(to), isByteString(to), to.IsNumeric(), isLegacyTime(to):
			return implicitly
		}
	case tds.Text:
		if to == tds.Char || to == tds.VarChar || to == tds.NText || to == tds.XML || to == tds.NChar || to == tds.NVarChar {
			return implicitly
		}
	case tds.NText:
		if isString(to) || to == tds.Text || to == tds.XML {
			return implicitly
		}
	case tds.Image:
		if isByteString(to) || to == tds.Timestamp {
			return implicitly
		}
	case tds.XML:
		if isString(to) || isByteString(to) {
			return onlyExplicit
		}
	}
	return never
}

func allowanceFromString(from, to tds.TypeID) allowance {
	switch {
	case isByteString(to):
		return onlyExplicit
	case to == tds.Image:
		if from == tds.Char || from == tds.VarChar {
			return implicitly
		}
		return never
	case to == tds.Timestamp:
		if from == tds.Char || from == tds.VarChar {
			return onlyExplicit
		}
		return never
	}
	return implicitly
}

func allowanceFromBytes(to tds.TypeID) allowance {
	switch {
	case to == tds.Text || to == tds.NText || isFloat(to):
		return never
	case to.IsTime() && !isLegacyTime(to):
		return onlyExplicit
	}
	return implicitly
}

func allowanceFromNumber(from, to tds.TypeID) allowance {
	switch {
	case to.IsNumeric(), isString(to), isByteString(to), isLegacyTime(to):
		return implicitly
	case to == tds.Timestamp && !isFloat(from):
		return implicitly
	}
	return never
}

func allowanceFromTime(from, to tds.TypeID) allowance {
	switch {
	case isString(to):
		return implicitly
	case isByteString(to):
		return onlyExplicit
	case to.IsTime():
		if from == tds.Date && to == tds.Time || from == tds.Time && to == tds.Date {
			return never
		}
		return implicitly
	case isLegacyTime(from) && to.IsNumeric():
		return onlyExplicit
	case to == tds.Timestamp && isLegacyTime(from):
		return onlyExplicit
	}
	return never
}

// checkConversion tells whether a conversion exists; the error is 206, 257 or 529.
func checkConversion(from, to tds.Type, explicit bool) error {
	switch a := allowed[from.ID][to.ID]; {
	case a == implicitly, a == onlyExplicit && explicit:
		return nil
	case explicit:
		return errExplicit(from, to)
	case a == onlyExplicit:
		return errImplicit(from, to)
	}
	return errClash(from, to)
}

// Convertible tells at compile time whether values of a type can be assigned to another: nil, 206 or 257.
func Convertible(from, to tds.Type) error { return checkConversion(from, to, false) }

// decimalFacets are the precision and scale of an exact number read as decimal.
func decimalFacets(t tds.Type) (prec, scale int) {
	switch t.ID {
	case tds.Bit:
		return 1, 0
	case tds.TinyInt:
		return 3, 0
	case tds.SmallInt:
		return 5, 0
	case tds.Int, tds.NullType:
		return 10, 0
	case tds.BigInt:
		return 19, 0
	case tds.MoneyType:
		return 19, 4
	case tds.SmallMoney:
		return 10, 4
	}
	return int(t.Prec), int(t.Scale)
}

func numericType(prec, scale int) tds.Type {
	return tds.Type{ID: tds.NumericType, Prec: uint8(prec), Scale: uint8(scale)}
}

// Common is the type two operands are converted to before they are compared or combined by
// UNION, CASE and COALESCE: by data type precedence, with the larger facets. 206 when they clash.
func Common(a, b tds.Type) (tds.Type, error) {
	switch {
	case a == b, b.ID == tds.NullType:
		return a, nil
	case a.ID == tds.NullType:
		return b, nil
	}
	hi, lo := a, b
	if precedence[b.ID] > precedence[a.ID] {
		hi, lo = b, a
	}
	if allowed[lo.ID][hi.ID] == never {
		return tds.Type{}, errClash(lo, hi)
	}
	switch {
	case isString(hi.ID) && (isString(lo.ID) || isByteString(lo.ID)):
		return commonString(hi, lo), nil
	case isByteString(hi.ID) && isByteString(lo.ID):
		return commonBytes(hi, lo), nil
	case isDecimal(hi.ID) && lo.ID.IsNumeric():
		return commonDecimal(hi, lo), nil
	case hi.ID.IsTime() && lo.ID.IsTime():
		hi.Scale = max(hi.Scale, timeScale(lo, hi))
	case hi.ID == tds.Text && lo.ID.IsUnicode():
		hi = tds.Type{ID: tds.NText}
	case hi.ID.IsCharacter() && hi.Collation == (tds.Collation{}):
		hi.Collation = lo.Collation
	}
	hi.Sysname = hi.Sysname && lo.Sysname
	return hi, nil
}

// timeScale is the scale an operand brings to a type that has one.
func timeScale(t, to tds.Type) uint8 {
	switch to.ID {
	case tds.Time, tds.DateTime2, tds.DateTimeOffset:
	default:
		return 0
	}
	if t.ID == tds.DateTime {
		return 3
	}
	return t.Scale
}

func commonString(a, b tds.Type) tds.Type {
	t := a
	fixed := isFixed(a.ID) && isFixed(b.ID)
	switch wide := a.ID.IsUnicode() || b.ID.IsUnicode(); {
	case wide && fixed:
		t.ID = tds.NChar
	case wide:
		t.ID = tds.NVarChar
	case fixed:
		t.ID = tds.Char
	default:
		t.ID = tds.VarChar
	}
	t.Sysname = a.Sysname && b.Sysname
	if t.Collation == (tds.Collation{}) {
		t.Collation = b.Collation
	}
	if a.Size == tds.Max || b.Size == tds.Max {
		t.Size = tds.Max
		if t.ID == tds.NChar {
			t.ID = tds.NVarChar
		}
		return t
	}
	t.Size = max(a.Size, b.Size, 1)
	if t.ID.IsUnicode() {
		t.Size = min(t.Size, 4000)
	}
	return t
}

func commonBytes(a, b tds.Type) tds.Type {
	t := tds.Type{ID: tds.VarBinary, Size: max(a.Size, b.Size, 1)}
	switch {
	case a.Size == tds.Max || b.Size == tds.Max:
		t.Size = tds.Max
	case a.ID == tds.Binary && b.ID == tds.Binary:
		t.ID = tds.Binary
	}
	return t
}

func commonDecimal(a, b tds.Type) tds.Type {
	p1, s1 := decimalFacets(a)
	p2, s2 := decimalFacets(b)
	whole := max(p1-s1, p2-s2)
	scale := max(s1, s2)
	if whole+scale > maxDigits {
		scale = max(maxDigits-whole, 0)
	}
	id := tds.DecimalType
	if a.ID == tds.NumericType || b.ID == tds.NumericType {
		id = tds.NumericType
	}
	return tds.Type{ID: id, Prec: uint8(min(whole+scale, maxDigits)), Scale: uint8(scale)}
}

// TypeOf is the narrowest type a bare value has: what a variant of it would say.
func TypeOf(v tds.Value) tds.Type {
	switch v := v.(type) {
	case bool:
		return tds.TypeBit
	case int64:
		if v >= -1<<31 && v < 1<<31 {
			return tds.TypeInt
		}
		return tds.TypeBigInt
	case tds.Decimal:
		return numericType(max(coef(v).digits(), int(v.Scale), 1), int(v.Scale))
	case tds.Money:
		return tds.TypeMoney
	case float64:
		return tds.TypeFloat
	case string:
		return sizedString(tds.NVarChar, textLen(v, true))
	case []byte:
		if len(v) > 8000 {
			return tds.TypeVarBinary(tds.Max)
		}
		return tds.TypeVarBinary(max(len(v), 1))
	case tds.GUID:
		return tds.TypeGUID
	case tds.Variant:
		return tds.TypeVariant
	case *tds.Table:
		return tds.Type{ID: tds.TableType}
	case nil:
		return tds.TypeNull
	}
	return tds.Type{ID: tds.DateTime2, Scale: 7}
}

// sizedString is a character type of n units, or (max) when n is more than a column holds.
func sizedString(id tds.TypeID, n int) tds.Type {
	most := 8000
	if id.IsUnicode() {
		most = 4000
	}
	if n > most {
		return tds.Type{ID: id, Size: tds.Max}
	}
	return tds.Type{ID: id, Size: int32(max(n, 1))}
}
