package gateway

import (
	"context"
	"strings"

	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
)

// grant carries out GRANT, DENY and REVOKE on objects, schemas and the current database. What would be kept in part
// only, columns above all, is refused.
func (s *session) grant(ctx context.Context, st *tsql.GrantStmt) error {
	if err := s.needOwner("db_securityadmin"); err != nil {
		return err
	}
	for _, p := range st.Permissions {
		if !knownPermission(normalPermission(p)) {
			return tds.Errorf(102, 15, "Incorrect syntax near '%s'.", p)
		}
	}
	on, err := s.securable(st)
	if err != nil {
		return err
	}
	for _, grantee := range st.To {
		if err := s.checkGrantee(grantee); err != nil {
			return err
		}
		for _, p := range st.Permissions {
			if err := s.setPermission(ctx, st.Verb, grantee, normalPermission(p), on); err != nil {
				return err
			}
		}
	}
	return s.securityChanged()
}

// securable is what a GRANT is about.
func (s *session) securable(st *tsql.GrantStmt) (object, error) {
	database := s.engine.Database()
	switch {
	case len(st.Columns) > 0:
		return object{}, tds.Errorf(40033, 16, "msxgate: %s on columns is not supported.", st.Verb)
	case st.On == nil || st.Class == "DATABASE":
		return object{database: database}, nil
	case st.Class == "SCHEMA":
		if v, err := s.function("SCHEMA_ID", st.On.Object); err != nil || v == nil {
			return object{}, errNotFound("schema", st.On.Object)
		}
		return object{database: database, schema: st.On.Object}, nil
	case st.Class != "" && st.Class != "OBJECT":
		return object{}, tds.Errorf(40033, 16, "msxgate: %s on %s is not supported.", st.Verb, st.Class)
	}
	o := named(*st.On, database)
	if !strings.EqualFold(o.database, database) || !s.hasObject(o) {
		return object{}, errNotFound("object", st.On.Object)
	}
	return o, nil
}

// hasObject tells whether there is an object, a procedure of package procs included.
func (s *session) hasObject(o object) bool {
	if v, err := s.function("OBJECT_ID", o.quoted()); err == nil && v != nil {
		return true
	}
	p := procs.Lookup(o.name)
	return p != nil && strings.EqualFold(p.Database, o.database)
}

func (s *session) checkGrantee(name string) error {
	switch {
	case strings.EqualFold(name, "public"), strings.EqualFold(name, "guest"), s.principal(name) != nil:
		return nil
	case strings.EqualFold(name, "dbo"):
		return tds.Errorf(4624, 16, "Cannot grant, deny, or revoke permissions to sa, dbo, entity owner, information_schema, sys, or yourself.")
	case isFixedRole(name):
		return tds.Errorf(4617, 16, "Cannot grant, deny or revoke permissions to or from special roles.")
	}
	return errNotFound("user", name)
}

func (s *session) setPermission(ctx context.Context, verb, grantee, permission string, on object) error {
	nullable := func(text string) any {
		if text == "" {
			return typedNull(tds.TypeNVarChar(4000))
		}
		return text
	}
	texts := []string{`DELETE FROM master.msxgate.database_permissions WHERE database_name = @database AND grantee = @grantee
		AND permission = @permission AND COALESCE(object_name, N'') = COALESCE(@object, N'') AND COALESCE(schema_name, N'') = COALESCE(@schema, N'')`}
	if verb != "REVOKE" {
		texts = append(texts, `INSERT INTO master.msxgate.database_permissions (database_name, grantee, permission, schema_name, object_name, state)
			VALUES (@database, @grantee, @permission, @schema, @object, @state)`)
	}
	return s.runAll(ctx, texts, "database", on.database, "grantee", grantee, "permission", permission,
		"schema", nullable(on.schema), "object", nullable(on.name), "state", verb)
}

func normalPermission(p string) string {
	p = strings.ToUpper(p)
	switch p {
	case "EXEC":
		return "EXECUTE"
	case "ALL PRIVILEGES":
		return "ALL"
	}
	return p
}

// knownPermission tells whether there is a permission of that name. Those on what is not here are told by their first word.
func knownPermission(p string) bool {
	if permissionTypes[p] != "" || p == "ALL" {
		return true
	}
	verb, _, more := strings.Cut(p, " ")
	switch verb {
	case "ALTER", "CREATE", "VIEW", "ADMINISTER", "EXECUTE", "KILL", "SEND", "SHUTDOWN", "UNSAFE", "EXTERNAL", "CONNECT", "IMPERSONATE", "SELECT", "ENABLE", "CONTROL":
		return more
	}
	return p == "SEND" || p == "SHUTDOWN"
}
