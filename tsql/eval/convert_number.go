package eval

import (
	"math"
	"strconv"
	"strings"
	"time"

	"msxgate/tds"
)

func toBit(v tds.Value, from, to tds.Type) (tds.Value, error) {
	switch x := v.(type) {
	case bool:
		return x, nil
	case int64:
		return x != 0, nil
	case tds.Decimal:
		return !coef(x).isZero(), nil
	case tds.Money:
		return x != 0, nil
	case float64:
		return x != 0, nil
	case []byte:
		return len(x) > 0 && x[len(x)-1] != 0, nil
	case time.Time:
		return legacyDays(x) != 0, nil
	case string:
		s := strings.TrimSpace(x)
		switch {
		case equalFold(s, "true"):
			return true, nil
		case equalFold(s, "false"):
			return false, nil
		}
		n, fault := parseInt(s)
		switch fault {
		case numberSyntax:
			return nil, errConversion(from, x, to)
		case numberRange:
			return true, nil
		}
		return n != 0, nil
	}
	return nil, errClash(from, to)
}

type intRange struct{ lo, hi int64 }

var intRanges = [...]intRange{
	tds.TinyInt:  {0, 255},
	tds.SmallInt: {math.MinInt16, math.MaxInt16},
	tds.Int:      {math.MinInt32, math.MaxInt32},
	tds.BigInt:   {math.MinInt64, math.MaxInt64},
}

func (r intRange) holds(v int64) bool { return v >= r.lo && v <= r.hi }

func rangeOf(id tds.TypeID) intRange {
	if id >= tds.TinyInt && id <= tds.BigInt {
		return intRanges[id]
	}
	return intRanges[tds.Int]
}

func toInt(v tds.Value, from, to tds.Type) (tds.Value, error) {
	limits := rangeOf(to.ID)
	switch x := v.(type) {
	case int64:
		if limits.holds(x) {
			return v, nil
		}
		if to.ID < tds.Int && from.ID != tds.BigInt {
			return nil, errValueOverflow(to, x)
		}
		return nil, errOverflow(to)
	case bool:
		return boolInt(x), nil
	case tds.Decimal:
		if n, ok := decimalInt(x); ok && limits.holds(n) {
			return n, nil
		}
		return nil, errOverflow(to)
	case tds.Money:
		n := roundDiv(int64(x), 10000)
		if limits.holds(n) {
			return n, nil
		}
		return nil, errOverflow(to)
	case float64:
		t := math.Trunc(x)
		if t >= -(1<<63) && t < 1<<63 && limits.holds(int64(t)) {
			return int64(t), nil
		}
		if to.ID == tds.BigInt {
			return nil, errOverflow(to)
		}
		return nil, errFloatOverflow(to, x)
	case string:
		n, fault := parseInt(x)
		switch {
		case fault == numberSyntax && to.ID == tds.BigInt:
			return nil, errConverting(from, to)
		case fault == numberSyntax:
			return nil, errConversion(from, x, to)
		case fault == numberRange || !limits.holds(n):
			return nil, errIntText(from, x, to)
		}
		return n, nil
	case []byte:
		return bytesInt(x, to.ID), nil
	case time.Time:
		days := legacyDays(x)
		if x.Sub(dayOf(x)) >= 12*time.Hour {
			days++
		}
		if limits.holds(days) {
			return days, nil
		}
		return nil, errOverflow(to)
	}
	return nil, errClash(from, to)
}

func boolInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// roundDiv divides and rounds half away from zero; d is positive.
func roundDiv(v, d int64) int64 {
	q, r := v/d, v%d
	switch {
	case r >= d-d/2:
		q++
	case -r >= d-d/2:
		q--
	}
	return q
}

// bytesInt reads the last bytes as a big-endian integer of the type's width.
func bytesInt(b []byte, id tds.TypeID) int64 {
	width := intWidth(id)
	if len(b) > width {
		b = b[len(b)-width:]
	}
	var u uint64
	for _, c := range b {
		u = u<<8 | uint64(c)
	}
	switch id {
	case tds.TinyInt:
		return int64(u)
	case tds.SmallInt:
		return int64(int16(u))
	case tds.Int:
		return int64(int32(u))
	}
	return int64(u)
}

func intWidth(id tds.TypeID) int {
	switch id {
	case tds.TinyInt, tds.Bit:
		return 1
	case tds.SmallInt:
		return 2
	case tds.Int:
		return 4
	}
	return 8
}

// parseInt reads an optionally signed integer between blanks; nothing at all is 0.
func parseInt(s string) (int64, numberFault) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, numberFine
	}
	neg := false
	if s[0] == '+' || s[0] == '-' {
		neg = s[0] == '-'
		s = strings.TrimLeft(s[1:], " ")
	}
	var n uint64
	over := false
	for i := range len(s) {
		c := s[i] - '0'
		if c > 9 {
			return 0, numberSyntax
		}
		if n > (math.MaxUint64-9)/10 {
			over = true
			continue
		}
		n = n*10 + uint64(c)
	}
	switch {
	case over, n > 1<<63, n == 1<<63 && !neg:
		return 0, numberRange
	case neg:
		return -int64(n), numberFine
	}
	return int64(n), numberFine
}

func toDecimal(v tds.Value, from, to tds.Type) (tds.Value, error) {
	var d tds.Decimal
	ok := true
	switch x := v.(type) {
	case tds.Decimal:
		d = x
	case int64:
		d = tds.DecimalOf(x)
	case bool:
		d = tds.DecimalOf(boolInt(x))
	case tds.Money:
		d = x.Decimal()
	case float64:
		d, ok = decimalFromFloat(x, to.Scale)
	case string:
		s := strings.TrimSpace(x)
		if strings.ContainsAny(s, "eE") {
			return nil, errConverting(from, to)
		}
		var fault numberFault
		if d, fault = parseDecimal(s, to.Scale); fault == numberSyntax {
			return nil, errConverting(from, to)
		}
		ok = fault == numberFine
	case []byte:
		if d, ok = bytesDecimal(x); !ok {
			return nil, errConverting(from, to)
		}
	case time.Time:
		d, ok = decimalFromFloat(legacyFloat(x), to.Scale)
	default:
		return nil, errClash(from, to)
	}
	if ok {
		d, ok = fitDecimal(d, to.Prec, to.Scale)
	}
	if !ok {
		return nil, errOverflowFrom(from, to)
	}
	return d, nil
}

func toMoney(v tds.Value, from, to tds.Type) (tds.Value, error) {
	var m tds.Money
	ok := true
	switch x := v.(type) {
	case tds.Money:
		m = x
	case int64:
		ok = x <= math.MaxInt64/10000 && x >= math.MinInt64/10000
		m = tds.Money(x * 10000)
	case bool:
		m = tds.Money(boolInt(x) * 10000)
	case tds.Decimal:
		m, ok = decimalMoney(x)
	case float64:
		m, ok = floatMoney(x)
	case string:
		var fault numberFault
		if m, fault = parseMoney(x); fault == numberSyntax {
			return nil, errMoneyText(to)
		}
		ok = fault == numberFine
	case []byte:
		m = tds.Money(bytesInt(x, tds.BigInt))
	case time.Time:
		m, ok = floatMoney(legacyFloat(x))
	default:
		return nil, errClash(from, to)
	}
	if !ok || to.ID == tds.SmallMoney && !intRanges[tds.Int].holds(int64(m)) {
		if _, text := v.(string); text {
			return nil, errMoneyOverflow(to)
		}
		return nil, errOverflow(to)
	}
	return m, nil
}

func errMoneyOverflow(to tds.Type) *tds.Error {
	if to.ID == tds.SmallMoney {
		return tds.Errorf(294, 16, "The conversion from char data type to smallmoney data type resulted in a smallmoney overflow error.")
	}
	return tds.Errorf(236, 16, "The conversion from char data type to money data type resulted in a money overflow error.")
}

func floatMoney(f float64) (tds.Money, bool) {
	d, ok := decimalFromFloat(f, 4)
	if !ok {
		return 0, false
	}
	return decimalMoney(d)
}

// parseMoney reads an amount with an optional currency sign, sign and thousands separators.
func parseMoney(s string) (tds.Money, numberFault) {
	s = strings.TrimSpace(s)
	var digits []byte
	neg, currency, point := false, false, false
	for i := 0; i < len(s); {
		r, size := nextRune(s[i:])
		i += size
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, byte(r))
		case r == '.' && !point:
			point = true
			digits = append(digits, '.')
		case r == ',' && !point:
		case r == '-' && len(digits) == 0 && !neg:
			neg = true
		case r == '+' && len(digits) == 0:
		case r == ' ' && len(digits) == 0:
		case isCurrency(r) && len(digits) == 0 && !currency:
			currency = true
		default:
			return 0, numberSyntax
		}
	}
	if len(digits) == 0 {
		return 0, numberFine
	}
	if len(digits) == 1 && point {
		return 0, numberSyntax
	}
	d, fault := parseDecimal(string(digits), 4)
	if fault != numberFine {
		return 0, fault
	}
	d = newDecimal(neg, coef(d), 4)
	m, ok := decimalMoney(d)
	if !ok {
		return 0, numberRange
	}
	return m, numberFine
}

func isCurrency(r rune) bool {
	return r == '$' || r == 0xA2 || r == 0xA3 || r == 0xA4 || r == 0xA5 || r >= 0x20A0 && r <= 0x20BF
}

func toFloat(v tds.Value, from, to tds.Type) (tds.Value, error) {
	var f float64
	switch x := v.(type) {
	case float64:
		f = x
	case int64:
		f = float64(x)
	case bool:
		f = float64(boolInt(x))
	case tds.Decimal:
		f = DecimalFloat(x)
	case tds.Money:
		f = float64(x) / 10000
	case string:
		var fault numberFault
		if f, fault = parseFloat(x); fault == numberSyntax {
			return nil, errConverting(from, to)
		} else if fault == numberRange {
			return nil, errOverflow(to)
		}
	case time.Time:
		f = legacyFloat(x)
	case []byte:
		f = bytesFloat(x)
	default:
		return nil, errClash(from, to)
	}
	if to.ID == tds.Real {
		if math.Abs(f) > math.MaxFloat32 {
			return nil, errOverflow(to)
		}
		f = float64(float32(f))
	}
	return f, nil
}

func parseFloat(s string) (float64, numberFault) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, numberFine
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c == '.', c == '+', c == '-', c == 'e', c == 'E':
		default:
			return 0, numberSyntax
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	switch {
	case err == nil:
		return f, numberFine
	case math.IsInf(f, 0):
		return 0, numberRange
	}
	return 0, numberSyntax
}
