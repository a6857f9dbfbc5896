package tds

import (
	"encoding/binary"
	"slices"
)

// Login7Edit is what a relay changes in a login. What it does not name stays as the client
// wrote it.
type Login7Edit struct {
	TDSVersion    Version // 0 keeps it
	MaxPacketSize int     // a larger size asked for is lowered to it; 0 keeps it
	ServerName    string  // empty keeps it
	Database      string  // empty keeps it
	Without       []byte  // feature extensions that are not asked for
}

// Positions in the fixed part of LOGIN7.
const (
	login7Version    = 4
	login7PacketSize = 8
	login7Flags3     = 27
	login7ServerName = 52
	login7Extension  = 56
	login7Database   = 68
)

// Apply returns a changed copy of a login that Decode has accepted.
func (e *Login7Edit) Apply(raw []byte) ([]byte, error) {
	le := binary.LittleEndian
	if len(raw) < login7SizeOld || le.Uint32(raw) < login7SizeOld || uint64(le.Uint32(raw)) > uint64(len(raw)) {
		return nil, errShort
	}
	b := slices.Clone(raw[:le.Uint32(raw)])
	old := Version(le.Uint32(b[login7Version:]))
	if e.TDSVersion != 0 {
		le.PutUint32(b[login7Version:], uint32(e.TDSVersion))
	}
	switch size := le.Uint32(b[login7PacketSize:]); {
	case e.MaxPacketSize > 0 && size > uint32(e.MaxPacketSize):
		le.PutUint32(b[login7PacketSize:], uint32(e.MaxPacketSize))
	case size == 0 && e.MaxPacketSize > 0 && e.MaxPacketSize < maxPacketSize:
		le.PutUint32(b[login7PacketSize:], defaultPacketSize) // the server's own may be larger
	}
	if b[login7Flags3]&optionExtension != 0 && old.AtLeast(Version74) {
		var err error
		if b, err = dropFeatures(b, e.Without); err != nil {
			return nil, err
		}
	}
	for _, text := range []struct {
		at    int
		value string
	}{{login7ServerName, e.ServerName}, {login7Database, e.Database}} {
		if text.value == "" {
			continue
		}
		data := appendUTF16(nil, truncateUTF16(text.value, maxLoginField))
		if len(b) > 0xFFFF {
			return nil, protocolErrorf("a LOGIN7 of %d bytes has no room for another server name", len(b))
		}
		le.PutUint16(b[text.at:], uint16(len(b)))
		le.PutUint16(b[text.at+2:], uint16(len(data)/2))
		b = append(b, data...)
	}
	le.PutUint32(b, uint32(len(b)))
	return b, nil
}

// dropFeatures takes feature extensions out of their list. Nothing else moves: the list is
// the last thing in a login, or else leaves a gap.
func dropFeatures(b, ids []byte) ([]byte, error) {
	r := &login7Reader{src: b}
	offset, n := r.pair(login7Extension)
	if n < 4 {
		return b, nil
	}
	field := r.bytes(offset, 4)
	if r.err != nil {
		return nil, r.err
	}
	from := uint64(binary.LittleEndian.Uint32(field))
	if from > uint64(len(b)) || from < login7Size {
		return nil, protocolErrorf("LOGIN7 features at %d in %d bytes", from, len(b))
	}
	s := &reader{buf: b[from:]}
	features := decodeFeatures(s)
	if s.err != nil {
		return nil, s.err
	}
	kept := slices.DeleteFunc(features, func(f Feature) bool { return slices.Contains(ids, f.ID) })
	list := encodeFeatures(nil, kept) // not longer than what is there
	end := copy(b[from:], list) + int(from)
	if len(s.buf) == 0 {
		return b[:end], nil
	}
	clear(b[end : len(b)-len(s.buf)])
	return b, nil
}

// relay puts into an answer what only the server behind can say: its version, and its word
// on federated authentication when the client asked for it.
func (m *PreLogin) relay(asked, server *PreLogin) {
	if server == nil {
		return
	}
	for _, t := range []PreLoginToken{PreLoginVersion, PreLoginFedAuth, PreLoginNonce} {
		data, said := server.Get(t)
		if _, wanted := asked.Get(t); said && wanted {
			m.Set(t, data)
		}
	}
}
