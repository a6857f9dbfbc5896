package main

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/sirupsen/logrus"

	"msxgate/gateway/gatewaytest"
)

// pools opens connections to a server that has no application locks, each as another gateway would.
func pools(t *testing.T, n int) []*sql.DB {
	t.Helper()
	dsn := gatewaytest.Start(t)
	var out []*sql.DB
	for range n {
		db, err := sql.Open("sqlserver", dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		out = append(out, db)
	}
	return out
}

func newLease(t *testing.T, db *sql.DB) *lease {
	t.Helper()
	l, err := openLease(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.close)
	return l
}

func (l *lease) mustTake(t *testing.T, wait time.Duration, want bool) {
	t.Helper()
	if got, err := l.take(t.Context(), wait); got != want || err != nil {
		t.Fatalf("take: %t %v, want %t", got, err, want)
	}
}

// One has the lease; another gets it when the first has gone, while it waits or later.
func TestLease(t *testing.T) {
	t.Parallel()
	dbs := pools(t, 3)
	one, two, three := newLease(t, dbs[0]), newLease(t, dbs[1]), newLease(t, dbs[2])
	one.mustTake(t, 0, true)
	two.mustTake(t, 0, false)
	two.mustTake(t, 50*time.Millisecond, false)

	got := make(chan bool)
	go func() {
		ok, err := two.take(context.Background(), 20*time.Second)
		got <- ok && err == nil
	}()
	one.close()
	if !<-got {
		t.Fatal("the one that waits does not get it")
	}
	three.mustTake(t, 0, false)

	// Its connection lives, until it does not.
	end, held := make(chan struct{}), make(chan error, 1)
	go func() { held <- two.hold(end) }()
	close(end)
	if err := <-held; err != nil {
		t.Errorf("hold: %v", err)
	}
	two.close()
	three.mustTake(t, 20*time.Second, true)
	if err := two.hold(nil); err == nil {
		t.Error("a closed connection holds")
	}
}

// A wait ends with its context.
func TestLeaseCancelled(t *testing.T) {
	t.Parallel()
	dbs := pools(t, 2)
	one, two := newLease(t, dbs[0]), newLease(t, dbs[1])
	one.mustTake(t, 0, true)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if got, err := two.take(ctx, time.Minute); got || err == nil {
		t.Errorf("take: %t %v", got, err)
	}
}

// A server that has no application locks has the lock of a row.
func TestLeaseByRow(t *testing.T) {
	t.Parallel()
	dbs := pools(t, 2)
	one, two := newLease(t, dbs[0]), newLease(t, dbs[1])
	for _, l := range []*lease{one, two} {
		if err := l.makeRow(t.Context()); err != nil {
			t.Fatal(err)
		}
		l.byRow = true
	}
	one.mustTake(t, 0, true)
	two.mustTake(t, 50*time.Millisecond, false)
	one.close()
	two.mustTake(t, 20*time.Second, true)
}

// One that has them is asked for them.
func TestLeaseByApplock(t *testing.T) {
	t.Parallel()
	l := newLease(t, pools(t, 1)[0])
	l.mustTake(t, 0, true)
	if l.byRow {
		t.Error("the lease is the lock of a row though there are application locks")
	}
	var mode string
	if err := l.conn.QueryRowContext(t.Context(), `SELECT APPLOCK_MODE('public', 'msxgate agent', 'Session')`).Scan(&mode); err != nil || mode != "Exclusive" {
		t.Errorf("the lock is %q, %v", mode, err)
	}
}

// line is a network that loses connections.
type line struct {
	mu    sync.Mutex
	conns []net.Conn
}

// DialContext implements mssql.Dialer.
func (l *line) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	var d net.Dialer
	c, err := d.DialContext(ctx, network, addr)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns = append(l.conns, c)
	return c, err
}

func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.conns {
		c.Close()
	}
	l.conns = nil
}

// A lost connection costs the lease only when somebody else takes it.
func TestLeaseKeep(t *testing.T) {
	t.Parallel()
	dsn := gatewaytest.Start(t)
	c, err := mssql.NewConnector(dsn)
	if err != nil {
		t.Fatal(err)
	}
	lost := &line{}
	c.Dialer = lost
	db, other := sql.OpenDB(c), sql.OpenDB(must(mssql.NewConnector(dsn)))
	t.Cleanup(func() { db.Close(); other.Close() })
	l, rival := newLease(t, db), newLease(t, other)
	l.mustTake(t, 0, true)
	names := func(holder string) {
		t.Helper()
		if _, err := other.Exec(`DELETE FROM msdb.msxgate.registry WHERE value_name = N'AgentHolder'
			INSERT INTO msdb.msxgate.registry (key_path, value_name, type, value) VALUES (N'msxgate', N'AgentHolder', N'REG_SZ', @p1)`, holder); err != nil {
			t.Fatal(err)
		}
	}
	names("me")
	log := logrus.New()
	hook := &said{text: "held again", seen: make(chan struct{}, 1)}
	log.SetOutput(hook)
	end, kept := make(chan struct{}), make(chan error, 1)
	go func() { kept <- l.keep("me", end, log) }()
	lost.cut()
	<-hook.seen
	rival.mustTake(t, 0, false)

	// Another agent has started meanwhile.
	names("another")
	lost.cut()
	if err := <-kept; !errors.Is(err, errLeaseTaken) {
		t.Errorf("keep: %v", err)
	}
	l.close()

	// Another has it.
	names("me")
	l = newLease(t, db)
	l.mustTake(t, 20*time.Second, true)
	go func() { kept <- l.keep("me", end, log) }()
	taken := make(chan error, 1)
	go func() {
		_, err := rival.take(context.Background(), 20*time.Second)
		taken <- err
	}()
	time.Sleep(50 * time.Millisecond) // rival waits, most likely; the test holds either way
	lost.cut()
	if err := <-kept; err == nil {
		rival.close()
		t.Error("two have it")
	}
	if err := <-taken; err != nil {
		t.Error(err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// said waits for a text in a log.
type said struct {
	text string
	seen chan struct{}
}

func (s *said) Write(p []byte) (int, error) {
	if strings.Contains(string(p), s.text) {
		s.seen <- struct{}{}
	}
	return len(p), nil
}
