package eval

import (
	"math"
	"time"

	"msxgate/tds"
)

var (
	zeroDay     = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	legacyEpoch = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
)

// The days that datetime holds, counted from 1900-01-01: 1753-01-01 to 9999-12-31.
const (
	minLegacyDay = -53690
	maxLegacyDay = 2958463
	maxSmallDay  = 65535 // 2079-06-06
)

// wall is the wall-clock time of t, without its zone.
func wall(t time.Time) time.Time {
	if t.Location() == time.UTC {
		return t
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// dayNumber counts days from 0001-01-01.
func dayNumber(t time.Time) int64 { return (dayOf(t).Unix() - zeroDay.Unix()) / 86400 }

func legacyDays(t time.Time) int64 { return (dayOf(t).Unix() - legacyEpoch.Unix()) / 86400 }

// dayTicks counts the 1/300 s of the day, rounded.
func dayTicks(t time.Time) int64 {
	return (int64(t.Sub(dayOf(t)))*3 + 5_000_000) / 10_000_000
}

// ticksDuration is a number of 1/300 s in the whole milliseconds that datetime shows: 0, 3, 7, 10 ...
func ticksDuration(ticks int64) time.Duration {
	return time.Duration((ticks*10+1)/3) * time.Millisecond
}

// exactTicks is the time of a datetime to 100 ns, which is what it becomes in a newer type.
func exactTicks(t time.Time) time.Time {
	return dayOf(t).Add(time.Duration((dayTicks(t)*100_000 + 1) / 3 * 100))
}

func roundLegacy(t time.Time) time.Time { return dayOf(t).Add(ticksDuration(dayTicks(t))) }

func legacyFloat(t time.Time) float64 {
	return float64(legacyDays(t)) + float64(dayTicks(t))/(86400*300)
}

func fixedZone(minutes int) *time.Location {
	if minutes == 0 {
		return time.FixedZone("", 0)
	}
	return time.FixedZone("", minutes*60)
}

var scaleUnits = [...]time.Duration{time.Second, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 1e2}

// roundScale rounds to a number of fractional digits, half up.
func roundScale(t time.Time, scale uint8) time.Time {
	unit := scaleUnits[min(int(scale), 7)]
	ns := time.Duration(t.Nanosecond())
	if rest := ns % unit; rest >= unit-unit/2 {
		return t.Add(unit - rest)
	} else if rest > 0 {
		return t.Add(-rest)
	}
	return t
}

func toTime(v tds.Value, from, to tds.Type, c *ConvertOptions) (tds.Value, error) {
	var t time.Time
	var err error
	switch x := v.(type) {
	case time.Time:
		t = x
		if from.ID == tds.Time && to.ID != tds.Time {
			t = legacyEpoch.Add(x.Sub(dayOf(x)))
		}
		if from.ID == tds.DateTime && !isLegacyTime(to.ID) {
			t = exactTicks(x)
		}
	case string:
		if t, err = textTime(x, from, to, c); err != nil {
			return nil, err
		}
	case []byte:
		if t, err = bytesTime(x, from, to); err != nil {
			return nil, err
		}
	case int64, bool, tds.Decimal, tds.Money, float64:
		if t, err = numberTime(v, from, to); err != nil {
			return nil, err
		}
	default:
		return nil, errClash(from, to)
	}
	t, ok := FitTime(t, to)
	if !ok {
		if from.ID.IsNumeric() {
			return nil, errOverflow(to)
		}
		if from.ID.IsCharacter() && !isLegacyTime(to.ID) {
			return nil, errDateText()
		}
		return nil, errDateRange(from, to)
	}
	return t, nil
}

// FitTime rounds a time to what a type holds; ok is false when it is out of the type's range.
func FitTime(t time.Time, to tds.Type) (time.Time, bool) {
	switch to.ID {
	case tds.Date:
		return dayOf(t), t.Year() >= 1 && t.Year() <= 9999
	case tds.Time:
		t = roundScale(wall(t), to.Scale)
		return zeroDay.Add(t.Sub(dayOf(t))), true
	case tds.DateTime:
		t = roundLegacy(wall(t))
		days := legacyDays(t)
		return t, days >= minLegacyDay && days <= maxLegacyDay
	case tds.SmallDateTime:
		t = roundLegacy(wall(t)).Add(30 * time.Second).Truncate(time.Minute)
		days := legacyDays(t)
		return t, days >= 0 && days <= maxSmallDay
	case tds.DateTimeOffset:
		if t.Location() == time.UTC {
			t = t.In(fixedZone(0))
		}
		t = roundScale(t, to.Scale)
		y := t.UTC().Year()
		return t, y >= 1 && y <= 9999
	}
	t = roundScale(wall(t), to.Scale)
	return t, t.Year() >= 1 && t.Year() <= 9999
}

// numberTime reads a number as days since 1900-01-01.
func numberTime(v tds.Value, from, to tds.Type) (time.Time, error) {
	if n, ok := v.(int64); ok {
		if n < minLegacyDay || n > maxLegacyDay {
			return time.Time{}, errOverflow(to)
		}
		return legacyEpoch.AddDate(0, 0, int(n)), nil
	}
	x, err := toFloat(v, from, tds.TypeFloat)
	if err != nil {
		return time.Time{}, err
	}
	f := x.(float64)
	if f < minLegacyDay || f >= maxLegacyDay+1 {
		return time.Time{}, errOverflow(to)
	}
	days := math.Floor(f)
	ticks := int64(math.Round((f - days) * 86400 * 300))
	return legacyEpoch.AddDate(0, 0, int(days)).Add(ticksDuration(ticks)), nil
}

// styleOrders are the orders of day, month and year that CONVERT's styles read; others read the
// session's DATEFORMAT.
var styleOrders = map[int]string{
	1: "mdy", 101: "mdy", 10: "mdy", 110: "mdy", 22: "mdy", 2: "ymd", 102: "ymd", 11: "ymd", 111: "ymd", 12: "ymd", 112: "ymd",
	3: "dmy", 103: "dmy", 4: "dmy", 104: "dmy", 5: "dmy", 105: "dmy", 20: "ymd", 120: "ymd", 21: "ymd", 121: "ymd", 25: "ymd",
	23: "ymd", 126: "ymd", 127: "ymd", 130: "dmy", 131: "dmy",
}

// textTime reads a date and time literal for a type.
func textTime(s string, from, to tds.Type, c *ConvertOptions) (time.Time, error) {
	order := c.DateFormat
	if o := styleOrders[c.Style]; o != "" && c.Styled {
		order = o
	}
	if order == "" {
		order = "mdy"
	}
	legacy := isLegacyTime(to.ID)
	p, fault := scanTime(s, order, legacy)
	if fault == numberFine && legacy && (p.digits > 3 || p.offset != 0) {
		fault = numberSyntax
	}
	if fault == numberFine && p.dated && (c.Style == 130 || c.Style == 131) {
		fault = p.fromHijri()
	}
	switch {
	case fault == numberSyntax && to.ID == tds.SmallDateTime:
		return time.Time{}, errSmallDateText()
	case fault == numberSyntax, fault == numberRange && !legacy:
		return time.Time{}, errDateText()
	case fault == numberRange:
		return time.Time{}, errDateRange(from, to)
	}
	loc := time.UTC
	if to.ID == tds.DateTimeOffset {
		loc = fixedZone(p.offset)
	}
	return time.Date(p.year, time.Month(p.month), p.day, p.hour, p.minute, p.second, p.nano, loc), nil
}
