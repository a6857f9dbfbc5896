package eval

import (
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

func bindDateTrunc(c *compiler, call *tsql.Call, args []node) (node, error) {
	p, err := partArg(call)
	if err != nil {
		return node{}, err
	}
	d, err := c.dateArg(args[0], 2, "datetrunc", tds.Type{ID: tds.DateTime2, Scale: 7})
	if err != nil {
		return node{}, err
	}
	if err := supportsPart(p, "datetrunc", d.typ); err != nil {
		return node{}, err
	}
	if p == partWeekday || p == partZone || p == partNanosecond {
		return node{}, errPart(p, "datetrunc", d.typ)
	}
	t, fn := d.typ, d.fn
	return node{typ: t, fn: func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if v == nil || err != nil {
			return nil, err
		}
		r, _ := FitTime(truncatePart(p, v.(time.Time), dateFirst(f)), t)
		return r, nil
	}}, nil
}

func truncatePart(p partOf, t time.Time, first int) time.Time {
	y, m, d := t.Date()
	day := func(m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, t.Location()) }
	switch p {
	case partYear:
		return day(1, 1)
	case partQuarter:
		return day((m-1)/3*3+1, 1)
	case partMonth:
		return day(m, 1)
	case partDay, partDayOfYear:
		return day(m, d)
	case partWeek:
		return day(m, d-(int(t.Weekday())-first%7+7)%7)
	case partISOWeek:
		return day(m, d-(int(t.Weekday())+6)%7)
	}
	unit := partUnits[p]
	clock := t.Sub(day(m, d))
	return t.Add(-(clock % unit))
}

func bindDateBucket(c *compiler, call *tsql.Call, args []node) (node, error) {
	p, err := partArg(call)
	if err != nil {
		return node{}, err
	}
	width, err := c.bigArg(args, 0)
	if err != nil {
		return node{}, err
	}
	d, err := c.dateArg(args[1], 3, "date_bucket", tds.Type{ID: tds.DateTime2, Scale: 7})
	if err != nil {
		return node{}, err
	}
	if p == partDayOfYear || p >= partWeekday && p > partMillisecond || p == partWeekday {
		return node{}, errPart(p, "date_bucket", d.typ)
	}
	if err := supportsPart(p, "date_bucket", d.typ); err != nil {
		return node{}, err
	}
	origin := constantNode(legacyEpoch, d.typ)
	if len(args) > 2 {
		if origin, err = c.convert(args[2], d.typ, nil); err != nil {
			return node{}, err
		}
	}
	t := d.typ
	return apply3(width, d, origin, t, func(n, d, o tds.Value) (tds.Value, error) {
		w := n.(int64)
		if w <= 0 {
			return nil, tds.Errorf(9834, 16, "Invalid bucket width value passed to date_bucket function. Only positive values are allowed.")
		}
		r, ok := FitTime(bucketStart(p, w, d.(time.Time), o.(time.Time)), t)
		if !ok {
			return nil, tds.Errorf(517, 16, "Adding a value to a '%s' column caused an overflow.", typeLabel(t))
		}
		return r, nil
	}), nil
}

func bucketStart(p partOf, width int64, t, origin time.Time) time.Time {
	months := map[partOf]int64{partYear: 12, partQuarter: 3, partMonth: 1}[p]
	if months == 0 {
		unit := time.Duration(width) * partUnits[p]
		seconds, nanos := t.Unix()-origin.Unix(), int64(t.Nanosecond()-origin.Nanosecond())
		if unit < time.Second {
			_, rest := floorDiv(seconds%86400*1e9+nanos, int64(unit))
			return t.Add(-time.Duration(rest))
		}
		_, rest := floorDiv(seconds, int64(unit/time.Second))
		return t.Add(-time.Duration(rest)*time.Second - time.Duration(nanos))
	}
	n, _ := diffPart(partMonth, origin, t)
	q, _ := floorDiv(n, months*width)
	start := addMonths(origin, q*months*width)
	if start.After(t) {
		start = addMonths(origin, (q-1)*months*width)
	}
	return start
}

func bindEOMonth(c *compiler, _ *tsql.Call, args []node) (node, error) {
	d, err := c.dateArg(args[0], 1, "eomonth", tds.TypeDate)
	if err != nil {
		return node{}, err
	}
	if d, err = c.convert(d, tds.TypeDate, nil); err != nil {
		return node{}, err
	}
	months := constantNode(int64(0), tds.TypeInt)
	if len(args) > 1 {
		if months, err = c.intArg(args, 1); err != nil {
			return node{}, err
		}
		if months, err = bindIsNull(c, nil, []node{months, constantNode(int64(0), tds.TypeInt)}); err != nil {
			return node{}, err
		}
	}
	return apply2(d, months, tds.TypeDate, func(v, n tds.Value) (tds.Value, error) {
		t := v.(time.Time)
		t = addMonths(t.AddDate(0, 0, 1-t.Day()), n.(int64))
		if t.Year() < 1 {
			return nil, tds.Errorf(517, 16, "Adding a value to a 'date' column caused an overflow.")
		}
		return t.AddDate(0, 0, daysIn(t.Year(), int(t.Month()))-1), nil
	}), nil
}

func bindIsDate(c *compiler, _ *tsql.Call, args []node) (node, error) {
	if t := args[0].typ; t.ID.IsTime() && !isLegacyTime(t.ID) || isLOB(t.ID) {
		return node{}, errArgumentType(t, 1, "isdate")
	}
	if isLegacyTime(args[0].typ.ID) {
		fn := args[0].fn
		return node{typ: tds.TypeInt, fn: func(f *Frame) (tds.Value, error) {
			v, err := fn(f)
			return boolInt(v != nil), err
		}}, nil
	}
	x, err := c.text(args[0])
	if err != nil {
		return node{}, err
	}
	fn := x.fn
	return node{typ: tds.TypeInt, fn: func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if v == nil || err != nil || trimRight(v.(string)) == "" {
			return int64(0), err
		}
		_, err = convert(v, tds.TypeVarChar(50), tds.TypeDateTime, implicitOptions.withDateFormat(f))
		return boolInt(err == nil), nil
	}}, nil
}
