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

// ServerConfig is what a server says and allows before a session begins. It is not
// changed and may serve many connections.
type ServerConfig struct {
	TLS          *tls.Config // nil: no encryption can be offered
	Encrypt      Encryption
	Version      [4]byte       // of the product: major, minor, build (big-endian)
	MaxMessage   int           // bytes buffered for one request; 0 is 16 MiB
	LoginTimeout time.Duration // from the first byte to the login; 0 is 15 s
	SPID         uint16
	Trace        io.Writer // nil, or where the conversation is printed, secrets masked

	// Relay, when it is set, is asked what the server behind this one answers to the
	// client's PRELOGIN. Its version and its word on federated authentication are told to
	// the client. It may return nil.
	Relay func(ctx context.Context, asked *PreLogin) *PreLogin
}

const (
	defaultMaxMessage   = 16 << 20
	defaultLoginTimeout = 15 * time.Second
)

// Accept reads PRELOGIN, does the TLS handshake that was agreed on, and reads LOGIN7. The
// login is then to be answered by AcceptLogin or RejectLogin. After an error the
// connection is closed.
func Accept(ctx context.Context, nc net.Conn, cfg *ServerConfig) (*Conn, *Login7, error) {
	c := newConn(nc, cfg)
	timeout := cfg.LoginTimeout
	if timeout == 0 {
		timeout = defaultLoginTimeout
	}
	done := c.untilLogin(ctx, timeout)
	defer done()
	login, err := c.handshake(ctx)
	if err != nil {
		c.trace.fromClient(note("error: " + err.Error()))
		_ = nc.Close()
		return nil, nil, fmt.Errorf("login of %v: %w", nc.RemoteAddr(), err)
	}
	return c, login, nil
}

func (c *Conn) handshake(ctx context.Context) (*Login7, error) {
	if err := c.detectStrict(ctx); err != nil {
		return nil, err
	}
	h, body, err := c.in.next()
	if err != nil {
		return nil, err
	}
	if h.Type == PacketPreLogin {
		if h, body, err = c.preLogin(ctx, h, body); err != nil {
			return nil, err
		}
	}
	login, err := c.readLogin7(h, body)
	if err == nil && c.cfg.Encrypt == EncryptRequired && !c.encrypted {
		_ = c.RejectLogin(Errorf(18456, 14, "Login failed for user '%s'. The server requires encryption, and the client sent no PRELOGIN.", login.UserName))
		err = errors.New("the client sent no PRELOGIN, and encryption is required")
	}
	return login, err
}

// detectStrict looks at the first byte: TLS begins with 0x16, the protocol does not.
func (c *Conn) detectStrict(ctx context.Context) error {
	first := make([]byte, 1)
	if _, err := io.ReadFull(c.nc, first); err != nil {
		return err
	}
	c.nc = &prefixConn{c.nc, first}
	c.in.src = c.nc
	switch {
	case first[0] != 0x16 && c.cfg.Encrypt == EncryptStrict:
		return errors.New("the client did not begin with TLS, and strict encryption is required")
	case first[0] != 0x16:
		return nil
	case c.cfg.TLS == nil:
		return errors.New("the client begins with TLS, and there is no certificate")
	}
	c.trace.fromClient(note("TLS (strict)"))
	return c.startStrict(ctx, func(nc net.Conn) *tls.Conn { return tls.Server(nc, strictConfig(c.cfg.TLS)) })
}

// preLogin answers PRELOGIN, starts TLS if that was agreed on, and reads the first packet
// of the login.
func (c *Conn) preLogin(ctx context.Context, h PacketHeader, body []byte) (PacketHeader, []byte, error) {
	_, body, err := c.in.restOfMessage(h, body, maxPreLogin)
	if err != nil {
		return h, nil, err
	}
	var asked PreLogin
	if err := asked.Decode(body); err != nil {
		return h, nil, err
	}
	c.trace.fromClient(&asked)
	encryption := c.cfg.Encrypt.answer(asked.encryption(), c.cfg.TLS != nil && !c.strict)
	if err := c.answerPreLogin(ctx, &asked, encryption); err != nil {
		return h, nil, err
	}
	if encryption == encryptNotSup {
		return c.nextLoginPacket()
	}
	if err := c.startInBand(ctx, func(nc net.Conn) *tls.Conn { return tls.Server(nc, inBandConfig(c.cfg.TLS)) }); err != nil {
		return h, nil, err
	}
	h, body, err = c.nextLoginPacket()
	if err == nil && encryption == encryptOff {
		err = c.leaveTLS()
	}
	return h, body, err
}

func (c *Conn) nextLoginPacket() (PacketHeader, []byte, error) {
	h, body, err := c.in.next()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return h, body, err
}

func (c *Conn) answerPreLogin(ctx context.Context, asked *PreLogin, encryption byte) error {
	v := c.cfg.Version
	answer := &PreLogin{[]PreLoginOption{
		{PreLoginVersion, []byte{v[0], v[1], v[2], v[3], 0, 0}},
		{PreLoginEncryption, []byte{encryption}},
		{PreLoginInstance, []byte{0}},
		{PreLoginThreadID, nil},
		{PreLoginMARS, []byte{0}},
	}}
	if _, ok := asked.Get(PreLoginFedAuth); ok {
		answer.Set(PreLoginFedAuth, []byte{0})
	}
	if c.cfg.Relay != nil {
		answer.relay(asked, c.cfg.Relay(ctx, asked))
	}
	c.trace.fromServer(answer)
	c.out.begin(PacketTabular, 0)
	c.out.buf = answer.Encode(c.out.buf)
	return c.out.finish()
}

func (c *Conn) readLogin7(h PacketHeader, body []byte) (*Login7, error) {
	if h.Type != PacketLogin7 {
		return nil, protocolErrorf("a packet of %v where the login is due", h.Type)
	}
	_, body, err := c.in.restOfMessage(h, body, maxLogin7)
	if err != nil {
		return nil, err
	}
	m := &Login7{}
	if err := m.Decode(body); err != nil {
		return nil, err
	}
	c.trace.fromClient(m)
	if !m.TDSVersion.IsKnown() {
		return nil, protocolErrorf("a client of %v", m.TDSVersion)
	}
	c.login = m
	if c.cfg.Relay != nil {
		c.rawLogin = append([]byte(nil), body...)
	}
	c.version = m.TDSVersion.negotiate(c.strict)
	return m, nil
}
