package tds

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"
)

// This file is what a relay between a client and a server needs of the two ends: the
// login as it came, packets by the batch, the end of one direction alone.

// relayBuffer is what is read at once while much flows; a quiet stream holds
// defaultPacketSize only.
const relayBuffer = 64 << 10

var relayBuffers = sync.Pool{New: func() any { return new([relayBuffer]byte) }}

// PacketStream reads the packets of one end and hands them on as they are. It serves one
// goroutine.
type PacketStream struct {
	src      io.Reader
	max      int // largest packet accepted, header included
	deadline func(time.Time) error
	stall    time.Duration // the longest wait for the rest of a packet
	waiting  bool          // a deadline is set
	burst    *burstConn    // under the TLS of src, or nil

	small    []byte
	large    *[relayBuffer]byte
	buf      []byte // one of the two
	beg, end int
	kind     PacketType // of the message under way; 0 between two
}

func (t *transport) stream(stall time.Duration) *PacketStream {
	ahead := t.in.takeBuffered()
	t.in.buf = nil
	s := &PacketStream{src: t.in.src, max: t.in.max, deadline: t.nc.SetReadDeadline, stall: stall, burst: t.burst}
	s.small = make([]byte, max(defaultPacketSize, len(ahead)))
	s.buf, s.end = s.small, copy(s.small, ahead)
	if s.burst != nil {
		s.burst.stalls = func() { s.limit(true) }
	}
	return s
}

// Stream takes over what the client sends: nothing else of the connection reads it any
// more. A packet of which the rest does not come within stall is an error; 0 waits for
// ever.
func (c *Conn) Stream(stall time.Duration) *PacketStream { return c.stream(stall) }

// Stream takes over what the server sends, as that of Conn. Responses are read from
// instead from now on, which must give whole packets.
func (c *ClientConn) Stream(stall time.Duration, instead io.Reader) *PacketStream {
	s := c.stream(stall)
	c.in.src = instead
	return s
}

// Packets are whole packets of one message, one behind the other.
type Packets []byte

// Header is the header of the first packet.
func (p Packets) Header() (h PacketHeader) {
	_ = h.Decode(p)
	return h
}

// Payload is the payload of the first packet.
func (p Packets) Payload() []byte { return p[headerSize:binary.BigEndian.Uint16(p[2:])] }

// Ends tells whether the message ends with the last of the packets.
func (p Packets) Ends() bool {
	last := p
	for q := range p.All {
		last = q
	}
	return PacketStatus(last[1])&StatusEOM != 0
}

// All yields the packets one by one.
func (p Packets) All(yield func(Packets) bool) {
	for len(p) > 0 {
		n := binary.BigEndian.Uint16(p[2:])
		if !yield(p[:n]) {
			return
		}
		p = p[n:]
	}
}

// First reads one packet. It is valid until the next call, as what Next returns is. An
// error of io.EOF means that the stream ended between two packets.
func (s *PacketStream) First() (Packets, error) { return s.read(true) }

// Next reads a packet and those of the same message that have arrived with it.
func (s *PacketStream) Next() (Packets, error) { return s.read(false) }

// Between tells whether the last message that was read has ended.
func (s *PacketStream) Between() bool { return s.kind == 0 }

func (s *PacketStream) read(one bool) (Packets, error) {
	for {
		n, err := s.arrived(one)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			p := s.buf[s.beg : s.beg+n]
			s.beg += n
			return p, nil
		}
		if err := s.more(); err != nil {
			return nil, err
		}
	}
}

// arrived counts the bytes of the whole packets that stand in the buffer, to the end of
// the message, or of the first one.
func (s *PacketStream) arrived(one bool) (n int, err error) {
	for {
		b := s.buf[s.beg+n : s.end]
		if len(b) < headerSize {
			return n, nil
		}
		var h PacketHeader
		if err := h.Decode(b); err != nil {
			return 0, err
		}
		switch {
		case int(h.Length) > s.max:
			return 0, protocolErrorf("a packet of %d bytes where %d were agreed", h.Length, s.max)
		case s.kind != 0 && h.Type != s.kind:
			return 0, protocolErrorf("a packet of %v inside a message of %v", h.Type, s.kind)
		case len(b) < int(h.Length):
			return n, nil
		}
		n += int(h.Length)
		s.kind = h.Type
		if h.Status&StatusEOM != 0 {
			s.kind = 0
			return n, nil
		}
		if one {
			return n, nil
		}
	}
}

// more reads from the connection: into the small buffer while the stream is quiet, into a
// large one when the small one does not hold what comes.
func (s *PacketStream) more() error {
	have := s.end - s.beg
	from := s.buf[s.beg:s.end]
	switch {
	case s.large != nil && s.kind == 0 && have == 0:
		s.narrow()
	case s.large == nil && (s.kind != 0 || have > 0):
		s.widen()
	}
	copy(s.buf, from)
	s.beg, s.end = 0, have
	s.limit(have > 0)
	n, err := s.src.Read(s.buf[have:])
	s.end += n
	if n > 0 {
		s.takeAhead()
		return nil
	}
	if err == io.EOF && have > 0 {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// widen begins to read in large pieces.
func (s *PacketStream) widen() {
	s.large = relayBuffers.Get().(*[relayBuffer]byte)
	s.buf = s.large[:]
	if s.burst != nil {
		s.burst.widen()
	}
}

// narrow ends it, unless there is more of it already.
func (s *PacketStream) narrow() {
	if s.burst != nil && !s.burst.narrow() {
		return
	}
	relayBuffers.Put(s.large)
	s.large, s.buf = nil, s.small
}

// takeAhead takes the further records of TLS that were read with the first one. What goes
// wrong is met again by the next read.
func (s *PacketStream) takeAhead() {
	if s.large == nil || s.burst == nil {
		return
	}
	s.burst.dry = true
	defer func() { s.burst.dry = false }()
	for s.end < len(s.buf) {
		n, err := s.src.Read(s.buf[s.end:])
		s.end += n
		if n == 0 || err != nil {
			return
		}
	}
}

// limit bounds the wait for the rest of a packet.
func (s *PacketStream) limit(partial bool) {
	switch {
	case s.stall <= 0 || !partial && !s.waiting:
	case partial:
		s.waiting = true
		_ = s.deadline(time.Now().Add(s.stall))
	default:
		s.waiting = false
		_ = s.deadline(time.Time{})
	}
}

// Release gives the buffer back. The stream is of no more use.
func (s *PacketStream) Release() {
	if s.large != nil {
		relayBuffers.Put(s.large)
		s.large, s.buf = nil, nil
	}
	if s.burst != nil {
		s.burst.release()
	}
}

// WritePackets writes packets as they are, on an encrypted connection each as one record.
func (t *transport) WritePackets(p Packets) error {
	if t.tlsConn == nil {
		_, err := t.out.dst.Write(p)
		return err
	}
	if len(p.Payload())+headerSize == len(p) {
		_, err := t.out.dst.Write(p)
		return err
	}
	t.burst.gather()
	for one := range p.All {
		if _, err := t.out.dst.Write(one); err != nil {
			return errors.Join(err, t.burst.flush())
		}
	}
	return t.burst.flush()
}

// CloseWrite tells the peer that nothing more comes. It may still be read from.
func (t *transport) CloseWrite() {
	if t.tlsConn != nil {
		_ = t.tlsConn.CloseWrite()
	}
	nc := t.nc
	for {
		p, ok := nc.(*prefixConn)
		if !ok {
			break
		}
		nc = p.Conn
	}
	if c, ok := nc.(interface{ CloseWrite() error }); ok {
		_ = c.CloseWrite()
	}
}

// Message reads all packets of a message of at most limit bytes, and returns them as they
// came with its body. It is for the time before Stream.
func (t *transport) Message(limit int) (p Packets, body []byte, err error) {
	for {
		h, payload, err := t.in.next()
		switch {
		case err == io.EOF && len(p) > 0:
			return nil, nil, io.ErrUnexpectedEOF
		case err != nil:
			return nil, nil, err
		case len(p) > 0 && h.Type != p.Header().Type:
			return nil, nil, protocolErrorf("a packet of %v inside a message of %v", h.Type, p.Header().Type)
		case len(body)+len(payload) > limit:
			return nil, nil, errTooLarge
		}
		p = append(h.Encode(p), payload...)
		body = append(body, payload...)
		if h.Status&StatusEOM != 0 {
			return p, body, nil
		}
	}
}

// ReadTokens decodes the tokens of an answer to a login of that version.
func ReadTokens(body []byte, v Version) ([]Token, error) {
	r := &tokenReader{reader: reader{buf: body, budget: len(body) + defaultMaxMessage}, version: v}
	var ts []Token
	for len(r.buf) > 0 {
		t, err := r.next()
		if err != nil {
			return ts, err
		}
		if ack, ok := t.(*LoginAck); ok {
			r.version = ack.TDSVersion
		}
		ts = append(ts, t)
	}
	return ts, nil
}

// Adopt makes what a server answered to the relayed login hold for this end: version,
// packet size, its name and the id of the session. The login as it came is forgotten.
func (c *Conn) Adopt(answer []Token, spid uint16) error {
	c.out.spid = spid
	clear(c.rawLogin)
	c.rawLogin = nil
	for _, t := range answer {
		switch t := t.(type) {
		case *LoginAck:
			c.version = t.TDSVersion
		case *Error:
			c.serverName = t.Server
		case *FeatureExtAck:
			c.utf8 = c.utf8 || slices.ContainsFunc(t.Features, func(f Feature) bool {
				return f.ID == FeatureUTF8 && len(f.Data) == 1 && f.Data[0] != 0
			})
		}
	}
	return c.adoptSize(answer)
}

// Adopt is that of Conn, for the server's end of a relay.
func (c *ClientConn) Adopt(answer []Token) error {
	c.login = answer
	for _, t := range answer {
		if ack, ok := t.(*LoginAck); ok {
			c.version = ack.TDSVersion
		}
	}
	if !c.version.IsKnown() {
		return protocolErrorf("a server of %v", c.version)
	}
	return c.adoptSize(answer)
}

func (t *transport) adoptSize(answer []Token) error {
	size := defaultPacketSize
	for _, a := range answer {
		if e, ok := a.(*EnvChange); ok && e.Type == EnvPacketSize {
			if _, err := fmt.Sscan(e.NewText(), &size); err != nil {
				return protocolErrorf("a packet size of %q", e.NewText())
			}
		}
	}
	if size < minPacketSize || size > t.MaxPacketSize() {
		return protocolErrorf("a packet size of %d bytes", size)
	}
	t.loginDone(size)
	return nil
}

// MaxPacketSize is the largest packet size that may be agreed on, in bytes.
func (t *transport) MaxPacketSize() int {
	if t.encrypted {
		return maxPacketSizeForTLS
	}
	return maxPacketSize
}

// NoteAttention is for a relay that answers a request itself: what it has begun with
// Respond is cancelled, as if this end had read an attention.
func (c *Conn) NoteAttention() { c.attention() }

// AnswerAttentions acknowledges what NoteAttention has noted and no response has
// acknowledged.
func (c *Conn) AnswerAttentions() error { return c.answerAttentions(c.attentions()) }

// ReadRequest decodes the body of a message whose first packet has that header.
func (c *Conn) ReadRequest(h PacketHeader, body []byte) (*Request, error) {
	q := &Request{}
	q.setReset(h.Status)
	return q, q.decode(h.Type, body, c.version)
}

// RawLogin is the login as it came. It holds the password. It is kept for relays only, that
// is when the configuration has a Relay.
func (c *Conn) RawLogin() []byte { return c.rawLogin }
