package tds

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// DoneKind tells DONE, DONEPROC and DONEINPROC apart.
type DoneKind byte

// The kinds, by their token byte.
const (
	DoneKindStatement DoneKind = tokenDone
	DoneKindProc      DoneKind = tokenDoneProc
	DoneKindInProc    DoneKind = tokenDoneInProc
)

// DoneStatus is the status of a DONE token, a set of bits.
type DoneStatus uint16

// The status bits.
const (
	DoneMore       DoneStatus = 0x0001 // other tokens follow in the message
	DoneError      DoneStatus = 0x0002
	DoneInXact     DoneStatus = 0x0004
	DoneCount      DoneStatus = 0x0010 // Rows is valid
	DoneAttention  DoneStatus = 0x0020 // the acknowledgement of an attention
	DoneRPCInBatch DoneStatus = 0x0080
	DoneServerErr  DoneStatus = 0x0100 // an error after which the connection is closed
)

// DoneToken is DONE, DONEPROC or DONEINPROC (MS-TDS 2.2.7.6 to 2.2.7.8).
type DoneToken struct {
	Kind   DoneKind
	Status DoneStatus
	Cmd    Cmd
	Rows   uint64
}

func (t *DoneToken) decode(r *reader, v Version) {
	t.Status, t.Cmd = DoneStatus(r.uint16()), Cmd(r.uint16())
	if v.AtLeast(Version72) {
		t.Rows = r.uint64()
	} else {
		t.Rows = uint64(r.uint32())
	}
}

// Encode appends the token.
func (t *DoneToken) Encode(dst []byte, v Version) ([]byte, error) {
	dst = append(dst, byte(t.Kind), byte(t.Status), byte(t.Status>>8), byte(t.Cmd), byte(t.Cmd>>8))
	if v.AtLeast(Version72) {
		return binary.LittleEndian.AppendUint64(dst, t.Rows), nil
	}
	return binary.LittleEndian.AppendUint32(dst, uint32(t.Rows)), nil
}

// IsFinal tells whether it ends the response.
func (t *DoneToken) IsFinal() bool { return t.Status&DoneMore == 0 }

var doneBits = []struct {
	bit  DoneStatus
	name string
}{
	{DoneMore, "MORE"},
	{DoneError, "ERROR"},
	{DoneInXact, "INXACT"},
	{DoneCount, "COUNT"},
	{DoneAttention, "ATTN"},
	{DoneRPCInBatch, "RPCINBATCH"},
	{DoneServerErr, "SRVERROR"},
}

// String is the token as a trace prints it.
func (t *DoneToken) String() string {
	name := map[DoneKind]string{DoneKindStatement: "Done", DoneKindProc: "DoneProc", DoneKindInProc: "DoneInProc"}[t.Kind]
	var bits []string
	for _, b := range doneBits {
		if t.Status&b.bit != 0 {
			bits = append(bits, b.name)
		}
	}
	return fmt.Sprintf("%s %s cmd=%X rows=%d", name, strings.Join(bits, "|"), uint16(t.Cmd), t.Rows)
}
