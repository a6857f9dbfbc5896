package tds

import (
	"io"
)

// BulkLoad is the rows that follow an INSERT BULK batch (MS-TDS 2.2.6.1). They are read
// from the connection as they are asked for.
type BulkLoad struct {
	Columns []Column

	tokens tokenReader
	open   bool // packets are still to come
	done   chan struct{}
	err    error
}

// newBulkLoad reads rows from a message whose first packet has arrived.
func newBulkLoad(in *packetReader, first PacketHeader, payload []byte, v Version, limit int) *BulkLoad {
	b := &BulkLoad{open: first.Status&StatusEOM == 0, done: make(chan struct{})}
	b.tokens = tokenReader{version: v}
	b.tokens.buf, b.tokens.limit = payload, limit
	b.tokens.fill = func() ([]byte, error) {
		if !b.open {
			return nil, io.EOF
		}
		h, payload, err := in.nextOf(PacketBulkLoad)
		b.open = err == nil && h.Status&StatusEOM == 0
		if h.Status&StatusIgnore != 0 {
			err = ErrCancelled
		}
		return payload, err
	}
	if !b.open {
		b.end()
	}
	return b
}

// end tells the connection that the message has been read.
func (b *BulkLoad) end() {
	select {
	case <-b.done:
	default:
		close(b.done)
	}
}

// Next reads a row, ahead of the first one the columns. It returns io.EOF after the last
// row, and ErrCancelled when the client withdrew the load.
func (b *BulkLoad) Next() ([]Value, error) {
	for b.err == nil {
		t, err := b.tokens.next()
		if !b.open {
			b.end()
		}
		switch t := t.(type) {
		case nil:
			b.err = err
		case *ColMetadata:
			b.Columns = t.Columns
		case *Row:
			return t.Values, nil
		case *DoneToken:
			b.err = b.drain()
		default:
			b.err = protocolErrorf("%v in a bulk load", t)
		}
	}
	return nil, b.err
}

// drain reads what is left of the message.
func (b *BulkLoad) drain() error {
	if err := b.discard(); err != nil {
		return err
	}
	return io.EOF
}

func (b *BulkLoad) discard() error {
	for b.open {
		if _, err := b.tokens.fill(); err != nil && err != ErrCancelled {
			return err
		}
	}
	b.end()
	return nil
}
