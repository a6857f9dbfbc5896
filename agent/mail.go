package agent

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"strconv"

	"github.com/wneessen/go-mail"
)

// Mail is the server by which operators get mail. It is spoken to over TLS by STARTTLS unless told otherwise.
type Mail struct {
	Server   string // host:port
	From     string
	User     string // empty: no login
	Password string
	Implicit bool           // TLS from the first byte
	Plain    bool           // no TLS; a password does not travel then
	Roots    *x509.CertPool // nil: the system's
}

// Check tells what is wrong with the fields.
func (m *Mail) Check() error {
	if _, err := m.client(nil); err != nil {
		return err
	}
	return mail.NewMsg().From(m.From)
}

// client is one for a single delivery over the connections that dial makes.
func (m *Mail) client(dial mail.DialContextFunc) (*mail.Client, error) {
	host, number, err := net.SplitHostPort(m.Server)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	port, err := strconv.Atoi(number)
	if err != nil {
		return nil, fmt.Errorf("mail server: port %q is no number", number)
	}
	options := []mail.Option{
		mail.WithPort(port), mail.WithTimeout(deliveryPatience), mail.WithTLSPolicy(mail.TLSMandatory),
		mail.WithTLSConfig(m.tls(host)),
	}
	switch {
	case m.Plain:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	case m.Implicit:
		options = append(options, mail.WithSSL())
	}
	if dial != nil {
		options = append(options, mail.WithDialContextFunc(dial))
	}
	if m.User != "" {
		options = append(options, mail.WithUsername(m.User), mail.WithPassword(m.Password), mail.WithOpportunisticSMTPAuth(
			mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthSCRAMSHA1, mail.SMTPAuthCramMD5, mail.SMTPAuthPlain, mail.SMTPAuthLogin))
	}
	return mail.NewClient(host, options...)
}

func (m *Mail) tls(host string) *tls.Config {
	return &tls.Config{ServerName: host, RootCAs: m.Roots, MinVersion: tls.VersionTLS12}
}

func (m *Mail) send(ctx context.Context, p post) error {
	// The client leaves its connection open when TLS or the login fails, and looks at ctx only while it dials.
	dial := func(dialing context.Context, network, addr string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(dialing, network, addr)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { c.Close() })
		if !m.Implicit || m.Plain {
			return c, nil
		}
		host, _, _ := net.SplitHostPort(m.Server)
		return tls.Client(c, m.tls(host)), nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client, err := m.client(dial)
	if err != nil {
		return err
	}
	msg := mail.NewMsg()
	if err := msg.From(m.From); err != nil {
		return err
	}
	if err := msg.To(p.to); err != nil {
		return err
	}
	msg.Subject(p.subject)
	msg.SetDate()
	msg.SetMessageID()
	msg.SetBodyString(mail.TypeTextPlain, p.body)
	return client.DialAndSendWithContext(ctx, msg)
}
