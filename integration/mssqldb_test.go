package integration

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The tests that go-mssqldb comes with, run against a gateway: the driver's own idea of what SQL Server does.

// mssqldbFloor is how many of them have to pass. It only rises.
const mssqldbFloor = 1622

// mssqldbFails are those that fail, and why. A pattern has * for any text; n tests match it.
var mssqldbFails = []struct {
	pattern string
	n       int
	why     string
}{
	{"TestBulkcopy*", 2, "the table has a column of type geometry"},
	{"TestColumnTypeIntrospection/*", 3, "there are no types geometry, geography and hierarchyid"},
	{mssqldbPanics, 1, "there is no sys.fn_helpcollations, without which the test panics"},
	{"TestLoginWithColumnEncryption", 1, "Always Encrypted is not offered"},
	{"TestMessageQueue", 1, "PRINT in a batch has no DONE of its own"},
	{"TestMessageQueueWithErrors", 1, "there is no sys.system_columns"},
	{"TestMultipleErrors", 1, "8111 is not followed by 1750"},
	{"TestSelect*_collate_*_as_varchar(max))", 20, "varchar has the characters of code page 1252 or UTF-8, whatever its collation"},
	{"TestSelect*_as_hierarchyid)", 2, "there is no type hierarchyid"},
	{"TestSetLanguage", 1, "the names of months are those of English and German"},
	{"TestSprocWithCursorNoResult", 1, "PRINT, the statements on cursors and the conditions of WHILE have no DONEINPROC of their own"},
	{"TestTVPIdentity", 1, "a table parameter whose type has an identity column is taken to lack its value"},
}

// mssqldbPanics ends the whole run, so that it gets one of its own.
const mssqldbPanics = "TestLcidsFetching"

// mssqldbElsewhere need the network outside, and say nothing of a server.
const mssqldbElsewhere = "TestAccessTokenConnectorFailsToConnectIfNoAccessToken|TestConnectError/bad_addr"

// mssqldbTimed are the driver's tests of itself that are timed, and fail on a machine that is busy.
const mssqldbTimed = "TestProcessQueryCancelConfirmationError|TestCancelDuringRollback"

// TestMSSQLDB runs them.
func TestMSSQLDB(t *testing.T) {
	if os.Getenv("MSXGATE_ALL") == "" {
		t.Skip("the driver's own tests take a minute: make test-all")
	}
	dir := mssqldbSource(t)
	s := newServer(t, "HQ")
	s.start()
	results := mssqldbRun(t, dir, s, "-skip", "^"+mssqldbPanics+"$|"+mssqldbElsewhere+"|"+mssqldbTimed)
	for name, result := range mssqldbRun(t, dir, s, "-run", "^"+mssqldbPanics+"$") {
		results[name] = result
	}
	passed := 0
	for _, r := range results {
		if r == "pass" {
			passed++
		}
	}
	t.Logf("%d tests pass", passed)
	if passed < mssqldbFloor {
		t.Errorf("%d tests pass, want %d", passed, mssqldbFloor)
	}
	mssqldbJudge(t, leaves(results))
}

// mssqldbJudge compares the tests that fail with those that are known to.
func mssqldbJudge(t *testing.T, failed []string) {
	t.Helper()
	known := map[string]bool{}
	for _, f := range mssqldbFails {
		n := 0
		for _, name := range failed {
			if matches(f.pattern, name) {
				known[name] = true
				n++
			}
		}
		if n != f.n {
			t.Errorf("%d tests %s fail, %d are known to: %s", n, f.pattern, f.n, f.why)
		}
	}
	for _, name := range failed {
		if !known[name] {
			t.Errorf("%s fails", name)
		}
	}
}

// leaves are the tests that fail by themselves, not for one of their parts.
func leaves(results map[string]string) (failed []string) {
	for name, r := range results {
		part := false
		for other, result := range results {
			part = part || result == "fail" && strings.HasPrefix(other, name+"/")
		}
		if r == "fail" && !part {
			failed = append(failed, name)
		}
	}
	slices.Sort(failed)
	return failed
}

// matches tells whether a name is as a pattern has it, in which * is any text.
func matches(pattern, name string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == name
	}
	rest, ok := strings.CutPrefix(name, parts[0])
	for _, p := range parts[1 : len(parts)-1] {
		if ok {
			_, rest, ok = strings.Cut(rest, p)
		}
	}
	return ok && strings.HasSuffix(rest, parts[len(parts)-1])
}

// mssqldbSource is a copy of the driver's module: the cache cannot be written to, and its tests want to.
func mssqldbSource(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/microsoft/go-mssqldb").Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(strings.TrimSpace(string(out)))); err != nil {
		t.Fatal(err)
	}
	vet := exec.Command("go", "test", "-count=1", "-run", "^$", ".")
	vet.Dir = dir
	if out, err := vet.CombinedOutput(); err != nil {
		if os.Getenv("MSXGATE_ALL") != "" {
			t.Fatalf("the driver's tests cannot be built: %v\n%s", err, out)
		}
		t.Skipf("the driver's tests cannot be built, which takes modules from the network: %v", err)
	}
	return dir
}

// mssqldbRun runs tests of the driver and returns how each ended: pass, fail or skip.
func mssqldbRun(t *testing.T, dir string, s *server, which ...string) map[string]string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"test", "-json", "-count=1", "-timeout=5m"}, append(which, ".")...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), fmt.Sprintf("SQLSERVER_DSN=sqlserver://sa:%s@%s?database=master&trustServerCertificate=true", password, s.addr()))
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	results := map[string]string{}
	dec := json.NewDecoder(&stdout)
	for {
		var e struct{ Action, Test string }
		switch err := dec.Decode(&e); {
		case err == io.EOF:
			if len(results) == 0 {
				t.Fatal("no test ran")
			}
			return results
		case err != nil:
			t.Fatal(err)
		}
		if e.Test != "" && (e.Action == "pass" || e.Action == "fail" || e.Action == "skip") {
			results[e.Test] = e.Action
		}
	}
}

// TestMatches is the pattern of the table.
func TestMatches(t *testing.T) {
	for _, test := range []struct {
		pattern, name string
		want          bool
	}{
		{"TestA", "TestA", true},
		{"TestA", "TestAB", false},
		{"TestA*", "TestAB/c", true},
		{"TestA*_x_*)", "TestAB/_x_c)", true},
		{"TestA*_x_*)", "TestAB/_y_c)", false},
		{"TestA*b", "TestA/bc", false},
	} {
		if got := matches(test.pattern, test.name); got != test.want {
			t.Errorf("%s matches %s: %v", test.name, test.pattern, got)
		}
	}
}
