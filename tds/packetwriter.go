package tds

import (
	"encoding/binary"
	"io"
)

// packetWriter gathers a message and writes it as packets, each with one Write, so that
// each is one TLS record. What is appended to buf is the message; the eight bytes before
// it are room for a header.
type packetWriter struct {
	dst  io.Writer
	size int // of a packet, header included
	spid uint16
	id   byte
	kind PacketType
	stat PacketStatus // of the first packet of the message
	buf  []byte
	err  error
}

func newPacketWriter(dst io.Writer) *packetWriter {
	return &packetWriter{dst: dst, size: defaultPacketSize}
}

// idleBuffer bounds what stays allocated between two messages.
const idleBuffer = 16 << 10

// begin starts a message.
func (p *packetWriter) begin(t PacketType, s PacketStatus) {
	p.kind, p.stat, p.id, p.err = t, s, 0, nil
	p.buf = append(p.buf[:0], make([]byte, headerSize)...)
}

// len is the number of bytes that wait to be sent.
func (p *packetWriter) len() int { return len(p.buf) - headerSize }

// flushFull sends what fills whole packets. At least one byte stays behind, so that
// there always is something for the packet with EOM.
func (p *packetWriter) flushFull() error {
	room := p.size - headerSize
	at := headerSize
	for len(p.buf)-at > room {
		if err := p.send(at, room, 0); err != nil {
			return err
		}
		at += room
	}
	p.keep(at)
	return nil
}

// flushAll sends all that was gathered, without EOM.
func (p *packetWriter) flushAll() error {
	if err := p.flushFull(); err != nil || p.len() == 0 {
		return err
	}
	err := p.send(headerSize, p.len(), 0)
	p.keep(len(p.buf))
	return err
}

// finish sends the rest of the message, its last packet with EOM.
func (p *packetWriter) finish() error {
	if err := p.flushFull(); err != nil {
		return err
	}
	err := p.send(headerSize, p.len(), StatusEOM)
	p.keep(len(p.buf))
	if cap(p.buf) > idleBuffer {
		p.buf = nil
	}
	return err
}

// send writes the packet whose payload is buf[at:at+n]; its header overwrites what
// stands before, which was sent already.
func (p *packetWriter) send(at, n int, s PacketStatus) error {
	if p.err != nil {
		return p.err
	}
	p.id++
	pkt := p.buf[at-headerSize : at+n]
	pkt[0], pkt[1] = byte(p.kind), byte(p.stat|s)
	binary.BigEndian.PutUint16(pkt[2:], uint16(len(pkt)))
	binary.BigEndian.PutUint16(pkt[4:], p.spid)
	pkt[6], pkt[7] = p.id, 0
	p.stat = 0
	_, p.err = p.dst.Write(pkt)
	return p.err
}

// keep moves the bytes from at to the front.
func (p *packetWriter) keep(at int) {
	if at == headerSize {
		return
	}
	rest := len(p.buf) - at
	copy(p.buf[headerSize:], p.buf[at:])
	p.buf = p.buf[:headerSize+rest]
}

// writePacket writes a packet as it is.
func (p *packetWriter) writePacket(h PacketHeader, payload []byte) error {
	h.Length = uint16(headerSize + len(payload))
	_, err := p.dst.Write(append(h.Encode(make([]byte, 0, headerSize+len(payload))), payload...))
	return err
}
