package gateway_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"msxgate/gateway"
	"msxgate/tds"
)

// scriptedServer accepts any login and hands the connection over after it.
func scriptedServer(t testing.TB, serve func(c *tds.Conn, nc *net.TCPConn)) string {
	t.Helper()
	return rawServer(t, func(nc *net.TCPConn) {
		c, _, err := tds.Accept(context.Background(), nc, &tds.ServerConfig{Version: gateway.ProductVersion, SPID: 51})
		if err != nil {
			return
		}
		if err := c.AcceptLogin(&tds.LoginAnswer{Database: "master", ServerName: "SCRIPTED"}); err == nil {
			serve(c, nc)
		}
	})
}

// rawServer hands each connection over as it comes.
func rawServer(t testing.TB, serve func(nc *net.TCPConn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			nc, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer nc.Close()
				serve(nc.(*net.TCPConn))
			}()
		}
	}()
	t.Cleanup(func() {
		l.Close()
		<-done
	})
	return l.Addr().String()
}

// recordAnswer is an answer of several packets of 512 bytes, as the server sent it.
func recordAnswer(t *testing.T) []tds.Packets {
	t.Helper()
	nc, err := net.Dial("tcp", plainServer(t, tds.EncryptOff))
	if err != nil {
		t.Fatal(err)
	}
	c, err := tds.Dial(t.Context(), nc, &tds.ClientConfig{Login: tds.Login7{UserName: "sa", Password: relayPassword, PacketSize: 512}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Send(relayBatch("SELECT 1 AS a; SELECT REPLICATE('r', 1500) AS b; PRINT 'between'; SELECT 2 AS c")); err != nil {
		t.Fatal(err)
	}
	var packets []tds.Packets
	for {
		h, payload, err := c.ReadPacket()
		if err != nil {
			t.Fatal(err)
		}
		packets = append(packets, append(h.Encode(nil), payload...))
		if h.Status&tds.StatusEOM != 0 {
			return packets
		}
	}
}

// TestRelayCutAnswer breaks the leg to the server after each packet of an answer, and in the middle of each: the client
// must not take what it got for whole.
func TestRelayCutAnswer(t *testing.T) {
	answer := recordAnswer(t)
	if len(answer) < 4 {
		t.Fatalf("an answer of %d packets", len(answer))
	}
	whole := bytes.Join(toBytes(answer), nil)
	type fault struct {
		name string
		do   func(nc *net.TCPConn)
	}
	faults := []fault{
		{"end", func(*net.TCPConn) {}},
		{"half-close", func(nc *net.TCPConn) { _ = nc.CloseWrite(); _, _ = io.Copy(io.Discard, nc) }},
		{"reset", func(nc *net.TCPConn) { _ = nc.SetLinger(0) }},
		{"stall in a packet", func(nc *net.TCPConn) { _, _ = nc.Write([]byte{4, 1, 0}); _, _ = io.Copy(io.Discard, nc) }},
		{"short length", func(nc *net.TCPConn) { _, _ = nc.Write([]byte{4, 1, 0, 7, 0, 0, 1, 0}); _, _ = io.Copy(io.Discard, nc) }},
		{"long length", func(nc *net.TCPConn) {
			_, _ = nc.Write([]byte{4, 1, 0xFF, 0xFF, 0, 0, 1, 0})
			_, _ = io.Copy(io.Discard, nc)
		}},
		{"other type", func(nc *net.TCPConn) {
			_, _ = nc.Write([]byte{1, 1, 0, 9, 0, 0, 1, 0, 0})
			_, _ = io.Copy(io.Discard, nc)
		}},
	}
	for _, f := range faults {
		cuts := make(chan int, 1)
		behind := scriptedServer(t, func(c *tds.Conn, nc *net.TCPConn) {
			if _, err := c.Next(context.Background()); err == nil {
				_, _ = nc.Write(whole[:<-cuts])
				f.do(nc)
			}
		})
		addr := relayTo(t, behind, "encrypt=disable", func(s *gateway.Server) { s.Upstream.Stall = 30 * time.Millisecond })
		at := 0
		for _, p := range answer {
			for _, cut := range []int{at, at + 3, at + len(p)/2} {
				if cut != at && f.name != "end" && f.name != "reset" {
					continue
				}
				cuts <- cut
				if ts, err := cutResponse(addr); err == nil {
					t.Errorf("%s after %d of %d bytes: taken for whole: %v", f.name, cut, len(whole), ts)
				}
			}
			at += len(p)
		}
		cuts <- len(whole)
		if ts, err := cutResponse(addr); err != nil && f.name != "reset" {
			t.Errorf("%s after the answer: %v, %v", f.name, ts, err)
		}
	}
}

// cutResponse sends a batch and reads the answer, which must come or end within seconds.
func cutResponse(addr string) ([]tds.Token, error) {
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer nc.Close()
	c, err := tds.Dial(context.Background(), nc, &tds.ClientConfig{Login: tds.Login7{UserName: "sa", PacketSize: 512}})
	if err != nil {
		return nil, fmt.Errorf("login: %w", err)
	}
	_ = nc.SetDeadline(time.Now().Add(5 * time.Second))
	ts, err := relayAnswer(c, relayBatch("SELECT 'anything'"))
	if err != nil && strings.Contains(err.Error(), "timeout") {
		panic("the relay keeps a client waiting for a broken server")
	}
	return ts, err
}

func toBytes(ps []tds.Packets) [][]byte {
	var b [][]byte
	for _, p := range ps {
		b = append(b, p)
	}
	return b
}

// TestRelayCutLogin breaks the leg to the server at each byte of its answer to PRELOGIN and to the login.
func TestRelayCutLogin(t *testing.T) {
	for cut := 0; cut < 420; cut += 7 {
		behind := rawServer(t, func(nc *net.TCPConn) {
			c, _, err := tds.Accept(context.Background(), &cutWriter{nc, cut}, &tds.ServerConfig{Version: gateway.ProductVersion})
			if err == nil {
				_ = c.AcceptLogin(&tds.LoginAnswer{Database: "master", ServerName: "SCRIPTED"})
			}
		})
		addr := relayTo(t, behind, "encrypt=disable", nil)
		if err := tryLogin(addr, tds.Login7{UserName: "sa"}); err == nil && cut < 300 {
			t.Errorf("a login answer cut after %d bytes was taken for whole", cut)
		}
	}
}

// cutWriter closes the connection after some bytes have been written.
type cutWriter struct {
	net.Conn
	left int
}

// Write implements net.Conn.
func (w *cutWriter) Write(b []byte) (int, error) {
	n, err := w.Conn.Write(b[:min(len(b), w.left)])
	if w.left -= n; n < len(b) {
		w.Close()
		return n, io.ErrClosedPipe
	}
	return n, err
}

// TestRelayByteForByte sends packets of every kind, with any ids, and compares what arrives at either end.
func TestRelayByteForByte(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	arrived := make(chan []byte, 1)
	const total = 1 << 20
	make1 := func(types ...tds.PacketType) []byte {
		var b []byte
		for len(b) < total {
			kind := types[random.IntN(len(types))]
			for n := random.IntN(4); n >= 0; n-- {
				h := tds.PacketHeader{Type: kind, SPID: uint16(random.Uint32()), PacketID: byte(random.Uint32()), Window: byte(random.Uint32())}
				h.Status = tds.PacketStatus(random.Uint32()) &^ tds.StatusEOM
				if n == 0 {
					h.Status |= tds.StatusEOM
				}
				payload := make([]byte, random.IntN(32767-8))
				for i := range payload {
					payload[i] = byte(random.Uint32())
				}
				h.Length = uint16(8 + len(payload))
				b = append(h.Encode(b), payload...)
			}
		}
		return b
	}
	up := make1(tds.PacketSQLBatch, tds.PacketRPC, tds.PacketBulkLoad, tds.PacketTransMgr, tds.PacketFedAuthToken, tds.PacketSSPI)
	down := make1(tds.PacketTabular)
	behind := rawServer(t, func(nc *net.TCPConn) {
		c, _, err := tds.Accept(context.Background(), nc, &tds.ServerConfig{})
		if err != nil {
			return
		}
		answerLogin(c, 32767)
		got := make([]byte, len(up))
		_, _ = io.ReadFull(nc, got[:8]) // the client has read the login answer, and nothing behind it
		go func() { _, _ = nc.Write(down) }()
		_, _ = io.ReadFull(nc, got[8:])
		arrived <- got
		_, _ = io.Copy(io.Discard, nc)
	})
	c, nc := relayClient(t, relayTo(t, behind, "encrypt=disable", nil), 32767)
	if _, _, err := c.Message(1 << 20); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = nc.Write(up) }()
	got := make([]byte, len(down))
	if _, err := io.ReadFull(nc, got); err != nil || !bytes.Equal(got, down) {
		t.Errorf("the answers changed on the way (%v)", err)
	}
	if !bytes.Equal(<-arrived, up) {
		t.Error("the requests changed on the way")
	}
}

// answerLogin answers a login with tokens and no further reading.
func answerLogin(c *tds.Conn, size int, more ...tds.Token) {
	ts := append([]tds.Token{
		&tds.LoginAck{Interface: 1, TDSVersion: tds.Version74, ProgName: "Microsoft SQL Server"},
		tds.EnvText(tds.EnvPacketSize, fmt.Sprint(size), "4096"),
	}, more...)
	sendTokens(c, append(ts, &tds.DoneToken{Kind: tds.DoneKindStatement})...)
}

func sendTokens(c *tds.Conn, ts ...tds.Token) {
	var b []byte
	for _, t := range ts {
		b, _ = t.Encode(b, tds.Version74)
	}
	_ = c.WritePacket(tds.PacketHeader{Type: tds.PacketTabular, Status: tds.StatusEOM, PacketID: 1, SPID: 51}, b)
}

// relayClient sends a login and leaves its answer to the caller.
func relayClient(t *testing.T, addr string, size uint32) (*tds.ClientConn, net.Conn) {
	t.Helper()
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	_ = nc.SetDeadline(time.Now().Add(10 * time.Second))
	c, err := tds.Handshake(t.Context(), nc, &tds.ClientConfig{PreLogin: []tds.PreLoginOption{{Token: tds.PreLoginFedAuth, Data: []byte{1}}}})
	if err != nil {
		t.Fatal(err)
	}
	_ = nc.SetDeadline(time.Now().Add(10 * time.Second))
	login := tds.Login7{TDSVersion: tds.Version74, UserName: "u", Password: "p", ServerName: "gate", PacketSize: size, Features: []tds.Feature{
		{ID: tds.FeatureSessionRecovery}, {ID: tds.FeatureUTF8, Data: []byte{1}}, {ID: tds.FeatureEnhancedRouting},
	}}
	if err := c.WritePacket(tds.PacketHeader{Type: tds.PacketLogin7, Status: tds.StatusEOM, PacketID: 1}, login.Encode(nil)); err != nil {
		t.Fatal(err)
	}
	return c, nc
}

// TestRelaySlowReader has a client that does not read: the server is held up, and what waits is bounded.
func TestRelaySlowReader(t *testing.T) {
	var sent atomic.Int64
	behind := scriptedServer(t, func(c *tds.Conn, nc *net.TCPConn) {
		if _, err := c.Next(context.Background()); err != nil {
			return
		}
		p := append((&tds.PacketHeader{Type: tds.PacketTabular, Length: 4096}).Encode(nil), make([]byte, 4088)...)
		for {
			n, err := nc.Write(p)
			sent.Add(int64(n))
			if err != nil {
				return
			}
		}
	})
	nc, err := net.Dial("tcp", relayTo(t, behind, "encrypt=disable", nil))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	_ = nc.(*net.TCPConn).SetReadBuffer(4096)
	c, err := tds.Dial(t.Context(), nc, &tds.ClientConfig{Login: tds.Login7{UserName: "u"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Send(relayBatch("SELECT everything")); err != nil {
		t.Fatal(err)
	}
	last := int64(-1)
	relaySettle(t, func() bool {
		time.Sleep(50 * time.Millisecond)
		before := last
		last = sent.Load()
		return last > 0 && last == before
	})
	if last != sent.Load() || last > 32<<20 {
		t.Errorf("the server got rid of %d bytes, and goes on", sent.Load())
	}
}

// TestRelayLeavesNothing wants neither goroutines nor descriptors left when clients have gone in all sorts of ways.
func TestRelayLeavesNothing(t *testing.T) {
	addr := relayTo(t, plainServer(t, tds.EncryptOff), "encrypt=true&trustservercertificate=true", nil)
	round := func() {
		for i := range 12 {
			nc, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			switch i % 4 {
			case 0: // no word
				nc.Close()
				continue
			case 1: // a wrong one
				_, _ = nc.Write([]byte("GET / HTTP/1.0\r\n\r\n"))
				nc.Close()
				continue
			}
			c, err := tds.Dial(t.Context(), nc, &tds.ClientConfig{Login: tds.Login7{UserName: "sa", Password: relayPassword}})
			if err != nil {
				t.Fatal(err)
			}
			text := "WAITFOR DELAY '00:01'"
			if i%3 == 0 {
				text = "SELECT REPLICATE(CONVERT(varchar(max), 'x'), 3000000)" // and never read
			}
			if err := c.Send(relayBatch(text)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(5 * time.Millisecond)
			if i%4 == 2 {
				_ = nc.(*net.TCPConn).SetLinger(0)
			}
			_ = c.Close()
		}
	}
	round()
	relaySettle(t, func() bool { return true })
	time.Sleep(100 * time.Millisecond)
	goroutines, files := runtime.NumGoroutine(), openFiles()
	round()
	relaySettle(t, func() bool { return runtime.NumGoroutine() <= goroutines && openFiles() <= files })
	if g, f := runtime.NumGoroutine(), openFiles(); g > goroutines || f > files {
		buf := make([]byte, 64<<10)
		t.Errorf("goroutines %d to %d, descriptors %d to %d\n%s", goroutines, g, files, f, buf[:runtime.Stack(buf, true)])
	}
}

func relaySettle(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); !done() && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
}

func openFiles() int {
	files, _ := os.ReadDir("/proc/self/fd")
	return len(files)
}
