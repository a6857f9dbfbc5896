package engine

import (
	"slices"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// Schema binding: what a view or function WITH SCHEMABINDING reads can neither be dropped nor lose a column.

// schemaBound tells whether a module's definition says SCHEMABINDING.
func schemaBound(st tsql.Stmt) bool {
	var with []string
	switch st := st.(type) {
	case *tsql.CreateViewStmt:
		with = st.With
	case *tsql.CreateFunctionStmt:
		with = st.With
	case *tsql.CreateTriggerStmt:
		with = st.With
	}
	return slices.ContainsFunc(with, func(w string) bool { return strings.EqualFold(w, "SCHEMABINDING") })
}

// readNames are the names of the tables and views that a definition reads, without its common table expressions.
func readNames(st tsql.Node) []tsql.Name {
	var names []tsql.Name
	var own []string
	tsql.Inspect(st, func(n tsql.Node) bool {
		switch n := n.(type) {
		case *tsql.CTE:
			own = append(own, upper(n.Name))
		case *tsql.TableRef:
			if !n.Variable {
				names = append(names, n.Name)
			}
		}
		return true
	})
	return slices.DeleteFunc(names, func(n tsql.Name) bool { return n.Schema == "" && slices.Contains(own, upper(n.Object)) })
}

// checkBinding refuses a schema-bound module that reads by other than two-part names, or reads everything: 4512, 1054.
func checkBinding(st tsql.Stmt, kind string, name tsql.Name) error {
	if !schemaBound(st) {
		return nil
	}
	for _, n := range readNames(st) {
		if n.Schema == "" && !isTemp(n.Object) && kind == "view" || n.Database != "" {
			return tds.Errorf(4512, 16, "Cannot schema bind %s '%s' because name '%s' is invalid for schema binding. Names must be in two-part format and an object cannot reference itself.",
				kind, written(name), written(n))
		}
	}
	star := false
	if v, ok := st.(*tsql.CreateViewStmt); ok {
		tsql.Inspect(v.Query, func(n tsql.Node) bool {
			if i, ok := n.(*tsql.SelectItem); ok {
				_, all := i.Expr.(*tsql.Star)
				star = star || all
			}
			_, exists := n.(*tsql.Exists)
			return !exists
		})
	}
	if star {
		return tds.Errorf(1054, 15, "Syntax '*' is not allowed in schema-bound objects.")
	}
	return nil
}

// boundBy is a schema-bound module of the database that reads an object, and with a column's name the column, or nil.
func (d *definition) boundBy(o Object, column string) *Module {
	h := o.Head()
	for other := range d.tx.Catalog().Objects(h.Database) {
		m, ok := other.(*Module)
		if !ok || m.ID == h.ID || !schemaBound(m.Stmt) {
			continue
		}
		reads := slices.ContainsFunc(readNames(m.Stmt), func(n tsql.Name) bool {
			return sameName(n.Object, h.Name) && (sameName(n.Schema, h.Schema) || n.Schema == "" && sameName(h.Schema, "dbo"))
		})
		if reads && (column == "" || mentionsColumn(m.Stmt, column)) {
			return m
		}
	}
	return nil
}

// mentionsColumn tells whether a definition speaks of a column by that name.
func mentionsColumn(st tsql.Node, column string) (found bool) {
	tsql.Inspect(st, func(n tsql.Node) bool {
		if c, ok := n.(*tsql.ColumnRef); ok && len(c.Parts) > 0 && sameName(c.Parts[len(c.Parts)-1], column) {
			found = true
		}
		return !found
	})
	return found
}

// unbound refuses to drop what a schema-bound module reads: 3729.
func (d *definition) unbound(verb string, o Object, n tsql.Name) error {
	if m := d.boundBy(o, ""); m != nil {
		return tds.Errorf(3729, 16, "Cannot %s '%s' because it is being referenced by object '%s'.", verb, written(n), m.Name)
	}
	return nil
}

// typeUser is the name of a procedure or function that has a parameter of a type, or empty.
func (d *definition) typeUser(u *UserType) string {
	for o := range d.tx.Catalog().Objects(u.Database) {
		m, ok := o.(*Module)
		if !ok {
			continue
		}
		params, _ := moduleParams(m)
		for _, p := range params {
			if t := p.Type.Name; t != nil && sameName(t.Object, u.Name) && (t.Schema == "" || sameName(t.Schema, u.Schema)) {
				return m.Name
			}
		}
	}
	return ""
}
