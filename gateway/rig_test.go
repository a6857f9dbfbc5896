package gateway_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
)

// open is a pool of one connection, so that everything runs in one session.
func open(t testing.TB, addr, user, password string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlserver", gatewaytest.DSN(addr, user, password))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// session is one connection, which no pool resets between statements.
func session(t testing.TB, addr, user, password string) *sql.Conn {
	t.Helper()
	c, err := open(t, addr, user, password).Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func sa(t testing.TB, addr string) *sql.Conn {
	t.Helper()
	return session(t, addr, "sa", gatewaytest.Password)
}

// do runs batches and fails the test at the first error.
func do(t testing.TB, c *sql.Conn, batches ...string) {
	t.Helper()
	for _, b := range batches {
		if _, err := c.ExecContext(context.Background(), b); err != nil {
			t.Fatalf("%s\n%v", b, err)
		}
	}
}

// number is the number of the error that a batch ends with, 0 without one.
func number(c *sql.Conn, batch string) int32 {
	rows, err := c.QueryContext(context.Background(), batch)
	if err == nil {
		for rows.Next() || rows.NextResultSet() {
		}
		err = rows.Err()
		rows.Close()
	}
	var e mssql.Error
	switch {
	case err == nil:
		return 0
	case errors.As(err, &e):
		return e.Number
	}
	return -1
}

// value is the only value that a batch answers with.
func value(t testing.TB, c *sql.Conn, batch string) string {
	t.Helper()
	var v any
	if err := c.QueryRowContext(context.Background(), batch).Scan(&v); err != nil {
		t.Fatalf("%s\n%v", batch, err)
	}
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return fmt.Sprint(v)
}

// rawClient speaks the protocol itself, to see every token.
type rawClient struct {
	t    testing.TB
	conn *tds.ClientConn
}

func raw(t testing.TB, addr string) *rawClient {
	t.Helper()
	c, err := dialRaw(addr, "sa", gatewaytest.Password)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return &rawClient{t, c}
}

func dialRaw(addr, user, password string) (*tds.ClientConn, error) {
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return tds.Dial(context.Background(), nc, &tds.ClientConfig{
		Encrypt: tds.EncryptOff, Login: tds.Login7{UserName: user, Password: password}, Timeout: 10 * time.Second,
	})
}

// ask sends a request and words the tokens of the answer, but for rows.
func (c *rawClient) ask(q *tds.Request) []string {
	c.t.Helper()
	if err := c.conn.Send(q); err != nil {
		c.t.Fatal(err)
	}
	return c.answer()
}

func (c *rawClient) batch(text string) []string {
	c.t.Helper()
	return c.ask(&tds.Request{Batch: &tds.SQLBatch{Text: text}})
}

func (c *rawClient) answer() (lines []string) {
	c.t.Helper()
	for {
		tok, err := c.conn.NextToken()
		if err == io.EOF {
			return lines
		}
		if err != nil {
			c.t.Fatal(err)
		}
		switch tok := tok.(type) {
		case *tds.EnvChange:
			lines = append(lines, envName(tok))
		case *tds.Error:
			if tok.Class > 10 {
				lines = append(lines, fmt.Sprintf("error %d", tok.Number))
			}
		case *tds.ReturnStatus:
			lines = append(lines, fmt.Sprintf("status %d", tok.Value))
		case *tds.ReturnValue:
			lines = append(lines, fmt.Sprintf("value %d %s %s %v", tok.Ordinal, tok.Name, tok.Type, tok.Value))
		case *tds.DoneToken:
			lines = append(lines, doneName(tok))
		}
	}
}

func envName(e *tds.EnvChange) string {
	switch e.Type {
	case tds.EnvBeginTran:
		return "begin"
	case tds.EnvCommitTran:
		return "commit"
	case tds.EnvRollbackTran:
		return "rollback"
	case tds.EnvResetAck:
		return "reset"
	case tds.EnvDatabase:
		return "database " + e.NewText()
	case tds.EnvLanguage:
		return "language " + e.NewText()
	}
	return e.String()
}

func doneName(d *tds.DoneToken) string {
	s := map[tds.DoneKind]string{tds.DoneKindStatement: "done", tds.DoneKindProc: "doneproc", tds.DoneKindInProc: "doneinproc"}[d.Kind]
	for _, b := range []struct {
		bit  tds.DoneStatus
		name string
	}{{tds.DoneError, "error"}, {tds.DoneInXact, "inxact"}, {tds.DoneAttention, "attention"}} {
		if d.Status&b.bit != 0 {
			s += " " + b.name
		}
	}
	return s
}

// same compares an answer with one in a line, its parts apart by semicolons.
func same(t testing.TB, what string, got []string, want string) {
	t.Helper()
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("%s:\n got %s\nwant %s", what, s, want)
	}
}
