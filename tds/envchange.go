package tds

import (
	"encoding/binary"
	"fmt"
)

// EnvType is what an ENVCHANGE is about (MS-TDS 2.2.7.9).
type EnvType byte

// The types.
const (
	EnvDatabase        EnvType = 1
	EnvLanguage        EnvType = 2
	EnvCharset         EnvType = 3 // 7.0 only
	EnvPacketSize      EnvType = 4
	EnvSortID          EnvType = 5 // 7.0 only
	EnvSortFlags       EnvType = 6 // 7.0 only
	EnvCollation       EnvType = 7
	EnvBeginTran       EnvType = 8
	EnvCommitTran      EnvType = 9
	EnvRollbackTran    EnvType = 10
	EnvEnlistDTC       EnvType = 11
	EnvDefectTran      EnvType = 12
	EnvMirrorPartner   EnvType = 13
	EnvPromoteTran     EnvType = 15
	EnvTranManager     EnvType = 16
	EnvTranEnded       EnvType = 17
	EnvResetAck        EnvType = 18
	EnvUserInstance    EnvType = 19
	EnvRouting         EnvType = 20
	EnvRoutingEnhanced EnvType = 21
)

const (
	maxEnvValue    = 255 // characters
	descriptorSize = 8
)

// EnvChange tells of a change in the session (MS-TDS 2.2.7.9). The values are the bytes
// behind their length: UTF-16 of the types 1 to 6, 13 and 19.
type EnvChange struct {
	Type EnvType
	New  []byte
	Old  []byte
}

// EnvText makes an ENVCHANGE whose values are text.
func EnvText(t EnvType, newValue, oldValue string) *EnvChange {
	return &EnvChange{t, appendUTF16(nil, truncateUTF16(newValue, maxEnvValue)), appendUTF16(nil, truncateUTF16(oldValue, maxEnvValue))}
}

// EnvDescriptor makes an ENVCHANGE about a transaction: 8 brings a new descriptor, the
// others end it.
func EnvDescriptor(t EnvType, descriptor uint64) *EnvChange {
	b := binary.LittleEndian.AppendUint64(nil, descriptor)
	if t == EnvBeginTran {
		return &EnvChange{Type: t, New: b}
	}
	return &EnvChange{Type: t, Old: b}
}

// isText tells whether the lengths of the values count characters.
func (t EnvType) isText() bool {
	return t <= EnvSortFlags || t == EnvMirrorPartner || t == EnvUserInstance
}

// NewText is the new value of a type whose values are text.
func (t *EnvChange) NewText() string { return utf16ToString(t.New) }

// Descriptor is the transaction descriptor of the types 8 to 12 and 17.
func (t *EnvChange) Descriptor() uint64 {
	for _, b := range [][]byte{t.New, t.Old} {
		if len(b) == descriptorSize {
			return binary.LittleEndian.Uint64(b)
		}
	}
	return 0
}

func (t *EnvChange) decode(r *reader, _ Version) {
	t.Type = EnvType(r.uint8())
	switch t.Type {
	case EnvRouting, EnvRoutingEnhanced:
		t.New, t.Old = r.usVarByte(), r.usVarByte()
	case EnvPromoteTran:
		// The DTC token has a four-byte length that the token's own cannot hold.
		n := r.uint32()
		if uint64(n) > uint64(len(r.buf)) {
			r.failf("a DTC token of %d bytes", n)
			return
		}
		t.New, t.Old = r.copied(int(n)), r.bVarByte()
	default:
		t.New, t.Old = r.envValue(t.Type), r.envValue(t.Type)
	}
}

func (r *reader) envValue(t EnvType) []byte {
	n := int(r.uint8())
	if t.isText() {
		n *= 2
	}
	return r.copied(n)
}

// Encode appends the token.
func (t *EnvChange) Encode(dst []byte, _ Version) ([]byte, error) {
	at := len(dst) + 1
	dst = append(dst, tokenEnvChange, 0, 0, byte(t.Type))
	switch t.Type {
	case EnvRouting, EnvRoutingEnhanced:
		dst = appendUSVarByte(appendUSVarByte(dst, t.New), t.Old)
	case EnvPromoteTran:
		dst = append(binary.LittleEndian.AppendUint32(dst, uint32(len(t.New))), t.New...)
		dst = append(append(dst, byte(len(t.Old))), t.Old...)
	default:
		dst = appendEnvValue(appendEnvValue(dst, t.Type, t.New), t.Type, t.Old)
	}
	if n := len(dst) - at - 2; n > 0xFFFF {
		return dst, fmt.Errorf("tds: an ENVCHANGE of %d bytes", n)
	}
	binary.LittleEndian.PutUint16(dst[at:], uint16(len(dst)-at-2))
	return dst, nil
}

func appendUSVarByte(dst, b []byte) []byte {
	return append(binary.LittleEndian.AppendUint16(dst, uint16(len(b))), b...)
}

func appendEnvValue(dst []byte, t EnvType, b []byte) []byte {
	n := len(b)
	if t.isText() {
		n /= 2
	}
	return append(append(dst, byte(n)), b...)
}

// String is the token as a trace prints it.
func (t *EnvChange) String() string {
	if t.Type.isText() {
		return fmt.Sprintf("EnvChange %d %q from %q", t.Type, utf16ToString(t.New), utf16ToString(t.Old))
	}
	return fmt.Sprintf("EnvChange %d %X from %X", t.Type, t.New, t.Old)
}
