package eval

import (
	"math"

	"msxgate/tds"
	"msxgate/tsql"
)

// floatFn makes a function of one float.
func floatFn(f func(x float64) float64) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		x, err := c.floatArg(args, 0, call.Name.Object)
		if err != nil {
			return node{}, err
		}
		return apply1(x, tds.TypeFloat, func(v tds.Value) (tds.Value, error) { return finite(f(v.(float64))) }), nil
	}
}

// finite refuses what is no number (3623) and what is too large (8115).
func finite(f float64) (tds.Value, error) {
	switch {
	case math.IsNaN(f):
		return nil, errFloatingPoint()
	case math.IsInf(f, 0):
		return nil, errOverflow(tds.TypeFloat)
	}
	return f, nil
}

func logOf(x float64) float64 {
	if x <= 0 {
		return math.NaN()
	}
	return math.Log(x)
}

func log10Of(x float64) float64 {
	if x <= 0 {
		return math.NaN()
	}
	return math.Log10(x)
}

func cot(x float64) float64 { return 1 / math.Tan(x) }

func square(x float64) float64 { return x * x }

func bindLog(c *compiler, call *tsql.Call, args []node) (node, error) {
	if len(args) == 1 {
		return floatFn(logOf)(c, call, args)
	}
	x, err := c.floatArg(args, 0, "log")
	if err != nil {
		return node{}, err
	}
	base, err := c.floatArg(args, 1, "log")
	if err != nil {
		return node{}, err
	}
	return apply2(x, base, tds.TypeFloat, func(v, b tds.Value) (tds.Value, error) {
		if b.(float64) == 1 {
			return nil, errFloatingPoint()
		}
		return finite(logOf(v.(float64)) / logOf(b.(float64)))
	}), nil
}

func bindAtn2(c *compiler, _ *tsql.Call, args []node) (node, error) {
	y, err := c.floatArg(args, 0, "atn2")
	if err != nil {
		return node{}, err
	}
	x, err := c.floatArg(args, 1, "atn2")
	if err != nil {
		return node{}, err
	}
	return apply2(y, x, tds.TypeFloat, func(y, x tds.Value) (tds.Value, error) {
		if x.(float64) == 0 && y.(float64) == 0 {
			return nil, errFloatingPoint()
		}
		return math.Atan2(y.(float64), x.(float64)), nil
	}), nil
}

func bindPi(*compiler, *tsql.Call, []node) (node, error) {
	return constantNode(math.Pi, tds.TypeFloat), nil
}

// numberArg is an argument of ABS and its kin: an exact number keeps its type (small ones become int), all
// else is float.
func (c *compiler) numberArg(args []node, i int, function string) (node, error) {
	n := args[i]
	switch id := n.typ.ID; {
	case id == tds.TinyInt, id == tds.SmallInt, id == tds.NullType:
		return c.convert(n, tds.TypeInt, nil)
	case id == tds.Int, id == tds.BigInt, isDecimal(id), id == tds.Float:
		return n, nil
	case isMoney(id):
		return c.convert(n, tds.TypeMoney, nil)
	}
	return c.floatArg(args, i, function)
}

// numberFn makes a function that keeps the type of its number.
func numberFn(onInt func(int64) (int64, bool), onDecimal func(d tds.Decimal) tds.Decimal, onFloat func(float64) float64,
	typ func(t tds.Type) tds.Type,
) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		x, err := c.numberArg(args, 0, call.Name.Object)
		if err != nil {
			return node{}, err
		}
		t := typ(x.typ)
		return apply1(x, t, func(v tds.Value) (tds.Value, error) {
			switch n := v.(type) {
			case int64:
				r, ok := onInt(n)
				if !ok || !rangeOf(t.ID).holds(r) {
					return nil, errOverflow(t)
				}
				return r, nil
			case tds.Decimal:
				r, ok := fitDecimal(onDecimal(n), t.Prec, t.Scale)
				if !ok {
					return nil, errOverflow(t)
				}
				return r, nil
			case tds.Money:
				r, ok := decimalMoney(onDecimal(n.Decimal()))
				if !ok {
					return nil, errOverflow(t)
				}
				return r, nil
			}
			return finite(onFloat(v.(float64)))
		}), nil
	}
}

func sameType(t tds.Type) tds.Type { return t }

// wholeType is a decimal's type without its fraction.
func wholeType(t tds.Type) tds.Type {
	if isDecimal(t.ID) {
		t.Scale = 0
	}
	return t
}

func sameInt(n int64) (int64, bool) { return n, true }

func absInt(n int64) (int64, bool) {
	if n < 0 {
		return -n, n != math.MinInt64
	}
	return n, true
}

func absDecimal(d tds.Decimal) tds.Decimal {
	d.Neg = false
	return d
}

func signInt(n int64) (int64, bool) {
	switch {
	case n > 0:
		return 1, true
	case n < 0:
		return -1, true
	}
	return 0, true
}

func signDecimal(d tds.Decimal) tds.Decimal {
	if d.IsZero() {
		return tds.Decimal{}
	}
	return tds.Decimal{Lo: 1, Neg: d.Neg}
}

func signFloat(f float64) float64 {
	switch {
	case f > 0:
		return 1
	case f < 0:
		return -1
	}
	return 0
}

func ceilDecimal(d tds.Decimal) tds.Decimal { return stepDecimal(d, !d.Neg) }

func floorDecimal(d tds.Decimal) tds.Decimal { return stepDecimal(d, d.Neg) }

// stepDecimal cuts the fraction, and goes one away from zero when away is set and there was one.
func stepDecimal(d tds.Decimal, away bool) tds.Decimal {
	if d.Scale == 0 {
		return d
	}
	q, r := coef(d).divMod(pow10[d.Scale])
	if away && !r.isZero() {
		q, _ = q.add(u128{0, 1})
	}
	return newDecimal(d.Neg, q, 0)
}

// ---- ROUND

func bindRound(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.numberArg(args, 0, "round")
	if err != nil {
		return node{}, err
	}
	places, err := c.intArg(args, 1)
	if err != nil {
		return node{}, err
	}
	cut := constantNode(int64(0), tds.TypeInt)
	if len(args) > 2 {
		if cut, err = c.intArg(args, 2); err != nil {
			return node{}, err
		}
	}
	t := x.typ
	return apply3(x, places, cut, t, func(v, p, cut tds.Value) (tds.Value, error) {
		places, trunc := int(max(min(p.(int64), 100), -100)), cut.(int64) != 0
		switch n := v.(type) {
		case float64:
			return finite(roundFloat(n, places, trunc))
		case int64:
			r := roundPlaces(tds.DecimalOf(n), places, trunc)
			k, ok := decimalInt(r)
			if !ok || !rangeOf(t.ID).holds(k) {
				return nil, errOverflow(t)
			}
			return k, nil
		case tds.Money:
			r, ok := decimalMoney(roundPlaces(n.Decimal(), places, trunc))
			if !ok {
				return nil, errOverflow(t)
			}
			return r, nil
		}
		r, ok := fitDecimal(roundPlaces(v.(tds.Decimal), places, trunc), t.Prec, t.Scale)
		if !ok {
			return nil, errOverflow(t)
		}
		return r, nil
	}), nil
}

// roundPlaces rounds to a number of digits after the point, or before it when negative.
func roundPlaces(d tds.Decimal, places int, trunc bool) tds.Decimal {
	drop := int(d.Scale) - places
	switch {
	case drop <= 0:
		return d
	case drop > maxDigits:
		return tds.Decimal{Scale: d.Scale}
	}
	c := coef(d)
	if trunc {
		q, _ := c.divMod(pow10[drop])
		c = q
	} else {
		c = c.shrink(drop)
	}
	c, ok := c.mul(pow10[drop])
	if !ok {
		return d
	}
	return newDecimal(d.Neg, c, d.Scale)
}

func roundFloat(f float64, places int, trunc bool) float64 {
	if places > 16 || math.Abs(f) >= 1e22 && places >= 0 {
		return f
	}
	p := math.Pow(10, math.Abs(float64(places)))
	scaled := f * p
	if places < 0 {
		scaled = f / p
	}
	if math.IsInf(scaled, 0) {
		return f
	}
	if trunc {
		scaled = math.Trunc(scaled)
	} else {
		scaled = math.Round(scaled)
	}
	if places < 0 {
		return scaled * p
	}
	return scaled / p
}

// ---- POWER, DEGREES, RADIANS

// powerType is the type of POWER, DEGREES and RADIANS: a decimal gets all the digits there are.
func powerType(t tds.Type) tds.Type {
	if isDecimal(t.ID) {
		t.Prec = maxDigits
	}
	return t
}

func bindPower(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.numberArg(args, 0, "power")
	if err != nil {
		return node{}, err
	}
	y, err := c.floatArg(args, 1, "power")
	if err != nil {
		return node{}, err
	}
	t := powerType(x.typ)
	from := x.typ
	return apply2(x, y, t, func(v, y tds.Value) (tds.Value, error) {
		if r, ok := exactPower(v, y.(float64), t); ok {
			return r, nil
		}
		f, err := toFloat(v, from, tds.TypeFloat)
		if err != nil {
			return nil, err
		}
		if f.(float64) == 0 && y.(float64) < 0 {
			return nil, errDivideByZero()
		}
		r, err := finite(math.Pow(f.(float64), y.(float64)))
		if err != nil || t.ID == tds.Float {
			return r, err
		}
		return convert(r, tds.TypeFloat, t, implicitOptions)
	}), nil
}

// exactPower multiplies integers and decimals out while nothing is lost.
func exactPower(v tds.Value, y float64, t tds.Type) (tds.Value, bool) {
	if y != math.Trunc(y) || y < 0 || y > 200 {
		return nil, false
	}
	switch n := v.(type) {
	case int64:
		r := int64(1)
		for range int(y) {
			var ok bool
			if r, ok = mulInt(r, n); !ok {
				return nil, false
			}
		}
		return r, rangeOf(t.ID).holds(r)
	case tds.Decimal:
		if int(n.Scale)*int(y) > maxDigits {
			return nil, false
		}
		r := tds.DecimalOf(1)
		for range int(y) {
			var ok bool
			if r, ok = mulDecimals(r, n, r.Scale+n.Scale); !ok {
				return nil, false
			}
		}
		r, ok := fitDecimal(r, t.Prec, t.Scale)
		return r, ok
	}
	return nil, false
}

// angleFn is DEGREES and RADIANS, which keep integers integers.
func angleFn(factor float64) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		x, err := c.numberArg(args, 0, call.Name.Object)
		if err != nil {
			return node{}, err
		}
		t, from := x.typ, x.typ
		if isDecimal(t.ID) {
			t.Prec, t.Scale = maxDigits, max(t.Scale, 18)
		}
		return apply1(x, t, func(v tds.Value) (tds.Value, error) {
			f, err := toFloat(v, from, tds.TypeFloat)
			if err != nil {
				return nil, err
			}
			r, err := finite(f.(float64) * factor)
			if err != nil || t.ID == tds.Float {
				return r, err
			}
			return convert(r, tds.TypeFloat, t, implicitOptions)
		}), nil
	}
}

// ---- RAND

func bindRand(c *compiler, _ *tsql.Call, args []node) (node, error) {
	if len(args) == 0 {
		return asking(tds.TypeFloat, func(f *Frame) tds.Value { return f.Sess.Rand() }), nil
	}
	seed, err := c.intArg(args, 0)
	if err != nil {
		return node{}, err
	}
	fn := seed.fn
	return node{typ: tds.TypeFloat, fn: func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if err != nil {
			return nil, err
		}
		n, _ := v.(int64)
		return seededRandom(n), nil
	}}, nil
}

// seededRandom is RAND(seed): a combined linear congruential generator, its second half begun with the
// constant that SQL Server begins it with.
func seededRandom(seed int64) float64 {
	const m1, m2 = 2147483563, 2147483399
	s1 := seed % m1
	if s1 <= 0 {
		s1 = 12345
	}
	s2 := int64(67890)
	s1 = s1 * 40014 % m1
	s2 = s2 * 40692 % m2
	z := s1 - s2
	if z < 1 {
		z += m1 - 1
	}
	return float64(z) * 4.656613e-10
}
