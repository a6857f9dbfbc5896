package engine

import (
	"math"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// isPercentile tells PERCENTILE_CONT and PERCENTILE_DISC, which have their order in WITHIN GROUP.
func isPercentile(name string) bool { return name == "PERCENTILE_CONT" || name == "PERCENTILE_DISC" }

// percentileArgs compiles the fraction and the value that WITHIN GROUP orders by: 10751, 10753, 10754.
func (b *binder) percentileArgs(w *windowCall, call *tsql.Call, s *scope) (err error) {
	switch {
	case len(call.Args) != 1:
		return tds.Errorf(174, 15, "The %s function requires 1 argument(s).", w.name)
	case len(call.Within) != 1:
		return tds.Errorf(10754, 15, "The function '%s' must have a WITHIN GROUP clause.", w.name)
	case len(call.Over.Order) > 0:
		return tds.Errorf(10751, 15, "The ORDER BY in WITHIN GROUP clause of '%s' function must have exactly one expression.", w.name)
	}
	if w.order, err = b.orderKeys(call.Within, s); err != nil {
		return err
	}
	fraction, err := b.converted(call.Args[0], s, tds.TypeFloat)
	if err != nil {
		return err
	}
	value, typ, err := b.scalar(b.prepare(call.Within[0].Expr, s), s)
	if err != nil {
		return err
	}
	w.typ = typ
	if w.name == "PERCENTILE_CONT" {
		if !typ.ID.IsNumeric() && typ.ID != tds.NullType {
			return tds.Errorf(10753, 15, "The function '%s' must have an ORDER BY expression of a numeric type.", w.name)
		}
		w.typ = tds.TypeFloat
		if value, err = eval.Converted(value, typ, tds.TypeFloat); err != nil {
			return err
		}
	}
	w.args = []eval.Fn{fraction, value}
	return nil
}

// percentile gives all rows of the partition the value at a fraction of those that are not NULL: 8762.
func (p *partition) percentile() error {
	v, err := p.c.args[0](p.frameAt(0))
	if err != nil {
		return err
	}
	fraction, ok := v.(float64)
	if !ok || fraction < 0 || fraction > 1 {
		return tds.Errorf(10752, 15, "The argument 1 of the function '%s' must be between 0.0 and 1.0.", p.c.name)
	}
	all, err := p.values(p.c.args[1])
	if err != nil {
		return err
	}
	values := all[:0]
	for _, v := range all {
		if v != nil {
			values = append(values, v)
		}
	}
	result := percentileOf(values, fraction, p.c.name == "PERCENTILE_CONT")
	for i := range p.at {
		p.set(i, result)
	}
	return nil
}

// percentileOf is the value at a fraction of a sorted list, between two when it is a continuous one.
func percentileOf(values []tds.Value, fraction float64, between bool) tds.Value {
	n := len(values)
	if n == 0 {
		return nil
	}
	if !between {
		at := int(math.Ceil(fraction*float64(n))) - 1
		return values[max(at, 0)]
	}
	at := fraction * float64(n-1)
	low, high := int(math.Floor(at)), int(math.Ceil(at))
	x, _ := values[low].(float64)
	y, _ := values[high].(float64)
	return x + (y-x)*(at-float64(low))
}
