package eval

import (
	"msxgate/tds"
)

// ConvertOptions modifies a conversion; nil is an implicit conversion under us_english, mdy.
type ConvertOptions struct {
	Explicit   bool   // CAST and CONVERT: conversions that are not allowed implicitly
	Style      int    // CONVERT's style
	Styled     bool   // a style was given: 0 is then a style of its own
	DateFormat string // mdy, dmy, ymd ...; empty is mdy
}

var implicitOptions = &ConvertOptions{}

// Convert converts a value between types as an assignment does: 245, 8114, 8115, 220, 241, 529, 257. Strings and
// byte strings that are too long are cut without an error; Fit is for those who have to tell.
func Convert(v tds.Value, from, to tds.Type, c *ConvertOptions) (tds.Value, error) {
	if from == to {
		return v, nil
	}
	if c == nil {
		c = implicitOptions
	}
	if allowed[from.ID][to.ID] != implicitly {
		if err := checkConversion(from, to, c.Explicit); err != nil {
			return nil, err
		}
	}
	if v == nil {
		return nil, nil
	}
	return convert(v, from, to, c)
}

// convert converts a non-NULL value; that the conversion is allowed has been checked.
func convert(v tds.Value, from, to tds.Type, c *ConvertOptions) (tds.Value, error) {
	if w, ok := v.(tds.Variant); ok && to.ID != tds.SQLVariant {
		return Convert(w.Value, w.Type, to, explicitly(c))
	}
	switch to.ID {
	case tds.Bit:
		return toBit(v, from, to)
	case tds.TinyInt, tds.SmallInt, tds.Int, tds.BigInt:
		return toInt(v, from, to)
	case tds.DecimalType, tds.NumericType:
		return toDecimal(v, from, to)
	case tds.MoneyType, tds.SmallMoney:
		return toMoney(v, from, to)
	case tds.Float, tds.Real:
		return toFloat(v, from, to)
	case tds.Date, tds.Time, tds.DateTime, tds.DateTime2, tds.DateTimeOffset, tds.SmallDateTime:
		return toTime(v, from, to, c)
	case tds.Char, tds.VarChar, tds.NChar, tds.NVarChar, tds.Text, tds.NText:
		return toText(v, from, to, c)
	case tds.XML:
		return toXML(v, from, to, c)
	case tds.Binary, tds.VarBinary, tds.Image, tds.Timestamp:
		return toBytes(v, from, to, c)
	case tds.UniqueIdentifier:
		return toGUID(v, from, to)
	case tds.SQLVariant:
		if w, ok := v.(tds.Variant); ok {
			return w, nil
		}
		return tds.Variant{Type: from, Value: v}, nil
	}
	return v, nil
}

func explicitly(c *ConvertOptions) *ConvertOptions {
	if c.Explicit {
		return c
	}
	d := *c
	d.Explicit = true
	return &d
}

// Fit converts a value for a column, as INSERT and UPDATE do: where Convert cuts it is 8152. The value
// returned with 8152 is what fits, for Truncation.
func Fit(v tds.Value, from, to tds.Type, c *ConvertOptions) (tds.Value, error) {
	w, err := Convert(v, from, to, c)
	if err != nil || w == nil || to.Size <= 0 {
		return w, err
	}
	switch to.ID {
	case tds.Char, tds.VarChar, tds.NChar, tds.NVarChar, tds.Binary, tds.VarBinary:
		if Truncated(v, to) {
			return w, errTruncated()
		}
	}
	return w, nil
}

// Truncated tells whether a string or byte string loses more than trailing blanks or zeros when it is
// cut to the size of a type.
func Truncated(v tds.Value, to tds.Type) bool {
	switch x := v.(type) {
	case string:
		if len(x) <= int(to.Size) || to.Size <= 0 {
			return false
		}
		wide := to.ID.IsUnicode()
		if to.ID.IsBinary() {
			return textLen(x, true) > int(to.Size)
		}
		return textLen(trimRight(x), wide) > int(to.Size)
	case []byte:
		return to.Size > 0 && len(x) > int(to.Size) && (!to.ID.IsBinary() || !allZero(x[to.Size:]))
	case tds.Variant:
		return Truncated(x.Value, to)
	}
	return false
}
