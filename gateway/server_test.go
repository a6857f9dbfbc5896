package gateway_test

import (
	"context"
	"crypto/tls"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/sirupsen/logrus"
	"github.com/sirupsen/logrus/hooks/test"

	"msxgate/gateway"
	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
)

// serve runs a server that the test itself has a hand on.
func serve(t testing.TB, s *gateway.Server) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if s.Log == nil {
		s.Log, _ = test.NewNullLogger()
	}
	s.Version = gateway.ProductVersion
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	t.Cleanup(func() {
		shutDown(s, 5*time.Second)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

func shutDown(s *gateway.Server, grace time.Duration) time.Duration {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	begun := time.Now()
	s.Shutdown(ctx)
	return time.Since(begun)
}

// TestShutdownDrains: the request under way is answered, idle connections are closed at once, and nobody waits for
// those.
func TestShutdownDrains(t *testing.T) {
	s := &gateway.Server{Backend: gatewaytest.Open(t)}
	addr := serve(t, s)
	busy, idle := raw(t, addr), raw(t, addr)
	if err := busy.conn.Send(&tds.Request{Batch: &tds.SQLBatch{Text: "WAITFOR DELAY '0:0:0.3' SELECT 1"}}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond)
	done := make(chan time.Duration, 1)
	go func() { done <- shutDown(s, 5*time.Second) }()
	if _, err := idle.conn.NextToken(); err == nil {
		t.Error("an idle connection hears something")
	}
	if len(done) > 0 {
		t.Error("the server did not wait for the request")
	}
	same(t, "the request under way", busy.answer(), "done")
	if d := <-done; d > 2*time.Second {
		t.Error("the end took", d)
	}
}

// TestShutdownGivesUp: a request that outlasts the grace is cut off.
func TestShutdownGivesUp(t *testing.T) {
	s := &gateway.Server{Backend: gatewaytest.Open(t)}
	c := raw(t, serve(t, s))
	if err := c.conn.Send(&tds.Request{Batch: &tds.SQLBatch{Text: "WAITFOR DELAY '1:0'"}}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond)
	if d := shutDown(s, 100*time.Millisecond); d > time.Second {
		t.Error("the end took", d)
	}
}

// TestConnectionLimit: what is beyond the limit is closed at once, and there is room again when somebody goes.
func TestConnectionLimit(t *testing.T) {
	log, hook := test.NewNullLogger()
	addr := serve(t, &gateway.Server{Backend: gatewaytest.Open(t), MaxConnections: 2, Log: log})
	first := raw(t, addr)
	raw(t, addr)
	for range 3 {
		if c, err := dialRaw(addr, "sa", gatewaytest.Password); err == nil {
			c.Close()
			t.Error("a third connection came in")
		}
	}
	first.conn.Close()
	deadline := time.Now().Add(5 * time.Second)
	for {
		c, err := dialRaw(addr, "sa", gatewaytest.Password)
		if err == nil {
			c.Close()
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("there is no room again:", err)
		}
	}
	if n := strings.Count(messages(hook.AllEntries()), "Connection refused"); n == 0 || n > 3 {
		t.Error("refusals were logged", n, "times")
	}
}

func messages(entries []*logrus.Entry) (all string) {
	for _, e := range entries {
		all += e.Message + "\n"
	}
	return all
}

// TestSlowLogin: a client that does not come to its login is sent away.
func TestSlowLogin(t *testing.T) {
	addr := serve(t, &gateway.Server{Backend: gatewaytest.Open(t), LoginTimeout: 100 * time.Millisecond})
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Write([]byte{0x12, 1})
	c.SetReadDeadline(time.Now().Add(5 * time.Second))
	if n, err := c.Read(make([]byte, 1)); n > 0 || err == nil || isTimeout(err) {
		t.Error(n, err)
	}
}

func isTimeout(err error) bool {
	t, ok := err.(net.Error)
	return ok && t.Timeout()
}

// faulty is a backend whose sessions panic.
type faulty struct{ gateway.Backend }

type faultySession struct{ gateway.Session }

func (f faulty) Open(ctx context.Context, c *tds.Conn, l *tds.Login7) (gateway.Session, *tds.LoginAnswer, error) {
	s, a, err := f.Backend.Open(ctx, c, l)
	return faultySession{s}, a, err
}

func (f faultySession) Serve(ctx context.Context, q *tds.Request, out *tds.Response) error {
	if q.Batch != nil && q.Batch.Text == "panic" {
		panic("a fault")
	}
	return f.Session.Serve(ctx, q, out)
}

// TestFaultStaysInItsSession: a fault of ours ends one session, with a word to its client and one to the log.
func TestFaultStaysInItsSession(t *testing.T) {
	log, hook := test.NewNullLogger()
	addr := serve(t, &gateway.Server{Backend: faulty{gatewaytest.Open(t)}, Log: log})
	c, other := raw(t, addr), raw(t, addr)
	c.batch("BEGIN TRAN CREATE TABLE tempdb.dbo.left_over (n int)")
	if got := strings.Join(c.batch("panic"), "; "); !strings.HasPrefix(got, "error 40005") {
		t.Error(got)
	}
	same(t, "the other session", other.batch("SELECT 1"), "done")
	same(t, "what the first has begun", other.batch("IF OBJECT_ID('tempdb.dbo.left_over') IS NULL AND (SELECT COUNT(*) FROM sys.dm_exec_sessions) = 1 SELECT 1"), "done")
	for range 200 {
		if strings.Contains(messages(hook.AllEntries()), "fault of the server") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the log does not know")
}

// TestKill ends another session, whose transaction is rolled back.
func TestKill(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c, victim := sa(t, addr), sa(t, addr)
	do(t, victim, "CREATE TABLE tempdb.dbo.k (n int)", "BEGIN TRAN INSERT tempdb.dbo.k VALUES (1)")
	spid := value(t, victim, "SELECT @@SPID")
	running := make(chan int32)
	go func() { running <- number(victim, "WAITFOR DELAY '0:1'") }()
	time.Sleep(50 * time.Millisecond)
	for _, test := range []struct {
		batch string
		want  int32
	}{{"KILL 99", 6106}, {"KILL 5", 6107}, {"KILL 40000", 6101}, {"BEGIN TRAN KILL 99", 6115}} {
		if got := number(c, test.batch); got != test.want {
			t.Errorf("%s: %d, want %d", test.batch, got, test.want)
		}
	}
	do(t, c, "IF @@TRANCOUNT > 0 ROLLBACK", "KILL "+spid)
	<-running
	for range 100 {
		if value(t, c, "SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE session_id = "+spid) == "0" {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	do(t, c, "SET LOCK_TIMEOUT 0", "UPDATE tempdb.dbo.k SET n = 2")
	if value(t, c, "SELECT COUNT(*) FROM tempdb.dbo.k") != "0" || number(c, "KILL "+spid) != 6106 {
		t.Error("the session that was killed is still there")
	}
}

// TestIdleSessions: an idle session costs less than 64 KiB, its client in this process included, and leaves nothing
// behind.
func TestIdleSessions(t *testing.T) {
	cert, _, err := tds.LoadOrCreateCertificate(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{cert}}
	addr := serve(t, &gateway.Server{Backend: gatewaytest.Open(t), Encrypt: tds.EncryptOn, TLS: config})
	for name, client := range map[string]*tds.ClientConfig{
		"plain": {Encrypt: tds.EncryptOff},
		"TLS":   {Encrypt: tds.EncryptOn, TLS: &tls.Config{InsecureSkipVerify: true}},
	} {
		t.Run(name, func(t *testing.T) { idleSessions(t, addr, client) })
	}
}

func idleSessions(t *testing.T, addr string, config *tds.ClientConfig) {
	const n = 100
	config.Login = tds.Login7{UserName: "sa", Password: gatewaytest.Password}
	connect := func() *tds.ClientConn {
		nc, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		c, err := tds.Dial(context.Background(), nc, config)
		if err != nil {
			t.Fatal(err)
		}
		(&rawClient{t, c}).batch("SELECT name FROM msdb.dbo.sysjobs_view")
		return c
	}
	first := connect()
	defer first.Close()
	before, goroutines := memory(), runtime.NumGoroutine()
	clients := make([]*tds.ClientConn, n)
	for i := range clients {
		clients[i] = connect()
	}
	per := (memory() - before) / n
	t.Logf("%d bytes for one more idle session and its client", per)
	if per > 64<<10 {
		t.Errorf("an idle session costs %d bytes", per)
	}
	for _, c := range clients {
		c.Close()
	}
	for range 200 {
		if runtime.NumGoroutine() <= goroutines+2 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines were %d before", runtime.NumGoroutine(), goroutines)
}

// memory is what the heap and the stacks hold.
func memory() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}
