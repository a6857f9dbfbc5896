package integration

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/sirupsen/logrus"

	"msxgate/agent"
	"msxgate/gateway/gatewaytest"
)

// rig is a master and the agent of a target in this process. Nothing happens by itself: tests take the turns.
type rig struct {
	t      testing.TB
	master *sql.DB
	target *sql.DB
	agent  *agent.Agent
	steps  *scriptedSteps

	connect func(database, app string) (*sql.DB, error) // to the target
	log     *strings.Builder

	alias string // where the master is
	line  *line  // from the agent to its own server

	mu  sync.Mutex
	now time.Time
}

// newRig enlists target T1 into master MAIN and leaves the agent to be started.
func newRig(t testing.TB) *rig {
	t.Helper()
	masterAddr := gatewaytest.Serve(t, gatewaytest.Open(t))
	target := gatewaytest.Open(t)
	targetAddr := gatewaytest.Serve(t, target)
	r := &rig{t: t, now: gatewaytest.Now, steps: &scriptedSteps{fail: map[string]int{}}, log: &strings.Builder{}, line: &line{}}
	r.connect = func(database, app string) (*sql.DB, error) {
		c, err := mssql.NewConnector(fmt.Sprintf("sqlserver://sa:%s@%s?encrypt=disable&database=%s&app+name=%s",
			gatewaytest.Password, targetAddr, database, url.QueryEscape(app)))
		if err != nil {
			return nil, err
		}
		c.Dialer = r.line
		return sql.OpenDB(c), nil
	}
	r.master, r.target = r.open(gatewaytest.DSN(masterAddr, "sa", gatewaytest.Password)), r.open(gatewaytest.DSN(targetAddr, "sa", gatewaytest.Password))
	log := logrus.New()
	log.SetOutput(io.MultiWriter(r.log, t.Output()))
	r.alias = strings.ReplaceAll(masterAddr, ":", ",")
	r.agent = &agent.Agent{
		Name: "T1", Machine: "T1", Version: 16 << 24, Connect: r.connect, Secret: target.Secret,
		Aliases: map[string]string{"MAIN": r.alias}, TrustDir: t.TempDir(), DialTimeout: 5 * time.Second,
		Subsystems: map[string]agent.Subsystem{"TSQL": r.steps}, Now: r.clock, Log: log,
	}
	setNewID(r.agent)
	r.on(r.master,
		`EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'`,
		`CREATE LOGIN targets WITH PASSWORD = N'T4rgets!'`,
		`USE msdb; CREATE USER targets FOR LOGIN targets; EXEC sp_addrolemember N'TargetServersRole', N'targets'`,
		`EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'Leeds', 0, '20260105 09:30:00', N'dba', 60, 268435456`)
	r.on(r.target,
		`CREATE CREDENTIAL MsxLogin WITH IDENTITY = N'targets', SECRET = N'T4rgets!'`,
		`EXEC msdb.dbo.sp_msx_set_account @credential_name = N'MsxLogin'`,
		`INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'MAIN', 1)`,
		`INSERT INTO msdb.dbo.sqlagent_info (attribute, value) VALUES (N'DateEnlisted', N'20260105')`)
	r.setting("MSXServerName", "REG_SZ", `N'MAIN'`)
	r.setting("MsxEncryptChannelOptions", "REG_DWORD", "0") // the gateways of these tests have no certificate
	return r
}

// setNewID gives the agent random ids, whatever their type is called.
func setNewID(a *agent.Agent) {
	a.NewID = random(a.NewID)
}

func random[ID ~[16]byte](func() ID) func() ID {
	return func() (id ID) {
		b := make([]byte, 16)
		rand.Read(b)
		copy(id[:], b)
		return id
	}
}

func (r *rig) open(dsn string) *sql.DB {
	r.t.Helper()
	db, err := sql.Open("sqlserver", dsn)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { db.Close() })
	return db
}

func (r *rig) start() {
	r.t.Helper()
	if err := r.agent.Start(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(r.agent.Stop)
}

// clock is the agent's, which advance moves on.
func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) advance(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

func (r *rig) setting(name, kind, value string) {
	r.t.Helper()
	r.on(r.target, `EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'`+
		name+`', N'`+kind+`', `+value)
}

// on runs batches on a server.
func (r *rig) on(db *sql.DB, batches ...string) {
	r.t.Helper()
	for _, b := range batches {
		if _, err := db.ExecContext(context.Background(), b); err != nil {
			r.t.Fatalf("%s: %v", b, err)
		}
	}
}

// want compares what a query returns, its columns joined by bars and its rows by line ends.
func (r *rig) want(db *sql.DB, query, want string) {
	r.t.Helper()
	if got := r.read(db, query); got != want {
		r.t.Errorf("%s\n got %s\nwant %s", query, got, want)
	}
}

func (r *rig) read(db *sql.DB, query string) string {
	r.t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		r.t.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		values, dst := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range values {
			dst[i] = &values[i]
		}
		if err := rows.Scan(dst...); err != nil {
			r.t.Fatal(err)
		}
		var fields []string
		for _, v := range values {
			if !v.Valid {
				v.String = "NULL"
			}
			fields = append(fields, v.String)
		}
		lines = append(lines, strings.Join(fields, "|"))
	}
	if err := rows.Err(); err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	return strings.Join(lines, "\n")
}

// poll takes a turn that must succeed.
func (r *rig) poll() {
	r.t.Helper()
	if err := r.agent.Poll(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

// schedule takes a turn of the scheduler.
func (r *rig) schedule() {
	r.t.Helper()
	if err := r.agent.Schedule(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

// settled waits until no run is under way.
func (r *rig) settled() {
	r.t.Helper()
	for range 500 {
		if len(r.agent.Jobs()) == 0 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	r.t.Fatal("a job does not end")
}

// begun waits until these steps and no others have begun.
func (r *rig) begun(commands string) {
	r.t.Helper()
	for range 500 {
		if r.steps.commands() == commands {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	r.t.Fatalf("steps that ran: %q, want %q", r.steps.commands(), commands)
}

// addJob makes a multiserver job of one step for T1 on the master.
func (r *rig) addJob(name string) {
	r.t.Helper()
	r.on(r.master,
		`EXEC msdb.dbo.sp_add_job @job_name = N'`+name+`', @owner_login_name = N'sa'`,
		`EXEC msdb.dbo.sp_add_jobstep @job_name = N'`+name+`', @step_name = N'One', @command = N'`+name+`'`,
		`EXEC msdb.dbo.sp_add_jobserver @job_name = N'`+name+`', @server_name = N'T1'`)
}

// line is a network that can be cut.
type line struct {
	mu    sync.Mutex
	down  bool
	conns []net.Conn
}

// DialContext implements mssql.Dialer.
func (l *line) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down {
		return nil, net.ErrClosed
	}
	var d net.Dialer
	c, err := d.DialContext(ctx, network, addr)
	if err == nil {
		l.conns = append(l.conns, c)
	}
	return c, err
}

// cut ends all connections and lets none begin, until it is mended.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = true
	for _, c := range l.conns {
		c.Close()
	}
	l.conns = nil
}

func (l *line) mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = false
}

// scriptedSteps is a subsystem that notes the commands it is given. A step waits while hold is not nil and not closed.
type scriptedSteps struct {
	mu   sync.Mutex
	ran  []string
	hold chan struct{}
	deaf bool           // a step that is stopped goes on
	fail map[string]int // how often a command fails
}

var _ agent.Subsystem = (*scriptedSteps)(nil)

// Run implements agent.Subsystem.
func (s *scriptedSteps) Run(ctx context.Context, step agent.Step) (agent.Outcome, error) {
	s.mu.Lock()
	s.ran = append(s.ran, step.Command)
	hold, fails, done := s.hold, s.fail[step.Command] > 0, ctx.Done()
	s.fail[step.Command]--
	if s.deaf {
		done = nil
	}
	s.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-done:
			return agent.Outcome{Executed: "sa"}, nil
		}
	}
	return agent.Outcome{Executed: "sa", Succeeded: !fails}, nil
}

func (s *scriptedSteps) commands() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.ran, " ")
}

func (s *scriptedSteps) setHold(c chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hold = c
}
