package gateway

import (
	"context"
	"errors"
	"slices"
	"strings"

	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/interp"
)

// The types of parameters that a batch uses and nothing declares: sp_describe_undeclared_parameters. Each is given the type
// of what it is compared with, assigned to or passed as.

// undeclaredParam is such a parameter.
type undeclaredParam struct {
	name   string
	typ    tds.Type // zero as long as it is not known
	formal string   // of the procedure it is passed to
	output bool
}

// undeclaredColumns are the columns of sp_describe_undeclared_parameters.
var undeclaredColumns = []tds.Column{
	required("parameter_ordinal", tds.TypeInt),
	required("name", tds.TypeSysname),
	required("suggested_system_type_id", tds.TypeInt),
	nullable("suggested_system_type_name", tds.TypeNVarChar(256)),
	required("suggested_max_length", tds.TypeSmallInt),
	required("suggested_precision", tds.TypeTinyInt),
	required("suggested_scale", tds.TypeTinyInt),
	nullable("suggested_user_type_id", tds.TypeInt),
	nullable("suggested_user_type_database", tds.TypeSysname),
	nullable("suggested_user_type_schema", tds.TypeSysname),
	nullable("suggested_user_type_name", tds.TypeSysname),
	nullable("suggested_assembly_qualified_type_name", tds.TypeNVarChar(4000)),
	nullable("suggested_xml_collection_id", tds.TypeInt),
	nullable("suggested_xml_collection_database", tds.TypeSysname),
	nullable("suggested_xml_collection_schema", tds.TypeSysname),
	nullable("suggested_xml_collection_name", tds.TypeSysname),
	required("suggested_is_xml_document", tds.TypeBit),
	required("suggested_is_case_sensitive", tds.TypeBit),
	required("suggested_is_fixed_length_clr_type", tds.TypeBit),
	required("suggested_is_input", tds.TypeBit),
	required("suggested_is_output", tds.TypeBit),
	nullable("formal_parameter_name", tds.TypeSysname),
	required("suggested_tds_type_id", tds.TypeInt),
	required("suggested_tds_length", tds.TypeInt),
}

// describeParameters is sp_describe_undeclared_parameters @tsql, @params.
func describeParameters(ctx context.Context, s *session, c *interp.Call, out tds.Writer) (int32, error) {
	const proc = "sp_describe_undeclared_parameters"
	return s.describe(ctx, proc, describeParams[:2], c, out, func(d *describer, _ []tds.Value) error {
		w, err := d.deduce()
		if err != nil {
			return err
		}
		return w.send(out)
	})
}

// deducer finds types for parameters.
type deducer struct {
	d      *describer
	params []*undeclaredParam
	err    error // the first statement that names what there is not
}

// deduce finds the types of all undeclared parameters: 11502 and 11508.
func (d *describer) deduce() (*deducer, error) {
	w := &deducer{d: d}
	declared := map[string]bool{}
	var err error
	d.prog.Inspect(func(n tsql.Node) bool {
		switch n := n.(type) {
		case *tsql.DeclareStmt:
			for i := range n.Vars {
				declared[strings.ToLower(n.Vars[i].Name)] = true
				if err == nil {
					err = d.declare(n.Vars[i].Name, &n.Vars[i].Type, n.Vars[i].Table)
				}
			}
		case *tsql.Variable:
			if !declared[strings.ToLower(n.Name)] && d.vars.Lookup(n.Name) < 0 && err == nil {
				err = w.add(n.Name)
			}
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	for _, p := range w.params {
		d.variable(p.name, tds.TypeNull)
	}
	for _, st := range d.prog.Stmts {
		w.stmt(st)
	}
	if w.err != nil {
		return nil, w.err
	}
	for _, p := range w.params {
		if p.typ == (tds.Type{}) {
			return nil, &describeError{describeUndeclared, nil, tds.Errorf(11502, 16, "The type for parameter '%s' cannot be deduced in this context.", p.name)}
		}
	}
	return w, nil
}

func (w *deducer) add(name string) error {
	if w.find(name) != nil {
		return &describeError{describeUndeclared, nil, tds.Errorf(11508, 16, "The undeclared parameter '%s' is used more than once in the batch being analyzed.", name)}
	}
	w.params = append(w.params, &undeclaredParam{name: name})
	return nil
}

func (w *deducer) find(name string) *undeclaredParam {
	for _, p := range w.params {
		if strings.EqualFold(p.name, name) {
			return p
		}
	}
	return nil
}

func (w *deducer) send(out tds.Writer) error {
	if err := out.Columns(undeclaredColumns); err != nil {
		return err
	}
	for i, p := range w.params {
		t := factsOf(p.typ, true)
		row := []tds.Value{int64(i + 1), p.name, t.id, t.name, t.length, t.prec, t.scale, nil, nil, nil, nil, nil, nil, nil, nil, nil}
		row = append(row, false, false, false, true, p.output)
		if p.formal == "" {
			row = append(row, nil)
		} else {
			row = append(row, p.formal)
		}
		if err := out.Row(append(row, t.tdsID, t.tdsLength)); err != nil {
			return err
		}
	}
	return out.Done(tds.Done{Cmd: tds.CmdSelect, Rows: int64(len(w.params)), Counted: true})
}

// place is where an expression stands: the tables whose columns it knows, innermost first.
type place struct {
	with []tsql.CTE
	from [][]tsql.TableSource
}

func (p place) inside(with []tsql.CTE, from []tsql.TableSource) place {
	return place{slices.Concat(with, p.with), slices.Concat([][]tsql.TableSource{from}, p.from)}
}

// stmt looks for parameters in a statement and those in it.
func (w *deducer) stmt(st tsql.Stmt) {
	var at place
	switch st := st.(type) {
	case *tsql.BlockStmt:
		for _, s := range st.Body {
			w.stmt(s)
		}
	case *tsql.IfStmt:
		w.expr(st.Cond, tds.Type{}, at)
		w.stmt(st.Then)
		if st.Else != nil {
			w.stmt(st.Else)
		}
	case *tsql.WhileStmt:
		w.expr(st.Cond, tds.Type{}, at)
		w.stmt(st.Body)
	case *tsql.TryStmt:
		for _, s := range slices.Concat(st.Try, st.Catch) {
			w.stmt(s)
		}
	case *tsql.SetStmt:
		if st.Value != nil {
			w.expr(st.Value, w.typeOf(&tsql.Variable{Name: st.Variable}, at), at)
		}
	case *tsql.DeclareStmt:
		for i := range st.Vars {
			if st.Vars[i].Value != nil {
				w.expr(st.Vars[i].Value, w.typeOf(&tsql.Variable{Name: st.Vars[i].Name}, at), at)
			}
		}
	case *tsql.ExecStmt:
		w.exec(st)
	case *tsql.SelectStmt:
		if returnsRows(st.Body) {
			_, err := w.d.columns(st)
			w.missing(err)
		}
		w.query(st, nil, at)
	case *tsql.InsertStmt:
		w.target(st.Target, nil)
		w.insert(st)
	case *tsql.UpdateStmt:
		w.target(st.Target, st.From)
		at = at.inside(st.With, targeted(st.Target, st.From))
		w.top(st.Top, at)
		w.from(st.From, at)
		for i := range st.Set {
			want := tds.Type{}
			if st.Set[i].Column != nil {
				want = w.typeOf(st.Set[i].Column, at)
			}
			w.expr(st.Set[i].Value, want, at)
		}
		w.expr(st.Where, tds.Type{}, at)
	case *tsql.DeleteStmt:
		w.target(st.Target, st.From)
		at = at.inside(st.With, targeted(st.Target, st.From))
		w.top(st.Top, at)
		w.from(st.From, at)
		w.expr(st.Where, tds.Type{}, at)
	}
}

// missing notes an error about a table or column that there is not. Others may come from what the parameters lack.
func (w *deducer) missing(err error) {
	var e *tds.Error
	if w.err == nil && errors.As(err, &e) && (e.Number == 207 || e.Number == 208 || e.Number == 209 || e.Number == 4104) {
		w.err = notCompiled(describeMisc, err)
	}
}

// target looks for the table of a change.
func (w *deducer) target(t *tsql.TableRef, from []tsql.TableSource) {
	if len(from) == 0 && !t.Variable {
		_, err := w.d.s.engine.Table(t.Name)
		w.missing(err)
	}
}

// targeted are the tables of an UPDATE or DELETE.
func targeted(target *tsql.TableRef, from []tsql.TableSource) []tsql.TableSource {
	if len(from) > 0 {
		return from
	}
	return []tsql.TableSource{target}
}

func (w *deducer) top(t *tsql.Top, at place) {
	if t != nil {
		w.expr(t.Count, tds.TypeBigInt, at)
	}
}

// insert gives values the types of their columns.
func (w *deducer) insert(st *tsql.InsertStmt) {
	var types []tds.Type
	at := place{}.inside(st.With, []tsql.TableSource{st.Target})
	if len(st.Columns) > 0 {
		for _, c := range st.Columns {
			types = append(types, w.typeOf(&tsql.ColumnRef{Parts: []string{c.Name}}, at))
		}
	} else if t, err := w.d.s.engine.Table(st.Target.Name); err == nil {
		for i := range t.Columns {
			if c := &t.Columns[i]; !c.Identity && c.Formula == nil && c.Type.ID != tds.Timestamp {
				types = append(types, c.Type)
			}
		}
	}
	for _, row := range st.Rows {
		for i, e := range row {
			want := tds.Type{}
			if i < len(types) {
				want = types[i]
			}
			w.expr(e, want, place{})
		}
	}
	if st.Query != nil {
		w.query(st.Query, types, place{with: st.With})
	}
	if st.Exec != nil {
		w.exec(st.Exec)
	}
}

// query looks for parameters in a query whose columns are to have types, as far as that is known.
func (w *deducer) query(q *tsql.SelectStmt, types []tds.Type, at place) {
	for i := range q.With {
		w.query(q.With[i].Query, nil, at)
	}
	at.with = slices.Concat(q.With, at.with)
	w.body(q.Body, types, at)
	w.expr(q.Offset, tds.TypeBigInt, at)
	w.expr(q.Fetch, tds.TypeBigInt, at)
}

func (w *deducer) body(q tsql.QueryExpr, types []tds.Type, at place) {
	switch q := q.(type) {
	case *tsql.SetOp:
		w.body(q.Left, types, at)
		w.body(q.Right, types, at)
	case *tsql.ParenQuery:
		w.query(q.Query, types, at)
	case *tsql.QuerySpec:
		at = at.inside(nil, q.From)
		w.top(q.Top, at)
		w.from(q.From, at)
		for i, item := range q.Items {
			want := tds.Type{}
			switch {
			case item.Assign != "":
				want = w.typeOf(&tsql.Variable{Name: item.Assign}, at)
			case i < len(types):
				want = types[i]
			}
			w.expr(item.Expr, want, at)
		}
		w.expr(q.Where, tds.Type{}, at)
		for _, e := range q.GroupBy {
			w.expr(e, tds.Type{}, at)
		}
		w.expr(q.Having, tds.Type{}, at)
	}
}

// from looks into the tables of a FROM clause.
func (w *deducer) from(list []tsql.TableSource, at place) {
	for _, f := range list {
		switch f := f.(type) {
		case *tsql.Join:
			w.from([]tsql.TableSource{f.Left, f.Right}, at)
			w.expr(f.On, tds.Type{}, at)
		case *tsql.DerivedTable:
			if f.Query != nil {
				w.query(f.Query, nil, at)
			}
		case *tsql.FuncTable:
			w.expr(f.Call, tds.Type{}, at)
		}
	}
}

// typeOf is the type of an expression without parameters, or zero.
func (w *deducer) typeOf(e tsql.Expr, at place) tds.Type {
	open := false
	tsql.Inspect(e, func(n tsql.Node) bool {
		v, ok := n.(*tsql.Variable)
		open = open || ok && w.find(v.Name) != nil
		return true
	})
	if open {
		return tds.Type{}
	}
	for n := range len(at.from) + 1 {
		q := &tsql.SelectStmt{With: at.with, Body: &tsql.QuerySpec{Items: []tsql.SelectItem{{Expr: e, Alias: "c"}}, From: slices.Concat(at.from[:n]...)}}
		if cols, err := w.d.columns(q); err == nil && len(cols) == 1 && cols[0].Type.ID != tds.NullType {
			return cols[0].Type
		}
	}
	return tds.Type{}
}

// exec gives arguments the types of the parameters they are passed as.
func (w *deducer) exec(st *tsql.ExecStmt) {
	params := w.d.formal(&st.Proc)
	for i := range st.Args {
		v, ok := st.Args[i].Value.(*tsql.Variable)
		if !ok || w.find(v.Name) == nil {
			continue
		}
		slot := i
		if name := st.Args[i].Name; name != "" {
			slot = paramIndex(params, name)
		}
		if slot < 0 || slot >= len(params) {
			continue
		}
		p := w.find(v.Name)
		p.typ, p.formal, p.output = params[slot].Type, params[slot].Name, params[slot].Output
	}
}

// formal are the parameters of a procedure.
func (d *describer) formal(name *tsql.Name) []procs.Param {
	var create *tsql.CreateProcStmt
	if p := d.s.server.system.lookup(name); p != nil {
		if create = textSources()[p.name].stmt; create == nil {
			return p.params
		}
	} else if m, err := d.s.procedure(*name); err == nil && m != nil {
		create, _ = m.Stmt.(*tsql.CreateProcStmt)
	} else if p := d.s.lookupOurs(name); p != nil {
		return p.Params
	}
	if create == nil {
		return nil
	}
	params := make([]procs.Param, len(create.Params))
	for i := range create.Params {
		c := &create.Params[i]
		t := c.Type.Type
		if c.Type.Name != nil {
			t, _, _ = d.s.engine.ResolveType(c.Type.Name) //nolint:errcheck // a type that is not there is none
		}
		params[i] = procs.Param{Name: c.Name, Type: t, Output: c.Output}
	}
	return params
}
