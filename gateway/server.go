package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
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
	Addr         string
	Backend      Backend
	TLS          *tls.Config
	Encrypt      tds.Encryption
	Version      [4]byte       // product version that PRELOGIN tells
	LoginTimeout time.Duration // 0 is 15 seconds
	MaxMessage   int           // bytes of one request; 0 is 64 MiB
	Trace        io.Writer     // nil, or where conversations are printed
	Log          logrus.FieldLogger

	mu       sync.Mutex
	listener net.Listener
	conns    map[net.Conn]struct{}
	closed   bool
	wg       sync.WaitGroup
}

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
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		l.Close()
		return nil
	}
	s.listener = l
	s.mu.Unlock()
	for {
		c, err := l.Accept()
		if err != nil {
			if s.isClosed() {
				return nil
			}
			var temporary interface{ Timeout() bool }
			if errors.As(err, &temporary) && temporary.Timeout() {
				continue
			}
			return err
		}
		go s.ServeConn(c)
	}
}

func (s *Server) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// Shutdown stops accepting and waits for the requests under way until ctx ends; then every connection is closed.
func (s *Server) Shutdown(ctx context.Context) {
	s.mu.Lock()
	s.closed = true
	if s.listener != nil {
		s.listener.Close()
	}
	s.mu.Unlock()
	s.closeConns()
	done := make(chan struct{})
	go func() { s.wg.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

func (s *Server) closeConns() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.Close()
	}
}

// track registers a connection; false when the server is shutting down.
func (s *Server) track(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	if s.conns == nil {
		s.conns = map[net.Conn]struct{}{}
	}
	s.conns[c] = struct{}{}
	s.wg.Add(1)
	return true
}

func (s *Server) untrack(c net.Conn) {
	s.mu.Lock()
	delete(s.conns, c)
	s.mu.Unlock()
	s.wg.Done()
}

// ServeConn serves one connection to its end.
func (s *Server) ServeConn(nc net.Conn) {
	defer nc.Close()
	if !s.track(nc) {
		return
	}
	defer s.untrack(nc)
	log := s.Log.WithField("client", nc.RemoteAddr().String())
	defer func() {
		if r := recover(); r != nil {
			log.WithField("panic", r).WithField("stack", string(stack())).Error("Session ended by a fault of the server")
		}
	}()
	if err := s.serve(nc, log); err != nil && !isGone(err) {
		log.WithError(err).Info("Connection ended")
	}
}

// isGone tells the ordinary ends of a connection from faults.
func isGone(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, tds.ErrClosed) || errors.Is(err, context.Canceled)
}

func (s *Server) serve(nc net.Conn, log logrus.FieldLogger) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	timeout, size := s.LoginTimeout, s.MaxMessage
	if timeout == 0 {
		timeout = 15 * time.Second
	}
	if size == 0 {
		size = 64 << 20
	}
	c, login, err := tds.Accept(ctx, nc, &tds.ServerConfig{
		TLS: s.TLS, Encrypt: s.Encrypt, Version: s.Version, MaxMessage: size, LoginTimeout: timeout, Trace: s.Trace,
	})
	if err != nil {
		return err
	}
	session, answer, err := s.Backend.Open(ctx, c, login)
	if err != nil {
		var refusal *tds.Error
		if errors.As(err, &refusal) {
			log.WithField("login", login.UserName).WithField("number", refusal.Number).Info("Login failed")
			return c.RejectLogin(refusal)
		}
		return err
	}
	defer session.Close()
	if err := c.AcceptLogin(answer); err != nil {
		return err
	}
	log.WithField("login", login.UserName).Debug("Login")
	for {
		req, err := c.Next(ctx)
		if err != nil {
			return err
		}
		rctx, out := c.Respond(ctx, req)
		err = session.Serve(rctx, req, out)
		if end := out.Finish(); end != nil {
			return end
		}
		if err != nil {
			return err
		}
	}
}
