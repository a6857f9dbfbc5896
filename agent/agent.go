package agent

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/msdb"
	"msxgate/tds"
)

// Agent runs the jobs of one server and, when that server is enlisted, polls its master.
// Set the fields, then call Run; or Start, and Poll and Schedule for single turns.
type Agent struct {
	Name    string // the server's SERVERPROPERTY('ServerName')
	Machine string // its name without the instance
	Version int64  // its @@MICROSOFTVERSION

	// Connect opens connections to the agent's own server in a database, as a sysadmin. The application
	// name begins with SQLAgent.
	Connect func(database, app string) (*sql.DB, error)
	// Secret is the identity and secret of a credential of the own server.
	Secret func(ctx context.Context, credentialID int64) (identity, secret string, err error)

	// The login for the master, in place of the credential of sp_msx_set_account.
	MasterUser, MasterPassword string

	Aliases         map[string]string    // server name to host,port
	TrustDir        string               // *.pem: certificate authorities of masters
	OutputDir       string               // where steps may write output files: an absolute path; empty is nowhere
	Subsystems      map[string]Subsystem // by upper-case name
	PollInterval    time.Duration        // where MSXPollInterval is not set; 0 is a minute
	DialTimeout     time.Duration        // 0 is 15 seconds
	ShutdownTimeout time.Duration        // how long Stop waits for jobs to end; 0: JobShutdownTimeout, else 15 seconds
	Mail            *Mail                // by which operators get mail; nil: they get none
	HTTP            http.RoundTripper    // by which operators get messages at URLs; nil is http.DefaultTransport
	LookInterval    time.Duration        // how often to look for what others wrote; 0: all changes are told
	Now             func() time.Time     // the server's local clock
	NewID           func() tds.GUID
	Log             logrus.FieldLogger

	// MastersOnly leaves local jobs alone: another agent runs them.
	MastersOnly bool
	// Holder names this agent where several processes may run one on the same server: msxgate.registry has the latest that
	// started, and no other begins a run. Empty: there are no others.
	Holder string

	// Alarm rings once after a while, unless it is stopped before. nil is the system's timer.
	Alarm func(after time.Duration) (ring <-chan time.Time, stop func())

	signals signals
	life    sync.Mutex // one Start or Stop at a time
	asks    sync.Mutex // one request to run a job at a time, from its ledger entry to its begin
	polls   sync.Mutex // one poll at a time
	plan    plan

	mu       sync.Mutex // guards what follows
	state    state
	own      *sql.DB           // msdb of the own server
	seen     sight             // by the latest Look
	runs     map[tds.GUID]*run // by job
	session  int64             // syssessions.session_id of this start
	away     bool              // the last poll failed
	lasting  context.Context   // of what is recorded about runs: ends when Stop has waited long enough
	abandon  context.CancelFunc
	runGroup *sync.WaitGroup // of this start

	postGroup *sync.WaitGroup // messages on their way, of this start
	posting   int             // how many they are
	closing   chan struct{}   // closed when no delivery is to wait any more
}

type state uint8

const (
	stopped state = iota
	starting
	running
	stopping
)

// Applications by which the agent's connections are told apart. All begin with SQLAgent, which msdb's
// procedures take for the agent's mark, and have msxgate, so that nobody takes them for a native one.
const (
	appJobs   = "SQLAgent - msxgate jobs"
	appPoll   = "SQLAgent - msxgate"
	appEnlist = "SQLAgent - msxgate enlist"
)

// ownConnections caps the connections to the own server's msdb. Nothing that holds one waits for another.
const ownConnections = 8

var (
	errNotRunning = errors.New("the agent is not running")
	errStopping   = errors.New("the agent is stopping")
)

// ErrSuperseded is the cause with which the context of Run ends when another process may be running the agent of this server:
// runs are left behind at once, for that one to close.
var ErrSuperseded = errors.New("another agent may have taken over")

// Start connects to the own server, closes what an earlier life left running, begins a session and lets the runs go that were
// asked for and not begun. Run calls it.
func (a *Agent) Start(ctx context.Context) error {
	a.life.Lock()
	defer a.life.Unlock()
	a.mu.Lock()
	if a.state != stopped {
		a.mu.Unlock()
		return errors.New("the agent is running already")
	}
	a.state = starting
	a.seen = sight{}
	a.runs, a.runGroup = map[tds.GUID]*run{}, new(sync.WaitGroup)
	a.postGroup, a.closing = new(sync.WaitGroup), make(chan struct{})
	a.lasting, a.abandon = context.WithCancel(context.WithoutCancel(ctx))
	a.mu.Unlock()
	if err := a.start(ctx); err != nil {
		a.shutDown(a.shutdownTimeout())
		return err
	}
	a.setState(running)
	a.Log.Info("Agent started")
	return nil
}

func (a *Agent) start(ctx context.Context) error {
	own, err := a.Connect("msdb", appJobs)
	if err != nil {
		return fmt.Errorf("connect to the own server: %w", err)
	}
	own.SetMaxOpenConns(ownConnections)
	a.mu.Lock()
	a.own = own
	a.mu.Unlock()
	if err := a.beginSession(ctx); err != nil {
		return err
	}
	a.plan.reset()
	return a.recoverRuns(ctx)
}

func (a *Agent) beginSession(ctx context.Context) error {
	return a.inTx(ctx, func(tx msdb.Tx) error {
		if a.Holder != "" {
			if err := msdb.SetAgentHolder(ctx, tx, a.Holder); err != nil {
				return fmt.Errorf("take over: %w", err)
			}
		}
		if a.MastersOnly {
			if joined, err := a.joinSession(ctx, tx); joined || err != nil {
				return err
			}
		}
		id, err := msdb.InsertSession(ctx, tx, a.Now())
		if err != nil {
			return fmt.Errorf("begin a session: %w", err)
		}
		a.setSession(id)
		_, err = tx.Exec(ctx, `EXEC dbo.sp_sqlagent_create_jobactivity @session_id = @session, @job_id = NULL`, msdb.Arg{Name: "session", Value: id})
		return err
	})
}

// joinSession takes part in the session of the agent that runs the local jobs: clients look at the latest only.
func (a *Agent) joinSession(ctx context.Context, tx msdb.Tx) (joined bool, err error) {
	id, err := msdb.LatestSession(ctx, tx)
	if id.Valid {
		a.setSession(id.V)
	}
	return id.Valid, err
}

func (a *Agent) setSession(id int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.session = id
}

// Stop cancels what runs and waits for it. Runs that do not end in time are left behind and closed as lost
// by the next start.
func (a *Agent) Stop() { a.stop(a.shutdownTimeout()) }

func (a *Agent) stop(within time.Duration) {
	a.life.Lock()
	defer a.life.Unlock()
	if a.getState() != running {
		return
	}
	a.shutDown(within)
	a.Log.Info("Agent stopped")
}

// shutDown waits for that long for runs to end.
func (a *Agent) shutDown(within time.Duration) {
	until := time.Now().Add(within)
	a.mu.Lock()
	a.state = stopping
	own, group, posts := a.own, a.runGroup, a.postGroup
	for _, r := range a.runs {
		r.cancelBy("Shutdown Sequence 0")
	}
	a.mu.Unlock()
	if own != nil {
		if !ends(group, within) {
			a.Log.Warn("Jobs did not end in time and are left behind")
		}
		close(a.closing)
		if !ends(posts, max(time.Until(until), supersededGrace)) {
			a.Log.Warn("Messages to operators were not delivered in time and are given up")
		}
		a.abandon()
		if err := own.Close(); err != nil {
			a.Log.WithError(err).Warn("Own server not left in order")
		}
	}
	a.abandon()
	a.mu.Lock()
	a.state, a.own = stopped, nil
	a.mu.Unlock()
}

// ends waits for a group to end; false when it does not in time.
func ends(group *sync.WaitGroup, within time.Duration) bool {
	done := make(chan struct{})
	go func() {
		group.Wait()
		close(done)
	}()
	t := time.NewTimer(within)
	defer t.Stop()
	select {
	case <-done:
		return true
	case <-t.C:
		return false
	}
}

func (a *Agent) setState(s state) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.state = s
}

func (a *Agent) getState() state {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.state
}

// Running tells whether the agent takes requests.
func (a *Agent) Running() bool { return a.getState() == running }

// Starting tells whether the agent is in its start phase.
func (a *Agent) Starting() bool { return a.getState() == starting }

// pollInterval is what SET-POLL stored, else the agent's own default.
func (a *Agent) pollInterval(ctx context.Context) (time.Duration, error) {
	fallback := orDefault(a.PollInterval, time.Minute)
	v, err := msdb.IntSetting(ctx, a.tx(), msdb.SettingMSXPollInterval)
	if err != nil || !v.Valid || v.V <= 0 {
		return fallback, err
	}
	return time.Duration(v.V) * time.Second, nil
}

func (a *Agent) dialTimeout() time.Duration { return orDefault(a.DialTimeout, 15*time.Second) }

// shutdownTimeout is the agent's own, else what sp_set_sqlagent_properties stored.
func (a *Agent) shutdownTimeout() time.Duration {
	if a.ShutdownTimeout != 0 {
		return a.ShutdownTimeout
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	v, err := msdb.IntSetting(ctx, a.tx(), "JobShutdownTimeout")
	if err != nil || !v.Valid || v.V <= 0 {
		return 15 * time.Second
	}
	return time.Duration(v.V) * time.Second
}

func orDefault(d, fallback time.Duration) time.Duration {
	if d == 0 {
		return fallback
	}
	return d
}

func asError[T error](err error, target *T) bool { return errors.As(err, target) }
