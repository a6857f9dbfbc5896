package gateway

import (
	"context"
	"strings"

	"msxgate/engine"
	"msxgate/tds"
	"msxgate/tsql"
)

// impersonation is who a session has become by EXECUTE AS. As a user it counts in one database alone: nowhere else has
// it more rights than a guest, and none on the server.
type impersonation struct {
	login    string
	sid      []byte // nil for a user without a login
	database string // of EXECUTE AS USER, else empty
	user     string
}

// login is who the session is at this moment. A login that was dropped meanwhile keeps its name and nothing else.
func (s *session) login() *login {
	name, sid := s.who.login, s.who.sid
	if n := len(s.as); n > 0 {
		name, sid = s.as[n-1].login, s.as[n-1].sid
	}
	if l := s.principals().bySID[string(sid)]; l != nil {
		return l
	}
	return &login{name: name, sid: sid}
}

// asUser is the user that the session has become, or nil.
func (s *session) asUser() *impersonation {
	if n := len(s.as); n > 0 && s.as[n-1].user != "" {
		return &s.as[n-1]
	}
	return nil
}

// sysadmin tells whether the session may do everything.
func (s *session) sysadmin() bool {
	return s.asUser() == nil && s.principals().sysadmin(s.login().name)
}

// inServerRole tells whether the session is a member of a fixed server role.
func (s *session) inServerRole(role string) bool {
	member, _ := s.principals().inServerRole(s.login().name, role)
	return member && s.asUser() == nil
}

// principals is the directory as the session's transaction sees it.
func (s *session) principals() *principals {
	if s.local != nil {
		return s.local
	}
	return s.server.directory.get()
}

// access is what the session is in a database.
func (s *session) access(database string) (access, bool) {
	p, u := s.principals(), s.asUser()
	switch {
	case u == nil:
		return p.access(s.login(), database)
	case strings.EqualFold(u.database, database):
		return p.accessOf(u.user, database), true
	}
	return p.guest(database)
}

// ExecuteAs implements interp.Host.
func (s *session) ExecuteAs(_ context.Context, st *tsql.ExecuteAsStmt, name string) error {
	if st.Revert {
		if n := len(s.as); n > s.scope().floor {
			s.as = s.as[:n-1]
		}
		return nil
	}
	var as impersonation
	var err error
	switch strings.ToUpper(st.Kind) {
	case "USER":
		as, err = s.becomeUser(name)
	case "LOGIN":
		as, err = s.becomeLogin(name)
	default: // CALLER, SELF
		as = s.self()
	}
	if err != nil {
		return err
	}
	s.as = append(s.as, as)
	return nil
}

// self is the session as it is.
func (s *session) self() impersonation {
	if u := s.asUser(); u != nil {
		return *u
	}
	l := s.login()
	return impersonation{login: l.name, sid: l.sid}
}

// becomeLogin: a sysadmin may become any login, others only themselves.
func (s *session) becomeLogin(name string) (impersonation, error) {
	l := s.principals().login(name)
	if l == nil || !s.sysadmin() && (s.asUser() != nil || l != s.login()) {
		return impersonation{}, tds.Errorf(15406, 16, "Cannot execute as the server principal because the principal \"%s\" does not exist, this type of "+
			"principal cannot be impersonated, or you do not have permission.", name)
	}
	return impersonation{login: l.name, sid: l.sid}, nil
}

// becomeUser: an owner of the database may become any of its users, others only themselves.
func (s *session) becomeUser(name string) (impersonation, error) {
	database := s.engine.Database()
	a, ok := s.access(database)
	u := s.principals().user(database, name)
	allowed := a.dbo() || a.owner && !strings.EqualFold(name, "dbo") || strings.EqualFold(a.user, name)
	if !ok || !allowed || u == nil || u.role {
		return impersonation{}, errNoImpersonation(name)
	}
	return s.userAs(u, database), nil
}

// moduleAs is who a module runs as by its WITH EXECUTE AS, nil for its caller: 15517. Every schema belongs to dbo, who then
// is its owner, and SELF too.
func (s *session) moduleAs(m *engine.Module) (*impersonation, error) {
	name := ""
	for _, w := range moduleOptions(m.Stmt) {
		if who, ok := strings.CutPrefix(w, "EXECUTE AS "); ok {
			name = who
		}
	}
	switch name {
	case "", "CALLER":
		return nil, nil
	case "OWNER", "SELF":
		name = "dbo"
	default:
		name = strings.ReplaceAll(strings.Trim(name, "'"), "''", "'")
	}
	if a, ok := s.access(m.Database); ok && strings.EqualFold(a.user, name) {
		return nil, nil
	}
	u := s.principals().user(m.Database, name)
	if u == nil || u.role {
		return nil, errNoImpersonation(name)
	}
	as := s.userAs(u, m.Database)
	return &as, nil
}

func moduleOptions(st tsql.Stmt) []string {
	switch st := st.(type) {
	case *tsql.CreateProcStmt:
		return st.With
	case *tsql.CreateFunctionStmt:
		return st.With
	case *tsql.CreateTriggerStmt:
		return st.With
	}
	return nil
}

func errNoImpersonation(name string) error {
	return tds.Errorf(15517, 16, "Cannot execute as the database principal because the principal \"%s\" does not exist, this type "+
		"of principal cannot be impersonated, or you do not have permission.", name)
}

// userAs is the session as a user of a database.
func (s *session) userAs(u *user, database string) impersonation {
	as := impersonation{login: u.name, sid: u.sid, database: database, user: u.name}
	if l := s.principals().bySID[string(u.sid)]; l != nil {
		as.login = l.name
	}
	return as
}
