package integration

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/microsoft/go-mssqldb"
)

// password is sa's on every server that the tests start.
const password = "Pa55word!"

// binary is the built msxgate.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "msxgate-test-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "msxgate")
	if out, err := exec.Command("go", "build", "-o", binary, "msxgate/cmd/msxgate").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%s\n%v\n", out, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// need skips a test whose client program is not installed; with MSXGATE_ALL it fails instead.
func need(t testing.TB, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err == nil {
		return path
	}
	if os.Getenv("MSXGATE_ALL") != "" {
		t.Fatalf("%s is not installed", program)
	}
	t.Skipf("%s is not installed", program)
	return ""
}

// server is a running `msxgate serve`.
type server struct {
	t    testing.TB
	name string
	dir  string
	port int
	args []string
	env  []string

	mu   sync.Mutex
	cmd  *exec.Cmd
	log  strings.Builder
	read chan struct{} // closed when the output has ended
}

// newServer prepares a server with a data directory and a port of its own; start runs it.
func newServer(t testing.TB, name string, args ...string) *server {
	t.Helper()
	return &server{t: t, name: name, dir: t.TempDir(), port: freePort(t), args: args}
}

var ports struct {
	mu    sync.Mutex
	given map[int]bool
}

// freePort is a port that nobody listens on, and that neither connections that go out nor listeners on port 0 are given.
func freePort(t testing.TB) int {
	t.Helper()
	ports.mu.Lock()
	defer ports.mu.Unlock()
	if ports.given == nil {
		ports.given = map[int]bool{}
	}
	for range 1000 {
		port := 10000 + rand.IntN(20000)
		l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
		if err != nil || ports.given[port] {
			continue
		}
		l.Close()
		ports.given[port] = true
		return port
	}
	t.Fatal("no port is free")
	return 0
}

// start runs the server and returns when it accepts connections.
func (s *server) start() {
	s.t.Helper()
	args := append([]string{
		"serve", "--server-name", s.name, "--data", s.dir, "--listen", "127.0.0.1:" + strconv.Itoa(s.port), "--poll-interval", "1",
	}, s.args...)
	cmd := exec.Command(binary, args...)
	cmd.Env = append(append(os.Environ(), "MSXGATE_SA_PASSWORD="+password), s.env...)
	pipe, err := cmd.StderrPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	cmd.Stdout = io.Discard
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	ready := make(chan bool, 1)
	s.mu.Lock()
	s.cmd, s.read = cmd, make(chan struct{})
	s.mu.Unlock()
	go s.drain(pipe, ready)
	s.t.Cleanup(s.kill)
	select {
	case ok := <-ready:
		if !ok {
			s.t.Fatalf("%s did not start:\n%s", s.name, s.output())
		}
	case <-time.After(30 * time.Second):
		s.t.Fatalf("%s was not ready in time:\n%s", s.name, s.output())
	}
}

// drain reads the log and tells when the server is ready, or that it ended.
func (s *server) drain(r io.Reader, ready chan<- bool) {
	defer close(s.read)
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		s.mu.Lock()
		s.log.WriteString(lines.Text() + "\n")
		s.mu.Unlock()
		if strings.Contains(lines.Text(), "Ready") {
			ready <- true
		}
	}
	select {
	case ready <- false:
	default:
	}
}

func (s *server) output() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

// stop ends the server in order and checks that it did.
func (s *server) stop() { s.end(syscall.SIGTERM) }

// kill ends it as a power failure would.
func (s *server) kill() { s.end(syscall.SIGKILL) }

func (s *server) end(sig syscall.Signal) {
	s.mu.Lock()
	cmd, read := s.cmd, s.read
	s.cmd = nil
	s.mu.Unlock()
	if cmd == nil {
		return
	}
	cmd.Process.Signal(sig)
	<-read
	if err := cmd.Wait(); err != nil && sig == syscall.SIGTERM {
		s.t.Errorf("%s: %v\n%s", s.name, err, s.output())
	}
}

func (s *server) addr() string { return "127.0.0.1:" + strconv.Itoa(s.port) }

// dsn is how go-mssqldb names the server in a database.
func (s *server) dsn(database string) string {
	return fmt.Sprintf("sqlserver://sa:%s@%s?encrypt=true&trustServerCertificate=true&database=%s", password, s.addr(), database)
}

// open connects as sa.
func (s *server) open() *sql.DB {
	s.t.Helper()
	return s.openDatabase("msdb")
}

// openDatabase connects as sa to a database.
func (s *server) openDatabase(name string) *sql.DB {
	s.t.Helper()
	db, err := sql.Open("sqlserver", s.dsn(name))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { db.Close() })
	return db
}

// exec runs batches one after the other; an error fails the test.
func (s *server) exec(batches ...string) {
	s.t.Helper()
	db := s.open()
	defer db.Close()
	for _, b := range batches {
		if _, err := db.ExecContext(context.Background(), b); err != nil {
			s.t.Fatalf("%s: %s: %v", s.name, strings.TrimSpace(b), err)
		}
	}
}

// scalar is the single value that a query returns.
func (s *server) scalar(query string) string {
	s.t.Helper()
	db := s.open()
	defer db.Close()
	var v sql.NullString
	if err := db.QueryRow(query).Scan(&v); err != nil {
		s.t.Fatalf("%s: %s: %v", s.name, query, err)
	}
	return v.String
}

// await waits until a query that counts finds n rows.
func (s *server) await(n int, query string) {
	s.t.Helper()
	db := s.open()
	defer db.Close()
	deadline := time.Now().Add(30 * time.Second)
	for {
		var got int
		err := db.QueryRow(query).Scan(&got)
		if err == nil && got == n {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("%s: %s: %d (%v), want %d\n%s", s.name, query, got, err, n, s.output())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// trust makes the server trust the certificate of another, as an administrator does.
func (s *server) trust(master *server) {
	s.t.Helper()
	cmd := exec.Command(binary, "trust", "--data", s.dir, "127.0.0.1,"+strconv.Itoa(master.port))
	cmd.Stdin = strings.NewReader("y\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("trust: %v\n%s", err, out)
	}
}

// enterprise is a master with targets that could enlist: HQ has MSXOperator and a login for them, each of them trusts HQ and
// has the credential.
type enterprise struct {
	hq      *server
	targets []*server
}

// newEnterprise starts HQ and n targets T1, T2, ... Each target finds all the others by their names.
func newEnterprise(t testing.TB, n int) *enterprise {
	t.Helper()
	return newEnterpriseOf(t, n, func(name string) *server { return newServer(t, name) })
}

// newEnterpriseOf is newEnterprise of servers that something else prepares.
func newEnterpriseOf(t testing.TB, n int, prepare func(name string) *server) *enterprise {
	t.Helper()
	e := &enterprise{hq: prepare("HQ")}
	t.Cleanup(func() { e.tell(t) })
	e.hq.start()
	e.hq.exec(`EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator', @email_address = N'dba@example.org'`,
		`CREATE LOGIN targets WITH PASSWORD = N'T4rgets!'`,
		`CREATE USER targets FOR LOGIN targets`,
		`ALTER ROLE TargetServersRole ADD MEMBER targets`)
	for i := range n {
		e.targets = append(e.targets, prepare(fmt.Sprintf("T%d", i+1)))
	}
	for _, s := range e.targets {
		for _, other := range append(e.targets, e.hq) {
			if other != s {
				s.args = append(s.args, "--alias", fmt.Sprintf("%s=127.0.0.1,%d", other.name, other.port))
			}
		}
		s.start()
		s.trust(e.hq)
		s.exec(`CREATE CREDENTIAL MsxLogin WITH IDENTITY = N'targets', SECRET = N'T4rgets!'`,
			`EXEC msdb.dbo.sp_msx_set_account @credential_name = N'MsxLogin'`)
	}
	return e
}

// tell prints the logs of all servers when the test has failed.
func (e *enterprise) tell(t testing.TB) {
	if !t.Failed() {
		return
	}
	for _, s := range append([]*server{e.hq}, e.targets...) {
		t.Logf("the log of %s:\n%s", s.name, s.output())
	}
}

// enlist enlists every target.
func (e *enterprise) enlist() {
	for _, s := range e.targets {
		s.exec(`EXEC msdb.dbo.sp_msx_enlist N'HQ', N'` + s.name + ` site'`)
	}
}

// server finds one by its name.
func (e *enterprise) server(name string) *server {
	for _, s := range append(e.targets, e.hq) {
		if s.name == name {
			return s
		}
	}
	e.hq.t.Fatalf("there is no server %s", name)
	return nil
}
