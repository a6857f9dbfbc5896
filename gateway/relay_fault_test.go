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
	var gate *gateway.Server
	addr := relayTo(t, plainServer(t, tds.EncryptOff), "encrypt=true&trustservercertificate=true", func(s *gateway.Server) { gate = s })
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
	before := relayLeft()
	round()
	relayLeavesNothing(t, gate, before)
}

// relayResources are what a fault might leave behind.
type relayResources struct{ goroutines, files int }

func relayLeft() relayResources { return relayResources{runtime.NumGoroutine(), openFiles()} }

// relayLeavesNothing waits until the gateway has no connection, and what there was before is all there is.
func relayLeavesNothing(t *testing.T, gate *gateway.Server, before relayResources) {
	t.Helper()
	var now relayResources
	relaySettle(t, func() bool {
		now = relayLeft()
		return gate.Connections() == 0 && now.goroutines <= before.goroutines && now.files <= before.files
	})
	if n := gate.Connections(); n > 0 || now.goroutines > before.goroutines || now.files > before.files {
		buf := make([]byte, 64<<10)
		t.Errorf("%d connections left, %+v before, %+v now\n%s\n%s", n, before, now, openFileNames(), buf[:runtime.Stack(buf, true)])
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

func openFileNames() (names []string) {
	files, _ := os.ReadDir("/proc/self/fd")
	for _, f := range files {
		name, _ := os.Readlink("/proc/self/fd/" + f.Name())
		names = append(names, name)
	}
	return names
}
