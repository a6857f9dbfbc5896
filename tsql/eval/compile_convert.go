package eval

import (
	"msxgate/tds"
)

// sameForm tells that every value of one type is a value of the other as it stands.
func sameForm(from, to tds.Type) bool {
	switch {
	case from == to:
		return true
	case from.ID.IsInteger() && to.ID.IsInteger():
		return precedence[from.ID] <= precedence[to.ID]
	case isString(from.ID) && isString(to.ID):
		return (to.ID == from.ID || !isFixed(to.ID)) && (to.ID.IsUnicode() || !from.ID.IsUnicode()) &&
			(to.Size == tds.Max || from.Size != tds.Max && from.Size > 0 && from.Size <= to.Size && (!isFixed(to.ID) || from.Size == to.Size))
	case isDecimal(from.ID) && isDecimal(to.ID):
		return from.Scale == to.Scale && from.Prec <= to.Prec
	case from.ID == to.ID:
		switch to.ID {
		case tds.DateTime2, tds.Time, tds.DateTimeOffset:
			return from.Scale <= to.Scale
		case tds.VarBinary:
			return to.Size == tds.Max || from.Size > 0 && from.Size <= to.Size
		case tds.Text, tds.NText, tds.Image, tds.XML:
			return true
		}
		return !isString(to.ID) && !isByteString(to.ID)
	}
	switch {
	case from.ID == tds.SmallMoney && to.ID == tds.MoneyType, from.ID == tds.Real && to.ID == tds.Float,
		from.ID == tds.Date && to.ID == tds.DateTime2, from.ID == tds.SmallDateTime && to.ID == tds.DateTime:
		return true
	}
	return from.ID == tds.SmallDateTime && to.ID == tds.DateTime2
}

// convert compiles a conversion; o is nil for an implicit one.
func (c *compiler) convert(n node, to tds.Type, o *ConvertOptions) (node, error) {
	if o == nil {
		o = implicitOptions
	}
	from := n.typ
	if err := checkConversion(from, to, o.Explicit); err != nil {
		return node{}, err
	}
	r := n
	r.typ = to
	if from.ID == tds.NullType || n.constant && n.value == nil {
		r = constantNode(nil, to)
		return r, nil
	}
	if sameForm(from, to) {
		return r, nil
	}
	if n.constant {
		return convertConstant(n, to, o), nil
	}
	fn := n.fn
	if needsDateFormat(from, to, o) {
		r.fn = func(f *Frame) (tds.Value, error) {
			v, err := fn(f)
			if v == nil || err != nil {
				return nil, err
			}
			return convert(v, from, to, o.withDateFormat(f))
		}
		return r, nil
	}
	r.fn = func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if v == nil || err != nil {
			return nil, err
		}
		return convert(v, from, to, o)
	}
	return r, nil
}

func needsDateFormat(from, to tds.Type, o *ConvertOptions) bool {
	return to.ID.IsTime() && (from.ID.IsCharacter() || from.ID == tds.SQLVariant) && (!o.Styled || styleOrders[o.Style] == "")
}

func (o *ConvertOptions) withDateFormat(f *Frame) *ConvertOptions {
	if f == nil || f.Sess == nil {
		return o
	}
	order, _ := f.Sess.Setting("DATEFORMAT").(string)
	if order == "" || equalFold(order, "mdy") {
		return o
	}
	d := *o
	d.DateFormat = order
	return &d
}

// convertConstant converts at once, unless the result depends on the session's DATEFORMAT.
func convertConstant(n node, to tds.Type, o *ConvertOptions) node {
	v, err := convert(n.value, n.typ, to, o)
	if needsDateFormat(n.typ, to, o) {
		for _, order := range [...]string{"dmy", "ymd"} {
			d := *o
			d.DateFormat = order
			w, err2 := convert(n.value, n.typ, to, &d)
			if (err == nil) != (err2 == nil) || err == nil && Compare(v, w, to) != 0 {
				from, value := n.typ, n.value
				return node{typ: to, fn: func(f *Frame) (tds.Value, error) {
					return convert(value, from, to, o.withDateFormat(f))
				}}
			}
		}
	}
	if err != nil {
		return failing(to, err)
	}
	r := constantNode(v, to)
	r.rank = n.rank
	return r
}
