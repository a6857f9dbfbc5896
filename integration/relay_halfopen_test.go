package integration

import (
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestHalfOpen has 5,000 clients that send a byte a second and never log in. Others log in meanwhile without delay, and
// none of the 5,000 costs much memory. The figures are printed; what is checked is generous.
func TestHalfOpen(t *testing.T) {
	behind := newServer(t, "BEHIND", "--procs", "none", "--agent", "off")
	behind.start()
	gate := newRelay(t, behind, "encrypt=true&trustservercertificate=true")
	gate.start()
	for _, s := range []*server{gate, behind} {
		t.Run(s.name, func(t *testing.T) { halfOpen(t, s) })
	}
}

func halfOpen(t *testing.T, s *server) {
	const clients, seconds = 5000, 5
	logins(t, s, 5)
	before := rss(t, s)
	conns := make([]net.Conn, clients)
	for i := range conns {
		nc, err := net.Dial("tcp", s.addr())
		if err != nil {
			t.Fatalf("client %d: %v", i, err)
		}
		defer nc.Close()
		conns[i] = nc
	}
	var all sync.WaitGroup
	stop := make(chan struct{})
	all.Go(func() { dribble(conns, stop) })
	var took []time.Duration
	for end := time.Now().Add(seconds * time.Second); time.Now().Before(end); {
		took = append(took, logins(t, s, 1)...)
	}
	kib := float64(rss(t, s)-before) / clients
	close(stop)
	all.Wait()
	slices.Sort(took)
	t.Logf("%d half-open clients: %.1f KiB each; %d logins meanwhile, median %v, longest %v",
		clients, kib, len(took), took[len(took)/2], took[len(took)-1])
	if kib > 64 {
		t.Errorf("a half-open client costs %.1f KiB", kib)
	}
	if m := took[len(took)/2]; m > 200*time.Millisecond {
		t.Errorf("a login takes %v", m)
	}
}

// dribble sends the beginning of a PRELOGIN on each connection, a byte a second.
func dribble(conns []net.Conn, stop <-chan struct{}) {
	packet := []byte{0x12, 0x01, 0x00, 0x3A, 0, 0, 1, 0, 0, 0, 0x1A, 0, 6, 1, 0, 0x20}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for _, b := range packet {
		for _, nc := range conns {
			_, _ = nc.Write([]byte{b})
		}
		select {
		case <-stop:
			return
		case <-tick.C:
		}
	}
}

// logins logs in n times, encrypted, and tells how long each took.
func logins(t *testing.T, s *server, n int) (took []time.Duration) {
	t.Helper()
	for range n {
		begin := time.Now()
		c, err := relayLogin(s.addr(), true, 0)
		if err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(begin))
		c.Close()
	}
	return took
}

// rss is the resident memory of a server, in KiB.
func rss(t *testing.T, s *server) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		t.Skip("no /proc: ", err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	n := 0
	_, _ = fmt.Sscan(rest, &n)
	return n
}
