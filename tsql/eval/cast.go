package eval

import (
	"errors"

	"msxgate/tds"
	"msxgate/tsql"
)

// cast compiles CAST, CONVERT, PARSE and their TRY_ forms.
func (c *compiler) cast(e *tsql.Cast) (node, error) {
	x, err := c.scalar(e.X)
	if err != nil {
		return node{}, err
	}
	to := castType(e.Type)
	if e.Type.Name != nil {
		if to, err = c.namedType(e.Type.Name); err != nil {
			return node{}, err
		}
	}
	if to.ID.IsCharacter() && x.typ.ID.IsCharacter() {
		to.Collation = x.typ.Collation
	}
	try := e.Kind == tsql.CastTryCast || e.Kind == tsql.CastTryConvert || e.Kind == tsql.CastTryParse
	if e.Kind == tsql.CastParse || e.Kind == tsql.CastTryParse {
		return c.parseCast(x, to, e.Style, try)
	}
	o := &ConvertOptions{Explicit: true}
	if e.Style == nil {
		n, err := c.convert(x, to, o)
		return tried(forgivingCast(n, to), try), err
	}
	style, err := c.scalar(e.Style)
	if err != nil {
		return node{}, err
	}
	if style, err = c.convert(style, tds.TypeInt, nil); err != nil {
		return node{}, err
	}
	o.Styled = true
	if style.constant {
		n, ok := style.value.(int64)
		if !ok {
			return constantNode(nil, to), nil
		}
		o.Style = int(n)
		r, err := c.convert(x, to, o)
		return tried(r, try), err
	}
	if err := checkConversion(x.typ, to, true); err != nil {
		return node{}, err
	}
	return tried(styledCast(x, style.fn, to), try), nil
}

// TypeScope is a Scope that knows alias types, by which CAST may name its target: 243 for one that is not known.
type TypeScope interface {
	Type(name *tsql.Name) (tds.Type, error)
}

func (c *compiler) namedType(n *tsql.Name) (tds.Type, error) {
	if s, ok := c.scope.(TypeScope); ok {
		return s.Type(n)
	}
	return tds.Type{}, tds.Errorf(243, 16, "Type %s is not a defined system type.", n.Object)
}

// castType is the type of a cast, with the sizes that CAST fills in.
func castType(n tsql.TypeName) tds.Type {
	t := n.Type
	switch {
	case (isString(t.ID) || isByteString(t.ID)) && t.Size == 0:
		t.Size = 30
	case isDecimal(t.ID) && t.Prec == 0:
		t.Prec = 18
	}
	return t
}

// styledCast converts with a style that is known at run time only.
func styledCast(x node, style Fn, to tds.Type) node {
	fn, from := x.fn, x.typ
	return node{typ: to, rank: x.rank, fn: func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if err != nil {
			return nil, err
		}
		s, err := style(f)
		if v == nil || s == nil || err != nil {
			return nil, err
		}
		o := &ConvertOptions{Explicit: true, Styled: true, Style: int(s.(int64))}
		return Convert(v, from, to, o.withDateFormat(f))
	}}
}

// tried turns errors of a conversion into NULL.
func tried(n node, try bool) node {
	if !try || n.constant {
		return n
	}
	fn := n.fn
	n.fn = func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		var e *tds.Error
		if errors.As(err, &e) && isConversionFault(e.Number) {
			return nil, nil
		}
		return v, err
	}
	return n
}

func isConversionFault(number int32) bool {
	switch number {
	case 220, 232, 234, 235, 236, 241, 242, 244, 245, 248, 293, 294, 295, 8114, 8115, 8169, 8170, 9819, 281:
		return true
	}
	return false
}

// forgivingCast makes NULL of a number that is too big, where the session wants that.
func forgivingCast(n node, to tds.Type) node {
	if to.ID.IsNumeric() && !n.constant {
		n.fn = forgiving(n.fn)
	}
	return n
}
