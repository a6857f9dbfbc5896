package eval

import (
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

// partOf is a part of a date.
type partOf uint8

const (
	partYear partOf = iota
	partQuarter
	partMonth
	partDayOfYear
	partDay
	partWeek
	partWeekday
	partHour
	partMinute
	partSecond
	partMillisecond
	partMicrosecond
	partNanosecond
	partZone
	partISOWeek
)

var dateParts = map[string]partOf{
	"YEAR": partYear, "YY": partYear, "YYYY": partYear,
	"QUARTER": partQuarter, "QQ": partQuarter, "Q": partQuarter,
	"MONTH": partMonth, "MM": partMonth, "M": partMonth,
	"DAYOFYEAR": partDayOfYear, "DY": partDayOfYear, "Y": partDayOfYear,
	"DAY": partDay, "DD": partDay, "D": partDay,
	"WEEK": partWeek, "WK": partWeek, "WW": partWeek,
	"WEEKDAY": partWeekday, "DW": partWeekday, "W": partWeekday,
	"HOUR": partHour, "HH": partHour,
	"MINUTE": partMinute, "MI": partMinute, "N": partMinute,
	"SECOND": partSecond, "SS": partSecond, "S": partSecond,
	"MILLISECOND": partMillisecond, "MS": partMillisecond,
	"MICROSECOND": partMicrosecond, "MCS": partMicrosecond,
	"NANOSECOND": partNanosecond, "NS": partNanosecond,
	"TZOFFSET": partZone, "TZ": partZone,
	"ISO_WEEK": partISOWeek, "ISOWK": partISOWeek, "ISOWW": partISOWeek,
}

var partNames = [...]string{
	"year", "quarter", "month", "dayofyear", "day", "week", "weekday", "hour", "minute", "second",
	"millisecond", "microsecond", "nanosecond", "tzoffset", "iso_week",
}

// partArg reads the date part of a call: 155, or 1023 when it is no word.
func partArg(call *tsql.Call) (partOf, error) {
	function := strings.ToLower(call.Name.Object)
	ref, ok := call.Args[0].(*tsql.ColumnRef)
	if !ok || len(ref.Parts) != 1 {
		return 0, tds.Errorf(1023, 15, "Invalid parameter 1 specified for %s.", function)
	}
	p, ok := dateParts[strings.ToUpper(ref.Parts[0])]
	if !ok {
		return 0, tds.Errorf(155, 15, "'%s' is not a recognized %s option.", ref.Parts[0], function)
	}
	return p, nil
}

// supportsPart checks that a part exists in a type: 9810.
func supportsPart(p partOf, function string, t tds.Type) error {
	ok := true
	switch t.ID {
	case tds.Date:
		ok = p < partHour || p > partZone
	case tds.Time:
		ok = p >= partHour && p < partZone
	case tds.DateTime, tds.SmallDateTime:
		ok = function == "datepart" || function == "datename" || p != partZone
	}
	if p == partZone && t.ID != tds.DateTimeOffset && t.ID != tds.DateTime2 {
		ok = false
	}
	if ok {
		return nil
	}
	return tds.Errorf(9810, 16, "The datepart %s is not supported by date function %s for data type %s.", partNames[p], function, typeLabel(t))
}

// dateArg converts the date argument of a function. Strings and numbers become datetime, strings of
// DATEPART and DATEDIFF datetimeoffset, which keeps all that may be written.
func (c *compiler) dateArg(n node, position int, function string, fromText tds.Type) (node, error) {
	switch id := n.typ.ID; {
	case id.IsTime():
		return n, nil
	case isString(id):
		return c.convert(n, fromText, nil)
	case id.IsNumeric(), id == tds.NullType:
		return c.convert(n, tds.TypeDateTime, nil)
	}
	return node{}, errArgumentType(n.typ, position, function)
}

var wideTime = tds.Type{ID: tds.DateTimeOffset, Scale: 7}

// ---- now

func nowFn(t tds.Type, get func(now time.Time) time.Time) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(*compiler, *tsql.Call, []node) (node, error) {
		return asking(t, func(f *Frame) tds.Value {
			v, _ := FitTime(get(f.Sess.Now()), t)
			return v
		}), nil
	}
}

func localWall(now time.Time) time.Time { return wall(now) }

func utcWall(now time.Time) time.Time { return now.UTC() }

// offsetTime is now with its offset in whole minutes.
func offsetTime(now time.Time) time.Time {
	_, offset := now.Zone()
	return now.In(fixedZone(offset / 60))
}
