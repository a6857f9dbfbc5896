package gateway

import (
	"context"
	"errors"
	"slices"
	"sync"

	"msxgate/tds"
)

// Router looks at the batches and calls of one client before the server behind gets them. Route returns nil to let a
// message pass as it is, or what answers it instead. All that came before has been answered when it is called.
type Router interface {
	Route(m *Message) (Handler, error)
}

// Handler answers a message, by m.Client's Respond, in the client's own session at the server: m.Server's Send and
// NextToken are the handler's until it returns, with no answer left unread. The context ends when the client cancels
// the request, with tds.ErrCancelled as its cause, or goes. An error ends the connection.
type Handler func(ctx context.Context, m *Message) error

// Message is a batch or call on its way to the server behind.
type Message struct {
	relay   *relay
	in      *tds.PacketStream // the rest of it
	packets tds.Packets       // what has been read of it

	// watch looks at the packets of a message that passes, behind those that a router has seen. An error refuses the message
	// after all.
	watch func(tds.Packets) *tds.Error
}

// Header is the header of its first packet: the type, and the bits that reset the session.
func (m *Message) Header() tds.PacketHeader { return m.packets.Header() }

// First is the payload of its first packet, valid until the router or handler returns.
func (m *Message) First() []byte { return m.packets.Payload() }

// Client is the client's end. Requests are not to be read from it.
func (m *Message) Client() *tds.Conn { return m.relay.client }

// Server is the server's end, for a handler.
func (m *Message) Server() *tds.ClientConn { return m.relay.server.ClientConn }

// Whole reads the message to its end and returns its body, or false when it has more than limit bytes: it can then only
// pass. It is for routers; what they hand to a handler must have been read whole.
func (m *Message) Whole(limit int) (body []byte, ok bool, err error) {
	if m.packets.Ends() {
		return m.body(), len(m.packets) <= limit, nil
	}
	m.packets = slices.Clone(m.packets)
	for !m.packets.Ends() {
		if len(m.packets) > limit {
			return nil, false, nil
		}
		more, err := m.in.First()
		if err != nil {
			return nil, false, midMessage(m.in, err)
		}
		m.packets = append(m.packets, more...)
	}
	return m.body(), len(m.packets) <= limit, nil
}

// refuse reads a message to its end and answers it with an error alone.
func (m *Message) refuse(refusal *tds.Error) (Handler, error) {
	t := m.Header().Type
	for !m.packets.Ends() {
		var err error
		if m.packets, err = m.in.Next(); err != nil {
			return nil, midMessage(m.in, err)
		}
	}
	q := &tds.Request{Batch: &tds.SQLBatch{}}
	if t == tds.PacketRPC {
		q = &tds.Request{RPCs: []*tds.RPCRequest{{}}}
	}
	return func(ctx context.Context, m *Message) error {
		_, out := m.Client().Respond(ctx, q)
		err := out.Message(refusal)
		if err == nil {
			err = out.Done(tds.Done{Failed: true})
		}
		if finish := out.Finish(); err == nil {
			err = finish
		}
		return err
	}, nil
}

// forward has the server answer the message after all, as it came. An attention is answered when that has ended.
func (m *Message) forward() error {
	if err := m.Server().WritePackets(m.packets); err != nil {
		return err
	}
	return m.copyAnswer()
}

// copyAnswer lets the client have what the server answers, as it comes.
func (m *Message) copyAnswer() error {
	server, client := m.Server(), m.Client()
	for {
		h, payload, err := server.ReadPacket()
		if err != nil {
			return err
		}
		if err := client.WritePacket(h, payload); err != nil {
			return err
		}
		if h.Status&tds.StatusEOM != 0 {
			server.Answered()
			return nil
		}
	}
}

// withdrawn tells whether the client took the message back with its last packet: it is then the server's to ignore.
func (m *Message) withdrawn() bool {
	var last tds.Packets
	for p := range m.packets.All {
		last = p
	}
	return last.Header().Status&tds.StatusIgnore != 0
}

// body joins the payloads.
func (m *Message) body() []byte {
	var body []byte
	for p := range m.packets.All {
		body = append(body, p.Payload()...)
	}
	return body
}

// Request decodes a message that has been read whole.
func (m *Message) Request() (*tds.Request, error) {
	return m.relay.client.ReadRequest(m.Header(), m.body())
}

// turn is a message that a handler answers, while the server's words are lent to it and the client's are looked at for
// an attention.
type turn struct {
	relay  *relay
	cancel context.CancelCauseFunc
	done   chan struct{}
	err    error // valid after done

	mu   sync.Mutex
	over bool
}

// errNotWhole is a fault of a router.
var errNotWhole = errors.New("a message is to be answered of which only a part was read")

// begin has a handler answer a message that a router has decided about.
func (r *relay) begin(m *Message, handle Handler, err error) (*turn, error) {
	switch {
	case err != nil:
		return nil, err
	case !m.packets.Ends():
		return nil, errNotWhole
	}
	m.packets, m.in = slices.Clone(m.packets), nil
	t := &turn{relay: r, done: make(chan struct{})}
	var ctx context.Context
	ctx, t.cancel = context.WithCancelCause(r.c.ctx)
	r.loan.lend()
	go func() {
		defer close(t.done)
		defer t.cancel(context.Canceled)
		err := r.guarded(func() error { return handle(ctx, m) })
		if t.err = t.finish(err); t.err != nil {
			r.close()
		}
	}()
	return t, nil
}

// finish takes the server's words back, and answers the attentions that the handler's response has not.
func (t *turn) finish(err error) error {
	r := t.relay
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over = true
	if r.server.Unread() {
		r.loan.fail(errUnread) // before the answer can be taken for the client's
	}
	back := r.loan.back()
	if err == nil {
		err = back
	}
	if err == nil {
		err = r.client.AnswerAttentions()
	}
	if err == nil && !r.flow.answered(false) {
		err = errOver
	}
	return err
}

// attention tells the handler that one came; false when it is none, or there is no handler that could answer it.
func (t *turn) attention(p tds.PacketType) bool {
	if t == nil || p != tds.PacketAttention {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return false
	}
	t.cancel(tds.ErrCancelled)
	t.relay.client.NoteAttention()
	return true
}

// wait waits for the handler.
func (t *turn) wait() error {
	if t == nil {
		return nil
	}
	<-t.done
	return t.err
}

// abandon ends a handler whose client has gone, if there is one that still runs.
func (t *turn) abandon(why error) error {
	if t == nil {
		return why
	}
	select {
	case <-t.done:
	default:
		t.cancel(tds.ErrClosed)
		t.relay.close()
		<-t.done
	}
	if t.err != nil {
		return t.err
	}
	return why
}

// loan hands what the server says to a handler. It is the reader that the server's end reads responses from.
type loan struct {
	data  chan tds.Packets
	taken chan struct{}
	over  chan struct{} // closed when nothing more comes

	mu    sync.Mutex
	on    bool
	ended chan struct{} // closed when the loan is
	err   error         // valid when over is closed

	rest tds.Packets // of the handler's goroutine: given, not yet read
	held bool        // the giver waits
	ends bool        // what was given last ends a message
}

func newLoan() *loan {
	return &loan{data: make(chan tds.Packets), taken: make(chan struct{}), over: make(chan struct{}), ends: true}
}

// fail ends all giving and reading.
func (l *loan) fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = err
		close(l.over)
	}
}

func (l *loan) failed() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

func (l *loan) lend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.on, l.ends, l.ended = true, true, make(chan struct{})
}

// errUnread is a fault of a handler.
var errUnread = errors.New("an answer of the server behind was not read to its end")

// back ends the loan.
func (l *loan) back() error {
	l.mu.Lock()
	l.on = false
	close(l.ended)
	l.mu.Unlock()
	switch {
	case len(l.rest) > 0 || !l.ends:
		return errUnread
	case l.failed() != nil:
		return l.failed()
	}
	return l.release()
}

// release lets the giver go on.
func (l *loan) release() error {
	if !l.held {
		return nil
	}
	l.held = false
	select {
	case l.taken <- struct{}{}:
		return nil
	case <-l.over:
		return l.err
	}
}

// give hands packets to the handler and waits until it has read them; false when there is none.
func (l *loan) give(p tds.Packets) (bool, error) {
	l.mu.Lock()
	on, ended := l.on, l.ended
	l.mu.Unlock()
	if !on {
		return false, nil
	}
	select {
	case l.data <- p:
	case <-ended:
		return true, errUnread
	case <-l.over:
		return true, l.err
	}
	select {
	case <-l.taken:
		return true, nil
	case <-l.over:
		return true, l.err
	}
}

// Read implements io.Reader for the handler.
func (l *loan) Read(b []byte) (int, error) {
	if len(l.rest) == 0 {
		select {
		case l.rest = <-l.data:
			l.held, l.ends = true, l.rest.Ends()
		case <-l.over:
			return 0, l.err
		}
	}
	n := copy(b, l.rest)
	if l.rest = l.rest[n:]; len(l.rest) == 0 {
		// The giver reads on, and so finds out when the server goes.
		return n, l.release()
	}
	return n, nil
}
