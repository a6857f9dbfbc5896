package gateway

import (
	"slices"
	"strings"

	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// errDenied is message 229.
func errDenied(permission string, o object) *tds.Error {
	return &tds.Error{
		Number: 229, Class: 14, State: 5,
		Message: "The " + permission + " permission was denied on the object '" + o.name + "', database '" + o.database + "', schema '" + o.schema + "'.",
	}
}

// errNotExecutable is message 229 about a procedure, which it names as its source.
func errNotExecutable(o object) *tds.Error {
	e := errDenied("EXECUTE", o)
	e.Proc = o.name
	return e
}

// errStatementDenied is message 262.
func errStatementDenied(what, database string) *tds.Error {
	return tds.Errorf(262, 14, "%s permission denied in database '%s'.", what, database)
}

// errNoAccess is message 916.
func (s *session) errNoAccess(database string) *tds.Error {
	e := tds.Errorf(916, 14, "The server principal \"%s\" is not able to access the database \"%s\" under the current security context.",
		s.login().name, database)
	e.State = 2
	return e
}

// trusts tells whether what runs uses the objects of a database on their owner's rights.
func (s *session) trusts(database string) bool {
	t := s.scope().trusts
	return t == trustAll || t != "" && strings.EqualFold(t, database)
}

// named fills in the parts that a name leaves out, as seen from a database.
func named(n tsql.Name, database string) object {
	o := object{database: n.Database, schema: n.Schema, name: n.Object}
	if o.database == "" {
		o.database = database
	}
	if o.schema == "" {
		o.schema = "dbo"
	}
	return o
}

// checkExecute is asked before a procedure or function of a database runs.
func (s *session) checkExecute(o object) error {
	a, ok := s.access(o.database)
	switch {
	case !ok:
		return s.errNoAccess(o.database)
	case s.trusts(o.database) || s.principals().allows(a, "EXECUTE", o):
		return nil
	}
	return errNotExecutable(o)
}

// checkOurs is asked before a procedure of package procs runs: the grants and denials it comes with, and those that an
// administrator added.
func (s *session) checkOurs(p *procs.Proc) error {
	a, ok := s.access(p.Database)
	o := object{p.Database, "dbo", p.Name}
	switch {
	case !ok:
		return s.errNoAccess(p.Database)
	case a.dbo() || s.trusts(p.Database):
		return nil
	case !p.Denies(a.roles) && (p.MayExecute(a.roles) && !s.principals().denies(a, "EXECUTE", o) || s.principals().allows(a, "EXECUTE", o)):
		return nil
	}
	return errNotExecutable(o)
}

// checkDefinition is asked before objects of a database are created, altered or dropped.
func (s *session) checkDefinition(name tsql.Name) error {
	o := named(name, s.engine.Database())
	if strings.HasPrefix(name.Object, "#") || strings.EqualFold(o.database, "tempdb") || s.trusts(o.database) {
		return nil
	}
	a, ok := s.access(o.database)
	switch {
	case !ok:
		return s.errNoAccess(o.database)
	case a.owner || a.in("db_ddladmin") || s.principals().allows(a, "ALTER", o):
		return nil
	}
	return errStatementDenied("CREATE TABLE", o.database) // one text for all definitions
}

// checkDatabase is asked before a database is created, altered or dropped.
func (s *session) checkDatabase(what string) error {
	if s.sysadmin() || s.inServerRole("dbcreator") {
		return nil
	}
	return errStatementDenied(what, "master")
}

// checkStatement is asked before a statement that touches tables runs. Views, functions and procedures pass on their
// owner's rights inside their own database (ownership chaining), so there only the names in the statement count.
// Temporary objects, variables and catalog views are everybody's.
func (s *session) checkStatement(st tsql.Node) error {
	if s.sysadmin() || s.scope().trusts == trustAll {
		return nil
	}
	c := &checker{s: s, database: s.engine.Database(), trusts: s.scope().trusts, seen: map[*tsql.TableRef]bool{}}
	c.visit(st, nil)
	return c.err
}

// guardedScope checks the permissions of the subqueries and functions in expressions that stand outside statements:
// IF EXISTS (...), SET @v = (...).
type guardedScope struct {
	eval.Scope
	s *session
}

// Scope implements interp.Host.
func (s *session) Scope(vars *eval.Vars) eval.Scope { return guardedScope{s.engine.Scope(vars), s} }

// Subquery implements eval.Scope.
func (g guardedScope) Subquery(q *tsql.SelectStmt, kind eval.SubqueryKind) (eval.Query, error) {
	if err := g.s.checkStatement(q); err != nil {
		return eval.Query{}, err
	}
	return g.Scope.Subquery(q, kind)
}

// Function implements eval.Scope.
func (g guardedScope) Function(call *tsql.Call) (eval.Fn, tds.Type, bool, error) {
	if isUserFunction(call) {
		if err := g.s.checkExecute(named(call.Name, g.s.engine.Database())); err != nil {
			return nil, tds.Type{}, true, err
		}
	}
	return g.Scope.Function(call)
}

// Expr implements eval.Scope.
func (g guardedScope) Expr(e tsql.Expr) (eval.Fn, tds.Type, bool, error) {
	if n, ok := e.(*tsql.NextValue); ok {
		if err := g.s.checkStatement(n); err != nil {
			return nil, tds.Type{}, true, err
		}
	}
	return g.Scope.Expr(e)
}

// isUserFunction tells a function of a database from those of the server.
func isUserFunction(c *tsql.Call) bool {
	return c.Name.Schema != "" && !strings.EqualFold(c.Name.Schema, "sys")
}

// isCompatView tells a SQL Server 2000 catalog view, which every schema finds.
func isCompatView(name string) bool {
	return slices.Contains([]string{
		"sysobjects", "syscolumns", "sysindexes", "sysusers", "systypes", "sysdatabases", "syslogins", "sysprocesses",
		"sysmessages", "sysconfigures", "sysservers", "sysfiles", "sysreferences", "sysforeignkeys", "sysconstraints", "sysindexkeys", "sysdepends",
	}, strings.ToLower(name))
}
