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
	dry      bool // read what has been read ahead, and no more

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
