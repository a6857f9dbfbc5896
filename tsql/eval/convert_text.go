package eval

import (
	"math"
	"strconv"
	"strings"
	"time"

	"msxgate/tds"
)

// toText converts to a character type: the text, cut to the size, padded when char or nchar.
func toText(v tds.Value, from, to tds.Type, c *ConvertOptions) (tds.Value, error) {
	switch x := v.(type) {
	case string:
		if !to.ID.IsUnicode() && from.ID.IsUnicode() && (to.Collation == tds.Collation{} || !isUTF8(to.Collation)) {
			x = toCodePage(x)
		}
		return fitText(x, to), nil
	case []byte:
		switch c.Style {
		case 1:
			return fitText(hexText(x, "0x"), to), nil
		case 2:
			return fitText(hexText(x, ""), to), nil
		}
		return fitText(bytesText(x, to), to), nil
	case time.Time:
		s, ok := timeText(x, from, c)
		if !ok {
			return nil, errStyle(c.Style, from)
		}
		return fitText(s, to), nil
	}
	s, err := scalarText(v, from, c)
	if err != nil {
		return nil, err
	}
	if size := int(to.Size); size > 0 && len(s) > size {
		return overflowText(v, from, to)
	}
	return fitText(s, to), nil
}

func isUTF8(c tds.Collation) bool { return c[3]&(utf8Text>>24) != 0 }

// overflowText is what becomes of a number that has more characters than the target.
func overflowText(v tds.Value, from, to tds.Type) (tds.Value, error) {
	switch v.(type) {
	case tds.GUID:
		return nil, errGUIDSpace(to)
	case tds.Money:
		return nil, errMoneySpace(from, to)
	case int64, bool:
		if from.ID != tds.BigInt && !to.ID.IsUnicode() {
			return fitText("*", to), nil
		}
		return nil, errOverflow(to)
	}
	return nil, errOverflowFrom(from, to)
}

// scalarText prints numbers and GUIDs.
func scalarText(v tds.Value, from tds.Type, c *ConvertOptions) (string, error) {
	switch x := v.(type) {
	case int64:
		return strconv.FormatInt(x, 10), nil
	case bool:
		return pick(x, "1", "0"), nil
	case tds.Decimal:
		return x.String(), nil
	case tds.Money:
		return moneyText(x, c.Style), nil
	case float64:
		return floatText(x, from, c.Style), nil
	case tds.GUID:
		return x.String(), nil
	}
	return "", errClash(from, tds.TypeNVarChar(30))
}

func fitText(s string, to tds.Type) string {
	n := int(to.Size)
	if n <= 0 {
		return s
	}
	wide := to.ID.IsUnicode()
	s = textCut(s, n, wide)
	if to.ID == tds.Char || to.ID == tds.NChar {
		if have := textLen(s, wide); have < n {
			return s + strings.Repeat(" ", n-have)
		}
	}
	return s
}

// moneyText prints with two digits (style 0), with thousands separators (1) or four digits (2, 126).
func moneyText(m tds.Money, style int) string {
	if style == 2 || style == 126 {
		return m.String()
	}
	d := tds.DecimalOf(roundDiv(int64(m), 100))
	d.Scale = 2
	s := d.String()
	if style == 1 {
		s = groupThousands(s, ',')
	}
	return s
}

// groupThousands sets a separator between groups of three digits before the point.
func groupThousands(s string, sep byte) string {
	start := 0
	if s != "" && s[0] == '-' {
		start = 1
	}
	end := strings.IndexByte(s, '.')
	if end < 0 {
		end = len(s)
	}
	b := []byte(s[:start])
	for i := start; i < end; i++ {
		if i > start && (end-i)%3 == 0 {
			b = append(b, sep)
		}
		b = append(b, s[i])
	}
	return string(append(b, s[end:]...))
}

// floatText prints with at most six digits (style 0), eight (1), sixteen (2) or all that matter (3).
func floatText(f float64, t tds.Type, style int) string {
	if f == 0 {
		f = 0
	}
	bits := 64
	if t.ID == tds.Real {
		bits = 32
	}
	switch style {
	case 1:
		return wideExponent(strconv.FormatFloat(f, 'e', 7, 64))
	case 2, 126, 128, 129:
		return wideExponent(strconv.FormatFloat(f, 'e', 15, 64))
	case 3:
		return wideExponent(strconv.FormatFloat(f, 'e', pickInt(bits == 32, 8, 16), 64))
	}
	return wideExponent(strconv.FormatFloat(f, 'g', 6, 64))
}

func pickInt(cond bool, yes, no int) int {
	if cond {
		return yes
	}
	return no
}

// wideExponent gives an exponent three digits.
func wideExponent(s string) string {
	i := strings.IndexByte(s, 'e')
	if i < 0 {
		return s
	}
	exp := s[i+2:]
	if len(exp) < 3 {
		exp = strings.Repeat("0", 3-len(exp)) + exp
	}
	return s[:i+2] + exp
}

// maxTextLen is the longest text of a type's values, which is the length of its implicit conversion to
// varchar and nvarchar.
func maxTextLen(t tds.Type) int {
	switch t.ID {
	case tds.Bit, tds.NullType:
		return 1
	case tds.TinyInt:
		return 3
	case tds.SmallInt:
		return 6
	case tds.Int:
		return 12
	case tds.BigInt:
		return 24
	case tds.DecimalType, tds.NumericType:
		return int(t.Prec) + 3
	case tds.MoneyType, tds.SmallMoney:
		return 30
	case tds.Float, tds.Real:
		return 32
	case tds.UniqueIdentifier:
		return 36
	case tds.Date:
		return 10
	case tds.Time:
		return 16
	case tds.DateTime, tds.SmallDateTime:
		return 30
	case tds.DateTime2:
		return 27
	case tds.DateTimeOffset:
		return 34
	case tds.Timestamp:
		return 8
	case tds.SQLVariant, tds.Text, tds.NText, tds.Image, tds.XML:
		return math.MaxInt32
	}
	if t.Size == tds.Max {
		return math.MaxInt32
	}
	return int(t.Size)
}
