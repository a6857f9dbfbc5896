package gateway

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/engine"
	"msxgate/msdb"
	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql/interp"
)

//go:embed master.sql
var masterSchema string

// Embedded is the backend that needs no SQL Server: databases live in the engine, logins in its master, and msdb's
// procedures are ours.
type Embedded struct {
	Name    string // SERVERPROPERTY('ServerName')
	Machine string
	Now     func() time.Time
	NewID   func() tds.GUID
	Log     logrus.FieldLogger

	engine    *engine.Engine
	directory directory
	sealer    *sealer
	verified  *verified
	throttle  throttle
	cache     *interp.Cache
	modules   modules // compiled procedures, functions and triggers
	plain     bool    // Config.Plain
	started   time.Time
	spid      atomic.Uint64

	mu       sync.Mutex
	agent    procs.Agent
	onNotice func(procs.Notice)
	sessions map[int]*session
	secret   string // password of the agent's own login, new in each process
}

// Config says how to open an embedded backend.
type Config struct {
	Dir      string // data directory; empty for a store in memory
	Name     string
	Machine  string // empty: the host part of Name
	Password string // of sa when the store is new
	Plain    bool   // no procedures of ours: engine and bare msdb tables
	NoSync   bool   // tests: commits are not flushed to the disk
	Now      func() time.Time
	NewID    func() tds.GUID
	Log      logrus.FieldLogger
}

// agentLogin is the login by which the agent beside the gateway reaches its own server. It exists in no table.
const agentLogin = "##msxgate_agent##"

// OpenEmbedded opens the store, creating master and msdb when it is new.
func OpenEmbedded(ctx context.Context, c Config) (*Embedded, error) {
	e, err := engine.Open(c.Dir, engine.Options{Now: c.Now, NewID: c.NewID, Sync: !c.NoSync})
	if err != nil {
		return nil, err
	}
	b := &Embedded{
		Name: c.Name, Machine: c.Machine, Now: c.Now, NewID: c.NewID, Log: c.Log, engine: e, plain: c.Plain,
		verified: newVerified(), cache: new(interp.Cache), sessions: map[int]*session{},
	}
	if err := b.open(ctx, c); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return b, nil
}

func (b *Embedded) open(ctx context.Context, c Config) error {
	if b.Machine == "" {
		b.Machine, _, _ = strings.Cut(b.Name, `\`)
	}
	if b.Now == nil {
		b.Now = time.Now
	}
	if b.NewID == nil {
		b.NewID = randomID
	}
	b.started = b.Now()
	b.secret = b.NewID().String() + randomID().String()
	var err error
	if b.sealer, err = openSealer(c.Dir); err != nil {
		return err
	}
	b.addViews()
	b.directory.set(b.bootPrincipals())
	s := b.newSession(systemLogin(b.Name), nil)
	defer s.Close()
	if err := b.build(ctx, s, c.Password); err != nil {
		return err
	}
	return b.loadDirectory(ctx, s)
}

// build creates what a new store lacks. Each half is one transaction, so that a crash in between is repaired by the next
// start.
func (b *Embedded) build(ctx context.Context, s *session, password string) error {
	if !s.hasTable("master", "msxgate", "logins") {
		if err := s.script(ctx, "master", masterSchema, func() error { return b.addAdministrator(ctx, s, password) }); err != nil {
			return fmt.Errorf("create master: %w", err)
		}
	}
	if err := b.loadDirectory(ctx, s); err != nil {
		return err
	}
	if s.hasTable("msdb", "dbo", "sysjobs") {
		return nil
	}
	if err := s.script(ctx, "msdb", msdb.Schema, nil); err != nil {
		return fmt.Errorf("create msdb: %w", err)
	}
	return nil
}

// addAdministrator writes sa.
func (b *Embedded) addAdministrator(ctx context.Context, s *session, password string) error {
	if password == "" {
		return errors.New("a new store needs a password for sa")
	}
	now := b.Now()
	if err := s.run(ctx, `INSERT INTO master.msxgate.logins (name, sid, password_hash, is_disabled, default_database, create_date, modify_date)
		VALUES (N'sa', 0x01, @hash, 0, N'master', @now, @now)`, "hash", hashPassword(password), "now", now); err != nil {
		return err
	}
	return s.run(ctx, `INSERT INTO master.msxgate.server_role_members (role, member) VALUES (N'sysadmin', N'sa')`)
}

// bootPrincipals are the principals while the tables of principals are being made.
func (b *Embedded) bootPrincipals() *principals {
	p := &principals{
		logins: map[string]*login{}, bySID: map[string]*login{}, serverRoles: map[string][]string{},
		databases: map[string]*databasePrincipals{},
	}
	b.addOwnLogin(p)
	return p
}

// addOwnLogin adds the login of the agent and of the gateway itself, which no table has.
func (b *Embedded) addOwnLogin(p *principals) {
	own := &login{name: agentLogin, sid: []byte("msxgate"), database: "msdb"}
	p.logins[strings.ToLower(agentLogin)] = own
	p.bySID[string(own.sid)] = own
	p.serverRoles["sysadmin"] = append(p.serverRoles["sysadmin"], strings.ToLower(agentLogin))
}

func (b *Embedded) loadDirectory(ctx context.Context, s *session) error {
	p, err := loadPrincipals(ctx, s)
	if err != nil {
		return fmt.Errorf("read logins: %w", err)
	}
	b.addOwnLogin(p)
	b.directory.set(p)
	return nil
}

// reloadDirectory reads the principals after a commit that changed them.
func (b *Embedded) reloadDirectory() {
	s := b.newSession(systemLogin(b.Name), nil)
	defer s.Close()
	if err := b.loadDirectory(context.Background(), s); err != nil {
		b.Log.WithError(err).Error("Logins could not be read again")
	}
}

// SetAgent puts the agent beside the gateway in place; notices reach it after the commits they come from.
func (b *Embedded) SetAgent(a procs.Agent, notice func(procs.Notice)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.agent, b.onNotice = a, notice
}

// AgentLogin is the login and password by which the agent connects to its own server.
func (b *Embedded) AgentLogin() (name, password string) { return agentLogin, b.secret }

// Secret is the identity and the secret of a credential.
func (b *Embedded) Secret(_ context.Context, id int64) (identity, secret string, err error) {
	c, ok := b.directory.get().credentialByID(id)
	if !ok {
		return "", "", fmt.Errorf("there is no credential with id %d", id)
	}
	secret, err = b.sealer.open(strings.ToLower(c.name), c.secret)
	return c.identity, secret, err
}

// Close closes the store. Sessions must have ended.
func (b *Embedded) Close() error { return b.engine.Close() }

// Open implements Backend.
func (b *Embedded) Open(ctx context.Context, c *tds.Conn, l *tds.Login7) (Session, *tds.LoginAnswer, error) {
	name, err := b.authenticate(ctx, c, l)
	if err != nil {
		return nil, nil, err
	}
	database := l.Database
	if database == "" {
		if database = b.directory.get().login(name).database; database == "" {
			database = "master"
		}
	}
	s := b.newSession(identity{login: name, host: l.HostName, app: l.AppName, library: l.CltIntName, pid: l.ClientPID}, c)
	if err := s.Use(ctx, database); err != nil {
		s.Close()
		return nil, nil, &tds.Error{
			Number: 4060, Class: 11, State: 1, Server: b.Name, Line: 65536,
			Message: fmt.Sprintf("Cannot open database \"%s\" requested by the login. The login failed.", database),
		}
	}
	s.home = s.engine.Database()
	c.SetSPID(uint16(s.spid))
	return s, &tds.LoginAnswer{
		Database: s.home, Language: "us_english", Collation: tds.DefaultCollation, ServerName: b.Name, ProgName: "Microsoft SQL Server",
	}, nil
}

// authenticate checks a password. The client learns nothing but 18456; the log says what was wrong.
func (b *Embedded) authenticate(ctx context.Context, c *tds.Conn, l *tds.Login7) (string, error) {
	key := l.UserName + "\x00" + hostOf(c.RemoteAddr())
	name, why := b.verify(l)
	if why == "" {
		b.throttle.succeeded(key)
		return name, nil
	}
	b.Log.WithField("login", l.UserName).WithField("reason", why).Warn("Login refused")
	sleep(ctx, b.throttle.failed(key, time.Now()))
	return "", &tds.Error{
		Number: 18456, Class: 14, State: 1, Server: b.Name, Line: 65536,
		Message: fmt.Sprintf("Login failed for user '%s'.", l.UserName),
	}
}

func (b *Embedded) verify(l *tds.Login7) (name, why string) {
	if len(l.SSPI) > 0 || l.UserName == "" {
		return "", "integrated security is not available"
	}
	if strings.EqualFold(l.UserName, agentLogin) {
		if equalSecret(l.Password, b.secret) {
			return agentLogin, ""
		}
		return "", "the agent's own login from outside"
	}
	known := b.directory.get().login(l.UserName)
	switch {
	case known == nil:
		b.verified.check(l.Password, decoyHash) // as long as a known login takes
		return "", "no such login"
	case !b.verified.check(l.Password, known.hash):
		return "", "wrong password"
	case known.disabled:
		return "", "the login is disabled"
	}
	return known.name, ""
}

// decoyHash is compared with when there is no such login, so that the time tells nothing.
var decoyHash = hashPassword("decoy")

func (b *Embedded) loggedIn(name string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.sessions {
		if s.conn != nil && strings.EqualFold(s.who.login, name) {
			return true
		}
	}
	return false
}

// message finds the text of a message for RAISERROR by number.
func message(number int32) (string, uint8, bool) { return procs.Message(number) }

// modules keeps compiled modules by the definition they were compiled from.
type modules struct{ m sync.Map } // *engine.Module to *interp.Module

func (c *modules) compile(m *engine.Module) (*interp.Module, error) {
	if v, ok := c.m.Load(m); ok {
		return v.(*interp.Module), nil
	}
	code, err := interp.CompileModule(m.Program, m.Stmt)
	if err != nil {
		return nil, err
	}
	c.m.Store(m, code)
	return code, nil
}
