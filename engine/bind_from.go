package engine

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// fromNode is a FROM clause as it was bound, before joins are ordered.
type fromNode interface{ sources() sourceSet }

type (
	// leaf is one source.
	leaf struct{ src *source }
	// innerJoin is any number of items joined by commas, CROSS or INNER JOIN and CROSS APPLY.
	innerJoin struct {
		items []fromNode
		preds []*pred
	}
	// outerJoin is LEFT (RIGHT is turned round) or FULL JOIN, or OUTER APPLY.
	outerJoin struct {
		full        bool
		left, right fromNode
		on          []*pred
	}
)

func (n *leaf) sources() sourceSet { return oneSource(n.src.idx) }

func (n *innerJoin) sources() sourceSet {
	var b sourceSet
	for _, it := range n.items {
		b = b.or(it.sources())
	}
	return b
}

func (n *outerJoin) sources() sourceSet { return n.left.sources().or(n.right.sources()) }

// bindFrom binds a FROM clause into the scope's level. The tables become visible in s one by one, so that
// an APPLY sees those before it.
func (b *binder) bindFrom(list []tsql.TableSource, s *scope) (fromNode, error) {
	return b.bindFromNullable(list, s, false)
}

// show adds tables to the scope: 1012, 1013 when two have the same name.
func (s *scope) show(vars []*rangeVar) error {
	for i, v := range vars {
		for _, w := range append(s.tables[:len(s.tables):len(s.tables)], vars[:i]...) {
			if err := clash(v, w); err != nil {
				return err
			}
		}
	}
	s.tables = append(s.tables[:len(s.tables):len(s.tables)], vars...)
	return nil
}

func clash(v, w *rangeVar) error {
	if !strings.EqualFold(v.name(), w.name()) || v.name() == "" {
		return nil
	}
	switch {
	case v.alias != "" && w.alias != "":
		return tds.Errorf(1011, 16, "The correlation name '%s' is specified multiple times in a FROM clause.", v.alias)
	case v.alias == "" && w.alias == "":
		if strings.EqualFold(v.schema, w.schema) && strings.EqualFold(v.db, w.db) {
			return tds.Errorf(1013, 16, "The objects \"%s\" and \"%s\" in the FROM clause have the same exposed names. Use correlation names to distinguish them.", w.name(), v.name())
		}
		return nil
	case v.alias != "":
		return tds.Errorf(1012, 16, "The correlation name '%s' has the same exposed name as table '%s'.", v.alias, w.name())
	}
	return tds.Errorf(1012, 16, "The correlation name '%s' has the same exposed name as table '%s'.", w.alias, v.name())
}

// tableSource binds one item of a FROM clause and returns the tables it shows. nullable says that the
// item stands on the side of an outer join that may be missing.
func (b *binder) tableSource(t tsql.TableSource, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	switch t := t.(type) {
	case *tsql.TableRef:
		return b.tableRef(t, s, nullable)
	case *tsql.DerivedTable:
		return b.derivedTable(t, s.parent, s, nullable)
	case *tsql.ValuesTable:
		return b.valuesTable(t, s.parent, s, nullable)
	case *tsql.FuncTable:
		return b.funcTable(t, s, nullable)
	case *tsql.Join:
		return b.join(t, s, nullable)
	case *tsql.Pivot:
		return b.pivot(t, s, nullable)
	case *tsql.Unpivot:
		return b.unpivot(t, s, nullable)
	}
	return nil, nil, errNotBuilt("this table source")
}

func (b *binder) join(j *tsql.Join, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	leftNullable := nullable || j.Kind == tsql.RightJoin || j.Kind == tsql.FullJoin
	rightNullable := nullable || j.Kind == tsql.LeftJoin || j.Kind == tsql.FullJoin || j.Kind == tsql.OuterApply
	left, lv, err := b.tableSource(j.Left, s, leftNullable)
	if err != nil {
		return nil, nil, err
	}
	right, rv, err := b.joinRight(j, s, lv, rightNullable)
	if err != nil {
		return nil, nil, err
	}
	if err := (&scope{tables: lv}).show(rv); err != nil {
		return nil, nil, err
	}
	vars := append(lv[:len(lv):len(lv)], rv...)
	var on []*pred
	if j.On != nil {
		if on, err = b.preds(j.On, s.on(vars)); err != nil {
			return nil, nil, err
		}
	}
	switch j.Kind {
	case tsql.LeftJoin, tsql.OuterApply:
		return &outerJoin{left: left, right: right, on: on}, vars, nil
	case tsql.RightJoin:
		return &outerJoin{left: right, right: left, on: on}, vars, nil
	case tsql.FullJoin:
		return &outerJoin{full: true, left: left, right: right, on: on}, vars, nil
	}
	return &innerJoin{items: []fromNode{left, right}, preds: on}, vars, nil
}

// joinRight binds the right side of a join; that of an APPLY sees the left side.
func (b *binder) joinRight(j *tsql.Join, s *scope, left []*rangeVar, nullable bool) (fromNode, []*rangeVar, error) {
	if j.Kind != tsql.CrossApply && j.Kind != tsql.OuterApply {
		return b.tableSource(j.Right, s, nullable)
	}
	lateral := *s
	lateral.tables = append(s.tables[:len(s.tables):len(s.tables)], left...)
	lateral.clause = clauseOn
	switch r := j.Right.(type) {
	case *tsql.DerivedTable:
		return b.derivedTable(r, &lateral, s, nullable)
	case *tsql.ValuesTable:
		return b.valuesTable(r, &lateral, s, nullable)
	case *tsql.FuncTable:
		return b.funcTable(r, &lateral, nullable)
	}
	return b.tableSource(j.Right, s, nullable)
}

// derivedTable binds (query) alias (columns). outer is what the query may refer to; s is where its columns go.
func (b *binder) derivedTable(t *tsql.DerivedTable, outer, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	return b.queryTable(&storedQuery{b: b, outer: outer, query: t.Query, columns: t.Columns, alias: t.Alias}, s, nullable)
}

// storedQuery is a query that stands for a table: a derived table, a CTE, a view, an inline function.
type storedQuery struct {
	b       *binder
	outer   *scope
	query   *tsql.SelectStmt
	columns []string // that rename the query's
	alias   string
	table   rangeVar // the name of a view
}

// queryTable binds a query as a table: merged into the level when it is simple enough, else as a source.
func (b *binder) queryTable(q *storedQuery, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	v := &rangeVar{alias: q.alias, db: q.table.db, schema: q.table.schema, object: q.table.object, written: q.table.written, view: q.table.view}
	pass := b.rowTarget != "" && sameName(v.name(), b.rowTarget)
	inner := *q.b
	inner.rowTarget = ""
	q.b = &inner
	if spec := mergeable(q.query); spec != nil && len(s.lvl.sources) < maxSources/2 && (!nullable || plainColumns(spec)) {
		n, err := q.merge(spec, v, s, nullable)
		if err != nil {
			return nil, nil, err
		}
		return n, []*rangeVar{v}, nil
	}
	var bound *boundQuery
	inner.passRow = pass
	volatile := b.volatile
	b.volatile = false
	refs, outer, err := s.lvl.collect(func() (err error) {
		bound, err = q.b.innerQuery(q.query, q.inner(s))
		return err
	})
	changing := b.volatile
	b.volatile = volatile || changing
	if err != nil {
		return nil, nil, err
	}
	shown := len(bound.cols)
	if bound.stored != nil {
		shown--
	}
	names, err := q.names(shown, func(i int) string { return bound.cols[i].name })
	if err != nil {
		return nil, nil, err
	}
	src := s.lvl.addQuery(bound, refs, outer)
	src.changing, src.behind = changing, bound.stored
	for i, c := range bound.cols[:shown] {
		v.cols = append(v.cols, src.column(i, names[i], c.nullable || nullable, c.base))
	}
	return &leaf{src}, []*rangeVar{v}, nil
}

// inner is the scope the query is bound under. A query that sees nothing around it still belongs to
// the frame it is run in.
func (q *storedQuery) inner(s *scope) *scope {
	if q.outer != nil && q.outer.lvl == s.lvl {
		return q.outer
	}
	return &scope{b: q.b, id: q.b.slot(), lvl: s.lvl, parent: q.outer}
}

// names is the column names of the query, renamed by a column list: 8155, 8156, 8158, 8159.
func (q *storedQuery) names(n int, name func(int) string) ([]string, error) {
	label := q.alias
	if label == "" {
		label = q.table.object
	}
	switch {
	case len(q.columns) > 0 && len(q.columns) < n:
		return nil, tds.Errorf(8158, 16, "'%s' has more columns than were specified in the column list.", label)
	case len(q.columns) > n:
		return nil, tds.Errorf(8159, 16, "'%s' has fewer columns than were specified in the column list.", label)
	}
	out := make([]string, n)
	seen := make(map[string]bool, n)
	for i := range out {
		out[i] = name(i)
		if len(q.columns) > 0 {
			out[i] = q.columns[i]
		}
		if out[i] == "" {
			return nil, tds.Errorf(8155, 16, "No column name was specified for column %d of '%s'.", i+1, label)
		}
		if seen[upper(out[i])] {
			return nil, tds.Errorf(8156, 16, "The column '%s' was specified multiple times for '%s'.", out[i], label)
		}
		seen[upper(out[i])] = true
	}
	return out, nil
}
