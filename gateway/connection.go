package gateway

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/tds"
)

// connection is one client's connection to a Server.
type connection struct {
	server *Server
	nc     net.Conn
	log    logrus.FieldLogger
	ctx    context.Context // of all that is done for the client
	cancel context.CancelFunc

	mu       sync.Mutex
	busy     bool // a request is being answered
	draining bool // the server is shutting down
}

// drain closes the connection, now or after the request that is being answered.
func (c *connection) drain() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.draining = true
	if !c.busy {
		c.close()
	}
}

func (c *connection) close() {
	c.cancel()
	c.nc.Close()
}

// begin marks a request as under way; false when the server is shutting down.
func (c *connection) begin() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.busy = !c.draining
	return c.busy
}

// end marks the request as answered; false when no other may follow.
func (c *connection) end() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.busy = false
	return !c.draining
}

// serve logs the client in and answers its requests until it goes.
func (c *connection) serve() error {
	if c.server.Upstream != nil {
		return c.relay(c.server.Upstream)
	}
	conn, session, err := c.login()
	if err != nil || session == nil {
		return err
	}
	defer session.Close()
	defer conn.Close()
	for {
		req, err := conn.Next(c.ctx)
		if err != nil {
			return err
		}
		if !c.begin() {
			return net.ErrClosed
		}
		err = c.answer(conn, session, req)
		if more := c.end(); err != nil || !more {
			return err
		}
	}
}

// login reads the login and has the backend answer it. A client that was refused has no session.
func (c *connection) login() (*tds.Conn, Session, error) {
	s := c.server
	timeout, size := s.LoginTimeout, s.MaxMessage
	if timeout == 0 {
		timeout = defaultLoginTimeout
	}
	if size == 0 {
		size = defaultMaxMessage
	}
	ctx, cancel := context.WithTimeout(c.ctx, timeout)
	defer cancel()
	conn, login, err := tds.Accept(ctx, c.nc, &tds.ServerConfig{
		TLS: s.TLS, Encrypt: s.Encrypt, Version: s.Version, MaxMessage: size, LoginTimeout: timeout, Trace: s.Trace,
	})
	if err != nil {
		return nil, nil, err
	}
	session, answer, err := s.Backend.Open(ctx, conn, login)
	var refusal *tds.Error
	switch {
	case errors.As(err, &refusal):
		c.log.WithField("login", login.UserName).WithField("number", refusal.Number).Info("Login failed")
		return nil, nil, conn.RejectLogin(refusal)
	case err != nil:
		return nil, nil, err
	}
	if err := conn.AcceptLogin(answer); err != nil {
		session.Close()
		return nil, nil, err
	}
	c.log.WithField("login", login.UserName).Debug("Login")
	return conn, session, nil
}

// answer has the session answer one request. When that ends in a fault of ours the client is told so, and loses its
// session.
func (c *connection) answer(conn *tds.Conn, session Session, req *tds.Request) error {
	ctx, out := conn.Respond(c.ctx, req)
	defer func() {
		if r := recover(); r != nil {
			// Nobody knows what state the session is in: the connection ends, and with it the transaction.
			out.Abort(errFault()) //nolint:errcheck // the connection is closed in any case
			panic(r)
		}
	}()
	err := session.Serve(ctx, req, out)
	return errors.Join(out.Finish(), err)
}

// errFault is what a client is told when the server has a fault.
func errFault() *tds.Error {
	return tds.Errorf(40005, 20, "msxgate: the server has met a fault of its own and ends the session. Its log has the details.")
}

// sleep waits, or not when ctx ends first.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
