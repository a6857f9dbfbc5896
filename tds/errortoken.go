package tds

import (
	"encoding/binary"
	"fmt"
)

// decode reads ERROR or INFO behind its length.
func (e *Error) decode(r *reader, v Version) {
	e.Number = int32(r.uint32())
	e.State, e.Class = r.uint8(), r.uint8()
	e.Message, e.Server, e.Proc = r.usVarChar(), r.bVarChar(), r.bVarChar()
	if v.AtLeast(Version72) {
		e.Line = int32(r.uint32())
	} else {
		e.Line = int32(r.uint16())
	}
}

// Encode appends an INFO token for classes up to 10, an ERROR token above.
func (e *Error) Encode(dst []byte, v Version) ([]byte, error) {
	kind := byte(tokenError)
	if e.IsInfo() {
		kind = tokenInfo
	}
	at := len(dst) + 1
	dst = binary.LittleEndian.AppendUint32(append(dst, kind, 0, 0), uint32(e.Number))
	dst = append(dst, e.State, e.Class)
	dst = appendUSVarChar(dst, e.Message)
	dst = appendBVarChar(dst, e.Server)
	dst = appendBVarChar(dst, e.Proc)
	if v.AtLeast(Version72) {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(e.Line))
	} else {
		dst = binary.LittleEndian.AppendUint16(dst, uint16(e.Line))
	}
	binary.LittleEndian.PutUint16(dst[at:], uint16(len(dst)-at-2))
	return dst, nil
}

// String is the message as a trace prints it.
func (e *Error) String() string {
	name := "Error"
	if e.IsInfo() {
		name = "Info"
	}
	return fmt.Sprintf("%s %d state=%d class=%d line=%d proc=%q %q", name, e.Number, e.State, e.Class, e.Line, e.Proc, e.Message)
}
