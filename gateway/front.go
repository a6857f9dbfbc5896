package gateway

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/msdb"
	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/interp"
)

// Front has procedures of ours answer before a server behind: in the client's own session and transaction, on that
// server's msdb. Its NewRouter is an Upstream's. Nothing that matters is kept here, so any number of them may stand before
// one server.
type Front struct {
	Upstream *Upstream
	// Procs says which procedures are ours: "all", "multiserver" (those of multiserver administration) or "auto", which is
	// all on a server that has no job procedures or whose Agent XPs are off, and else multiserver.
	Procs string
	// The login for the master of which this server is a target, in place of the credential of its MSX account.
	MasterUser     string
	MasterPassword string

	Now   func() time.Time
	NewID func() tds.GUID
	Log   logrus.FieldLogger

	cache interp.Cache
	known atomic.Pointer[facts]
	once  sync.Once
	guess facts      // before the server was asked
	asked sync.Mutex // held while the server is asked what it is

	mu       sync.Mutex
	agent    procs.Agent
	onNotice func(procs.Notice)
	idle     []*remote // sessions of the gateway's own login
	closed   bool
}

// facts are what a gateway knows of the server behind it.
type facts struct {
	Name           string // SERVERPROPERTY('ServerName')
	Machine        string
	Version        [4]byte
	ProductVersion string
	Memory         int64
	Edition        string
	Collation      string

	Options  bool // @@OPTIONS is known there
	msdbText bool // sp_executesql of msdb runs its text in msdb

	hasProcs  bool // msdb has the job procedures
	hasTables bool // and their tables
	hasOwn    bool // and those of schema msxgate
	agentXPs  bool

	names ourNames
}

func (f *Front) now() time.Time {
	if f.Now == nil {
		return time.Now()
	}
	return f.Now()
}

func (f *Front) newID() tds.GUID {
	if f.NewID == nil {
		return RandomID()
	}
	return f.NewID()
}

// facts are those of the server. Before it was asked they are what is likely.
func (f *Front) facts() *facts {
	if k := f.known.Load(); k != nil {
		return k
	}
	f.once.Do(func() { f.guess = facts{Options: true, msdbText: true, names: namesOf(f.Procs)} })
	return &f.guess
}

func (f *Front) names() ourNames { return f.facts().names }

// comparable tells whether strings compare here as they do there.
func (f *Front) comparable() bool {
	c := f.facts().Collation
	return c == "" || strings.HasSuffix(strings.ToUpper(c), "_CI_AS")
}

// SetAgent puts the agent beside the gateway in place; notices reach it after the commits they come from.
func (f *Front) SetAgent(a procs.Agent, notice func(procs.Notice)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.agent, f.onNotice = a, notice
}

func (f *Front) agentOf() procs.Agent {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.agent == nil {
		return noAgent{}
	}
	return f.agent
}

func (f *Front) notify(n procs.Notice) {
	f.mu.Lock()
	notice := f.onNotice
	f.mu.Unlock()
	if notice != nil {
		notice(n)
	}
}

// ServerName is the name of the server behind, and that of its machine.
func (f *Front) ServerName() (name, machine string) { return f.facts().Name, f.facts().Machine }

// AgentLogin is the login by which the agent connects to the server behind, through this gateway.
func (f *Front) AgentLogin() (name, password string) { return f.Upstream.User, f.Upstream.Password }

// Secret is the login for a master. A server keeps the secrets of its credentials to itself, so it comes from the
// configuration.
func (f *Front) Secret(context.Context, int64) (identity, secret string, err error) {
	if f.MasterUser == "" {
		return "", "", errors.New("the server behind keeps the secrets of its credentials to itself: give the login for the master by --msx-user and --msx-password")
	}
	return f.MasterUser, f.MasterPassword, nil
}

// Open asks the server what it is, by the gateway's own login, and creates what msdb lacks for its procedures: schema
// msxgate, and on a server that has no jobs at all the tables of jobs.
func (f *Front) Open(ctx context.Context) error {
	r, err := f.service(ctx)
	if err != nil {
		return err
	}
	defer r.server.Close()
	f.asked.Lock()
	defer f.asked.Unlock()
	k, err := f.inspect(ctx, r)
	if err != nil {
		return fmt.Errorf("ask %s what it is: %w", f.Upstream, err)
	}
	if err := f.install(ctx, r, k); err != nil {
		return err
	}
	f.known.Store(k)
	return nil
}

// service opens a session of the gateway's own login.
func (f *Front) service(ctx context.Context) (*remote, error) {
	up := f.Upstream
	c, err := up.dial(ctx, endpoint{host: up.Host, port: up.Port}, nil)
	if err != nil {
		return nil, fmt.Errorf("reach %s: %w", up, err)
	}
	m := &tds.Login7{
		TDSVersion: tds.Version74, PacketSize: 4096, UserName: up.User, Password: up.Password, AppName: "msxgate", ServerName: up.Host, Database: "master",
	}
	if up.Encrypt == tds.EncryptStrict {
		m.TDSVersion = tds.Version80
	}
	if _, err := c.Login(m); err != nil {
		c.nc.Close()
		return nil, fmt.Errorf("log in to %s as %s: %w", up, up.User, err)
	}
	r := newRemote(f, nil)
	r.server, r.running = c.ClientConn, ctx
	r.behind.ImplicitTran = false
	return r, nil
}

// learn asks the server what it is by a client's session, when the gateway has no login of its own.
func (f *Front) learn(ctx context.Context, r *remote) error {
	if f.known.Load() != nil {
		return nil
	}
	f.asked.Lock()
	defer f.asked.Unlock()
	if f.known.Load() != nil {
		return nil
	}
	k, err := f.inspect(ctx, r)
	if err == nil {
		f.known.Store(k)
	}
	return err
}

// inMSDB is sp_executesql in msdb.
const inMSDB = "msdb.sys.sp_executesql"

// inspect asks the server what it is. What a server does not know is an error of one question and not of all.
func (f *Front) inspect(ctx context.Context, r *remote) (*facts, error) {
	k := &facts{}
	ask := func(text string, row func([]tds.Value)) error {
		var first firstFault
		err := r.batch(ctx, text, func(t tds.Token) error {
			if t, ok := t.(*tds.Row); ok {
				row(t.Values)
			}
			return first.take(t)
		})
		if err == nil && first.err != nil {
			f.Log.WithField("upstream", f.Upstream).WithField("number", first.err.Number).Debugf("Not known there: %s", text)
		}
		return err
	}
	word := func(v tds.Value) string { s, _ := v.(string); return s }
	property := func(name string) string { return "CONVERT(nvarchar(256), SERVERPROPERTY('" + name + "'))" }
	err := ask("SELECT "+property("ServerName")+", "+property("MachineName")+", "+property("ProductVersion")+", "+property("Edition")+", "+property("Collation"),
		func(row []tds.Value) {
			k.Name, k.Machine, k.ProductVersion, k.Edition, k.Collation = word(row[0]), word(row[1]), word(row[2]), word(row[3]), word(row[4])
		})
	if err == nil {
		err = ask("SELECT @@OPTIONS", func([]tds.Value) { k.Options = true })
	}
	if err == nil {
		// A server that drops the database from the name would answer for msdb when it happens to stand there.
		runs := 0
		for _, database := range []string{"msdb", "tempdb"} {
			if err == nil {
				err = ask("EXEC "+database+".sys.sp_executesql N'SELECT DB_NAME()'", func(row []tds.Value) {
					if word(row[0]) == database {
						runs++
					}
				})
			}
		}
		k.msdbText = runs == 2
	}
	if err == nil {
		err = ask("EXEC (N'USE msdb; SELECT OBJECT_ID(N''dbo.sp_add_job''), OBJECT_ID(N''dbo.sysjobs''), OBJECT_ID(N''msxgate.run_ledger'')')", func(row []tds.Value) {
			k.hasProcs, k.hasTables, k.hasOwn = row[0] != nil, row[1] != nil, row[2] != nil
		})
	}
	if err == nil {
		err = ask("SELECT CONVERT(int, value_in_use) FROM sys.configurations WHERE name = N'Agent XPs'", func(row []tds.Value) {
			k.agentXPs = clampInt(row[0]) == 1
		})
	}
	if err == nil {
		err = ask("SELECT physical_memory_kb / 1024 FROM sys.dm_os_sys_info", func(row []tds.Value) { k.Memory = int64(clampInt(row[0])) })
	}
	if err != nil {
		return nil, err
	}
	if k.Machine == "" {
		k.Machine, _, _ = strings.Cut(k.Name, `\`)
	}
	var parts [3]int
	_, _ = fmt.Sscanf(k.ProductVersion, "%d.%d.%d", &parts[0], &parts[1], &parts[2])
	k.Version = [4]byte{byte(parts[0]), byte(parts[1]), byte(parts[2] >> 8), byte(parts[2])}
	k.names = namesOf(f.mode(k))
	return k, nil
}

// mode is which procedures are ours on such a server.
func (f *Front) mode(k *facts) string {
	if f.Procs != "auto" && f.Procs != "" {
		return f.Procs
	}
	if k.hasProcs && k.agentXPs {
		return "multiserver"
	}
	return "all"
}

// install creates what msdb lacks.
func (f *Front) install(ctx context.Context, r *remote, k *facts) error {
	var scripts []string
	if !k.hasOwn {
		scripts = append(scripts, msdb.GatewaySchema)
	}
	if !k.hasTables {
		scripts = append(scripts, msdb.JobSchema)
	}
	if scripts == nil {
		return nil
	}
	err := f.create(ctx, r, k, scripts)
	if err == nil {
		f.Log.WithField("upstream", f.Upstream).Info("Tables were created in msdb")
		return nil
	}
	// Another gateway may have been quicker.
	var e *tds.Error
	if again, look := f.inspect(ctx, r); look == nil && again.hasOwn && again.hasTables {
		return nil
	}
	if errors.As(err, &e) {
		return fmt.Errorf("create tables in msdb of %s as %s, which has to own msdb for that: %w", f.Upstream, f.Upstream.User, err)
	}
	return err
}

func (f *Front) create(ctx context.Context, r *remote, k *facts, scripts []string) error {
	if !k.msdbText {
		// Babelfish before version 4 refuses UNIQUE on columns that may be NULL unless told; others do not know the procedure.
		_ = r.silent(ctx, "EXEC sp_babelfish_configure 'escape_hatch_unique_constraint', 'ignore'")
	}
	if err := r.silent(ctx, "USE msdb"); err != nil {
		return err
	}
	if err := r.silent(ctx, "BEGIN TRANSACTION"); err != nil {
		return err
	}
	for _, script := range scripts {
		for _, b := range tsql.SplitBatches(script) {
			if err := r.silent(ctx, b.Text); err != nil {
				if back := r.silent(ctx, "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION"); back != nil {
					return errors.Join(err, back)
				}
				return err
			}
		}
	}
	return r.silent(ctx, "COMMIT TRANSACTION")
}
