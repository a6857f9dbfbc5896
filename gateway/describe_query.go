package gateway

import (
	"errors"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// query describes a statement on tables: what it returns, if it does.
func (d *describer) query(st tsql.Stmt) (paths, error) {
	silent := paths{falls: true}
	q := returning(st)
	if q == nil {
		return silent, nil
	}
	if usesTemporary(st) {
		return silent, d.undetermined(describeTemporary, 11525, st, "uses a temp table.")
	}
	d.undeclared(st)
	if err := d.affected(st); err != nil {
		return silent, err
	}
	if err := d.s.checkStatement(st); err != nil {
		return silent, notCompiled(describeMisc, err)
	}
	cols, err := d.columns(q)
	if err != nil {
		return silent, notCompiled(describeMisc, err)
	}
	return paths{shapes: []shape{{d.described(q, cols), d.source(st), d.proc}}}, nil
}

// returning is the query whose columns are those that a statement sends to the client; nil when it sends none. An OUTPUT
// clause is read as a query over the tables of its statement.
func returning(st tsql.Stmt) *tsql.SelectStmt {
	switch st := st.(type) {
	case *tsql.SelectStmt:
		if returnsRows(st.Body) {
			return st
		}
	case *tsql.InsertStmt:
		if st.Exec == nil {
			return outputQuery(st.Output, st.With, st.Target, nil)
		}
	case *tsql.UpdateStmt:
		return outputQuery(st.Output, st.With, st.Target, st.From)
	case *tsql.DeleteStmt:
		return outputQuery(st.Output, st.With, st.Target, st.From)
	case *tsql.MergeStmt:
		return outputQuery(st.Output, st.With, st.Target, []tsql.TableSource{st.Using})
	}
	return nil
}

// returnsRows tells a query that answers from SELECT @v = x and SELECT ... INTO.
func returnsRows(q tsql.QueryExpr) bool {
	switch q := q.(type) {
	case *tsql.QuerySpec:
		return q.Into == nil && (len(q.Items) == 0 || q.Items[0].Assign == "")
	case *tsql.SetOp:
		return returnsRows(q.Left)
	case *tsql.ParenQuery:
		return returnsRows(q.Query.Body)
	}
	return true
}

// outputQuery reads OUTPUT as SELECT ... FROM t AS inserted, t AS deleted.
func outputQuery(o *tsql.Output, with []tsql.CTE, target *tsql.TableRef, from []tsql.TableSource) *tsql.SelectStmt {
	for o != nil && o.Into != nil {
		o = o.Next
	}
	if o == nil {
		return nil
	}
	t := target
	if found := aliased(from, target.Name.Object); found != nil && target.Name.Schema == "" {
		t = found
	}
	spec := &tsql.QuerySpec{Span: o.Span}
	for _, item := range o.Items {
		if c, ok := item.Expr.(*tsql.ColumnRef); ok && strings.EqualFold(c.Parts[len(c.Parts)-1], "$action") {
			item.Expr = &tsql.Cast{Span: c.Span, X: &tsql.Literal{Span: c.Span, Type: tds.TypeNull}, Type: tsql.TypeName{Type: tds.TypeNVarChar(10)}}
			if item.Alias == "" {
				item.Alias = "$action"
			}
		}
		spec.Items = append(spec.Items, item)
	}
	for _, side := range []string{"inserted", "deleted"} {
		ref := *t
		ref.Alias, ref.Hints = side, nil
		spec.From = append(spec.From, &ref)
	}
	for _, f := range from {
		if f != tsql.TableSource(t) {
			spec.From = append(spec.From, f)
		}
	}
	return &tsql.SelectStmt{Span: o.Span, With: with, Body: spec}
}

// aliased finds the table of a FROM clause that has an alias.
func aliased(from []tsql.TableSource, alias string) (found *tsql.TableRef) {
	for _, f := range from {
		tsql.Inspect(f, func(n tsql.Node) bool {
			if t, ok := n.(*tsql.TableRef); ok && strings.EqualFold(t.Alias, alias) {
				found = t
			}
			return found == nil
		})
	}
	return found
}

// usesTemporary tells whether a statement has a #table in it.
func usesTemporary(n tsql.Node) (found bool) {
	tsql.Inspect(n, func(n tsql.Node) bool {
		if t, ok := n.(*tsql.TableRef); ok && strings.HasPrefix(t.Name.Object, "#") && !strings.HasPrefix(t.Name.Object, "##") {
			found = true
		}
		return !found
	})
	return found
}

// undeclared makes the variables known that nothing declares: their values do not matter, nor do their types where they
// stand. In a procedure there are none.
func (d *describer) undeclared(n tsql.Node) {
	tsql.Inspect(n, func(n tsql.Node) bool {
		if v, ok := n.(*tsql.Variable); ok && d.vars.Lookup(v.Name) < 0 {
			d.variable(v.Name, tds.TypeNull)
		}
		return true
	})
}

// isUndeclared tells whether a variable is one of those.
func (d *describer) isUndeclared(name string) bool { return d.vars.Lookup(name) >= d.known }

// affected refuses a statement whose columns depend on a variable that was not declared: 11521.
func (d *describer) affected(st tsql.Stmt) error {
	bad := false
	for _, e := range outputs(returning(st).Body) {
		tsql.Inspect(e, func(n tsql.Node) bool {
			switch n := n.(type) {
			case *tsql.Variable:
				bad = bad || d.isUndeclared(n.Name)
			case *tsql.SelectStmt:
				for _, e := range outputs(n.Body) {
					tsql.Inspect(e, func(n tsql.Node) bool {
						v, ok := n.(*tsql.Variable)
						bad = bad || ok && d.isUndeclared(v.Name)
						return true
					})
				}
				return false
			case *tsql.Cast, *tsql.In, *tsql.Like, *tsql.Exists:
				return false // of a type that does not depend on it
			}
			return true
		})
	}
	if !bad {
		return nil
	}
	in := ""
	if d.proc != "" {
		in = " in procedure '" + d.proc + "'"
	}
	return &describeError{describeUndeclared, nil, tds.Errorf(11521, 16, "The metadata could not be determined because statement '%s'%s "+
		"uses an undeclared parameter in a context that affects its metadata.", d.source(st), in)}
}

// outputs are the expressions of a select list.
func outputs(q tsql.QueryExpr) (list []tsql.Expr) {
	switch q := q.(type) {
	case *tsql.QuerySpec:
		for i := range q.Items {
			list = append(list, q.Items[i].Expr)
		}
	case *tsql.SetOp:
		return append(outputs(q.Left), outputs(q.Right)...)
	case *tsql.ParenQuery:
		return outputs(q.Query.Body)
	}
	return list
}

// errDescribed ends a statement whose columns are known.
var errDescribed = errors.New("described")

// columnsOnly ends a statement at its first columns.
type columnsOnly struct {
	discard
	cols []tds.Column
	got  bool
}

// Columns implements tds.Writer.
func (w *columnsOnly) Columns(cols []tds.Column) error {
	w.cols, w.got = append([]tds.Column(nil), cols...), true
	return errDescribed
}

// columns binds a query and says what columns it has.
func (d *describer) columns(q *tsql.SelectStmt) ([]tds.Column, error) {
	var w columnsOnly
	_, _, err := d.s.engine.Exec(d.ctx, q, d.vars, &w)
	switch {
	case w.got:
		return w.cols, nil
	case err == nil:
		return nil, errNothing
	}
	return nil, err
}

// errNothing is what no query answers with.
var errNothing = errors.New("a query without columns")

// described adds to columns what is known of their place in the query.
func (d *describer) described(q *tsql.SelectStmt, cols []tds.Column) []describedColumn {
	list := make([]describedColumn, len(cols))
	for i, c := range cols {
		list[i] = describedColumn{Column: c}
	}
	spec, _ := q.Body.(*tsql.QuerySpec)
	d.order(q, spec, list)
	if spec == nil {
		return list
	}
	return d.sources(spec, list)
}

// order notes which columns the rows are ordered by.
func (d *describer) order(q *tsql.SelectStmt, spec *tsql.QuerySpec, list []describedColumn) {
	for n, item := range q.OrderBy {
		i := orderedBy(item.Expr, spec, list)
		if i < 0 || list[i].ordered != 0 {
			continue
		}
		list[i].ordered, list[i].descending = n+1, item.Desc
	}
	for i := range list {
		list[i].orderings = len(q.OrderBy)
	}
}

// orderedBy is the column that an expression of ORDER BY stands for, or -1.
func orderedBy(e tsql.Expr, spec *tsql.QuerySpec, list []describedColumn) int {
	switch e := e.(type) {
	case *tsql.Literal:
		if n, ok := e.Value.(int64); ok && n >= 1 && int(n) <= len(list) {
			return int(n) - 1
		}
	case *tsql.ColumnRef:
		name := e.Parts[len(e.Parts)-1]
		for i := range list {
			if strings.EqualFold(list[i].Name, name) {
				return i
			}
		}
		if spec == nil || len(spec.Items) != len(list) {
			return -1
		}
		for i, item := range spec.Items {
			if c, ok := item.Expr.(*tsql.ColumnRef); ok && strings.EqualFold(c.Parts[len(c.Parts)-1], name) {
				return i
			}
		}
	}
	return -1
}
