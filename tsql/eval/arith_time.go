package eval

import (
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

// bindTimeArithmetic adds and subtracts datetime and smalldatetime, as days since 1900-01-01; the newer
// types take part in no arithmetic.
func bindTimeArithmetic(op tsql.Op, xt, yt tds.Type) (operation, error) {
	newer := func(t tds.Type) bool { return t.ID.IsTime() && !isLegacyTime(t.ID) }
	switch {
	case newer(xt) || newer(yt):
		switch {
		case xt.ID.IsNumeric() || yt.ID.IsNumeric():
			return operation{}, errClash(xt, yt)
		case xt.ID == yt.ID:
			return operation{}, errOperand(xt, operatorNames[op])
		}
		return operation{}, errIncompatible(xt, yt, operatorNames[op])
	case op != tsql.OpAdd && op != tsql.OpSub:
		if isLegacyTime(xt.ID) {
			return operation{}, errOperand(xt, operatorNames[op])
		}
		return operation{}, errOperand(yt, operatorNames[op])
	}
	hi, lo := xt, yt
	if precedence[yt.ID] > precedence[xt.ID] {
		hi, lo = yt, xt
	}
	if allowed[lo.ID][hi.ID] != implicitly || !isLegacyTime(hi.ID) {
		return operation{}, badOperands(op, xt, yt)
	}
	t := tds.Type{ID: hi.ID}
	operand := t
	if !isLegacyTime(lo.ID) {
		operand = tds.TypeDateTime
	}
	o := operation{operand, operand, t, func(a, b tds.Value) (tds.Value, error) {
		x, y := legacyTicks(a.(time.Time)), legacyTicks(b.(time.Time))
		if op == tsql.OpSub {
			y = -y
		}
		days, ticks := floorDiv(x+y, 86400*300)
		if days < minLegacyDay || days > maxLegacyDay {
			return nil, errOverflow(t)
		}
		r, ok := FitTime(legacyEpoch.AddDate(0, 0, int(days)).Add(ticksDuration(ticks)), t)
		if !ok {
			return nil, errOverflow(t)
		}
		return r, nil
	}}
	return o, nil
}

// legacyTicks counts 1/300 s from 1900-01-01.
func legacyTicks(t time.Time) int64 { return legacyDays(t)*86400*300 + dayTicks(t) }

func floorDiv(a, b int64) (q, r int64) {
	q, r = a/b, a%b
	if r < 0 {
		q--
		r += b
	}
	return q, r
}
