package eval

import (
	"bytes"
	"encoding/binary"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

var (
	nameType     = tds.TypeNVarChar(128)
	identityType = tds.Type{ID: tds.NumericType, Prec: 38}
)

// sessionFn makes a function without arguments that asks the session.
func sessionFn(t tds.Type, ask func(f *Frame) tds.Value) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(*compiler, *tsql.Call, []node) (node, error) { return asking(t, ask), nil }
}

// varsFn makes a function without arguments that asks the batch.
func varsFn(t tds.Type, get func(v *Vars) tds.Value) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(*compiler, *tsql.Call, []node) (node, error) {
		return node{typ: t, fn: func(f *Frame) (tds.Value, error) {
			if f == nil || f.Vars == nil {
				return nil, nil
			}
			return get(f.Vars), nil
		}}, nil
	}
}

// caughtFn makes ERROR_NUMBER and its kin: NULL outside a CATCH block.
func caughtFn(t tds.Type, get func(e *tds.Error) tds.Value) func(*compiler, *tsql.Call, []node) (node, error) {
	return varsFn(t, func(v *Vars) tds.Value {
		if v.Caught == nil {
			return nil
		}
		return get(v.Caught)
	})
}

func caughtProc(e *tds.Error) tds.Value {
	if e.Proc == "" {
		return nil
	}
	return e.Proc
}

// propertyFn makes a function that the session answers: SERVERPROPERTY and its like. Values of a variant
// that come without their type get it by their Go type.
func propertyFn(t tds.Type) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(_ *compiler, call *tsql.Call, args []node) (node, error) {
		name := strings.ToUpper(call.Name.Object)
		fns := make([]Fn, len(args))
		for i, a := range args {
			fns[i] = a.fn
		}
		return node{typ: t, fn: func(f *Frame) (tds.Value, error) {
			v := make([]tds.Value, len(fns))
			for i, fn := range fns {
				var err error
				if v[i], err = fn(f); err != nil {
					return nil, err
				}
			}
			if f == nil || f.Sess == nil {
				return nil, nil
			}
			r, ok := f.Sess.Property(name, v...)
			if !ok || r == nil {
				return nil, nil
			}
			if t.ID == tds.SQLVariant {
				return AsVariant(r), nil
			}
			return r, nil
		}}, nil
	}
}

// AsVariant makes a sql_variant of a bare value: strings are nvarchar, whole numbers int or bigint. A
// Variant stays what it is.
func AsVariant(v tds.Value) tds.Value {
	switch x := v.(type) {
	case nil, tds.Variant:
		return v
	case string:
		return tds.Variant{Type: sizedString(tds.NVarChar, max(textLen(x, true), 128)), Value: x}
	}
	return tds.Variant{Type: TypeOf(v), Value: v}
}

// ---- identity

// bindLoginName is SUSER_SNAME and SUSER_NAME: the session's login, or that of an id or sid, which the owner
// answers.
func bindLoginName(_ *compiler, call *tsql.Call, args []node) (node, error) {
	if len(args) == 0 {
		return asking(nameType, func(f *Frame) tds.Value { return f.Sess.Login() }), nil
	}
	function := strings.ToUpper(call.Name.Object)
	fn := args[0].fn
	return node{typ: nameType, fn: func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if v == nil || err != nil || f.Sess == nil {
			return nil, err
		}
		if r, ok := f.Sess.Property(function, v); ok {
			return r, nil
		}
		switch sid, _ := v.([]byte); {
		case sid == nil:
		case bytes.Equal(sid, f.Sess.LoginSID()):
			return f.Sess.Login(), nil
		case bytes.Equal(sid, []byte{1}):
			return "sa", nil
		}
		return nil, nil
	}}, nil
}

func bindLoginSID(c *compiler, _ *tsql.Call, args []node) (node, error) {
	t := tds.TypeVarBinary(85)
	if len(args) == 0 {
		return asking(t, func(f *Frame) tds.Value { return f.Sess.LoginSID() }), nil
	}
	x, err := c.text(args[0])
	if err != nil {
		return node{}, err
	}
	fn := x.fn
	return node{typ: t, fn: func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if v == nil || err != nil || f.Sess == nil {
			return nil, err
		}
		if r, ok := f.Sess.Property("SUSER_SID", v); ok {
			return r, nil
		}
		switch name := v.(string); {
		case equalFold(name, f.Sess.Login()):
			return f.Sess.LoginSID(), nil
		case equalFold(name, "sa"):
			return []byte{1}, nil
		}
		return nil, nil
	}}, nil
}

// bindOwned is a function whose form without arguments is the session's and whose other form the owner
// answers through Session.Property.
func bindOwned(t tds.Type, own func(f *Frame) tds.Value) func(*compiler, *tsql.Call, []node) (node, error) {
	property := propertyFn(t)
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		if len(args) == 0 {
			return asking(t, own), nil
		}
		return property(c, call, args)
	}
}

// bindOriginalDatabase is the database of the login, or the current one when the owner keeps none.
func bindOriginalDatabase(*compiler, *tsql.Call, []node) (node, error) {
	return asking(nameType, func(f *Frame) tds.Value {
		if v, ok := f.Sess.Property("ORIGINAL_DB_NAME"); ok {
			return v
		}
		return f.Sess.Database()
	}), nil
}

// memberFn makes IS_MEMBER and its kin: 1, 0, or NULL when the role or the principal is not known.
func memberFn(ask func(s Session, role, who string) (bool, bool)) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		role, err := c.textArg(args, 0, call.Name.Object)
		if err != nil {
			return node{}, err
		}
		who := constantNode("", nameType)
		if len(args) > 1 {
			if who, err = c.textArg(args, 1, call.Name.Object); err != nil {
				return node{}, err
			}
		}
		fr, fw := role.fn, who.fn
		return node{typ: tds.TypeInt, fn: func(f *Frame) (tds.Value, error) {
			r, err := fr(f)
			if err != nil {
				return nil, err
			}
			w, err := fw(f)
			if r == nil || w == nil || err != nil || f.Sess == nil {
				return nil, err
			}
			member, known := ask(f.Sess, trimRight(r.(string)), trimRight(w.(string)))
			if !known {
				return nil, nil
			}
			return boolInt(member), nil
		}}, nil
	}
}

func askServerRole(s Session, role, login string) (bool, bool) {
	if login == "" {
		login = s.Login()
	}
	return s.IsSrvRoleMember(role, login)
}

// askRole answers for the session's own user; the membership of others is the owner's to tell.
func askRole(s Session, role, user string) (bool, bool) {
	if user == "" || equalFold(user, s.User()) {
		return s.IsMember(role)
	}
	v, ok := s.Property("IS_ROLEMEMBER", role, user)
	n, isInt := v.(int64)
	return n == 1, ok && isInt
}

// ---- identifiers

func bindNewID(*compiler, *tsql.Call, []node) (node, error) {
	return asking(tds.TypeGUID, func(f *Frame) tds.Value { return f.Sess.NewID() }), nil
}

// bindNewSequentialID counts up from a new GUID by time: the owner's clock makes the order.
func bindNewSequentialID(*compiler, *tsql.Call, []node) (node, error) {
	return asking(tds.TypeGUID, func(f *Frame) tds.Value {
		g := f.Sess.NewID()
		now := uint64(f.Sess.Now().UnixNano()/100) & (1<<60 - 1)
		g[7] = 0x10 | g[7]&0x0F
		binary.LittleEndian.PutUint32(g[0:], uint32(now))
		binary.LittleEndian.PutUint16(g[4:], uint16(now>>32))
		binary.LittleEndian.PutUint16(g[6:], uint16(now>>48)|0x1000)
		return g
	}), nil
}

// ---- ISNUMERIC

func bindIsNumeric(c *compiler, _ *tsql.Call, args []node) (node, error) {
	t := args[0].typ
	if t.ID.IsNumeric() && t.ID != tds.Bit {
		return notNull(args[0]), nil
	}
	if !t.ID.IsCharacter() && t.ID != tds.SQLVariant && t.ID != tds.NullType {
		return constantNode(int64(0), tds.TypeInt), nil
	}
	x, err := c.text(args[0])
	if err != nil {
		return node{}, err
	}
	fn := x.fn
	return fold(node{typ: tds.TypeInt, fn: func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if v == nil || err != nil {
			return int64(0), err
		}
		return boolInt(isNumeric(v.(string))), nil
	}}, x), nil
}

func notNull(x node) node {
	fn := x.fn
	return node{typ: tds.TypeInt, fn: func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		return boolInt(v != nil), err
	}}
}

// isNumeric accepts what converts to one of the numeric types: signs, points and currency signs alone
// included, as SQL Server does.
func isNumeric(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" {
		return false
	}
	if _, fault := parseMoney(s); fault == numberFine || s == "." || s == "," {
		return true
	}
	_, fault := parseFloat(s)
	return fault == numberFine
}

// ---- GREATEST, LEAST

func bindExtreme(sign int) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		t, rank, err := c.unify(args, strings.ToUpper(call.Name.Object))
		if err != nil {
			return node{}, err
		}
		if isLOB(t.ID) || t.ID == tds.XML {
			return node{}, errArgumentType(t, 1, call.Name.Object)
		}
		order := comparer(t)
		n := applyAll(args, t, func(v []tds.Value) (tds.Value, error) {
			var best tds.Value
			for _, x := range v {
				if x != nil && (best == nil || sign*order(x, best) > 0) {
					best = x
				}
			}
			return best, nil
		})
		n.rank = rank
		return n, nil
	}
}
