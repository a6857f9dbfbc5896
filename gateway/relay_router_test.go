package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"msxgate/gateway"
	"msxgate/tds"
)

// testRouter answers batches that begin with OURS, and lets the others pass.
type testRouter struct{ limit int }

// Route implements gateway.Router.
func (r testRouter) Route(m *gateway.Message) (gateway.Handler, error) {
	if _, ok, err := m.Whole(r.limit); err != nil || !ok || m.Header().Type != tds.PacketSQLBatch {
		return nil, err
	}
	q, err := m.Request()
	if err != nil || !strings.HasPrefix(q.Batch.Text, "OURS") {
		return nil, nil //nolint:nilerr // what cannot be read is the server's to refuse
	}
	return func(ctx context.Context, m *gateway.Message) error {
		ctx, out := m.Client().Respond(ctx, q)
		err := answerOurs(ctx, m, out, strings.TrimSpace(q.Batch.Text[4:]))
		if ferr := out.Finish(); err == nil {
			err = ferr
		}
		return err
	}, nil
}

func answerOurs(ctx context.Context, m *gateway.Message, out *tds.Response, what string) error {
	switch {
	case what == "fail":
		return errors.New("a handler fails")
	case what == "panic":
		panic("a handler panics")
	case what == "wait":
		<-ctx.Done()
		return nil
	case what == "leave":
		return m.Server().Send(relayBatch("SELECT 1"))
	}
	if err := m.Server().Send(relayBatch(what)); err != nil {
		return err
	}
	for {
		t, err := m.Server().NextToken()
		switch t := t.(type) {
		case *tds.ColMetadata:
			err = out.Columns(t.Columns)
		case *tds.Row:
			err = out.Row(t.Values)
		case *tds.DoneToken:
			err = out.Done(tds.Done{Cmd: t.Cmd, Rows: int64(t.Rows), Counted: true})
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func routed(t *testing.T, behind string, limit int) string {
	return relayTo(t, behind, "encrypt=disable", func(s *gateway.Server) {
		s.Upstream.NewRouter = func(*tds.Conn) gateway.Router { return testRouter{limit} }
	})
}

// TestRouterAnswers lets handlers answer in the client's own session.
func TestRouterAnswers(t *testing.T) {
	c := relayDial(t, routed(t, plainServer(t, tds.EncryptOff), 1<<20), nil)
	rows := func(text string) (out []string) {
		t.Helper()
		ts, err := relayAnswer(c, relayBatch(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range ts {
			if r, ok := a.(*tds.Row); ok {
				out = append(out, fmt.Sprint(r.Values[0]))
			}
		}
		return out
	}
	rows("CREATE TABLE #mine (a int); INSERT #mine VALUES (41), (42)")
	for range 3 {
		if got := rows("OURS SELECT a FROM #mine"); fmt.Sprint(got) != "[41 42]" {
			t.Errorf("our answer: %v", got)
		}
		if got := rows("SELECT a + 1 FROM #mine"); fmt.Sprint(got) != "[42 43]" {
			t.Errorf("the server's answer: %v", got)
		}
		long := strings.Repeat("x", 300000)
		if got := rows("OURS SELECT '" + long + "' + CONVERT(varchar(max), '') AS t"); len(got) != 1 || got[0] != long {
			t.Errorf("our long answer has %d rows", len(got))
		}
	}
	if err := c.Send(relayBatch("OURS wait")); err != nil {
		t.Fatal(err)
	}
	time.Sleep(5 * time.Millisecond)
	if err := c.Attention(); err != nil {
		t.Fatal(err)
	}
	var said []string
	for range 2 {
		ts, err := relayTokens(c)
		if err != nil || len(ts) != 1 {
			t.Fatalf("got %v, %v", ts, err)
		}
		said = append(said, ts[0].String())
	}
	if !strings.Contains(said[1], "ATTN") || strings.Contains(said[0], "ATTN") {
		t.Errorf("an attention to a handler was answered by %v", said)
	}
	if got := rows("SELECT 1"); fmt.Sprint(got) != "[1]" {
		t.Errorf("afterwards: %v", got)
	}
}

// TestRouterWithdrawn takes a message back that a handler would have answered.
func TestRouterWithdrawn(t *testing.T) {
	c := relayDial(t, routed(t, plainServer(t, tds.EncryptOff), 1<<20), nil)
	body := (&tds.SQLBatch{Transaction: tds.Transaction{Outstanding: 1}, Text: "OURS wait"}).Encode(nil, tds.Version74)
	_ = c.WritePacket(tds.PacketHeader{Type: tds.PacketSQLBatch, PacketID: 1}, body)
	_ = c.WritePacket(tds.PacketHeader{Type: tds.PacketSQLBatch, Status: tds.StatusEOM | tds.StatusIgnore, PacketID: 2}, nil)
	if ts, err := relayTokens(c); err != nil || len(ts) != 1 {
		t.Errorf("got %v, %v", ts, err)
	}
	if ts, err := relayAnswer(c, relayBatch("SELECT 1")); err != nil || len(ts) != 3 {
		t.Errorf("afterwards: %v, %v", ts, err)
	}
}

// TestRouterFaults ends the connection of a handler that goes wrong, and no other.
func TestRouterFaults(t *testing.T) {
	addr := routed(t, plainServer(t, tds.EncryptOff), 1<<20)
	other := relayDial(t, addr, nil)
	for _, text := range []string{"OURS fail", "OURS panic", "OURS leave"} {
		c := relayDial(t, addr, nil)
		_, err := relayAnswer(c, relayBatch(text))
		if err == nil {
			_, err = relayAnswer(c, relayBatch("SELECT 1"))
		}
		if err == nil {
			t.Errorf("%s: the connection lives", text)
		}
	}
	gone := relayDial(t, addr, nil)
	if err := gone.Send(relayBatch("OURS wait")); err != nil {
		t.Fatal(err)
	}
	_ = gone.Close()
	if _, err := relayAnswer(other, relayBatch("SELECT 1")); err != nil {
		t.Error(err)
	}
}

// TestRouterTransparency has a router read messages, whole or to its limit, and let them pass.
func TestRouterTransparency(t *testing.T) {
	behind := plainServer(t, tds.EncryptOff)
	for seed, limit := range []int{1 << 20, 3000} {
		relayCompare(t, relayPlay(t, behind, uint64(seed), 512, 60), relayPlay(t, routed(t, behind, limit), uint64(seed), 512, 60))
	}
}
