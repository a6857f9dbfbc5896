package integration

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// rounds is how often the kill tests kill: a few times, or MSXGATE_CRASH times.
func rounds(t *testing.T) int {
	t.Helper()
	if n, err := strconv.Atoi(os.Getenv("MSXGATE_CRASH")); err == nil {
		return n
	}
	if testing.Short() {
		return 1
	}
	return 3
}

// TestKill kills one of three servers with SIGKILL at random moments while jobs run and statements are acknowledged. After
// each restart every acknowledged statement is there; at the end every instruction had one run and every outcome arrived.
func TestKill(t *testing.T) {
	e := newEnterprise(t, 2)
	e.enlist()
	e.hq.exec(`EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'`,
		`EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'WAITFOR DELAY ''00:00:00.1'''`,
		`EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'`,
		`EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T2'`)
	for _, s := range e.targets {
		s.await(1, `SELECT COUNT(*) FROM msdb.dbo.sysjobs`)
	}
	all := append([]*server{e.hq}, e.targets...)
	for _, s := range all {
		s.exec(`CREATE TABLE msdb.dbo.acknowledged (n int NOT NULL PRIMARY KEY)`)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	n, starts := 0, 0
	for round := range rounds(t) {
		victim := all[rng.IntN(len(all))]
		if e.tryStart() {
			starts++
		}
		stop := make(chan struct{})
		last := make(chan int, 1)
		go func() { last <- writeUntil(victim, n, stop) }()
		time.Sleep(time.Duration(rng.IntN(400)) * time.Millisecond)
		victim.kill()
		close(stop)
		acknowledged := <-last
		victim.start()
		got := atoi(victim.scalar(fmt.Sprintf(`SELECT COUNT(*) FROM msdb.dbo.acknowledged WHERE n > %d AND n <= %d`, n, acknowledged)))
		if got != acknowledged-n {
			t.Fatalf("round %d: %s lost statements: %d of %d are there", round, victim.name, got, acknowledged-n)
		}
		n += 100000
	}
	e.settle()
	if got := atoi(e.hq.scalar(`SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE operation_code = 4`)); got < 2*starts {
		t.Errorf("%d instructions are there of %d acknowledged starts on two targets", got, starts)
	}
	e.checkRuns(t)
}

// tryStart asks for a run on every target and tells whether the master acknowledged it.
func (e *enterprise) tryStart() bool {
	db, err := sql.Open("sqlserver", e.hq.dsn("msdb"))
	if err != nil {
		return false
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_, err = db.ExecContext(ctx, `EXEC msdb.dbo.sp_start_job N'J'`)
	return err == nil
}

// writeUntil inserts rising numbers after base until the server is gone, and returns the last one that was acknowledged.
func writeUntil(s *server, base int, stop chan struct{}) int {
	db, err := sql.Open("sqlserver", s.dsn("msdb"))
	if err != nil {
		return base
	}
	defer db.Close()
	for n := base + 1; ; n++ {
		select {
		case <-stop:
			return n - 1
		default:
		}
		if _, err := db.Exec(fmt.Sprintf(`INSERT INTO msdb.dbo.acknowledged (n) VALUES (%d)`, n)); err != nil {
			return n - 1
		}
	}
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// settle waits until nothing is pending anywhere.
func (e *enterprise) settle() {
	e.hq.await(0, `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE status = 0`)
	for _, s := range e.targets {
		s.await(0, `SELECT COUNT(*) FROM msdb.msxgate.run_ledger WHERE state < 2`)
		s.await(0, `SELECT COUNT(*) FROM msdb.msxgate.outbox`)
	}
}

// checkRuns: every START that a target acknowledged has one ledger entry, every run that began has exactly one outcome row, and
// the master has the last outcome of each target.
func (e *enterprise) checkRuns(t *testing.T) {
	t.Helper()
	for _, s := range e.targets {
		if got := s.scalar(`SELECT COUNT(*) FROM (SELECT instruction_id, instruction_posted FROM msdb.msxgate.run_ledger
			GROUP BY instruction_id, instruction_posted HAVING COUNT(*) > 1) AS d`); got != "0" {
			t.Errorf("%s: %s instructions have more than one run", s.name, got)
		}
		asked := atoi(s.scalar(`SELECT COUNT(*) FROM msdb.msxgate.run_ledger`))
		began := atoi(s.scalar(`SELECT COUNT(*) FROM msdb.msxgate.run_ledger WHERE started IS NOT NULL`))
		rows := atoi(s.scalar(`SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0`))
		starts := atoi(e.hq.scalar(`SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE operation_code = 4 AND target_server = N'` + s.name + `'`))
		if asked != starts || rows != began {
			t.Errorf("%s: %d starts, %d runs asked for, %d begun, %d outcomes in the history", s.name, starts, asked, began, rows)
		}
		last := s.scalar(`SELECT last_outcome_message FROM msdb.dbo.sysjobservers`)
		if got := e.hq.scalar(`SELECT s.last_outcome_message FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.systargetservers AS t
			ON t.server_id = s.server_id WHERE t.server_name = N'` + s.name + `'`); got != last {
			t.Errorf("%s: the master has outcome %q, the target %q", s.name, got, last)
		}
	}
}
