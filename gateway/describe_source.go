package gateway

import (
	"strings"

	"msxgate/engine"
	"msxgate/tds"
	"msxgate/tsql"
)

// fromTable is a table of a FROM clause.
type fromTable struct {
	name  string // by which its columns are qualified
	table *engine.Table
	used  bool
}

// sources finds the columns of tables that the columns of a query are, and adds the keys that it leaves out, hidden, as
// FOR BROWSE does. Columns of views, functions and subqueries are not followed to where they come from.
func (d *describer) sources(spec *tsql.QuerySpec, list []describedColumn) []describedColumn {
	tables, whole := d.tables(spec.From)
	if len(tables) == 0 {
		return list
	}
	i := 0
	for _, item := range spec.Items {
		if star, ok := item.Expr.(*tsql.Star); ok {
			n := starred(star, tables, whole, list[i:])
			if n < 0 {
				return list
			}
			i += n
			continue
		}
		if c, ok := item.Expr.(*tsql.ColumnRef); ok && i < len(list) {
			if t := tableOf(c, tables, whole); t != nil {
				t.be(&list[i], c.Parts[len(c.Parts)-1])
			}
		}
		i++
	}
	if !d.browse || spec.Distinct || len(spec.GroupBy) > 0 {
		return list
	}
	for _, t := range tables {
		list = t.hidden(list)
	}
	return list
}

// tables are the tables of a FROM clause; whole is false when there is more in it than they.
func (d *describer) tables(from []tsql.TableSource) (tables []*fromTable, whole bool) {
	whole = true
	for _, f := range from {
		switch f := f.(type) {
		case *tsql.Join:
			left, ok := d.tables([]tsql.TableSource{f.Left})
			right, also := d.tables([]tsql.TableSource{f.Right})
			tables, whole = append(append(tables, left...), right...), whole && ok && also
		case *tsql.TableRef:
			t, err := d.s.engine.Table(f.Name)
			if err != nil || f.Variable || t.Kind != engine.UserTable {
				whole = false
				continue
			}
			name := f.Alias
			if name == "" {
				name = f.Name.Object
			}
			tables = append(tables, &fromTable{name: name, table: t})
		default:
			whole = false
		}
	}
	return tables, whole
}

// starred gives the columns of * or t.* their sources and returns how many there are; -1 when nobody knows.
func starred(star *tsql.Star, tables []*fromTable, whole bool, list []describedColumn) int {
	n := 0
	for _, t := range tables {
		if len(star.Qualifier) > 0 && !strings.EqualFold(star.Qualifier[len(star.Qualifier)-1], t.name) {
			continue
		}
		for i := range t.table.Columns {
			if n < len(list) {
				t.be(&list[n], t.table.Columns[i].Name)
			}
			n++
		}
	}
	if len(star.Qualifier) == 0 && !whole || n == 0 || n > len(list) {
		return -1
	}
	return n
}

// tableOf finds the table that a column is of.
func tableOf(c *tsql.ColumnRef, tables []*fromTable, whole bool) (found *fromTable) {
	column := c.Parts[len(c.Parts)-1]
	for _, t := range tables {
		if t.table.Ordinal(column) < 0 {
			continue
		}
		if len(c.Parts) > 1 && strings.EqualFold(c.Parts[len(c.Parts)-2], t.name) {
			return t
		}
		if len(c.Parts) == 1 && whole {
			found = t
		}
	}
	return found
}

// be makes a result column the one of the table.
func (t *fromTable) be(c *describedColumn, column string) {
	i := t.table.Ordinal(column)
	col := &t.table.Columns[i]
	t.used = true
	c.source = source{
		database: t.table.Database, schema: t.table.Schema, table: t.table.Name, column: col.Name, identity: col.Identity,
		computed: col.Formula != nil, timestamp: col.Type.ID == tds.Timestamp, unique: inKey(t.table, i),
	}
}

// inKey tells whether a column is part of a unique key.
func inKey(t *engine.Table, column int) bool {
	for _, x := range t.Indexes {
		for _, c := range x.Columns {
			if x.Unique && c.Ordinal == column {
				return true
			}
		}
	}
	return false
}

// hidden adds the columns of a table's first unique key that are not among those of the result.
func (t *fromTable) hidden(list []describedColumn) []describedColumn {
	if !t.used {
		return list
	}
	for _, x := range t.table.Indexes {
		if !x.Unique || x.Filter != nil {
			continue
		}
		for _, k := range x.Columns {
			col := t.table.Columns[k.Ordinal]
			if !t.shown(list, col.Name) {
				c := describedColumn{Column: col.Column, hidden: true}
				t.be(&c, col.Name)
				list = append(list, c)
			}
		}
		break
	}
	return list
}

func (t *fromTable) shown(list []describedColumn, column string) bool {
	for i := range list {
		if s := &list[i].source; s.table == t.table.Name && s.schema == t.table.Schema && strings.EqualFold(s.column, column) {
			return true
		}
	}
	return false
}
