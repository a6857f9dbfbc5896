package gateway

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"
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
	reload    sync.Mutex // held while the directory is read again
	sealer    *sealer
	verified  *verified
	throttle  throttle // by source and login
	sources   throttle // by source
	cache     *interp.Cache
	modules   modules // compiled procedures, functions and triggers
	system    systemProcs
	plain     bool // Config.Plain
	started   time.Time

	mu       sync.Mutex
	agent    procs.Agent
	onNotice func(procs.Notice)
	sessions map[int]*session
	trace    []int64 // trace flags of the server, sorted
	secret   string  // password of the agent's own login, new in each process
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

// agentSID is the SID of that login. It is shorter than any that a statement can give.
var agentSID = []byte("msxgate")

// OpenEmbedded opens the store, creating master and msdb when it is new.
func OpenEmbedded(ctx context.Context, c Config) (*Embedded, error) {
	e, err := engine.Open(c.Dir, engine.Options{Now: c.Now, NewID: c.NewID, Sync: !c.NoSync})
	if err != nil {
		return nil, err
	}
	b := &Embedded{
		Name: c.Name, Machine: c.Machine, Now: c.Now, NewID: c.NewID, Log: c.Log, engine: e, plain: c.Plain,
		verified: newVerified(), cache: new(interp.Cache), system: newSystemProcs(), sessions: map[int]*session{},
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
		b.NewID = RandomID
	}
	b.started = b.Now()
	b.secret = b.NewID().String() + RandomID().String()
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
	if !s.hasTable("master", "msxgate", "extended_properties") {
		if err := s.script(ctx, "master", extendedSchema, nil); err != nil {
			return fmt.Errorf("create extended properties: %w", err)
		}
	}
	if err := b.loadDirectory(ctx, s); err != nil {
		return err
	}
	if s.hasTable("msdb", "dbo", "sysjobs") {
		return nil
	}
	if err := s.script(ctx, "msdb", msdb.Schema(), nil); err != nil {
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
	own := &login{name: agentLogin, sid: agentSID, database: "msdb"}
	p.logins[strings.ToLower(agentLogin)] = own
	p.bySID[string(own.sid)] = own
	p.serverRoles["sysadmin"] = append(p.serverRoles["sysadmin"], strings.ToLower(agentLogin))
}

// readDirectory reads the principals as a session sees them.
func (b *Embedded) readDirectory(ctx context.Context, s *session) (*principals, error) {
	p, err := loadPrincipals(ctx, s)
	if err != nil {
		return nil, fmt.Errorf("read logins: %w", err)
	}
	b.addOwnLogin(p)
	return p, nil
}

func (b *Embedded) loadDirectory(ctx context.Context, s *session) error {
	p, err := b.readDirectory(ctx, s)
	if err == nil {
		b.directory.set(p)
	}
	return err
}

// reloadDirectory reads the principals after a commit that changed them. One reads at a time: what is read last, which is
// what counts, then has all that was committed before.
func (b *Embedded) reloadDirectory() {
	b.reload.Lock()
	defer b.reload.Unlock()
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

// ServerName is the name of the server, and that of its machine.
func (b *Embedded) ServerName() (name, machine string) { return b.Name, b.Machine }

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

// modules keeps compiled modules by the definition they were compiled from.
type modules struct {
	mu   sync.RWMutex
	code map[*engine.Module]*interp.Module
}

// maxModules bounds the memory of modules: beyond it those of definitions that are no more are dropped with the others.
const maxModules = 2048

func (c *modules) compile(m *engine.Module) (*interp.Module, error) {
	c.mu.RLock()
	code := c.code[m]
	c.mu.RUnlock()
	if code != nil {
		return code, nil
	}
	code, err := interp.CompileModule(m.Program, m.Stmt)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.code == nil || len(c.code) >= maxModules {
		c.code = map[*engine.Module]*interp.Module{}
	}
	c.code[m] = code
	return code, nil
}
