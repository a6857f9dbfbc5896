package tds

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// ClientConfig is what a client wants of a connection.
type ClientConfig struct {
	TLS     *tls.Config // nil: nothing can be encrypted
	Encrypt Encryption
	Login   Login7        // TDSVersion 0 is 7.4, or 8.0 when strict
	MaxSize int           // bytes of the largest token accepted; 0 is 16 MiB
	Timeout time.Duration // to the end of the login; 0 is 15 s
	Trace   io.Writer

	PreLogin []PreLoginOption // further options, or other values, of PRELOGIN; not the encryption
}

// ClientConn is the client's end of a connection. It serves one goroutine.
type ClientConn struct {
	transport
	cfg     *ClientConfig
	server  PreLogin
	version Version
	trace   *tracer
	tokens  tokenReader
	reading bool // a response has begun and not ended
	open    bool // packets of it are still to come
	asked   bool // a request was sent whose response has not ended
	login   []Token
}

// Dial logs in over nc. A server's refusal is an *Error. After an error the connection is
// closed.
func Dial(ctx context.Context, nc net.Conn, cfg *ClientConfig) (*ClientConn, error) {
	c := newClientConn(nc, cfg)
	done := c.untilLogin(ctx, cfg.timeout())
	defer done()
	err := c.agree(ctx)
	if err == nil {
		err = c.logIn()
	}
	if err != nil {
		_ = nc.Close()
		return nil, err
	}
	return c, nil
}

// Handshake agrees on encryption and leaves the login to the caller, who relays it with
// WritePacket, or calls Login. After an error the connection is closed.
func Handshake(ctx context.Context, nc net.Conn, cfg *ClientConfig) (*ClientConn, error) {
	c := newClientConn(nc, cfg)
	done := c.untilLogin(ctx, cfg.timeout())
	defer done()
	if err := c.agree(ctx); err != nil {
		_ = nc.Close()
		return nil, err
	}
	return c, nil
}

func (c *ClientConfig) timeout() time.Duration {
	if c.Timeout == 0 {
		return defaultLoginTimeout
	}
	return c.Timeout
}

func newClientConn(nc net.Conn, cfg *ClientConfig) *ClientConn {
	c := &ClientConn{transport: newTransport(nc), cfg: cfg, version: Version74, trace: newTracer(cfg.Trace)}
	c.tokens.limit = cfg.MaxSize
	if cfg.MaxSize == 0 {
		c.tokens.limit = defaultMaxMessage
	}
	c.tokens.fill = c.fill
	return c
}

// agree does PRELOGIN and TLS.
func (c *ClientConn) agree(ctx context.Context) error {
	wrap := func(config func(*tls.Config) *tls.Config) func(net.Conn) *tls.Conn {
		return func(nc net.Conn) *tls.Conn { return tls.Client(nc, config(c.cfg.TLS)) }
	}
	want := byte(encryptNotSup)
	switch {
	case c.cfg.TLS == nil && c.cfg.Encrypt != EncryptOff:
		return errors.New("tds: encryption without a TLS configuration")
	case c.cfg.Encrypt == EncryptStrict:
		if err := c.startStrict(ctx, wrap(strictConfig)); err != nil {
			return fmt.Errorf("strict TLS handshake: %w", err)
		}
	case c.cfg.Encrypt != EncryptOff:
		want = encryptOn
	case c.cfg.TLS != nil:
		want = encryptOff
	}
	got, err := c.preLogin(want)
	switch {
	case err != nil:
		return fmt.Errorf("PRELOGIN: %w", err)
	case c.strict:
		return nil
	case want == encryptOn && got != encryptOn && got != encryptReq:
		return errors.New("tds: the server does not encrypt")
	case want == encryptNotSup && got != encryptNotSup:
		return errors.New("tds: the server requires encryption")
	case got == encryptNotSup:
		return nil
	}
	if err := c.startInBand(ctx, wrap(inBandConfig)); err != nil {
		return fmt.Errorf("TLS handshake: %w", err)
	}
	c.encrypted = got != encryptOff
	return nil
}

func (c *ClientConn) preLogin(want byte) (byte, error) {
	m := &PreLogin{[]PreLoginOption{
		{PreLoginVersion, make([]byte, 6)},
		{PreLoginEncryption, []byte{want}},
		{PreLoginInstance, []byte{0}},
		{PreLoginThreadID, make([]byte, 4)},
		{PreLoginMARS, []byte{0}},
	}}
	for _, o := range c.cfg.PreLogin {
		if o.Token != PreLoginEncryption {
			m.Set(o.Token, o.Data)
		}
	}
	c.trace.fromClient(m)
	c.out.begin(PacketPreLogin, 0)
	c.out.buf = m.Encode(c.out.buf)
	if err := c.out.finish(); err != nil {
		return 0, err
	}
	h, body, err := c.in.next()
	if err != nil {
		return 0, err
	}
	if h.Type != PacketTabular {
		return 0, protocolErrorf("a packet of %v where the answer to PRELOGIN is due", h.Type)
	}
	if _, body, err = c.in.restOfMessage(h, body, maxPreLogin); err != nil {
		return 0, err
	}
	if err := c.server.Decode(body); err != nil {
		return 0, err
	}
	c.trace.fromServer(&c.server)
	return c.server.encryption(), nil
}

// logIn sends the login of the configuration.
func (c *ClientConn) logIn() error {
	m := c.cfg.Login
	switch {
	case m.TDSVersion == 0 && c.strict:
		m.TDSVersion = Version80
	case m.TDSVersion == 0:
		m.TDSVersion = Version74
	}
	_, err := c.Login(&m)
	return err
}

// Login sends a login and reads the answer, which it returns as it came. A refusal is an
// *Error.
func (c *ClientConn) Login(m *Login7) ([]Token, error) {
	c.trace.fromClient(m)
	c.out.begin(PacketLogin7, 0)
	c.out.buf = m.Encode(c.out.buf)
	if err := c.sendLogin(); err != nil {
		return nil, err
	}
	c.version = m.TDSVersion
	size := c.out.size
	var refusal *Error
	acked := false
	for {
		t, err := c.NextToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return c.login, fmt.Errorf("login: %w", err)
		}
		c.login = append(c.login, t)
		if len(c.login) > 1000 {
			return nil, protocolErrorf("a login answer of more than 1000 tokens")
		}
		switch t := t.(type) {
		case *Error:
			if !t.IsInfo() && refusal == nil {
				refusal = t
			}
		case *LoginAck:
			acked, c.version = true, t.TDSVersion
		case *EnvChange:
			if t.Type == EnvPacketSize {
				_, _ = fmt.Sscan(t.NewText(), &size)
			}
		}
	}
	switch {
	case refusal != nil:
		return c.login, refusal
	case !acked:
		return c.login, protocolErrorf("an answer to the login without LOGINACK")
	case !c.version.IsKnown() || size < minPacketSize || size > maxPacketSize:
		return c.login, protocolErrorf("a server of %v with packets of %d bytes", c.version, size)
	}
	c.loginDone(size)
	return c.login, nil
}

// sendLogin sends the login; the first packet alone goes through TLS when no more is to be
// encrypted.
func (c *ClientConn) sendLogin() error {
	if c.tlsConn == nil || c.encrypted {
		return c.out.finish()
	}
	room := c.out.size - headerSize
	if c.out.len() <= room {
		if err := c.out.finish(); err != nil {
			return err
		}
		return c.leaveTLS()
	}
	if err := c.out.send(headerSize, room, 0); err != nil {
		return err
	}
	c.out.keep(headerSize + room)
	if err := c.leaveTLS(); err != nil {
		return err
	}
	return c.out.finish()
}

// LoginTokens is the answer to the login as it came.
func (c *ClientConn) LoginTokens() []Token { return c.login }

// Server is the server's PRELOGIN.
func (c *ClientConn) Server() *PreLogin { return &c.server }

// Version is the version of the protocol that was agreed on.
func (c *ClientConn) Version() Version { return c.version }

// Encrypted tells whether all of the session is encrypted.
func (c *ClientConn) Encrypted() bool { return c.encrypted }

// ConnectionState is what TLS agreed on, or nil when the session is not encrypted.
func (c *ClientConn) ConnectionState() *tls.ConnectionState {
	if c.tlsConn == nil {
		return nil
	}
	s := c.tlsConn.ConnectionState()
	return &s
}

// Close ends the connection.
func (c *ClientConn) Close() error { return c.close() }

// Send sends a request. The response to the one before must have been read.
func (c *ClientConn) Send(q *Request) error {
	if c.reading {
		return errors.New("tds: a request before the end of the last response")
	}
	c.trace.fromClient(q)
	c.out.begin(0, q.resetStatus())
	var err error
	if c.out.buf, c.out.kind, err = q.encode(c.out.buf, c.version); err != nil {
		return err
	}
	c.asked = true
	return c.out.finish()
}

// Unread tells whether a response is due, or was not read to its end.
func (c *ClientConn) Unread() bool { return c.asked || c.reading }

// Attention asks the server to stop. Tokens are then to be read, to the end of the
// response, up to a DONE with DoneAttention; if the response has ended without it, it is in
// the one that follows. It may be called while another goroutine waits in NextToken.
func (c *ClientConn) Attention() error {
	c.trace.fromClient(note("Attention"))
	return c.out.writePacket(PacketHeader{Type: PacketAttention, Status: StatusEOM, PacketID: 1}, nil)
}

// fill reads the next packet of the response.
func (c *ClientConn) fill() ([]byte, error) {
	if c.reading && !c.open {
		return nil, io.EOF
	}
	h, payload, err := c.in.next()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF // io.EOF is the end of a response, not of the stream
	}
	if err != nil {
		return nil, err
	}
	if h.Type != PacketTabular {
		return nil, protocolErrorf("a packet of %v in a response", h.Type)
	}
	c.reading, c.open = true, h.Status&StatusEOM == 0
	return payload, nil
}

// NextToken returns the next token of the response, and io.EOF after the last one. Any
// other error is the end of the connection.
func (c *ClientConn) NextToken() (Token, error) {
	for len(c.tokens.buf) == 0 {
		if c.reading && !c.open {
			c.reading, c.asked, c.tokens.columns = false, false, nil
			return nil, io.EOF
		}
		b, err := c.fill()
		if err != nil {
			return nil, err
		}
		c.tokens.buf = b
	}
	c.tokens.version = c.version
	t, err := c.tokens.next()
	if err == nil {
		c.trace.fromServer(t)
	}
	return t, err
}

// ReadPacket reads a packet as it is. The payload is valid until the next call. It is for
// relays, which do not call NextToken in the same response.
func (c *ClientConn) ReadPacket() (PacketHeader, []byte, error) { return c.in.next() }

// Answered notes that a relay has passed on the answer to the request that was sent last.
func (c *ClientConn) Answered() { c.asked = false }

// WritePacket writes a packet as it is, but for its length. The first packet of a login
// must go through it or Login, so that encryption ends where it should.
func (c *ClientConn) WritePacket(h PacketHeader, payload []byte) error {
	if err := c.out.writePacket(h, payload); err != nil {
		return err
	}
	if h.Type == PacketLogin7 && c.tlsConn != nil && !c.encrypted {
		return c.leaveTLS()
	}
	return nil
}

// SetPacketSize changes the largest packet that is read and written, as the relayed answer
// to a login demands.
func (c *ClientConn) SetPacketSize(n int) { c.loginDone(c.packetSizeFor(uint32(n))) }
