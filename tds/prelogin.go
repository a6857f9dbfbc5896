package tds

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// PreLoginToken names an option of PRELOGIN (MS-TDS 2.2.6.5).
type PreLoginToken byte

// The options.
const (
	PreLoginVersion    PreLoginToken = 0
	PreLoginEncryption PreLoginToken = 1
	PreLoginInstance   PreLoginToken = 2
	PreLoginThreadID   PreLoginToken = 3
	PreLoginMARS       PreLoginToken = 4
	PreLoginTraceID    PreLoginToken = 5
	PreLoginFedAuth    PreLoginToken = 6
	PreLoginNonce      PreLoginToken = 7

	preLoginTerminator = 0xFF
)

// PreLogin is the first message of either side (MS-TDS 2.2.6.5): options in their order.
type PreLogin struct{ Options []PreLoginOption }

// PreLoginOption is one option with its bytes, which may be none.
type PreLoginOption struct {
	Token PreLoginToken
	Data  []byte
}

// What the ENCRYPTION option says.
const (
	encryptOff    = 0 // the login only
	encryptOn     = 1
	encryptNotSup = 2
	encryptReq    = 3

	encryptClientCert = 0x80
)

// maxPreLogin bounds the message; clients send about a hundred bytes.
const maxPreLogin = 4096

// Get returns the bytes of an option, and whether it is there.
func (m *PreLogin) Get(t PreLoginToken) ([]byte, bool) {
	for _, o := range m.Options {
		if o.Token == t {
			return o.Data, true
		}
	}
	return nil, false
}

// Set replaces or adds an option.
func (m *PreLogin) Set(t PreLoginToken, data []byte) {
	for i := range m.Options {
		if m.Options[i].Token == t {
			m.Options[i].Data = data
			return
		}
	}
	m.Options = append(m.Options, PreLoginOption{t, data})
}

// encryption is what the sender wants, without the bit of client certificates. A message
// without the option wants none.
func (m *PreLogin) encryption() byte {
	if b, _ := m.Get(PreLoginEncryption); len(b) > 0 {
		return b[0] &^ encryptClientCert
	}
	return encryptNotSup
}

// Decode reads the message.
func (m *PreLogin) Decode(src []byte) error {
	m.Options = nil
	for at := 0; ; at += 5 {
		if at >= len(src) {
			return errShort
		}
		if src[at] == preLoginTerminator {
			return nil
		}
		if at+5 > len(src) {
			return errShort
		}
		offset := int(binary.BigEndian.Uint16(src[at+1:]))
		length := int(binary.BigEndian.Uint16(src[at+3:]))
		if offset+length > len(src) {
			return protocolErrorf("a PRELOGIN option of %d bytes at %d in %d", length, offset, len(src))
		}
		if len(m.Options) == 32 {
			return protocolErrorf("too many PRELOGIN options")
		}
		data := append([]byte{}, src[offset:offset+length]...)
		m.Options = append(m.Options, PreLoginOption{PreLoginToken(src[at]), data})
	}
}

// Encode appends the message.
func (m *PreLogin) Encode(dst []byte) []byte {
	offset := 5*len(m.Options) + 1
	for _, o := range m.Options {
		dst = append(dst, byte(o.Token), byte(offset>>8), byte(offset), byte(len(o.Data)>>8), byte(len(o.Data)))
		offset += len(o.Data)
	}
	dst = append(dst, preLoginTerminator)
	for _, o := range m.Options {
		dst = append(dst, o.Data...)
	}
	return dst
}

var preLoginNames = [...]string{"VERSION", "ENCRYPTION", "INSTOPT", "THREADID", "MARS", "TRACEID", "FEDAUTHREQUIRED", "NONCEOPT"}

// String lists the options as a trace prints them.
func (m *PreLogin) String() string {
	var b strings.Builder
	b.WriteString("PreLogin")
	for _, o := range m.Options {
		name := fmt.Sprintf("0x%02X", byte(o.Token))
		if int(o.Token) < len(preLoginNames) {
			name = preLoginNames[o.Token]
		}
		fmt.Fprintf(&b, " %s=%X", name, o.Data)
	}
	return b.String()
}
