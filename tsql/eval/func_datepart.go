package eval

import (
	"strconv"
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

func bindDatePart(c *compiler, call *tsql.Call, args []node) (node, error) {
	p, d, err := c.partCall(call, args)
	if err != nil {
		return node{}, err
	}
	return datePartNode(p, d, tds.TypeInt, func(n int64, _ time.Time) tds.Value { return n }), nil
}

func (c *compiler) partCall(call *tsql.Call, args []node) (partOf, node, error) {
	function := strings.ToLower(call.Name.Object)
	p, err := partArg(call)
	if err != nil {
		return p, node{}, err
	}
	d, err := c.dateArg(args[0], 2, function, wideTime)
	if err != nil {
		return p, node{}, err
	}
	return p, d, supportsPart(p, function, d.typ)
}

// datePartNode reads a part; the week and the weekday depend on the session's DATEFIRST.
func datePartNode(p partOf, d node, t tds.Type, show func(n int64, at time.Time) tds.Value) node {
	if p != partWeek && p != partWeekday {
		return apply1(d, t, func(v tds.Value) (tds.Value, error) {
			at := v.(time.Time)
			return show(readPart(p, at, 7), at), nil
		})
	}
	fn := d.fn
	return node{typ: t, fn: func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if v == nil || err != nil {
			return nil, err
		}
		at := v.(time.Time)
		return show(readPart(p, at, dateFirst(f)), at), nil
	}}
}

func dateFirst(f *Frame) int {
	if f != nil && f.Sess != nil {
		if n, ok := f.Sess.Setting("DATEFIRST").(int64); ok && n >= 1 && n <= 7 {
			return int(n)
		}
	}
	return 7
}

// readPart is the value of a part; first is the day that begins a week, 1 for Monday to 7 for Sunday.
func readPart(p partOf, t time.Time, first int) int64 {
	switch p {
	case partYear:
		return int64(t.Year())
	case partQuarter:
		return int64(t.Month()-1)/3 + 1
	case partMonth:
		return int64(t.Month())
	case partDayOfYear:
		return int64(t.YearDay())
	case partDay:
		return int64(t.Day())
	case partWeek:
		jan1 := time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
		lead := (int(jan1.Weekday()) - first%7 + 7) % 7
		return int64((t.YearDay()-1+lead)/7 + 1)
	case partWeekday:
		return int64((int(t.Weekday())-first%7+7)%7 + 1)
	case partHour:
		return int64(t.Hour())
	case partMinute:
		return int64(t.Minute())
	case partSecond:
		return int64(t.Second())
	case partMillisecond:
		return int64(t.Nanosecond() / 1e6)
	case partMicrosecond:
		return int64(t.Nanosecond() / 1e3)
	case partNanosecond:
		return int64(t.Nanosecond())
	case partISOWeek:
		_, week := t.ISOWeek()
		return int64(week)
	}
	_, offset := t.Zone()
	return int64(offset / 60)
}

func bindDateName(c *compiler, call *tsql.Call, args []node) (node, error) {
	p, d, err := c.partCall(call, args)
	if err != nil {
		return node{}, err
	}
	t := tds.TypeNVarChar(30)
	if p == partMonth || p == partWeekday {
		return spokenPart(p, d, t), nil
	}
	return datePartNode(p, d, t, func(n int64, at time.Time) tds.Value {
		if p == partZone {
			return zoneText(at)
		}
		return strconv.FormatInt(n, 10)
	}), nil
}

// spokenPart is the name of the month or of the day in the language of the session.
func spokenPart(p partOf, d node, t tds.Type) node {
	fn := d.fn
	return node{typ: t, fn: func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if v == nil || err != nil {
			return nil, err
		}
		l, at := languageOf(f), v.(time.Time)
		if p == partMonth {
			return nth(l.Months, int(at.Month())-1), nil
		}
		return nth(l.Days, (int(at.Weekday())+6)%7), nil
	}}
}

// partFn is DAY, MONTH and YEAR.
func partFn(p partOf) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		function := strings.ToLower(call.Name.Object)
		d, err := c.dateArg(args[0], 1, function, wideTime)
		if err != nil {
			return node{}, err
		}
		if err := supportsPart(p, function, d.typ); err != nil {
			return node{}, err
		}
		return datePartNode(p, d, tds.TypeInt, func(n int64, _ time.Time) tds.Value { return n }), nil
	}
}
