package tds

import (
	"encoding/binary"
	"fmt"
)

// LoginAck accepts a login (MS-TDS 2.2.7.14).
type LoginAck struct {
	Interface     byte // 1 is T-SQL
	TDSVersion    Version
	ProgName      string
	ServerVersion [4]byte // major, minor, build (big-endian)
}

func (t *LoginAck) decode(r *reader, _ Version) {
	t.Interface = r.uint8()
	t.TDSVersion = versionFromAck(r.uint32BE())
	t.ProgName = r.bVarChar()
	copy(t.ServerVersion[:], r.bytes(4))
}

// Encode appends the token.
func (t *LoginAck) Encode(dst []byte, _ Version) ([]byte, error) {
	at := len(dst) + 1
	dst = append(dst, tokenLoginAck, 0, 0, t.Interface)
	dst = binary.BigEndian.AppendUint32(dst, t.TDSVersion.ack())
	dst = appendBVarChar(dst, t.ProgName)
	dst = append(dst, t.ServerVersion[:]...)
	binary.LittleEndian.PutUint16(dst[at:], uint16(len(dst)-at-2))
	return dst, nil
}

// String is the token as a trace prints it.
func (t *LoginAck) String() string {
	return fmt.Sprintf("LoginAck tds=%v %q %X", t.TDSVersion, t.ProgName, t.ServerVersion)
}
