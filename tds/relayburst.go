package tds

import (
	"net"
	"sync"
)

// burstConn lies under TLS. While much flows through a relay it reads in large pieces,
// and gathers the records of several packets into one write: the calls of the system cost
// more than the encryption.
type burstConn struct {
	net.Conn

	// Of the goroutine that reads.
	large    *[relayBuffer]byte // nil: nothing is read ahead
	beg, end int
	dry      bool   // read what has been read ahead, and no more
	head     []byte // of the record that TLS is reading, while it is not whole
	left     int    // bytes of it that are still to come
	stalls   func() // nil, or is told before the rest of a record is waited for

	// TLS writes alerts from the goroutine that reads.
	mu      sync.Mutex
	gathers bool
	records *[]byte
}

var burstRecords = sync.Pool{New: func() any {
	b := make([]byte, 0, relayBuffer+relayBuffer/8)
	return &b
}}

// errDry ends a Read that would have to wait. TLS goes on after it, as after any timeout.
type errDry struct{}

// Error implements net.Error.
func (errDry) Error() string { return "tds: nothing has been read ahead" }

// Timeout implements net.Error.
func (errDry) Timeout() bool { return true }

// Temporary implements net.Error.
func (errDry) Temporary() bool { return true }

// Read returns what was read ahead first.
func (c *burstConn) Read(b []byte) (int, error) {
	n, err := c.read(b)
	c.follow(b[:n])
	return n, err
}

// follow notes where records end.
func (c *burstConn) follow(b []byte) {
	for len(b) > 0 {
		n := min(c.left, len(b))
		c.left, b = c.left-n, b[n:]
		if c.left > 0 || len(b) == 0 {
			return
		}
		n = min(recordHeader-len(c.head), len(b))
		c.head, b = append(c.head, b[:n]...), b[n:]
		if len(c.head) == recordHeader {
			c.left, c.head = int(c.head[3])<<8|int(c.head[4]), c.head[:0]
		}
	}
}

// recordHeader is the size of the header of a record of TLS: type, version, length.
const recordHeader = 5

func (c *burstConn) read(b []byte) (int, error) {
	if c.beg == c.end && !c.dry && c.stalls != nil && (c.left > 0 || len(c.head) > 0) {
		c.stalls()
	}
	switch {
	case c.beg < c.end:
	case c.dry:
		return 0, errDry{}
	case c.large == nil:
		return c.Conn.Read(b)
	default:
		n, err := c.Conn.Read(c.large[:])
		if n == 0 {
			return 0, err
		}
		c.beg, c.end = 0, n
	}
	n := copy(b, c.large[c.beg:c.end])
	c.beg += n
	return n, nil
}

// widen begins to read ahead.
func (c *burstConn) widen() {
	if c.large == nil {
		c.large = relayBuffers.Get().(*[relayBuffer]byte)
	}
}

// narrow ends it; false when something is still to be taken.
func (c *burstConn) narrow() bool {
	if c.beg < c.end {
		return false
	}
	c.release()
	return true
}

// release gives the buffer back.
func (c *burstConn) release() {
	if c.large != nil {
		relayBuffers.Put(c.large)
		c.large, c.beg, c.end = nil, 0, 0
	}
}

// Write sends, or gathers.
func (c *burstConn) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.gathers {
		return c.Conn.Write(b)
	}
	*c.records = append(*c.records, b...)
	return len(b), nil
}

// gather keeps what is written until flush.
func (c *burstConn) gather() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gathers, c.records = true, burstRecords.Get().(*[]byte)
}

func (c *burstConn) flush() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.Conn.Write(*c.records)
	*c.records = (*c.records)[:0]
	burstRecords.Put(c.records)
	c.gathers, c.records = false, nil
	return err
}
