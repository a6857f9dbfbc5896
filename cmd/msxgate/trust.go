package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"msxgate/tds"
)

// trustCmd is `msxgate trust`.
type trustCmd struct {
	Server      string `arg:"" help:"The master: host or host,port." placeholder:"HOST,PORT"`
	Data        string `help:"Data directory of the target that is to trust it." placeholder:"DIR"`
	Fingerprint string `help:"SHA-256 that the certificate must have; it is then stored without a question." placeholder:"HEX"`
}

// Run fetches the certificate authority of a master, shows its fingerprint and stores it after a yes.
func (c *trustCmd) Run(ctx context.Context, p *program) error {
	if c.Data == "" {
		var err error
		if c.Data, err = dataDir(); err != nil {
			return err
		}
	}
	ca, err := fetchAuthority(ctx, c.Server)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(ca.Raw)
	print := fmt.Sprintf("%X", sum[:])
	fmt.Fprintf(p.stdout, "Server:      %s\nSubject:     %s\nValid until: %s\nSHA-256:     %s\n",
		c.Server, ca.Subject, ca.NotAfter.Format(time.DateOnly), colons(print))
	if err := c.confirm(p, print); err != nil {
		return err
	}
	dir := filepath.Join(c.Data, "trust")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(dir, strings.ToLower(print[:16])+".pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Raw})
	if err := os.WriteFile(path, block, 0o600); err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, "Stored in", path)
	return nil
}

// confirm compares with --fingerprint, else asks.
func (c *trustCmd) confirm(p *program, print string) error {
	if c.Fingerprint != "" {
		want := strings.ToUpper(strings.NewReplacer(":", "", " ", "").Replace(c.Fingerprint))
		if want != print {
			return errors.New("the certificate has another fingerprint: nothing was stored")
		}
		return nil
	}
	fmt.Fprint(p.stdout, "Trust this certificate authority? Compare the fingerprint with the master's first. [y/N] ")
	line, _ := bufio.NewReader(p.stdin).ReadString('\n')
	if a := strings.ToLower(strings.TrimSpace(line)); a != "y" && a != "yes" {
		return errors.New("nothing was stored")
	}
	return nil
}

func colons(hex string) string {
	var b strings.Builder
	for i := 0; i < len(hex); i += 2 {
		if i > 0 {
			b.WriteByte(':')
		}
		b.WriteString(hex[i : i+2])
	}
	return b.String()
}

// fetchAuthority asks a server for its certificate chain, without logging in, and returns the last of it: the
// authority that signed the server's certificate, or that certificate itself when it came alone.
func fetchAuthority(ctx context.Context, server string) (*x509.Certificate, error) {
	host, port, found := strings.Cut(strings.TrimPrefix(server, "tcp:"), ",")
	if !found {
		port = "1433"
	}
	var d net.Dialer
	nc, err := d.DialContext(ctx, "tcp", net.JoinHostPort(strings.TrimSpace(host), strings.TrimSpace(port)))
	if err != nil {
		return nil, err
	}
	defer nc.Close()
	var chain []*x509.Certificate
	c, err := tds.Handshake(ctx, nc, &tds.ClientConfig{
		Encrypt: tds.EncryptRequired, Timeout: 15 * time.Second,
		TLS: &tls.Config{
			InsecureSkipVerify: true, ServerName: host, // what comes is shown to a person, who decides
			VerifyConnection: func(s tls.ConnectionState) error { chain = s.PeerCertificates; return nil },
		},
	})
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if len(chain) == 0 {
		return nil, errors.New("the server showed no certificate")
	}
	ca := chain[len(chain)-1]
	if !ca.IsCA && len(chain) > 1 {
		return nil, errors.New("the server sent no certificate authority")
	}
	return ca, nil
}
