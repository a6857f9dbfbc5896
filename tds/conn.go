package tds

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

// Conn is the server's end of a connection. One goroutine calls Next, Respond and the
// methods of the Response in turn; Close and the methods that only tell something may be
// called by others.
//
// A goroutine of the connection reads ahead of it, so that an attention or the end of the
// peer is seen while a request runs.
type Conn struct {
	transport
	cfg        *ServerConfig
	login      *Login7
	rawLogin   []byte // for relays
	version    Version
	utf8       bool
	serverName string
	trace      *tracer
	cols       columnInfos // reused by responses

	requests chan *Request // unbuffered: what is read after a request is read after it was taken
	wake     chan struct{} // an attention came
	gone     chan struct{} // nothing more will be read; readErr says why
	closed   chan struct{}
	readErr  error
	once     sync.Once

	mu     sync.Mutex
	active *Response // runs now
	seen   uint64    // attentions read
	acked  uint64    // attentions answered
}

func newConn(nc net.Conn, cfg *ServerConfig) *Conn {
	c := &Conn{
		transport: newTransport(nc), cfg: cfg, version: Version74, trace: newTracer(cfg.Trace),
		requests: make(chan *Request), wake: make(chan struct{}, 1), gone: make(chan struct{}), closed: make(chan struct{}),
	}
	c.out.spid = cfg.SPID
	return c
}

// Login is the login of the client. It holds the password.
func (c *Conn) Login() *Login7 { return c.login }

// Version is the version of the protocol that was agreed on.
func (c *Conn) Version() Version { return c.version }

// RemoteAddr is the address of the client.
func (c *Conn) RemoteAddr() net.Addr { return c.nc.RemoteAddr() }

// LocalAddr is the address that the client connected to.
func (c *Conn) LocalAddr() net.Addr { return c.nc.LocalAddr() }

// Encrypted tells whether all of the session is encrypted, not the login alone.
func (c *Conn) Encrypted() bool { return c.encrypted }

// Strict tells whether TLS began before the protocol, as TDS 8.0 has it.
func (c *Conn) Strict() bool { return c.strict }

// PacketSize is the size that was agreed on, in bytes.
func (c *Conn) PacketSize() int { return c.out.size }

// SetSPID sets the session id that the packets of the server carry. Call it before the
// login is answered.
func (c *Conn) SetSPID(id uint16) { c.out.spid = id }

// Close ends the connection. A request that runs sees its context cancelled.
func (c *Conn) Close() error {
	err := net.ErrClosed
	c.once.Do(func() {
		close(c.closed)
		err = c.close()
		c.cancelActive(ErrClosed)
	})
	return err
}

// ReadPacket reads a packet as it is. The payload is valid until the next call. It is for
// relays, which do not call AcceptLogin.
func (c *Conn) ReadPacket() (PacketHeader, []byte, error) { return c.in.next() }

// WritePacket writes a packet as it is, but for its length.
func (c *Conn) WritePacket(h PacketHeader, payload []byte) error {
	return c.out.writePacket(h, payload)
}

// SetPacketSize changes the largest packet that is read and written, as the relayed answer
// to a login demands.
func (c *Conn) SetPacketSize(n int) { c.loginDone(c.packetSizeFor(uint32(n))) }

// readRequests reads messages until the connection ends.
func (c *Conn) readRequests() {
	for {
		q, err := c.readRequest()
		if err != nil {
			c.readErr = err
			close(c.gone)
			c.cancelActive(ErrClosed)
			return
		}
		select {
		case c.requests <- q:
		case <-c.closed:
			return
		}
		if q.err != nil {
			return // nothing behind it can be trusted
		}
		if q.Bulk != nil {
			select {
			case <-q.Bulk.done:
			case <-c.closed:
				return
			}
		}
	}
}

// readRequest reads the next message that is no attention. A message that cannot be
// understood is a request with an error. A fault of a decoder ends this connection only.
func (c *Conn) readRequest() (q *Request, err error) {
	defer func() {
		if r := recover(); r != nil {
			q, err = nil, fmt.Errorf("tds: a decoder failed: %v", r)
		}
	}()
	for {
		h, payload, err := c.in.next()
		var p *ProtocolError
		switch {
		case errors.As(err, &p):
			return &Request{err: err}, nil
		case err != nil:
			return nil, err
		case h.Type == PacketAttention:
			c.attention()
			continue
		}
		q := &Request{}
		q.setReset(h.Status)
		q.err = c.readBody(q, h, payload)
		if q.err != nil && !errors.As(q.err, &p) {
			return nil, q.err
		}
		c.trace.fromClient(q)
		q.attentions = c.attentions()
		return q, nil
	}
}

func (c *Conn) readBody(q *Request, h PacketHeader, payload []byte) error {
	if h.Type == PacketBulkLoad {
		q.Bulk = newBulkLoad(c.in, h, payload, c.version, c.maxMessage())
		return nil
	}
	if _, known := packetNames[h.Type]; !known || h.Type == PacketTabular || h.Type == PacketLogin7 || h.Type == PacketPreLogin {
		return protocolErrorf("a request of %v", h.Type)
	}
	h, body, err := c.in.restOfMessage(h, payload, c.maxMessage())
	if err != nil {
		return err
	}
	if h.Status&StatusIgnore != 0 {
		q.ignored = true
		return nil
	}
	return q.decode(h.Type, body, c.version)
}

func (c *Conn) maxMessage() int {
	if c.cfg.MaxMessage > 0 {
		return c.cfg.MaxMessage
	}
	return defaultMaxMessage
}

func (c *Conn) attentions() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seen
}

// attention notes that one came, and cancels what runs.
func (c *Conn) attention() {
	c.trace.fromClient(note("Attention"))
	c.mu.Lock()
	c.seen++
	c.mu.Unlock()
	c.cancelActive(ErrCancelled)
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *Conn) cancelActive(cause error) {
	c.mu.Lock()
	active := c.active
	c.mu.Unlock()
	if active != nil {
		active.cancel(cause)
	}
}

// Next returns the next request, whole but for a bulk load, which is read on demand. It
// answers by itself attentions that come when nothing runs, and requests that the client
// withdrew, with a DONE that has the error bit (MS-TDS 2.2.1.7). It returns io.EOF when the peer went, and an error when the peer broke the
// protocol; it was told so, and the connection must be closed.
func (c *Conn) Next(ctx context.Context) (*Request, error) {
	for {
		if err := c.answerAttentions(c.attentions()); err != nil {
			return nil, err
		}
		select {
		case q := <-c.requests:
			if err := c.answerAttentions(q.attentions); err != nil {
				return nil, err
			}
			switch {
			case q.err != nil:
				return nil, c.refuse(q.err)
			case !q.ignored:
				return q, nil
			}
			if err := c.sendDone(DoneToken{Kind: DoneKindStatement, Status: DoneError}); err != nil {
				return nil, err
			}
		case <-c.wake:
		case <-c.gone:
			return nil, c.readErr
		case <-c.closed:
			return nil, io.EOF
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// answerAttentions acknowledges the attentions up to the n-th, each with a message of its
// own (MS-TDS 3.3.5.9).
func (c *Conn) answerAttentions(n uint64) error {
	for {
		c.mu.Lock()
		due := c.acked < n
		if due {
			c.acked++
		}
		c.mu.Unlock()
		if !due {
			return nil
		}
		if err := c.sendDone(DoneToken{Kind: DoneKindStatement, Status: DoneAttention}); err != nil {
			return err
		}
	}
}

// sendDone sends a message of one DONE.
func (c *Conn) sendDone(t DoneToken) error {
	c.out.begin(PacketTabular, 0)
	if err := c.appendToken(&t); err != nil {
		return err
	}
	return c.out.finish()
}

// refuse tells the client that it broke the protocol, and returns why.
func (c *Conn) refuse(why error) error {
	m := Errorf(4002, 16, "The incoming tabular data stream (TDS) protocol stream is incorrect. The stream ended unexpectedly.")
	switch {
	case errors.Is(why, errTooLarge):
		m = Errorf(4014, 20, "A fatal error occurred while reading the input stream from the network. The session will be terminated: "+
			"the request has more than %d bytes.", c.maxMessage())
	case errors.Is(why, errTooManyParams):
		m = Errorf(8003, 16, "The incoming request has too many parameters. The server supports a maximum of %d parameters. "+
			"Reduce the number of parameters and resend the request.", maxRPCParams)
	}
	m.Server = c.serverName
	c.out.begin(PacketTabular, 0)
	_ = c.appendToken(m)
	_ = c.appendToken(&DoneToken{Kind: DoneKindStatement, Status: DoneError | DoneServerErr})
	_ = c.out.finish()
	return why
}
