package integration

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"msxgate/tds" // the driver's own decoding would be most of what is measured
)

// relayWay is a road to the server behind.
type relayWay struct{ name, addr string }

// relayWays starts a server, haproxy in TCP mode and a relay before it, each a process of its own. Secret encrypts every
// leg: haproxy passes TLS through, the relay ends it on both sides.
func relayWays(b testing.TB, secret bool) []relayWay {
	b.Helper()
	encrypt, upstream := "off", "encrypt=disable"
	if secret {
		encrypt, upstream = "on", "encrypt=true&trustservercertificate=true"
	}
	behind := newServer(b, "BEHIND", "--procs", "none", "--agent", "off", "--encrypt", encrypt)
	behind.start()
	ways := []relayWay{{"direct", behind.addr()}}
	if path, err := exec.LookPath("haproxy"); err == nil {
		ways = append(ways, relayWay{"haproxy", startHAProxy(b, path, behind.addr())})
	} else {
		b.Log("haproxy is not installed: no TCP relay to compare with (apt-get install haproxy)")
	}
	gate := newRelay(b, behind, upstream, "--encrypt", encrypt)
	gate.start()
	return append(ways, relayWay{"msxgate", gate.addr()})
}

// newRelay prepares a gateway before a server. It looks at every request for procedures of ours.
func newRelay(b testing.TB, behind *server, options string, args ...string) *server {
	return newServer(b, "GATE", append([]string{
		"--upstream", "sqlserver://sa:" + password + "@" + behind.addr() + "?" + options, "--procs", "all", "--agent", "off",
	}, args...)...)
}

func startHAProxy(b testing.TB, path, behind string) string {
	b.Helper()
	addr := fmt.Sprintf("127.0.0.1:%d", freePort(b))
	config := filepath.Join(b.TempDir(), "haproxy.cfg")
	text := "defaults\n mode tcp\n timeout connect 5s\n timeout client 1h\n timeout server 1h\n" +
		"listen relay\n bind " + addr + "\n server behind " + behind + "\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(path, "-db", "-f", config)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		nc, err := net.Dial("tcp", addr)
		if err == nil {
			nc.Close()
			return addr
		}
		if time.Now().After(end) {
			b.Fatalf("haproxy: %v\n%s", err, out.String())
		}
	}
}

// relayLogin logs in with packets of that size.
func relayLogin(addr string, secret bool, size uint32) (*tds.ClientConn, error) {
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	cfg := &tds.ClientConfig{Login: tds.Login7{UserName: "sa", Password: password, PacketSize: size}, Timeout: time.Minute}
	if secret {
		cfg.Encrypt, cfg.TLS = tds.EncryptRequired, &tls.Config{InsecureSkipVerify: true}
	}
	return tds.Dial(context.Background(), nc, cfg)
}

// relayTimes are the durations that each way took, one list a way, and what is made of them.
type relayTimes map[string][]time.Duration

// percentile of one way.
func (t relayTimes) percentile(way string, p int) time.Duration {
	slices.Sort(t[way])
	return t[way][min(len(t[way])*p/100, len(t[way])-1)]
}

// report reports what the relays add to direct, and how that of msxgate compares with that of haproxy.
func (t relayTimes) report(b *testing.B, ways []relayWay) {
	added := map[string]float64{}
	for _, w := range ways {
		for _, p := range []int{50, 99} {
			b.ReportMetric(float64(t.percentile(w.name, p).Nanoseconds())/1000, fmt.Sprintf("%s-p%d-us", w.name, p))
		}
		added[w.name] = float64(t.percentile(w.name, 50) - t.percentile("direct", 50))
	}
	b.ReportMetric(0, "ns/op")
	if added["haproxy"] > 0 {
		b.ReportMetric(added["msxgate"]/added["haproxy"], "added/haproxy")
	}
}

// reportRates reports how many of a unit each way does in a second, and how that compares with direct.
func (t relayTimes) reportRates(b *testing.B, ways []relayWay, amount float64, unit string) {
	direct := t.percentile("direct", 50).Seconds()
	for _, w := range ways {
		took := t.percentile(w.name, 50).Seconds()
		b.ReportMetric(amount/took, w.name+"-"+unit)
		if w.name != "direct" {
			b.ReportMetric(direct/took, w.name+"/direct")
		}
	}
	b.ReportMetric(0, "ns/op")
}

// inTurn runs f for each way in turn, so that what slows the machine for a while slows all of them.
func inTurn(b *testing.B, ways []relayWay, f func(w relayWay) (time.Duration, error)) relayTimes {
	b.Helper()
	times := relayTimes{}
	for b.Loop() {
		for _, w := range ways {
			took, err := f(w)
			if err != nil {
				b.Fatalf("%s: %v", w.name, err)
			}
			times[w.name] = append(times[w.name], took)
		}
	}
	return times
}

// relayLegs runs a benchmark in plain and with every leg encrypted.
func relayLegs(b *testing.B, f func(b *testing.B, ways []relayWay, secret bool)) {
	for _, secret := range []bool{false, true} {
		name := map[bool]string{false: "plain", true: "tls"}[secret]
		b.Run(name, func(b *testing.B) { f(b, relayWays(b, secret), secret) })
	}
}

// BenchmarkRelaySelect1 is SELECT 1 at 1 and at 16 connections.
func BenchmarkRelaySelect1(b *testing.B) {
	relayLegs(b, func(b *testing.B, ways []relayWay, secret bool) {
		for _, n := range []int{1, 16} {
			b.Run(fmt.Sprint(n), func(b *testing.B) { relaySelect1(b, ways, secret, n) })
		}
	})
}

// relaySelect1 sends requests on n connections of a way at once, then on those of the next way.
func relaySelect1(b *testing.B, ways []relayWay, secret bool, n int) {
	const requests = 50
	conns := map[string][]*tds.ClientConn{}
	for _, w := range ways {
		for range n {
			c, err := relayLogin(w.addr, secret, 0)
			if err != nil {
				b.Fatal(err)
			}
			defer c.Close()
			conns[w.name] = append(conns[w.name], c)
		}
	}
	times := relayTimes{}
	var mu sync.Mutex
	inTurn(b, ways, func(w relayWay) (time.Duration, error) {
		return 0, together(n, func(i int) error {
			took := make([]time.Duration, requests)
			for j := range took {
				begin := time.Now()
				if err := relayAsk(conns[w.name][i], "SELECT 1"); err != nil {
					return err
				}
				took[j] = time.Since(begin)
			}
			mu.Lock()
			defer mu.Unlock()
			times[w.name] = append(times[w.name], took...)
			return nil
		})
	})
	times.report(b, ways)
}

// together runs f n times at once.
func together(n int, f func(i int) error) error {
	errs := make(chan error, n)
	for i := range n {
		go func() { errs <- f(i) }()
	}
	var first error
	for range n {
		first = cmp.Or(first, <-errs)
	}
	return first
}

// relayAsk sends a batch and reads its answer, which must be no error.
func relayAsk(c *tds.ClientConn, text string) error {
	if err := c.Send(&tds.Request{Batch: &tds.SQLBatch{Text: text}}); err != nil {
		return err
	}
	return relayRead(c)
}

func relayRead(c *tds.ClientConn) error {
	var failed error
	for {
		t, err := c.NextToken()
		switch {
		case err == io.EOF:
			return failed
		case err != nil:
			return err
		}
		if e, ok := t.(*tds.Error); ok && !e.IsInfo() {
			failed = e
		}
	}
}

// BenchmarkRelayResult is a result of 100 MB, in packets of the size that go-mssqldb asks for and of that of SqlClient.
func BenchmarkRelayResult(b *testing.B) {
	const size = 100 << 20
	relayLegs(b, func(b *testing.B, ways []relayWay, secret bool) {
		for _, packet := range []uint32{4096, 8000} {
			b.Run(fmt.Sprint(packet), func(b *testing.B) {
				inTurn(b, ways, func(w relayWay) (time.Duration, error) {
					return relayResult(w, secret, packet, size)
				}).reportRates(b, ways, size/1e6, "MB/s")
			})
		}
	})
}

// relayResult reads a result by its packets alone.
func relayResult(w relayWay, secret bool, packet uint32, size int) (time.Duration, error) {
	c, err := relayLogin(w.addr, secret, packet)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	begin := time.Now()
	if err := c.Send(&tds.Request{Batch: &tds.SQLBatch{
		Text: fmt.Sprintf("SELECT REPLICATE(CONVERT(varchar(max), 'x'), %d)", size),
	}}); err != nil {
		return 0, err
	}
	in := c.Stream(0, nil)
	defer in.Release()
	got := 0
	for {
		p, err := in.Next()
		if err != nil {
			return 0, err
		}
		got += len(p)
		if in.Between() {
			break
		}
	}
	if got < size {
		return 0, fmt.Errorf("%d bytes of %d", got, size)
	}
	return time.Since(begin), nil
}

// BenchmarkRelayConnect is new connections, a login and no request each, four at a time.
func BenchmarkRelayConnect(b *testing.B) {
	const conns, atOnce = 10, 4
	relayLegs(b, func(b *testing.B, ways []relayWay, secret bool) {
		inTurn(b, ways, func(w relayWay) (time.Duration, error) {
			begin := time.Now()
			err := together(atOnce, func(int) error {
				for range conns {
					c, err := relayLogin(w.addr, secret, 0)
					if err != nil {
						return err
					}
					c.Close()
				}
				return nil
			})
			return time.Since(begin), err
		}).reportRates(b, ways, conns*atOnce, "conn/s")
	})
}

// BenchmarkRelayBulk loads rows of 200 bytes, 10 MB each time.
func BenchmarkRelayBulk(b *testing.B) {
	const rows = 50000
	relayLegs(b, func(b *testing.B, ways []relayWay, secret bool) {
		load := bulkRows(rows)
		inTurn(b, ways, func(w relayWay) (time.Duration, error) {
			c, err := relayLogin(w.addr, secret, 8000)
			if err != nil {
				return 0, err
			}
			defer c.Close()
			if err := relayAsk(c, "CREATE TABLE #load (id int, text varchar(200))"); err != nil {
				return 0, err
			}
			if err := relayAsk(c, "INSERT BULK #load (id int, text varchar(200))"); err != nil {
				b.Skip("the server behind takes no bulk load: ", err)
			}
			begin := time.Now()
			if err := sendBulk(c, load, 8000); err != nil {
				return 0, err
			}
			return time.Since(begin), relayRead(c)
		}).reportRates(b, ways, float64(len(load))/1e6, "MB/s")
	})
}

// bulkRows is the body of a bulk load.
func bulkRows(n int) []byte {
	meta := tds.ColMetadata{Columns: []tds.Column{
		{Name: "id", Type: tds.TypeInt, Nullable: true}, {Name: "text", Type: tds.TypeVarChar(200), Nullable: true},
	}}
	body, _ := meta.Encode(nil, tds.Version74)
	for i := range n {
		row := tds.Row{Columns: meta.Columns, Values: []tds.Value{int64(i), strings.Repeat("v", 190)}}
		body, _ = row.Encode(body, tds.Version74)
	}
	done := tds.DoneToken{Kind: tds.DoneKindStatement}
	body, _ = done.Encode(body, tds.Version74)
	return body
}

// sendBulk sends a bulk load in packets of that size.
func sendBulk(c *tds.ClientConn, body []byte, size int) error {
	for id := byte(1); ; id++ {
		part := body[:min(len(body), size-8)]
		body = body[len(part):]
		h := tds.PacketHeader{Type: tds.PacketBulkLoad, PacketID: id}
		if len(body) == 0 {
			h.Status = tds.StatusEOM
		}
		if err := c.WritePacket(h, part); err != nil || len(body) == 0 {
			return err
		}
	}
}
