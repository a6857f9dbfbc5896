package eval

import (
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

func bindDateAdd(c *compiler, call *tsql.Call, args []node) (node, error) {
	p, err := partArg(call)
	if err != nil {
		return node{}, err
	}
	n, err := c.intArg(args, 0)
	if err != nil {
		return node{}, err
	}
	d, err := c.dateArg(args[1], 3, "dateadd", tds.TypeDateTime)
	if err != nil {
		return node{}, err
	}
	t := d.typ
	if p == partISOWeek || p == partZone {
		return node{}, errPart(p, "dateadd", t)
	}
	if err := supportsPart(p, "dateadd", t); err != nil {
		return node{}, err
	}
	if isLegacyTime(t.ID) && (p == partMicrosecond || p == partNanosecond) {
		return node{}, errPart(p, "dateadd", t)
	}
	return apply2(n, d, t, func(n, d tds.Value) (tds.Value, error) {
		r, ok := addPart(p, n.(int64), d.(time.Time), t)
		if !ok {
			return nil, tds.Errorf(517, 16, "Adding a value to a '%s' column caused an overflow.", typeLabel(t))
		}
		return r, nil
	}), nil
}

func errPart(p partOf, function string, t tds.Type) error {
	return tds.Errorf(9810, 16, "The datepart %s is not supported by date function %s for data type %s.", partNames[p], function, typeLabel(t))
}

// partUnits are the parts that have a fixed length.
var partUnits = [...]time.Duration{
	partDayOfYear: 24 * time.Hour, partDay: 24 * time.Hour, partWeek: 7 * 24 * time.Hour, partWeekday: 24 * time.Hour, partHour: time.Hour,
	partMinute: time.Minute, partSecond: time.Second, partMillisecond: time.Millisecond, partMicrosecond: time.Microsecond, partNanosecond: 1,
}

// addPart adds n parts to a time of a type; a time of day wraps around midnight.
func addPart(p partOf, n int64, d time.Time, t tds.Type) (time.Time, bool) {
	switch p {
	case partYear:
		d = addMonths(d, 12*n)
	case partQuarter:
		d = addMonths(d, 3*n)
	case partMonth:
		d = addMonths(d, n)
	default:
		unit := partUnits[p]
		days, rest := n, time.Duration(0)
		if unit < 24*time.Hour {
			perDay := int64(24 * time.Hour / unit)
			days, rest = n/perDay, time.Duration(n%perDay)*unit
		} else {
			days = n * int64(unit/(24*time.Hour))
		}
		if days > 4_000_000 || days < -4_000_000 {
			return d, false
		}
		d = d.AddDate(0, 0, int(days)).Add(rest)
		if t.ID == tds.Time {
			return FitTime(d, t)
		}
	}
	if y := d.Year(); y < 1 || y > 9999 {
		return d, false
	}
	return FitTime(d, t)
}

// addMonths keeps the day of the month, or takes the last one there is.
func addMonths(t time.Time, n int64) time.Time {
	if n > 120_000 || n < -120_000 {
		return time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	y, m, d := t.Date()
	total := int64(y)*12 + int64(m) - 1 + n
	year, month := floorDiv(total, 12)
	if year < 1 || year > 9999 {
		return time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	d = min(d, daysIn(int(year), int(month)+1))
	return time.Date(int(year), time.Month(month+1), d, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
}

// ---- DATEDIFF

func bindDateDiff(t tds.Type) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		function := strings.ToLower(call.Name.Object)
		p, err := partArg(call)
		if err != nil {
			return node{}, err
		}
		for i := range args {
			if args[i], err = c.dateArg(args[i], i+2, function, wideTime); err != nil {
				return node{}, err
			}
			if p == partZone {
				return node{}, errPart(p, function, args[i].typ)
			}
			if err := supportsPart(p, function, args[i].typ); err != nil {
				return node{}, err
			}
		}
		return apply2(args[0], args[1], t, func(a, b tds.Value) (tds.Value, error) {
			n, ok := diffPart(p, diffTime(a.(time.Time), args[0].typ), diffTime(b.(time.Time), args[1].typ))
			if !ok || !rangeOf(t.ID).holds(n) {
				return nil, tds.Errorf(535, 16, "The %s function resulted in an overflow. The number of dateparts separating two date/time instances is too large. Try to use %s with a less precise datepart.", function, function)
			}
			return n, nil
		}), nil
	}
}

// diffTime is the time DATEDIFF counts from: UTC, and 1900-01-01 for a time of day.
func diffTime(t time.Time, typ tds.Type) time.Time {
	if typ.ID == tds.Time {
		return legacyEpoch.Add(t.Sub(dayOf(t)))
	}
	return t.UTC()
}

// diffPart counts the boundaries of a part between two times.
func diffPart(p partOf, a, b time.Time) (int64, bool) {
	months := func(t time.Time) int64 { return int64(t.Year())*12 + int64(t.Month()) - 1 }
	switch p {
	case partYear:
		return int64(b.Year() - a.Year()), true
	case partQuarter:
		return months(b)/3 - months(a)/3, true
	case partMonth:
		return months(b) - months(a), true
	case partDay, partDayOfYear, partWeekday:
		return dayNumber(b) - dayNumber(a), true
	case partWeek:
		// Weeks begin on Sunday whatever DATEFIRST says; 0001-01-01 was a Monday.
		return (dayNumber(b)+1)/7 - (dayNumber(a)+1)/7, true
	case partISOWeek:
		return dayNumber(b)/7 - dayNumber(a)/7, true
	}
	unit := int64(partUnits[p])
	seconds := b.Unix() - a.Unix()
	if unit >= int64(time.Second) {
		s := unit / int64(time.Second)
		x, _ := floorDiv(a.Unix(), s)
		y, _ := floorDiv(b.Unix(), s)
		return y - x, true
	}
	perSecond := int64(time.Second) / unit
	n, ok := mulInt(seconds, perSecond)
	return n + int64(b.Nanosecond())/unit - int64(a.Nanosecond())/unit, ok
}
