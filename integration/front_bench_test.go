package integration

import (
	"fmt"
	"testing"
	"time"

	"msxgate/tds"
)

// BenchmarkFrontCall is a call of a procedure of ours by a client of a gateway before a server, and the same where the
// server has the procedures itself: one that reads, 100 targets, and one that writes.
func BenchmarkFrontCall(b *testing.B) {
	whole := newServer(b, "WHOLE", "--agent", "off", "--encrypt", "off")
	whole.start()
	behind := newServer(b, "BEHIND", "--procs", "none", "--agent", "off", "--encrypt", "off")
	behind.start()
	gate := newServer(b, "GATE", "--upstream", "sqlserver://sa:"+password+"@"+behind.addr()+"?encrypt=disable", "--procs", "all", "--agent", "off", "--encrypt", "off")
	gate.start()
	ways := []relayWay{{"direct", whole.addr()}, {"msxgate", gate.addr()}}
	conns := map[string]*tds.ClientConn{}
	for _, w := range ways {
		c, err := relayLogin(w.addr, false, 0)
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		conns[w.name] = c
		if err := relayAsk(c, "EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'"); err != nil {
			b.Fatal(err)
		}
		for i := range 100 {
			enlist := fmt.Sprintf("EXEC msdb.dbo.sp_enlist_tsx 0, N'T%d', N'', 0, '20260105 09:30:00', N'dba', 60, 251660240", i)
			if err := relayAsk(c, enlist); err != nil {
				b.Fatal(err)
			}
		}
	}
	for _, work := range []struct{ name, first, second string }{
		{"read", "msdb.dbo.sp_help_targetserver", ""},
		{"write", "msdb.dbo.sp_add_targetservergroup", "msdb.dbo.sp_delete_targetservergroup"},
	} {
		b.Run(work.name, func(b *testing.B) {
			times := relayTimes{}
			inTurn(b, ways, func(w relayWay) (time.Duration, error) {
				begin := time.Now()
				for _, proc := range []string{work.first, work.second} {
					if proc == "" {
						continue
					}
					call := &tds.RPCRequest{Proc: proc}
					if work.second != "" {
						call.Params = []tds.RPCParam{{Name: "@name", Type: tds.TypeSysname, Value: "G"}}
					}
					if err := conns[w.name].Send(&tds.Request{RPCs: []*tds.RPCRequest{call}}); err != nil {
						return 0, err
					}
					if err := relayRead(conns[w.name]); err != nil {
						return 0, err
					}
				}
				times[w.name] = append(times[w.name], time.Since(begin))
				return 0, nil
			})
			for _, w := range ways {
				b.ReportMetric(float64(times.percentile(w.name, 50).Nanoseconds())/1000, w.name+"-p50-us")
				b.ReportMetric(float64(times.percentile(w.name, 99).Nanoseconds())/1000, w.name+"-p99-us")
			}
			b.ReportMetric(float64(times.percentile("msxgate", 50))/float64(times.percentile("direct", 50)), "msxgate/direct")
			b.ReportMetric(0, "ns/op")
		})
	}
}
