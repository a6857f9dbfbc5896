package tds

import (
	"io"
	"net"
)

// handshakeConn carries TLS inside the protocol. During the handshake its records are the
// payload of PRELOGIN packets; afterwards they stand bare (MS-TDS 3.2.5.2). Until the
// login has arrived it never reads past the record that TLS asks for, so that the stream
// can go on in plain below it.
type handshakeConn struct {
	net.Conn
	packets *packetReader // reads from Conn
	send    *packetWriter // writes to Conn
	rest    []byte        // read from Conn and not yet handed on
	bare    bool          // the handshake is over
	direct  bool          // no need to stop at records
	record  int           // bytes left of the record that is being read
}

// Read hands records to TLS.
func (c *handshakeConn) Read(b []byte) (int, error) {
	if len(c.rest) > 0 {
		n := copy(b, c.rest)
		c.rest = c.rest[n:]
		return n, nil
	}
	switch {
	case !c.bare:
		return c.readPacket(b)
	case c.direct && c.record == 0:
		return c.Conn.Read(b)
	}
	return c.readRecord(b)
}

func (c *handshakeConn) readPacket(b []byte) (int, error) {
	h, payload, err := c.packets.next()
	if err != nil {
		return 0, err
	}
	if h.Type != PacketPreLogin || len(payload) == 0 {
		return 0, protocolErrorf("a packet of %v during the TLS handshake", h.Type)
	}
	n := copy(b, payload)
	c.rest = payload[n:]
	return n, nil
}

// readRecord reads at most to the end of the current record.
func (c *handshakeConn) readRecord(b []byte) (int, error) {
	if c.record == 0 {
		head := make([]byte, 5)
		if _, err := io.ReadFull(c.Conn, head); err != nil {
			return 0, err
		}
		c.record = int(head[3])<<8 | int(head[4])
		n := copy(b, head)
		c.rest = head[n:]
		return n, nil
	}
	n, err := c.Conn.Read(b[:min(len(b), c.record)])
	c.record -= n
	return n, err
}

// Write sends a flight of the handshake as one message, anything later as it is.
func (c *handshakeConn) Write(b []byte) (int, error) {
	if c.bare {
		return c.Conn.Write(b)
	}
	c.send.begin(PacketPreLogin, 0)
	c.send.buf = append(c.send.buf, b...)
	if err := c.send.finish(); err != nil {
		return 0, err
	}
	return len(b), nil
}

// prefixConn is a connection of which some bytes were read ahead.
type prefixConn struct {
	net.Conn
	head []byte
}

// Read returns the bytes read ahead first.
func (c *prefixConn) Read(b []byte) (int, error) {
	if len(c.head) > 0 {
		n := copy(b, c.head)
		c.head = c.head[n:]
		return n, nil
	}
	return c.Conn.Read(b)
}
