package eval

import (
	"math"

	"msxgate/tds"
	"msxgate/tsql"
)

// bindUnary finds -x and ~x.
func bindUnary(op tsql.Op, x node) (tds.Type, func(tds.Value) (tds.Value, error), error) {
	t := x.typ
	if t.ID == tds.NullType {
		t = tds.TypeInt
	}
	if op == tsql.OpBitNot {
		switch {
		case t.ID == tds.Bit:
			return t, func(v tds.Value) (tds.Value, error) { return !v.(bool), nil }, nil
		case t.ID == tds.TinyInt:
			return t, func(v tds.Value) (tds.Value, error) { return 255 - v.(int64), nil }, nil
		case t.ID.IsInteger():
			return t, func(v tds.Value) (tds.Value, error) { return ^v.(int64), nil }, nil
		}
		return t, nil, errOperand(t, operatorNames[op])
	}
	switch {
	case t.ID.IsInteger():
		if t.ID == tds.TinyInt {
			t = tds.TypeSmallInt
		}
		limits := rangeOf(t.ID)
		return t, func(v tds.Value) (tds.Value, error) {
			n := v.(int64)
			if n == math.MinInt64 || !limits.holds(-n) {
				return nil, errOverflow(t)
			}
			return -n, nil
		}, nil
	case isDecimal(t.ID):
		return t, func(v tds.Value) (tds.Value, error) { return negate(v.(tds.Decimal)), nil }, nil
	case isMoney(t.ID):
		return t, func(v tds.Value) (tds.Value, error) {
			if v.(tds.Money) == math.MinInt64 {
				return nil, errOverflow(t)
			}
			return -v.(tds.Money), nil
		}, nil
	case isFloat(t.ID):
		return t, func(v tds.Value) (tds.Value, error) { return -v.(float64), nil }, nil
	}
	return t, nil, errOperand(t, operatorNames[op])
}
