package integration

import (
	"crypto/rand"
	"io"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestBadInput throws at a server what is no TDS; it must close each connection and go on serving.
func TestBadInput(t *testing.T) {
	s := newServer(t, "HQ")
	s.start()
	random := make([]byte, 64<<10)
	rand.Read(random)
	login := append([]byte{0x10, 0x01, 0x00, 0x20, 0, 0, 0, 0}, []byte{0xFF, 0xFF, 0xFF, 0x7F, 4, 0, 0, 0x74, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}...)
	for name, bytes := range map[string][]byte{
		"random bytes":       random,
		"HTTP":               []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
		"half a header":      {0x12, 0x01, 0x00},
		"length below 8":     {0x12, 0x01, 0x00, 0x04, 0, 0, 0, 0},
		"prelogin that lies": {0x12, 0x01, 0x00, 0x0E, 0, 0, 0, 0, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF},
		"login that lies":    login,
		"batch before login": {0x01, 0x01, 0x00, 0x0A, 0, 0, 0, 0, 0x41, 0x00},
	} {
		c, err := net.Dial("tcp", s.addr())
		if err != nil {
			t.Fatal(err)
		}
		c.Write(bytes)
		c.(*net.TCPConn).CloseWrite()
		c.SetReadDeadline(time.Now().Add(10 * time.Second))
		if _, err := io.Copy(io.Discard, c); err != nil && !strings.Contains(err.Error(), "reset") {
			t.Errorf("%s: %v", name, err)
		}
		c.Close()
	}
	if got := s.scalar("SELECT 1"); got != "1" {
		t.Error("the server does not serve any more")
	}
}

// TestWrongPassword: the client learns 18456 and nothing else, whatever was wrong; the log says more.
func TestWrongPassword(t *testing.T) {
	s := newServer(t, "HQ")
	s.start()
	for _, login := range []string{"sa", "nobody", "##msxgate_agent##"} {
		out, err := exec.Command(binary, "exec", "-S", strings.Replace(s.addr(), ":", ",", 1), "-U", login, "-P", "wrong", "-C", "-Q", "SELECT 1").CombinedOutput()
		if err == nil || !strings.Contains(string(out), "Login failed for user '"+login+"'") {
			t.Errorf("%s: %v\n%s", login, err, out)
		}
	}
	if log := s.output(); strings.Contains(log, "wrong\"") || strings.Contains(log, password) {
		t.Error("a password stands in the log")
	}
}

// TestStoreLocked: two servers cannot open one store.
func TestStoreLocked(t *testing.T) {
	s := newServer(t, "HQ")
	s.start()
	out, err := exec.Command(binary, "serve", "--data", s.dir, "--listen", "127.0.0.1:0").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "another process") {
		t.Errorf("%v\n%s", err, out)
	}
}
