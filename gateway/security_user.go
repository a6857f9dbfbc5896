package gateway

import (
	"context"
	"slices"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// reservedUsers are names that every database has.
var reservedUsers = []string{"dbo", "guest", "sys", "information_schema", "public"}

func isFixedRole(name string) bool {
	return strings.EqualFold(name, "public") || slices.Contains(fixedDatabaseRoles, strings.ToLower(name))
}

// principal finds a user or role that a statement has made in the current database, or nil.
func (s *session) principal(name string) *user {
	if slices.Contains(reservedUsers, strings.ToLower(name)) {
		return nil
	}
	return s.principals().user(s.engine.Database(), name)
}

// checkNew refuses the name of a principal that is there: 15023.
func (s *session) checkNew(name string) error {
	if s.principal(name) != nil || isFixedRole(name) || slices.Contains(reservedUsers, strings.ToLower(name)) {
		return tds.Errorf(15023, 16, "User, group, or role '%s' already exists in the current database.", name)
	}
	return nil
}

// userStatement carries out CREATE, ALTER and DROP USER.
func (s *session) userStatement(ctx context.Context, st *tsql.SecurityStmt) error {
	if err := s.needOwner("db_accessadmin"); err != nil {
		return err
	}
	switch st.Verb {
	case "CREATE":
		return s.createUser(ctx, st)
	case "ALTER":
		return s.alterUser(ctx, st)
	}
	return s.dropPrincipal(ctx, st)
}

func (s *session) createUser(ctx context.Context, st *tsql.SecurityStmt) error {
	if err := s.checkNew(st.Name); err != nil {
		return err
	}
	name := st.For
	if name == "" {
		name = st.Name
	}
	var sid tds.Value
	if !st.Without {
		l, err := s.loginWithoutUser(name)
		if err != nil {
			return err
		}
		sid = l.sid
	}
	return s.insertPrincipal(ctx, st.Name, "S", sid)
}

func (s *session) insertPrincipal(ctx context.Context, name, kind string, sid tds.Value) error {
	return s.run(ctx, `INSERT INTO master.msxgate.database_principals (database_name, name, type, sid, create_date)
		VALUES (@database, @name, @type, @sid, @now)`,
		"database", s.engine.Database(), "name", name, "type", kind, "sid", binaryOrNull(sid), "now", s.Now())
}

// loginWithoutUser finds a login that is nobody in the current database yet: 15007, 15063.
func (s *session) loginWithoutUser(name string) (*login, error) {
	l := s.principals().login(name)
	if l == nil {
		return nil, tds.Errorf(15007, 16, "'%s' is not a valid login or you do not have permission.", name)
	}
	d := s.principals().databases[strings.ToLower(s.engine.Database())]
	if l.isSA() || d != nil && d.userOf(l.sid) != nil {
		return nil, tds.Errorf(15063, 16, "The login already has an account under a different user name.")
	}
	return l, nil
}

// alterUser carries out NAME = and LOGIN =. Nothing here depends on the other options.
func (s *session) alterUser(ctx context.Context, st *tsql.SecurityStmt) error {
	u := s.principal(st.Name)
	if u == nil || u.role {
		return errMayNot("alter", "user", st.Name)
	}
	if name := optionText(st.Options, "LOGIN", ""); name != "" {
		if l := s.principals().login(name); l == nil || string(l.sid) != string(u.sid) {
			l, err := s.loginWithoutUser(name)
			if err != nil {
				return err
			}
			if err := s.run(ctx, `UPDATE master.msxgate.database_principals SET sid = @sid WHERE database_name = @database AND name = @name`,
				"sid", l.sid, "database", s.engine.Database(), "name", u.name); err != nil {
				return err
			}
		}
	}
	return s.renamePrincipal(ctx, u, optionText(st.Options, "NAME", u.name))
}

func (s *session) renamePrincipal(ctx context.Context, u *user, name string) error {
	if name == u.name {
		return nil
	}
	if !strings.EqualFold(name, u.name) {
		if err := s.checkNew(name); err != nil {
			return err
		}
	}
	return s.runAll(ctx, []string{
		`UPDATE master.msxgate.database_principals SET name = @new WHERE database_name = @database AND name = @old`,
		`UPDATE master.msxgate.database_role_members SET member = @new WHERE database_name = @database AND member = @old`,
		`UPDATE master.msxgate.database_role_members SET role = @new WHERE database_name = @database AND role = @old`,
		`UPDATE master.msxgate.database_permissions SET grantee = @new WHERE database_name = @database AND grantee = @old`,
	}, "database", s.engine.Database(), "old", u.name, "new", name)
}

// dropPrincipal carries out DROP USER and DROP ROLE: 15150, 15144.
func (s *session) dropPrincipal(ctx context.Context, st *tsql.SecurityStmt) error {
	kind := strings.ToLower(st.Kind)
	if isFixedRole(st.Name) || slices.Contains(reservedUsers, strings.ToLower(st.Name)) {
		return tds.Errorf(15150, 16, "Cannot drop the %s '%s'.", kind, st.Name)
	}
	u := s.principal(st.Name)
	if u == nil || u.role != (kind == "role") {
		if st.IfExists {
			return nil
		}
		return errMayNot("drop", kind, st.Name)
	}
	if d := s.principals().databases[strings.ToLower(s.engine.Database())]; u.role && len(d.members[strings.ToLower(u.name)]) > 0 {
		return tds.Errorf(15144, 16, "The role has members. It must be empty before it can be dropped.")
	}
	return s.runAll(ctx, []string{
		`DELETE FROM master.msxgate.database_principals WHERE database_name = @database AND name = @name`,
		`DELETE FROM master.msxgate.database_role_members WHERE database_name = @database AND (role = @name OR member = @name)`,
		`DELETE FROM master.msxgate.database_permissions WHERE database_name = @database AND grantee = @name`,
	}, "database", s.engine.Database(), "name", u.name)
}

// roleStatement carries out CREATE, ALTER and DROP ROLE.
func (s *session) roleStatement(ctx context.Context, st *tsql.SecurityStmt) error {
	if strings.HasSuffix(st.Action, " MEMBER") {
		return s.changeRole(ctx, st.Name, st.Member, st.Action == "DROP MEMBER")
	}
	if err := s.needOwner("db_securityadmin"); err != nil {
		return err
	}
	switch st.Verb {
	case "CREATE":
		if err := s.checkNew(st.Name); err != nil {
			return err
		}
		return s.insertPrincipal(ctx, st.Name, "R", nil)
	case "DROP":
		return s.dropPrincipal(ctx, st)
	}
	r := s.principal(st.Name)
	if r == nil || !r.role {
		return errMayNot("alter", "role", st.Name)
	}
	return s.renamePrincipal(ctx, r, optionText(st.Options, "NAME", r.name))
}

// changeRole adds or drops a member of a role. The members of the fixed roles are the owner's to choose.
func (s *session) changeRole(ctx context.Context, role, member string, drop bool) error {
	var orRoles []string
	if !isFixedRole(role) {
		orRoles = []string{"db_securityadmin"}
	}
	if err := s.needOwner(orRoles...); err != nil {
		return err
	}
	if r := s.principal(role); strings.EqualFold(role, "public") || !isFixedRole(role) && (r == nil || !r.role) {
		return errMayNot("alter", "role", role)
	}
	u := s.principal(member)
	switch {
	case strings.EqualFold(member, "dbo"):
		return tds.Errorf(15405, 16, "Cannot use the special principal '%s'.", member)
	case u == nil:
		return errMayNot(addOrDrop(drop), "principal", member)
	case strings.EqualFold(role, member):
		return tds.Errorf(15413, 11, "Cannot make a role a member of itself.")
	}
	texts := []string{`DELETE FROM master.msxgate.database_role_members WHERE database_name = @database AND role = @role AND member = @member`}
	if !drop {
		texts = append(texts, `INSERT INTO master.msxgate.database_role_members (database_name, role, member) VALUES (@database, @role, @member)`)
	}
	return s.runAll(ctx, texts, "database", s.engine.Database(), "role", role, "member", u.name)
}

func addOrDrop(drop bool) string {
	if drop {
		return "drop"
	}
	return "add"
}
