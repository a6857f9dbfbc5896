package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// PIVOT and UNPIVOT are written out as the queries they abbreviate.

// pivot is a GROUP BY of the columns that are not named, with one CASE for each value.
func (b *binder) pivot(t *tsql.Pivot, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	cols, err := b.sourceColumns(t.Source, s)
	if err != nil {
		return nil, nil, err
	}
	if len(t.Aggregate.Args) != 1 {
		return nil, nil, errNotBuilt("PIVOT with " + t.Aggregate.Name.Object)
	}
	used := map[string]bool{upper(t.For.Parts[len(t.For.Parts)-1]): true}
	if _, star := t.Aggregate.Args[0].(*tsql.Star); star {
		return nil, nil, tds.Errorf(102, 15, "Incorrect syntax near '*'.")
	}
	walkExpr(t.Aggregate.Args[0], func(e tsql.Expr) bool {
		if r, ok := e.(*tsql.ColumnRef); ok {
			used[upper(r.Parts[len(r.Parts)-1])] = true
		}
		return true
	})
	spec := &tsql.QuerySpec{Span: t.Span, From: []tsql.TableSource{t.Source}}
	for _, c := range cols {
		if used[upper(c.name)] {
			continue
		}
		ref := &tsql.ColumnRef{Span: t.Span, Parts: []string{c.name}}
		spec.Items = append(spec.Items, tsql.SelectItem{Span: t.Span, Expr: ref})
		spec.GroupBy = append(spec.GroupBy, ref)
	}
	for _, v := range t.In {
		spec.Items = append(spec.Items, tsql.SelectItem{Span: t.Span, Expr: pivotValue(t, v), Alias: v})
	}
	d := &tsql.DerivedTable{Span: t.Span, Query: &tsql.SelectStmt{Span: t.Span, Body: spec}, Alias: t.Alias}
	return b.derivedTable(d, s.parent, s, nullable)
}

// pivotValue is the aggregate over the rows in which the pivot column has one value.
func pivotValue(t *tsql.Pivot, value string) tsql.Expr {
	literal := &tsql.Literal{Span: t.Span, Value: value, Type: tds.TypeNVarChar(max(1, len(value)))}
	when := tsql.When{Cond: &tsql.Binary{Span: t.Span, Op: tsql.OpEq, X: &t.For, Y: literal}, Then: t.Aggregate.Args[0]}
	agg := *t.Aggregate
	agg.Args = []tsql.Expr{&tsql.Case{Span: t.Span, Whens: []tsql.When{when}}}
	return &agg
}

// unpivot is a CROSS APPLY of the columns that are named.
func (b *binder) unpivot(t *tsql.Unpivot, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	cols, err := b.sourceColumns(t.Source, s)
	if err != nil {
		return nil, nil, err
	}
	used := map[string]bool{}
	values := &tsql.ValuesTable{Span: t.Span, Alias: "unpivoted", Columns: []string{t.Value, t.For}}
	var first tds.Type
	for i := range t.In {
		name := t.In[i].Parts[len(t.In[i].Parts)-1]
		used[upper(name)] = true
		for _, c := range cols {
			switch {
			case !sameName(c.name, name):
			case i == 0:
				first = c.typ
			case c.typ != first:
				return nil, nil, tds.Errorf(8167, 16, "The type of column \"%s\" conflicts with the type of other columns specified in the UNPIVOT list.", name)
			}
		}
		label := &tsql.Literal{Span: t.Span, Value: name, Type: tds.TypeNVarChar(128)}
		values.Rows = append(values.Rows, []tsql.Expr{&t.In[i], label})
	}
	spec := &tsql.QuerySpec{Span: t.Span, From: []tsql.TableSource{&tsql.Join{Span: t.Span, Kind: tsql.CrossApply, Left: t.Source, Right: values}}}
	for _, c := range cols {
		if !used[upper(c.name)] {
			spec.Items = append(spec.Items, tsql.SelectItem{Span: t.Span, Expr: &tsql.ColumnRef{Span: t.Span, Parts: []string{c.name}}})
		}
	}
	for _, name := range values.Columns {
		spec.Items = append(spec.Items, tsql.SelectItem{Span: t.Span, Expr: &tsql.ColumnRef{Span: t.Span, Parts: []string{"unpivoted", name}}})
	}
	spec.Where = &tsql.IsNull{Span: t.Span, X: &tsql.ColumnRef{Span: t.Span, Parts: []string{"unpivoted", t.Value}}, Not: true}
	d := &tsql.DerivedTable{Span: t.Span, Query: &tsql.SelectStmt{Span: t.Span, Body: spec}, Alias: t.Alias}
	return b.derivedTable(d, s.parent, s, nullable)
}

// sourceColumns is the columns of a table source, bound for this purpose alone.
func (b *binder) sourceColumns(t tsql.TableSource, s *scope) ([]rangeCol, error) {
	probe := b.newScope(s.parent)
	_, vars, err := b.tableSource(t, probe, false)
	if err != nil {
		return nil, err
	}
	var out []rangeCol
	for _, v := range vars {
		out = append(out, v.cols...)
	}
	return out, nil
}
