package tds_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"msxgate/tds"
)

// FreeTDS speaks every version of the protocol, 7.0 and 7.1 without PRELOGIN or with it,
// and encrypts its login when it can.
func TestFreeTDS(t *testing.T) {
	tsql, err := exec.LookPath("tsql")
	if err != nil {
		t.Skip("tsql (FreeTDS) is not installed")
	}
	for _, version := range []string{"7.0", "7.1", "7.2", "7.3", "7.4"} {
		t.Run(version, func(t *testing.T) {
			s := startScripted(t, nil)
			out := runTSQL(t, tsql, s, version, "select types\ngo\nselect fail\ngo\nexec p\ngo\nselect print\ngo\nlast words\ngo\n")
			for _, want := range []string{
				"-2147483648", "6F9619FF-8B86-D011-B42D-00C04FC964FF", "-1234567890123456789.01234567", "日本語", "old text", "NULL",
				"14262", "The specified @name ('x') does not exist.", "return status = 7", "hello ünïcode", "last words",
			} {
				if !strings.Contains(out, want) {
					t.Errorf("no %q in the output", want)
				}
			}
			if t.Failed() {
				t.Log(out)
			}
		})
	}
}

func runTSQL(t *testing.T, tsql string, s *scripted, version, script string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	host, port, _ := net.SplitHostPort(s.addr)
	cmd := exec.CommandContext(ctx, tsql, "-H", host, "-p", port, "-U", "sa", "-P", "secret")
	cmd.Env = append(os.Environ(), "TDSVER="+version, "LC_ALL=C.UTF-8")
	cmd.Stdin = strings.NewReader(script)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("tsql: %v", err)
	}
	return string(out)
}

func TestFreeTDSWithoutEncryption(t *testing.T) {
	tsql, err := exec.LookPath("tsql")
	if err != nil {
		t.Skip("tsql (FreeTDS) is not installed")
	}
	for _, version := range []string{"7.0", "7.4"} {
		s := startScripted(t, func(s *scripted) { s.cfg.TLS, s.cfg.Encrypt = nil, tds.EncryptOff })
		if out := runTSQL(t, tsql, s, version, "last words\ngo\n"); !strings.Contains(out, "last words") {
			t.Errorf("%s: %s", version, out)
		}
	}
}
