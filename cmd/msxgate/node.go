package main

import (
	"context"
	"crypto/tls"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/msdsn"
	"github.com/sirupsen/logrus"

	"msxgate/agent"
	"msxgate/gateway"
	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql/eval"
)

// nodeConfig says how to run one server: a gateway and the agent beside it.
type nodeConfig struct {
	dir         string // data directory; empty for a store in memory
	name        string
	listen      string
	password    string // of sa on a first start
	encrypt     tds.Encryption
	tlsCert     string
	tlsKey      string
	procs       string            // which procedures are ours: all, multiserver, auto, none
	upstream    *gateway.Upstream // nil: embedded
	msxUser     string            // the login for the master, before another server
	msxPassword string
	withAgent   bool
	beside      bool // a native agent has the local jobs
	poll        time.Duration
	aliases     map[string]string
	cmdExec     bool        // steps may run commands
	powerShell  bool        // steps may run PowerShell
	outputDir   string      // where steps write files; empty: nowhere
	mail        *agent.Mail // nil: operators get none
	trustDir    string
	hosts       []string // further names of the server certificate
	trace       io.Writer
	log         logrus.FieldLogger
}

// node is one running server.
type node struct {
	config   nodeConfig
	backend  *gateway.Embedded // nil before another server
	front    *gateway.Front    // of that server; nil when all is relayed
	server   *gateway.Server
	inside   *gateway.Server // for the agent: no network, no TLS
	agent    *agent.Agent
	shared   *sharedAgent // of the server behind; nil without one
	listener net.Listener
	caPEM    []byte

	cancel context.CancelFunc
	done   chan error // of the listener
	agentC chan error
}

// startNode opens the store, listens and starts the agent. When it returns without an error, clients can connect.
func startNode(ctx context.Context, c nodeConfig) (*node, error) {
	n := &node{config: c, done: make(chan error, 1), agentC: make(chan error, 1)}
	certificate, err := n.certificate()
	if err != nil {
		return nil, err
	}
	if c.upstream != nil {
		return n, n.stand(ctx, certificate)
	}
	if n.backend, err = gateway.OpenEmbedded(ctx, gateway.Config{
		Dir: c.dir, Name: c.name, Password: c.password, Plain: c.procs == "none", Log: c.log,
	}); err != nil {
		return nil, err
	}
	if n.listener, err = net.Listen("tcp", c.listen); err != nil {
		return nil, errors.Join(err, n.backend.Close())
	}
	n.server = &gateway.Server{
		Backend: n.backend, Encrypt: c.encrypt, Version: gateway.ProductVersion, Log: c.log, Trace: c.trace,
		TLS: &tls.Config{Certificates: []tls.Certificate{certificate}},
	}
	n.inside = &gateway.Server{Backend: n.backend, Encrypt: tds.EncryptOff, Version: gateway.ProductVersion, Log: c.log}
	go func() { n.done <- n.server.Serve(n.listener) }()
	if c.withAgent {
		n.runAgent(ctx)
	}
	return n, nil
}

// stand puts the gateway before another server.
func (n *node) stand(ctx context.Context, certificate tls.Certificate) (err error) {
	c := n.config
	if c.procs != "none" {
		which := c.procs
		if which == "auto" && c.withAgent && !c.beside {
			which = "all" // our agent runs the local jobs, so no native one does
		}
		n.front = &gateway.Front{Upstream: c.upstream, Procs: which, MasterUser: c.msxUser, MasterPassword: c.msxPassword, Log: c.log}
		c.upstream.NewRouter = n.front.NewRouter
		if c.upstream.User != "" {
			if err := n.front.Open(ctx); err != nil {
				return err
			}
		}
	}
	if n.listener, err = net.Listen("tcp", c.listen); err != nil {
		return err
	}
	n.server = &gateway.Server{
		Upstream: c.upstream, Encrypt: c.encrypt, Version: gateway.ProductVersion, Log: c.log, Trace: c.trace,
		TLS: &tls.Config{Certificates: []tls.Certificate{certificate}},
	}
	n.inside = &gateway.Server{Upstream: c.upstream, Encrypt: tds.EncryptOff, Version: gateway.ProductVersion, Log: c.log}
	if c.withAgent && n.front != nil {
		if err := n.shareAgent(ctx); err != nil {
			return errors.Join(err, n.listener.Close(), n.stop(ctx))
		}
	}
	go func() { n.done <- n.server.Serve(n.listener) }()
	if n.shared != nil {
		n.runShared(ctx)
	}
	return nil
}

// certificate loads the server's certificate: the one that was given, else our own.
func (n *node) certificate() (tls.Certificate, error) {
	if n.config.tlsCert != "" {
		return tls.LoadX509KeyPair(n.config.tlsCert, n.config.tlsKey)
	}
	dir := n.config.dir
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "msxgate-tls-"); err != nil {
			return tls.Certificate{}, err
		}
		defer os.RemoveAll(dir)
	}
	certificate, ca, err := tds.LoadOrCreateCertificate(dir, append(n.config.hosts, n.config.name)...)
	n.caPEM = ca
	return certificate, err
}

func (n *node) addr() string { return n.listener.Addr().String() }

// newAgent makes the agent of the server whose jobs it is to run.
func (n *node) newAgent() *agent.Agent {
	c := n.config
	home := n.home()
	name, machine := home.ServerName()
	a := &agent.Agent{
		Name: name, Machine: machine, Version: eval.MicrosoftVersion,
		Connect: n.connect, Secret: home.Secret, MasterUser: c.msxUser, MasterPassword: c.msxPassword, Aliases: c.aliases, TrustDir: c.trustDir,
		PollInterval: c.poll, Now: time.Now, NewID: gateway.RandomID, Log: c.log.WithField("server", name),
	}
	a.OutputDir, a.Mail = c.outputDir, c.mail
	a.Subsystems = map[string]agent.Subsystem{"TSQL": &agent.TSQL{Connect: n.connect}}
	work := filepath.Join(c.dir, "work")
	if c.cmdExec {
		a.Subsystems["CMDEXEC"] = &agent.CmdExec{Dir: work}
	}
	if c.powerShell {
		a.Subsystems["POWERSHELL"] = &agent.PowerShell{Dir: work}
	}
	if c.cmdExec || c.powerShell {
		agent.HideFromSteps()
	}
	return a
}

// runAgent puts the agent beside the gateway.
func (n *node) runAgent(ctx context.Context) {
	n.agent = n.newAgent()
	n.backend.SetAgent(agentPort{n.agent}, n.notice)
	ctx, n.cancel = context.WithCancel(ctx)
	go func() { n.agentC <- n.agent.Run(ctx) }()
	n.awaitAgent(ctx, n.agent.Running)
}

// runShared puts the agent of the server behind beside the gateway, unless it runs elsewhere.
func (n *node) runShared(ctx context.Context) {
	n.front.SetAgent(sharedPort{n.shared}, n.shared.notice(n.notice))
	ctx, n.cancel = context.WithCancel(ctx)
	go func() { n.agentC <- n.shared.run(ctx) }()
	n.awaitAgent(ctx, n.shared.settled)
}

// agentPatience is how long a start waits for its agent. One that is not there by then goes on trying by itself.
const agentPatience = 10 * time.Second

// awaitAgent lets the agent come up, so that the first client finds it.
func (n *node) awaitAgent(ctx context.Context, up func() bool) {
	ctx, cancel := context.WithTimeout(ctx, agentPatience)
	defer cancel()
	for !up() {
		select {
		case <-ctx.Done():
			n.config.log.Warn("The agent is not running yet")
			return
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// connect opens connections to the own server through memory, as the agent's own login.
func (n *node) connect(database, app string) (*sql.DB, error) {
	login, password := n.home().AgentLogin()
	_, machine := n.home().ServerName()
	c := mssql.NewConnectorConfig(msdsn.Config{
		Host: "localhost", Port: 1433, Protocols: []string{"tcp"}, Database: database, User: login, Password: password,
		AppName: app, Workstation: machine, Encryption: msdsn.EncryptionDisabled, PacketSize: 4096,
		Parameters: map[string]string{},
	})
	c.Dialer = pipeDialer{n.inside}
	return sql.OpenDB(c), nil
}

// pipeDialer connects to a gateway in this process.
type pipeDialer struct{ server *gateway.Server }

// DialContext implements mssql.Dialer.
func (d pipeDialer) DialContext(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	go d.server.ServeConn(server)
	return client, nil
}

// HostName implements mssql.HostDialer: the name is not looked up.
func (pipeDialer) HostName() string { return "localhost" }

// notice passes on what procedures tell the agent.
func (n *node) notice(m procs.Notice) {
	log := n.config.log.WithField("op", string(m.Op))
	switch {
	case m.Op == 'J' && (m.Action == 'S' || m.Action == 'R'):
		go func() {
			if err := n.agent.StartJob(context.Background(), m.JobID, m.StepID, m.Login); err != nil {
				log.WithError(err).Warn("Job not started")
			}
		}()
	case m.Op == 'J' && m.Action == 'C':
		n.agent.StopJob(m.JobID, m.Login)
	case m.Op == 'J':
		n.agent.JobChanged(m.JobID)
	case m.Op == 'S':
		n.agent.ScheduleChanged()
	case m.Op == 'P':
		n.agent.PollNow()
	case m.Op == 'G':
		n.agent.ScheduleChanged()
		n.agent.PollNow()
	}
}

// stop ends the agent, then the listener, then the store.
func (n *node) stop(ctx context.Context) error {
	if n.cancel != nil {
		n.cancel()
		<-n.agentC
	}
	n.server.Shutdown(ctx)
	n.inside.Shutdown(ctx)
	if n.backend == nil {
		if n.front != nil {
			n.front.Close()
		}
		return nil
	}
	return n.backend.Close()
}

// home is where an agent lives: the server whose jobs it runs, by a login of its own.
type home interface {
	ServerName() (name, machine string)
	AgentLogin() (name, password string)
	Secret(ctx context.Context, credential int64) (identity, secret string, err error)
	SetAgent(a procs.Agent, notice func(procs.Notice))
}

func (n *node) home() home {
	if n.backend != nil {
		return n.backend
	}
	return n.front
}

// agentPort is the agent as the procedures see it.
type agentPort struct{ a *agent.Agent }

var _ procs.Agent = agentPort{}

func (p agentPort) Running() bool  { return p.a.Running() }
func (p agentPort) Starting() bool { return p.a.Starting() }

func (p agentPort) CheckStart(job tds.GUID, name, login string) error {
	if !p.a.Running() {
		return procs.AgentNotRunning()
	}
	return p.a.CheckStart(job, name, login)
}

func (p agentPort) CheckStop(job tds.GUID, name, login string) error {
	if !p.a.Running() {
		return procs.AgentNotRunning()
	}
	return p.a.CheckStop(job, name, login)
}

func (p agentPort) Jobs() []procs.JobState { return jobStates(p.a.Jobs()) }

func jobStates(jobs []agent.JobState) []procs.JobState {
	var out []procs.JobState
	for _, j := range jobs {
		out = append(out, procs.JobState{
			JobID: j.JobID, Requested: true, Source: j.Source, SourceID: j.SourceID, Running: true,
			CurrentStep: j.Step, RetryAttempt: j.Attempt, State: j.State,
		})
	}
	return out
}

func (p agentPort) Enlist(ctx context.Context, e procs.Enlistment) error {
	if !p.a.Running() {
		return procs.AgentNotRunning()
	}
	return enlistBy(ctx, p.a, e)
}

func enlistBy(ctx context.Context, a *agent.Agent, e procs.Enlistment) error {
	in := agent.Enlistment{
		Action: int64(e.Action), Master: e.Master, User: e.User, TimeZone: e.TimeZone, LocalTime: e.LocalTime, PollInterval: e.PollInterval,
	}
	if e.Location != nil {
		in.Location = sql.Null[string]{V: *e.Location, Valid: true}
	}
	return a.Enlist(ctx, e.Tx, in)
}

// dataDir is where a server keeps its files when it is not told.
func dataDir() (string, error) {
	if dir := os.Getenv("MSSQL_DATA_DIR"); dir != "" {
		return dir, nil
	}
	base, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("no home directory: name one with --data: %w", err)
	}
	return filepath.Join(base, "msxgate"), nil
}
