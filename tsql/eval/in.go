package eval

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// hashedList is the length from which a constant IN list becomes a hash set.
const hashedList = 6

func (c *compiler) in(e *tsql.In) (Cond, error) {
	cond, err := c.inList(e)
	if err == nil && e.Not {
		return not(cond), nil
	}
	return cond, err
}

func (c *compiler) inList(e *tsql.In) (Cond, error) {
	if e.Query != nil {
		r, err := c.compareRows(tsql.OpEq, e.X, e.Query)
		if err != nil {
			return nil, err
		}
		out := outcomesOf(tsql.OpEq)
		return func(f *Frame) (Truth, error) { return r.any(f, &out) }, nil
	}
	x, err := c.scalar(e.X)
	if err != nil {
		return nil, err
	}
	items, err := c.scalars(e.List)
	if err != nil {
		return nil, err
	}
	if len(items) >= hashedList {
		if cond, ok := c.hashIn(x, items); ok {
			return cond, nil
		}
	}
	terms := make([]Cond, len(items))
	for i, y := range items {
		if terms[i], err = c.compare(tsql.OpEq, x, y); err != nil {
			return nil, err
		}
	}
	if len(terms) == 1 {
		return terms[0], nil
	}
	return func(f *Frame) (Truth, error) {
		result := False
		for _, t := range terms {
			switch r, err := t(f); {
			case r == True || err != nil:
				return r, err
			case r == Unknown:
				result = Unknown
			}
		}
		return result, nil
	}, nil
}

// unbounded drops the length of a string type.
func unbounded(t tds.Type) tds.Type {
	switch {
	case isString(t.ID):
		t.ID = tds.VarChar + (t.ID-tds.Char)/2*2
		t.Size, t.Sysname = tds.Max, false
	case isByteString(t.ID):
		t = tds.TypeVarBinary(tds.Max)
	}
	return t
}

// hashIn compiles a list of constants that are all compared in one type.
func (c *compiler) hashIn(x node, items []node) (Cond, bool) {
	var t tds.Type
	missing := False
	set := make(map[string]struct{}, len(items))
	for i, y := range items {
		u, err := comparable(tsql.OpEq, x, y)
		if err != nil || !y.constant {
			return nil, false
		}
		if y.value == nil {
			missing = Unknown
			continue
		}
		u = unbounded(u)
		if i == 0 || t.ID == 0 {
			t = u
		}
		if t != u {
			return nil, false
		}
		v, err := c.convert(y, u, nil)
		if err != nil || !v.constant {
			return nil, false
		}
		set[string(AppendKey(nil, v.value, u))] = struct{}{}
	}
	if t.ID == tds.NullType || t.ID == tds.SQLVariant {
		return nil, false
	}
	x, err := c.convert(x, t, nil)
	if err != nil {
		return nil, false
	}
	fn := x.fn
	return func(f *Frame) (Truth, error) {
		v, err := fn(f)
		if v == nil || err != nil {
			return Unknown, err
		}
		var buf [64]byte
		if _, ok := set[string(AppendKey(buf[:0], v, t))]; ok {
			return True, nil
		}
		return missing, nil
	}, true
}
