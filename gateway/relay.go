package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"msxgate/tds"
)

// relay is one client and its own connection to the server behind. Two goroutines carry packets as they are, one in each
// direction; neither knows more of them than where messages end.
type relay struct {
	up      *Upstream
	c       *connection
	at      endpoint
	options []tds.PreLoginOption // of the client's PRELOGIN

	client  *tds.Conn
	login   *tds.Login7
	server  *upstreamConn
	dialErr error
	undial  []func() bool // take back that a connection to a server is closed with the client's

	flow      flow
	router    Router // nil: everything is relayed
	loan      *loan  // what the server says, while a handler has it
	closeOnce sync.Once
}

func (s *Server) loginTimeout() time.Duration {
	if s.LoginTimeout == 0 {
		return defaultLoginTimeout
	}
	return s.LoginTimeout
}

// relay serves the client by the server behind, to the end of either.
func (c *connection) relay(up *Upstream) error {
	r := &relay{up: up, c: c, at: endpoint{host: up.Host, port: up.Port}, loan: newLoan()}
	defer r.hangUp()
	if err := r.accept(c.ctx); err != nil {
		return err
	}
	begun, err := r.logIn(c.ctx)
	if err != nil || !begun {
		r.part()
		return err
	}
	r.deadline(0)
	c.log.WithField("login", r.login.UserName).WithField("upstream", r.at.addr()).Debug("Login")
	return r.run()
}

// hangUp closes what was dialled.
func (r *relay) hangUp() {
	for _, stop := range r.undial {
		stop()
	}
	if r.server != nil {
		r.server.nc.Close()
	}
}

// part lets the client read the answer before the connection is closed under it.
func (r *relay) part() {
	r.client.CloseWrite()
	drainFor(r.c.nc, lingerAfterError)
}

// How long the two ends may take to part.
const (
	lingerAfterError = time.Second      // for a client to read the server's last words
	lingerAfterEnd   = 10 * time.Second // for a server to finish with a client that has said its last word
)

// drainFor reads what the peer still sends until it closes: a connection closed over unread bytes loses what was sent.
func drainFor(nc net.Conn, d time.Duration) {
	_ = nc.SetReadDeadline(time.Now().Add(d))
	_, _ = io.Copy(io.Discard, io.LimitReader(nc, 16<<20))
}

// errOver ends a relay whose gateway shuts down.
var errOver = net.ErrClosed

// errServerGone is an error of a write to the server behind. It may have said why before it went.
var errServerGone = errors.New("the server behind took no more")

// run carries packets until one end has gone. It returns when both directions have ended.
func (r *relay) run() error {
	stop := context.AfterFunc(r.c.ctx, r.close)
	defer stop()
	defer r.close()
	r.flow = flow{busy: r.c.begin, idle: r.c.end, short: !r.client.Version().AtLeast(tds.Version72)}
	if r.up.NewRouter != nil {
		r.router = r.up.NewRouter(r.client)
	}
	up, down := make(chan error, 1), make(chan error, 1)
	// Both streams are taken over before either direction runs: a handler reads what the server's is lent to it.
	said, asked := r.server.Stream(r.up.stall(), r.loan), r.client.Stream(r.up.stall())
	go func() { up <- r.guarded(func() error { return r.toServer(asked) }) }()
	go func() { down <- r.guarded(func() error { return r.toClient(said) }) }()
	select {
	case err := <-up:
		return r.clientEnded(err, down)
	case err := <-down:
		return r.serverEnded(err, up)
	}
}

// clientEnded ends the direction to the client after the one to the server has.
func (r *relay) clientEnded(err error, down <-chan error) error {
	switch {
	case err == io.EOF:
		r.server.CloseWrite()
		r.closeAfter(down, lingerAfterEnd)
		return nil
	case !errors.Is(err, errServerGone):
		r.close()
		<-down
	case r.closeAfter(down, lingerAfterError) == io.EOF:
		r.part()
	}
	return err
}

// serverEnded ends the direction to the server after the one to the client has.
func (r *relay) serverEnded(err error, up <-chan error) error {
	r.loan.fail(err)
	if err != io.EOF {
		r.close()
		<-up
		return err
	}
	r.client.CloseWrite()
	if errors.Is(r.closeAfter(up, lingerAfterError), errServerGone) {
		drainFor(r.c.nc, lingerAfterError)
	}
	return nil
}

// closeAfter waits for the other direction to end, though not for long.
func (r *relay) closeAfter(other <-chan error, patience time.Duration) error {
	t := time.AfterFunc(patience, r.close)
	defer t.Stop()
	return <-other
}

// close ends both connections, whatever is under way on them.
func (r *relay) close() {
	r.closeOnce.Do(func() {
		r.loan.fail(net.ErrClosed)
		r.server.nc.Close()
		r.c.nc.Close()
	})
}

// toClient carries what the server says.
func (r *relay) toClient(in *tds.PacketStream) error {
	defer in.Release()
	for {
		packets, err := in.Next()
		if err != nil {
			return midMessage(in, err)
		}
		if packets.Header().Type != tds.PacketTabular {
			return errors.New("the server behind sent a packet that is no answer")
		}
		lent, err := r.loan.give(packets)
		if err != nil {
			return err
		}
		if lent {
			continue
		}
		if err := r.client.WritePackets(packets); err != nil {
			return err
		}
		if !r.flow.answer(packets) {
			return errOver
		}
	}
}

// midMessage makes an end inside a message a fault.
func midMessage(in *tds.PacketStream, err error) error {
	if err == io.EOF && !in.Between() {
		return io.ErrUnexpectedEOF
	}
	return err
}

// toServer carries what the client says.
func (r *relay) toServer(in *tds.PacketStream) error {
	defer in.Release()
	var t *turn // a message that a handler answers
	for {
		packets, err := in.First()
		if err != nil {
			return t.abandon(midMessage(in, err))
		}
		if t.attention(packets.Header().Type) {
			continue
		}
		if err := t.wait(); err != nil {
			return err
		}
		if t, err = r.pass(in, packets); err != nil {
			return err
		}
	}
}

// pass sends the message that begins with a packet on, or has a handler answer it.
func (r *relay) pass(in *tds.PacketStream, packets tds.Packets) (*turn, error) {
	h := packets.Header()
	routable := r.router != nil && (h.Type == tds.PacketSQLBatch || h.Type == tds.PacketRPC || h.Type == tds.PacketTransMgr)
	if routable {
		r.flow.await(r.c.ctx)
	}
	if !r.flow.request(h.Type) {
		return nil, errOver
	}
	m := &Message{relay: r, in: in, packets: packets}
	if routable {
		handle, err := r.router.Route(m)
		if err != nil || handle != nil && !m.withdrawn() {
			return r.begin(m, handle, err)
		}
		packets = m.packets
	}
	for {
		if err := r.server.WritePackets(packets); err != nil {
			return nil, fmt.Errorf("%w: %w", errServerGone, err)
		}
		if packets.Ends() {
			return nil, nil
		}
		var err error
		if packets, err = in.Next(); err != nil {
			return nil, midMessage(in, err)
		}
		if m.watch != nil {
			if refusal := m.watch(packets); refusal != nil {
				return r.takeBack(m, h.Type, packets, refusal)
			}
		}
	}
}

// takeBack has the server ignore a message of which a part has been sent, and the client refused.
func (r *relay) takeBack(m *Message, t tds.PacketType, packets tds.Packets, refusal *tds.Error) (*turn, error) {
	if err := r.server.WritePacket(tds.PacketHeader{Type: t, Status: tds.StatusEOM | tds.StatusIgnore, PacketID: 1}, nil); err != nil {
		return nil, fmt.Errorf("%w: %w", errServerGone, err)
	}
	m.packets = packets
	handle, err := m.refuse(refusal)
	return r.begin(m, func(ctx context.Context, m *Message) error {
		for {
			if _, err := m.Server().NextToken(); err == io.EOF {
				return handle(ctx, m)
			} else if err != nil {
				return err
			}
		}
	}, err)
}

// guarded makes an error of a fault in f, so that it ends this relay and no other.
func (r *relay) guarded(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.c.log.WithField("panic", p).WithField("stack", string(stack())).Error("Relay ended by a fault of the gateway")
			err = errors.New("a fault of the gateway")
		}
	}()
	return f()
}
