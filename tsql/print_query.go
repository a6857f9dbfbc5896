package tsql

func (p *printer) parenQuery(q *SelectStmt) {
	p.str("(")
	p.query(q)
	p.str(")")
}

func (p *printer) query(q *SelectStmt) {
	p.with(q.With, q.Namespaces)
	p.queryExpr(q.Body)
	if q.OrderBy != nil {
		p.str(" ")
		p.orderBy(q.OrderBy)
	}
	if q.Offset != nil {
		p.str(" OFFSET ")
		p.expr(q.Offset)
		p.str(" ROWS")
	}
	if q.Fetch != nil {
		p.str(" FETCH NEXT ")
		p.expr(q.Fetch)
		p.str(" ROWS ONLY")
	}
	if q.For != nil {
		p.str(" ")
		p.forClause(q.For)
	}
	p.options(q.Options)
}

func (p *printer) with(ctes []CTE, spaces []XMLNamespace) {
	if ctes == nil && spaces == nil {
		return
	}
	p.str("WITH ")
	if spaces != nil {
		p.namespaces(spaces)
		if ctes != nil {
			p.str(", ")
		}
	}
	p.list(len(ctes), func(i int) { p.cte(&ctes[i]) })
	p.str(" ")
}

func (p *printer) namespaces(spaces []XMLNamespace) {
	p.str("XMLNAMESPACES (")
	p.list(len(spaces), func(i int) {
		if spaces[i].Prefix == "" {
			p.str("DEFAULT ", quoteString(spaces[i].URI))
			return
		}
		p.str(quoteString(spaces[i].URI), " AS ")
		p.ident(spaces[i].Prefix)
	})
	p.str(")")
}

func (p *printer) cte(c *CTE) {
	p.ident(c.Name)
	p.columnList(c.Columns)
	p.str(" AS ")
	p.parenQuery(c.Query)
}

// columnList prints (a, b) if there are columns.
func (p *printer) columnList(columns []string) {
	if columns != nil {
		p.str(" (")
		p.idents(columns)
		p.str(")")
	}
}

func (p *printer) identList(ids []Ident) {
	if ids != nil {
		p.str(" (")
		p.list(len(ids), func(i int) { p.ident(ids[i].Name) })
		p.str(")")
	}
}

func (p *printer) queryExpr(q QueryExpr) {
	switch q := q.(type) {
	case *QuerySpec:
		p.querySpec(q)
	case *ParenQuery:
		p.parenQuery(q.Query)
	case *SetOp:
		p.setOp(q)
	}
}

var setOpNames = [...]string{" UNION ", " EXCEPT ", " INTERSECT "}

func (p *printer) setOp(s *SetOp) {
	p.setOperand(s.Left, s.Op == Intersect, false)
	p.str(setOpNames[s.Op])
	if s.All {
		p.str("ALL ")
	}
	p.setOperand(s.Right, s.Op == Intersect, true)
}

// setOperand prints an operand of a set operation, in parentheses if it would be torn
// apart otherwise.
func (p *printer) setOperand(q QueryExpr, ofIntersect, right bool) {
	if s, ok := q.(*SetOp); ok && (s.Op != Intersect && (ofIntersect || right) || s.Op == Intersect && ofIntersect && right) {
		p.str("(")
		p.queryExpr(q)
		p.str(")")
		return
	}
	p.queryExpr(q)
}

func (p *printer) querySpec(q *QuerySpec) {
	p.str("SELECT ")
	if q.Distinct {
		p.str("DISTINCT ")
	}
	if q.Top != nil {
		p.top(q.Top)
		p.str(" ")
	}
	p.selectItems(q.Items)
	if q.Into != nil {
		p.str(" INTO ")
		p.name(*q.Into)
	}
	p.from(q.From)
	p.where(q.Where)
	p.groupBy(q)
	if q.Having != nil {
		p.str(" HAVING ")
		p.expr(q.Having)
	}
}

func (p *printer) top(t *Top) {
	p.str("TOP (")
	p.expr(t.Count)
	p.str(")")
	if t.Percent {
		p.str(" PERCENT")
	}
	if t.WithTies {
		p.str(" WITH TIES")
	}
}

func (p *printer) selectItems(items []SelectItem) {
	p.list(len(items), func(i int) { p.selectItem(&items[i]) })
}

func (p *printer) selectItem(item *SelectItem) {
	if item.Assign != "" {
		p.str(item.Assign)
		p.assign(item.Op)
		p.expr(item.Expr)
		return
	}
	p.expr(item.Expr)
	p.alias(item.Alias)
}

// assign prints = or an operator such as +=.
func (p *printer) assign(op Op) {
	p.str(" ", opNames[op], "= ")
}

func (p *printer) alias(alias string) {
	if alias != "" {
		p.str(" AS ")
		p.ident(alias)
	}
}

func (p *printer) from(tables []TableSource) {
	if tables != nil {
		p.str(" FROM ")
		p.list(len(tables), func(i int) { p.table(tables[i]) })
	}
}

func (p *printer) where(x Expr) {
	if x != nil {
		p.str(" WHERE ")
		p.expr(x)
	}
}

func (p *printer) groupBy(q *QuerySpec) {
	switch {
	case q.GroupingSet != nil:
		p.str(" GROUP BY GROUPING SETS (")
		p.list(len(q.GroupingSet), func(i int) {
			p.str("(")
			p.exprs(q.GroupingSet[i])
			p.str(")")
		})
		p.str(")")
	case q.GroupBy != nil:
		p.str(" GROUP BY ")
		if q.GroupAll {
			p.str("ALL ")
		}
		p.exprs(q.GroupBy)
	}
}

func (p *printer) orderBy(items []OrderItem) {
	p.str("ORDER BY ")
	p.list(len(items), func(i int) {
		p.expr(items[i].Expr)
		if items[i].Desc {
			p.str(" DESC")
		}
	})
}

func (p *printer) forClause(f *ForClause) {
	switch f.Kind {
	case ForBrowse:
		p.str("FOR BROWSE")
		return
	case ForXML:
		p.str("FOR XML ", f.Mode)
	case ForJSON:
		p.str("FOR JSON ", f.Mode)
	}
	if f.HasElement {
		p.str("(", quoteString(f.ElementName), ")")
	}
	for _, o := range []struct {
		on   bool
		text string
	}{
		{f.Schema, "XMLSCHEMA"},
		{f.Type, "TYPE"},
		{f.BinaryBase64, "BINARY BASE64"},
		{f.Elements && !f.XSINil, "ELEMENTS"},
		{f.XSINil, "ELEMENTS XSINIL"},
		{f.HasRoot && f.Root == "", "ROOT"},
		{f.HasRoot && f.Root != "", "ROOT(" + quoteString(f.Root) + ")"},
		{f.IncludeNulls, "INCLUDE_NULL_VALUES"},
		{f.NoWrapper, "WITHOUT_ARRAY_WRAPPER"},
	} {
		if o.on {
			p.str(", ", o.text)
		}
	}
}

// options prints OPTION (...).
func (p *printer) options(list []Option) {
	if list == nil {
		return
	}
	p.str(" OPTION (")
	p.list(len(list), func(i int) {
		p.str(list[i].Name)
		if list[i].Value != nil {
			p.str(" ")
			p.expr(list[i].Value)
		}
	})
	p.str(")")
}

// ---- tables

func (p *printer) table(t TableSource) {
	switch t := t.(type) {
	case *TableRef:
		p.tableRef(t)
	case *DerivedTable:
		p.derivedTable(t)
	case *ValuesTable:
		p.str("(VALUES ")
		p.rows(t.Rows)
		p.str(")")
		p.derivedAlias(t.Alias, t.Columns)
	case *FuncTable:
		p.funcTable(t)
	case *Join:
		p.join(t)
	case *Pivot:
		p.pivot(t)
	case *Unpivot:
		p.unpivot(t)
	}
}

func (p *printer) tableRef(t *TableRef) {
	if t.Variable {
		p.str(t.Name.Object)
	} else {
		p.name(t.Name)
	}
	if t.Temporal != "" {
		p.str(" FOR SYSTEM_TIME ", t.Temporal)
	}
	p.alias(t.Alias)
	if t.Hints != nil {
		p.str(" WITH (")
		p.list(len(t.Hints), func(i int) { p.str(t.Hints[i]) })
		p.str(")")
	}
}

func (p *printer) derivedTable(t *DerivedTable) {
	if t.Modify != nil {
		p.str("(")
		p.dml(t.Modify)
		p.str(")")
	} else {
		p.parenQuery(t.Query)
	}
	p.derivedAlias(t.Alias, t.Columns)
}

func (p *printer) derivedAlias(alias string, columns []string) {
	p.alias(alias)
	p.columnList(columns)
}

func (p *printer) rows(rows [][]Expr) {
	p.list(len(rows), func(i int) {
		p.str("(")
		p.exprs(rows[i])
		p.str(")")
	})
}

func (p *printer) funcTable(t *FuncTable) {
	p.expr(t.Call)
	if t.Schema != nil {
		p.str(" WITH (")
		p.list(len(t.Schema), func(i int) { p.rowsetColumn(&t.Schema[i]) })
		p.str(")")
	}
	p.derivedAlias(t.Alias, t.Columns)
}

func (p *printer) rowsetColumn(c *ColumnDef) {
	p.ident(c.Name)
	p.str(" ")
	p.typeName(c.Type, false)
	if c.Collation != "" {
		p.str(" COLLATE ")
		p.collation(c.Collation)
	}
	if c.Default != nil {
		p.str(" ")
		p.expr(c.Default)
	}
	if c.AsJSON {
		p.str(" AS JSON")
	}
}

var joinNames = [...]string{
	" INNER JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ", " CROSS JOIN ", " CROSS APPLY ", " OUTER APPLY ",
}

func (p *printer) join(j *Join) {
	p.table(j.Left)
	p.str(joinNames[j.Kind])
	p.joined(j.Right)
	if j.On != nil {
		p.str(" ON ")
		p.expr(j.On)
	}
}

// joined prints a table to the right of a join or before PIVOT.
func (p *printer) joined(t TableSource) {
	if _, ok := t.(*Join); ok {
		p.str("(")
		p.table(t)
		p.str(")")
		return
	}
	p.table(t)
}

func (p *printer) pivot(t *Pivot) {
	p.joined(t.Source)
	p.str(" PIVOT (")
	p.expr(t.Aggregate)
	p.str(" FOR ")
	p.column(t.For.Parts)
	p.str(" IN (")
	p.idents(t.In)
	p.str("))")
	p.alias(t.Alias)
}

func (p *printer) unpivot(t *Unpivot) {
	p.joined(t.Source)
	p.str(" UNPIVOT (")
	p.ident(t.Value)
	p.str(" FOR ")
	p.ident(t.For)
	p.str(" IN (")
	p.list(len(t.In), func(i int) { p.column(t.In[i].Parts) })
	p.str("))")
	p.alias(t.Alias)
}
