package tds

import (
	"context"
	"crypto/tls"
	"net"
	"time"
)

// transport is the connection under either end: packets over TCP, over TLS, or over TLS
// for the login alone.
type transport struct {
	nc        net.Conn // below any TLS
	tlsConn   *tls.Conn
	inBand    *handshakeConn // below tlsConn, when TLS began inside the protocol
	burst     *burstConn     // below these
	in        *packetReader
	out       *packetWriter
	strict    bool
	encrypted bool // all of it, not the login alone
}

func newTransport(nc net.Conn) transport {
	return transport{nc: nc, in: newPacketReader(nc), out: newPacketWriter(nc)}
}

// untilLogin bounds what happens before the session begins. The function it returns ends
// that.
func (t *transport) untilLogin(ctx context.Context, limit time.Duration) (done func()) {
	if limit > 0 {
		_ = t.nc.SetDeadline(time.Now().Add(limit))
	}
	if d, ok := ctx.Deadline(); ok && (limit <= 0 || time.Until(d) < limit) {
		_ = t.nc.SetDeadline(d)
	}
	nc := t.nc
	stop := context.AfterFunc(ctx, func() { _ = nc.SetDeadline(time.Unix(1, 0)) })
	return func() {
		if stop() {
			_ = nc.SetDeadline(time.Time{})
		}
	}
}

// startStrict puts all of the connection into TLS.
func (t *transport) startStrict(ctx context.Context, wrap func(net.Conn) *tls.Conn) error {
	t.burst = &burstConn{Conn: t.nc}
	t.tlsConn = wrap(t.burst)
	if err := t.tlsConn.HandshakeContext(ctx); err != nil {
		return err
	}
	if p := t.tlsConn.ConnectionState().NegotiatedProtocol; p != "" && p != alpnTDS8 {
		return protocolErrorf("the application protocol is %q", p)
	}
	t.strict, t.encrypted = true, true
	t.in.src, t.out.dst = t.tlsConn, t.tlsConn
	return nil
}

// startInBand runs the TLS handshake inside PRELOGIN packets.
func (t *transport) startInBand(ctx context.Context, wrap func(net.Conn) *tls.Conn) error {
	t.burst = &burstConn{Conn: t.nc}
	t.inBand = &handshakeConn{Conn: t.burst, packets: t.in, send: t.out}
	t.tlsConn = wrap(t.inBand)
	if err := t.tlsConn.HandshakeContext(ctx); err != nil {
		return err
	}
	// What was read ahead are records of TLS.
	if ahead := t.in.takeBuffered(); len(ahead) > 0 {
		t.nc = &prefixConn{t.nc, ahead}
		t.burst.Conn = t.nc
	}
	t.inBand.bare = true
	t.encrypted = true
	t.in.src, t.out.dst = t.tlsConn, t.tlsConn
	return nil
}

// leaveTLS goes on in plain, after the first packet of a login that alone was encrypted.
func (t *transport) leaveTLS() error {
	t.tlsConn, t.inBand, t.burst, t.encrypted = nil, nil, nil, false
	t.out.dst = t.nc
	return t.in.switchTo(t.nc)
}

// loginDone makes TLS read ahead from now on, and agrees on the packet size.
func (t *transport) loginDone(packetSize int) {
	if t.inBand != nil {
		t.inBand.direct = true
	}
	t.in.max, t.out.size = packetSize, packetSize
}

// packetSizeFor is the packet size to agree on when size is asked for.
func (t *transport) packetSizeFor(size uint32) int {
	most := uint32(maxPacketSize)
	if t.encrypted {
		most = maxPacketSizeForTLS
	}
	if size == 0 {
		return defaultPacketSize
	}
	return int(min(max(size, minPacketSize), most))
}

func (t *transport) close() error {
	if t.tlsConn != nil {
		return t.tlsConn.Close()
	}
	return t.nc.Close()
}
