package gateway

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
	"unicode/utf16"

	"msxgate/tds"
)

// Bounds of a relayed login.
const (
	maxLoginAnswer = 1 << 20   // bytes of one answer of the server
	maxLoginToken  = 256 << 10 // bytes of one message of integrated security or federated authentication
	maxLoginTurns  = 32        // answers of one server
	maxRoutes      = 5         // servers that one login is routed through
)

// Errors that a client is told.
var (
	errUnreachable = tds.Errorf(40006, 20, "msxgate: the server behind this gateway cannot be reached. The gateway's log says why.")
	errRoutes      = tds.Errorf(40007, 20, "msxgate: the server behind this gateway routes the login on and on.")
	errRoutedToken = tds.Errorf(40008, 20, "msxgate: the server behind this gateway routes the login to another one, and only the client "+
		"can prove its identity there. Connect to that server itself, or use a SQL login.")
)

// relayed are the options of a client's PRELOGIN that the server behind sees.
var relayed = []tds.PreLoginToken{tds.PreLoginVersion, tds.PreLoginThreadID, tds.PreLoginTraceID, tds.PreLoginFedAuth, tds.PreLoginNonce}

// accept takes the client's PRELOGIN and login. The server is dialled as soon as the client has said anything, so that
// it is the server's own word that answers.
func (r *relay) accept(ctx context.Context) error {
	s := r.c.server
	var err error
	r.client, r.login, err = tds.Accept(ctx, r.c.nc, &tds.ServerConfig{
		TLS: s.TLS, Encrypt: s.Encrypt, Version: s.Version, LoginTimeout: s.loginTimeout(), Trace: s.Trace,
		Relay: func(ctx context.Context, asked *tds.PreLogin) *tds.PreLogin {
			for _, t := range relayed {
				if data, said := asked.Get(t); said {
					r.options = append(r.options, tds.PreLoginOption{Token: t, Data: data})
				}
			}
			r.connect(ctx)
			if r.server == nil {
				return nil
			}
			return r.server.Server()
		},
	})
	if err == nil && r.server == nil && r.dialErr == nil {
		r.connect(ctx)
	}
	return err
}

// connect dials the server. What goes wrong is told when the client can hear it: after its login.
func (r *relay) connect(ctx context.Context) {
	if r.server, r.dialErr = r.up.dial(ctx, r.at, r.options); r.dialErr == nil {
		nc := r.server.nc
		r.undial = append(r.undial, context.AfterFunc(r.c.ctx, func() { nc.Close() }))
	}
}

// logIn relays the login and what follows it, up to the server's last word. It tells whether a session has begun.
func (r *relay) logIn(ctx context.Context) (begun bool, err error) {
	for range maxRoutes {
		if r.dialErr != nil {
			r.c.log.WithError(r.dialErr).Error("Upstream server cannot be reached")
			return false, r.client.RejectLogin(errUnreachable)
		}
		if err := r.sendLogin(); err != nil {
			return false, fmt.Errorf("relay the login: %w", err)
		}
		route, begun, err := r.converse()
		var refusal *tds.Error
		switch {
		case errors.As(err, &refusal):
			return false, r.client.RejectLogin(refusal)
		case err != nil || route == nil:
			return begun, err
		}
		r.c.log.WithField("to", route.addr()).Debug("Login routed")
		r.server.nc.Close()
		r.at = *route
		r.connect(ctx)
	}
	return false, r.client.RejectLogin(errRoutes)
}

// sendLogin sends the client's login to the server, with what must be changed in it changed.
func (r *relay) sendLogin() error {
	edit := &tds.Login7Edit{
		MaxPacketSize: min(r.client.MaxPacketSize(), r.server.MaxPacketSize()),
		ServerName:    r.at.name, Database: r.at.database,
		Without: []byte{tds.FeatureSessionRecovery, tds.FeatureEnhancedRouting},
	}
	if r.login.TDSVersion == tds.Version80 && r.up.Encrypt != tds.EncryptStrict {
		edit.TDSVersion = tds.Version74
	}
	body, err := edit.Apply(r.client.RawLogin())
	if err != nil {
		return err
	}
	const room = 4096 - 8
	for id := byte(1); ; id++ {
		h := tds.PacketHeader{Type: tds.PacketLogin7, PacketID: id}
		part := body[:min(len(body), room)]
		if body = body[len(part):]; len(body) == 0 {
			h.Status = tds.StatusEOM
		}
		if err := r.server.WritePacket(h, part); err != nil || len(body) == 0 {
			return err
		}
	}
}

// converse relays the server's answers to the login, and the client's proofs of identity that they ask for. A route is
// where the server wants the client to go instead.
func (r *relay) converse() (route *endpoint, begun bool, err error) {
	for turn := range maxLoginTurns {
		r.deadline(r.up.timeout())
		packets, answer, err := r.answer()
		if err != nil {
			r.c.log.WithError(err).Error("Upstream server did not answer a login")
			return nil, false, errUnreachable
		}
		a := readAnswer(answer)
		switch {
		case a.route != nil && (turn > 0 || len(r.login.SSPI) > 0):
			return nil, false, errRoutedToken
		case a.route != nil:
			return a.route, false, nil
		case a.accepted:
			if err := r.adopt(answer, packets.Header().SPID); err != nil {
				return nil, false, err
			}
		case !a.asks:
			r.c.log.WithField("login", r.login.UserName).Info("Login failed")
		}
		if err := r.client.WritePackets(packets); err != nil || !a.asks {
			return nil, a.accepted && err == nil, err
		}
		if err := r.relayProof(); err != nil {
			return nil, false, err
		}
	}
	return nil, false, errors.New("the server behind asks for one proof of identity after the other")
}

// answer reads an answer of the server to the login.
func (r *relay) answer() (tds.Packets, []tds.Token, error) {
	packets, body, err := r.server.Message(maxLoginAnswer)
	if err != nil {
		return nil, nil, err
	}
	if t := packets.Header().Type; t != tds.PacketTabular {
		return nil, nil, fmt.Errorf("a message of %v", t)
	}
	tokens, err := tds.ReadTokens(body, r.login.TDSVersion)
	return packets, tokens, err
}

// adopt makes both legs go by what the server has answered.
func (r *relay) adopt(answer []tds.Token, spid uint16) error {
	r.login.Password, r.login.ChangePassword = "", ""
	if err := r.server.Adopt(answer); err != nil {
		return err
	}
	return r.client.Adopt(answer, spid)
}

// relayProof hands the client's next message on: integrated security or a token.
func (r *relay) relayProof() error {
	r.deadline(r.c.server.loginTimeout())
	packets, _, err := r.client.Message(maxLoginToken)
	if err != nil {
		return fmt.Errorf("proof of identity: %w", err)
	}
	if t := packets.Header().Type; t != tds.PacketSSPI && t != tds.PacketFedAuthToken {
		return fmt.Errorf("a packet of %v where a proof of identity is due", t)
	}
	return r.server.WritePackets(packets)
}

// deadline bounds what happens next on both legs; 0 takes the bound away.
func (r *relay) deadline(d time.Duration) {
	var t time.Time
	if d > 0 {
		t = time.Now().Add(d)
	}
	_ = r.c.nc.SetDeadline(t)
	_ = r.server.nc.SetDeadline(t)
}

// loginAnswer is what an answer to a login means.
type loginAnswer struct {
	accepted bool
	asks     bool // for a further message of the client
	route    *endpoint
}

func readAnswer(tokens []tds.Token) (a loginAnswer) {
	failed := false
	for _, t := range tokens {
		switch t := t.(type) {
		case *tds.LoginAck:
			a.accepted = true
		case *tds.SSPI, *tds.FedAuthInfo:
			a.asks = true
		case *tds.Error:
			failed = failed || !t.IsInfo()
		case *tds.EnvChange:
			if t.Type == tds.EnvRouting || t.Type == tds.EnvRoutingEnhanced {
				a.route = readRoute(t)
			}
		}
	}
	a.asks = a.asks && !a.accepted && !failed
	return a
}

// readRoute reads an ENVCHANGE 20 or 21 (MS-TDS 2.2.7.9): protocol, port, server, and database in the latter. One that
// makes no sense leads nowhere.
func readRoute(t *tds.EnvChange) *endpoint {
	le := binary.LittleEndian
	b := t.New
	text := func() string {
		if len(b) < 2 || len(b) < 2+2*int(le.Uint16(b)) {
			b = nil
			return ""
		}
		units := make([]uint16, le.Uint16(b))
		for i := range units {
			units[i] = le.Uint16(b[2+2*i:])
		}
		b = b[2+2*len(units):]
		return string(utf16.Decode(units))
	}
	if len(b) < 3 {
		return &endpoint{}
	}
	e := &endpoint{port: int(le.Uint16(b[1:]))}
	b = b[3:]
	e.host = text()
	e.name = e.host
	if t.Type == tds.EnvRoutingEnhanced {
		e.database = text()
	}
	return e
}
