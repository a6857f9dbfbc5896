package tds

import (
	"encoding/binary"
	"fmt"
)

// Order tells by which columns, from 1, the result set is ordered (MS-TDS 2.2.7.17).
type Order struct{ Columns []uint16 }

func (t *Order) decode(r *reader, _ Version) {
	for len(r.buf) > 0 && r.err == nil {
		t.Columns = append(t.Columns, r.uint16())
	}
}

// Encode appends the token.
func (t *Order) Encode(dst []byte, _ Version) ([]byte, error) {
	dst = binary.LittleEndian.AppendUint16(append(dst, tokenOrder), uint16(2*len(t.Columns)))
	for _, c := range t.Columns {
		dst = binary.LittleEndian.AppendUint16(dst, c)
	}
	return dst, nil
}

// String is the token as a trace prints it.
func (t *Order) String() string { return fmt.Sprintf("Order %v", t.Columns) }
