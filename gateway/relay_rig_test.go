package gateway_test

import (
	"context"
	"crypto/tls"
	"database/sql"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/gateway"
	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
)

// relayPassword is that of sa everywhere.
const relayPassword = gatewaytest.Password

// relayCertificate is that of every server of these tests, and the directory that holds its authority, ca.pem.
var relayCertificate = sync.OnceValues(func() (tls.Certificate, string) {
	dir, err := os.MkdirTemp("", "relay-cert-")
	if err != nil {
		panic(err)
	}
	c, _, err := tds.LoadOrCreateCertificate(dir)
	if err != nil {
		panic(err)
	}
	return c, dir
})

func TestMain(m *testing.M) {
	code := m.Run()
	_, dir := relayCertificate()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func relayCA() string {
	_, dir := relayCertificate()
	return filepath.Join(dir, "ca.pem")
}

func discardLog() logrus.FieldLogger {
	log := logrus.New()
	log.SetOutput(io.Discard)
	return log
}

// plainServer is an embedded server without procedures of ours: what stands behind the relay.
func plainServer(t testing.TB, encrypt tds.Encryption) string {
	t.Helper()
	b, err := gateway.OpenEmbedded(context.Background(), gateway.Config{
		Name: "BEHIND", Password: relayPassword, NoSync: true, Plain: true, Log: discardLog(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return relayListen(t, &gateway.Server{Backend: b, Encrypt: encrypt})
}

// relayListen runs a server on a free port.
func relayListen(t testing.TB, s *gateway.Server) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := relayCertificate()
	s.TLS, s.Version = &tls.Config{Certificates: []tls.Certificate{c}}, gateway.ProductVersion
	if s.Log == nil {
		s.Log = discardLog()
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		s.Shutdown(ctx)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

// relayTo runs a relay before the server at addr.
func relayTo(t testing.TB, addr, options string, change func(*gateway.Server)) string {
	t.Helper()
	up, err := gateway.ParseUpstream("sqlserver://" + addr + "?" + options)
	if err != nil {
		t.Fatal(err)
	}
	s := &gateway.Server{Upstream: up}
	if change != nil {
		change(s)
	}
	return relayListen(t, s)
}

func relayDB(t testing.TB, addr, options string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlserver", "sqlserver://sa:"+relayPassword+"@"+addr+"?"+options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// relayTCP connects.
func relayTCP(t testing.TB, addr string) *net.TCPConn {
	t.Helper()
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	return nc.(*net.TCPConn)
}

// relayDial logs in with our own client half.
func relayDial(t testing.TB, addr string, change func(*tds.ClientConfig)) *tds.ClientConn {
	t.Helper()
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	cfg := &tds.ClientConfig{
		Login: tds.Login7{UserName: "sa", Password: relayPassword, Database: "master", HostName: "box", AppName: "relay test"},
	}
	if change != nil {
		change(cfg)
	}
	c, err := tds.Dial(context.Background(), nc, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// relayAnswer sends a request and reads all tokens of its answer.
func relayAnswer(c *tds.ClientConn, q *tds.Request) ([]tds.Token, error) {
	if err := c.Send(q); err != nil {
		return nil, err
	}
	return relayTokens(c)
}

func relayTokens(c *tds.ClientConn) ([]tds.Token, error) {
	var ts []tds.Token
	for {
		t, err := c.NextToken()
		switch err {
		case nil:
			ts = append(ts, t)
		case io.EOF:
			if len(ts) == 0 {
				err = io.ErrUnexpectedEOF // of the connection, not of an answer
			} else {
				err = nil
			}
			return ts, err
		default:
			return ts, err
		}
	}
}

func relayBatch(text string) *tds.Request { return &tds.Request{Batch: &tds.SQLBatch{Text: text}} }
