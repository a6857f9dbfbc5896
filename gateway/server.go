package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/tds"
)

// Backend is what stands behind the listener.
type Backend interface {
	// Open begins a session for a login that has asked to come in. An error that is a *tds.Error is told to the client.
	Open(ctx context.Context, c *tds.Conn, l *tds.Login7) (Session, *tds.LoginAnswer, error)
}

// Session is one client's session.
type Session interface {
	// Serve answers one request. An error ends the connection.
	Serve(ctx context.Context, req *tds.Request, out *tds.Response) error
	Close()
}

// Server accepts TDS connections for a backend. Set the fields, then call ListenAndServe or Serve.
type Server struct {
	Addr           string
	Backend        Backend
	Upstream       *Upstream // nil, or the server that everything is relayed to; Backend is then not used
	TLS            *tls.Config
	Encrypt        tds.Encryption
	Version        [4]byte       // product version that PRELOGIN tells
	LoginTimeout   time.Duration // from the first byte to the answer of the login; 0 is 15 seconds
	MaxMessage     int           // bytes of one request; 0 is 64 MiB
	MaxConnections int           // those that have not logged in yet included; 0 is 32767, SQL Server's own limit
	Trace          io.Writer     // nil, or where conversations are printed
	Log            logrus.FieldLogger

	mu       sync.Mutex
	listener net.Listener
	conns    map[*connection]struct{}
	closed   bool
	full     bool // the limit is reached, and the log was told so
	wg       sync.WaitGroup
}

// The defaults of Server's fields.
const (
	defaultLoginTimeout   = 15 * time.Second
	defaultMaxMessage     = 64 << 20
	defaultMaxConnections = 32767
)

// ListenAndServe listens on Addr until Shutdown.
func (s *Server) ListenAndServe() error {
	l, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return err
	}
	return s.Serve(l)
}

// Serve accepts connections of l until Shutdown; it then returns nil.
func (s *Server) Serve(l net.Listener) error {
	if !s.listens(l) {
		return l.Close()
	}
	var pause time.Duration
	for {
		c, err := l.Accept()
		switch {
		case err == nil:
			pause = 0
			go s.ServeConn(c)
		case s.isClosed():
			return nil
		case !passes(err):
			return err
		default:
			pause = min(max(2*pause, 5*time.Millisecond), time.Second)
			s.Log.WithError(err).Warn("Connection could not be accepted")
			time.Sleep(pause)
		}
	}
}

// passes tells whether an error of Accept may go away by itself, as a lack of descriptors does when clients leave.
func passes(err error) bool {
	for _, e := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED, syscall.ECONNRESET} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// listens remembers the listener; false when the server is shutting down.
func (s *Server) listens(l net.Listener) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listener = l
	return !s.closed
}

func (s *Server) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// Shutdown stops accepting and closes the connections that are idle or not yet logged in. Those whose request is under
// way are closed when it has been answered, or when ctx ends.
func (s *Server) Shutdown(ctx context.Context) {
	s.mu.Lock()
	s.closed = true
	if s.listener != nil {
		s.listener.Close()
	}
	s.mu.Unlock()
	s.each((*connection).drain)
	done := make(chan struct{})
	go func() { s.wg.Wait(); close(done) }()
	select {
	case <-done:
		return
	case <-ctx.Done():
	}
	s.each((*connection).close)
	select {
	case <-done:
	case <-time.After(afterClose):
	}
}

// afterClose is how long what runs has to notice that its connection is gone.
const afterClose = 2 * time.Second

func (s *Server) each(f func(*connection)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		f(c)
	}
}

// track registers a connection; false when the server is shutting down or full.
func (s *Server) track(c *connection) bool {
	limit := s.MaxConnections
	if limit == 0 {
		limit = defaultMaxConnections
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	if len(s.conns) >= limit {
		if !s.full {
			c.log.WithField("limit", limit).Warn("Connection refused: there are as many as are allowed")
		}
		s.full = true
		return false
	}
	if s.conns == nil {
		s.conns = map[*connection]struct{}{}
	}
	s.conns[c] = struct{}{}
	s.wg.Add(1)
	return true
}

func (s *Server) untrack(c *connection) {
	s.mu.Lock()
	delete(s.conns, c)
	s.full = false
	s.mu.Unlock()
	s.wg.Done()
}

// ServeConn serves one connection to its end. A fault of ours ends this connection and no other.
func (s *Server) ServeConn(nc net.Conn) {
	defer nc.Close()
	c := &connection{server: s, nc: nc, log: s.Log.WithField("client", nc.RemoteAddr().String())}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	defer c.cancel()
	if !s.track(c) {
		return
	}
	defer s.untrack(c)
	defer func() {
		if r := recover(); r != nil {
			c.log.WithField("panic", r).WithField("stack", string(stack())).Error("Connection ended by a fault of the server")
		}
	}()
	if err := c.serve(); err != nil && !isGone(err) {
		c.log.WithError(err).Info("Connection ended")
	}
}

// isGone tells the ordinary ends of a connection from faults.
func isGone(err error) bool {
	for _, e := range []error{io.EOF, net.ErrClosed, tds.ErrClosed, context.Canceled, syscall.ECONNRESET, syscall.EPIPE} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
