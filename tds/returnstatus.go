package tds

import (
	"encoding/binary"
	"fmt"
)

// ReturnStatus is the return code of a procedure (MS-TDS 2.2.7.18).
type ReturnStatus struct{ Value int32 }

// Encode appends the token.
func (t *ReturnStatus) Encode(dst []byte, _ Version) ([]byte, error) {
	return binary.LittleEndian.AppendUint32(append(dst, tokenReturnStatus), uint32(t.Value)), nil
}

// String is the token as a trace prints it.
func (t *ReturnStatus) String() string { return fmt.Sprintf("ReturnStatus %d", t.Value) }
