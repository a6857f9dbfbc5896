package tds

import (
	"io"
)

// packetReader reads packets from a stream through a buffer that grows with what
// arrives, never with what a header says.
type packetReader struct {
	src io.Reader
	max int    // largest packet accepted, header included
	buf []byte // bytes read from src; [beg:end] are not yet taken
	beg int
	end int
}

func newPacketReader(src io.Reader) *packetReader {
	return &packetReader{src: src, max: maxPacketSize}
}

// next reads one packet. The payload is valid until the following call. An error of
// io.EOF means that the stream ended between two packets.
func (p *packetReader) next() (PacketHeader, []byte, error) {
	var h PacketHeader
	if err := p.want(headerSize); err != nil {
		return h, nil, err
	}
	if err := h.Decode(p.buf[p.beg:p.end]); err != nil {
		return h, nil, err
	}
	if int(h.Length) > p.max {
		return h, nil, protocolErrorf("a packet of %d bytes where %d were agreed", h.Length, p.max)
	}
	if err := p.want(int(h.Length)); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return h, nil, err
	}
	payload := p.buf[p.beg+headerSize : p.beg+int(h.Length)]
	p.beg += int(h.Length)
	return h, payload, nil
}

// want makes at least n bytes stand in the buffer.
func (p *packetReader) want(n int) error {
	for p.end-p.beg < n {
		if p.beg == p.end {
			p.beg, p.end = 0, 0
		}
		if len(p.buf)-p.beg < n {
			p.makeRoom(n)
		}
		m, err := p.src.Read(p.buf[p.end:])
		p.end += m
		if err != nil && p.end-p.beg < n {
			if err == io.EOF && p.end > p.beg {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
	return nil
}

// makeRoom moves what is buffered to the front, and doubles the buffer when it is full.
func (p *packetReader) makeRoom(n int) {
	have := p.end - p.beg
	to := p.buf
	if have == len(p.buf) || len(p.buf) == 0 {
		to = make([]byte, max(defaultPacketSize, min(2*len(p.buf), n+defaultPacketSize)))
	}
	copy(to, p.buf[p.beg:p.end])
	p.buf, p.beg, p.end = to, 0, have
}

// switchTo goes on reading from another stream. Bytes that were sent too early, before
// the peer could know that the stream changes, are an error: they would escape its
// protection.
func (p *packetReader) switchTo(src io.Reader) error {
	if p.beg != p.end {
		return protocolErrorf("%d bytes arrived before the encryption was agreed", p.end-p.beg)
	}
	p.src = src
	return nil
}

// takeBuffered returns and forgets what was read ahead.
func (p *packetReader) takeBuffered() []byte {
	b := append([]byte(nil), p.buf[p.beg:p.end]...)
	p.beg, p.end = 0, 0
	return b
}

// restOfMessage reads the packets that follow the first one, whose payload is body, and
// returns the message of at most limit bytes and the header of the first packet with the
// status of the last one added. A message of one packet is valid until the next read only.
func (p *packetReader) restOfMessage(first PacketHeader, body []byte, limit int) (PacketHeader, []byte, error) {
	if len(body) > limit {
		return first, nil, errTooLarge
	}
	if first.Status&StatusEOM != 0 {
		return first, body, nil
	}
	body = append([]byte(nil), body...)
	for first.Status&StatusEOM == 0 {
		h, payload, err := p.nextOf(first.Type)
		if err != nil {
			return first, nil, err
		}
		if len(body)+len(payload) > limit {
			return first, nil, errTooLarge
		}
		body = append(body, payload...)
		first.Status |= h.Status & (StatusEOM | StatusIgnore)
	}
	return first, body, nil
}

// nextOf reads a further packet of a message of that type.
func (p *packetReader) nextOf(t PacketType) (PacketHeader, []byte, error) {
	h, payload, err := p.next()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err == nil && h.Type != t {
		err = protocolErrorf("a packet of %v inside a message of %v", h.Type, t)
	}
	return h, payload, err
}
