package tds

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestCertificate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	cert, ca, err := LoadOrCreateCertificate(dir, "hq.example", "10.1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca) {
		t.Fatal("no CA")
	}
	for _, name := range []string{"localhost", "127.0.0.1", "::1", "hq.example", "10.1.2.3"} {
		if _, err := cert.Leaf.Verify(x509.VerifyOptions{DNSName: name, Roots: pool}); err != nil {
			t.Error(err)
		}
	}
	if _, ok := cert.PrivateKey.(*ecdsa.PrivateKey); !ok {
		t.Errorf("a key of %T", cert.PrivateKey)
	}
	for _, f := range []string{caKeyFile, serverKeyFile} {
		if i, err := os.Stat(filepath.Join(dir, f)); err != nil || i.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f, i.Mode(), err)
		}
	}
	again, ca2, err := LoadOrCreateCertificate(dir, "hq.example")
	if err != nil || !bytes.Equal(ca, ca2) || !again.Leaf.Equal(cert.Leaf) {
		t.Error("the certificate was not loaded again", err)
	}
	more, ca3, err := LoadOrCreateCertificate(dir, "other.example")
	if err != nil || !bytes.Equal(ca, ca3) || more.Leaf.Equal(cert.Leaf) || more.Leaf.VerifyHostname("other.example") != nil {
		t.Error("a new name did not make a new certificate of the same authority", err)
	}
}

func TestCertificateRenewal(t *testing.T) {
	dir := t.TempDir()
	authority, err := loadOrCreateCA(dir)
	if err != nil {
		t.Fatal(err)
	}
	old := &x509.Certificate{NotAfter: time.Now().Add(24 * time.Hour), DNSNames: []string{"localhost"}}
	if _, err := create(dir, serverCertFile, serverKeyFile, old, &authority); err != nil {
		t.Fatal(err)
	}
	cert, _, err := LoadOrCreateCertificate(dir)
	if err != nil || time.Until(cert.Leaf.NotAfter) < renewBefore {
		t.Error("not renewed", err)
	}
	// A damaged certificate is replaced too; a damaged authority is not, for clients
	// trust it.
	_ = os.WriteFile(filepath.Join(dir, serverCertFile), []byte("x"), 0o600)
	if _, _, err := LoadOrCreateCertificate(dir); err != nil {
		t.Error(err)
	}
	_ = os.WriteFile(filepath.Join(dir, caCertFile), []byte("x"), 0o600)
	if _, _, err := LoadOrCreateCertificate(dir); err == nil {
		t.Error("a damaged authority was replaced")
	}
}
