package engine

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// scope resolves the names of the expressions of one query. Several scopes may share a level: ON
// conditions see a part of the FROM clause, merged views see their own tables.
type scope struct {
	b      *binder
	id     int // the same for all copies
	lvl    *level
	parent *scope
	tables []*rangeVar

	params  *paramSet // set on the barrier around a stored text
	group   *grouping // set in the select list, HAVING and ORDER BY of a grouped query
	windows *windowing
	bound   map[*tsql.ColumnRef]*rangeCol // references the binder put into the tree itself
	clause  clause
}

// clause is where an expression stands, for the errors about what may not stand there.
type clause uint8

const (
	clauseList clause = iota
	clauseHaving
	clauseOrder
	clauseWhere
	clauseOn
	clauseGroupBy
	clauseSet
	clauseValues
	clauseOutput
	clauseWindow
	clauseAggregate
	clauseCheck
	clausePlain // outside a query
)

// rangeVar is a table of a FROM clause under the name by which expressions know it.
type rangeVar struct {
	alias              string // empty for a table that is known by its own name
	db, schema, object string
	written            string  // as written in the FROM clause, without the alias
	qualified          bool    // its columns are known under its name only: inserted, deleted
	view               *Module // it is a view
	cols               []rangeCol
}

// rangeCol is a column of a rangeVar.
type rangeCol struct {
	name     string
	typ      tds.Type
	nullable bool
	hidden   bool // not part of *
	final    bool // a key of a GROUP BY: it needs no further resolution
	fn       eval.Fn
	refs     sourceSet // the sources the value comes from
	src      *source   // the stored column behind it, or nil
	col      int
	base     baseColumn
}

// baseColumn is what clients may know about the stored column behind an output column.
type baseColumn struct {
	identity bool
	computed bool // an expression, or a computed column
}

func (v *rangeVar) name() string {
	if v.alias != "" {
		return v.alias
	}
	return v.object
}

// answers tells whether a qualifier, one to three parts, means v.
func (v *rangeVar) answers(q []string) bool {
	if v.alias != "" {
		return len(q) == 1 && strings.EqualFold(q[0], v.alias)
	}
	part := func(i int) string { return q[len(q)-1-i] }
	if !strings.EqualFold(part(0), v.object) {
		return false
	}
	if len(q) > 1 && part(1) != "" && !strings.EqualFold(part(1), v.schema) {
		return false
	}
	return len(q) < 3 || strings.EqualFold(part(2), v.db)
}

func (v *rangeVar) lookup(name string) *rangeCol {
	for i := range v.cols {
		if strings.EqualFold(v.cols[i].name, name) {
			return &v.cols[i]
		}
	}
	return nil
}

// find resolves a reference among the tables of this scope alone: nil, nil when it means none of them.
func (s *scope) find(ref *tsql.ColumnRef) (*rangeCol, error) {
	if c := s.bound[ref]; c != nil {
		return c, nil
	}
	name := ref.Parts[len(ref.Parts)-1]
	if len(ref.Parts) > 1 {
		return s.findQualified(ref.Parts[:len(ref.Parts)-1], name)
	}
	var found *rangeCol
	for _, v := range s.tables {
		if v.qualified {
			continue
		}
		c := v.lookup(name)
		if c == nil {
			continue
		}
		if found != nil {
			return nil, tds.Errorf(209, 16, "Ambiguous column name '%s'.", name)
		}
		found = c
	}
	return found, nil
}

func (s *scope) findQualified(q []string, name string) (*rangeCol, error) {
	for _, v := range s.tables {
		if !v.answers(q) {
			continue
		}
		if c := v.lookup(name); c != nil {
			return c, nil
		}
		return nil, errInvalidColumn(name)
	}
	return nil, nil
}

// resolve finds a reference here or in an enclosing query, and the scope it was found in.
func (s *scope) resolve(ref *tsql.ColumnRef) (*rangeCol, *scope, error) {
	for t := s; t != nil; t = t.parent {
		c, err := t.find(ref)
		if err != nil || c != nil {
			return c, t, err
		}
	}
	if len(ref.Parts) == 1 {
		return nil, nil, errInvalidColumn(ref.Parts[0])
	}
	return nil, nil, tds.Errorf(4104, 16, "The multi-part identifier \"%s\" could not be bound.", strings.Join(ref.Parts, "."))
}

// Column implements eval.Scope.
func (s *scope) Column(ref *tsql.ColumnRef) (eval.Fn, tds.Type, error) {
	c, at, err := s.resolve(ref)
	if err != nil {
		return nil, tds.Type{}, err
	}
	if at.group != nil && !c.final {
		if c, err = at.group.column(c, at.clause); err != nil {
			return nil, tds.Type{}, err
		}
	}
	n := s.lvl.hops(at.lvl)
	at.lvl.refs = at.lvl.refs.or(c.refs)
	s.b.touch(c)
	return outward(c.fn, n), c.typ, nil
}

// Variable implements eval.Scope.
func (s *scope) Variable(v *tsql.Variable) (eval.Fn, tds.Type, error) { return s.variable(v) }

// Subquery implements eval.Scope.
func (s *scope) Subquery(q *tsql.SelectStmt, kind eval.SubqueryKind) (eval.Query, error) {
	switch s.clause {
	case clauseGroupBy:
		return eval.Query{}, tds.Errorf(144, 15, "Cannot use an aggregate or a subquery in an expression used for the group by list of a GROUP BY clause.")
	case clauseAggregate:
		return eval.Query{}, tds.Errorf(130, 15, "Cannot perform an aggregate function on an expression containing an aggregate or a subquery.")
	case clauseCheck:
		return eval.Query{}, tds.Errorf(1046, 15, "Subqueries are not allowed in this context. Only scalar expressions are allowed.")
	}
	return s.b.subquery(q, s, kind)
}

// Function implements eval.Scope.
func (s *scope) Function(call *tsql.Call) (eval.Fn, tds.Type, bool, error) {
	switch {
	case call.Over != nil:
		fn, typ, err := s.windowCall(call)
		return fn, typ, true, err
	case isAggregate(call):
		fn, typ, err := s.aggregateCall(call)
		return fn, typ, true, err
	case s.group != nil && isGroupingCall(call):
		fn, typ, err := s.groupingCall(call)
		return fn, typ, true, err
	}
	return s.b.function(call, s)
}

// Expr implements eval.Scope.
func (s *scope) Expr(e tsql.Expr) (eval.Fn, tds.Type, bool, error) {
	switch e := e.(type) {
	case *tsql.NextValue:
		fn, typ, err := s.b.nextValue(e)
		return fn, typ, true, err
	case *tsql.Default:
		return nil, tds.Type{}, true, tds.Errorf(156, 15, "Incorrect syntax near the keyword 'DEFAULT'.")
	}
	return nil, tds.Type{}, false, nil
}

// newScope makes the scope of a query block with a level of its own.
func (b *binder) newScope(parent *scope) *scope {
	s := &scope{b: b, id: b.slot(), parent: parent, bound: map[*tsql.ColumnRef]*rangeCol{}}
	s.lvl = newLevel(nil)
	if parent != nil {
		s.lvl.parent = parent.lvl
	}
	return s
}

// bind makes a reference to a column that no name is needed for.
func (s *scope) bind(c *rangeCol) *tsql.ColumnRef {
	ref := &tsql.ColumnRef{Parts: []string{c.name}}
	s.bound[ref] = c
	return ref
}

// on makes the scope of a join condition: the tables of its two sides only.
func (s *scope) on(tables []*rangeVar) *scope {
	t := *s
	t.tables = tables
	t.clause = clauseOn
	return &t
}

// in makes the same scope for another clause.
func (s *scope) in(c clause) *scope {
	t := *s
	t.clause = c
	return &t
}
