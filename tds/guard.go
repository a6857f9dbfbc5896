package tds

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync"
)

// Guard agrees on encryption with the server at the other end of nc, as cfg wants it, and
// returns a connection on which a driver of another make then speaks to that server. The
// driver must not encrypt itself. A token of the server reaches it only when all of it has
// arrived and has been understood, so a length that lies is an error here and never the
// driver's to believe. Of cfg.Login nothing is used. After an error nc is closed.
func Guard(ctx context.Context, nc net.Conn, cfg *ClientConfig) (net.Conn, error) {
	c, err := Handshake(ctx, nc, cfg)
	if err != nil {
		return nil, err
	}
	g := newGuard(nc, c)
	g.agreed = true
	return g, nil
}

// GuardConn is Guard for a driver that agrees on encryption itself. When it agrees on some,
// nothing more can be seen and nothing is checked: a driver that encrypts is guarded by
// Guard only.
func GuardConn(nc net.Conn) net.Conn { return newGuard(nc, newClientConn(nc, &ClientConfig{})) }

func newGuard(nc net.Conn, c *ClientConn) *guardConn {
	c.tokens.tee = true
	return &guardConn{Conn: nc, c: c, size: defaultPacketSize, answered: make(chan struct{})}
}

// guardConn is the driver's side of a guarded connection.
type guardConn struct {
	net.Conn
	c    *ClientConn
	size int // of the packets that the driver gets

	agreed bool // the encryption is settled
	aside  bool // the driver encrypts

	written  []byte        // of the packet that the driver is writing
	answered chan struct{} // closed when the driver's PRELOGIN has come
	once     sync.Once
	ready    []byte // for the driver to read
	unended  bool   // the driver waits for the end of a message
}

// Write takes packets from the driver and passes each on with one Write. Its PRELOGIN ends
// here.
func (g *guardConn) Write(b []byte) (int, error) {
	if !g.agreed && len(b) > 0 && b[0] == 0x16 {
		g.stepAside()
		g.once.Do(func() { close(g.answered) })
	}
	if g.aside {
		return g.c.nc.Write(b)
	}
	g.written = append(g.written, b...)
	for len(g.written) >= headerSize {
		var h PacketHeader
		if err := h.Decode(g.written); err != nil {
			return 0, err
		}
		if len(g.written) < int(h.Length) {
			break
		}
		if err := g.packet(h, g.written[headerSize:h.Length]); err != nil {
			return 0, err
		}
		g.written = append(g.written[:0], g.written[h.Length:]...)
	}
	return len(b), nil
}

func (g *guardConn) packet(h PacketHeader, payload []byte) error {
	switch {
	case h.Type == PacketPreLogin:
		var err error
		g.once.Do(func() {
			if g.agreed {
				g.ready = g.preLoginAnswer()
			} else {
				err = g.c.WritePacket(h, payload)
			}
			close(g.answered)
		})
		return err
	case h.Type == PacketLogin7 && len(payload) >= 12 && h.PacketID <= 1:
		g.c.version = Version(binary.LittleEndian.Uint32(payload[4:]))
		if n := binary.LittleEndian.Uint32(payload[8:]); n >= minPacketSize && n < defaultPacketSize {
			g.size = int(n)
		}
	}
	return g.c.WritePacket(h, payload)
}

// preLoginAnswer is the server's own, but for the encryption, which is none of the driver's.
func (g *guardConn) preLoginAnswer() []byte {
	m := &PreLogin{append([]PreLoginOption(nil), g.c.server.Options...)}
	m.Set(PreLoginEncryption, []byte{encryptNotSup})
	return g.frame(nil, m.Encode(nil), true)
}

// frame appends a part of a message as packets.
func (g *guardConn) frame(dst, part []byte, last bool) []byte {
	for {
		n := min(len(part), g.size-headerSize)
		h := PacketHeader{Type: PacketTabular, Length: uint16(headerSize + n), PacketID: 1}
		if last && n == len(part) {
			h.Status = StatusEOM
		}
		dst = append(h.Encode(dst), part[:n]...)
		if part = part[n:]; len(part) == 0 {
			return dst
		}
	}
}

// Read gives the driver what has been checked.
func (g *guardConn) Read(b []byte) (int, error) {
	<-g.answered
	for len(g.ready) == 0 {
		if g.aside {
			return g.c.nc.Read(b)
		}
		if err := g.check(); err != nil {
			return 0, err
		}
	}
	n := copy(b, g.ready)
	g.ready = g.ready[n:]
	return n, nil
}

// check reads tokens: one at least, and those that have arrived with it.
func (g *guardConn) check() error {
	c := g.c
	if !g.agreed {
		return g.relayPreLogin()
	}
	c.tokens.seen = c.tokens.seen[:0]
	for len(c.tokens.seen) < g.size-headerSize {
		t, err := c.NextToken()
		if err == io.EOF {
			if g.unended {
				break
			}
			continue
		}
		if err != nil {
			if _, broken := err.(*ProtocolError); broken {
				return fmt.Errorf("the server at %v: %w", g.RemoteAddr(), err)
			}
			return err
		}
		if ack, ok := t.(*LoginAck); ok {
			c.version = ack.TDSVersion
		}
		if len(c.tokens.buf) == 0 {
			break
		}
	}
	last := len(c.tokens.buf) == 0 && !c.open
	g.unended = !last
	g.ready = g.frame(g.ready[:0], c.tokens.seen, last)
	return nil
}

// relayPreLogin hands the server's answer to PRELOGIN on, and looks whether the driver
// will encrypt.
func (g *guardConn) relayPreLogin() error {
	h, body, err := g.c.in.next()
	if err == nil {
		_, body, err = g.c.in.restOfMessage(h, body, maxPreLogin)
	}
	if err == nil {
		err = g.c.server.Decode(body)
	}
	if err != nil {
		return err
	}
	g.agreed = true
	g.ready = g.frame(g.ready[:0], body, true)
	if g.c.server.encryption() != encryptNotSup {
		g.stepAside()
	}
	return nil
}

func (g *guardConn) stepAside() {
	g.aside = true
	g.c.nc = &prefixConn{g.c.nc, g.c.in.takeBuffered()}
}

// Close ends the connection, also for a Read that waits for the driver.
func (g *guardConn) Close() error {
	g.once.Do(func() { close(g.answered) })
	return g.c.Close()
}
