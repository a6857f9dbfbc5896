package engine

import (
	"context"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

type sourceKey struct{}

// WithSource says which text the statements given to Exec were read from: modules keep their own part of
// it. Without it they are kept as tsql.Print writes them.
func WithSource(ctx context.Context, text string) context.Context {
	return context.WithValue(ctx, sourceKey{}, text)
}

// moduleText is the text under which a module is stored, and its tree with positions in that text.
func (d *definition) moduleText(st tsql.Stmt, name tsql.Name) (string, *tsql.Program, error) {
	if src, ok := d.ctx.Value(sourceKey{}).(string); ok {
		sp := st.Extent()
		if sp.Start >= 0 && sp.Start < sp.End && int(sp.End) <= len(src) {
			text := asCreate(src[sp.Start:sp.End])
			if prog, err := tsql.Parse(text); err == nil && len(prog.Stmts) == 1 && sameModule(prog.Stmts[0], name) {
				return text, prog, nil
			}
		}
	}
	text := asCreate(tsql.Print(st))
	prog, err := tsql.Parse(text)
	return text, prog, err
}

// asCreate turns the first word ALTER into CREATE.
func asCreate(text string) string {
	trimmed := strings.TrimLeft(text, " \t\r\n")
	if len(trimmed) > 5 && strings.EqualFold(trimmed[:5], "ALTER") {
		return text[:len(text)-len(trimmed)] + "CREATE" + trimmed[5:]
	}
	return text
}

func sameModule(st tsql.Stmt, name tsql.Name) bool {
	var n tsql.Name
	switch st := st.(type) {
	case *tsql.CreateViewStmt:
		n = st.Name
	case *tsql.CreateProcStmt:
		n = st.Name
	case *tsql.CreateFunctionStmt:
		n = st.Name
	case *tsql.CreateTriggerStmt:
		n = st.Name
	}
	return n.Object != "" && n.Object == name.Object && n.Schema == name.Schema
}

// createModule stores a procedure, function, view or trigger: 2714, 208 for an ALTER of what is not there.
func (d *definition) createModule(st tsql.Stmt, name tsql.Name, kind string, how tsql.Altering) error {
	_, err := d.module(st, name, kind, how, nil)
	return err
}

func (d *definition) module(st tsql.Stmt, name tsql.Name, kind string, how tsql.Altering, adjust func(*Module)) (*Module, error) {
	p, err := d.place(name)
	if err != nil {
		return nil, err
	}
	m := &Module{Database: p.db, Schema: p.schema, Name: p.name, Kind: kind, QuotedIdentifier: !d.s.off("QUOTED_IDENTIFIER"), AnsiNulls: !d.s.off("ANSI_NULLS")}
	if m.Text, m.Program, err = d.moduleText(st, name); err != nil {
		return nil, err
	}
	m.Stmt = m.Program.Stmts[0]
	if adjust != nil {
		adjust(m)
	}
	old, err := d.object(name)
	if err != nil {
		return nil, err
	}
	before, ok := old.(*Module)
	switch {
	case how == tsql.Create || how == tsql.CreateOrAlter && old == nil:
		return m, d.tx.Create(d.ctx, m)
	case old == nil:
		return nil, errInvalidObject(written(name))
	case !ok || before.Kind != kind:
		return nil, tds.Errorf(2010, 16, "Cannot perform alter on '%s' because it is an incompatible object type.", written(name))
	}
	m.Disabled = before.Disabled
	return m, d.tx.Alter(d.ctx, before, m)
}

// createView stores a view after binding it: its columns must have names.
func (d *definition) createView(st *tsql.CreateViewStmt) error {
	b := d.s.newBinder(&eval.Vars{})
	p, err := d.place(st.Name)
	if err != nil {
		return err
	}
	b.db = p.db
	if err := checkBinding(st, "view", st.Name); err != nil {
		return err
	}
	if err := b.checkOrder(st.Query); err != nil {
		return err
	}
	q, err := b.query(st.Query, b.barrier(nil, &paramSet{}))
	if err != nil {
		return err
	}
	names, err := viewNames(st, q, p.name)
	if err != nil {
		return err
	}
	cols := columnsOf(q.cols)
	for i := range cols {
		cols[i].Name = names[i]
	}
	_, err = d.module(st, st.Name, "V", st.Alter, func(m *Module) { m.Columns = cols })
	return err
}

// viewNames is the names of a view's columns: 4511, 4506, 8158, 8159.
func viewNames(st *tsql.CreateViewStmt, q *boundQuery, view string) ([]string, error) {
	for i, c := range q.cols {
		if c.name == "" && len(st.Columns) == 0 {
			return nil, tds.Errorf(4511, 16, "Create View or Function failed because no column name was specified for column %d.", i+1)
		}
	}
	names, err := (&storedQuery{columns: st.Columns, alias: view}).names(len(q.cols), func(i int) string { return q.cols[i].name })
	if e, ok := err.(*tds.Error); ok && e.Number == 8156 {
		twice := twiceNamed(st, q)
		return nil, tds.Errorf(4506, 16, "Column names in each view or function must be unique. Column name '%s' in view or function '%s' is specified more than once.", twice, view)
	}
	return names, err
}

func twiceNamed(st *tsql.CreateViewStmt, q *boundQuery) string {
	seen := map[string]bool{}
	for i, c := range q.cols {
		name := c.name
		if len(st.Columns) > i {
			name = st.Columns[i]
		}
		if seen[upper(name)] {
			return name
		}
		seen[upper(name)] = true
	}
	return ""
}

func (d *definition) createFunction(st *tsql.CreateFunctionStmt) error {
	kind := "FN"
	switch {
	case st.Inline != nil:
		kind = "IF"
	case st.ReturnTable != nil:
		kind = "TF"
	}
	if err := checkBinding(st, "function", st.Name); err != nil {
		return err
	}
	if err := d.checkTableParams(st.Params, st.Body); err != nil {
		return err
	}
	return d.createModule(st, st.Name, kind, st.Alter)
}

// createTrigger stores a trigger with the table or view it is on: 8197, 2111, 2113.
func (d *definition) createTrigger(st *tsql.CreateTriggerStmt) error {
	name := st.Name
	if name.Schema == "" {
		name.Schema = st.Table.Schema
	}
	if name.Database == "" {
		name.Database = st.Table.Database
	}
	on, err := d.object(st.Table)
	if err != nil {
		return err
	}
	switch o := on.(type) {
	case *Table:
		if o.Kind == TempTable {
			return tds.Errorf(1708, 16, "Cannot create trigger on '%s' because it is a temporary object.", o.Name)
		}
	case *Module:
		if o.Kind != "V" {
			return errNoTriggerTarget(st.Table)
		}
		if !st.InsteadOf {
			return tds.Errorf(2113, 16, "Cannot create INSTEAD OF DELETE or INSTEAD OF UPDATE TRIGGER '%s' on table '%s'.", st.Name.Object, st.Table.Object)
		}
	default:
		return errNoTriggerTarget(st.Table)
	}
	if st.InsteadOf {
		if err := d.soleInstead(st, name, on); err != nil {
			return err
		}
	}
	_, err = d.module(st, name, "TR", st.Alter, func(m *Module) { m.Parent = on.Head().ID })
	return err
}

func errNoTriggerTarget(n tsql.Name) *tds.Error {
	return tds.Errorf(8197, 16, "The object '%s' does not exist or is invalid for this operation.", written(n))
}

// soleInstead refuses a second INSTEAD OF trigger for the same statement: 2111.
func (d *definition) soleInstead(st *tsql.CreateTriggerStmt, name tsql.Name, on Object) error {
	for _, m := range d.tx.Catalog().Triggers(on.Head().ID) {
		other, ok := m.Stmt.(*tsql.CreateTriggerStmt)
		if !ok || !other.InsteadOf || sameName(m.Name, name.Object) {
			continue
		}
		for verb, both := range map[string]bool{"INSERT": st.Insert && other.Insert, "UPDATE": st.Update && other.Update, "DELETE": st.Delete && other.Delete} {
			if both {
				return tds.Errorf(2111, 16, "Cannot create trigger '%s' on %s '%s' because an INSTEAD OF %s trigger already exists on this object.",
					written(st.Name), "table", written(st.Table), verb)
			}
		}
	}
	return nil
}

// createProcedure stores a procedure.
func (d *definition) createProcedure(st *tsql.CreateProcStmt) error {
	if err := d.checkTableParams(st.Params, st.Body); err != nil {
		return err
	}
	return d.createModule(st, st.Name, "P", st.Alter)
}

// checkTableParams refuses a parameter of a table type that is not READONLY, and a statement that changes one: 352, 10700.
func (d *definition) checkTableParams(params []tsql.ParamDecl, body []tsql.Stmt) error {
	for _, p := range params {
		if p.Type.Name == nil {
			continue
		}
		u, err := d.s.userType(p.Type.Name)
		switch {
		case err != nil || u.Table == nil:
			continue // a type that is not there is found out when the procedure is called
		case !p.ReadOnly:
			return tds.Errorf(352, 15, "The table-valued parameter \"%s\" must be declared with the READONLY option.", p.Name)
		}
		if changesTable(body, p.Name) {
			return tds.Errorf(10700, 16, "The table-valued parameter \"%s\" is READONLY and cannot be modified.", p.Name)
		}
	}
	return nil
}

// changesTable tells whether statements insert into a table variable, update it or delete from it.
func changesTable(body []tsql.Stmt, name string) (found bool) {
	is := func(t *tsql.TableRef) bool { return t != nil && t.Variable && sameName(t.Name.Object, name) }
	for _, st := range body {
		tsql.Inspect(st, func(n tsql.Node) bool {
			switch n := n.(type) {
			case *tsql.InsertStmt:
				found = found || is(n.Target)
			case *tsql.UpdateStmt:
				found = found || is(n.Target)
			case *tsql.DeleteStmt:
				found = found || is(n.Target)
			case *tsql.MergeStmt:
				found = found || is(n.Target)
			}
			return !found
		})
	}
	return found
}
