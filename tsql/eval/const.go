package eval

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

func equalFold(a, b string) bool { return len(a) == len(b) && strings.EqualFold(a, b) }

// Const is a Scope that knows no names but variables: for defaults, PRINT and IF without queries.
type Const struct{ Vars *Vars }

var _ Scope = Const{}

// Column refuses columns: 207, or 128 where no table can be meant.
func (Const) Column(ref *tsql.ColumnRef) (Fn, tds.Type, error) {
	name := strings.Join(ref.Parts, ".")
	if len(ref.Parts) > 1 {
		return nil, tds.Type{}, tds.Errorf(4104, 16, "The multi-part identifier \"%s\" could not be bound.", name)
	}
	return nil, tds.Type{}, tds.Errorf(207, 16, "Invalid column name '%s'.", name)
}

// Variable resolves a variable of Vars: 137.
func (c Const) Variable(v *tsql.Variable) (Fn, tds.Type, error) { return VariableFn(c.Vars, v.Name) }

// VariableFn reads the slot of a variable from the frame that runs: 137 when it is not declared. Any Scope
// over a Vars can use it.
func VariableFn(vars *Vars, name string) (Fn, tds.Type, error) {
	slot := vars.Lookup(name)
	if slot < 0 {
		return nil, tds.Type{}, stated(tds.Errorf(137, 15, "Must declare the scalar variable \"%s\".", name), 2)
	}
	return func(f *Frame) (tds.Value, error) { return f.Vars.Values[slot], nil }, vars.Types[slot], nil
}

// Subquery refuses queries: 1046.
func (Const) Subquery(*tsql.SelectStmt, SubqueryKind) (Query, error) {
	return Query{}, tds.Errorf(1046, 15, "Subqueries are not allowed in this context. Only scalar expressions are allowed.")
}

// Function has no functions of its own.
func (Const) Function(*tsql.Call) (Fn, tds.Type, bool, error) { return nil, tds.Type{}, false, nil }

// Expr has no expressions of its own.
func (Const) Expr(tsql.Expr) (Fn, tds.Type, bool, error) { return nil, tds.Type{}, false, nil }
