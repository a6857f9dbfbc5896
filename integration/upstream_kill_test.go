package integration

import (
	"context"
	"database/sql"
	"testing"
	"time"
)

// patience is how long a client of a gateway waits to learn that the server behind is gone.
const patience = 30 * time.Second

// serverKilled: the server behind dies in the middle of things. Clients learn it, the gateway lives, and when the server is
// back it serves new clients, with what was committed and nothing else.
func serverKilled(t *testing.T, r rear) {
	b := r.open(t, "HQ")
	s := front(t, b)
	s.exec(`EXEC msdb.dbo.sp_add_targetservergroup N'committed'`)
	pid := s.cmd.Process.Pid

	idle, busy, open := connTo(t, s), connTo(t, s), connTo(t, s)
	execOn(t, open, `BEGIN TRANSACTION; EXEC msdb.dbo.sp_add_targetservergroup N'uncommitted'`)
	ended := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		_, err := busy.ExecContext(ctx, `EXEC msdb.dbo.sp_help_targetservergroup; WAITFOR DELAY '00:02:00'`)
		if ctx.Err() != nil {
			err = nil // nobody told it
		}
		ended <- err
	}()
	time.Sleep(300 * time.Millisecond) // into the WAITFOR, most likely; the test holds either way
	b.kill()

	if err := <-ended; err == nil {
		t.Errorf("the client in the middle of a batch was told nothing in %v", patience)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for name, c := range map[string]*sql.Conn{"idle": idle, "in a transaction": open} {
		if _, err := c.ExecContext(ctx, `EXEC msdb.dbo.sp_help_targetservergroup`); err == nil || ctx.Err() != nil {
			t.Errorf("the client that was %s was told %v (%v)", name, err, ctx.Err())
		}
	}
	if err := tryExec(s.dsn("master"), `SELECT 1`); err == nil {
		t.Error("a new client was let in though the server is away")
	}
	if s.cmd.ProcessState != nil || s.cmd.Process.Pid != pid {
		t.Fatal("the gateway is gone")
	}

	b.restart()
	s.await(1, `SELECT COUNT(*) FROM msdb.dbo.systargetservergroups`)
	s.exec(`EXEC msdb.dbo.sp_add_targetservergroup N'later'`, `EXEC msdb.dbo.sp_delete_targetservergroup N'committed'`)
	if got := b.scalar(`SELECT MAX(name) FROM msdb.dbo.systargetservergroups`); got != "later" {
		t.Errorf("behind, there is %q", got)
	}
}

// gatewayKilled: a gateway keeps nothing, so a second one goes on where the first was killed, and what the first had not
// committed is gone.
func gatewayKilled(t *testing.T, r rear) {
	b := r.open(t, "HQ")
	one, two := front(t, b), front(t, b)
	c := connTo(t, one)
	execOn(t, c, `EXEC msdb.dbo.sp_add_targetservergroup N'committed'`,
		`BEGIN TRANSACTION; EXEC msdb.dbo.sp_add_targetservergroup N'uncommitted'`)
	one.kill()
	b.await(1, `SELECT COUNT(*) FROM msdb.dbo.systargetservergroups`)
	two.exec(`EXEC msdb.dbo.sp_update_targetservergroup N'committed', N'kept'`)
	one.start()
	one.await(1, `SELECT COUNT(*) FROM msdb.dbo.systargetservergroups WHERE name = N'kept'`)
}

func connTo(t *testing.T, s *server) *sql.Conn {
	t.Helper()
	c, err := s.open().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func execOn(t *testing.T, c *sql.Conn, batches ...string) {
	t.Helper()
	for _, b := range batches {
		if _, err := c.ExecContext(t.Context(), b); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
	}
}
