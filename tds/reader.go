package tds

import (
	"encoding/binary"
	"io"
)

// reader reads the fields of a message: from memory, or from packets as they arrive.
// After the first error every method returns zero values; err tells.
type reader struct {
	buf  []byte                 // arrived and not yet read
	fill func() ([]byte, error) // the next bytes of the message; nil when buf is all
	err  error

	limit  int // bytes that one token may take; 0 is no limit
	taken  int // bytes read since mark
	budget int // memory that decoded rows and parameters may take; 0 is no limit

	tee  bool // keep what is read in seen
	seen []byte
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
		r.buf = nil
	}
}

func (r *reader) failf(format string, args ...any) { r.fail(protocolErrorf(format, args...)) }

// mark begins a token.
func (r *reader) mark() { r.taken = 0 }

// charge accounts for n bytes of memory that a few bytes of the message blow up to.
func (r *reader) charge(n int) {
	if r.budget > 0 && n > r.budget {
		r.fail(errTooLarge)
		return
	}
	if r.budget > 0 {
		r.budget = max(1, r.budget-n)
	}
}

// more makes further bytes arrive, and tells whether any did.
func (r *reader) more() bool {
	if r.err != nil {
		return false
	}
	if r.fill == nil {
		r.fail(errShort)
		return false
	}
	for len(r.buf) == 0 {
		b, err := r.fill()
		if err != nil {
			if err == io.EOF {
				err = errShort
			}
			r.fail(err)
			return false
		}
		r.buf = b
	}
	return true
}

// took accounts for bytes that were taken from buf.
func (r *reader) took(b []byte) {
	r.taken += len(b)
	if r.limit > 0 && r.taken > r.limit {
		r.fail(errTooLarge)
	}
	if r.tee {
		r.seen = append(r.seen, b...)
	}
}

// bytes reads n bytes. They are valid until the next call only.
func (r *reader) bytes(n int) []byte {
	if n <= len(r.buf) && n >= 0 && r.err == nil {
		b := r.buf[:n:n]
		r.buf = r.buf[n:]
		r.took(b)
		return b
	}
	return r.gather(nil, n)
}

// gather appends n bytes to dst as they arrive.
func (r *reader) gather(dst []byte, n int) []byte {
	if n < 0 || (r.limit > 0 && n > r.limit) {
		r.fail(errTooLarge)
	}
	for n > 0 && r.err == nil {
		if len(r.buf) == 0 && !r.more() {
			break
		}
		b := r.buf[:min(n, len(r.buf))]
		r.buf = r.buf[len(b):]
		r.took(b)
		dst = append(dst, b...)
		n -= len(b)
	}
	if r.err != nil {
		return nil
	}
	return dst
}

// rest reads what is left of a message in memory.
func (r *reader) rest() []byte { return r.bytes(len(r.buf)) }

// skip drops n bytes.
func (r *reader) skip(n int) {
	for n > 0 && r.err == nil {
		if len(r.buf) == 0 && !r.more() {
			return
		}
		b := r.buf[:min(n, len(r.buf))]
		r.buf = r.buf[len(b):]
		r.took(b)
		n -= len(b)
	}
}

func (r *reader) uint8() byte {
	if b := r.bytes(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

func (r *reader) uint16() uint16 {
	if b := r.bytes(2); len(b) == 2 {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (r *reader) uint32() uint32 {
	if b := r.bytes(4); len(b) == 4 {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *reader) uint64() uint64 {
	if b := r.bytes(8); len(b) == 8 {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (r *reader) uint32BE() uint32 {
	if b := r.bytes(4); len(b) == 4 {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

// copied reads n bytes into memory of their own.
func (r *reader) copied(n int) []byte {
	if n == 0 {
		return []byte{}
	}
	if n > len(r.buf) || n < 0 {
		return r.gather(nil, n)
	}
	return append([]byte(nil), r.bytes(n)...)
}

// bVarChar reads B_VARCHAR: a byte that counts UTF-16 code units, and them (MS-TDS 2.2.5.1.2).
func (r *reader) bVarChar() string { return utf16ToString(r.bytes(2 * int(r.uint8()))) }

// usVarChar reads US_VARCHAR: the same with a two-byte count.
func (r *reader) usVarChar() string { return utf16ToString(r.bytes(2 * int(r.uint16()))) }

// bVarByte reads B_VARBYTE.
func (r *reader) bVarByte() []byte { return r.copied(int(r.uint8())) }

// usVarByte reads US_VARBYTE.
func (r *reader) usVarByte() []byte { return r.copied(int(r.uint16())) }

// sub is a reader over the next n bytes, which must be all read.
func (r *reader) sub(n int) *reader {
	return &reader{buf: r.bytes(n), err: r.err, budget: r.budget}
}

// end takes the error of a sub reader over, and refuses bytes it left.
func (r *reader) end(s *reader, what string) {
	if s.err == nil && len(s.buf) > 0 {
		s.failf("%d bytes too many in %s", len(s.buf), what)
	}
	if s.err != nil {
		r.fail(s.err)
	}
}
