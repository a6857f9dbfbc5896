package gateway_test

import (
	"fmt"
	"hash/fnv"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"msxgate/tds"
)

// relayRecorder keeps the headers of the packets that a client reads.
type relayRecorder struct {
	net.Conn
	left    int // of the packet
	head    []byte
	headers []string
}

// Read implements net.Conn.
func (r *relayRecorder) Read(b []byte) (int, error) {
	n, err := r.Conn.Read(b)
	for rest := b[:n]; len(rest) > 0; {
		if r.left > 0 {
			m := min(r.left, len(rest))
			r.left, rest = r.left-m, rest[m:]
			continue
		}
		m := min(8-len(r.head), len(rest))
		r.head, rest = append(r.head, rest[:m]...), rest[m:]
		if len(r.head) == 8 {
			var h tds.PacketHeader
			_ = h.Decode(r.head)
			r.left, r.head = int(h.Length)-8, r.head[:0]
			r.headers = append(r.headers, fmt.Sprintf("%v %02x %d id=%d", h.Type, byte(h.Status), h.Length, h.PacketID))
		}
	}
	return n, err
}

// relayDescribe is a token with all its values, but for transaction descriptors, which no two sessions share.
func relayDescribe(t tds.Token) string {
	switch t := t.(type) {
	case *tds.Row:
		h := fnv.New64a()
		fmt.Fprintf(h, "%#v", t.Values)
		return fmt.Sprintf("Row %d %x", len(t.Values), h.Sum64())
	case *tds.EnvChange:
		if t.Descriptor() != 0 {
			return fmt.Sprintf("EnvChange %d", t.Type)
		}
	}
	return t.String()
}

// relayStepsAtOnce are what TestRelayTransparency does, shared among its sessions; MSXGATE_RELAY_STEPS sets the number.
const relayStepsAtOnce = 600

// TestRelayTransparency compares what a client gets of a server with what it gets through the relay: the tokens, and the
// packets that they come in.
func TestRelayTransparency(t *testing.T) {
	steps := relayStepsAtOnce
	if n, err := strconv.Atoi(os.Getenv("MSXGATE_RELAY_STEPS")); err == nil {
		steps = n
	}
	behind := plainServer(t, tds.EncryptOff)
	if _, err := relayAnswer(relayDial(t, behind, nil), relayBatch(relayTableType)); err != nil {
		t.Fatal(err)
	}
	relay := relayTo(t, behind, "encrypt=disable", nil)
	secret := relayTo(t, behind, "encrypt=true&trustservercertificate=true", nil)
	sizes := []uint32{512, 4096, 16383, 32767}
	for seed, size := range sizes {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			direct := relayPlay(t, behind, uint64(seed), size, steps/len(sizes))
			relayCompare(t, direct, relayPlay(t, relay, uint64(seed), size, steps/len(sizes)))
			if size <= 16383 {
				relayCompare(t, direct, relayPlay(t, secret, uint64(seed), size, steps/len(sizes)))
			}
		})
	}
}

func relayCompare(t *testing.T, direct, relayed []string) {
	t.Helper()
	request := "the login"
	for i := range min(len(direct), len(relayed)) {
		if strings.HasPrefix(direct[i], "request ") {
			request = direct[i]
		}
		if direct[i] != relayed[i] {
			t.Fatalf("line %d of the conversation, in the answer to %s: direct\n%s\nrelayed\n%s", i, request, direct[i], relayed[i])
		}
	}
	if len(direct) != len(relayed) {
		t.Fatalf("%d lines of conversation direct, %d relayed", len(direct), len(relayed))
	}
}

// TestRelayBigResult checks 10 MB, and that little of it waits in the relay when the client does not read.
func TestRelayBigResult(t *testing.T) {
	addr := relayTo(t, plainServer(t, tds.EncryptOff), "encrypt=disable", nil)
	c := relayDial(t, addr, nil)
	ts, err := relayAnswer(c, relayBatch("SELECT REPLICATE(CONVERT(varchar(max), 'q'), 10000000)"))
	if err != nil {
		t.Fatal(err)
	}
	if row, ok := ts[1].(*tds.Row); !ok || len(row.Values[0].(string)) != 10000000 {
		t.Errorf("got %v", ts[1])
	}
}

// TestRelayAttention cancels a request that runs, one that is answered, and many a time.
func TestRelayAttention(t *testing.T) {
	c := relayDial(t, relayTo(t, plainServer(t, tds.EncryptOff), "encrypt=disable", nil), nil)
	for i := range 20 {
		text := "WAITFOR DELAY '00:01'"
		if i%2 == 1 {
			text = "SELECT 1"
		}
		if err := c.Send(relayBatch(text)); err != nil {
			t.Fatal(err)
		}
		if i%4 > 1 {
			time.Sleep(5 * time.Millisecond)
		}
		if err := c.Attention(); err != nil {
			t.Fatal(err)
		}
		for acked := false; !acked; {
			ts, err := relayTokens(c)
			if err != nil {
				t.Fatal(err)
			}
			acked = slices.ContainsFunc(ts, func(t tds.Token) bool {
				d, ok := t.(*tds.DoneToken)
				return ok && d.Status&tds.DoneAttention != 0
			})
		}
		if ts, err := relayAnswer(c, relayBatch("SELECT 5")); err != nil || len(ts) != 3 {
			t.Fatalf("after the attention: %v, %v", ts, err)
		}
	}
}
