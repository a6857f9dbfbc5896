package gateway

import (
	"context"
	"slices"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// security carries out CREATE, ALTER and DROP of logins, users, roles and credentials. Everything is written to master's
// tables in the session's transaction; the directory is read again once that has committed.
func (s *session) security(ctx context.Context, st *tsql.SecurityStmt, vars *eval.Vars) error {
	if strings.HasPrefix(st.Action, "FROM ") { // CERTIFICATE, ASYMMETRIC KEY, EXTERNAL PROVIDER
		return errSecurityNotSupported(st, st.Action)
	}
	var err error
	switch st.Kind {
	case "LOGIN":
		err = s.loginStatement(ctx, st, vars)
	case "SERVER ROLE":
		err = s.serverRoleStatement(ctx, st)
	case "CREDENTIAL":
		err = s.credentialStatement(ctx, st, vars)
	case "USER":
		err = s.userStatement(ctx, st)
	case "ROLE":
		err = s.roleStatement(ctx, st)
	default: // AUTHORIZATION: who owns what, which decides nothing here
		err = s.needOwner()
	}
	if err != nil {
		return err
	}
	return s.securityChanged()
}

func errSecurityNotSupported(st *tsql.SecurityStmt, what string) *tds.Error {
	return tds.Errorf(40030, 16, "msxgate: %s is not supported.", strings.TrimSpace(st.Verb+" "+st.Kind+" ... "+what))
}

// errNoPermission is message 15247.
func errNoPermission() *tds.Error {
	return tds.Errorf(15247, 16, "User does not have permission to perform this action.")
}

func errNotFound(kind, name string) *tds.Error {
	return tds.Errorf(15151, 16, "Cannot find the %s '%s', because it does not exist or you do not have permission.", kind, name)
}

// errMayNot is message 15151 of a principal that is there.
func errMayNot(verb, kind, name string) *tds.Error {
	return tds.Errorf(15151, 16, "Cannot %s the %s '%s', because it does not exist or you do not have permission.", verb, kind, name)
}

func (s *session) needSysadmin() error {
	if !s.sysadmin() {
		return errNoPermission()
	}
	return nil
}

// needOwner asks for ownership of the current database, or for one of its roles.
func (s *session) needOwner(orRoles ...string) error {
	a, ok := s.access(s.engine.Database())
	if ok && (a.owner || slices.ContainsFunc(orRoles, a.in)) {
		return nil
	}
	return errNoPermission()
}

// run executes a statement on master's security tables.
func (s *session) run(ctx context.Context, text string, args ...any) error {
	_, err := s.engine.Run(ctx, text, params(args), discard{})
	return err
}

// runAll executes several statements with the same parameters.
func (s *session) runAll(ctx context.Context, texts []string, args ...any) error {
	for _, text := range texts {
		if err := s.run(ctx, text, args...); err != nil {
			return err
		}
	}
	return nil
}

// securityChanged shows the change to the session at once and to everybody when it is committed.
func (s *session) securityChanged() error {
	p, err := s.server.readDirectory(context.Background(), s)
	if err != nil {
		return err
	}
	s.local = p
	s.engine.OnCommit(s.server.reloadDirectory)
	return nil
}

// orphans returns what puts the directory right after a statement that drops or renames something which has entries in
// it, or nil: what is made anew under an old name must not come with old rights.
func (s *session) orphans(st tsql.Stmt) func(context.Context) error {
	switch st := st.(type) {
	case *tsql.DropStmt:
		var gone []object
		for _, n := range st.Names {
			if o := s.dropped(st.Kind, n); s.principals().mentions(o) {
				gone = append(gone, o)
			}
		}
		if gone != nil {
			return func(ctx context.Context) error { return s.forget(ctx, gone) }
		}
	case *tsql.AlterDatabaseStmt:
		if st.Modify != "" && s.principals().mentions(object{database: st.Name}) {
			return func(ctx context.Context) error { return s.renameDatabase(ctx, st.Name, st.Modify) }
		}
	}
	return nil
}

// dropped is what a DROP names, as the directory has it.
func (s *session) dropped(kind tsql.ObjectKind, n tsql.Name) object {
	switch kind {
	case tsql.KindDatabase:
		return object{database: n.Object}
	case tsql.KindSchema:
		return object{database: s.engine.Database(), schema: n.Object}
	}
	return named(n, s.engine.Database())
}

// mentions tells whether the directory has entries of a database, schema or object.
func (p *principals) mentions(o object) bool {
	d := p.databases[strings.ToLower(o.database)]
	switch {
	case d == nil:
		return false
	case o.schema == "":
		return true
	}
	return slices.ContainsFunc(d.permissions, func(g permission) bool {
		return strings.EqualFold(g.schema, o.schema) && strings.EqualFold(g.object, o.name)
	})
}

func (s *session) forget(ctx context.Context, gone []object) error {
	for _, o := range gone {
		texts := []string{`DELETE FROM master.msxgate.database_permissions WHERE database_name = @database AND schema_name = @schema
			AND COALESCE(object_name, N'') = @name`}
		if o.schema == "" {
			texts = []string{
				`DELETE FROM master.msxgate.database_principals WHERE database_name = @database`,
				`DELETE FROM master.msxgate.database_role_members WHERE database_name = @database`,
				`DELETE FROM master.msxgate.database_permissions WHERE database_name = @database`,
			}
		}
		if err := s.runAll(ctx, texts, "database", o.database, "schema", o.schema, "name", o.name); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) renameDatabase(ctx context.Context, old, name string) error {
	return s.runAll(ctx, []string{
		`UPDATE master.msxgate.database_principals SET database_name = @new WHERE database_name = @old`,
		`UPDATE master.msxgate.database_role_members SET database_name = @new WHERE database_name = @old`,
		`UPDATE master.msxgate.database_permissions SET database_name = @new WHERE database_name = @old`,
	}, "old", old, "new", name)
}

// optionText is the value of an option that is a name or a text.
func optionText(options []tsql.Option, name, fallback string) string {
	for _, o := range options {
		if o.Name != name {
			continue
		}
		switch v := o.Value.(type) {
		case *tsql.Literal:
			return text(v.Value)
		case *tsql.ColumnRef:
			return v.Parts[len(v.Parts)-1]
		}
	}
	return fallback
}
