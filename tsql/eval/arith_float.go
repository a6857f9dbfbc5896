package eval

import (
	"math"
	"math/bits"

	"msxgate/tds"
	"msxgate/tsql"
)

func bindFloat(op tsql.Op, hi, xt, yt tds.Type) (operation, error) {
	if op == tsql.OpMod {
		if xt.ID == yt.ID {
			return operation{}, errOperand(xt, operatorNames[op])
		}
		return operation{}, errIncompatible(xt, yt, operatorNames[op])
	}
	t := tds.Type{ID: hi.ID}
	most := math.MaxFloat64
	if t.ID == tds.Real {
		most = math.MaxFloat32
	}
	return operation{t, t, t, func(a, b tds.Value) (tds.Value, error) {
		x, y := a.(float64), b.(float64)
		var r float64
		switch op {
		case tsql.OpAdd:
			r = x + y
		case tsql.OpSub:
			r = x - y
		case tsql.OpMul:
			r = x * y
		default:
			if y == 0 {
				return nil, errDivideByZero()
			}
			r = x / y
		}
		if math.Abs(r) > most || math.IsNaN(r) {
			return nil, errOverflow(t)
		}
		if t.ID == tds.Real {
			r = float64(float32(r))
		}
		return r, nil
	}}, nil
}

func moneyOperation(op tsql.Op, t tds.Type) func(a, b tds.Value) (tds.Value, error) {
	check := func(v int64, ok bool) (tds.Value, error) {
		if !ok || t.ID == tds.SmallMoney && !intRanges[tds.Int].holds(v) {
			return nil, errOverflow(t)
		}
		return tds.Money(v), nil
	}
	return func(a, b tds.Value) (tds.Value, error) {
		x, y := int64(a.(tds.Money)), int64(b.(tds.Money))
		switch op {
		case tsql.OpAdd:
			return check(addInt(x, y))
		case tsql.OpSub:
			return check(subInt(x, y))
		case tsql.OpMul:
			return check(mulDiv(x, y, 10000, 5000))
		}
		if y == 0 {
			return nil, errDivideByZero()
		}
		if op == tsql.OpMod {
			return tds.Money(x % y), nil
		}
		return check(mulDiv(x, 10000, y, 0))
	}
}

// mulDiv is (a*b)/d, the magnitude raised by add before it is cut.
func mulDiv(a, b, d int64, add uint64) (int64, bool) {
	neg := (a < 0) != (b < 0) != (d < 0)
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	lo, c := bits.Add64(lo, add, 0)
	hi += c
	if hi >= magnitude(d) {
		return 0, false
	}
	q, _ := bits.Div64(hi, lo, magnitude(d))
	if q > math.MaxInt64 {
		return 0, false
	}
	if neg {
		return -int64(q), true
	}
	return int64(q), true
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return uint64(-v)
	}
	return uint64(v)
}
