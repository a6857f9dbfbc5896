package gateway

import (
	"context"
	"sync"

	"msxgate/tds"
)

// flow counts the messages of a relay by the ends of messages alone, and so knows when all is answered. An attention is
// answered by a DONE with its bit, at the end of the cancelled answer or in a message of its own (MS-TDS 3.3.5.9).
type flow struct {
	busy  func() bool // a request comes when all is answered; false when none may
	idle  func() bool // all is answered; false when no other request may follow
	short bool        // the count of rows in a DONE has four bytes (before 7.2)

	mu         sync.Mutex
	sent, done uint64   // requests, and those answered
	attentions []uint64 // not answered: how many requests were sent before each
	quietC     chan struct{}

	tail [doneSize]byte // the last bytes of the answer under way; of the answering goroutine
}

const (
	doneSize      = 13 // of a DONE token
	doneSizeOld   = 9
	maxAttentions = 1000 // that wait for their answer
)

// request notes a message of the client before the server gets it. False ends the relay.
func (f *flow) request(t tds.PacketType) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	was := f.isQuiet()
	if t == tds.PacketAttention {
		f.attentions = append(f.attentions, f.sent)
	} else {
		f.sent++
	}
	return len(f.attentions) <= maxAttentions && (!was || f.busy())
}

func (f *flow) isQuiet() bool { return f.sent == f.done && len(f.attentions) == 0 }

// answer notes packets of the server that the client has got. False ends the relay.
func (f *flow) answer(packets tds.Packets) bool {
	ends := false
	for p := range packets.All {
		b := p.Payload()
		n := min(len(b), doneSize)
		copy(f.tail[:], f.tail[n:])
		copy(f.tail[doneSize-n:], b[len(b)-n:])
		ends = p.Header().Status&tds.StatusEOM != 0
	}
	return !ends || f.answered(f.isAttentionAnswer())
}

// isAttentionAnswer looks at the DONE that ends the answer.
func (f *flow) isAttentionAnswer() bool {
	done := f.tail[:]
	if f.short {
		done = done[doneSize-doneSizeOld:]
	}
	return done[0] == byte(tds.DoneKindStatement) && tds.DoneStatus(done[1])&tds.DoneAttention != 0
}

// answered notes the end of an answer.
func (f *flow) answered(attention bool) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.isQuiet() {
		return true // the server spoke unasked
	}
	switch {
	case attention && len(f.attentions) > 0:
		f.done = max(f.done, f.attentions[0])
		f.attentions = f.attentions[1:]
	case f.done < f.sent:
		f.done++
	}
	if !f.isQuiet() {
		return true
	}
	if f.quietC != nil {
		close(f.quietC)
		f.quietC = nil
	}
	return f.idle()
}

// await waits until all is answered, or ctx ends.
func (f *flow) await(ctx context.Context) {
	f.mu.Lock()
	if f.isQuiet() {
		f.mu.Unlock()
		return
	}
	if f.quietC == nil {
		f.quietC = make(chan struct{})
	}
	c := f.quietC
	f.mu.Unlock()
	select {
	case <-c:
	case <-ctx.Done():
	}
}
