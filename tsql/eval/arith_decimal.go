package eval

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// numberFacets is the decimal type an operand is read as: an integer constant counts its own digits, a
// string takes the other operand's facets.
func numberFacets(n node, t, other tds.Type) tds.Type {
	switch {
	case n.constant && n.literal && t.ID.IsInteger():
		v, _ := n.value.(int64)
		return tds.Type{ID: other.ID, Prec: uint8(max(u128{0, magnitude(v)}.digits(), 1))}
	case isString(t.ID) || isByteString(t.ID):
		return other
	case isDecimal(t.ID):
		return t
	}
	p, s := decimalFacets(t)
	return tds.Type{ID: other.ID, Prec: uint8(p), Scale: uint8(s)}
}

func bindDecimal(op tsql.Op, xt, yt, hi tds.Type) operation {
	p1, s1 := int(xt.Prec), int(xt.Scale)
	p2, s2 := int(yt.Prec), int(yt.Scale)
	var prec, scale int
	switch op {
	case tsql.OpMul:
		prec, scale = capProduct(p1+p2+1, s1+s2)
	case tsql.OpDiv:
		scale = max(6, s1+p2+1)
		prec, scale = capProduct(p1-s1+s2+scale, scale)
	case tsql.OpMod:
		scale = max(s1, s2)
		prec = min(p1-s1, p2-s2) + scale
	default:
		scale = max(s1, s2)
		whole := max(p1-s1, p2-s2)
		prec = whole + scale + 1
		if prec > maxDigits {
			prec, scale = maxDigits, min(scale, maxDigits-whole)
		}
	}
	t := tds.Type{ID: hi.ID, Prec: uint8(prec), Scale: uint8(scale)}
	if xt.ID == tds.NumericType || yt.ID == tds.NumericType {
		t.ID = tds.NumericType
	}
	return operation{xt, yt, t, decimalOperation(op, t)}
}

// capProduct limits the facets of a product or quotient to 38 digits; the fraction gives way, down to six
// digits.
func capProduct(prec, scale int) (int, int) {
	if prec <= maxDigits {
		return prec, scale
	}
	switch whole := prec - scale; {
	case whole < 32:
		scale = min(scale, maxDigits-whole)
	case scale > 6:
		scale = 6
	}
	return maxDigits, scale
}

func decimalOperation(op tsql.Op, t tds.Type) func(a, b tds.Value) (tds.Value, error) {
	return func(a, b tds.Value) (tds.Value, error) {
		x, y := a.(tds.Decimal), b.(tds.Decimal)
		var r tds.Decimal
		var ok bool
		switch op {
		case tsql.OpAdd:
			r, ok = addDecimals(x, y, t.Scale)
		case tsql.OpSub:
			r, ok = addDecimals(x, negate(y), t.Scale)
		case tsql.OpMul:
			r, ok = mulDecimals(x, y, t.Scale)
		default:
			if coef(y).isZero() {
				return nil, errDivideByZero()
			}
			if op == tsql.OpDiv {
				r, ok = divDecimals(x, y, t.Scale)
			} else {
				r, ok = modDecimals(x, y, t.Scale)
			}
		}
		if ok {
			r, ok = fitDecimal(r, t.Prec, t.Scale)
		}
		if !ok {
			return nil, errOverflow(t)
		}
		return r, nil
	}
}
