package tds

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// The files of LoadOrCreateCertificate.
const (
	caCertFile     = "ca.pem"
	caKeyFile      = "ca-key.pem"
	serverCertFile = "server.pem"
	serverKeyFile  = "server-key.pem"

	caLifetime   = 20 * 365 * 24 * time.Hour
	leafLifetime = 397 * 24 * time.Hour
	renewBefore  = 30 * 24 * time.Hour
)

// LoadOrCreateCertificate returns the certificate of the server, with its chain, and the
// PEM of the authority that signed it. What dir does not hold yet is made there: an
// authority of our own and a certificate for the name of this machine, localhost, the
// loopback addresses and hosts; ECDSA P-256, keys in files that only the owner reads. A
// certificate that is about to expire, or lacks one of the hosts, is made anew by the same
// authority, so clients need not trust another one.
func LoadOrCreateCertificate(dir string, hosts ...string) (tls.Certificate, []byte, error) {
	ca, err := loadOrCreateCA(dir)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	names := certificateHosts(hosts)
	cert, err := readPair(dir, serverCertFile, serverKeyFile)
	if err != nil && !errors.Is(err, fs.ErrPermission) || err == nil && !usable(cert.Leaf, ca.Leaf, names) {
		cert, err = createLeaf(dir, ca, names)
	}
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	return cert, pemOf(ca.Leaf.Raw), nil
}

// certificateHosts is the names that a server certificate is made for.
func certificateHosts(hosts []string) []string {
	names := []string{"localhost", "127.0.0.1", "::1"}
	if h, err := os.Hostname(); err == nil && h != "" {
		names = append(names, h)
	}
	return append(names, hosts...)
}

func usable(leaf, ca *x509.Certificate, names []string) bool {
	if leaf.CheckSignatureFrom(ca) != nil || time.Until(leaf.NotAfter) < renewBefore {
		return false
	}
	for _, n := range names {
		if leaf.VerifyHostname(n) != nil {
			return false
		}
	}
	return true
}

func loadOrCreateCA(dir string) (tls.Certificate, error) {
	ca, err := readPair(dir, caCertFile, caKeyFile)
	if !errors.Is(err, fs.ErrNotExist) {
		if err == nil && time.Now().After(ca.Leaf.NotAfter) {
			err = fmt.Errorf("certificate authority in %s: expired on %s", dir, ca.Leaf.NotAfter.Format(time.DateOnly))
		}
		return ca, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return ca, err
	}
	host, _ := os.Hostname()
	template := &x509.Certificate{
		Subject:               pkix.Name{Organization: []string{"msxgate"}, CommonName: "msxgate CA " + host},
		NotAfter:              time.Now().Add(caLifetime),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,
	}
	return create(dir, caCertFile, caKeyFile, template, nil)
}

func createLeaf(dir string, ca tls.Certificate, names []string) (tls.Certificate, error) {
	template := &x509.Certificate{
		Subject:               pkix.Name{Organization: []string{"msxgate"}, CommonName: names[len(names)-1]},
		NotAfter:              time.Now().Add(leafLifetime),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	for _, n := range names {
		if ip := net.ParseIP(n); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, n)
		}
	}
	cert, err := create(dir, serverCertFile, serverKeyFile, template, &ca)
	return cert, err
}

// create makes a key and a certificate signed by ca, or by itself when ca is nil.
func create(dir, certFile, keyFile string, template *x509.Certificate, ca *tls.Certificate) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return tls.Certificate{}, err
	}
	template.SerialNumber = serial
	template.NotBefore = time.Now().Add(-time.Hour)
	parent, signer := template, any(key)
	if ca != nil {
		parent, signer = ca.Leaf, ca.PrivateKey
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		return tls.Certificate{}, err
	}
	chain := pemOf(der)
	if ca != nil {
		chain = append(chain, pemOf(ca.Leaf.Raw)...)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return tls.Certificate{}, err
	}
	// The key goes first: a certificate without its key would never be replaced.
	keyPEM := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})
	if err := writeFile(filepath.Join(dir, keyFile), keyPEM, 0o600); err != nil {
		return tls.Certificate{}, err
	}
	if err := writeFile(filepath.Join(dir, certFile), chain, 0o644); err != nil {
		return tls.Certificate{}, err
	}
	return readPair(dir, certFile, keyFile)
}

func pemOf(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// readPair reads a certificate and its key. A pair of which one half is missing does not
// exist.
func readPair(dir, certFile, keyFile string) (tls.Certificate, error) {
	cert, err := tls.LoadX509KeyPair(filepath.Join(dir, certFile), filepath.Join(dir, keyFile))
	if err != nil {
		return cert, fmt.Errorf("certificate in %s: %w", dir, err)
	}
	if cert.Leaf == nil {
		cert.Leaf, err = x509.ParseCertificate(cert.Certificate[0])
	}
	return cert, err
}

// writeFile replaces a file whole.
func writeFile(path string, data []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	if err := f.Chmod(mode); err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
