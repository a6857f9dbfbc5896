package gateway

import (
	"slices"
	"strings"

	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
)

// errDenied is message 229.
func errDenied(permission, object, database, schema string) *tds.Error {
	return &tds.Error{
		Number: 229, Class: 14, State: 5,
		Message: "The " + permission + " permission was denied on the object '" + object + "', database '" + database + "', schema '" + schema + "'.",
	}
}

// checkExecute is asked before a procedure of a database runs.
func (s *session) checkExecute(database, schema, name string) error {
	p := s.principals()
	a, ok := p.access(s.login().name, database)
	if !ok {
		return s.errNoAccess(database)
	}
	if s.chained(database) || p.allows(a, database, "EXECUTE", name) {
		return nil
	}
	if schema == "" {
		schema = "dbo"
	}
	return errDenied("EXECUTE", name, database, schema)
}

// checkOurs is asked before a procedure of package procs runs: the grants it comes with, and those an administrator added.
func (s *session) checkOurs(p *procs.Proc) error {
	a, ok := s.access(p.Database)
	if !ok {
		return s.errNoAccess(p.Database)
	}
	if a.owner || s.chained(p.Database) || p.MayExecute(a.roles) {
		return nil
	}
	if !p.Denies(a.roles) && s.principals().allows(a, p.Database, "EXECUTE", p.Name) {
		return nil
	}
	return errDenied("EXECUTE", p.Name, p.Database, "dbo")
}

// checkStatement is asked before a statement that touches tables runs. Views and procedures pass on their owner's rights
// (ownership chaining), so only the names in the statement itself count. Temporary objects, variables and catalog
// views are everybody's.
func (s *session) checkStatement(st tsql.Stmt) error {
	if s.principals().sysadmin(s.login().name) {
		return nil
	}
	local := map[string]bool{} // common table expressions and aliases
	targets := map[*tsql.TableRef]string{}
	var err error
	tsql.Inspect(st, func(n tsql.Node) bool {
		if err != nil {
			return false
		}
		switch n := n.(type) {
		case *tsql.InsertStmt:
			targets[n.Target] = "INSERT"
			addCTEs(local, n.With)
		case *tsql.UpdateStmt:
			targets[resolveTarget(n.Target, n.From)] = "UPDATE"
			addCTEs(local, n.With)
			if aliased(n.Target, n.From) {
				local[strings.ToLower(n.Target.Name.Object)] = true
			}
		case *tsql.DeleteStmt:
			targets[resolveTarget(n.Target, n.From)] = "DELETE"
			addCTEs(local, n.With)
			if aliased(n.Target, n.From) {
				local[strings.ToLower(n.Target.Name.Object)] = true
			}
		case *tsql.MergeStmt:
			targets[n.Target] = "UPDATE"
			addCTEs(local, n.With)
		case *tsql.SelectStmt:
			addCTEs(local, n.With)
		case *tsql.TableRef:
			err = s.checkTable(n, targets[n], local)
		case *tsql.TruncateStmt:
			err = s.checkDefinition(n.Table)
		case *tsql.CreateTableStmt:
			err = s.checkDefinition(n.Name)
		case *tsql.AlterTableStmt:
			err = s.checkDefinition(n.Name)
		case *tsql.CreateIndexStmt:
			err = s.checkDefinition(n.Table)
		case *tsql.DropStmt:
			for i := range n.Names {
				if n.Kind == tsql.KindDatabase {
					err = errStatementDenied("DROP DATABASE")
				} else if err == nil {
					err = s.checkDefinition(n.Names[i])
				}
			}
		case *tsql.CreateViewStmt:
			err = s.checkDefinition(n.Name)
			return false
		case *tsql.CreateProcStmt:
			err = s.checkDefinition(n.Name)
			return false
		case *tsql.CreateFunctionStmt:
			err = s.checkDefinition(n.Name)
			return false
		case *tsql.CreateTriggerStmt:
			err = s.checkDefinition(n.Table)
			return false
		case *tsql.CreateTypeStmt, *tsql.CreateSchemaStmt, *tsql.CreateSynonymStmt, *tsql.CreateSequenceStmt:
			err = s.checkDefinition(tsql.Name{})
		case *tsql.CreateDatabaseStmt:
			err = errStatementDenied("CREATE DATABASE")
		case *tsql.AlterDatabaseStmt:
			err = errStatementDenied("ALTER DATABASE")
		}
		return err == nil
	})
	return err
}

func addCTEs(local map[string]bool, with []tsql.CTE) {
	for i := range with {
		local[strings.ToLower(with[i].Name)] = true
	}
}

// aliased tells whether the target of UPDATE or DELETE is the alias of a table in FROM.
func aliased(target *tsql.TableRef, from []tsql.TableSource) bool {
	return resolveTarget(target, from) != target
}

// resolveTarget finds the table an alias stands for.
func resolveTarget(target *tsql.TableRef, from []tsql.TableSource) *tsql.TableRef {
	found := target
	if target == nil || target.Name.Schema != "" {
		return target
	}
	for _, f := range from {
		tsql.Inspect(f, func(n tsql.Node) bool {
			if t, ok := n.(*tsql.TableRef); ok && strings.EqualFold(t.Alias, target.Name.Object) {
				found = t
			}
			return true
		})
	}
	return found
}

// chained tells whether a module of that database runs.
func (s *session) chained(database string) bool {
	n := len(s.chain)
	return n > 0 && strings.EqualFold(s.chain[n-1], database)
}

func (s *session) checkTable(t *tsql.TableRef, permission string, local map[string]bool) error {
	if permission == "" {
		permission = "SELECT"
	}
	n := &t.Name
	schema := strings.ToLower(n.Schema)
	if t.Variable || strings.HasPrefix(n.Object, "#") || schema == "sys" || schema == "information_schema" ||
		n.Database == "" && n.Schema == "" && local[strings.ToLower(n.Object)] {
		return nil
	}
	database := n.Database
	if database == "" {
		database = s.engine.Database()
	}
	if strings.EqualFold(database, "tempdb") || schema == "" && isCompatView(n.Object) || s.chained(database) {
		return nil
	}
	p := s.principals()
	a, ok := p.access(s.login().name, database)
	if !ok {
		return s.errNoAccess(database)
	}
	if p.allows(a, database, permission, n.Object) {
		return nil
	}
	if schema == "" {
		schema = "dbo"
	}
	return errDenied(permission, n.Object, database, schema)
}

// isCompatView tells a SQL Server 2000 catalog view, which every schema finds.
func isCompatView(name string) bool {
	return slices.Contains([]string{"sysobjects", "syscolumns", "sysindexes", "sysusers", "systypes", "sysdatabases", "syslogins", "sysprocesses", "sysmessages", "sysconfigures", "sysservers"},
		strings.ToLower(name))
}

// checkDefinition is asked before objects of a database are created, altered or dropped.
func (s *session) checkDefinition(name tsql.Name) error {
	database := name.Database
	if database == "" {
		database = s.engine.Database()
	}
	if strings.HasPrefix(name.Object, "#") || strings.EqualFold(database, "tempdb") || s.chained(database) {
		return nil
	}
	a, ok := s.principals().access(s.login().name, database)
	if !ok {
		return s.errNoAccess(database)
	}
	if a.owner || slices.Contains(a.roles, "db_ddladmin") {
		return nil
	}
	return errStatementDenied("CREATE TABLE") // the same number for all definitions: 262
}

// errStatementDenied is message 262.
func errStatementDenied(what string) *tds.Error {
	return tds.Errorf(262, 14, "%s permission denied in database.", what)
}

// errNoAccess is message 916.
func (s *session) errNoAccess(database string) *tds.Error {
	e := tds.Errorf(916, 14, "The server principal \"%s\" is not able to access the database \"%s\" under the current security context.",
		s.login().name, database)
	e.State = 2
	return e
}
