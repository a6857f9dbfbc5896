package tds

import (
	"errors"
	"fmt"
	"io"
)

// BulkLoad is the rows that follow an INSERT BULK batch (MS-TDS 2.2.6.1). They are read
// from the connection as they are asked for.
type BulkLoad struct {
	Columns []Column // nil until they have arrived

	in     *packetReader
	tokens tokenReader
	open   bool // packets are still to come
	done   chan struct{}
	err    error
	broken error // of the packets: the connection is of no more use
}

// BulkColumnError says in which column, from 1, the stream of a bulk load is wrong: in its
// type while Columns is nil, in its value afterwards.
type BulkColumnError struct {
	Column int
	Err    error
}

// Error is the fault and its place.
func (e *BulkColumnError) Error() string { return fmt.Sprintf("column %d: %v", e.Column, e.Err) }

// Unwrap is the fault.
func (e *BulkColumnError) Unwrap() error { return e.Err }

// ErrBulkShort says that the message of a bulk load ended inside a row, or without columns.
var ErrBulkShort = errShort

// newBulkLoad reads rows from a message whose first packet has arrived.
func newBulkLoad(in *packetReader, first PacketHeader, payload []byte, v Version, limit int) *BulkLoad {
	b := &BulkLoad{in: in, open: true, done: make(chan struct{})}
	b.tokens = tokenReader{version: v}
	b.tokens.limit, b.tokens.fill = limit, b.packet
	b.tokens.buf = b.arrived(first, payload)
	if first.Status&StatusIgnore != 0 {
		b.err = ErrCancelled
	}
	return b
}

// arrived takes a packet in. After the last one the connection reads on, over the memory of
// the packet, which is why that one is copied.
func (b *BulkLoad) arrived(h PacketHeader, payload []byte) []byte {
	if h.Status&StatusEOM == 0 {
		return payload
	}
	payload = append([]byte(nil), payload...)
	b.end()
	return payload
}

// packet reads the next packet. A client may give a load up in two ways: with the IGNORE
// bit in the last packet, or, as SqlClient does, with an attention where a packet was due.
// The attention is left to the connection.
func (b *BulkLoad) packet() ([]byte, error) {
	if !b.open {
		return nil, io.EOF
	}
	h, payload, err := b.in.next()
	switch {
	case err == io.EOF:
		err = io.ErrUnexpectedEOF
	case err != nil:
	case h.Type == PacketAttention:
		b.in.beg -= int(h.Length)
		b.end()
		return nil, ErrCancelled
	case h.Type != PacketBulkLoad:
		err = protocolErrorf("a packet of %v inside a message of %v", h.Type, PacketBulkLoad)
	}
	if err != nil {
		b.open, b.broken = false, err
		return nil, err
	}
	payload = b.arrived(h, payload)
	if h.Status&StatusIgnore != 0 {
		return nil, ErrCancelled
	}
	return payload, nil
}

// end tells the connection that all packets of the message have been read.
func (b *BulkLoad) end() {
	if b.open {
		b.open = false
		close(b.done)
	}
}

// Next reads a row, ahead of the first one the columns. It returns io.EOF after the last
// row, and ErrCancelled when the client withdrew the load.
func (b *BulkLoad) Next() ([]Value, error) {
	for b.err == nil {
		b.tokens.mark()
		if b.ended() {
			b.err = io.EOF
			break
		}
		switch kind := b.tokens.uint8(); {
		case b.tokens.err != nil:
			b.err = b.tokens.err
		case kind == tokenColMetadata && b.Columns == nil:
			b.err = b.columns()
		case kind == tokenRow || kind == tokenNBCRow:
			var row []Value
			if row, b.err = b.row(kind); b.err == nil {
				return row, nil
			}
		case kind == tokenDone:
			b.err = b.last()
		default:
			b.err = protocolErrorf("token 0x%02X in a bulk load", kind)
		}
	}
	return nil, b.err
}

// ended tells whether the message has ended between two rows: FreeTDS sends no DONE.
func (b *BulkLoad) ended() bool {
	r := &b.tokens
	for len(r.buf) == 0 && b.open && b.Columns != nil && r.err == nil {
		r.buf, r.err = b.packet()
	}
	return len(r.buf) == 0 && !b.open && b.Columns != nil && r.err == nil
}

// columns reads COLMETADATA.
func (b *BulkLoad) columns() error {
	r := &b.tokens
	n := int(r.uint16())
	if n == noMetadata {
		n = 0
	}
	list, infos := []Column{}, &columnInfos{nulls: (n + 7) / 8}
	for i := range n {
		var c Column
		infos.infos = append(infos.infos, decodeBulkColumn(&r.reader, r.version, &c))
		list = append(list, c)
		if err := b.inColumn(i); err != nil {
			return err
		}
	}
	b.Columns, r.columns = list, infos
	return r.err
}

// decodeBulkColumn reads a column as decodeColumn does, but for the table of a text column:
// here its name is one US_VARCHAR in all versions.
func decodeBulkColumn(r *reader, v Version, c *Column) (ti typeInfo) {
	userType := uint32(r.uint16())
	if v.AtLeast(Version72) {
		userType |= uint32(r.uint16()) << 16
	}
	flags := r.uint16()
	if flags&colEncrypted != 0 {
		r.failf("an encrypted column")
	}
	ti.decode(r, v, userType, inColumn)
	if ti.isText() {
		r.skip(2 * int(r.uint16()))
	}
	c.Name, c.Type, c.Nullable = r.bVarChar(), ti.typ, flags&colNullable != 0
	return ti
}

func (b *BulkLoad) row(kind byte) ([]Value, error) {
	r := &b.tokens
	if len(b.Columns) == 0 {
		return nil, protocolErrorf("a row without columns")
	}
	var bitmap []byte
	if kind == tokenNBCRow {
		bitmap = r.copied(r.columns.nulls)
	}
	row := make([]Value, len(b.Columns))
	for i := range row {
		if r.err == nil && (bitmap == nil || bitmap[i/8]&(1<<(i%8)) == 0) {
			row[i] = r.columns.infos[i].readValue(&r.reader, inColumn)
		}
		if err := b.inColumn(i); err != nil {
			return nil, err
		}
	}
	return row, nil
}

// inColumn is the error of the reader, with its place unless it is that the stream ended.
func (b *BulkLoad) inColumn(i int) error {
	err := b.tokens.err
	var p *ProtocolError
	if err == nil || !errors.As(err, &p) || err == errShort || err == b.broken {
		return err
	}
	return &BulkColumnError{i + 1, err}
}

// last reads DONE and what is left of the message behind it.
func (b *BulkLoad) last() error {
	// SqlClient counts its rows in four bytes, others in eight: nobody reads them.
	b.tokens.skip(8)
	if b.tokens.err != nil {
		return b.tokens.err
	}
	if err := b.discard(); err != nil {
		return err
	}
	return io.EOF
}

// discard reads the packets that are left. Its error says that the connection is broken.
func (b *BulkLoad) discard() error {
	for b.open {
		if _, err := b.packet(); err != nil && err != ErrCancelled {
			return err
		}
	}
	return b.broken
}
