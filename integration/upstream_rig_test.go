package integration

import (
	"fmt"
	"testing"
)

// behind is a server that stands behind gateways, reached over TCP as sa whose password is the tests'.
type behind interface {
	url() string // for --upstream
	dsn(database string) string
	exec(batches ...string)
	scalar(query string) string
	await(n int, query string)

	kill()    // as a power failure would
	restart() // after kill, with what was committed
	hasProcedures() bool
}

// rear makes the servers behind. The one called HQ is what a suite is about; those of other names are targets and the like.
type rear interface {
	open(t testing.TB, name string) behind
}

// process is `msxgate serve` as a server behind: engine and tables of msdb, and our procedures only where it is a stand-in
// for a server that has Agent's.
type process struct {
	*server
	procedures bool
}

func (p *process) url() string {
	return fmt.Sprintf("sqlserver://sa:%s@%s?encrypt=true&trustservercertificate=true", password, p.addr())
}

func (p *process) restart()            { p.start() }
func (p *process) hasProcedures() bool { return p.procedures }

// processes start a new process for each server, without procedures.
type processes struct{}

func (processes) open(t testing.TB, name string) behind {
	t.Helper()
	p := &process{server: newServer(t, name, "--procs", "none", "--agent", "off")}
	p.start()
	return p
}

// standIns start processes that have the procedures, as SQL Server has.
type standIns struct{}

func (standIns) open(t testing.TB, name string) behind {
	t.Helper()
	p := &process{server: newServer(t, name, "--agent", "off"), procedures: true}
	p.start()
	return p
}

// newFront prepares a gateway before a server.
func newFront(t testing.TB, name string, b behind, args ...string) *server {
	t.Helper()
	return newServer(t, name, append([]string{"--upstream", b.url()}, args...)...)
}

// front starts a gateway whose procedures are all ours and that has no agent.
func front(t testing.TB, b behind) *server {
	t.Helper()
	s := newFront(t, "HQ", b, "--procs", "all", "--agent", "off")
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the log of the gateway:\n%s", s.output())
		}
	})
	return s
}
