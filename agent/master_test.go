package agent

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/msdb"
	"msxgate/tds"
)

// settings is a store that holds nothing but settings of the agent.
type settings map[string]string

// Query implements msdb.Tx.
func (s settings) Query(_ context.Context, _ string, args []msdb.Arg, row func([]tds.Value) error) error {
	for _, a := range args {
		if name, ok := a.Value.(string); ok && a.Name == "name" && s[name] != "" {
			return row([]tds.Value{msdb.AgentKey, name, "REG_SZ", s[name]})
		}
	}
	return nil
}

// Exec implements msdb.Tx.
func (settings) Exec(context.Context, string, ...msdb.Arg) (int64, error) { return 0, nil }

// TestConnectMaster connects over each channel to masters that let nobody in: a login that is refused was sent as the channel
// says.
func TestConnectMaster(t *testing.T) {
	dir := t.TempDir()
	cert, ca, err := tds.LoadOrCreateCertificate(dir)
	if err != nil {
		t.Fatal(err)
	}
	trusting, trustless := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(trusting, "master.pem"), ca, 0o600); err != nil {
		t.Fatal(err)
	}
	withTLS := func(e tds.Encryption) *tds.ServerConfig {
		return &tds.ServerConfig{Encrypt: e, TLS: &tls.Config{Certificates: []tls.Certificate{cert}}}
	}
	const (
		letIn     = "Login failed for user 'targets'."
		encrypted = "The target server cannot establish an encrypted connection to the master server 'HQ'."
	)
	tests := []struct {
		name    string
		channel string
		trust   string
		server  *tds.ServerConfig
		want    string
	}{
		{"verified", "", trusting, withTLS(tds.EncryptOn), letIn},
		{"verified, required there", "2", trusting, withTLS(tds.EncryptRequired), letIn},
		{"verified, not trusted", "2", trustless, withTLS(tds.EncryptOn), encrypted},
		{"verified, no certificate there", "2", trusting, &tds.ServerConfig{}, encrypted},
		{"an option that does not exist", "7", trustless, withTLS(tds.EncryptOn), encrypted},
		{"any certificate", "1", trustless, withTLS(tds.EncryptOn), letIn},
		{"any certificate, none there", "1", trustless, &tds.ServerConfig{}, encrypted},
		{"plain", "0", trustless, withTLS(tds.EncryptOff), letIn},
		{"plain, encryption required there", "0", trustless, withTLS(tds.EncryptRequired), encrypted},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			addr := refuseLogins(t, test.server)
			log := logrus.New()
			log.SetOutput(io.Discard)
			a := &Agent{
				Name: "T1", Machine: "T1", TrustDir: test.trust, DialTimeout: 5 * time.Second, Log: log,
				Aliases: map[string]string{"hq": strings.ReplaceAll(addr, ":", ",")},
				Secret:  func(context.Context, int64) (string, string, error) { return "targets", "T4rgets!", nil },
			}
			db, err := a.connectMaster(t.Context(), settings{
				msdb.SettingRegularMSX: "1", msdb.SettingMSXCredentialID: "1", "MsxEncryptChannelOptions": test.channel,
			}, "HQ", appPoll)
			if err == nil {
				db.Close()
				t.Fatal("let in")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
}

// refuseLogins runs a server that answers every login with 18456 and returns its address.
func refuseLogins(t *testing.T, c *tds.ServerConfig) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			nc, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer nc.Close()
				conn, login, err := tds.Accept(context.Background(), nc, c)
				if err == nil {
					conn.RejectLogin(tds.Errorf(18456, 14, "Login failed for user '%s'.", login.UserName)) //nolint:errcheck // the client sees
				}
			}()
		}
	}()
	return l.Addr().String()
}

func TestConnectMasterWithoutAccount(t *testing.T) {
	a := &Agent{Log: logrus.New(), Aliases: map[string]string{}}
	_, err := a.connectMaster(t.Context(), settings{}, "HQ", appPoll)
	if err == nil || !strings.Contains(err.Error(), "sp_msx_set_account") {
		t.Errorf("%v", err)
	}
}
