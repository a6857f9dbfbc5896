package gateway

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"msxgate/tds"
	"msxgate/tsql"
)

// Open implements Backend.
func (b *Embedded) Open(ctx context.Context, c *tds.Conn, l *tds.Login7) (Session, *tds.LoginAnswer, error) {
	who, err := b.authenticate(ctx, l, hostOf(c.RemoteAddr()))
	if err != nil {
		return nil, nil, err
	}
	s := b.newSession(identity{
		login: who.name, sid: who.sid, host: l.HostName, app: l.AppName, library: l.CltIntName, pid: l.ClientPID,
	}, c)
	err = b.enter(ctx, s, l.Database, who.database)
	if err == nil && l.OptionFlags3&tds.OptionChangePassword != 0 {
		err = s.changePassword(ctx, l)
	}
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	c.SetSPID(uint16(s.spid))
	return s, &tds.LoginAnswer{
		Database: s.home, Language: "us_english", Collation: tds.DefaultCollation, ServerName: b.Name, ProgName: "Microsoft SQL Server",
	}, nil
}

// enter puts a new session into the database that the client asked for (4060), or the login's own (4064).
func (b *Embedded) enter(ctx context.Context, s *session, asked, own string) error {
	database := asked
	if asked == "" {
		database = own
	}
	if database == "" {
		database = "master"
	}
	if err := s.Use(ctx, database); err != nil {
		if asked == "" {
			return b.refusal(4064, 11, "Cannot open user default database. Login failed.")
		}
		return b.refusal(4060, 11, fmt.Sprintf("Cannot open database \"%s\" requested by the login. The login failed.", database))
	}
	s.home = s.engine.Database()
	return nil
}

// changePassword gives a login the new password that came with the old one (MS-TDS 2.2.6.4, fChangePassword).
func (s *session) changePassword(ctx context.Context, l *tds.Login7) error {
	var first firstError
	text := "ALTER LOGIN " + tsql.QuoteName(s.login().name) + " WITH PASSWORD = " + tsql.QuoteString(l.ChangePassword) +
		" OLD_PASSWORD = " + tsql.QuoteString(l.Password)
	if err := s.machine.RunText(ctx, text, &first); err != nil {
		return err
	}
	if first.err != nil {
		return first.err
	}
	return nil
}

func (b *Embedded) refusal(number int32, class uint8, text string) *tds.Error {
	return &tds.Error{Number: number, Class: class, State: 1, Server: b.Name, Line: 65536, Message: text}
}

// authenticate checks a password. The client learns nothing but 18456; the log says what was wrong.
func (b *Embedded) authenticate(ctx context.Context, l *tds.Login7, source string) (*login, error) {
	who, err := b.verify(ctx, l, source)
	if err == nil {
		return who, nil
	}
	b.Log.WithField("login", l.UserName).WithField("client", source).WithField("reason", err.Error()).Warn("Login refused")
	return nil, b.refusal(18456, 14, fmt.Sprintf("Login failed for user '%s'.", l.UserName))
}

// Why a login is refused.
var (
	errNoSSPI        = errors.New("integrated security is not available")
	errNotOurAgent   = errors.New("the agent's own login from outside")
	errUnknownLogin  = errors.New("no such login")
	errWrongPassword = errors.New("wrong password")
	errDisabled      = errors.New("the login is disabled")
)

func (b *Embedded) verify(ctx context.Context, l *tds.Login7, source string) (*login, error) {
	if len(l.SSPI) > 0 || l.UserName == "" {
		return nil, errNoSSPI
	}
	who := b.directory.get().login(l.UserName)
	if strings.EqualFold(l.UserName, agentLogin) {
		if !equalSecret(l.Password, b.secret) {
			return nil, errNotOurAgent
		}
		return who, nil
	}
	hash := decoyHash()
	if who != nil && who.hash != "" {
		hash = who.hash
	}
	right := b.verified.knows(l.Password, hash)
	if !right {
		var err error
		if right, err = b.checkSlowly(ctx, l, hash, source); err != nil {
			return nil, err
		}
	}
	switch {
	case who == nil:
		return nil, errUnknownLogin
	case !right || hash != who.hash:
		return nil, errWrongPassword
	case who.disabled:
		return nil, errDisabled
	}
	return who, nil
}

// checkSlowly computes argon2, one at a time for each source, and for each source and login no faster than the
// throttle allows.
func (b *Embedded) checkSlowly(ctx context.Context, l *tds.Login7, hash, source string) (right bool, err error) {
	leave, err := b.throttle.enter(ctx, source+"\x00"+strings.ToLower(l.UserName))
	if err != nil {
		return false, err
	}
	defer func() { leave(!right) }()
	next, err := b.sources.enter(ctx, source)
	if err != nil {
		return false, err
	}
	defer next(false)
	return b.verified.check(ctx, l.Password, hash), nil
}

// decoyHash is compared with when there is no such login, so that the time tells nothing.
var decoyHash = sync.OnceValue(func() string { return hashPassword(RandomID().String()) })

// loggedIn tells whether a client has a session of a login.
func (b *Embedded) loggedIn(l *login) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.sessions {
		if s.conn != nil && bytes.Equal(s.who.sid, l.sid) {
			return true
		}
	}
	return false
}
