package gateway

import (
	"context"
	"slices"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// checker walks a statement and checks the permissions of what it names.
type checker struct {
	s        *session
	database string // that unqualified names are of
	trusts   string // database whose objects are used on their owner's rights
	seen     map[*tsql.TableRef]bool
	depth    int
	err      error
}

// names are the common table expressions that are visible, in lower case.
type names []string

func (c *checker) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// visit checks a node and what is below it.
func (c *checker) visit(node tsql.Node, visible names) {
	tsql.Inspect(node, func(n tsql.Node) bool {
		return c.err == nil && c.part(n, visible)
	})
}

// part checks one node. It answers false when it has gone below the node itself.
func (c *checker) part(n tsql.Node, visible names) bool {
	switch n := n.(type) {
	case *tsql.SelectStmt:
		if len(n.With) == 0 {
			return true
		}
		rest := *n
		rest.With = nil
		c.visit(&rest, c.with(n.With, visible))
		return false
	case *tsql.InsertStmt, *tsql.UpdateStmt, *tsql.DeleteStmt, *tsql.MergeStmt:
		c.change(n, visible)
		return false
	case *tsql.QuerySpec:
		if n.Into != nil {
			c.fail(c.s.checkDefinition(*n.Into))
		}
	case *tsql.TableRef:
		c.table(n, "SELECT", visible)
	case *tsql.FuncTable:
		if call, ok := n.Call.(*tsql.Call); ok && isUserFunction(call) {
			c.tableFunction(call)
		}
	case *tsql.Call:
		if isUserFunction(n) && c.isFunction(n) {
			c.object("EXECUTE", named(n.Name, c.database))
		}
	case *tsql.NextValue:
		c.object("UPDATE", named(n.Sequence, c.database))
	default:
		return c.definition(n)
	}
	return true
}

// definition checks a statement that defines something. The text of a module is checked when it runs.
func (c *checker) definition(n tsql.Node) bool {
	switch n := n.(type) {
	case *tsql.TruncateStmt:
		c.fail(c.s.checkDefinition(n.Table))
	case *tsql.CreateTableStmt:
		c.fail(c.s.checkDefinition(n.Name))
	case *tsql.AlterTableStmt:
		c.fail(c.s.checkDefinition(n.Name))
	case *tsql.CreateIndexStmt:
		c.fail(c.s.checkDefinition(n.Table))
	case *tsql.DropStmt:
		c.drop(n)
	case *tsql.CreateViewStmt:
		c.fail(c.s.checkDefinition(n.Name))
		return false
	case *tsql.CreateProcStmt:
		c.fail(c.s.checkDefinition(n.Name))
		return false
	case *tsql.CreateFunctionStmt:
		c.fail(c.s.checkDefinition(n.Name))
		return false
	case *tsql.CreateTriggerStmt:
		c.fail(c.s.checkDefinition(n.Table))
		return false
	case *tsql.CreateTypeStmt, *tsql.CreateSchemaStmt, *tsql.CreateSynonymStmt, *tsql.CreateSequenceStmt:
		c.fail(c.s.checkDefinition(tsql.Name{}))
		return false
	case *tsql.CreateDatabaseStmt:
		c.fail(c.s.checkDatabase("CREATE DATABASE"))
	case *tsql.AlterDatabaseStmt:
		c.alterDatabase(n)
	}
	return true
}

func (c *checker) alterDatabase(st *tsql.AlterDatabaseStmt) {
	if a, ok := c.s.access(st.Name); ok && a.owner {
		return
	}
	c.fail(c.s.checkDatabase("ALTER DATABASE"))
}

func (c *checker) drop(st *tsql.DropStmt) {
	for i, n := range st.Names {
		switch {
		case st.Kind == tsql.KindDatabase:
			c.fail(c.s.checkDatabase("DROP DATABASE"))
		case i < len(st.Tables) && st.Tables[i].Object != "":
			c.fail(c.s.checkDefinition(st.Tables[i]))
		case st.On != nil:
			c.fail(c.s.checkDefinition(*st.On))
		default:
			c.fail(c.s.checkDefinition(n))
		}
	}
}

// with checks common table expressions. Each sees those before it, and itself.
func (c *checker) with(list []tsql.CTE, visible names) names {
	visible = slices.Clone(visible)
	for i := range list {
		visible = append(visible, strings.ToLower(list[i].Name))
		c.visit(list[i].Query, visible)
	}
	return visible
}

// modification is what INSERT, UPDATE, DELETE and MERGE have in common.
type modification struct {
	with        []tsql.CTE
	target      *tsql.TableRef
	from        []tsql.TableSource
	permissions []string
	reads       bool // columns of the target
	rest        tsql.Node
}

// modificationOf takes a statement apart. rest is the statement without its common table expressions.
func modificationOf(n tsql.Node) modification {
	switch n := n.(type) {
	case *tsql.InsertStmt:
		rest := *n
		rest.With = nil
		return modification{n.With, n.Target, nil, []string{"INSERT"}, n.Output != nil, &rest}
	case *tsql.UpdateStmt:
		rest := *n
		rest.With = nil
		return modification{n.With, n.Target, n.From, []string{"UPDATE"}, n.Where != nil || n.Output != nil || len(n.From) > 0, &rest}
	case *tsql.DeleteStmt:
		rest := *n
		rest.With = nil
		return modification{n.With, n.Target, n.From, []string{"DELETE"}, n.Where != nil || n.Output != nil || len(n.From) > 0, &rest}
	case *tsql.MergeStmt:
		rest := *n
		rest.With = nil
		return modification{n.With, n.Target, nil, mergePermissions(n), true, &rest}
	}
	return modification{}
}

func mergePermissions(m *tsql.MergeStmt) (need []string) {
	for i := range m.Whens {
		switch w := &m.Whens[i]; {
		case w.Delete:
			need = append(need, "DELETE")
		case w.Insert:
			need = append(need, "INSERT")
		default:
			need = append(need, "UPDATE")
		}
	}
	return need
}

// change checks a statement that changes rows: its target, then all that it reads.
func (c *checker) change(n tsql.Node, visible names) {
	m := modificationOf(n)
	visible = c.with(m.with, visible)
	if m.reads {
		m.permissions = append(m.permissions, "SELECT")
	}
	c.target(&m, visible)
	c.seen[m.target] = true
	tsql.Inspect(m.rest, func(below tsql.Node) bool {
		return c.err == nil && (below == m.rest || c.part(below, visible))
	})
}

// target checks what a statement changes: a table or view by its name or by an alias in FROM, or the tables below a common
// table expression or derived table.
func (c *checker) target(m *modification, visible names) {
	t := m.target
	if t.Name.Schema == "" && t.Name.Database == "" {
		for _, source := range flat(m.from) {
			if strings.EqualFold(aliasOf(source), t.Name.Object) {
				c.below(source, m, visible)
				return
			}
		}
	}
	c.below(t, m, visible)
}

// below checks the permissions of a statement on the tables that a source stands for.
func (c *checker) below(source tsql.TableSource, m *modification, visible names) {
	if t, ok := source.(*tsql.TableRef); ok {
		if query := cteNamed(m.with, t.Name); query != nil {
			c.tablesOf(query, m.permissions, visible)
			return
		}
		c.each(t, m.permissions, visible)
		return
	}
	c.tablesOf(source, m.permissions, visible)
}

func (c *checker) tablesOf(node tsql.Node, permissions []string, visible names) {
	tsql.Inspect(node, func(n tsql.Node) bool {
		if t, ok := n.(*tsql.TableRef); ok {
			c.each(t, permissions, visible)
		}
		return c.err == nil
	})
}

func (c *checker) each(t *tsql.TableRef, permissions []string, visible names) {
	for _, p := range permissions {
		c.table(t, p, visible)
	}
}

func cteNamed(with []tsql.CTE, n tsql.Name) *tsql.SelectStmt {
	for i := range with {
		if n.Schema == "" && n.Database == "" && strings.EqualFold(with[i].Name, n.Object) {
			return with[i].Query
		}
	}
	return nil
}

// flat lists the sources of a FROM clause, joins resolved.
func flat(from []tsql.TableSource) (out []tsql.TableSource) {
	for _, f := range from {
		if j, ok := f.(*tsql.Join); ok {
			out = append(out, flat([]tsql.TableSource{j.Left, j.Right})...)
			continue
		}
		out = append(out, f)
	}
	return out
}

func aliasOf(source tsql.TableSource) string {
	switch t := source.(type) {
	case *tsql.TableRef:
		return t.Alias
	case *tsql.DerivedTable:
		return t.Alias
	case *tsql.Pivot:
		return t.Alias
	case *tsql.Unpivot:
		return t.Alias
	}
	return ""
}

// table checks one permission on a table, view or synonym.
func (c *checker) table(t *tsql.TableRef, permission string, visible names) {
	n := t.Name
	bare := n.Schema == "" && n.Database == ""
	switch {
	case permission == "SELECT" && c.seen[t], t.Variable, strings.HasPrefix(n.Object, "#"):
		return
	case bare && slices.Contains(visible, strings.ToLower(n.Object)), bare && c.isTriggerTable(n.Object):
		return
	case isCatalogSchema(n.Schema), n.Schema == "" && isCompatView(n.Object):
		return
	}
	o := named(n, c.database)
	c.object(permission, o)
	c.through(permission, o)
}

func isCatalogSchema(schema string) bool {
	return strings.EqualFold(schema, "sys") || strings.EqualFold(schema, "information_schema")
}

// isTriggerTable tells inserted and deleted, in a trigger, from tables of these names.
func (c *checker) isTriggerTable(name string) bool {
	return c.s.triggers > 0 && (strings.EqualFold(name, "inserted") || strings.EqualFold(name, "deleted"))
}

// object checks one permission on an object itself.
func (c *checker) object(permission string, o object) {
	if c.err != nil || strings.EqualFold(o.database, "tempdb") || strings.EqualFold(o.database, c.trusts) {
		return
	}
	a, ok := c.s.access(o.database)
	switch {
	case !ok:
		c.fail(c.s.errNoAccess(o.database))
	case !c.s.principals().allows(a, permission, o):
		c.fail(errDenied(permission, o))
	}
}

// maxViews is how deep views may stand in views; the engine has its own limit below that.
const maxViews = 32

// through goes on to what a view or synonym stands for. In its own database that is used on the owner's rights, in
// another one it is not.
func (c *checker) through(permission string, o object) {
	if c.err != nil || c.depth > maxViews {
		return
	}
	inside := &checker{s: c.s, database: o.database, trusts: o.database, seen: map[*tsql.TableRef]bool{}, depth: c.depth + 1}
	if base := c.s.synonymBase(o); base != nil {
		inside.table(&tsql.TableRef{Name: *base}, permission, nil)
	} else if query := c.s.viewQuery(o); query != nil {
		inside.visit(query, nil)
		if permission != "SELECT" {
			inside.tablesOf(query, []string{permission}, nil)
		}
	}
	c.fail(inside.err)
}

// tableFunction checks a function in FROM, and what an inline one stands for.
func (c *checker) tableFunction(call *tsql.Call) {
	o := named(call.Name, c.database)
	c.object("SELECT", o)
	c.through("SELECT", o)
}

// isFunction tells a call of a scalar function from that of a table-valued one, which its FuncTable checks.
func (c *checker) isFunction(call *tsql.Call) bool {
	return c.s.objectID(named(call.Name, c.database), "FN") != nil
}

// quoted is a name as OBJECT_ID reads it.
func (o object) quoted() string {
	return bracketed(o.database) + "." + bracketed(o.schema) + "." + bracketed(o.name)
}

func bracketed(s string) string { return "[" + strings.ReplaceAll(s, "]", "]]") + "]" }

// objectID is the id of an object of that kind, or nil.
func (s *session) objectID(o object, kind string) tds.Value {
	v, err := s.function("OBJECT_ID", o.quoted(), kind)
	if err != nil {
		return nil
	}
	return v
}

// function computes a metadata function of the engine.
func (s *session) function(name string, args ...tds.Value) (tds.Value, error) {
	call := &tsql.Call{Name: tsql.Name{Object: name}}
	for _, a := range args {
		t := tds.TypeInt
		if text, ok := a.(string); ok {
			t = tds.TypeNVarChar(max(1, len(text)))
		}
		call.Args = append(call.Args, &tsql.Literal{Value: a, Type: t})
	}
	return s.value(call, &eval.Vars{})
}

// viewQuery is the query of a view or an inline function, or nil.
func (s *session) viewQuery(o object) *tsql.SelectStmt {
	id := s.objectID(o, "V")
	if id == nil {
		id = s.objectID(o, "IF")
	}
	if id == nil {
		return nil
	}
	definition, err := s.function("OBJECT_DEFINITION", id)
	if err != nil || definition == nil {
		return nil
	}
	p, err := tsql.Parse(text(definition))
	if err != nil || len(p.Stmts) != 1 {
		return nil
	}
	switch st := p.Stmts[0].(type) {
	case *tsql.CreateViewStmt:
		return st.Query
	case *tsql.CreateFunctionStmt:
		return st.Inline
	}
	return nil
}

// synonymBase is what a synonym stands for, or nil.
func (s *session) synonymBase(o object) *tsql.Name {
	if s.objectID(o, "SN") == nil {
		return nil
	}
	var base *tsql.Name
	query := "SELECT y.base_object_name FROM " + bracketed(o.database) + ".sys.synonyms AS y WHERE y.object_id = OBJECT_ID(@name)"
	_, err := s.engine.Run(context.Background(), query, params([]any{"name", o.quoted()}), rowFunc(func(row []tds.Value) error {
		n, err := tsql.ParseProcName(text(row[0]))
		base = n
		return err
	}))
	if err != nil {
		return nil
	}
	return base
}
