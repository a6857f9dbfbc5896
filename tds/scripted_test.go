package tds_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"msxgate/tds"
)

// scripted is a server that knows a handful of batches and procedures.
type scripted struct {
	cfg   tds.ServerConfig
	utf8  bool
	addr  string
	caPEM []byte
	caFile,
	certFile string
	conns    atomic.Int32
	resets   atomic.Int32
	cancels  atomic.Int32
	lastUser atomic.Value
	wg       sync.WaitGroup
}

var certDir = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "tdscert")
	if err != nil {
		panic(err)
	}
	return dir
})

func TestMain(m *testing.M) {
	code := m.Run()
	_ = os.RemoveAll(certDir())
	os.Exit(code)
}

func startScripted(t testing.TB, change func(*scripted)) *scripted {
	t.Helper()
	cert, ca, err := tds.LoadOrCreateCertificate(certDir())
	if err != nil {
		t.Fatal(err)
	}
	s := &scripted{caPEM: ca, caFile: filepath.Join(certDir(), "ca.pem"), certFile: filepath.Join(certDir(), "server.pem")}
	s.cfg = tds.ServerConfig{
		TLS: &tls.Config{Certificates: []tls.Certificate{cert}}, Encrypt: tds.EncryptOff,
		Version: [4]byte{16, 0, 0x10, 0x59}, SPID: 57, LoginTimeout: 5 * time.Second,
	}
	if change != nil {
		change(s)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	s.wg.Go(func() {
		for {
			nc, err := l.Accept()
			if err != nil {
				return
			}
			s.wg.Go(func() { s.serve(ctx, t, nc) })
		}
	})
	t.Cleanup(func() {
		cancel()
		_ = l.Close()
		s.wg.Wait()
	})
	return s
}

// clientTLS trusts the authority of the server.
func (s *scripted) clientTLS() *tls.Config {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.caPEM)
	return &tls.Config{RootCAs: pool, ServerName: "localhost"}
}

func (s *scripted) serve(ctx context.Context, t testing.TB, nc net.Conn) {
	defer nc.Close()
	c, login, err := tds.Accept(ctx, nc, &s.cfg)
	if err != nil {
		return
	}
	defer c.Close()
	s.conns.Add(1)
	s.lastUser.Store(login.UserName)
	if login.Password != "secret" {
		_ = c.RejectLogin(tds.Errorf(18456, 14, "Login failed for user '%s'.", login.UserName))
		return
	}
	db := login.Database
	if db == "" {
		db = "master"
	}
	if err := c.AcceptLogin(&tds.LoginAnswer{Database: db, ServerName: "SCRIPTED", UTF8: s.utf8}); err != nil {
		return
	}
	h := &session{s: s, c: c, t: t}
	for {
		q, err := c.Next(ctx)
		if err != nil {
			return
		}
		qctx, r := c.Respond(ctx, q)
		r.SetInTransaction(func() bool { return h.tran != 0 })
		if q.Reset != tds.ResetNone {
			s.resets.Add(1)
			h.tran = 0
			_ = r.EnvResetAck()
		}
		err = h.handle(qctx, q, r)
		if errors.Is(context.Cause(qctx), tds.ErrCancelled) {
			s.cancels.Add(1)
		}
		if err != nil && context.Cause(qctx) == nil {
			t.Errorf("handling %v: %v", q, err)
		}
		if r.Finish() != nil {
			return
		}
	}
}

type session struct {
	s        *scripted
	c        *tds.Conn
	t        testing.TB
	tran     uint64
	lastTran uint64
}

func (h *session) handle(ctx context.Context, q *tds.Request, r *tds.Response) error {
	switch {
	case q.Batch != nil:
		return h.batch(ctx, q.Batch.Text, r)
	case q.TransMgr != nil:
		return h.transaction(q.TransMgr, r)
	case q.Bulk != nil:
		return h.bulk(q.Bulk, r)
	}
	for _, c := range q.RPCs {
		if err := h.call(ctx, c, r); err != nil {
			return err
		}
	}
	return nil
}

func (h *session) bulk(b *tds.BulkLoad, r *tds.Response) error {
	n := int64(0)
	for {
		_, err := b.Next()
		if err == io.EOF {
			return r.Done(tds.Done{Cmd: tds.CmdBulkInsert, Rows: n, Counted: true})
		}
		if err != nil {
			return err
		}
		n++
	}
}

func (h *session) transaction(m *tds.TransMgrRequest, r *tds.Response) error {
	begin := func() error {
		h.lastTran++
		h.tran = h.lastTran
		return r.EnvBegin(h.tran)
	}
	var err error
	switch m.Type {
	case tds.TransMgrBegin:
		err = begin()
	case tds.TransMgrCommit:
		old := h.tran
		h.tran = 0
		if err = r.EnvCommit(old); err == nil && m.Begin {
			err = begin()
		}
	case tds.TransMgrRollback:
		old := h.tran
		h.tran = 0
		err = r.EnvRollback(old)
	}
	if err != nil {
		return err
	}
	return r.Done(tds.Done{})
}

func (h *session) batch(ctx context.Context, text string, r *tds.Response) error {
	text = strings.TrimSpace(text)
	switch {
	case strings.Contains(text, "FMTONLY"):
		return sendMany(r, 0)
	case strings.HasPrefix(strings.ToLower(text), "set ") || text == "":
		return r.Done(tds.Done{})
	case text == "select types":
		return h.sendTypes(r)
	case text == "select many":
		return sendMany(r, 5000)
	case text == "select forever":
		if err := r.Columns([]tds.Column{{Name: "n", Type: tds.TypeInt}}); err != nil {
			return err
		}
		for i := int64(0); ; i++ {
			if err := r.Row([]tds.Value{i % 1000}); err != nil {
				return err
			}
		}
	case text == "select wait":
		<-ctx.Done()
		return context.Cause(ctx)
	case text == "select print":
		if err := r.Message(&tds.Error{State: 1, Message: "hello ünïcode 😀", Line: 1}); err != nil {
			return err
		}
		return r.Done(tds.Done{})
	case text == "select fail":
		if err := r.Message(&tds.Error{Number: 14262, Class: 16, State: 1, Message: "The specified @name ('x') does not exist.", Proc: "sp_x", Line: 42}); err != nil {
			return err
		}
		return r.Done(tds.Done{Failed: true})
	case text == "exec p":
		r.EnterProc()
		if err := sendMany(r, 2); err != nil {
			return err
		}
		r.LeaveProc()
		if err := r.ReturnStatus(7); err != nil {
			return err
		}
		if err := r.DoneProc(false); err != nil {
			return err
		}
		return r.Done(tds.Done{Cmd: tds.CmdInsert, Rows: 3, Counted: true})
	case strings.HasPrefix(strings.ToLower(text), "insert bulk"):
		return r.Done(tds.Done{})
	}
	if err := r.Columns([]tds.Column{{Name: "text", Type: tds.TypeNVarChar(tds.Max), Nullable: true}}); err != nil {
		return err
	}
	if err := r.Row([]tds.Value{text}); err != nil {
		return err
	}
	return r.Done(tds.Done{Cmd: tds.CmdSelect, Rows: 1, Counted: true})
}

func sendMany(r *tds.Response, n int64) error {
	cols := []tds.Column{{Name: "n", Type: tds.TypeInt}, {Name: "s", Type: tds.TypeNVarChar(40), Nullable: true}}
	if err := r.Columns(cols); err != nil {
		return err
	}
	for i := range n {
		if err := r.Row([]tds.Value{i, "row of the result"}); err != nil {
			return err
		}
	}
	return r.Done(tds.Done{Cmd: tds.CmdSelect, Rows: n, Counted: true})
}

// call answers every procedure with its parameters: OUTPUT ones come back, doubled when
// they are numbers.
func (h *session) call(ctx context.Context, c *tds.RPCRequest, r *tds.Response) error {
	if c.ProcID == tds.ProcExecuteSQL {
		if text, _ := c.Params[0].Value.(string); text == "select echo" {
			return h.echo(c, r)
		}
		text, _ := c.Params[0].Value.(string)
		if err := h.batch(ctx, text, r); err != nil {
			return err
		}
	}
	if err := r.ReturnStatus(int32(len(c.Params))); err != nil {
		return err
	}
	for i, p := range c.Params {
		if !p.Output {
			continue
		}
		v := p.Value
		if n, ok := v.(int64); ok {
			v = 2 * n
		}
		if err := r.ReturnValue(uint16(i), p.Name, p.Type, v); err != nil {
			return err
		}
	}
	return r.DoneProc(false)
}

// echo returns the parameters behind the first two as a row.
func (h *session) echo(c *tds.RPCRequest, r *tds.Response) error {
	var cols []tds.Column
	var row []tds.Value
	for _, p := range c.Params[2:] {
		cols = append(cols, tds.Column{Name: p.Name, Type: p.Type, Nullable: true})
		row = append(row, p.Value)
	}
	if err := r.Columns(cols); err != nil {
		return err
	}
	if err := r.Row(row); err != nil {
		return err
	}
	if err := r.Done(tds.Done{Cmd: tds.CmdSelect, Rows: 1, Counted: true}); err != nil {
		return err
	}
	return r.DoneProc(false)
}

func (h *session) sendTypes(r *tds.Response) error {
	var cols []tds.Column
	var row, nulls []tds.Value
	for _, v := range typeTable {
		cols = append(cols, tds.Column{Name: v.typ.String(), Type: v.typ, Nullable: true})
		row = append(row, v.value)
		nulls = append(nulls, nil)
	}
	if err := r.Columns(cols); err != nil {
		return err
	}
	for _, x := range [][]tds.Value{row, nulls} {
		if err := r.Row(x); err != nil {
			return err
		}
	}
	return r.Done(tds.Done{Cmd: tds.CmdSelect, Rows: 2, Counted: true})
}

var (
	guid, _    = tds.ParseGUID("6F9619FF-8B86-D011-B42D-00C04FC964FF")
	decimal, _ = tds.ParseDecimal("-1234567890123456789.01234567")
	when       = time.Date(2024, 2, 29, 23, 59, 58, 123456700, time.UTC)
)

// typeTable has a value of every type. The times are such that the type holds them whole.
var typeTable = []struct {
	typ   tds.Type
	value tds.Value
}{
	{tds.TypeBit, true},
	{tds.TypeTinyInt, int64(255)},
	{tds.TypeSmallInt, int64(-32768)},
	{tds.TypeInt, int64(-2147483648)},
	{tds.TypeBigInt, int64(-9223372036854775808)},
	{tds.TypeDecimal(30, 8), decimal},
	{tds.Type{ID: tds.NumericType, Prec: 5, Scale: 2}, tds.Decimal{Lo: 12345, Scale: 2}},
	{tds.TypeMoney, tds.Money(-9223372036854775807)},
	{tds.Type{ID: tds.SmallMoney}, tds.Money(123456)},
	{tds.TypeFloat, 3.141592653589793},
	{tds.TypeReal, float64(float32(1.5))},
	{tds.TypeDate, time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)},
	{tds.Type{ID: tds.Time, Scale: 7}, time.Date(1, 1, 1, 23, 59, 59, 999999900, time.UTC)},
	{tds.TypeDateTime, time.Date(1753, 1, 1, 12, 34, 56, 7e6, time.UTC)},
	{tds.Type{ID: tds.SmallDateTime}, time.Date(2079, 6, 6, 23, 59, 0, 0, time.UTC)},
	{tds.Type{ID: tds.DateTime2, Scale: 7}, when},
	{tds.Type{ID: tds.DateTime2}, time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)},
	{tds.Type{ID: tds.DateTimeOffset, Scale: 7}, when.In(time.FixedZone("", -330*60))},
	{tds.Type{ID: tds.Char, Size: 5}, "ab€  "},
	{tds.TypeVarChar(8000), "naïve"},
	{tds.TypeVarChar(tds.Max), strings.Repeat("v", 9000)},
	{tds.Type{ID: tds.NChar, Size: 4}, "żó  "},
	{tds.TypeNVarChar(4000), "日本語 😀"},
	{tds.TypeNVarChar(tds.Max), strings.Repeat("Ω", 20000)},
	{tds.TypeSysname, "msdb"},
	{tds.Type{ID: tds.Text}, "old text"},
	{tds.Type{ID: tds.NText}, "old ntext ü"},
	{tds.Type{ID: tds.Image}, []byte{1, 2, 3}},
	{tds.Type{ID: tds.Binary, Size: 4}, []byte{1, 2, 0, 0}},
	{tds.TypeVarBinary(8000), []byte{}},
	{tds.TypeVarBinary(tds.Max), make([]byte, 10000)},
	{tds.TypeGUID, guid},
	{tds.TypeXML, "<a>ü</a>"},
	{tds.Type{ID: tds.Timestamp}, []byte{0, 0, 0, 0, 0, 0, 7, 209}},
	{tds.TypeVariant, tds.Variant{Type: tds.TypeInt, Value: int64(42)}},
}
