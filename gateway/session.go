package gateway

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"msxgate/engine"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
	"msxgate/tsql/interp"
)

// identity is who a session belongs to.
type identity struct {
	login   string // its name when it logged in: ORIGINAL_LOGIN()
	sid     []byte // by which the login is known, whatever becomes of its name
	host    string
	app     string // PROGRAM_NAME()
	library string
	pid     uint32
}

// systemLogin is the gateway itself.
func systemLogin(host string) identity {
	return identity{login: agentLogin, sid: agentSID, host: host, app: "msxgate"}
}

// session is one session on the embedded backend: what a client talks to, what programs run in (interp.Host), and what
// functions ask (eval.Session).
type session struct {
	server *Embedded
	conn   *tds.Conn     // nil for a session of the gateway's own
	out    *tds.Response // of the request that runs
	engine *engine.Session

	machine        interp.Machine
	options        interp.Options
	settings       settings
	scopes         []scope // of the modules and dynamic texts that run, innermost last
	entering       string  // what the scope that is about to begin trusts
	enteringModule *engine.Module
	warned         []int32        // of the statement that runs, see Warn
	enteringAs     *impersonation // who that module runs as

	who   identity
	as    []impersonation // EXECUTE AS, innermost last
	local *principals     // what an open transaction has made of the directory; nil while it changed nothing
	home  string          // database of the login
	spid  int
	since time.Time

	told      uint64 // the transaction that the client believes to be in
	committed bool   // the one before ended by COMMIT
	triggers  int    // that run: their BEGIN and COMMIT are not the client's to know

	// What the catalog shows of the session; guarded by the server's mu.
	last       time.Time // when the last request began
	running    bool
	databaseID int64 // after the last request
	open       int64 // @@TRANCOUNT then

	handles map[int64]*prepared
	handle  int64
	load    string  // the INSERT BULK whose rows are due
	trace   []int64 // trace flags of the session, sorted
	context sessionContext
}

var (
	_ interp.Host    = (*session)(nil)
	_ eval.Session   = (*session)(nil)
	_ engine.Modules = (*session)(nil)
	_ Session        = (*session)(nil)
)

func (b *Embedded) newSession(who identity, c *tds.Conn) *session {
	s := &session{server: b, conn: c, who: who, home: "master", since: b.Now()}
	s.engine = b.engine.NewSession(s, s)
	s.options = interp.DefaultOptions()
	s.machine = interp.Machine{
		Host: s, Options: &s.options, Messages: message, Cache: b.cache,
		Log: func(e *tds.Error) { b.Log.WithField("number", e.Number).WithField("severity", e.Class).Warn(e.Message) },
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	s.spid = b.freeSPID()
	b.sessions[s.spid] = s
	return s
}

// firstUserSession is the lowest id of a session that is not the server's own.
const firstUserSession = 51

// freeSPID is the lowest session id that is free. The caller holds mu.
func (b *Embedded) freeSPID() int {
	for id := firstUserSession; ; id++ {
		if b.sessions[id] == nil {
			return id
		}
	}
}

// Close implements Session: an open transaction is rolled back, temporary objects die.
func (s *session) Close() {
	s.engine.Close()
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	delete(s.server.sessions, s.spid)
}

// reset does what sp_reset_connection does.
func (s *session) reset(ctx context.Context, keepTransaction bool) error {
	if !keepTransaction || s.engine.TranCount() == 0 {
		s.engine.Reset()
	}
	s.machine.Reset()
	s.options = interp.DefaultOptions()
	s.as, s.handles, s.settings, s.context = nil, nil, nil, sessionContext{}
	if err := s.engine.Use(s.home); err != nil {
		return err
	}
	return s.tell()
}

// value computes an expression that stands outside a query.
func (s *session) value(e tsql.Expr, vars *eval.Vars) (tds.Value, error) {
	fn, _, err := eval.Compile(e, s.engine.Scope(vars))
	if err != nil {
		return nil, err
	}
	return fn(&eval.Frame{Ctx: context.Background(), Vars: vars, Sess: s})
}

// query runs a statement of the gateway's own and hands over its rows.
func (s *session) query(ctx context.Context, text string, row func([]tds.Value) error) error {
	_, err := s.engine.Run(ctx, text, nil, rowFunc(row))
	return err
}

func (s *session) hasTable(database, schema, name string) bool {
	_, err := s.engine.Table(tsql.Name{Database: database, Schema: schema, Object: name})
	return err == nil
}

// script runs batches separated by GO as one transaction. The first error of any batch ends it.
func (s *session) script(ctx context.Context, database, text string, then func() error) error {
	if err := s.engine.Use(database); err != nil {
		return err
	}
	if err := s.Begin(ctx, ""); err != nil {
		return err
	}
	for _, b := range tsql.SplitBatches(text) {
		var first firstError
		if err := s.machine.RunText(ctx, b.Text, &first); err != nil {
			return err
		}
		if first.err != nil {
			first.err.Line += int32(b.Line) - 1
			return fmt.Errorf("line %d: %w", first.err.Line, first.err)
		}
	}
	if then != nil {
		if err := then(); err != nil {
			return err
		}
	}
	return s.Commit(ctx)
}

// What functions ask.

// Now implements eval.Session.
func (s *session) Now() time.Time { return s.server.Now() }

// NewID implements eval.Session.
func (s *session) NewID() tds.GUID { return s.server.NewID() }

// Rand implements eval.Session.
func (s *session) Rand() float64 { return rand.Float64() }

// Login implements eval.Session.
func (s *session) Login() string { return s.login().name }

// LoginSID implements eval.Session.
func (s *session) LoginSID() []byte { return s.login().sid }

// User implements eval.Session.
func (s *session) User() string { return s.userIn(s.engine.Database()) }

func (s *session) userIn(database string) string {
	a, _ := s.access(database)
	return a.user
}

// HostName implements eval.Session.
func (s *session) HostName() string { return s.who.host }

// AppName implements eval.Session.
func (s *session) AppName() string { return s.who.app }

// Database implements eval.Session.
func (s *session) Database() string { return s.engine.Database() }

// ServerName implements eval.Session.
func (s *session) ServerName() string { return s.server.Name }

// SPID implements eval.Session.
func (s *session) SPID() int { return s.spid }

// IsSrvRoleMember implements eval.Session.
func (s *session) IsSrvRoleMember(role, login string) (member, known bool) {
	if login == "" || strings.EqualFold(login, s.login().name) {
		return s.inServerRole(role), isServerRole(role)
	}
	return s.principals().inServerRole(login, role)
}

// IsMember implements eval.Session.
func (s *session) IsMember(role string) (member, known bool) {
	return s.isMemberIn(s.engine.Database(), role)
}

func (s *session) isMemberIn(database, role string) (member, known bool) {
	p := s.principals()
	role = strings.ToLower(role)
	d := p.databases[strings.ToLower(database)]
	defined := d != nil && d.users[role] != nil && d.users[role].role
	if !isFixedRole(role) && !defined {
		return false, false
	}
	a, ok := s.access(database)
	return ok && (role == "public" || a.in(role)), true
}

// elsewhere is a session as the functions of a view see it that belongs to another database.
type elsewhere struct {
	*session
	database string
}

var _ engine.Elsewhere = (*session)(nil)

// In implements engine.Elsewhere.
func (s *session) In(database string) eval.Session { return elsewhere{s, database} }

// User implements eval.Session.
func (e elsewhere) User() string { return e.userIn(e.database) }

// IsMember implements eval.Session.
func (e elsewhere) IsMember(role string) (member, known bool) { return e.isMemberIn(e.database, role) }

// Property implements eval.Session.
func (e elsewhere) Property(function string, args ...tds.Value) (tds.Value, bool) {
	switch function {
	case "USER_NAME", "USER_ID", "DATABASE_PRINCIPAL_ID", "IS_ROLEMEMBER":
		return e.principalProperty(function, e.database, args), true
	}
	return e.session.Property(function, args...)
}
