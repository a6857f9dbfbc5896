package tds

import (
	"crypto/tls"
	"fmt"
)

// Encryption is a policy of one end of a connection.
type Encryption uint8

// The policies. Off, of a server: a client that can encrypts its login, and all if it asks
// to. On: all is encrypted when the client can. Required: a client that cannot is refused.
// Strict: TLS comes before the protocol (TDS 8.0). A server with a certificate takes
// strict clients under every policy; one without never encrypts.
//
// Of a client, Off encrypts the login if the server can, On and Required all.
const (
	EncryptOff Encryption = iota
	EncryptOn
	EncryptRequired
	EncryptStrict
)

var encryptionNames = [...]string{"off", "on", "required", "strict"}

// String is the name of the policy, as a command line has it.
func (e Encryption) String() string {
	if int(e) < len(encryptionNames) {
		return encryptionNames[e]
	}
	return fmt.Sprintf("encryption %d", uint8(e))
}

// ParseEncryption is the inverse of String.
func ParseEncryption(s string) (Encryption, error) {
	for i, n := range encryptionNames {
		if s == n {
			return Encryption(i), nil
		}
	}
	return 0, fmt.Errorf("encryption %q is none of off, on, required, strict", s)
}

// answer is what a server says to the encryption that a client asks for (MS-TDS 2.2.6.5).
func (e Encryption) answer(client byte, canTLS bool) byte {
	switch {
	case !canTLS:
		return encryptNotSup
	case client == encryptOn || client == encryptReq:
		return encryptOn
	case e == EncryptRequired:
		return encryptReq
	case client == encryptNotSup:
		return encryptNotSup
	case e == EncryptOff:
		return encryptOff
	}
	return encryptReq
}

// alpnTDS8 is the protocol name inside strict encryption.
const alpnTDS8 = "tds/8.0"

// inBandConfig is the configuration for TLS inside PRELOGIN packets. Version 1.3 is out:
// there clients send their last handshake message after the server believes it has ended.
func inBandConfig(c *tls.Config) *tls.Config {
	c = c.Clone()
	c.MaxVersion = tls.VersionTLS12
	c.NextProtos = nil
	return oneRecordAPacket(c)
}

func strictConfig(c *tls.Config) *tls.Config {
	c = c.Clone()
	c.NextProtos = []string{alpnTDS8}
	return oneRecordAPacket(c)
}

func oneRecordAPacket(c *tls.Config) *tls.Config {
	c.SessionTicketsDisabled = true
	c.DynamicRecordSizingDisabled = true
	return c
}
