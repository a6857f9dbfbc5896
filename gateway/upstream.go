package gateway

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/tds"
)

// Upstream is the server behind a gateway that relays. Each client has a connection of its own to it, for as long as it
// stays.
type Upstream struct {
	Host    string
	Port    int
	Encrypt tds.Encryption
	TLS     *tls.Config // nil: no encryption. Without a ServerName it is that of the host.

	// The login of the gateway itself. Clients' sessions have nothing of it.
	User     string
	Password string

	// NewRouter makes the router of a connection whose login was accepted. Nil relays everything.
	NewRouter func(client *tds.Conn) Router

	Timeout time.Duration // to reach the server, and for each of its answers to a login; 0 is 10 seconds
	Stall   time.Duration // the longest wait for the rest of a packet; 0 is 2 minutes
	Log     logrus.FieldLogger
}

const (
	defaultUpstreamPort    = 1433
	defaultUpstreamTimeout = 10 * time.Second
	defaultStall           = 2 * time.Minute
)

// upstreamEncryption is what encrypt= says. A login is encrypted in all cases but disable.
var upstreamEncryption = map[string]tds.Encryption{
	"strict": tds.EncryptStrict,
	"true":   tds.EncryptRequired, "mandatory": tds.EncryptRequired, "yes": tds.EncryptRequired,
	"optional": tds.EncryptOff, "false": tds.EncryptOff, "no": tds.EncryptOff, "disable": tds.EncryptOff,
}

// ParseUpstream reads sqlserver://[user[:password]@]host[:port][?option=value&...]. The options, in any case, are
//
//	encrypt                 strict, true (the default), optional (the login only) or disable
//	trustservercertificate  true: the certificate is not verified; not with strict
//	certificate             file of certificates (PEM) to trust instead of the system's
//	hostnameincertificate   the name that the certificate has, when it is not the host
//
// An error never shows the password.
func ParseUpstream(dsn string) (*Upstream, error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return nil, errors.New("upstream: not a URL; expected sqlserver://host:port?encrypt=true")
	}
	switch {
	case u.Scheme != "sqlserver":
		return nil, fmt.Errorf("upstream: the scheme is %q, expected sqlserver://", u.Scheme)
	case u.Hostname() == "":
		return nil, errors.New("upstream: no host")
	case strings.Trim(u.Path, "/") != "":
		return nil, fmt.Errorf("upstream: named instances (%q) are not looked up; give the port of the instance", strings.Trim(u.Path, "/"))
	}
	up := &Upstream{Host: u.Hostname(), Port: defaultUpstreamPort, User: u.User.Username()}
	up.Password, _ = u.User.Password()
	if u.Port() != "" {
		if up.Port, err = strconv.Atoi(u.Port()); err != nil || up.Port < 1 || up.Port > 65535 {
			return nil, fmt.Errorf("upstream: port %q", u.Port())
		}
	}
	return up, up.options(u.Query())
}

func (u *Upstream) options(query url.Values) error {
	encrypt, trust, file, name := "true", false, "", ""
	for key, values := range query {
		value := values[len(values)-1]
		var err error
		switch strings.ToLower(key) {
		case "encrypt":
			encrypt = strings.ToLower(value)
		case "trustservercertificate":
			if trust, err = strconv.ParseBool(value); err != nil {
				return fmt.Errorf("upstream: trustservercertificate is true or false, not %q", value)
			}
		case "certificate":
			file = value
		case "hostnameincertificate":
			name = value
		default:
			return fmt.Errorf("upstream: option %q is not known", key)
		}
	}
	policy, ok := upstreamEncryption[encrypt]
	u.Encrypt = policy
	switch {
	case !ok:
		return fmt.Errorf("upstream: encrypt is strict, true, optional or disable, not %q", encrypt)
	case encrypt == "disable":
		if trust || file != "" || name != "" {
			return errors.New("upstream: encrypt=disable verifies no certificate")
		}
		return nil
	case policy == tds.EncryptStrict && trust:
		return errors.New("upstream: encrypt=strict always verifies the certificate; name it by certificate=FILE")
	}
	u.TLS = &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: trust, ServerName: name} //nolint:gosec // asked for
	return u.trust(file)
}

// trust reads the certificates to trust.
func (u *Upstream) trust(file string) error {
	if file == "" {
		return nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("upstream: certificate: %w", err)
	}
	u.TLS.RootCAs = x509.NewCertPool()
	if !u.TLS.RootCAs.AppendCertsFromPEM(pem) {
		return fmt.Errorf("upstream: no certificate (PEM) in %s", file)
	}
	return nil
}

// Addr is the host and port.
func (u *Upstream) Addr() string { return net.JoinHostPort(u.Host, strconv.Itoa(u.Port)) }

// String is the server as a log shows it.
func (u *Upstream) String() string { return "sqlserver://" + u.Addr() }

// GoString is String, so that %#v shows no password either.
func (u *Upstream) GoString() string { return u.String() }

func (u *Upstream) timeout() time.Duration {
	if u.Timeout == 0 {
		return defaultUpstreamTimeout
	}
	return u.Timeout
}

func (u *Upstream) stall() time.Duration {
	if u.Stall == 0 {
		return defaultStall
	}
	return u.Stall
}

// endpoint is where a client's connection goes: the server itself, or one that it routes to.
type endpoint struct {
	host     string
	port     int
	name     string // ServerName of the login; empty leaves the client's
	database string // empty leaves the client's
}

func (e endpoint) addr() string { return net.JoinHostPort(e.host, strconv.Itoa(e.port)) }

// upstreamConn is a connection to the server.
type upstreamConn struct {
	*tds.ClientConn
	nc net.Conn
}

// dial connects and agrees on encryption. Options are the client's words of PRELOGIN that concern the server.
func (u *Upstream) dial(ctx context.Context, e endpoint, options []tds.PreLoginOption) (*upstreamConn, error) {
	ctx, cancel := context.WithTimeout(ctx, u.timeout())
	defer cancel()
	nc, err := new(net.Dialer).DialContext(ctx, "tcp", e.addr())
	if err != nil {
		return nil, err
	}
	cfg := &tds.ClientConfig{Encrypt: u.Encrypt, Timeout: u.timeout(), PreLogin: options}
	if u.TLS != nil {
		cfg.TLS = u.TLS.Clone()
		if cfg.TLS.ServerName == "" {
			cfg.TLS.ServerName = e.host
		}
	}
	c, err := tds.Handshake(ctx, nc, cfg)
	if err != nil {
		nc.Close()
		return nil, fmt.Errorf("%s: %w", e.addr(), err)
	}
	return &upstreamConn{c, nc}, nil
}
