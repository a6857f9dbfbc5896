package eval

import (
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

// fromParts makes DATEFROMPARTS and its kin. The parts are year to second, then fractions; digits is the
// position of the precision argument, which is constant, or -1.
func fromParts(t tds.Type, digits int, build func(p []int64) (time.Time, bool)) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		t := t
		if digits >= 0 {
			n, ok := constantInt(args[digits])
			if !ok {
				return node{}, tds.Errorf(10760, 16, "Scale argument is not valid. Valid expressions for data type %s scale argument are integer constants and integer constant expressions.", t.ID)
			}
			if n < 0 || n > 7 {
				return node{}, tds.Errorf(1002, 15, "Line 1: Specified scale %d is invalid.", n)
			}
			t.Scale = uint8(n)
		}
		for i := range args {
			var err error
			if args[i], err = c.intArg(args, i); err != nil {
				return node{}, err
			}
		}
		bad := tds.Errorf(289, 16, "Cannot construct data type %s, some of the arguments have values which are not valid.", typeLabel(t))
		return applyAll(args, t, strictly(func(v []tds.Value) (tds.Value, error) {
			p := make([]int64, len(v))
			for i := range v {
				p[i] = v[i].(int64)
			}
			r, ok := build(p)
			if ok {
				r, ok = FitTime(r, t)
			}
			if !ok {
				return nil, copyError(bad)
			}
			return r, nil
		})), nil
	}
}

// partsTime makes a time of year, month, day, hour, minute, second and nanoseconds.
func partsTime(p ...int64) (time.Time, bool) {
	for _, x := range p {
		if x < 0 || x > 1e9 {
			return time.Time{}, false
		}
	}
	tp := timeParts{
		year: int(p[0]), month: int(p[1]), day: int(p[2]),
		hour: int(p[3]), minute: int(p[4]), second: int(p[5]), nano: int(p[6]),
	}
	if tp.check() != numberFine {
		return time.Time{}, false
	}
	return time.Date(tp.year, time.Month(tp.month), tp.day, tp.hour, tp.minute, tp.second, tp.nano, time.UTC), true
}

// fraction is a number of units of 10^-digits s in nanoseconds, or -1 when it is a second or more.
func fraction(units, digits int64) int64 {
	if digits < 0 || digits > 7 || units < 0 {
		return -1
	}
	n := units * int64(scaleUnits[digits])
	if n >= 1e9 {
		return -1
	}
	return n
}

func buildDate(p []int64) (time.Time, bool) { return partsTime(p[0], p[1], p[2], 0, 0, 0, 0) }

func buildDateTime(p []int64) (time.Time, bool) {
	return partsTime(p[0], p[1], p[2], p[3], p[4], p[5], fraction(p[6], 3))
}

func buildSmallDateTime(p []int64) (time.Time, bool) {
	return partsTime(p[0], p[1], p[2], p[3], p[4], 0, 0)
}

func buildDateTime2(p []int64) (time.Time, bool) {
	return partsTime(p[0], p[1], p[2], p[3], p[4], p[5], fraction(p[6], p[7]))
}

func buildTime(p []int64) (time.Time, bool) {
	return partsTime(1900, 1, 1, p[0], p[1], p[2], fraction(p[3], p[4]))
}

func buildDateTimeOffset(p []int64) (time.Time, bool) {
	h, m := p[7], p[8]
	if h < -14 || h > 14 || m < -59 || m > 59 || h > 0 && m < 0 || h < 0 && m > 0 || (h == 14 || h == -14) && m != 0 {
		return time.Time{}, false
	}
	t, ok := partsTime(p[0], p[1], p[2], p[3], p[4], p[5], fraction(p[6], p[9]))
	offset := time.Duration(h*60+m) * time.Minute
	return t.Add(-offset).In(fixedZone(int(h*60 + m))), ok
}

// ---- offsets

// offsetArg reads a time zone argument: +hh:mm, or a number of minutes.
func offsetArg(v tds.Value, function string) (int, error) {
	bad := tds.Errorf(9812, 16, "The timezone provided to builtin function %s is invalid.", function)
	if n, ok := v.(int64); ok {
		if n < -14*60 || n > 14*60 {
			return 0, bad
		}
		return int(n), nil
	}
	s := strings.TrimSpace(v.(string))
	sc := timeScanner{s: s}
	if s == "" || s[0] != '+' && s[0] != '-' || !sc.zone() || sc.i != len(s) || sc.p.offset > 14*60 || sc.p.offset < -14*60 {
		return 0, bad
	}
	return sc.p.offset, nil
}

// bindOffset is SWITCHOFFSET, which keeps the instant, and TODATETIMEOFFSET, which keeps the wall clock.
func bindOffset(keepInstant bool) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		function := strings.ToLower(call.Name.Object)
		d, err := c.dateArg(args[0], 1, function, wideTime)
		if err != nil {
			return node{}, err
		}
		t := tds.Type{ID: tds.DateTimeOffset, Scale: d.typ.Scale}
		if d.typ.ID == tds.DateTime {
			t.Scale = 3
		}
		if d, err = c.convert(d, t, nil); err != nil {
			return node{}, err
		}
		zone := args[1]
		if zone.typ.ID.IsInteger() {
			zone, err = c.intArg(args, 1)
		} else {
			zone, err = c.textArg(args, 1, function)
		}
		if err != nil {
			return node{}, err
		}
		return apply2(d, zone, t, func(v, z tds.Value) (tds.Value, error) {
			minutes, err := offsetArg(z, function)
			if err != nil {
				return nil, err
			}
			r := v.(time.Time)
			if !keepInstant {
				r = wall(r).Add(-time.Duration(minutes) * time.Minute)
			}
			r, ok := FitTime(r.In(fixedZone(minutes)), t)
			if !ok {
				return nil, errDateRange(d.typ, t)
			}
			return r, nil
		}), nil
	}
}
