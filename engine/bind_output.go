package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// outputPlan is an OUTPUT clause.
type outputPlan struct {
	lvl      *level
	exprs    []eval.Fn
	cols     []outCol
	inserted int // first register of the new row, -1 without
	deleted  int
	action   int // register of $action, -1 without
	width    int
	own      bool // lvl is the clause's own, not the statement's
	into     *insertStatement
}

// outputSides says which of inserted and deleted an OUTPUT clause knows.
type outputSides uint8

const (
	outputInserted outputSides = 1 << iota
	outputDeleted
	outputAction
)

// output binds an OUTPUT clause: nil without one. s is the scope of the statement's tables, nil for INSERT.
func (b *binder) output(o *tsql.Output, t *Table, s *scope, sides outputSides) (*outputPlan, error) {
	if o == nil {
		return nil, nil
	}
	p := &outputPlan{inserted: -1, deleted: -1, action: -1, width: len(t.Columns)}
	if s == nil {
		s = b.newScope(nil)
		p.own = true
	}
	scoped := *s
	scoped.clause = clauseOutput
	scoped.windows = nil
	p.lvl = s.lvl
	p.lvl.extra = true
	if sides&outputInserted != 0 {
		p.inserted = scoped.pseudoTable("inserted", t, sides&outputAction != 0)
	}
	if sides&outputDeleted != 0 {
		p.deleted = scoped.pseudoTable("deleted", t, sides&outputAction != 0)
	}
	if sides&outputAction != 0 {
		p.action = scoped.actionColumn()
	}
	items, err := b.expandStars(o.Items, &scoped)
	if err != nil {
		return nil, err
	}
	for _, it := range items {
		fn, typ, err := b.scalar(b.prepare(it.Expr, &scoped), &scoped)
		if err != nil {
			return nil, err
		}
		p.exprs = append(p.exprs, fn)
		p.cols = append(p.cols, outCol{name: itemName(it), typ: typ, nullable: scoped.nullable(it.Expr), base: scoped.baseOf(it.Expr)})
	}
	if o.Into != nil {
		p.into, err = b.outputInto(o, p.cols)
	}
	return p, err
}

// pseudoTable shows inserted or deleted in the scope and returns its first register. nullable says that a
// change may lack that side.
func (s *scope) pseudoTable(name string, t *Table, nullable bool) int {
	reg := s.lvl.alloc(len(t.Columns))
	v := &rangeVar{alias: name, qualified: true}
	for i := range t.Columns {
		c := &t.Columns[i]
		v.cols = append(v.cols, rangeCol{
			name: c.Name, typ: c.Type, nullable: c.Nullable || nullable, fn: register(reg + i), col: -1, final: true,
			base: baseColumn{identity: c.Identity, computed: c.Computed},
		})
	}
	s.tables = append(s.tables[:len(s.tables):len(s.tables)], v)
	return reg
}

func (s *scope) actionColumn() int {
	reg := s.lvl.alloc(1)
	v := &rangeVar{alias: "$action", cols: []rangeCol{{name: "$action", typ: tds.TypeNVarChar(10), nullable: true, fn: register(reg), col: -1, final: true, hidden: true}}}
	s.tables = append(s.tables[:len(s.tables):len(s.tables)], v)
	return reg
}

// outputInto binds OUTPUT ... INTO as an INSERT of the output rows.
func (b *binder) outputInto(o *tsql.Output, cols []outCol) (*insertStatement, error) {
	st := &tsql.InsertStmt{Span: o.Span, Target: o.Into, Columns: o.Columns, Query: &tsql.SelectStmt{}}
	identityInsert, identityTable := b.identityInsert, b.identityTable
	p, err := b.insertTarget(st)
	b.identityInsert, b.identityTable = identityInsert, identityTable
	if err != nil {
		return nil, err
	}
	if err := p.checkCount(len(cols), st); err != nil {
		return nil, err
	}
	for i, c := range cols {
		if err := eval.Convertible(c.typ, p.table.Columns[p.into[i]].Type); err != nil {
			return nil, err
		}
		p.from = append(p.from, c.typ)
	}
	return p, nil
}
