package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// modifyStatement is UPDATE or DELETE: the rows of one table that a FROM clause finds.
type modifyStatement struct {
	verb    string
	table   *Table
	rules   *tableRules
	lvl     *level
	from    node
	check   filter    // the conditions again, for a row that has changed since it was read
	load    loader    // of the target
	rowReg  int       // the register with the RowID when the rows come through a query, else -1
	viewRow []eval.Fn // the columns of a view whose INSTEAD OF trigger takes the rows
	top     eval.Fn
	percent bool
	set     []setColumn
	marks   []bool // columns that are set
	output  *outputPlan
}

// setColumn is one assignment of an UPDATE: to a column, a variable, or both.
type setColumn struct {
	col   int // -1 for a variable alone
	slot  int // -1 for a column alone
	fn    eval.Fn
	toVar eval.Fn // of the value stored, when it goes to both
}

// modification is what UPDATE and DELETE have in common.
type modification struct {
	target    *tsql.TableRef
	from      []tsql.TableSource
	where     tsql.Expr
	top       *tsql.Top
	currentOf string
}

func (b *binder) update(st *tsql.UpdateStmt) (statement, error) {
	c := *b
	if err := c.pushCTEs(st.With, nil); err != nil {
		return nil, err
	}
	if err := c.options(st.Options); err != nil {
		return nil, err
	}
	m := modification{st.Target, st.From, st.Where, st.Top, st.CurrentOf}
	return c.modify("UPDATE", m, st.Output, outputInserted|outputDeleted, func(p *modifyStatement, s *scope) error {
		return c.setClauses(p, st.Set, s)
	})
}

func (b *binder) delete(st *tsql.DeleteStmt) (statement, error) {
	c := *b
	if err := c.pushCTEs(st.With, nil); err != nil {
		return nil, err
	}
	if err := c.options(st.Options); err != nil {
		return nil, err
	}
	m := modification{st.Target, st.From, st.Where, st.Top, st.CurrentOf}
	return c.modify("DELETE", m, st.Output, outputDeleted, func(*modifyStatement, *scope) error { return nil })
}

func (b *binder) modify(verb string, m modification, out *tsql.Output, sides outputSides, set func(*modifyStatement, *scope) error) (statement, error) {
	if m.currentOf != "" {
		return nil, errNotBuilt("WHERE CURRENT OF")
	}
	s := b.newScope(nil)
	p := &modifyStatement{verb: verb, lvl: s.lvl}
	from, v, err := b.modifyFrom(m, s)
	if err != nil {
		return nil, err
	}
	src, err := b.bindTarget(p, v, m.target)
	if err != nil {
		return nil, err
	}
	where, err := b.preds(m.where, s.in(clauseWhere))
	if err != nil {
		return nil, err
	}
	if err := set(p, s.in(clauseSet)); err != nil {
		return nil, err
	}
	if p.output, err = b.output(out, p.table, s, sides); err != nil {
		return nil, err
	}
	if m.top != nil {
		p.percent = m.top.Percent
		if p.top, err = b.count(m.top.Count, s, m.top.Percent); err != nil {
			return nil, err
		}
	}
	p.from = b.planFrom(from, s.lvl, where)
	p.check = append(conditions(where), innerConditions(from)...)
	if src != nil {
		p.load = newLoader(src)
	}
	return p, nil
}

// bindTarget says which table's rows are changed, and how a row of the FROM clause leads to one. The source is nil
// when an INSTEAD OF trigger takes the rows of a view.
func (b *binder) bindTarget(p *modifyStatement, v *rangeVar, ref *tsql.TableRef) (*source, error) {
	if v.view != nil && b.instead(v.view, p.verb) {
		b.modifyView(p, v)
		return nil, nil
	}
	src, err := b.targetSource(v, ref)
	if err != nil {
		return nil, err
	}
	p.table, p.rowReg = src.table, -1
	if src.behind != nil {
		p.table, p.rowReg = src.behind, src.off+len(src.cols)-1
		src.used[len(src.cols)-1] = true
	}
	src.target = 1
	if p.rules, err = b.rules(p.table); err == nil && v.view != nil && p.verb == "UPDATE" {
		err = b.checkOption(v.view, p.rules)
	}
	return src, err
}

// innerConditions is the conditions of the inner joins of a FROM clause.
func innerConditions(n fromNode) filter {
	var out filter
	if in, ok := n.(*innerJoin); ok {
		out = append(out, conditions(in.preds)...)
		for _, it := range in.items {
			out = append(out, innerConditions(it)...)
		}
	}
	return out
}

// modifyFrom binds the FROM clause and finds the target in it: 8154, 208.
func (b *binder) modifyFrom(m modification, s *scope) (fromNode, *rangeVar, error) {
	b.rowTarget = m.target.Name.Object
	if len(m.from) == 0 {
		ref := *m.target
		n, err := b.bindFrom([]tsql.TableSource{&ref}, s)
		if err != nil {
			return nil, nil, err
		}
		return n, s.tables[0], nil
	}
	n, err := b.bindFrom(m.from, s)
	if err != nil {
		return nil, nil, err
	}
	v, err := b.findTarget(m.target, s)
	if err != nil {
		return nil, nil, err
	}
	if v != nil {
		return n, v, nil
	}
	item, vars, err := b.tableSource(m.target, s, false)
	if err != nil {
		return nil, nil, err
	}
	if err := s.show(vars); err != nil {
		return nil, nil, err
	}
	return &innerJoin{items: []fromNode{n, item}}, vars[0], nil
}

// findTarget is the item of FROM that the target names: by alias, or by being the same table.
func (b *binder) findTarget(ref *tsql.TableRef, s *scope) (*rangeVar, error) {
	if ref.Name.Schema == "" && ref.Name.Database == "" {
		for _, v := range s.tables {
			if sameName(v.alias, ref.Name.Object) {
				return v, nil
			}
		}
	}
	var found *rangeVar
	for _, v := range s.tables {
		if !b.sameObject(v, ref) {
			continue
		}
		if found != nil {
			return nil, tds.Errorf(8154, 16, "The table '%s' is ambiguous.", written(ref.Name))
		}
		found = v
	}
	return found, nil
}

func (b *binder) sameObject(v *rangeVar, ref *tsql.TableRef) bool {
	if isTemp(ref.Name.Object) || ref.Variable {
		return sameName(v.object, ref.Name.Object)
	}
	p, err := b.locate(ref.Name)
	return err == nil && sameName(v.object, p.name) && sameName(v.schema, p.schema) && sameName(v.db, p.db)
}

// targetSource is the stored table behind a range variable.
func (b *binder) targetSource(v *rangeVar, ref *tsql.TableRef) (*source, error) {
	var src *source
	for i := range v.cols {
		c := v.cols[i].src
		switch {
		case c == nil || c.table == nil && c.behind == nil:
			continue
		case src != nil && src != c:
			return nil, tds.Errorf(4405, 16, "View or function '%s' is not updatable because the modification affects multiple base tables.", written(ref.Name))
		}
		src = c
	}
	if src == nil {
		for i := range v.cols {
			if c := v.cols[i].src; c != nil {
				if _, ok := c.reader.(*virtualReader); ok {
					return nil, tds.Errorf(259, 16, "Ad hoc updates to system catalogs are not allowed.")
				}
			}
		}
		return nil, errNotBuilt("changing rows through " + v.name())
	}
	return src, nil
}

// setClauses binds the assignments of an UPDATE.
func (b *binder) setClauses(p *modifyStatement, list []tsql.SetClause, s *scope) error {
	p.marks = make([]bool, len(p.table.Columns))
	for i := range list {
		c, err := b.setClause(p, &list[i], s)
		if err != nil {
			return err
		}
		if c.col >= 0 {
			if p.marks[c.col] {
				return errColumnTwice(p.table.Columns[c.col].Name)
			}
			p.marks[c.col] = true
		}
		p.set = append(p.set, c)
	}
	return nil
}

func (b *binder) setClause(p *modifyStatement, c *tsql.SetClause, s *scope) (setColumn, error) {
	out := setColumn{col: -1, slot: -1}
	var err error
	if c.Column != nil {
		if out.col, err = b.setTarget(p, c.Column, s); err != nil {
			return out, err
		}
	}
	if c.Variable != "" {
		b.assigns = true
		if out.slot, err = b.variableSlot(c.Variable); err != nil {
			return out, err
		}
	}
	value := c.Value
	if _, ok := unparen(value).(*tsql.Default); ok && out.col >= 0 {
		out.fn = p.rules.defaults[out.col]
		if out.fn == nil {
			out.fn = constant(nil)
		}
		return out, nil
	}
	if c.Op != tsql.OpNone {
		value = compound(c)
	}
	return b.setValue(p, out, value, s)
}

// compound writes c op= v as c op (v).
func compound(c *tsql.SetClause) tsql.Expr {
	var left tsql.Expr = &tsql.Variable{Span: c.Span, Name: c.Variable}
	if c.Column != nil {
		left = c.Column
	}
	return &tsql.Binary{Span: c.Span, Op: c.Op, X: left, Y: &tsql.Paren{Span: c.Span, X: c.Value}}
}

func (b *binder) setValue(p *modifyStatement, out setColumn, value tsql.Expr, s *scope) (setColumn, error) {
	fn, typ, err := b.scalar(b.prepare(value, s), s)
	if err != nil {
		return out, err
	}
	if out.slot < 0 {
		out.fn, err = fit(fn, typ, p.table, out.col)
		return out, err
	}
	want := b.vars.Types[out.slot]
	if out.col < 0 {
		out.fn, err = eval.Converted(fn, typ, want)
		return out, err
	}
	colType := p.table.Columns[out.col].Type
	if out.fn, err = fit(fn, typ, p.table, out.col); err != nil {
		return out, err
	}
	out.toVar, err = eval.Converted(register(0), colType, want)
	return out, err
}

// setTarget resolves the column that is set: 207, 4104, 271, 272, 8102.
func (b *binder) setTarget(p *modifyStatement, ref *tsql.ColumnRef, s *scope) (int, error) {
	name := ref.Parts[len(ref.Parts)-1]
	col := p.table.Ordinal(name)
	for _, v := range s.tables {
		if c := v.lookup(name); c != nil && c.src != nil && c.src.target > 0 && c.src.behind == nil {
			col = c.col
		}
	}
	if col < 0 {
		return 0, errInvalidColumn(name)
	}
	c := &p.table.Columns[col]
	switch {
	case c.Formula != nil:
		return 0, errComputed(c.Name)
	case c.Identity:
		return 0, tds.Errorf(8102, 16, "Cannot update identity column '%s'.", c.Name)
	case c.Type.ID == tds.Timestamp:
		return 0, tds.Errorf(272, 16, "Cannot update a timestamp column.")
	}
	return col, nil
}
