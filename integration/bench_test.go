package integration

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// each runs f b.N times and reports the median and the 99th percentile beside the mean.
func each(b *testing.B, f func(i int) error) {
	b.Helper()
	took := make([]time.Duration, 0, b.N)
	b.ResetTimer()
	for i := range b.N {
		begin := time.Now()
		if err := f(i); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begin))
	}
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-us")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-us")
}

// benchConn is one connection to a fresh server.
func benchConn(b *testing.B) (*server, *sql.Conn) {
	b.Helper()
	s := newServer(b, "HQ")
	s.start()
	conn, err := s.open().Conn(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	return s, conn
}

// drain runs a batch and reads all it returns.
func drain(conn *sql.Conn, text string) error {
	rows, err := conn.QueryContext(context.Background(), text)
	if err != nil {
		return err
	}
	defer rows.Close()
	for more := true; more; more = rows.NextResultSet() {
		for rows.Next() { //nolint:revive // only the reading is measured
		}
	}
	return rows.Err()
}

func BenchmarkSelect1(b *testing.B) {
	_, conn := benchConn(b)
	each(b, func(int) error { return drain(conn, "SELECT 1") })
}

// BenchmarkHelpTargetServer is EXEC sp_help_targetserver with 100 targets.
func BenchmarkHelpTargetServer(b *testing.B) {
	s, conn := benchConn(b)
	s.exec(`EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'`, `
DECLARE @i int = 0, @name sysname
WHILE @i < 100
BEGIN
  SET @i += 1
  SET @name = CONCAT(N'BRANCH', @i)
  EXEC msdb.dbo.sp_enlist_tsx 0, @name, N'Leeds', 0, '20260105 09:30:00', N'dba', 60, 251660240
END`)
	each(b, func(int) error { return drain(conn, "EXEC msdb.dbo.sp_help_targetserver") })
}

// BenchmarkJobScript is the SSMS job script in one durable transaction; the job is deleted in between, unmeasured.
func BenchmarkJobScript(b *testing.B) {
	_, conn := benchConn(b)
	script := batches(jobScript(b))
	if err := drain(conn, script[0]); err != nil {
		b.Fatal(err)
	}
	each(b, func(i int) error {
		return drain(conn, strings.ReplaceAll(script[1], "Nightly check", "Nightly check "+strconv.Itoa(i)))
	})
}

// BenchmarkColdStart is `serve` on an existing store, from exec to Ready.
func BenchmarkColdStart(b *testing.B) {
	s := newServer(b, "HQ")
	s.start()
	s.stop()
	each(b, func(int) error {
		s.start()
		b.StopTimer()
		s.stop()
		b.StartTimer()
		return nil
	})
}

// BenchmarkIdleSession measures the memory of sessions that do nothing.
func BenchmarkIdleSession(b *testing.B) {
	const sessions = 2000
	for b.Loop() {
		s := newServer(b, "HQ")
		s.start()
		s.exec("SELECT 1")
		before := residentKiB(b, s)
		db := s.open()
		db.SetMaxIdleConns(sessions)
		var conns []*sql.Conn
		for range sessions {
			c, err := db.Conn(context.Background())
			if err != nil {
				b.Fatal(err)
			}
			conns = append(conns, c)
		}
		b.ReportMetric(float64(residentKiB(b, s)-before)/sessions, "KiB/session")
		for _, c := range conns {
			c.Close()
		}
		db.Close()
		s.stop()
	}
}

func residentKiB(b *testing.B, s *server) int {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		b.Skip("no /proc: ", err)
	}
	for _, l := range strings.Split(string(status), "\n") {
		if rest, ok := strings.CutPrefix(l, "VmRSS:"); ok {
			n, _ := strconv.Atoi(strings.Fields(rest)[0])
			return n
		}
	}
	b.Skip("no VmRSS")
	return 0
}
