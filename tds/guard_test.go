package tds_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"runtime"
	"testing"
	"time"

	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/tds"
)

// guardDialer is a dialer for the driver.
type guardDialer struct {
	cfg  tds.ClientConfig
	conn bool // GuardConn instead of Guard
}

func (d guardDialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	nc, err := (&net.Dialer{}).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	if d.conn {
		return tds.GuardConn(nc), nil
	}
	return tds.Guard(ctx, nc, &d.cfg)
}

func openGuarded(t *testing.T, addr string, cfg tds.ClientConfig) *sql.DB {
	t.Helper()
	c, err := mssql.NewConnector(fmt.Sprintf("sqlserver://sa:secret@%s?encrypt=disable&database=msdb&dial timeout=3", addr))
	if err != nil {
		t.Fatal(err)
	}
	c.Dialer = guardDialer{cfg: cfg}
	db := sql.OpenDB(c)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestGuard(t *testing.T) {
	s := startScripted(t, nil)
	for _, e := range []tds.Encryption{tds.EncryptOff, tds.EncryptOn, tds.EncryptStrict} {
		t.Run(e.String(), func(t *testing.T) {
			db := openGuarded(t, s.addr, tds.ClientConfig{Encrypt: e, TLS: s.clientTLS()})
			rows, err := db.Query("select many")
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for ; rows.Next(); n++ {
			}
			if n != 5000 || rows.Err() != nil {
				t.Fatal(n, rows.Err())
			}
			var status mssql.ReturnStatus
			out := int64(4)
			if _, err := db.Exec("sp_x", sql.Named("n", sql.Out{Dest: &out, In: true}), &status); err != nil || out != 8 || status != 1 {
				t.Error(out, status, err)
			}
			ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
			defer cancel()
			if _, err := db.ExecContext(ctx, "select wait"); err == nil {
				t.Error("not cancelled")
			}
			var e mssql.Error
			if _, err := db.Exec("select fail"); !errors.As(err, &e) || e.Number != 14262 {
				t.Error(err)
			}
		})
	}
	t.Run("untrusted", func(t *testing.T) {
		cfg := tds.ClientConfig{Encrypt: tds.EncryptOn, TLS: s.clientTLS()}
		cfg.TLS.ServerName = "elsewhere"
		if err := openGuarded(t, s.addr, cfg).Ping(); err == nil {
			t.Error("no error")
		}
	})
}

// A driver that encrypts by itself gets through, one that does not is guarded.
func TestGuardConn(t *testing.T) {
	s := startScripted(t, nil)
	for _, options := range []string{"encrypt=disable", "encrypt=false&TrustServerCertificate=true", "encrypt=true&TrustServerCertificate=true", "encrypt=strict&hostNameInCertificate=localhost&certificate=" + s.caFile} {
		c, err := mssql.NewConnector(fmt.Sprintf("sqlserver://sa:secret@%s?%s", s.addr, options))
		if err != nil {
			t.Fatal(err)
		}
		c.Dialer = guardDialer{conn: true}
		db := sql.OpenDB(c)
		var text string
		if err := db.QueryRow("hello there").Scan(&text); err != nil || text != "hello there" {
			t.Errorf("%s: %q, %v", options, text, err)
		}
		_ = db.Close()
	}
}

// The driver alone tries to allocate four gigabytes on some of these.
func TestGuardHostileServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	answers := make(chan []byte, 1)
	go func() {
		for {
			nc, err := l.Accept()
			if err != nil {
				return
			}
			answer := <-answers
			answers <- answer
			go hostileServer(nc, answer)
		}
	}()
	for name, answer := range hostileAnswers {
		t.Run(name, func(t *testing.T) {
			answers <- answer
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if err := openGuarded(t, l.Addr().String(), tds.ClientConfig{}).Ping(); err == nil {
				t.Error("no error")
			}
			c, _ := mssql.NewConnector(fmt.Sprintf("sqlserver://sa:secret@%s?encrypt=disable", l.Addr()))
			c.Dialer = guardDialer{conn: true}
			db := sql.OpenDB(c)
			if err := db.Ping(); err == nil {
				t.Error("no error from GuardConn")
			}
			_ = db.Close()
			runtime.ReadMemStats(&after)
			<-answers
			if n := after.TotalAlloc - before.TotalAlloc; n > 8<<20 {
				t.Errorf("%d bytes allocated", n)
			}
		})
	}
}

// TestGuardServerGone: a server that goes instead of answering is an error to the driver, at once.
func TestGuardServerGone(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			nc, err := l.Accept()
			if err != nil {
				return
			}
			c, _, err := tds.Accept(context.Background(), nc, &tds.ServerConfig{Encrypt: tds.EncryptOff})
			if err != nil {
				continue
			}
			if c.AcceptLogin(&tds.LoginAnswer{Database: "master", ServerName: "HQ"}) == nil {
				_, _ = c.Next(context.Background())
			}
			_ = c.Close()
		}
	}()
	db := openGuarded(t, l.Addr().String(), tds.ClientConfig{Encrypt: tds.EncryptOff})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_, err = db.ExecContext(ctx, "select 1")
	if err == nil || ctx.Err() != nil {
		t.Errorf("%v, after %v", err, ctx.Err())
	}
}
