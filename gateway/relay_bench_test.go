package gateway_test

import (
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"testing"
	"time"

	"msxgate/tds"
)

// tcpRelay copies bytes both ways, as a relay does that knows nothing of them.
func tcpRelay(b *testing.B, behind string) string {
	return rawServer(b, func(nc *net.TCPConn) {
		up, err := net.Dial("tcp", behind)
		if err != nil {
			return
		}
		defer up.Close()
		go func() {
			_, _ = io.Copy(up, nc)
			_ = up.(*net.TCPConn).CloseWrite()
		}()
		_, _ = io.Copy(nc, up)
	})
}

// behindRelay is the server of the benchmarks: that of MSXGATE_BENCH_SERVER, which runs in another process, or one of
// this process.
func behindRelay(b *testing.B) string {
	if addr := os.Getenv("MSXGATE_BENCH_SERVER"); addr != "" {
		return addr
	}
	return plainServer(b, tds.EncryptOff)
}

// BenchmarkRelay compares a server reached directly, through a TCP relay, and through the gateway in plain and
// encrypted.
func BenchmarkRelay(b *testing.B) {
	behind := behindRelay(b)
	ways := []struct{ name, addr string }{
		{"direct", behind},
		{"tcp", tcpRelay(b, behind)},
		{"relay", relayTo(b, behind, "encrypt=disable", nil)},
		{"relay-tls", relayTo(b, behind, "encrypt=true&trustservercertificate=true", nil)},
	}
	for _, way := range ways {
		b.Run("select1/"+way.name, func(b *testing.B) {
			c := relayDial(b, way.addr, nil)
			took := make([]time.Duration, 0, b.N)
			for b.Loop() {
				begin := time.Now()
				if _, err := relayAnswer(c, relayBatch("SELECT 1")); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(begin))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000, "p50-us")
			b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "p99-us")
		})
	}
	for _, way := range ways {
		for _, size := range []uint32{4096, 16383} {
			b.Run(fmt.Sprintf("100MB/%d/%s", size, way.name), func(b *testing.B) {
				c := relayDial(b, way.addr, func(cfg *tds.ClientConfig) { cfg.Login.PacketSize, cfg.Login.Password = size, relayPassword })
				const bytes = 100 << 20
				b.SetBytes(bytes)
				for b.Loop() {
					if err := c.Send(relayBatch(fmt.Sprintf("SELECT REPLICATE(CONVERT(varchar(max), 'x'), %d)", bytes))); err != nil {
						b.Fatal(err)
					}
					for ends := false; !ends; {
						h, _, err := c.ReadPacket()
						if err != nil {
							b.Fatal(err)
						}
						ends = h.Status&tds.StatusEOM != 0
					}
				}
			})
		}
	}
}
