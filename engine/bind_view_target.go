package engine

import (
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// viewTarget is a view that a statement changes.
type viewTarget struct {
	module *Module
	vars   *rangeVar // its columns, bound for this purpose alone
}

// viewOf finds the view a name means, or nil.
func (b *binder) viewOf(ref *tsql.TableRef) (*Module, error) {
	if ref.Variable || isTemp(ref.Name.Object) || b.cte(ref.Name.Object) != nil && ref.Name.Schema == "" {
		return nil, nil
	}
	o, err := b.object(ref.Name)
	if err != nil {
		return nil, err
	}
	if m, ok := o.(*Module); ok && m.Kind == "V" {
		return m, nil
	}
	return nil, nil
}

// bindView binds a view to learn its columns.
func (b *binder) bindView(m *Module, ref *tsql.TableRef) (*viewTarget, error) {
	plain := *ref
	plain.Alias = ""
	_, vars, err := b.view(m, &plain, b.newScope(nil), false)
	if err != nil {
		return nil, err
	}
	return &viewTarget{module: m, vars: vars[0]}, nil
}

// instead tells whether an INSTEAD OF trigger takes statements of that kind.
func (b *binder) instead(m *Module, verb string) bool {
	for _, t := range b.s.catalog().Triggers(m.ID) {
		def, ok := t.Stmt.(*tsql.CreateTriggerStmt)
		if !ok || t.Disabled || !def.InsteadOf || b.s.running(t) {
			continue
		}
		if verb == "INSERT" && def.Insert || verb == "UPDATE" && def.Update || verb == "DELETE" && def.Delete {
			return true
		}
	}
	return false
}

// shape is a table with the columns of the view: what INSTEAD OF triggers see as inserted and deleted.
func (v *viewTarget) shape() *Table {
	t := &Table{ID: v.module.ID, Database: v.module.Database, Schema: v.module.Schema, Name: v.module.Name}
	for i, c := range v.vars.cols {
		col := Column{ID: int32(i + 1)}
		col.Name, col.Type, col.Nullable = c.name, shown(c.typ), true
		t.Columns = append(t.Columns, col)
	}
	return t
}

// base is the stored table behind the view and where its columns are there: 4405 when there are several.
func (v *viewTarget) base(b *binder, ref *tsql.TableRef) (*Table, map[string]int, error) {
	src, err := b.targetSource(v.vars, ref)
	if err != nil {
		return nil, nil, err
	}
	if src.table == nil {
		return nil, nil, errNotBuilt("changing rows through view " + v.module.Name)
	}
	cols := map[string]int{}
	for _, c := range v.vars.cols {
		at := -1
		if c.src == src {
			at = c.col
		}
		cols[upper(c.name)] = at
	}
	return src.table, cols, nil
}

// insertView makes an INSERT into a view one into the table behind it, or one that a trigger takes.
func (b *binder) insertView(m *Module, st *tsql.InsertStmt) (*insertStatement, error) {
	v, err := b.bindView(m, st.Target)
	if err != nil {
		return nil, err
	}
	if b.instead(m, "INSERT") {
		return b.insertInto(v.shape(), st)
	}
	t, cols, err := v.base(b, st.Target)
	if err != nil {
		return nil, err
	}
	renamed := *st
	renamed.Columns = nil
	list := st.Columns
	if len(list) == 0 && !st.DefaultValues {
		for _, c := range v.vars.cols {
			if at := cols[upper(c.name)]; at < 0 || t.Columns[at].Formula == nil && !t.Columns[at].Identity {
				list = append(list, tsql.Ident{Name: c.name})
			}
		}
	}
	for _, id := range list {
		at, ok := cols[upper(id.Name)]
		switch {
		case !ok:
			return nil, errInvalidColumn(id.Name)
		case at < 0:
			return nil, errDerived(m.Name)
		}
		renamed.Columns = append(renamed.Columns, tsql.Ident{Span: id.Span, Name: t.Columns[at].Name})
	}
	b.dependOn(t, nil)
	p, err := b.insertInto(t, &renamed)
	if err != nil {
		return nil, err
	}
	return p, b.checkOption(m, p.rules)
}

// modifyView binds UPDATE or DELETE of a view whose INSTEAD OF trigger takes the rows.
func (b *binder) modifyView(p *modifyStatement, v *rangeVar) {
	shape := (&viewTarget{module: v.view, vars: v}).shape()
	p.table, p.rowReg = shape, -1
	p.rules = &tableRules{table: shape, defaults: make([]eval.Fn, len(shape.Columns)), computed: make([]eval.Fn, len(shape.Columns))}
	for _, c := range v.cols {
		p.viewRow = append(p.viewRow, c.fn)
		b.touch(&c)
	}
}
