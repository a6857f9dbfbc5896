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

// loginStatement carries out CREATE, ALTER and DROP LOGIN.
func (s *session) loginStatement(ctx context.Context, st *tsql.SecurityStmt, vars *eval.Vars) error {
	if st.Verb == "ALTER" {
		return s.alterLogin(ctx, st, vars)
	}
	if !s.sysadmin() && !s.inServerRole("securityadmin") {
		return errNoPermission()
	}
	if st.Verb == "CREATE" {
		return s.createLogin(ctx, st, vars)
	}
	return s.dropLogin(ctx, st)
}

func (s *session) createLogin(ctx context.Context, st *tsql.SecurityStmt, vars *eval.Vars) error {
	if st.Windows {
		return tds.Errorf(15401, 16, "Windows NT user or group '%s' not found. Check the name again.", st.Name)
	}
	if s.principals().login(st.Name) != nil {
		return errLoginExists(st.Name)
	}
	hash, err := s.passwordHash(st, vars)
	if err != nil {
		return err
	}
	sid, err := s.newSID(st, vars)
	if err != nil {
		return err
	}
	database, err := s.defaultDatabase(st, "master")
	if err != nil {
		return err
	}
	return s.run(ctx, `INSERT INTO master.msxgate.logins (name, sid, password_hash, is_disabled, default_database, create_date, modify_date)
		VALUES (@name, @sid, @hash, 0, @database, @now, @now)`,
		"name", st.Name, "sid", sid, "hash", hash, "database", database, "now", s.Now())
}

func errLoginExists(name string) *tds.Error {
	return tds.Errorf(15025, 16, "The server principal '%s' already exists.", name)
}

// passwordHash is the hash of the statement's password. SQL Server's own hashes cannot be checked here and are refused.
func (s *session) passwordHash(st *tsql.SecurityStmt, vars *eval.Vars) (string, error) {
	if st.Hashed {
		return "", tds.Errorf(40031, 16, "msxgate: PASSWORD ... HASHED is not supported: the hash of another server cannot be verified here.")
	}
	password := ""
	if st.Password != nil {
		v, err := s.value(st.Password, vars)
		if err != nil {
			return "", err
		}
		password = text(v)
	}
	if password == "" {
		return "", tds.Errorf(15116, 16, "Password validation failed. The password does not meet the operating system policy requirements because it is too short.")
	}
	return hashPassword(password), nil
}

// newSID is the SID of the statement, or 16 random bytes as SQL logins have.
func (s *session) newSID(st *tsql.SecurityStmt, vars *eval.Vars) ([]byte, error) {
	i := slices.IndexFunc(st.Options, func(o tsql.Option) bool { return o.Name == "SID" && o.Value != nil })
	if i < 0 {
		sid := make([]byte, 16)
		rand.Read(sid)
		return sid, nil
	}
	v, err := s.value(st.Options[i].Value, vars)
	if err != nil {
		return nil, err
	}
	sid, ok := v.([]byte)
	switch {
	case !ok || len(sid) != 16:
		return nil, tds.Errorf(15419, 16, "Supplied parameter sid should be binary(16).")
	case s.principals().bySID[string(sid)] != nil:
		return nil, tds.Errorf(15433, 16, "Supplied parameter sid is in use.")
	}
	return sid, nil
}

// defaultDatabase is the statement's DEFAULT_DATABASE: 15010.
func (s *session) defaultDatabase(st *tsql.SecurityStmt, fallback string) (string, error) {
	name := optionText(st.Options, "DEFAULT_DATABASE", "")
	switch {
	case name == "":
		return fallback, nil
	case !s.engine.HasDatabase(name):
		return "", tds.Errorf(15010, 16, "The database '%s' does not exist. Supply a valid database name. To see available databases, use sys.databases.", name)
	}
	return name, nil
}

func (s *session) alterLogin(ctx context.Context, st *tsql.SecurityStmt, vars *eval.Vars) error {
	l := s.principals().login(st.Name)
	if l == nil {
		return errMayNot("alter", "login", st.Name)
	}
	if err := s.mayAlterLogin(ctx, l, st, vars); err != nil {
		return err
	}
	next := *l
	next.name = optionText(st.Options, "NAME", l.name)
	if other := s.principals().login(next.name); other != nil && other != l {
		return errLoginExists(next.name)
	}
	if st.Password != nil {
		hash, err := s.passwordHash(st, vars)
		if err != nil {
			return err
		}
		next.hash = hash
	}
	switch st.Action {
	case "ENABLE", "DISABLE":
		next.disabled = st.Action == "DISABLE"
	case "":
	default:
		return errSecurityNotSupported(st, st.Action)
	}
	var err error
	if next.database, err = s.defaultDatabase(st, l.database); err != nil {
		return err
	}
	return s.updateLogin(ctx, l, &next)
}

// mayAlterLogin: a securityadmin may alter the logins that are no sysadmins, and everybody its own password, which it must
// know, and default database.
func (s *session) mayAlterLogin(ctx context.Context, l *login, st *tsql.SecurityStmt, vars *eval.Vars) error {
	switch {
	case s.sysadmin(), s.inServerRole("securityadmin") && !s.principals().sysadmin(l.name):
		return nil
	case s.asUser() != nil || l != s.login() || st.Action != "" || optionText(st.Options, "NAME", l.name) != l.name:
		return errMayNot("alter", "login", st.Name)
	case st.Password == nil:
		return nil
	case st.OldPass == nil:
		return errMayNot("alter", "login", st.Name)
	}
	old, err := s.value(st.OldPass, vars)
	if err != nil {
		return err
	}
	if !s.server.verified.check(ctx, text(old), l.hash) {
		return errMayNot("alter", "login", st.Name)
	}
	return nil
}

func (s *session) updateLogin(ctx context.Context, old, next *login) error {
	return s.runAll(ctx, []string{
		`UPDATE master.msxgate.logins SET name = @name, password_hash = @hash, is_disabled = @disabled,
			default_database = @database, modify_date = @now WHERE name = @old`,
		`UPDATE master.msxgate.server_role_members SET member = @name WHERE member = @old`,
	}, "name", next.name, "hash", next.hash, "disabled", next.disabled, "database", next.database, "now", s.Now(), "old", old.name)
}

func (s *session) dropLogin(ctx context.Context, st *tsql.SecurityStmt) error {
	l := s.principals().login(st.Name)
	switch {
	case l == nil && st.IfExists:
		return nil
	case l == nil, s.principals().sysadmin(l.name) && !s.sysadmin():
		return errMayNot("drop", "login", st.Name)
	case l.isSA() || l.name == agentLogin:
		return tds.Errorf(15405, 11, "Cannot use the special principal '%s'.", l.name)
	case s.server.loggedIn(l):
		return tds.Errorf(15434, 16, "Could not drop login '%s' as the user is currently logged in.", l.name)
	}
	return s.runAll(ctx, []string{
		`DELETE FROM master.msxgate.logins WHERE name = @name`,
		`DELETE FROM master.msxgate.server_role_members WHERE member = @name`,
	}, "name", l.name)
}

// serverRoleStatement carries out ALTER SERVER ROLE. There are no others than the fixed ones.
func (s *session) serverRoleStatement(ctx context.Context, st *tsql.SecurityStmt) error {
	if st.Verb != "ALTER" || st.Member == "" {
		return errSecurityNotSupported(st, st.Name)
	}
	return s.changeServerRole(ctx, st.Name, st.Member, st.Action == "DROP MEMBER")
}

func (s *session) changeServerRole(ctx context.Context, role, member string, drop bool) error {
	if err := s.needSysadmin(); err != nil {
		return err
	}
	if !slices.Contains(fixedServerRoles, strings.ToLower(role)) {
		return errNotFound("server role", role)
	}
	l := s.principals().login(member)
	switch {
	case l == nil:
		return errNotFound("login", member)
	case drop && l.isSA():
		return tds.Errorf(15405, 11, "Cannot use the special principal '%s'.", l.name)
	}
	texts := []string{`DELETE FROM master.msxgate.server_role_members WHERE role = @role AND member = @member`}
	if !drop {
		texts = append(texts, `INSERT INTO master.msxgate.server_role_members (role, member) VALUES (@role, @member)`)
	}
	return s.runAll(ctx, texts, "role", strings.ToLower(role), "member", l.name)
}
