package tds_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"msxgate/tds"
)

func dial(t testing.TB, s *scripted, change func(*tds.ClientConfig)) *tds.ClientConn {
	t.Helper()
	cfg := &tds.ClientConfig{Login: tds.Login7{
		UserName: "sa", Password: "secret", Database: "msdb", AppName: "test", HostName: "here", CltIntName: "tds", PacketSize: 4096,
	}, Timeout: 5 * time.Second}
	if change != nil {
		change(cfg)
	}
	nc, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	c, err := tds.Dial(context.Background(), nc, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func send(t testing.TB, c *tds.ClientConn, q *tds.Request) []tds.Token {
	t.Helper()
	if err := c.Send(q); err != nil {
		t.Fatal(err)
	}
	return readAll(t, c)
}

func batch(text string) *tds.Request { return &tds.Request{Batch: &tds.SQLBatch{Text: text}} }

func readAll(t testing.TB, c *tds.ClientConn) []tds.Token {
	t.Helper()
	var ts []tds.Token
	for {
		tok, err := c.NextToken()
		if err == io.EOF {
			return ts
		}
		if err != nil {
			t.Fatal(err)
		}
		ts = append(ts, tok)
	}
}

func tokenNames(ts []tds.Token) string {
	var b strings.Builder
	for _, t := range ts {
		b.WriteString(t.String() + "\n")
	}
	return b.String()
}

var versions = []tds.Version{tds.Version70, tds.Version71, tds.Version71SP1, tds.Version72, tds.Version73A, tds.Version73B, tds.Version74}

// The values of every type arrive in every version: as they are, or as the type that the
// version has instead.
func TestClientTypes(t *testing.T) {
	s := startScripted(t, nil)
	for _, v := range versions {
		t.Run(v.String(), func(t *testing.T) {
			c := dial(t, s, func(c *tds.ClientConfig) { c.Login.TDSVersion = v })
			if c.Version() != v {
				t.Errorf("agreed on %v", c.Version())
			}
			ts := send(t, c, batch("select types"))
			if len(ts) != 4 {
				t.Fatal(tokenNames(ts))
			}
			cols := ts[0].(*tds.ColMetadata).Columns
			row, nulls := ts[1].(*tds.Row).Values, ts[2].(*tds.Row).Values
			for i, want := range typeTable {
				if nulls[i] != nil {
					t.Errorf("%v: %v for NULL", want.typ, nulls[i])
				}
				if mapped := downLevel(want.typ, v); mapped != want.typ.ID {
					if cols[i].Type.ID != mapped {
						t.Errorf("%v came as %v, want %v", want.typ, cols[i].Type, mapped)
					}
					continue
				}
				typ := want.typ
				typ.Collation, cols[i].Type.Collation = tds.Collation{}, tds.Collation{}
				if cols[i].Type != typ {
					t.Errorf("%v came as %v", typ, cols[i].Type)
				}
				if !sameValue(row[i], want.value) {
					t.Errorf("%v: got %#v, want %#v", want.typ, row[i], want.value)
				}
			}
		})
	}
}

func sameValue(a, b tds.Value) bool {
	if x, ok := a.(time.Time); ok {
		y, _ := b.(time.Time)
		_, xo := x.Zone()
		_, yo := y.Zone()
		return x.Equal(y) && xo == yo
	}
	return reflect.DeepEqual(a, b)
}

func downLevel(t tds.Type, v tds.Version) tds.TypeID {
	switch {
	case t.ID == tds.XML && !v.AtLeast(tds.Version72):
		return tds.NText
	case t.Size == tds.Max && !v.AtLeast(tds.Version72):
		return map[tds.TypeID]tds.TypeID{tds.VarChar: tds.Text, tds.NVarChar: tds.NText, tds.VarBinary: tds.Image}[t.ID]
	case (t.ID == tds.Date || t.ID == tds.Time || t.ID == tds.DateTime2 || t.ID == tds.DateTimeOffset) && !v.AtLeast(tds.Version73A):
		return tds.NVarChar
	case t.ID == tds.BigInt && !v.AtLeast(tds.Version71):
		return tds.DecimalType
	case t.ID == tds.SQLVariant && !v.AtLeast(tds.Version71):
		return tds.NVarChar
	}
	return t.ID
}

func TestClientEncryption(t *testing.T) {
	tests := []struct {
		server, client tds.Encryption
		noClientTLS    bool
		encrypted      bool
		fails          bool
	}{
		{tds.EncryptOff, tds.EncryptOff, true, false, false},
		{tds.EncryptOff, tds.EncryptOff, false, false, false}, // the login alone
		{tds.EncryptOff, tds.EncryptOn, false, true, false},
		{tds.EncryptOff, tds.EncryptStrict, false, true, false},
		{tds.EncryptOn, tds.EncryptOff, false, true, false},
		{tds.EncryptOn, tds.EncryptOff, true, false, false},
		{tds.EncryptRequired, tds.EncryptOff, true, false, true},
		{tds.EncryptRequired, tds.EncryptOff, false, true, false},
		{tds.EncryptStrict, tds.EncryptOn, false, false, true},
		{tds.EncryptStrict, tds.EncryptStrict, false, true, false},
	}
	for _, test := range tests {
		t.Run(test.server.String()+"/"+test.client.String(), func(t *testing.T) {
			s := startScripted(t, func(s *scripted) { s.cfg.Encrypt = test.server })
			cfg := &tds.ClientConfig{Encrypt: test.client, TLS: s.clientTLS(), Login: tds.Login7{UserName: "sa", Password: "secret", PacketSize: 32767}}
			if test.noClientTLS {
				cfg.TLS = nil
			}
			// A login of several packets: what follows the first one is plain after
			// the encryption of the login alone.
			cfg.Login.SSPI = bytes.Repeat([]byte{7}, 70000)
			nc, err := net.Dial("tcp", s.addr)
			if err != nil {
				t.Fatal(err)
			}
			defer nc.Close()
			c, err := tds.Dial(context.Background(), nc, cfg)
			if (err != nil) != test.fails {
				t.Fatal(err)
			}
			if err != nil {
				return
			}
			if c.Encrypted() != test.encrypted {
				t.Errorf("encrypted is %v", c.Encrypted())
			}
			if test.client == tds.EncryptStrict && (c.Version() != tds.Version80 || c.ConnectionState().NegotiatedProtocol != "tds/8.0") {
				t.Errorf("%v, ALPN %q", c.Version(), c.ConnectionState().NegotiatedProtocol)
			}
			if ts := send(t, c, batch("select many")); len(ts) != 5002 {
				t.Errorf("%d tokens", len(ts))
			}
		})
	}
}

func TestClientRefused(t *testing.T) {
	s := startScripted(t, nil)
	nc, _ := net.Dial("tcp", s.addr)
	_, err := tds.Dial(context.Background(), nc, &tds.ClientConfig{Login: tds.Login7{UserName: "sa", Password: "wrong"}})
	var e *tds.Error
	if !errors.As(err, &e) || e.Number != 18456 {
		t.Errorf("got %v", err)
	}
}

// A login says what SQL Server says, in its order.
func TestLoginAnswer(t *testing.T) {
	s := startScripted(t, func(s *scripted) { s.utf8 = true })
	tests := []struct {
		version  tds.Version
		features []tds.Feature
		want     string
	}{
		{tds.Version74, []tds.Feature{{ID: tds.FeatureSessionRecovery}, {ID: tds.FeatureUTF8, Data: []byte{1}}}, `EnvChange 1 "msdb" from "master"
Info 5701 state=2 class=0 line=1 proc="" "Changed database context to 'msdb'."
EnvChange 7 0904D00034 from 
EnvChange 2 "us_english" from ""
Info 5703 state=1 class=0 line=1 proc="" "Changed language setting to us_english."
LoginAck tds=7.4 "Microsoft SQL Server" 10001059
FeatureExtAck 0x0A(1 bytes)
EnvChange 4 "4096" from "4096"
Done  cmd=0 rows=0
`},
		{tds.Version70, nil, `EnvChange 1 "msdb" from "master"
Info 5701 state=2 class=0 line=1 proc="" "Changed database context to 'msdb'."
EnvChange 3 "iso_1" from ""
EnvChange 2 "us_english" from ""
Info 5703 state=1 class=0 line=1 proc="" "Changed language setting to us_english."
LoginAck tds=7.0 "Microsoft SQL Server" 10001059
EnvChange 4 "4096" from "4096"
Done  cmd=0 rows=0
`},
	}
	for _, test := range tests {
		c := dial(t, s, func(c *tds.ClientConfig) { c.Login.TDSVersion, c.Login.Features = test.version, test.features })
		if got := tokenNames(c.LoginTokens()); got != test.want {
			t.Errorf("%v: got\n%s", test.version, got)
		}
	}
}

// A login without PRELOGIN is refused where encryption is required, and told why.
func TestNoPreLogin(t *testing.T) {
	s := startScripted(t, func(s *scripted) { s.cfg.Encrypt = tds.EncryptRequired })
	nc, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	login := (&tds.Login7{TDSVersion: tds.Version71, UserName: "sa", Password: "secret"}).Encode(nil)
	h := tds.PacketHeader{Type: tds.PacketLogin7, Status: tds.StatusEOM, Length: uint16(8 + len(login))}
	if _, err := nc.Write(append(h.Encode(nil), login...)); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(nc)
	if err != nil || len(answer) < 10 || answer[8] != 0xAA {
		t.Errorf("got %X, %v", answer, err)
	}
}

// A varchar in UTF-8 goes as it is to a client that takes it, and as nvarchar to others.
func TestUTF8(t *testing.T) {
	utf8 := tds.Collation{0x09, 0x04, 0xD0, 0x04, 0}
	s := startScripted(t, func(s *scripted) { s.utf8 = true })
	for _, asked := range []bool{true, false} {
		c := dial(t, s, func(c *tds.ClientConfig) {
			if asked {
				c.Login.Features = []tds.Feature{{ID: tds.FeatureUTF8, Data: []byte{1}}}
			}
		})
		ts := send(t, c, &tds.Request{RPCs: []*tds.RPCRequest{{ProcID: tds.ProcExecuteSQL, Params: []tds.RPCParam{
			{Type: tds.TypeNVarChar(20), Value: "select echo"},
			{Type: tds.TypeNVarChar(20), Value: ""},
			{Name: "@a", Type: tds.Type{ID: tds.VarChar, Size: 20, Collation: utf8}, Value: "日本"},
		}}}})
		col, value := ts[0].(*tds.ColMetadata).Columns[0], ts[1].(*tds.Row).Values[0]
		if value != "日本" || (col.Type.ID == tds.VarChar) != asked {
			t.Errorf("asked %v: %v %v", asked, col.Type, value)
		}
	}
}

// What a request gets, token by token.
func TestTokens(t *testing.T) {
	s := startScripted(t, nil)
	c := dial(t, s, nil)
	proc := func(id uint16, name string, ps ...tds.RPCParam) *tds.RPCRequest {
		return &tds.RPCRequest{Proc: name, ProcID: id, Params: ps}
	}
	tests := []struct {
		name string
		q    *tds.Request
		want string
	}{
		{"nothing", batch(""), "Done  cmd=0 rows=0\n"},
		{"error", batch("select fail"), `Error 14262 state=1 class=16 line=42 proc="sp_x" "The specified @name ('x') does not exist."
Done ERROR cmd=0 rows=0
`},
		{"EXEC in a batch", batch("exec p"), `ColMetadata [n] int not null, [s] nvarchar(40) null
Row 0, "row of the result"
Row 1, "row of the result"
DoneInProc MORE|COUNT cmd=C1 rows=2
ReturnStatus 7
DoneProc MORE cmd=E0 rows=0
Done COUNT cmd=C3 rows=3
`},
		{
			"two RPCs", &tds.Request{RPCs: []*tds.RPCRequest{
				proc(0, "sp_a", tds.RPCParam{Name: "@n", Type: tds.TypeInt, Value: int64(4), Output: true}), proc(0, "sp_b"),
			}},
			`ReturnStatus 1
ReturnValue 0 @n int = 8
DoneProc MORE cmd=E0 rows=0
ReturnStatus 0
DoneProc  cmd=E0 rows=0
`,
		},
		{
			"sp_executesql", &tds.Request{RPCs: []*tds.RPCRequest{
				proc(tds.ProcExecuteSQL, "", tds.RPCParam{Type: tds.TypeNVarChar(tds.Max), Value: "text"}),
			}},
			`ColMetadata [text] nvarchar(max) null
Row "text"
DoneInProc MORE|COUNT cmd=C1 rows=1
ReturnStatus 1
DoneProc  cmd=E0 rows=0
`,
		},
		{"begin", &tds.Request{TransMgr: &tds.TransMgrRequest{Type: tds.TransMgrBegin, Isolation: tds.IsolationSnapshot, Name: "t"}}, `EnvChange 8 0100000000000000 from 
Done INXACT cmd=0 rows=0
`},
		{"commit and begin", &tds.Request{Reset: tds.ResetNone, TranDescriptor: 1, TransMgr: &tds.TransMgrRequest{Type: tds.TransMgrCommit, Begin: true}}, `EnvChange 9  from 0100000000000000
EnvChange 8 0200000000000000 from 
Done INXACT cmd=0 rows=0
`},
		{"reset", &tds.Request{Reset: tds.ResetSession, Batch: &tds.SQLBatch{Text: "set x"}}, "EnvChange 18  from \nDone  cmd=0 rows=0\n"},
	}
	for _, test := range tests {
		if got := tokenNames(send(t, c, test.q)); got != test.want {
			t.Errorf("%s: got\n%swant\n%s", test.name, got, test.want)
		}
	}
}

// attention reads to the acknowledgement, which is a message of its own.
func attention(t *testing.T, c *tds.ClientConn) {
	t.Helper()
	for range 2 {
		ts := readAll(t, c)
		d, ok := ts[len(ts)-1].(*tds.DoneToken)
		if !ok || !d.IsFinal() {
			t.Fatalf("a message ends with %v", ts[len(ts)-1])
		}
		if d.Status&tds.DoneAttention == 0 {
			continue
		}
		if len(ts) != 1 {
			t.Errorf("the acknowledgement comes with %s", tokenNames(ts))
		}
		if got := tokenNames(send(t, c, batch("next"))); !strings.HasPrefix(got, "ColMetadata [text]") {
			t.Errorf("the next request got %s", got)
		}
		return
	}
	t.Fatal("no acknowledgement")
}

func TestAttention(t *testing.T) {
	s := startScripted(t, nil)
	c := dial(t, s, nil)
	t.Run("idle", func(t *testing.T) {
		_ = c.Attention()
		attention(t, c)
	})
	t.Run("running", func(t *testing.T) {
		_ = c.Send(batch("select wait"))
		time.Sleep(10 * time.Millisecond)
		_ = c.Attention()
		attention(t, c)
	})
	t.Run("at once", func(t *testing.T) {
		for range 200 {
			_ = c.Send(batch("select wait"))
			_ = c.Attention()
			attention(t, c)
		}
	})
	t.Run("in rows", func(t *testing.T) {
		_ = c.Send(batch("select forever"))
		for range 1000 {
			if _, err := c.NextToken(); err != nil {
				t.Fatal(err)
			}
		}
		_ = c.Attention()
		attention(t, c)
	})
	t.Run("around the end", func(t *testing.T) {
		for i := range 200 {
			_ = c.Send(batch("quick"))
			time.Sleep(time.Duration(i) * time.Microsecond)
			_ = c.Attention()
			attention(t, c)
		}
	})
}

// The context of a request ends when the peer goes.
func TestPeerGoes(t *testing.T) {
	s := startScripted(t, nil)
	c := dial(t, s, nil)
	_ = c.Send(batch("select wait"))
	time.Sleep(10 * time.Millisecond)
	_ = c.Close()
	// The cleanup of the server waits for its sessions: a hang fails the test.
}

// raw sends packets and returns the tokens of one response.
func raw(t *testing.T, c *tds.ClientConn, h tds.PacketHeader, payload []byte) string {
	t.Helper()
	if err := c.WritePacket(h, payload); err != nil {
		t.Fatal(err)
	}
	return tokenNames(readAll(t, c))
}

func TestWithdrawnRequest(t *testing.T) {
	s := startScripted(t, nil)
	c := dial(t, s, nil)
	got := raw(t, c, tds.PacketHeader{Type: tds.PacketRPC, Status: tds.StatusEOM | tds.StatusIgnore}, nil)
	if got != "Done ERROR cmd=0 rows=0\n" {
		t.Error(got)
	}
}

func TestMalformedRequests(t *testing.T) {
	s := startScripted(t, func(s *scripted) { s.cfg.MaxMessage = 20000 })
	many := &tds.RPC{Calls: []*tds.RPCRequest{{Proc: "p", Params: make([]tds.RPCParam, 2101)}}}
	tooMany, err := many.Encode(nil, tds.Version74)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		kind    tds.PacketType
		payload []byte
		want    string
	}{
		{"short headers", tds.PacketSQLBatch, []byte{22, 0, 0}, "Error 4002"},
		{"headers that lie", tds.PacketSQLBatch, []byte{0xFF, 0xFF, 0xFF, 0xFF, 18, 0, 0, 0}, "Error 4002"},
		{"odd text", tds.PacketSQLBatch, []byte{4, 0, 0, 0, 'x'}, "Error 4002"},
		{"an unknown packet", tds.PacketType(99), nil, "Error 4002"},
		{"a response", tds.PacketTabular, nil, "Error 4002"},
		{"an unknown procedure", tds.PacketRPC, []byte{4, 0, 0, 0, 0xFF, 0xFF, 99, 0, 0, 0}, "Error 4002"},
		{"too many parameters", tds.PacketRPC, tooMany, "Error 8003"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := dial(t, s, func(c *tds.ClientConfig) { c.Login.PacketSize = 32767 })
			if got := raw(t, c, tds.PacketHeader{Type: test.kind, Status: tds.StatusEOM}, test.payload); !strings.HasPrefix(got, test.want) {
				t.Error(got)
			}
			if _, err := c.NextToken(); err == nil {
				t.Error("the connection stays open")
			}
		})
	}
	t.Run("too long", func(t *testing.T) {
		c := dial(t, s, nil)
		if got := tokenNames(send(t, c, batch(strings.Repeat("x", 11000)))); !strings.HasPrefix(got, "Error 4014") {
			t.Error(got)
		}
	})
}

// Half a packet, lengths that lie and noise, at every state of the login: the server
// closes, in time, and goes on serving others.
func TestHostileClients(t *testing.T) {
	s := startScripted(t, func(s *scripted) { s.cfg.LoginTimeout = 300 * time.Millisecond })
	prelogin := (&tds.PreLogin{Options: []tds.PreLoginOption{{Token: tds.PreLoginVersion, Data: make([]byte, 6)}}}).Encode(nil)
	packet := func(kind tds.PacketType, length int, payload []byte) []byte {
		h := tds.PacketHeader{Type: kind, Status: tds.StatusEOM, Length: uint16(length)}
		return append(h.Encode(nil), payload...)
	}
	tests := map[string][]byte{
		"nothing":          nil,
		"half a header":    {0x12, 1, 0},
		"length 0":         packet(tds.PacketPreLogin, 0, prelogin),
		"length 65535":     packet(tds.PacketPreLogin, 65535, prelogin),
		"half a payload":   packet(tds.PacketPreLogin, 1000, prelogin),
		"options that lie": packet(tds.PacketPreLogin, 14, []byte{0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}),
		"half TLS":         {0x16, 3, 1, 0xFF, 0xFF, 1},
		"noise":            bytes.Repeat([]byte{0xA7, 3, 0x99}, 5000),
		"HTTP":             []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
		"old login":        packet(tds.PacketLogin, 520, make([]byte, 512)),
		"LOGIN7 that lies": packet(tds.PacketLogin7, 8+94, append([]byte{0xFF, 0xFF, 0xFF, 0x7F}, make([]byte, 90)...)),
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			nc, err := net.Dial("tcp", s.addr)
			if err != nil {
				t.Fatal(err)
			}
			defer nc.Close()
			_, _ = nc.Write(data)
			_ = nc.SetReadDeadline(time.Now().Add(3 * time.Second))
			_, err = io.Copy(io.Discard, nc)
			var timeout net.Error
			if errors.As(err, &timeout) && timeout.Timeout() {
				t.Error("the server kept the connection")
			}
		})
	}
}

// A server that lies about lengths in its answer to the login makes the client allocate
// next to nothing.
func TestHostileServer(t *testing.T) {
	for name, answer := range hostileAnswers {
		t.Run(name, func(t *testing.T) {
			nc, server := net.Pipe()
			go hostileServer(server, answer)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := tds.Dial(context.Background(), nc, &tds.ClientConfig{Timeout: 2 * time.Second})
			runtime.ReadMemStats(&after)
			if err == nil {
				t.Error("no error")
			}
			if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
				t.Errorf("%d bytes allocated", n)
			}
		})
	}
}

var hostileAnswers = map[string][]byte{
	"FEDAUTHINFO of no bytes":    {0xEE, 0, 0, 0, 0, 0, 0, 0, 0},
	"FEDAUTHINFO of many":        {0xEE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF},
	"FEDAUTHINFO with options":   {0xEE, 13, 0, 0, 0, 1, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0x7F, 13, 0, 0, 0},
	"FEATUREEXTACK of many":      {0xAE, 2, 0xFF, 0xFF, 0xFF, 0xFF},
	"SESSIONSTATE of many":       {0xE4, 0xFF, 0xFF, 0xFF, 0xFF},
	"COLMETADATA of many":        {0x81, 0xFE, 0xFF, 0, 0, 0, 0, 0, 0, 0x38, 0},
	"a row without metadata":     {0xD1},
	"an unknown token":           {0x00},
	"an ENVCHANGE that is short": {0xE3, 3, 0, 1, 9, 0},
	"a text of many": {
		0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0x22, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0xD1, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6,
		1, 2, 3, 4, 5, 6, 7, 8, 0xFF, 0xFF, 0xFF, 0x7F,
	},
	"chunks of many": {
		0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0xA5, 0xFF, 0xFF, 0, 0xD1, 0, 0, 0, 0x7F, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F,
	},
}

func hostileServer(nc net.Conn, answer []byte) {
	defer nc.Close()
	buf := make([]byte, 4096)
	if _, err := nc.Read(buf); err != nil {
		return
	}
	prelogin := (&tds.PreLogin{Options: []tds.PreLoginOption{
		{Token: tds.PreLoginVersion, Data: make([]byte, 6)}, {Token: tds.PreLoginEncryption, Data: []byte{2}},
	}}).Encode(nil)
	for _, payload := range [][]byte{prelogin, answer} {
		h := tds.PacketHeader{Type: tds.PacketTabular, Status: tds.StatusEOM, Length: uint16(8 + len(payload))}
		if _, err := nc.Write(append(h.Encode(nil), payload...)); err != nil {
			return
		}
		_, _ = nc.Read(buf)
	}
}

func TestTrace(t *testing.T) {
	var out lockedBuffer
	s := startScripted(t, func(s *scripted) { s.cfg.Trace = &out })
	c := dial(t, s, nil)
	send(t, c, batch("CREATE LOGIN x WITH PASSWORD = N'pass''word1', DEFAULT_DATABASE = [msdb]"))
	send(t, c, batch("CREATE CREDENTIAL c WITH IDENTITY = 'joe', SECRET = 'hidden2'"))
	send(t, c, &tds.Request{RPCs: []*tds.RPCRequest{{Proc: "sp_p", Params: []tds.RPCParam{
		{Name: "@password", Type: tds.TypeNVarChar(30), Value: "hidden\"3"}, {Name: "@n", Type: tds.TypeInt, Value: int64(5)},
	}}}})
	got := out.String()
	for _, want := range []string{"<- PreLogin VERSION=", "<- Login7 tds=7.4", `user="sa" password=***`, "-> LoginAck", "IDENTITY = 'joe', SECRET = '***'", `PASSWORD = N'***', DEFAULT_DATABASE`, "sp_p @password nvarchar(30) = \"***\", @n int = 5", "-> Done"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, secret := range []string{"secret\"", "word1", "hidden"} {
		if strings.Contains(got, secret) {
			t.Errorf("%q was printed", secret)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}
