package interp

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// evaluate computes an expression that stands outside a query.
func (a *activation) evaluate(e tsql.Expr) (tds.Value, tds.Type, error) {
	if r := a.m.Remote; r != nil && !a.own(e) {
		return r.Value(a.ctx, e, tds.Type{}, a.vars)
	}
	c, err := a.compile(e)
	if err != nil {
		return nil, tds.Type{}, err
	}
	v, err := c.fn(&a.frame)
	return v, c.typ, err
}

// assignable evaluates an expression and converts its value to a type as an assignment does.
func (a *activation) assignable(e tsql.Expr, t tds.Type) (tds.Value, error) {
	if r := a.m.Remote; r != nil && !a.own(e) {
		v, _, err := r.Value(a.ctx, e, t, a.vars)
		return v, err
	}
	v, from, err := a.evaluate(e)
	if err != nil {
		return nil, err
	}
	return a.convert(v, from, t)
}

// convert converts as an assignment to a variable does, which cuts strings silently.
func (a *activation) convert(v tds.Value, from, to tds.Type) (tds.Value, error) {
	if from == to {
		return v, nil
	}
	if to.ID == tds.TableType || to.ID == tds.CursorType || from.ID == tds.TableType || from.ID == tds.CursorType {
		if from.ID != to.ID && from.ID != tds.NullType {
			return nil, errClash(from.ID.String(), to.ID.String())
		}
		return v, nil
	}
	if to.ID.IsTime() && from.ID.IsCharacter() {
		if r := a.m.Remote; r != nil && v != nil {
			return r.Convert(a.ctx, v, from, to)
		}
		order, _ := a.frame.Sess.Setting("DATEFORMAT").(string)
		return eval.Convert(v, from, to, &eval.ConvertOptions{DateFormat: order})
	}
	return eval.Convert(v, from, to, nil)
}

// text evaluates an expression to a string; NULL is "".
func (a *activation) text(e tsql.Expr) (string, error) {
	v, t, err := a.evaluate(e)
	if err != nil || v == nil {
		return "", err
	}
	if s, ok := v.(string); ok {
		return s, nil
	}
	return eval.Format(v, t), nil
}

// integer evaluates an expression to a bigint; null tells NULL from 0.
func (a *activation) integer(e tsql.Expr) (n int64, null bool, err error) {
	v, err := a.assignable(e, tds.TypeBigInt)
	if err != nil || v == nil {
		return 0, v == nil, err
	}
	return v.(int64), false, nil
}

func (a *activation) compile(e tsql.Expr) (compiled, error) {
	if c, ok := a.code.fixed[e]; ok {
		return c, nil
	}
	if c, ok := a.cache[e]; ok {
		return c, nil
	}
	fn, typ, err := eval.Compile(e, a.names())
	if err != nil {
		return compiled{}, err
	}
	c := compiled{fn, typ}
	if keeps(e) {
		if a.cache == nil {
			a.cache = map[tsql.Expr]compiled{}
		}
		a.cache[e] = c
	}
	return c, nil
}

func (a *activation) compileCond(e tsql.Expr) (eval.Cond, error) {
	if c, ok := a.code.conds[e]; ok {
		return c, nil
	}
	if c, ok := a.conds[e]; ok {
		return c, nil
	}
	c, err := eval.CompileCond(e, a.names())
	if err == nil && keeps(e) {
		if a.conds == nil {
			a.conds = map[tsql.Expr]eval.Cond{}
		}
		a.conds[e] = c
	}
	return c, err
}

// names is the host's scope with the functions that are the interpreter's.
func (a *activation) names() eval.Scope {
	if a.scope == nil {
		a.scope = &cursorScope{a.m.Host.Scope(a.vars), a.m}
	}
	return a.scope
}

// keeps tells whether an expression compiled once is good for the whole run. What reads
// tables or calls modules is not: a loop may create them anew under it.
func keeps(e tsql.Expr) bool {
	ok := true
	inspect(e, func(n tsql.Node) bool {
		switch n := n.(type) {
		case *tsql.SelectStmt, *tsql.Method, *tsql.NextValue:
			ok = false
		case *tsql.Call:
			if n.Name.Schema != "" || n.Name.Database != "" {
				ok = false
			}
		}
		return ok
	})
	return ok
}

// ownFunctions are the functions that answer from what the interpreter keeps.
var ownFunctions = map[string]bool{
	"ERROR_NUMBER": true, "ERROR_SEVERITY": true, "ERROR_STATE": true, "ERROR_PROCEDURE": true, "ERROR_LINE": true, "ERROR_MESSAGE": true,
	"XACT_STATE": true, "SCOPE_IDENTITY": true, "CURSOR_STATUS": true, "ROWCOUNT_BIG": true,
}

// ownGlobals are the @@ values that the interpreter keeps.
var ownGlobals = map[string]bool{
	"@@ERROR": true, "@@ROWCOUNT": true, "@@TRANCOUNT": true, "@@FETCH_STATUS": true, "@@CURSOR_ROWS": true, "@@NESTLEVEL": true,
	"@@PROCID": true, "@@OPTIONS": true,
}

// Own tells whether the interpreter keeps a @@ value, or what a function without arguments answers, in upper case.
func Own(name string) bool { return ownGlobals[name] || ownFunctions[name] && name != "CURSOR_STATUS" }

// own tells whether the interpreter computes an expression although the data are on another server: nothing in it is the
// server's to know.
func (a *activation) own(e tsql.Expr) bool {
	ok := true
	inspect(e, func(n tsql.Node) bool {
		switch n := n.(type) {
		case *tsql.SelectStmt, *tsql.Method, *tsql.NextValue, *tsql.ColumnRef, *tsql.AtTimeZone, *tsql.Cast, *tsql.Collate:
			ok = false
		case *tsql.Call:
			ok = ok && n.Name.Schema == "" && ownFunctions[strings.ToUpper(n.Name.Object)]
		case *tsql.GlobalVariable:
			ok = ok && ownGlobals[strings.ToUpper(n.Name)]
		case *tsql.Binary:
			ok = ok && (a.m.Remote.Comparable() || n.Op < tsql.OpEq)
		case *tsql.Like, *tsql.In, *tsql.Between, *tsql.Case:
			ok = ok && a.m.Remote.Comparable()
		}
		return ok
	})
	return ok
}

// pure tells whether an expression needs nothing but variables, so that it can be compiled
// with the program, for every session.
func pure(e tsql.Expr) bool {
	ok := true
	inspect(e, func(n tsql.Node) bool {
		switch n.(type) {
		case *tsql.SelectStmt, *tsql.Method, *tsql.NextValue, *tsql.ColumnRef, *tsql.Call, *tsql.Default, *tsql.AtTimeZone:
			ok = false
		}
		return ok
	})
	return ok
}
