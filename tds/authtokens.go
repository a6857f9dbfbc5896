package tds

import (
	"encoding/binary"
	"fmt"
)

// SSPI is a message of integrated security from the server (MS-TDS 2.2.7.22).
type SSPI struct{ Data []byte }

// Encode appends the token.
func (t *SSPI) Encode(dst []byte, _ Version) ([]byte, error) {
	return appendUSVarByte(append(dst, tokenSSPI), t.Data), nil
}

// String is the token as a trace prints it: not what it says.
func (t *SSPI) String() string { return fmt.Sprintf("SSPI (%d bytes)", len(t.Data)) }

// FedAuthInfo tells a client where to get a token of federated authentication (MS-TDS
// 2.2.7.12).
type FedAuthInfo struct{ Options []FedAuthOption }

// FedAuthOption is one piece of it.
type FedAuthOption struct {
	ID   byte // 1 the URL of the token service, 2 the service principal name
	Data []byte
}

// decode reads the token. The offsets that it contains count from its option table.
func (t *FedAuthInfo) decode(r *reader) {
	b := r.copiedUint32()
	if r.err != nil {
		return
	}
	s := &reader{buf: b}
	n := s.uint32()
	if uint64(n)*9 > uint64(len(s.buf)) {
		r.failf("a FEDAUTHINFO of %d options in %d bytes", n, len(b))
		return
	}
	for range n {
		id, size, at := s.uint8(), uint64(s.uint32()), uint64(s.uint32())
		if at < 4+9*uint64(n) || at+size > uint64(len(b)) {
			r.failf("a FEDAUTHINFO option of %d bytes at %d in %d", size, at, len(b))
			return
		}
		t.Options = append(t.Options, FedAuthOption{id, b[at : at+size]})
	}
}

// Encode appends the token.
func (t *FedAuthInfo) Encode(dst []byte, _ Version) ([]byte, error) {
	table := 4 + 9*len(t.Options)
	total := table
	for _, o := range t.Options {
		total += len(o.Data)
	}
	dst = binary.LittleEndian.AppendUint32(append(dst, tokenFedAuthInfo), uint32(total))
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(t.Options)))
	at := table
	for _, o := range t.Options {
		dst = binary.LittleEndian.AppendUint32(append(dst, o.ID), uint32(len(o.Data)))
		dst = binary.LittleEndian.AppendUint32(dst, uint32(at))
		at += len(o.Data)
	}
	for _, o := range t.Options {
		dst = append(dst, o.Data...)
	}
	return dst, nil
}

// String is the token as a trace prints it.
func (t *FedAuthInfo) String() string {
	s := "FedAuthInfo"
	for _, o := range t.Options {
		s += fmt.Sprintf(" %d=%q", o.ID, utf16ToString(o.Data))
	}
	return s
}

// SessionState is state that a client keeps to recover a lost connection (MS-TDS
// 2.2.7.21).
type SessionState struct{ Data []byte }

// Encode appends the token.
func (t *SessionState) Encode(dst []byte, _ Version) ([]byte, error) {
	dst = binary.LittleEndian.AppendUint32(append(dst, tokenSessionState), uint32(len(t.Data)))
	return append(dst, t.Data...), nil
}

// String is the token as a trace prints it.
func (t *SessionState) String() string { return fmt.Sprintf("SessionState (%d bytes)", len(t.Data)) }
