package gateway

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// expr looks for parameters in an expression that is to have a type, zero when it is not known.
func (w *deducer) expr(e tsql.Expr, want tds.Type, at place) {
	switch e := e.(type) {
	case *tsql.Variable:
		if p := w.find(e.Name); p != nil && p.typ == (tds.Type{}) {
			p.typ = want
		}
	case *tsql.Paren:
		w.expr(e.X, want, at)
	case *tsql.Collate:
		w.expr(e.X, want, at)
	case *tsql.Unary:
		w.expr(e.X, want, at)
	case *tsql.Binary:
		w.binary(e, want, at)
	case *tsql.IsDistinct:
		w.alike(at, e.X, e.Y)
	case *tsql.Like:
		w.expr(e.X, tds.TypeNVarChar(4000), at)
		w.expr(e.Pattern, pattern(w.typeOf(e.X, at)), at)
		if e.Escape != nil {
			w.expr(e.Escape, tds.TypeNVarChar(1), at)
		}
	case *tsql.Between:
		w.alike(at, e.X, e.Lo, e.Hi)
	case *tsql.In:
		w.in(e, at)
	case *tsql.IsNull:
		w.expr(e.X, tds.Type{}, at)
	case *tsql.Exists:
		w.query(e.Query, nil, at)
	case *tsql.Subquery:
		w.query(e.Query, []tds.Type{want}, at)
	case *tsql.Quantified:
		w.expr(e.X, w.typeOf(&tsql.Subquery{Query: e.Query}, at), at)
		w.query(e.Query, []tds.Type{w.typeOf(e.X, at)}, at)
	case *tsql.Cast:
		w.expr(e.X, e.Type.Type, at)
	case *tsql.Case:
		w.choice(e, want, at)
	case *tsql.Call:
		w.call(e, want, at)
	}
}

// binary looks on both sides of an operator: each is to have the type of the other.
func (w *deducer) binary(e *tsql.Binary, want tds.Type, at place) {
	switch e.Op {
	case tsql.OpAnd, tsql.OpOr:
		w.expr(e.X, tds.Type{}, at)
		w.expr(e.Y, tds.Type{}, at)
		return
	case tsql.OpEq, tsql.OpNe, tsql.OpLt, tsql.OpLe, tsql.OpGt, tsql.OpGe:
		w.alike(at, e.X, e.Y)
		return
	}
	x, y := w.typeOf(e.X, at), w.typeOf(e.Y, at)
	w.expr(e.X, either(y, want), at)
	w.expr(e.Y, either(x, want), at)
}

func either(t, other tds.Type) tds.Type {
	if t == (tds.Type{}) {
		return other
	}
	return t
}

// alike looks into expressions of one type: that of the first that has one.
func (w *deducer) alike(at place, list ...tsql.Expr) tds.Type {
	var t tds.Type
	for _, e := range list {
		t = either(t, w.typeOf(e, at))
	}
	for _, e := range list {
		w.expr(e, t, at)
	}
	return t
}

func (w *deducer) in(e *tsql.In, at place) {
	if e.Query == nil {
		w.alike(at, append([]tsql.Expr{e.X}, e.List...)...)
		return
	}
	w.expr(e.X, w.typeOf(&tsql.Subquery{Query: e.Query}, at), at)
	w.query(e.Query, []tds.Type{w.typeOf(e.X, at)}, at)
}

// pattern is the type of a pattern that a text is compared with.
func pattern(t tds.Type) tds.Type {
	if t.ID == tds.Char || t.ID == tds.VarChar || t.ID == tds.Text {
		return tds.Type{ID: tds.VarChar, Size: 8000, Collation: t.Collation}
	}
	return tds.Type{ID: tds.NVarChar, Size: 4000, Collation: t.Collation}
}

func (w *deducer) choice(e *tsql.Case, want tds.Type, at place) {
	var conds, results []tsql.Expr
	for _, when := range e.Whens {
		conds, results = append(conds, when.Cond), append(results, when.Then)
	}
	if e.Operand != nil {
		w.alike(at, append(conds, e.Operand)...)
	} else {
		for _, c := range conds {
			w.expr(c, tds.Type{}, at)
		}
	}
	if e.Else != nil {
		results = append(results, e.Else)
	}
	for _, r := range results {
		want = either(want, w.typeOf(r, at))
	}
	for _, r := range results {
		w.expr(r, want, at)
	}
}

// callTypes are the types that functions of the language ask of their arguments.
var callTypes = map[string][]tds.Type{
	"LEFT": {tds.TypeNVarChar(4000), tds.TypeInt}, "RIGHT": {tds.TypeNVarChar(4000), tds.TypeInt},
	"SUBSTRING": {tds.TypeNVarChar(4000), tds.TypeInt, tds.TypeInt}, "REPLICATE": {tds.TypeNVarChar(4000), tds.TypeInt}, "SPACE": {tds.TypeInt},
	"LEN": {tds.TypeNVarChar(4000)}, "UPPER": {tds.TypeNVarChar(4000)}, "LOWER": {tds.TypeNVarChar(4000)}, "LTRIM": {tds.TypeNVarChar(4000)},
	"RTRIM": {tds.TypeNVarChar(4000)}, "TRIM": {tds.TypeNVarChar(4000)}, "REVERSE": {tds.TypeNVarChar(4000)},
	"CHARINDEX": {tds.TypeNVarChar(4000), tds.TypeNVarChar(4000), tds.TypeInt}, "PATINDEX": {tds.TypeNVarChar(4000), tds.TypeNVarChar(4000)},
	"REPLACE": {tds.TypeNVarChar(4000), tds.TypeNVarChar(4000), tds.TypeNVarChar(4000)}, "CHAR": {tds.TypeInt}, "NCHAR": {tds.TypeInt},
	"DATEADD": {{}, tds.TypeInt, tds.TypeDateTime}, "OBJECT_ID": {tds.TypeNVarChar(4000), tds.TypeNVarChar(4000)}, "OBJECT_NAME": {tds.TypeInt, tds.TypeInt},
	"DB_ID": {tds.TypeSysname}, "DB_NAME": {tds.TypeInt}, "SUSER_SNAME": {tds.TypeVarBinary(85)}, "SUSER_SID": {tds.TypeSysname},
}

// call looks into the arguments of a function.
func (w *deducer) call(e *tsql.Call, want tds.Type, at place) {
	name := strings.ToUpper(e.Name.Object)
	switch {
	case e.Name.Schema != "":
		params := w.d.functionTypes(&e.Name)
		for i, a := range e.Args {
			t := tds.Type{}
			if i < len(params) {
				t = params[i]
			}
			w.expr(a, t, at)
		}
		return
	case name == "ISNULL" || name == "COALESCE" || name == "NULLIF":
		for _, a := range e.Args {
			want = either(w.typeOf(a, at), want)
		}
		for _, a := range e.Args {
			w.expr(a, want, at)
		}
		return
	case name == "IIF" && len(e.Args) == 3:
		w.expr(e.Args[0], tds.Type{}, at)
		w.alike(at, e.Args[1], e.Args[2])
		return
	}
	types := callTypes[name]
	for i, a := range e.Args {
		t := tds.Type{}
		if i < len(types) {
			t = types[i]
		}
		w.expr(a, t, at)
	}
}

// functionTypes are the types of a function's parameters.
func (d *describer) functionTypes(name *tsql.Name) (types []tds.Type) {
	text := "SELECT TYPE_NAME(p.user_type_id), p.max_length, p.precision, p.scale FROM "
	if name.Database != "" {
		text += bracketed(name.Database) + "."
	}
	text += "sys.parameters AS p WHERE p.object_id = OBJECT_ID(@name) AND p.parameter_id > 0 ORDER BY p.parameter_id"
	full := bracketed(name.Schema) + "." + bracketed(name.Object)
	if name.Database != "" {
		full = bracketed(name.Database) + "." + full
	}
	d.s.engine.Run(d.ctx, text, params([]any{"name", full}), rowFunc(func(row []tds.Value) error { //nolint:errcheck // no answer is no type
		types = append(types, catalogType(row))
		return nil
	}))
	return types
}

// catalogType is the type that the catalog describes by its name, length, precision and scale.
func catalogType(row []tds.Value) tds.Type {
	id, ok := tds.LookupType(text(row[0]))
	if !ok {
		return tds.Type{}
	}
	n, _ := row[1].(int64)
	prec, _ := row[2].(int64)
	scale, _ := row[3].(int64)
	t := tds.Type{ID: id}
	switch {
	case id == tds.DecimalType || id == tds.NumericType:
		t.Prec, t.Scale = uint8(prec), uint8(scale)
	case id == tds.Time || id == tds.DateTime2 || id == tds.DateTimeOffset:
		t.Scale = uint8(scale)
	case id == tds.NChar || id == tds.NVarChar:
		if t.Size = int32(n); n > 0 {
			t.Size = int32(n / 2)
		}
	case sizedTypes[id] != 0:
		t.Size = int32(n)
	}
	return t
}
