package gateway_test

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/gateway"
	"msxgate/tds"
)

func TestParseUpstream(t *testing.T) {
	up, err := gateway.ParseUpstream("sqlserver://gate:s%40cret@db.example?encrypt=optional&TrustServerCertificate=true")
	if err != nil {
		t.Fatal(err)
	}
	if up.Addr() != "db.example:1433" || up.User != "gate" || up.Password != "s@cret" || up.Encrypt != tds.EncryptOff || !up.TLS.InsecureSkipVerify {
		t.Errorf("got %+v", *up)
	}
	for _, s := range []string{fmt.Sprint(up), fmt.Sprintf("%#v", up)} {
		if strings.Contains(s, "cret") {
			t.Errorf("the password shows in %s", s)
		}
	}
	refused := []struct{ dsn, says string }{
		{"db.example:1433", "scheme"},
		{"mysql://db.example", "scheme"},
		{"sqlserver://", "no host"},
		{"sqlserver://db/INST", "named instances"},
		{"sqlserver://db:99999", "port"},
		{"sqlserver://db?encrypt=perhaps", "encrypt"},
		{"sqlserver://db?trustservercertificate=perhaps", "trustservercertificate"},
		{"sqlserver://db?encrypt=strict&trustservercertificate=true", "strict"},
		{"sqlserver://db?encrypt=disable&trustservercertificate=true", "disable"},
		{"sqlserver://db?certificate=/does/not/exist.pem", "certificate"},
		{"sqlserver://db?database=x", "not known"},
		{"sqlserver://u:secret@db:port", "URL"},
	}
	for _, test := range refused {
		_, err := gateway.ParseUpstream(test.dsn)
		if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v, want an error with %q", test.dsn, err, test.says)
		}
	}
}

// TestRelayEncryption goes through every mode of either leg.
func TestRelayEncryption(t *testing.T) {
	ca := "&certificate=" + url.QueryEscape(relayCA()) + "&hostNameInCertificate=localhost"
	legs := []string{"encrypt=disable", "encrypt=false" + ca, "encrypt=true" + ca, "encrypt=strict" + ca}
	behind := plainServer(t, tds.EncryptOff)
	for _, server := range legs {
		addr := relayTo(t, behind, server, nil)
		for _, client := range legs {
			name := strings.Split(client, "&")[0] + " to " + strings.Split(server, "&")[0]
			t.Run(name, func(t *testing.T) {
				db := relayDB(t, addr, client+"&packet+size=32767")
				for range 2 {
					var n int
					var text string
					if err := db.QueryRow("SELECT @@TRANCOUNT + 7, REPLICATE(CONVERT(varchar(max), 'x'), 100000)").Scan(&n, &text); err != nil {
						t.Fatal(err)
					}
					if n != 7 || len(text) != 100000 {
						t.Errorf("got %d, %d characters", n, len(text))
					}
				}
			})
		}
	}
}

func TestRelayVerifiesCertificate(t *testing.T) {
	behind := plainServer(t, tds.EncryptOff)
	for options, works := range map[string]bool{"encrypt=true": false, "encrypt=true&trustservercertificate=true": true} {
		err := relayDB(t, relayTo(t, behind, options, nil), "encrypt=disable").Ping()
		var e mssql.Error
		switch {
		case works && err != nil:
			t.Errorf("%s: %v", options, err)
		case !works && (!errors.As(err, &e) || e.Number != 40006):
			t.Errorf("%s: got %v", options, err)
		}
	}
}

// TestRelayRequiresOfEach checks that a policy is that of its own leg.
func TestRelayRequiresOfEach(t *testing.T) {
	behind := plainServer(t, tds.EncryptRequired)
	addr := relayTo(t, behind, "encrypt=true&trustservercertificate=true", func(s *gateway.Server) { s.Encrypt = tds.EncryptStrict })
	ca := "&certificate=" + url.QueryEscape(relayCA()) + "&hostNameInCertificate=localhost"
	if err := relayDB(t, addr, "encrypt=strict"+ca).Ping(); err != nil {
		t.Error(err)
	}
	if err := relayDB(t, addr, "encrypt=true"+ca).Ping(); err == nil {
		t.Error("a client that is not strict came in")
	}
}

// TestRelayLoginFailures wants the server's own words.
func TestRelayLoginFailures(t *testing.T) {
	behind := plainServer(t, tds.EncryptOff)
	addr := relayTo(t, behind, "encrypt=disable", nil)
	tests := []struct {
		login  tds.Login7
		number int32
	}{
		{tds.Login7{UserName: "sa", Password: "wrong"}, 18456},
		{tds.Login7{UserName: "nobody", Password: "x"}, 18456},
		{tds.Login7{UserName: "sa", Password: relayPassword, Database: "nowhere"}, 4060},
	}
	for _, test := range tests {
		said := [2]tds.Error{}
		for i, a := range []string{behind, addr} {
			var e *tds.Error
			if err := tryLogin(a, test.login); !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			said[i] = *e
		}
		if said[0] != said[1] || said[0].Number != test.number {
			t.Errorf("direct %v, relayed %v", said[0], said[1])
		}
	}
}

func TestRelayServerAway(t *testing.T) {
	addr := relayTo(t, "127.0.0.1:1", "encrypt=disable", nil)
	var e *tds.Error
	if err := tryLogin(addr, tds.Login7{UserName: "sa"}); !errors.As(err, &e) || e.Number != 40006 {
		t.Errorf("got %v", err)
	}
}

func TestRelayFreeTDS(t *testing.T) {
	tsql, err := exec.LookPath("tsql")
	if err != nil {
		t.Skip("tsql (FreeTDS) is not installed")
	}
	addr := relayTo(t, plainServer(t, tds.EncryptOff), "encrypt=true&trustservercertificate=true", nil)
	host, port, _ := strings.Cut(addr, ":")
	for _, version := range []string{"7.0", "7.1", "7.3", "7.4"} {
		cmd := exec.CommandContext(t.Context(), tsql, "-H", host, "-p", port, "-U", "sa", "-P", relayPassword)
		cmd.Env = append(os.Environ(), "TDSVER="+version, "LC_ALL=C.UTF-8")
		cmd.Stdin = strings.NewReader("SELECT 'first', @@SERVERNAME\ngo\nSELECT 1/0\ngo\nSELECT 'last'\ngo\n")
		out, err := cmd.CombinedOutput()
		for _, want := range []string{"first", "BEHIND", "8134", "last"} {
			if !strings.Contains(string(out), want) {
				t.Errorf("TDS %s: no %q in the output (%v)\n%s", version, want, err, out)
			}
		}
	}
}
