package gateway_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"testing"
	"time"

	"msxgate/gateway"
	"msxgate/tds"
)

// relayFault is what happens to the leg to the server. Hears writes to the relay as the server would.
type relayFault struct {
	name   string
	breaks bool // the connection: inside packets too
	do     func(relay *net.TCPConn)
}

// saying makes a fault of bytes that the server sends before it falls silent, its connection open.
func saying(name string, b ...byte) relayFault {
	return relayFault{name, false, func(relay *net.TCPConn) {
		_, _ = relay.Write(b)
		_, _ = io.Copy(io.Discard, relay)
	}}
}

// saidPacket is a packet that ends a message.
func saidPacket(payload ...byte) []byte {
	return append([]byte{4, 1, 0, byte(8 + len(payload)), 0, 51, 1, 0}, payload...)
}

// relayFaults come in the place of bytes of the server. After each the client must be told, or lose its connection.
var relayFaults = []relayFault{
	{"end", true, func(relay *net.TCPConn) { relay.Close() }},
	{"half-close", true, func(relay *net.TCPConn) { _ = relay.CloseWrite(); _, _ = io.Copy(io.Discard, relay) }},
	{"reset", true, func(relay *net.TCPConn) { _ = relay.SetLinger(0); relay.Close() }},
	saying("silence in a header", 4, 1, 0),
	saying("silence in a packet", 4, 1, 0, 20, 0, 0, 1, 0, 1),
	saying("length below a header's", 4, 1, 0, 7, 0, 0, 1, 0),
	saying("length of nothing", 4, 1, 0, 0, 0, 0, 1, 0),
	saying("length of 65535", 4, 1, 0xFF, 0xFF, 0, 0, 1, 0),
	saying("a client's packet", 1, 1, 0, 9, 0, 0, 1, 0, 0),
	saying("an attention", 6, 1, 0, 8, 0, 0, 1, 0),
	saying("PRELOGIN again", 0x12, 1, 0, 9, 0, 0, 1, 0, 0xFF),
	saying("an unknown type", 0x55, 1, 0, 9, 0, 0, 1, 0, 0),
	saying("no token", saidPacket(0x00, 0x00)...),
	saying("FEDAUTHINFO of 4 GiB", saidPacket(0xEE, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0)...),
	saying("FEDAUTHINFO of nothing", saidPacket(0xEE, 0, 0, 0, 0, 0, 0, 0, 0)...),
	saying("SSPI of 65535", saidPacket(0xED, 0xFF, 0xFF, 1)...),
	saying("an error of 65535", saidPacket(0xAA, 0xFF, 0xFF, 1, 2, 3)...),
	saying("LOGINACK of 65535", saidPacket(0xAD, 0xFF, 0xFF, 1)...),
	saying("half a LOGINACK", saidPacket(0xAD, 10, 0, 1, 0x74, 0, 0, 4)...),
	saying("65534 columns", saidPacket(0x81, 0xFE, 0xFF, 0)...),
	saying("FEATUREEXTACK of 4 GiB", saidPacket(0xAE, 1, 0xFF, 0xFF, 0xFF, 0xFF)...),
	saying("half a DONE", saidPacket(0xFD, 0, 0)...),
}

// faultProxy stands between the relay and the server. Each connection gets the next cut: after how many bytes of the
// server which fault comes.
type faultProxy struct {
	addr string
	cuts chan relayCut
	said chan []byte // of the server, on a connection on which nothing was cut
}

type relayCut struct {
	after int
	fault relayFault
}

func newFaultProxy(t *testing.T, behind string) *faultProxy {
	p := &faultProxy{cuts: make(chan relayCut, 1), said: make(chan []byte, 1)}
	p.addr = rawServer(t, func(relay *net.TCPConn) {
		cut := <-p.cuts
		server, err := net.Dial("tcp", behind)
		if err != nil {
			return
		}
		defer server.Close()
		ends := make(chan struct{})
		go func() {
			defer close(ends)
			_, _ = io.Copy(struct{ io.Writer }{server}, struct{ io.Reader }{relay}) // no pipe, which would stay open
			server.Close()
		}()
		var said bytes.Buffer
		_, err = io.Copy(io.MultiWriter(&said, relay), io.LimitReader(server, int64(cut.after)))
		switch {
		case cut.fault.do == nil:
			p.said <- said.Bytes()
		case err == nil && said.Len() == cut.after:
			cut.fault.do(relay)
		}
		relay.Close()
		<-ends
	})
	return p
}

// boundaries are the offsets at which packets, and records of TLS, end.
func boundaries(b []byte) (at []int) {
	for n := 0; n+8 <= len(b); {
		if b[n] >= 0x14 && b[n] <= 0x17 && b[n+1] == 3 {
			n += 5 + int(binary.BigEndian.Uint16(b[n+3:]))
		} else {
			n += int(binary.BigEndian.Uint16(b[n+2:]))
		}
		at = append(at, n)
	}
	return at
}

// relayTry logs in, asks something of several packets, and reads the answer. Far is how far it came.
func relayTry(addr string) (far string, err error) {
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		return "dial", err
	}
	defer nc.Close()
	cfg := &tds.ClientConfig{Login: tds.Login7{UserName: "sa", Password: relayPassword, PacketSize: 512}, Timeout: 10 * time.Second}
	c, err := tds.Dial(context.Background(), nc, cfg)
	if err != nil {
		return "login", err
	}
	_ = nc.SetDeadline(time.Now().Add(10 * time.Second))
	_, err = relayAnswer(c, relayBatch("SELECT 1 AS a; SELECT REPLICATE('r', 1500) AS b; PRINT 'between'; SELECT 2 AS c"))
	return "answer", err
}

// TestRelayCut breaks the leg to the server at the end of each packet that the server sends, and inside each: during
// PRELOGIN, TLS, the login, and an answer. The client must not take what it got for whole, nor wait for ever; the
// gateway goes on, with nothing left of it.
func TestRelayCut(t *testing.T) {
	for _, options := range []string{"encrypt=disable", "encrypt=true&trustservercertificate=true"} {
		t.Run(options, func(t *testing.T) { relayCutLeg(t, options) })
	}
}

func relayCutLeg(t *testing.T, options string) {
	p := newFaultProxy(t, plainServer(t, tds.EncryptOn))
	var gate *gateway.Server
	patient := relayTo(t, p.addr, options, nil)
	ends := boundaries(relayWhole(t, p, patient))
	if len(ends) < 6 {
		t.Fatalf("the server said only %d packets", len(ends))
	}
	addr := relayTo(t, p.addr, options, func(s *gateway.Server) {
		s.Upstream.Timeout, s.Upstream.Stall = 40*time.Millisecond, 20*time.Millisecond
		gate = s
	})
	before := relayLeft()
	for _, f := range relayFaults {
		from := 0
		for i, to := range ends {
			cuts := []int{from}
			switch {
			case f.breaks:
				cuts = append(cuts, from+1+(to-from)/2)
			case i%3 > 1:
				cuts = nil // each of these costs a timeout
			}
			for _, cut := range cuts {
				relayBroken(t, p, addr, cut, f)
			}
			from = to
		}
	}
	relayLeavesNothing(t, gate, before)
	relayWhole(t, p, patient)
}

// relayWhole wants all to go well, and returns what the server said.
func relayWhole(t *testing.T, p *faultProxy, addr string) []byte {
	t.Helper()
	p.cuts <- relayCut{after: 1 << 30}
	if far, err := relayTry(addr); err != nil {
		t.Fatalf("%s: %v", far, err)
	}
	return <-p.said
}

// relayBroken wants the client to notice.
func relayBroken(t *testing.T, p *faultProxy, addr string, cut int, f relayFault) {
	t.Helper()
	p.cuts <- relayCut{cut, f}
	far, err := relayTry(addr)
	switch {
	case err == nil:
		t.Errorf("%s after %d bytes: what came was taken for whole", f.name, cut)
	case strings.Contains(err.Error(), "timeout"):
		t.Errorf("%s after %d bytes: the client was left waiting in the %s", f.name, cut, far)
	}
	select {
	case <-p.cuts: // the relay has not dialled
	default:
	}
}

// TestRelayCutRequest has the server go while the client sends: the client loses its connection.
func TestRelayCutRequest(t *testing.T) {
	for _, linger := range []int{-1, 0} {
		behind := scriptedServer(t, func(_ *tds.Conn, nc *net.TCPConn) { _ = nc.SetLinger(linger) })
		c := relayDial(t, relayTo(t, behind, "encrypt=disable", nil), nil)
		var err error
		for i := 0; i < 1000 && err == nil; i++ {
			err = c.WritePacket(tds.PacketHeader{Type: tds.PacketBulkLoad, PacketID: 1}, make([]byte, 4000))
		}
		if _, answered := relayTokens(c); answered == nil {
			t.Errorf("linger %d: an answer of a server that has gone (%v)", linger, err)
		}
	}
}

// TestRelayMutatedLogin changes the server's words by chance until a login has ended: the gateway goes on.
func TestRelayMutatedLogin(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 11))
	var answers [][]byte
	recorded := newFaultProxy(t, plainServer(t, tds.EncryptOff))
	said := relayWhole(t, recorded, relayTo(t, recorded.addr, "encrypt=disable", nil))
	from := 0
	for _, to := range boundaries(said)[:2] {
		answers, from = append(answers, said[from:to]), to
	}
	mutated := make(chan [][]byte, 1)
	behind := rawServer(t, func(nc *net.TCPConn) {
		for _, a := range <-mutated {
			var head [8]byte
			if _, err := io.ReadFull(nc, head[:]); err != nil {
				return
			}
			_, _ = io.CopyN(io.Discard, nc, int64(binary.BigEndian.Uint16(head[2:]))-8)
			_, _ = nc.Write(a)
		}
	})
	var gate *gateway.Server
	addr := relayTo(t, behind, "encrypt=disable", func(s *gateway.Server) {
		s.Upstream.Timeout, s.Upstream.Stall = 30*time.Millisecond, 30*time.Millisecond
		gate = s
	})
	before := relayLeft()
	for range 300 {
		var said [][]byte
		for _, a := range answers {
			a = bytes.Clone(a)
			for range random.IntN(4) {
				a[random.IntN(len(a))] = byte(random.Uint32())
			}
			said = append(said, a)
		}
		mutated <- said
		if far, err := relayTry(addr); err == nil || strings.Contains(err.Error(), "timeout") {
			t.Errorf("%x: %s, %v", said, far, err)
		}
	}
	relayLeavesNothing(t, gate, before)
	mutated <- answers
	if far, err := relayTry(addr); far != "answer" {
		t.Errorf("after all that: %s, %v", far, err)
	}
}
