package integration

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestUpstream runs the suite of upstream mode before processes of ours that are plain servers.
func TestUpstream(t *testing.T) { suite(t, processes{}) }

// suite is what upstream mode is tested by, whatever makes the servers behind.
func suite(t *testing.T, r rear) {
	t.Run("relay", func(t *testing.T) { t.Parallel(); relays(t, r) })
	t.Run("scripts", func(t *testing.T) { upstreamScripts(t, r) })
	t.Run("batches", func(t *testing.T) { upstreamBatches(t, r) })
	t.Run("tokens", func(t *testing.T) { upstreamTokens(t, r) })
	t.Run("lines", func(t *testing.T) { t.Parallel(); upstreamLines(t, r) })
	t.Run("reset", func(t *testing.T) { t.Parallel(); upstreamResets(t, r) })
	t.Run("clients", func(t *testing.T) { upstreamClients(t, r) })
	t.Run("gateways", func(t *testing.T) { t.Parallel(); twoGateways(t, r) })
	t.Run("stories", func(t *testing.T) { upstreamStories(t, r) })
	t.Run("kill", func(t *testing.T) { t.Parallel(); serverKilled(t, r) })
	t.Run("kill of a gateway", func(t *testing.T) { t.Parallel(); gatewayKilled(t, r) })
	t.Run("auto", func(t *testing.T) { t.Parallel(); autoProcedures(t, r) })
}

// relays: a gateway without procedures of its own changes nothing that a client sees.
func relays(t *testing.T, r rear) {
	b := r.open(t, "HQ")
	s := newFront(t, "HQ", b, "--procs", "none", "--agent", "off")
	s.start()
	for _, q := range []string{`SELECT @@SERVERNAME`, `SELECT @@VERSION`, `SELECT CONVERT(nvarchar(128), SERVERPROPERTY('Edition'))`, `SELECT DB_NAME()`} {
		if got, want := s.scalar(q), b.scalar(q); got != want {
			t.Errorf("%s: %q through the gateway, %q without", q, got, want)
		}
	}
	s.exec(`CREATE TABLE msdb.dbo.relayed (n int)`, `INSERT INTO msdb.dbo.relayed VALUES (1), (2)`)
	if got := b.scalar(`SELECT SUM(n) FROM msdb.dbo.relayed`); got != "3" {
		t.Errorf("behind: %s", got)
	}
	if b.hasProcedures() {
		return
	}
	if out, err := runExec(s, `EXEC msdb.dbo.sp_help_targetservergroup`); err == nil || !strings.Contains(out, "Msg 2812") {
		t.Errorf("a procedure that nobody has: %v\n%s", err, out)
	}
}

// runExec runs a batch by `msxgate exec`.
func runExec(s *server, batch string) (string, error) {
	out, err := exec.Command(binary, "exec", "-S", strings.Replace(s.addr(), ":", ",", 1), "-U", "sa", "-P", password, "-C", "-b", "-Q", batch).CombinedOutput()
	return string(out), err
}

// notPlayed are the golden scripts that are left to the tests in one process.
var notPlayed = map[string]bool{
	"msdb_messages.sql": true, // grants EXECUTE on a procedure, which is no object behind
	"msdb_raisers.sql":  true, // wants an agent that takes every request

	// show the local time of a target, which goes on with the clock
	"sp_enlist_tsx.sql": true, "sp_help_targetserver.sql": true, "sp_target_server_summary.sql": true,
}

// upstreamScripts plays the golden scripts of the procedures.
func upstreamScripts(t *testing.T, r rear) {
	for _, f := range sqlFiles(t, "../procs/testdata") {
		if notPlayed[filepath.Base(f)] {
			continue
		}
		t.Run(filepath.Base(f), func(t *testing.T) {
			t.Parallel()
			playScript(t, front(t, r.open(t, "HQ")).dsn("master"), adapt(t, f))
		})
	}
}

// upstreamBatches plays texts in which calls of ours stand among statements of the server.
func upstreamBatches(t *testing.T, r rear) {
	for _, f := range sqlFiles(t, "testdata/upstream") {
		t.Run(filepath.Base(f), func(t *testing.T) {
			t.Parallel()
			playScript(t, front(t, r.open(t, "HQ")).dsn("master"), f)
		})
	}
}
