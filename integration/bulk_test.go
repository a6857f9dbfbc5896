package integration

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const bulkTable = `CREATE TABLE master.dbo.loaded (id int NOT NULL PRIMARY KEY, name nvarchar(60) NULL, note text NULL, amount decimal(12, 2) NULL, at datetime NULL)`

// bulkTotals sums up what the clients load: 1000 rows with the amounts 0.25, 1.25 and so on, and no note in every tenth.
const (
	bulkTotals = `SELECT CONCAT(COUNT(*), ' ', SUM(CASE WHEN note IS NULL THEN 0 ELSE 1 END), ' ', SUM(amount), ' ', MIN(name), ' ', MAX(CONVERT(varchar(10), at, 120)), ' ', MAX(DATALENGTH(note))) FROM master.dbo.loaded`
	bulkWant   = "1000 900 499750.00 Größe 0 2024-02-29 7"
)

// TestBulkClients loads the same rows with each program that can.
func TestBulkClients(t *testing.T) {
	for _, c := range []struct {
		name string
		run  func(t *testing.T, s *server)
	}{
		{"freebcp 7.0", func(t *testing.T, s *server) { runFreeBCP(t, s, "7.0", bulkFile(t, "0"), 0) }},
		{"freebcp 7.1", func(t *testing.T, s *server) { runFreeBCP(t, s, "7.1", bulkFile(t, "0"), 0) }},
		{"freebcp 7.3", func(t *testing.T, s *server) { runFreeBCP(t, s, "7.3", bulkFile(t, "0"), 0) }},
		{"freebcp 7.4 in batches", func(t *testing.T, s *server) { runFreeBCP(t, s, "7.4", bulkFile(t, "0"), 0, "-b", "300") }},
		{"pymssql", func(t *testing.T, s *server) {
			runProgram(t, "", pythonWith(t, "pymssql"), "clients/pymssql_bulk.py", "127.0.0.1", strconv.Itoa(s.port), password)
		}},
		{"tedious", func(t *testing.T, s *server) {
			runProgram(t, "", nodeWithTedious(t), "--no-deprecation", "clients/tedious_bulk.js", "127.0.0.1", strconv.Itoa(s.port), password)
		}},
		{"SqlBulkCopy (Mono)", func(t *testing.T, s *server) { runMono(t, s, "SqlClientBulk") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, "HQ")
			s.start()
			s.exec(bulkTable)
			c.run(t, s)
			if got := s.scalar(bulkTotals); got != bulkWant {
				t.Errorf("got %s, want %s", got, bulkWant)
			}
		})
	}
}

// TestFreeBCPDuplicate: a row that is refused fails the program, and nothing of its batch stands.
func TestFreeBCPDuplicate(t *testing.T) {
	t.Parallel()
	s := newServer(t, "HQ")
	s.start()
	s.exec(bulkTable)
	out := runFreeBCP(t, s, "7.4", bulkFile(t, "999"), 1)
	if !strings.Contains(out, "2627") || s.scalar(`SELECT COUNT(*) FROM master.dbo.loaded`) != "0" {
		t.Errorf("%s rows after\n%s", s.scalar(`SELECT COUNT(*) FROM master.dbo.loaded`), out)
	}
}

// bulkFile is a file of character data for bcp; first is the key of its first row.
func bulkFile(t *testing.T, first string) string {
	t.Helper()
	var b strings.Builder
	for i := range 1000 {
		key, note := strconv.Itoa(i), "a  note"
		if i == 0 {
			key = first
		}
		if i%10 == 0 {
			note = ""
		}
		fmt.Fprintf(&b, "%s\tGröße %d\t%s\t%d.25\t2024-02-29 12:00:00\n", key, i, note, i)
	}
	name := filepath.Join(t.TempDir(), "rows.txt")
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// runFreeBCP loads a file in a version of TDS, and returns what the program printed.
func runFreeBCP(t *testing.T, s *server, version, file string, code int, options ...string) string {
	t.Helper()
	args := append([]string{"master.dbo.loaded", "in", file, "-c", "-S", "127.0.0.1:" + strconv.Itoa(s.port), "-U", "sa", "-P", password}, options...)
	cmd := exec.Command(need(t, "freebcp"), args...)
	cmd.Env = append(os.Environ(), "TDSVER="+version, "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != code {
		t.Fatalf("freebcp: %v\n%s", err, out)
	}
	return string(out)
}
