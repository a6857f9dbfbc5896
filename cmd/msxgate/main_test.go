package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// output is a buffer that the program and the test use at once.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// runProgram runs msxgate to its end and returns its exit code and what it printed.
func runProgram(t *testing.T, stdin string, args ...string) (int, string) {
	t.Helper()
	var out output
	p := &program{stdin: strings.NewReader(stdin), stdout: &out, stderr: &out}
	return p.run(t.Context(), args), out.String()
}

// serve runs `msxgate serve` with a directory of its own until t ends, and returns where it listens, as -S names it, and
// its directory.
func serve(t *testing.T, args ...string) (server, dir string, log *output) {
	t.Helper()
	dir, log = t.TempDir(), &output{}
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan int, 1)
	p := &program{stdin: strings.NewReader(""), stdout: log, stderr: log, ready: func(a string) { ready <- a }}
	go func() {
		done <- p.run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", dir, "--server-name", "HQ"}, args...))
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-done; code != 0 {
			t.Errorf("serve ended with %d:\n%s", code, log)
		}
	})
	select {
	case addr := <-ready:
		return strings.Replace(addr, ":", ",", 1), dir, log
	case code := <-done:
		done <- code
		t.Fatalf("serve ended with %d:\n%s", code, log)
	case <-time.After(30 * time.Second):
		t.Fatal("serve was not ready in time")
	}
	return "", "", nil
}

func TestDemo(t *testing.T) {
	code, out := runProgram(t, "", "demo", "--once")
	if code != 0 {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	tables := strings.Split(out, "== ")
	last := tables[len(tables)-1]
	if strings.Count(last, "The job succeeded.") != 2 || !strings.Contains(last, "T1") || !strings.Contains(last, "T2") {
		t.Errorf("the last table does not show the job on both targets:\n%s", last)
	}
}

// TestPasswordPrintedOnce: without a password one is made, printed, and good for sa; a second start prints none.
func TestPasswordPrintedOnce(t *testing.T) {
	server, _, log := serve(t)
	m := regexp.MustCompile(`password of sa is (\S+)`).FindStringSubmatch(log.String())
	if m == nil {
		t.Fatalf("no password in:\n%s", log)
	}
	code, out := runProgram(t, "", "exec", "-S", server, "-P", m[1], "-C", "-Q", "SELECT SUSER_SNAME() AS who")
	if code != 0 || !strings.Contains(out, "sa") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

func TestExec(t *testing.T) {
	server, _, _ := serve(t, "--sa-password", "Pa55word!")
	script := filepath.Join(t.TempDir(), "s.sql")
	if err := os.WriteFile(script, []byte("\ufeffPRINT N'one'\nGO\n\nSELECT 1/0\nGO\nPRINT N'two'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, stdin string
		args        []string
		code        int
		want        []string
		not         string
	}{
		{"table", "", []string{"-Q", "SELECT 1 AS a, N'x' AS bcd"}, 0, []string{"a bcd\n- ---\n1 x\n", "(1 rows affected)"}, ""},
		{"no header", "", []string{"-h", "-1", "-Q", "SET NOCOUNT ON SELECT 7 AS seven"}, 0, []string{"7\n"}, "seven"},
		{"stdin", "PRINT N'hello'\nGO 2\n", nil, 0, []string{"hello\nhello\n"}, ""},
		{"errors go on", "", []string{"-i", script}, 0, []string{"one", "Msg 8134, Level 16, State 1, Server HQ, Line 4", "two"}, ""},
		{"errors stop", "", []string{"-b", "-i", script}, 1, []string{"one", "Msg 8134"}, "two"},
		{"database", "", []string{"-d", "msdb", "-Q", "SELECT DB_NAME() AS d"}, 0, []string{"msdb"}, ""},
		{"mandatory encryption", "", []string{"-N", "mandatory", "-Q", "SELECT 1"}, 0, []string{"1"}, ""},
		{"strict encryption", "", []string{"-N", "strict", "-Q", "SELECT 1"}, 0, []string{"1"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out := runProgram(t, c.stdin, append([]string{"exec", "-S", server, "-P", "Pa55word!", "-C"}, c.args...)...)
			if code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			for _, w := range c.want {
				if !strings.Contains(out, w) {
					t.Errorf("%q is not in:\n%s", w, out)
				}
			}
			if c.not != "" && strings.Contains(out, c.not) {
				t.Errorf("%q is in:\n%s", c.not, out)
			}
		})
	}
}

func TestTrust(t *testing.T) {
	server, dir, _ := serve(t, "--sa-password", "Pa55word!")
	ca, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	target := t.TempDir()
	code, out := runProgram(t, "n\n", "trust", "--data", target, server)
	if code == 0 || !strings.Contains(out, "nothing was stored") {
		t.Errorf("a no ended with %d:\n%s", code, out)
	}
	print := fingerprint(t, out)
	if code, out := runProgram(t, "", "trust", "--data", target, "--fingerprint", strings.Repeat("00", sha256.Size), server); code == 0 {
		t.Errorf("a wrong fingerprint was accepted:\n%s", out)
	}
	if code, out := runProgram(t, "", "trust", "--data", target, "--fingerprint", print, server); code != 0 {
		t.Fatalf("the right fingerprint ended with %d:\n%s", code, out)
	}
	files, _ := filepath.Glob(filepath.Join(target, "trust", "*.pem"))
	if len(files) != 1 {
		t.Fatalf("%d certificates are stored", len(files))
	}
	if got, _ := os.ReadFile(files[0]); !bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(ca)) {
		t.Error("what is stored is not the server's authority")
	}
}

func fingerprint(t *testing.T, out string) string {
	t.Helper()
	m := regexp.MustCompile(`SHA-256:\s+(\S+)`).FindStringSubmatch(out)
	if m == nil {
		t.Fatalf("no fingerprint in:\n%s", out)
	}
	return m[1]
}

func TestMetricsAndHealth(t *testing.T) {
	_, _, log := serve(t, "--sa-password", "Pa55word!", "--http", "127.0.0.1:0")
	m := regexp.MustCompile(`are served" address="([^"]+)"`).FindStringSubmatch(log.String())
	if m == nil {
		t.Fatalf("no address in:\n%s", log)
	}
	for path, want := range map[string]string{"/healthz": "ok", "/metrics": `msxgate_info{server="HQ"`} {
		res, err := http.Get("http://" + m[1] + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("%s: %s\n%s", path, res.Status, body)
		}
	}
}

func TestConfigFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "msxgate.conf")
	if err := os.WriteFile(file, []byte("# a comment\nserver-name = BRANCH # theirs\nserve.sa-password = Pa55word!\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	log, ctx := &output{}, t.Context()
	ctx, cancel := context.WithCancel(ctx)
	ready, done := make(chan string, 1), make(chan int, 1)
	p := &program{stdin: strings.NewReader(""), stdout: log, stderr: log, ready: func(a string) { ready <- a }}
	go func() {
		done <- p.run(ctx, []string{"serve", "--config", file, "--listen", "127.0.0.1:0", "--data", t.TempDir()})
	}()
	select {
	case addr := <-ready:
		code, out := runProgram(t, "", "exec", "-S", strings.Replace(addr, ":", ",", 1), "-P", "Pa55word!", "-C", "-Q", "SELECT @@SERVERNAME")
		if code != 0 || !strings.Contains(out, "BRANCH") {
			t.Errorf("exit code %d:\n%s", code, out)
		}
	case code := <-done:
		t.Fatalf("serve ended with %d:\n%s", code, log)
	}
	cancel()
	<-done
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"version"}, 0, "msxgate "},
		{[]string{"procs", "sp_msx_enlist"}, 0, "@msx_server_name sysname, @location nvarchar(100) = NULL"},
		{[]string{"--help"}, 0, "serve"},
		{[]string{"frobnicate"}, 2, "unexpected argument frobnicate"},
		{[]string{"serve", "--poll-interval", "0"}, 1, "--poll-interval is 1 to 28800"},
		{[]string{"serve", "--encrypt", "maybe"}, 2, "must be one of"},
		{[]string{"serve", "--tls-cert", "main.go"}, 1, "go together"},
	} {
		code, out := runProgram(t, "", append(c.args, dataFlag(t, c.args)...)...)
		if code != c.code || !strings.Contains(out, c.want) {
			t.Errorf("%s: exit code %d, want %d with %q:\n%s", strings.Join(c.args, " "), code, c.code, c.want, out)
		}
	}
}

// dataFlag keeps serve out of the home directory.
func dataFlag(t *testing.T, args []string) []string {
	if args[0] == "serve" {
		return []string{"--data", t.TempDir()}
	}
	return nil
}

func TestCellsAndTables(t *testing.T) {
	var b bytes.Buffer
	printTable(&b, [][]string{{"id", "name"}, {"1", "x"}, {"22", "Größe"}}, true, false, "  ")
	want := "id  name\n--  -----\n1   x\n22  Größe\n"
	if b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
	for _, c := range []struct {
		v    any
		typ  string
		want string
	}{
		{nil, "INT", "NULL"},
		{true, "BIT", "1"},
		{[]byte{1, 0xAB}, "VARBINARY", "0x01AB"},
		{[]byte("1.50"), "DECIMAL", "1.50"},
		{time.Date(2026, 1, 5, 9, 30, 0, 7e6, time.UTC), "DATETIME", "2026-01-05 09:30:00.007"},
		{time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC), "DATE", "2026-01-05"},
	} {
		if got := cell(c.v, c.typ); got != c.want {
			t.Errorf("cell(%v, %s) = %q, want %q", c.v, c.typ, got, c.want)
		}
	}
}
