package eval

import (
	"encoding/binary"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

func bindVariantProperty(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.convert(args[0], tds.TypeVariant, nil)
	if err != nil {
		return node{}, err
	}
	property, err := c.textArg(args, 1, "sql_variant_property")
	if err != nil {
		return node{}, err
	}
	return apply2(x, property, tds.TypeVariant, func(v, p tds.Value) (tds.Value, error) {
		w := v.(tds.Variant)
		return variantProperty(w, strings.ToUpper(trimRight(p.(string)))), nil
	}), nil
}

func variantProperty(v tds.Variant, property string) tds.Value {
	name := func(s string) tds.Value { return tds.Variant{Type: nameType, Value: s} }
	number := func(n int64) tds.Value { return tds.Variant{Type: tds.TypeInt, Value: n} }
	t := v.Type
	switch property {
	case "BASETYPE":
		return name(t.ID.String())
	case "PRECISION":
		return number(typePrecision(t))
	case "SCALE":
		switch {
		case isMoney(t.ID):
			return number(4)
		case t.ID == tds.DateTime:
			return number(3)
		}
		return number(int64(t.Scale))
	case "TOTALBYTES":
		return number(dataLength(v.Value, t) + variantHeader(t))
	case "COLLATION":
		if !t.ID.IsCharacter() {
			return nil
		}
		return name(NameCollation(t.Collation))
	case "MAXLENGTH":
		return number(maxBytes(t))
	}
	return nil
}

// variantHeader is the number of bytes a sql_variant adds to its value.
func variantHeader(t tds.Type) int64 {
	switch {
	case t.ID.IsCharacter():
		return 8
	case t.ID.IsBinary(), isDecimal(t.ID):
		return 4
	case t.ID == tds.Time || t.ID == tds.DateTime2 || t.ID == tds.DateTimeOffset:
		return 3
	}
	return 2
}

func typePrecision(t tds.Type) int64 {
	switch {
	case t.ID == tds.MoneyType || t.ID == tds.SmallMoney || t.ID.IsInteger() || t.ID == tds.Bit || isDecimal(t.ID):
		p, _ := decimalFacets(t)
		return int64(p)
	case t.ID == tds.Float:
		return 53
	case t.ID == tds.Real:
		return 24
	case t.ID == tds.DateTime:
		return 23
	case t.ID == tds.SmallDateTime:
		return 16
	case t.ID.IsTime():
		return int64(maxTextLen(t))
	}
	return 0
}

// maxBytes is the length of a type in bytes as the catalog shows it; -1 for (max).
func maxBytes(t tds.Type) int64 {
	switch {
	case t.Size == tds.Max:
		return -1
	case t.ID == tds.NChar || t.ID == tds.NVarChar:
		return 2 * int64(t.Size)
	case t.Size > 0:
		return int64(t.Size)
	case isLOB(t.ID):
		return 16
	case t.ID == tds.SQLVariant:
		return 8016
	}
	return dataLength(nil, t)
}

// MaxLength is sys.columns.max_length of a type.
func MaxLength(t tds.Type) int { return int(maxBytes(t)) }

// Precision and scale as sys.columns shows them.
func Precision(t tds.Type) (precision, scale int) {
	if t.ID.IsNumeric() || t.ID.IsTime() {
		precision = int(typePrecision(t))
	}
	switch {
	case isMoney(t.ID):
		scale = 4
	case t.ID == tds.DateTime:
		scale = 3
	default:
		scale = int(t.Scale)
	}
	return precision, scale
}

func bindCollationProperty(c *compiler, _ *tsql.Call, args []node) (node, error) {
	for i := range args {
		var err error
		if args[i], err = c.textArg(args, i, "collationproperty"); err != nil {
			return node{}, err
		}
	}
	return apply2(args[0], args[1], tds.TypeVariant, func(name, property tds.Value) (tds.Value, error) {
		coll, ok := LookupCollation(trimRight(name.(string)))
		if !ok {
			return nil, nil
		}
		if coll == (tds.Collation{}) {
			coll = tds.DefaultCollation
		}
		word := binary.LittleEndian.Uint32(coll[:4])
		number := func(n int64) tds.Value { return tds.Variant{Type: tds.TypeInt, Value: n} }
		switch strings.ToUpper(trimRight(property.(string))) {
		case "CODEPAGE":
			if word&utf8Text != 0 {
				return number(65001), nil
			}
			return number(1252), nil
		case "LCID":
			return number(int64(word & 0xFFFFF)), nil
		case "COMPARISONSTYLE":
			return number(comparisonStyle(word)), nil
		case "VERSION":
			return number(int64(word >> 28)), nil
		}
		return nil, nil
	}), nil
}

// comparisonStyle is the flags as Windows' CompareString knows them.
func comparisonStyle(word uint32) int64 {
	style := int64(0)
	for _, f := range [...]struct {
		bit   uint32
		style int64
	}{{ignoreCase, 1}, {ignoreAccent, 2}, {ignoreKana, 65536}, {ignoreWidth, 131072}} {
		if word&f.bit != 0 {
			style |= f.style
		}
	}
	return style
}
