package gateway_test

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"msxgate/tds"
)

// relayRecorder keeps the headers of the packets that a client reads.
type relayRecorder struct {
	net.Conn
	left    int // of the packet
	head    []byte
	headers []string
}

// Read implements net.Conn.
func (r *relayRecorder) Read(b []byte) (int, error) {
	n, err := r.Conn.Read(b)
	for rest := b[:n]; len(rest) > 0; {
		if r.left > 0 {
			m := min(r.left, len(rest))
			r.left, rest = r.left-m, rest[m:]
			continue
		}
		m := min(8-len(r.head), len(rest))
		r.head, rest = append(r.head, rest[:m]...), rest[m:]
		if len(r.head) == 8 {
			var h tds.PacketHeader
			_ = h.Decode(r.head)
			r.left, r.head = int(h.Length)-8, r.head[:0]
			r.headers = append(r.headers, fmt.Sprintf("%v %02x %d id=%d", h.Type, byte(h.Status), h.Length, h.PacketID))
		}
	}
	return n, err
}

// relayDescribe is a token with all its values, but for transaction descriptors, which no two sessions share.
func relayDescribe(t tds.Token) string {
	switch t := t.(type) {
	case *tds.Row:
		h := fnv.New64a()
		fmt.Fprintf(h, "%#v", t.Values)
		return fmt.Sprintf("Row %d %x", len(t.Values), h.Sum64())
	case *tds.EnvChange:
		if t.Descriptor() != 0 {
			return fmt.Sprintf("EnvChange %d", t.Type)
		}
	}
	return t.String()
}

// relayWorkload makes the requests of a client. The descriptor is that of its open transaction.
type relayWorkload struct {
	random     *rand.Rand
	descriptor uint64
}

func (w *relayWorkload) next() *tds.Request {
	q := w.pick()
	q.TranDescriptor, q.Outstanding = w.descriptor, 1
	if w.descriptor == 0 && w.random.IntN(8) == 0 {
		q.Reset = tds.ResetMode(1 + w.random.IntN(2))
	}
	return q
}

func (w *relayWorkload) pick() *tds.Request {
	n := w.random.IntN(1000)
	switch w.random.IntN(14) {
	case 0:
		return relayBatch(fmt.Sprintf("SELECT %d AS a, N'zwölf' AS b, CAST(NULL AS datetime) AS c; PRINT 'x'; SELECT 1/0", n))
	case 1:
		return relayBatch("SELECT name FROM sys.databases ORDER BY name; RAISERROR('my error %d', 16, 3, 7)")
	case 2:
		return relayBatch(fmt.Sprintf("DECLARE @i int = 0; WHILE @i < %d BEGIN SET @i += 1; SELECT @i AS i, REPLICATE('y', @i) AS t END", n%60))
	case 3:
		return relayBatch(fmt.Sprintf("SELECT REPLICATE(CONVERT(varchar(max), 'z'), %d)", n*100))
	case 4:
		return relayBatch("SELEC nothing")
	case 5:
		return relayBatch("CREATE TABLE #t (a int, b nvarchar(50)); INSERT #t VALUES (1, 'x'), (2, NULL); SELECT * FROM #t; DROP TABLE #t")
	case 6:
		return relayBatch("BEGIN TRAN; SELECT @@TRANCOUNT; ROLLBACK; USE msdb; USE master")
	case 7, 8:
		return &tds.Request{RPCs: []*tds.RPCRequest{w.executeSQL(n)}}
	case 9:
		return &tds.Request{RPCs: []*tds.RPCRequest{w.executeSQL(n), w.executeSQL(n + 1)}}
	case 10:
		return &tds.Request{RPCs: []*tds.RPCRequest{{Proc: "no_such_procedure"}}}
	case 11:
		return relayBatch("-- " + strings.Repeat("long ", 20*n) + "\nSELECT 'end'")
	case 12:
		return relayBatch("WAITFOR DELAY '00:00:00.005'; RAISERROR('now', 0, 1) WITH NOWAIT; SELECT SUSER_SNAME(), DB_NAME()")
	}
	if w.descriptor == 0 {
		return &tds.Request{TransMgr: &tds.TransMgrRequest{Type: tds.TransMgrBegin, Isolation: tds.IsolationReadCommitted}}
	}
	return &tds.Request{TransMgr: &tds.TransMgrRequest{Type: tds.TransMgrCommit + tds.TransMgrType(n%2), Begin: n%3 == 0, Isolation: tds.IsolationReadCommitted}}
}

func (w *relayWorkload) executeSQL(n int) *tds.RPCRequest {
	text := func(s string) tds.RPCParam { return tds.RPCParam{Type: tds.TypeNVarChar(tds.Max), Value: s} }
	return &tds.RPCRequest{ProcID: tds.ProcExecuteSQL, Params: []tds.RPCParam{
		text("SELECT @b AS b, @a AS a; SET @a = @a * 2; IF @a > 1500 RAISERROR('too much', 11, 1)"), text("@a int OUTPUT, @b varbinary(max)"),
		{Name: "@a", Output: true, Type: tds.TypeInt, Value: int64(n)},
		{Name: "@b", Type: tds.TypeVarBinary(tds.Max), Value: make([]byte, n*20)},
	}}
}

func (w *relayWorkload) saw(ts []tds.Token) {
	for _, t := range ts {
		if e, ok := t.(*tds.EnvChange); ok {
			switch e.Type {
			case tds.EnvBeginTran:
				w.descriptor = e.Descriptor()
			case tds.EnvCommitTran, tds.EnvRollbackTran, tds.EnvTranEnded:
				w.descriptor = 0
			}
		}
	}
}

// relayPlay runs a workload and returns the conversation, as the client sees it.
func relayPlay(t *testing.T, addr string, seed uint64, size uint32, requests int) []string {
	t.Helper()
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	r := &relayRecorder{Conn: nc}
	cfg := &tds.ClientConfig{Login: tds.Login7{UserName: "sa", Password: relayPassword, PacketSize: size}}
	c, err := tds.Dial(t.Context(), r, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var said []string
	for _, l := range c.LoginTokens() {
		said = append(said, relayDescribe(l))
	}
	w := &relayWorkload{random: rand.New(rand.NewPCG(seed, 1))}
	for i := range requests {
		q := w.next()
		ts, err := relayAnswer(c, q)
		if err != nil {
			t.Fatalf("request %d, %v: %v", i, q, err)
		}
		w.saw(ts)
		said = append(said, fmt.Sprint("request ", i))
		for _, a := range ts {
			said = append(said, relayDescribe(a))
		}
	}
	return append(said, r.headers...)
}

// TestRelayTransparency compares what a client gets of a server with what it gets through the relay: the tokens, and the
// packets that they come in.
func TestRelayTransparency(t *testing.T) {
	requests := 150
	if testing.Short() {
		requests = 30
	}
	behind := plainServer(t, tds.EncryptOff)
	relay := relayTo(t, behind, "encrypt=disable", nil)
	secret := relayTo(t, behind, "encrypt=true&trustservercertificate=true", nil)
	for seed, size := range []uint32{512, 4096, 16383, 32767} {
		if size <= 16383 {
			relayCompare(t, relayPlay(t, behind, uint64(seed), size, requests), relayPlay(t, secret, uint64(seed), size, requests))
		}
		relayCompare(t, relayPlay(t, behind, uint64(seed), size, requests), relayPlay(t, relay, uint64(seed), size, requests))
	}
}

func relayCompare(t *testing.T, direct, relayed []string) {
	t.Helper()
	for i := range min(len(direct), len(relayed)) {
		if direct[i] != relayed[i] {
			t.Fatalf("line %d of the conversation: direct\n%s\nrelayed\n%s", i, direct[i], relayed[i])
		}
	}
	if len(direct) != len(relayed) {
		t.Fatalf("%d lines of conversation direct, %d relayed", len(direct), len(relayed))
	}
}

// TestRelayBigResult checks 10 MB, and that little of it waits in the relay when the client does not read.
func TestRelayBigResult(t *testing.T) {
	addr := relayTo(t, plainServer(t, tds.EncryptOff), "encrypt=disable", nil)
	c := relayDial(t, addr, nil)
	ts, err := relayAnswer(c, relayBatch("SELECT REPLICATE(CONVERT(varchar(max), 'q'), 10000000)"))
	if err != nil {
		t.Fatal(err)
	}
	if row, ok := ts[1].(*tds.Row); !ok || len(row.Values[0].(string)) != 10000000 {
		t.Errorf("got %v", ts[1])
	}
}

// TestRelayAttention cancels a request that runs, one that is answered, and many a time.
func TestRelayAttention(t *testing.T) {
	c := relayDial(t, relayTo(t, plainServer(t, tds.EncryptOff), "encrypt=disable", nil), nil)
	for i := range 20 {
		text := "WAITFOR DELAY '00:01'"
		if i%2 == 1 {
			text = "SELECT 1"
		}
		if err := c.Send(relayBatch(text)); err != nil {
			t.Fatal(err)
		}
		if i%4 > 1 {
			time.Sleep(5 * time.Millisecond)
		}
		if err := c.Attention(); err != nil {
			t.Fatal(err)
		}
		for acked := false; !acked; {
			ts, err := relayTokens(c)
			if err != nil {
				t.Fatal(err)
			}
			acked = slices.ContainsFunc(ts, func(t tds.Token) bool {
				d, ok := t.(*tds.DoneToken)
				return ok && d.Status&tds.DoneAttention != 0
			})
		}
		if ts, err := relayAnswer(c, relayBatch("SELECT 5")); err != nil || len(ts) != 3 {
			t.Fatalf("after the attention: %v, %v", ts, err)
		}
	}
}
