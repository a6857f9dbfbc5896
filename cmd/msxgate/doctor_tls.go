package main

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"msxgate/tds"
)

// expiresSoon is when a certificate that is still good is worth a warning. Ours are renewed 30 days before.
const expiresSoon = 21 * 24 * time.Hour

// checkTLS agrees on encryption and keeps what the master shows. It is judged by the checks that follow.
func (d *doctor) checkTLS(ctx context.Context) *finding {
	if d.target.channel == 0 {
		return nil
	}
	nc, err := d.connect(ctx)
	if err != nil {
		return broken(err)
	}
	c, err := tds.Handshake(ctx, nc, &tds.ClientConfig{
		Encrypt: tds.EncryptRequired, Timeout: d.road.Timeout,
		TLS: &tls.Config{
			ServerName: d.addr.host, InsecureSkipVerify: true, MinVersion: tls.VersionTLS12,
			VerifyConnection: func(s tls.ConnectionState) error { d.chain = s.PeerCertificates; return nil },
		},
	})
	if err != nil {
		return failed(oneLine(err.Error()), "both sides have no version or cipher of TLS in common, or the master's key does not fit its certificate",
			"on the master: enable TLS 1.2 and look into its log")
	}
	defer c.Close()
	if len(d.chain) == 0 {
		return failed("the master showed no certificate", "its TLS is set up without one", "on the master: msxgate serve --tls-cert FILE --tls-key FILE")
	}
	s := c.ConnectionState()
	return fine("%s, %s, %d certificates", tls.VersionName(s.Version), tls.CipherSuiteName(s.CipherSuite), len(d.chain))
}

// unverified turns a FAIL into a warning where the target does not look at certificates.
func (d *doctor) unverified(f *finding) *finding {
	if d.target.channel == 1 && f.Verdict == failing {
		f.Verdict = doubtful
		f.Found += " (not looked at: MsxEncryptChannelOptions = 1)"
	}
	return f
}

// verify asks whether the chain leads to an authority that the target trusts, at some time.
func (d *doctor) verify(at time.Time) error {
	among := x509.NewCertPool()
	for _, c := range d.chain[1:] {
		among.AddCert(c)
	}
	_, err := d.chain[0].Verify(x509.VerifyOptions{Roots: d.roots, Intermediates: among, CurrentTime: at})
	return err
}

// checkChain looks for the authority in the trust directory and among the system's.
func (d *doctor) checkChain(context.Context) *finding {
	if len(d.chain) == 0 {
		return nil
	}
	dir := filepath.Join(d.road.Data, "trust")
	stored, err := d.readTrust(dir)
	if err != nil {
		return failed(oneLine(err.Error()), "the trust directory cannot be read", "run msxgate doctor as the user that runs msxgate serve")
	}
	leaf, last := d.chain[0], d.chain[len(d.chain)-1]
	at := time.Now()
	switch { // the dates are another check
	case at.After(leaf.NotAfter):
		at = leaf.NotAfter.Add(-time.Second)
	case at.Before(leaf.NotBefore):
		at = leaf.NotBefore.Add(time.Second)
	}
	err = d.verify(at)
	if err == nil {
		return fine("%s, signed by %s, trusted", leaf.Subject, leaf.Issuer)
	}
	sum := sha256.Sum256(last.Raw)
	cause := fmt.Sprintf("%s is neither in %s (%d stored) nor among the system's authorities", leaf.Issuer, dir, stored)
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &unknown) {
		cause = "the certificate is not one for servers, or its chain is broken"
	}
	return d.unverified(failed(oneLine(err.Error()), cause,
		"msxgate trust --data "+d.road.Data+" "+d.addr.commaPort(), "it shows SHA-256 "+colons(fmt.Sprintf("%X", sum[:]))+"; compare it on the master: openssl x509 -in ca.pem -noout -fingerprint -sha256"))
}

// readTrust makes the pool that the agent verifies with, and counts what the trust directory adds to the system's.
func (d *doctor) readTrust(dir string) (stored int, err error) {
	if d.roots, err = x509.SystemCertPool(); err != nil {
		d.roots = x509.NewCertPool()
	}
	if _, err := os.Stat(d.road.Data); err != nil {
		return 0, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.pem"))
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		pem, err := os.ReadFile(f)
		if err != nil {
			return stored, err
		}
		if d.roots.AppendCertsFromPEM(pem) {
			stored++
		}
	}
	return stored, nil
}

// checkCertificateName compares the name that the target asks for with those of the certificate.
func (d *doctor) checkCertificateName(context.Context) *finding {
	if len(d.chain) == 0 {
		return nil
	}
	leaf := d.chain[0]
	if leaf.VerifyHostname(d.addr.host) == nil {
		return fine("it is for %s", d.addr.host)
	}
	names := slices.Clone(leaf.DNSNames)
	for _, ip := range leaf.IPAddresses {
		names = append(names, ip.String())
	}
	has := sortedNames(names)
	if has == "" {
		has = "no name at all (its subject " + leaf.Subject.String() + " does not count)"
	}
	cure := []string{"on the master: msxgate serve --cert-host " + d.addr.host + ", or a certificate with that name"}
	if n := len(leaf.DNSNames); n > 0 {
		cure = append(cure, fmt.Sprintf("or on the target, by a name that the certificate has: msxgate serve --alias %s=%s,%d", d.masterName, strings.ToLower(leaf.DNSNames[n-1]), d.addr.port))
	}
	return d.unverified(failed("it is not for "+d.addr.host, "the certificate has "+has, cure...))
}

// checkDates looks at the dates of every certificate on the way.
func (d *doctor) checkDates(context.Context) *finding {
	if len(d.chain) == 0 {
		return nil
	}
	now := time.Now()
	first := d.chain[0]
	for _, c := range d.chain {
		if c.NotAfter.Before(first.NotAfter) {
			first = c
		}
		if now.Before(c.NotBefore) {
			return d.unverified(failed(fmt.Sprintf("%s is valid from %s", c.Subject, c.NotBefore.Format(time.DateTime)), "the clock of this machine is behind, or the master's was ahead",
				"compare the clocks, then start the master again with a new certificate"))
		}
	}
	cure := "on the master: start msxgate serve again, it makes a new certificate; or give a new one with --tls-cert and --tls-key"
	if first.IsCA {
		cure = "on the master: stop msxgate serve, move ca.pem and ca-key.pem away, start it; then msxgate trust on every target"
	}
	left := first.NotAfter.Sub(now)
	switch until := first.NotAfter.Format(time.DateOnly); {
	case left <= 0:
		return d.unverified(failed(fmt.Sprintf("%s expired on %s", first.Subject, until), "nobody renewed it", cure))
	case left < expiresSoon:
		return warned(fmt.Sprintf("%s expires on %s", first.Subject, until), "it is about to expire", cure)
	default:
		return fine("valid until %s", until)
	}
}
