package tds

import "fmt"

// SQLBatch is a batch of T-SQL as text (MS-TDS 2.2.6.7).
type SQLBatch struct {
	Transaction
	Text string
}

// Decode reads the message.
func (m *SQLBatch) Decode(src []byte, v Version) error {
	r := &reader{buf: src}
	m.Transaction.decode(r, v)
	if len(r.buf)%2 != 0 {
		r.failf("a batch of %d bytes", len(r.buf))
	}
	m.Text = utf16ToString(r.rest())
	return r.err
}

// Encode appends the message.
func (m *SQLBatch) Encode(dst []byte, v Version) []byte {
	return appendUTF16(m.Transaction.encode(dst, v), m.Text)
}

// String is the batch as a trace prints it.
func (m *SQLBatch) String() string { return fmt.Sprintf("SQLBatch tran=%X %q", m.Descriptor, m.Text) }
