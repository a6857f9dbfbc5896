package tds

import "encoding/binary"

// Kinds of data stream headers (MS-TDS 2.2.5.3).
const (
	headerTransactionDescriptor = 2
	allHeadersSize              = 22
)

// Transaction is the header that says in which transaction a request runs (MS-TDS
// 2.2.5.3.2).
type Transaction struct {
	Descriptor  uint64 // 0 outside of transactions
	Outstanding uint32 // requests; 1 without MARS
}

// decode reads ALL_HEADERS. Before 7.2 there are none. Headers that are not about the
// transaction are passed over.
func (h *Transaction) decode(r *reader, v Version) {
	*h = Transaction{}
	if !v.AtLeast(Version72) {
		return
	}
	total := r.uint32()
	if total < 4 || uint64(total)-4 > uint64(len(r.buf)) {
		r.failf("data stream headers of %d bytes in %d", total, len(r.buf))
		return
	}
	s := r.sub(int(total) - 4)
	for len(s.buf) > 0 && s.err == nil {
		n := s.uint32()
		if n < 6 || uint64(n)-4 > uint64(len(s.buf)) {
			s.failf("a data stream header of %d bytes", n)
			break
		}
		one := s.sub(int(n) - 4)
		if one.uint16() == headerTransactionDescriptor {
			h.Descriptor, h.Outstanding = one.uint64(), one.uint32()
			s.end(one, "a transaction descriptor header")
		}
	}
	r.end(s, "data stream headers")
}

// encode appends ALL_HEADERS, from 7.2 on.
func (h *Transaction) encode(dst []byte, v Version) []byte {
	if !v.AtLeast(Version72) {
		return dst
	}
	dst = binary.LittleEndian.AppendUint32(dst, allHeadersSize)
	dst = binary.LittleEndian.AppendUint32(dst, allHeadersSize-4)
	dst = binary.LittleEndian.AppendUint16(dst, headerTransactionDescriptor)
	dst = binary.LittleEndian.AppendUint64(dst, h.Descriptor)
	return binary.LittleEndian.AppendUint32(dst, max(1, h.Outstanding))
}
