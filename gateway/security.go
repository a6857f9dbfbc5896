package gateway

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// security carries out CREATE, ALTER and DROP of logins, users, roles and credentials. Everything is written to master's
// tables in the session's transaction; the directory is read again once that has committed.
func (s *session) security(ctx context.Context, st *tsql.SecurityStmt, vars *eval.Vars) error {
	if err := s.maySecure(st.Kind); err != nil {
		return err
	}
	switch st.Kind + " " + st.Verb {
	case "LOGIN CREATE":
		return s.createLogin(ctx, st, vars)
	case "LOGIN ALTER":
		return s.alterLogin(ctx, st, vars)
	case "LOGIN DROP":
		return s.dropLogin(ctx, st)
	case "CREDENTIAL CREATE", "CREDENTIAL ALTER":
		return s.writeCredential(ctx, st, vars)
	case "CREDENTIAL DROP":
		return s.dropCredential(ctx, st)
	case "USER CREATE":
		return s.createUser(ctx, st)
	case "ROLE CREATE":
		return s.createRole(ctx, st)
	case "USER DROP", "ROLE DROP":
		return s.dropUser(ctx, st)
	case "ROLE ALTER":
		return s.alterRole(ctx, st)
	case "SERVER ROLE ALTER":
		return s.alterServerRole(ctx, st)
	case "USER ALTER", "AUTHORIZATION ALTER":
		return s.securityChanged() // default schema, name of the owner: nothing here depends on them
	}
	return tds.Errorf(40030, 16, "msxgate: %s %s is not supported.", st.Verb, st.Kind)
}

// maySecure: server principals are for sysadmin and securityadmin, database principals for the owner of the database.
func (s *session) maySecure(kind string) error {
	p := s.principals()
	name := s.login().name
	switch kind {
	case "LOGIN", "SERVER ROLE", "CREDENTIAL":
		admin, _ := p.inServerRole(name, "securityadmin")
		if p.sysadmin(name) || admin && kind == "LOGIN" {
			return nil
		}
	default:
		if a, ok := p.access(name, s.engine.Database()); ok && (a.owner || slices.Contains(a.roles, "db_securityadmin")) {
			return nil
		}
	}
	return tds.Errorf(15247, 16, "User does not have permission to perform this action.")
}

// run executes a statement on master's security tables.
func (s *session) run(ctx context.Context, text string, args ...any) error {
	_, err := s.engine.Run(ctx, text, params(args), discard{})
	return err
}

// securityChanged shows the change to the session at once and to everybody when it is committed.
func (s *session) securityChanged() error {
	p, err := loadPrincipals(context.Background(), s)
	if err != nil {
		return err
	}
	s.server.addOwnLogin(p)
	s.local = p
	s.engine.OnCommit(func() {
		s.local = nil
		s.server.reloadDirectory()
	})
	return nil
}

func errNotFound(kind, name string) *tds.Error {
	return tds.Errorf(15151, 16, "Cannot find the %s '%s', because it does not exist or you do not have permission.", kind, name)
}

func (s *session) createLogin(ctx context.Context, st *tsql.SecurityStmt, vars *eval.Vars) error {
	if st.Windows {
		return tds.Errorf(15401, 16, "Windows NT user or group '%s' not found. Check the name again.", st.Name)
	}
	if s.principals().login(st.Name) != nil {
		return tds.Errorf(15025, 16, "The server principal '%s' already exists.", st.Name)
	}
	hash, err := s.passwordHash(st, vars)
	if err != nil {
		return err
	}
	sid, err := s.newSID(st, vars)
	if err != nil {
		return err
	}
	now := s.Now()
	if err := s.run(ctx, `INSERT INTO master.msxgate.logins (name, sid, password_hash, is_disabled, default_database, create_date, modify_date)
		VALUES (@name, @sid, @hash, 0, @database, @now, @now)`,
		"name", st.Name, "sid", sid, "hash", hash, "database", optionText(st.Options, "DEFAULT_DATABASE", "master"), "now", now); err != nil {
		return err
	}
	return s.securityChanged()
}

// passwordHash is the hash of the statement's password. SQL Server's own hashes cannot be checked here and are refused.
func (s *session) passwordHash(st *tsql.SecurityStmt, vars *eval.Vars) (string, error) {
	if st.Hashed {
		return "", tds.Errorf(40031, 16, "msxgate: PASSWORD ... HASHED is not supported: the hash of another server cannot be verified here.")
	}
	if st.Password == nil {
		return "", tds.Errorf(15118, 16, "Password validation failed. A password is needed.")
	}
	v, err := s.value(st.Password, vars)
	if err != nil {
		return "", err
	}
	return hashPassword(text(v)), nil
}

// newSID is the SID of the statement, or 16 random bytes as SQL logins have.
func (s *session) newSID(st *tsql.SecurityStmt, vars *eval.Vars) ([]byte, error) {
	for _, o := range st.Options {
		if o.Name == "SID" && o.Value != nil {
			v, err := s.value(o.Value, vars)
			if err != nil {
				return nil, err
			}
			if b, ok := v.([]byte); ok && len(b) == 16 {
				return b, nil
			}
			return nil, tds.Errorf(15419, 16, "Supplied parameter sid should be binary(16).")
		}
	}
	sid := make([]byte, 16)
	rand.Read(sid)
	return sid, nil
}

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

func (s *session) alterLogin(ctx context.Context, st *tsql.SecurityStmt, vars *eval.Vars) error {
	l := s.principals().login(st.Name)
	if l == nil {
		return errNotFound("login", st.Name)
	}
	hash, disabled, name := l.hash, l.disabled, optionText(st.Options, "NAME", l.name)
	if st.Password != nil {
		h, err := s.passwordHash(st, vars)
		if err != nil {
			return err
		}
		hash = h
	}
	switch st.Action {
	case "ENABLE":
		disabled = false
	case "DISABLE":
		disabled = true
	case "":
	default:
		return tds.Errorf(40032, 16, "msxgate: ALTER LOGIN ... %s is not supported.", st.Action)
	}
	if err := s.run(ctx, `UPDATE master.msxgate.logins SET name = @name, password_hash = @hash, is_disabled = @disabled,
		default_database = @database, modify_date = @now WHERE name = @old`,
		"name", name, "hash", hash, "disabled", disabled, "now", s.Now(), "old", l.name,
		"database", optionText(st.Options, "DEFAULT_DATABASE", l.database)); err != nil {
		return err
	}
	if name != l.name {
		if err := s.run(ctx, `UPDATE master.msxgate.server_role_members SET member = @name WHERE member = @old`, "name", name, "old", l.name); err != nil {
			return err
		}
	}
	return s.securityChanged()
}

func (s *session) dropLogin(ctx context.Context, st *tsql.SecurityStmt) error {
	l := s.principals().login(st.Name)
	if l == nil {
		if st.IfExists {
			return nil
		}
		return errNotFound("login", st.Name)
	}
	if strings.EqualFold(l.name, "sa") {
		return tds.Errorf(15405, 11, "Cannot use the special principal '%s'.", l.name)
	}
	if s.server.loggedIn(l.name) {
		return tds.Errorf(15434, 16, "Could not drop login '%s' as the user is currently logged in.", l.name)
	}
	if err := s.run(ctx, `DELETE FROM master.msxgate.logins WHERE name = @name`, "name", l.name); err != nil {
		return err
	}
	if err := s.run(ctx, `DELETE FROM master.msxgate.server_role_members WHERE member = @name`, "name", l.name); err != nil {
		return err
	}
	return s.securityChanged()
}

func (s *session) writeCredential(ctx context.Context, st *tsql.SecurityStmt, vars *eval.Vars) error {
	_, exists := s.principals().credentialNamed(st.Name)
	switch {
	case exists && st.Verb == "CREATE":
		return tds.Errorf(15530, 16, "The credential with name \"%s\" already exists.", st.Name)
	case !exists && st.Verb == "ALTER":
		return errNotFound("credential", st.Name)
	}
	identity, err := s.value(st.Identity, vars)
	if err != nil {
		return err
	}
	var sealed tds.Value
	if st.Password != nil {
		secret, err := s.value(st.Password, vars)
		if err != nil {
			return err
		}
		sealed = s.server.sealer.seal(strings.ToLower(st.Name), text(secret))
	}
	now := s.Now()
	if st.Verb == "CREATE" {
		err = s.run(ctx, `INSERT INTO master.msxgate.credentials (name, credential_identity, secret, create_date, modify_date)
			VALUES (@name, @identity, @secret, @now, @now)`, "name", st.Name, "identity", identity, "secret", binaryOrNull(sealed), "now", now)
	} else {
		err = s.run(ctx, `UPDATE master.msxgate.credentials SET credential_identity = @identity, secret = @secret, modify_date = @now WHERE name = @name`,
			"name", st.Name, "identity", identity, "secret", binaryOrNull(sealed), "now", now)
	}
	if err != nil {
		return err
	}
	return s.securityChanged()
}

func (s *session) dropCredential(ctx context.Context, st *tsql.SecurityStmt) error {
	if _, ok := s.principals().credentialNamed(st.Name); !ok {
		return errNotFound("credential", st.Name)
	}
	if err := s.run(ctx, `DELETE FROM master.msxgate.credentials WHERE name = @name`, "name", st.Name); err != nil {
		return err
	}
	return s.securityChanged()
}

func (p *principals) credentialNamed(name string) (credential, bool) {
	for _, c := range p.credentials {
		if strings.EqualFold(c.name, name) {
			return c, true
		}
	}
	return credential{}, false
}

func (p *principals) credentialByID(id int64) (credential, bool) {
	for _, c := range p.credentials {
		if c.id == id {
			return c, true
		}
	}
	return credential{}, false
}

func (s *session) createUser(ctx context.Context, st *tsql.SecurityStmt) error {
	database := s.engine.Database()
	if s.databaseUser(database, st.Name) != nil {
		return tds.Errorf(15023, 16, "User, group, or role '%s' already exists in the current database.", st.Name)
	}
	loginName := st.For
	if loginName == "" {
		loginName = st.Name
	}
	var sid tds.Value
	if !st.Without {
		l := s.principals().login(loginName)
		if l == nil {
			return tds.Errorf(15007, 16, "'%s' is not a valid login or you do not have permission.", loginName)
		}
		sid = l.sid
	}
	if err := s.run(ctx, `INSERT INTO master.msxgate.database_principals (database_name, name, type, sid, create_date)
		VALUES (@database, @name, 'S', @sid, @now)`, "database", database, "name", st.Name, "sid", binaryOrNull(sid), "now", s.Now()); err != nil {
		return err
	}
	return s.securityChanged()
}

func (s *session) databaseUser(database, name string) *user {
	d := s.principals().databases[strings.ToLower(database)]
	if d == nil {
		return nil
	}
	return d.users[strings.ToLower(name)]
}

func (s *session) createRole(ctx context.Context, st *tsql.SecurityStmt) error {
	database := s.engine.Database()
	if s.databaseUser(database, st.Name) != nil || isFixedRole(st.Name) {
		return tds.Errorf(15023, 16, "User, group, or role '%s' already exists in the current database.", st.Name)
	}
	if err := s.run(ctx, `INSERT INTO master.msxgate.database_principals (database_name, name, type, sid, create_date)
		VALUES (@database, @name, 'R', NULL, @now)`, "database", database, "name", st.Name, "now", s.Now()); err != nil {
		return err
	}
	return s.securityChanged()
}

func isFixedRole(name string) bool {
	return strings.EqualFold(name, "public") || slices.Contains(fixedDatabaseRoles, strings.ToLower(name))
}

func (s *session) dropUser(ctx context.Context, st *tsql.SecurityStmt) error {
	database := s.engine.Database()
	u := s.databaseUser(database, st.Name)
	if u == nil || u.role != (st.Kind == "ROLE") {
		if st.IfExists {
			return nil
		}
		return errNotFound(strings.ToLower(st.Kind), st.Name)
	}
	for _, text := range []string{
		`DELETE FROM master.msxgate.database_principals WHERE database_name = @database AND name = @name`,
		`DELETE FROM master.msxgate.database_role_members WHERE database_name = @database AND (role = @name OR member = @name)`,
		`DELETE FROM master.msxgate.database_permissions WHERE database_name = @database AND grantee = @name`,
	} {
		if err := s.run(ctx, text, "database", database, "name", u.name); err != nil {
			return err
		}
	}
	return s.securityChanged()
}

// alterRole adds or drops a member of a database role.
func (s *session) alterRole(ctx context.Context, st *tsql.SecurityStmt) error {
	return s.changeRole(ctx, st.Name, st.Member, st.Action == "DROP MEMBER")
}

func (s *session) changeRole(ctx context.Context, role, member string, drop bool) error {
	database := s.engine.Database()
	if r := s.databaseUser(database, role); !isFixedRole(role) && (r == nil || !r.role) {
		return errNotFound("role", role)
	}
	if s.databaseUser(database, member) == nil {
		return errNotFound("user", member)
	}
	if err := s.run(ctx, `DELETE FROM master.msxgate.database_role_members WHERE database_name = @database AND role = @role AND member = @member`,
		"database", database, "role", role, "member", member); err != nil {
		return err
	}
	if !drop {
		if err := s.run(ctx, `INSERT INTO master.msxgate.database_role_members (database_name, role, member) VALUES (@database, @role, @member)`,
			"database", database, "role", role, "member", member); err != nil {
			return err
		}
	}
	return s.securityChanged()
}

func (s *session) alterServerRole(ctx context.Context, st *tsql.SecurityStmt) error {
	return s.changeServerRole(ctx, st.Name, st.Member, st.Action == "DROP MEMBER")
}

func (s *session) changeServerRole(ctx context.Context, role, member string, drop bool) error {
	if !slices.Contains(fixedServerRoles, strings.ToLower(role)) {
		return errNotFound("server role", role)
	}
	l := s.principals().login(member)
	if l == nil {
		return errNotFound("login", member)
	}
	if drop && strings.EqualFold(l.name, "sa") {
		return tds.Errorf(15405, 11, "Cannot use the special principal '%s'.", l.name)
	}
	if err := s.run(ctx, `DELETE FROM master.msxgate.server_role_members WHERE role = @role AND member = @member`, "role", role, "member", l.name); err != nil {
		return err
	}
	if !drop {
		if err := s.run(ctx, `INSERT INTO master.msxgate.server_role_members (role, member) VALUES (@role, @member)`,
			"role", strings.ToLower(role), "member", l.name); err != nil {
			return err
		}
	}
	return s.securityChanged()
}

// grant carries out GRANT, DENY and REVOKE. Permissions on whole schemas and on the server are refused by name.
func (s *session) grant(ctx context.Context, st *tsql.GrantStmt) error {
	if err := s.maySecure("ROLE"); err != nil {
		return err
	}
	switch st.Class {
	case "", "OBJECT", "DATABASE":
	default:
		return tds.Errorf(40033, 16, "msxgate: %s on %s is not supported.", st.Verb, st.Class)
	}
	database, schema, object := s.engine.Database(), tds.Value(nil), tds.Value(nil)
	if st.On != nil && st.Class != "DATABASE" {
		object, schema = st.On.Object, "dbo"
		if st.On.Schema != "" {
			schema = st.On.Schema
		}
	}
	for _, grantee := range st.To {
		if !strings.EqualFold(grantee, "public") && s.databaseUser(database, grantee) == nil {
			return errNotFound("user", grantee)
		}
		for _, p := range st.Permissions {
			if err := s.setPermission(ctx, st.Verb, database, grantee, p, schema, object); err != nil {
				return err
			}
		}
	}
	return s.securityChanged()
}

func (s *session) setPermission(ctx context.Context, verb, database, grantee, permission string, schema, object tds.Value) error {
	args := []any{
		"database", database, "grantee", grantee, "permission", normalPermission(permission),
		"schema", textOrNull(schema), "object", textOrNull(object),
	}
	if err := s.run(ctx, `DELETE FROM master.msxgate.database_permissions WHERE database_name = @database AND grantee = @grantee
		AND permission = @permission AND COALESCE(object_name, N'') = COALESCE(@object, N'') AND COALESCE(schema_name, N'') = COALESCE(@schema, N'')`, args...); err != nil {
		return err
	}
	if verb == "REVOKE" {
		return nil
	}
	return s.run(ctx, `INSERT INTO master.msxgate.database_permissions (database_name, grantee, permission, schema_name, object_name, state)
		VALUES (@database, @grantee, @permission, @schema, @object, @state)`, append(args, "state", verb)...)
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
