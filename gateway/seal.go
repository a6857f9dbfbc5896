package gateway

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// keyFile holds the key that secrets are sealed with at rest, in the data directory, readable by its owner only.
const keyFile = "secrets.key"

// sealer seals and opens secrets with AES-256-GCM.
type sealer struct{ aead cipher.AEAD }

// openSealer reads the key of a data directory, or makes one. An empty directory is a store in memory: its key is too.
func openSealer(dir string) (*sealer, error) {
	if dir == "" {
		return newSealer(newKey())
	}
	path := filepath.Join(dir, keyFile)
	key, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		key = newKey()
		err = writeKey(path, key)
	case err == nil:
		err = os.Chmod(path, 0o600)
	}
	if err != nil {
		return nil, fmt.Errorf("key of the secrets: %w", err)
	}
	return newSealer(key)
}

// writeKey makes the key file whole or not at all: half a key would lock the store.
func writeKey(path string, key []byte) error {
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(key)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func newKey() []byte {
	key := make([]byte, 32)
	rand.Read(key)
	return key
}

func newSealer(key []byte) (*sealer, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("key of the secrets: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	return &sealer{aead}, err
}

// seal encrypts a secret for the credential of that name; the name is authenticated with it.
func (s *sealer) seal(name, secret string) []byte {
	nonce := make([]byte, s.aead.NonceSize())
	rand.Read(nonce)
	return s.aead.Seal(nonce, nonce, []byte(secret), []byte(name))
}

// open decrypts what seal made.
func (s *sealer) open(name string, sealed []byte) (string, error) {
	n := s.aead.NonceSize()
	if len(sealed) < n {
		return "", errors.New("sealed secret is too short")
	}
	plain, err := s.aead.Open(nil, sealed[:n], sealed[n:], []byte(name))
	if err != nil {
		return "", errors.New("the secret was sealed with another key file")
	}
	return string(plain), nil
}
