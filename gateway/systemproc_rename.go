package gateway

import (
	"context"
	"fmt"
	"strings"

	"msxgate/engine"
	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
)

// renameProcs are the procedures that give things another name.
func renameProcs() []*systemProc {
	return []*systemProc{
		{name: "sp_rename", params: []procs.Param{
			{Name: "@objname", Type: tds.TypeNVarChar(1035)}, sysname("@newname"), optional("@objtype", tds.TypeVarChar(13)),
		}, run: spRename},
		{name: "sp_renamedb", params: []procs.Param{sysname("@dbname"), sysname("@newname")}, run: textArgs(renameDB)},
	}
}

// spRename renames an object, a column, an index, a type, or a database; the grants on an object go along.
func spRename(ctx context.Context, s *session, args []tds.Value, out tds.Writer) error {
	old, name, item := text(args[0]), text(args[1]), strings.ToUpper(strings.TrimSpace(text(args[2])))
	switch {
	case args[0] == nil || old == "" || args[1] == nil || name == "":
		return tds.Errorf(15223, 11, "Error: The input parameter '%s' is not allowed to be null.", nullName(old))
	case item == "DATABASE":
		return renameDB(ctx, s, []string{strings.Trim(old, "[]\""), name})
	}
	if err := s.checkDefinition(tsql.Name{}); err != nil {
		return err
	}
	done, err := s.engine.Rename(ctx, old, name, item)
	if err != nil {
		return err
	}
	if err := s.renameGrants(ctx, done, name); err != nil {
		return err
	}
	return out.Message(&tds.Error{
		Number: 15477, State: 1, Message: "Caution: Changing any part of an object name could break scripts and stored procedures.",
		Server: s.server.Name, Proc: "sp_rename", Line: 1,
	})
}

func nullName(old string) string {
	if old == "" {
		return "@objname"
	}
	return "@newname"
}

// renameGrants follows a renamed object into the permissions on it.
func (s *session) renameGrants(ctx context.Context, done engine.Renamed, name string) error {
	o := object{done.Name.Database, done.Name.Schema, done.Name.Object}
	if done.Kind == "" || !s.principals().mentions(o) {
		return nil
	}
	if err := s.runAll(ctx, []string{`UPDATE master.msxgate.database_permissions SET object_name = @new
		WHERE database_name = @database AND schema_name = @schema AND object_name = @old`},
		"database", o.database, "schema", o.schema, "old", o.name, "new", name); err != nil {
		return err
	}
	return s.securityChanged()
}

// renameDB is ALTER DATABASE ... MODIFY NAME.
func renameDB(ctx context.Context, s *session, a []string) error {
	st := &tsql.AlterDatabaseStmt{Name: a[0], Modify: a[1]}
	if err := s.checkStatement(st); err != nil {
		return err
	}
	if orphans := s.orphans(st); orphans != nil {
		if err := s.define(ctx, st, orphans); err != nil {
			return err
		}
	} else if _, _, err := s.execute(ctx, st, nil, discard{}); err != nil {
		return err
	}
	if s.out == nil {
		return nil
	}
	return s.out.Message(&tds.Error{
		State: 1, Message: fmt.Sprintf("The database name '%s' has been set.", a[1]), Server: s.server.Name, Proc: "sp_renamedb", Line: 1,
	})
}
