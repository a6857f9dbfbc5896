package tds

import "encoding/binary"

// Lengths of partially length-prefixed values that are none (MS-TDS 2.2.5.2.3).
const (
	plpNull    = 0xFFFFFFFFFFFFFFFF
	plpUnknown = 0xFFFFFFFFFFFFFFFE
)

// appendPLP appends a (max) or xml value as one chunk.
func (ti *typeInfo) appendPLP(dst []byte, v Value) ([]byte, error) {
	at := len(dst)
	dst, err := ti.appendContent(append(dst, make([]byte, 12)...), v)
	if err != nil {
		return dst[:at], err
	}
	n := len(dst) - at - 12
	binary.LittleEndian.PutUint64(dst[at:], uint64(n))
	if n == 0 {
		return dst, nil // the length of the chunk is the terminator
	}
	binary.LittleEndian.PutUint32(dst[at+8:], uint32(n))
	return append(dst, 0, 0, 0, 0), nil
}

// plp reads a value in chunks; nil for NULL. The length ahead of them is a hint of the
// sender and is not used. What it returns is memory of its own.
func (r *reader) plp() []byte {
	if r.uint64() == plpNull || r.err != nil {
		return nil
	}
	b := []byte{}
	for {
		n := r.uint32()
		if n == 0 || r.err != nil {
			break
		}
		b = r.gather(b, int(n))
	}
	if r.err != nil {
		return nil
	}
	return b
}
