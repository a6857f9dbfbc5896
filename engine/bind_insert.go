package engine

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// insertStatement is INSERT with VALUES, a query or DEFAULT VALUES.
type insertStatement struct {
	table  *Table
	rules  *tableRules
	values []insertRow // VALUES
	lvl    *level      // of VALUES
	query  rowPlan     // SELECT
	from   []tds.Type  // of its columns
	into   []int       // the column each value of query goes to
	top    eval.Fn
	given  []bool // columns that have a value in the statement
	output *outputPlan
}

// insertRow is one row of VALUES by column of the table: nil where the default goes.
type insertRow []eval.Fn

func (b *binder) insert(st *tsql.InsertStmt) (statement, error) {
	c := *b
	if err := c.pushCTEs(st.With, nil); err != nil {
		return nil, err
	}
	b = &c
	if err := b.options(st.Options); err != nil {
		return nil, err
	}
	p, err := b.insertTarget(st)
	if err != nil {
		return nil, err
	}
	switch {
	case st.DefaultValues:
		p.values = []insertRow{make(insertRow, len(p.table.Columns))}
		p.given = make([]bool, len(p.table.Columns))
	case st.Query != nil:
		err = b.insertQuery(p, st)
	default:
		err = b.insertValues(p, st)
	}
	if err != nil {
		return nil, err
	}
	if st.Top != nil {
		if p.top, err = b.count(st.Top.Count, b.newScope(nil), false); err != nil {
			return nil, err
		}
	}
	p.output, err = b.output(st.Output, p.table, nil, outputInserted)
	return p, err
}

// insertTarget binds the table and the column list.
func (b *binder) insertTarget(st *tsql.InsertStmt) (*insertStatement, error) {
	view, err := b.viewOf(st.Target)
	if err != nil {
		return nil, err
	}
	if view != nil {
		return b.insertView(view, st)
	}
	t, err := b.target(st.Target)
	if err != nil {
		return nil, err
	}
	return b.insertInto(t, st)
}

func (b *binder) insertInto(t *Table, st *tsql.InsertStmt) (*insertStatement, error) {
	p := &insertStatement{table: t}
	var err error
	if p.rules, err = b.rules(t); err != nil {
		return nil, err
	}
	b.identityInsert = new(bool)
	*b.identityInsert = b.s.insertsIdentity(t)
	b.identityTable = t.ID
	if len(st.Columns) > 0 {
		if p.into, err = b.insertColumns(t, st.Columns); err != nil {
			return nil, err
		}
	} else {
		p.into = implicitColumns(t)
	}
	p.given = make([]bool, len(t.Columns))
	for _, c := range p.into {
		p.given[c] = true
	}
	return p, b.checkIdentity(t, p, st)
}

func (s *Session) insertsIdentity(t *Table) bool {
	return s.identityInsert != nil && s.identityInsert.ID == t.ID
}

// insertColumns resolves a column list: 207, 264, 271, 273.
func (b *binder) insertColumns(t *Table, list []tsql.Ident) ([]int, error) {
	var into []int
	seen := map[int]bool{}
	for _, id := range list {
		i := t.Ordinal(id.Name)
		if i < 0 {
			return nil, errInvalidColumn(id.Name)
		}
		if seen[i] {
			return nil, errColumnTwice(t.Columns[i].Name)
		}
		seen[i] = true
		if t.Columns[i].Formula != nil {
			return nil, errComputed(t.Columns[i].Name)
		}
		into = append(into, i)
	}
	return into, nil
}

func errColumnTwice(name string) *tds.Error {
	return tds.Errorf(264, 16, "The column name '%s' is specified more than once in the SET clause or column list of an INSERT. A column cannot be assigned more than one value in the same clause. Modify the clause to make sure that a column is updated only once. If this statement updates or inserts columns into a view, column aliasing can conceal the duplication in your code.", name)
}

func errComputed(name string) *tds.Error {
	return tds.Errorf(271, 16, "The column \"%s\" cannot be modified because it is either a computed column or is the result of a UNION operator.", name)
}

// implicitColumns is the columns that an INSERT without a list fills.
func implicitColumns(t *Table) []int {
	var into []int
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Formula == nil && !c.Identity && c.Type.ID != tds.Timestamp {
			into = append(into, i)
		}
	}
	return into
}

// checkIdentity checks an explicit value of an identity column: 544, 545, 8101.
func (b *binder) checkIdentity(t *Table, p *insertStatement, st *tsql.InsertStmt) error {
	id := t.Identity()
	if id < 0 || st.DefaultValues {
		return nil
	}
	on := *b.identityInsert
	switch {
	case len(st.Columns) > 0 && p.given[id] && !on:
		return tds.Errorf(544, 16, "Cannot insert explicit value for identity column in table '%s' when IDENTITY_INSERT is set to OFF.", t.Name)
	case on && !p.given[id] && len(st.Columns) > 0:
		return tds.Errorf(545, 16, "Explicit value must be specified for identity column in table '%s' either when IDENTITY_INSERT is set to ON or when a replication user is inserting into a NOT FOR REPLICATION identity column.", t.Name)
	}
	return nil
}

// checkCount compares the number of values with the columns they are for: 109, 110, 120, 121, 213, 8101.
func (p *insertStatement) checkCount(n int, st *tsql.InsertStmt) error {
	if n == len(p.into) {
		return nil
	}
	more := n > len(p.into)
	switch {
	case len(st.Columns) == 0:
		if id := p.table.Identity(); id >= 0 && n == len(p.into)+1 {
			return tds.Errorf(8101, 16, "An explicit value for the identity column in table '%s' can only be specified when a column list is used and IDENTITY_INSERT is ON.", p.table.Name)
		}
		return tds.Errorf(213, 16, "Column name or number of supplied values does not match table definition.")
	case st.Query != nil && more:
		return tds.Errorf(121, 15, "The select list for the INSERT statement contains more items than the insert list. The number of SELECT values must match the number of INSERT columns.")
	case st.Query != nil:
		return tds.Errorf(120, 15, "The select list for the INSERT statement contains fewer items than the insert list. The number of SELECT values must match the number of INSERT columns.")
	case more:
		return tds.Errorf(110, 15, "There are fewer columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement.")
	}
	return tds.Errorf(109, 15, "There are more columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement.")
}

func (b *binder) insertValues(p *insertStatement, st *tsql.InsertStmt) error {
	s := b.newScope(nil)
	s.clause = clauseValues
	p.lvl = s.lvl
	for _, exprs := range st.Rows {
		if len(exprs) != len(st.Rows[0]) {
			return tds.Errorf(10709, 16, "The number of columns for each row in a table value constructor must be the same.")
		}
		if err := p.checkCount(len(exprs), st); err != nil {
			return err
		}
		row := make(insertRow, len(p.table.Columns))
		for i, e := range exprs {
			if _, ok := unparen(e).(*tsql.Default); ok {
				continue
			}
			col := p.into[i]
			if p.table.Columns[col].Type.ID == tds.Timestamp {
				return errTimestamp()
			}
			fn, err := b.fitted(e, s, p.table, col)
			if err != nil {
				return err
			}
			row[col] = fn
		}
		p.values = append(p.values, row)
	}
	return nil
}

func errTimestamp() *tds.Error {
	return tds.Errorf(273, 16, "Cannot insert an explicit value into a timestamp column. Use INSERT with a column list to exclude the timestamp column, or insert a DEFAULT into the timestamp column.")
}

func (b *binder) insertQuery(p *insertStatement, st *tsql.InsertStmt) error {
	q, err := b.query(st.Query, nil)
	if err != nil {
		return err
	}
	if err := p.checkCount(len(q.cols), st); err != nil {
		return err
	}
	for i, c := range q.cols {
		col := &p.table.Columns[p.into[i]]
		if col.Type.ID == tds.Timestamp {
			return errTimestamp()
		}
		if err := eval.Convertible(c.typ, col.Type); err != nil {
			return err
		}
		p.from = append(p.from, c.typ)
	}
	p.query = q.plan
	return nil
}

// target resolves the table that a statement changes: a table, a table variable, #temp table.
func (b *binder) target(ref *tsql.TableRef) (*Table, error) {
	if ref.Variable {
		return b.variableTable(ref.Name.Object)
	}
	if b.s.triggerTable(ref.Name.Object) != nil && ref.Name.Schema == "" {
		return nil, tds.Errorf(286, 16, "The logical tables INSERTED and DELETED cannot be updated.")
	}
	o, err := b.object(ref.Name)
	if err != nil {
		return nil, err
	}
	switch o := o.(type) {
	case *Table:
		b.dependOn(o, nil)
		return o, nil
	case *Virtual:
		return nil, tds.Errorf(259, 16, "Ad hoc updates to system catalogs are not allowed.")
	}
	return nil, errInvalidObject(written(ref.Name))
}

func errDerived(view string) *tds.Error {
	return tds.Errorf(4406, 16, "Update or insert of view or function '%s' failed because it contains a derived or constant field.", view)
}

// exec implements statement.
func (p *insertStatement) exec(x *run, out tds.Writer) (int64, bool, error) {
	c, err := x.change(p.table, p.rules, "INSERT")
	if err != nil {
		return 0, false, err
	}
	c.output = p.output
	if err := p.eachRow(x, c.insert); err != nil {
		return 0, false, err
	}
	return c.finish(out)
}

// eachRow calls insert with the rows to be inserted, by column of the table.
func (p *insertStatement) eachRow(x *run, insert func(row []tds.Value, given []bool) error) error {
	limit := int64(-1)
	if x.s.rowCount > 0 {
		limit = x.s.rowCount
	}
	if p.top != nil {
		v, err := p.top(newFrame(x, nil, nil))
		if err != nil {
			return err
		}
		limit, _ = v.(int64)
	}
	if limit == 0 {
		return nil
	}
	if p.query == nil {
		return p.eachValues(x, insert)
	}
	n := int64(0)
	err := p.query.rows(x, nil, func(src []tds.Value) error {
		row := make([]tds.Value, len(p.table.Columns))
		for i, v := range src {
			if v == nil {
				continue
			}
			col := p.into[i]
			if !sameShape(p.from[i], p.table.Columns[col].Type) {
				var err error
				if v, err = fitValue(v, p.from[i], p.table, col, x.s.quiet); err != nil {
					return err
				}
			}
			row[col] = v
		}
		if err := insert(row, p.given); err != nil {
			return err
		}
		if n++; n == limit {
			return errStop
		}
		return nil
	})
	if err == errStop {
		return nil
	}
	return err
}

func (p *insertStatement) eachValues(x *run, insert func(row []tds.Value, given []bool) error) error {
	f := newFrame(x, p.lvl, nil)
	for _, fns := range p.values {
		x.drawings = nil
		row := make([]tds.Value, len(p.table.Columns))
		given := make([]bool, len(p.table.Columns))
		for i, fn := range fns {
			if fn == nil {
				continue
			}
			v, err := fn(f)
			if err != nil {
				return err
			}
			row[i], given[i] = v, true
		}
		if err := insert(row, given); err != nil {
			return err
		}
	}
	return nil
}

func sameName(a, b string) bool { return strings.EqualFold(a, b) }
