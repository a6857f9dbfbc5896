package tds

import (
	"errors"
	"fmt"
)

// ProtocolError says how a peer broke the protocol. The connection is of no more use.
type ProtocolError struct{ Text string }

// Error is the text.
func (e *ProtocolError) Error() string { return "tds: " + e.Text }

func protocolErrorf(format string, args ...any) error {
	return &ProtocolError{fmt.Sprintf(format, args...)}
}

var (
	errShort    = protocolErrorf("the stream ended unexpectedly")
	errTooLarge = protocolErrorf("a message exceeds the limit")
)

// ErrCancelled is returned by the methods of a Response after an attention of the
// client, and is the cause of the cancelled context.
var ErrCancelled = errors.New("tds: the client cancelled the request")

// ErrClosed is the cause of the cancelled context when the peer went while its request
// was running.
var ErrClosed = errors.New("tds: the client has gone")
