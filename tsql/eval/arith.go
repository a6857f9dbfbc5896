package eval

import (
	"math"

	"msxgate/tds"
	"msxgate/tsql"
)

// operation is an operator bound to its operands' types: what each operand is converted to, what comes
// out, and how. apply is given two values that are not NULL.
type operation struct {
	x, y   tds.Type
	result tds.Type
	apply  func(a, b tds.Value) (tds.Value, error)
}

// Arithmetic computes x op y for interp's += and the like.
func Arithmetic(op tsql.Op, x tds.Value, xt tds.Type, y tds.Value, yt tds.Type) (tds.Value, tds.Type, error) {
	o, err := bindArithmetic(op, node{typ: xt}, node{typ: yt})
	if err != nil {
		return nil, tds.Type{}, err
	}
	if x == nil || y == nil {
		return nil, o.result, nil
	}
	a, err := Convert(x, xt, o.x, nil)
	if err != nil {
		return nil, o.result, err
	}
	b, err := Convert(y, yt, o.y, nil)
	if err != nil {
		return nil, o.result, err
	}
	v, err := o.apply(a, b)
	return v, o.result, err
}

// bindArithmetic finds the operation of + - * / % & | ^ for two operands.
func bindArithmetic(op tsql.Op, x, y node) (operation, error) {
	xt, yt := x.typ, y.typ
	switch {
	case xt.ID == tds.NullType && yt.ID == tds.NullType:
		xt, yt = tds.TypeInt, tds.TypeInt
	case xt.ID == tds.NullType:
		xt = yt
	case yt.ID == tds.NullType:
		yt = xt
	}
	switch op {
	case tsql.OpBitAnd, tsql.OpBitOr, tsql.OpBitXor:
		return bindBits(op, xt, yt)
	}
	switch {
	case op == tsql.OpAdd && isString(xt.ID) && isString(yt.ID):
		return bindConcat(xt, yt), nil
	case op == tsql.OpAdd && isByteString(xt.ID) && isByteString(yt.ID):
		return bindByteConcat(xt, yt), nil
	case xt.ID.IsTime() || yt.ID.IsTime():
		return bindTimeArithmetic(op, xt, yt)
	}
	hi, lo := xt, yt
	if precedence[yt.ID] > precedence[xt.ID] {
		hi, lo = yt, xt
	}
	switch {
	case !hi.ID.IsNumeric():
		return operation{}, badOperands(op, xt, yt)
	case allowed[lo.ID][hi.ID] == never, lo.ID == tds.UniqueIdentifier:
		return operation{}, errClash(xt, yt)
	case hi.ID == tds.Bit && lo.ID == tds.Bit:
		return operation{}, errOperand(xt, operatorNames[op])
	case hi.ID == tds.Bit:
		return operation{}, errIncompatible(xt, yt, operatorNames[op])
	case isFloat(hi.ID):
		return bindFloat(op, hi, xt, yt)
	case isDecimal(hi.ID):
		return bindDecimal(op, numberFacets(x, xt, hi), numberFacets(y, yt, hi), hi), nil
	case isMoney(hi.ID):
		hi := tds.Type{ID: hi.ID}
		return operation{hi, hi, hi, moneyOperation(op, hi)}, nil
	}
	hi = tds.Type{ID: hi.ID}
	return operation{hi, hi, hi, intOperation(op, hi)}, nil
}

func badOperands(op tsql.Op, xt, yt tds.Type) error {
	switch {
	case xt.ID == yt.ID, xt.ID == tds.SQLVariant:
		return errOperand(xt, operatorNames[op])
	case yt.ID == tds.SQLVariant:
		return errOperand(yt, operatorNames[op])
	case op != tsql.OpAdd && isString(xt.ID) && isString(yt.ID):
		return errOperand(xt, operatorNames[op])
	case xt.ID.IsNumeric() || yt.ID.IsNumeric():
		return errClash(xt, yt)
	}
	return errIncompatible(xt, yt, operatorNames[op])
}

// ---- integers

func intOperation(op tsql.Op, t tds.Type) func(a, b tds.Value) (tds.Value, error) {
	limits := rangeOf(t.ID)
	overflow := errOverflow(t)
	check := func(v int64, ok bool) (tds.Value, error) {
		if !ok || !limits.holds(v) {
			return nil, copyError(overflow)
		}
		return v, nil
	}
	switch op {
	case tsql.OpAdd:
		return func(a, b tds.Value) (tds.Value, error) { return check(addInt(a.(int64), b.(int64))) }
	case tsql.OpSub:
		return func(a, b tds.Value) (tds.Value, error) { return check(subInt(a.(int64), b.(int64))) }
	case tsql.OpMul:
		return func(a, b tds.Value) (tds.Value, error) { return check(mulInt(a.(int64), b.(int64))) }
	case tsql.OpDiv:
		return func(a, b tds.Value) (tds.Value, error) {
			x, y := a.(int64), b.(int64)
			if y == 0 {
				return nil, errDivideByZero()
			}
			return check(x/y, y != -1 || x != math.MinInt64)
		}
	}
	return func(a, b tds.Value) (tds.Value, error) {
		y := b.(int64)
		if y == 0 {
			return nil, errDivideByZero()
		}
		if y == -1 {
			return int64(0), nil
		}
		return a.(int64) % y, nil
	}
}

// copyError gives every failure its own error: the caller adds line and procedure to it.
func copyError(e *tds.Error) *tds.Error {
	c := *e
	return &c
}

func addInt(a, b int64) (int64, bool) {
	s := a + b
	return s, (a^s)&(b^s) >= 0
}

func subInt(a, b int64) (int64, bool) {
	d := a - b
	return d, (a^b)&(a^d) >= 0
}

func mulInt(a, b int64) (int64, bool) {
	p := a * b
	if a == 0 || b == 0 {
		return 0, true
	}
	if a == math.MinInt64 && b == -1 || b == math.MinInt64 && a == -1 {
		return 0, false
	}
	return p, p/b == a
}

func bindBits(op tsql.Op, xt, yt tds.Type) (operation, error) {
	bitty := func(t tds.Type) bool { return t.ID == tds.Bit || t.ID.IsInteger() }
	var t tds.Type
	switch {
	case xt.ID == tds.Bit && yt.ID == tds.Bit:
		return operation{xt, yt, xt, func(a, b tds.Value) (tds.Value, error) {
			return combineBits(op, boolInt(a.(bool)), boolInt(b.(bool))) != 0, nil
		}}, nil
	case bitty(xt) && bitty(yt):
		t = xt
		if precedence[yt.ID] > precedence[xt.ID] {
			t = yt
		}
	case bitty(xt) && isByteString(yt.ID):
		t = widerBits(xt)
	case bitty(yt) && isByteString(xt.ID):
		t = widerBits(yt)
	case xt.ID == yt.ID:
		return operation{}, errOperand(xt, operatorNames[op])
	default:
		return operation{}, errIncompatible(xt, yt, operatorNames[op])
	}
	return operation{t, t, t, func(a, b tds.Value) (tds.Value, error) {
		return combineBits(op, a.(int64), b.(int64)), nil
	}}, nil
}

func widerBits(t tds.Type) tds.Type {
	if t.ID == tds.Bit {
		return tds.TypeInt
	}
	return t
}

func combineBits(op tsql.Op, a, b int64) int64 {
	switch op {
	case tsql.OpBitAnd:
		return a & b
	case tsql.OpBitOr:
		return a | b
	}
	return a ^ b
}
