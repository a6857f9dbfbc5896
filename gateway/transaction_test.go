package gateway_test

import (
	"testing"
	"time"

	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
)

// TestTransactionNews is what a client is told of its transaction: whenever its view changes, and only then.
func TestTransactionNews(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c := raw(t, addr)
	c.batch(`CREATE TABLE tempdb.dbo.news (n int PRIMARY KEY)`)
	for _, step := range []struct{ batch, want string }{
		{`BEGIN TRAN`, "begin; done inxact"},
		{`BEGIN TRAN`, "done inxact"},
		{`COMMIT`, "done inxact"},
		{`SAVE TRAN a; ROLLBACK TRAN a`, "done inxact; done inxact"},
		{`COMMIT`, "commit; done"},
		{`BEGIN TRAN; ROLLBACK`, "begin; done inxact; rollback; done"},
		{`BEGIN TRAN; COMMIT; BEGIN TRAN; COMMIT`, "begin; done inxact; commit; done; begin; done inxact; commit; done"},
		{`COMMIT`, "error 3902; done error"},
		{`SET XACT_ABORT ON; BEGIN TRAN`, "begin; done inxact"},
		{`SELECT 1/0`, "error 8134; rollback; done error"},
		{`SET XACT_ABORT OFF`, "done"},
		{`BEGIN TRAN; SELECT CAST('x' AS int)`, "begin; done inxact; error 245; rollback; done error"},
		{`SET IMPLICIT_TRANSACTIONS ON; INSERT tempdb.dbo.news VALUES (1)`, "begin; done inxact"},
		{`ROLLBACK`, "rollback; done"},
		{`SET IMPLICIT_TRANSACTIONS OFF`, "done"},
		{`BEGIN TRAN`, "begin; done inxact"},
		{`BEGIN TRY SET XACT_ABORT ON; SELECT 1/0 END TRY BEGIN CATCH SET XACT_ABORT OFF END CATCH`, "done inxact; rollback; error 3998; done error"},
	} {
		got := c.batch(step.batch)
		same(t, step.batch, got, step.want)
	}
}

// TestTransactionManager asks for transactions by the requests that drivers have for it.
func TestTransactionManager(t *testing.T) {
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	begin := &tds.Request{TransMgr: &tds.TransMgrRequest{Type: tds.TransMgrBegin, Isolation: tds.IsolationSerializable}}
	commit := &tds.Request{TransMgr: &tds.TransMgrRequest{Type: tds.TransMgrCommit, Begin: true}}
	same(t, "begin", c.ask(begin), "begin; done inxact")
	same(t, "commit and begin", c.ask(commit), "commit; begin; done inxact")
	same(t, "rollback", c.ask(&tds.Request{TransMgr: &tds.TransMgrRequest{Type: tds.TransMgrRollback}}), "rollback; done")
	same(t, "commit without one", c.ask(&tds.Request{TransMgr: &tds.TransMgrRequest{Type: tds.TransMgrCommit}}), "error 3902; done error")
	same(t, "distributed", c.ask(&tds.Request{TransMgr: &tds.TransMgrRequest{Type: 0}}), "error 40003; done error")
}

// TestStaleTransaction: a request of a transaction that is no longer is refused.
func TestStaleTransaction(t *testing.T) {
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	ask := func(d uint64) []string {
		return c.ask(&tds.Request{TranDescriptor: d, Batch: &tds.SQLBatch{Text: "SELECT 1"}})
	}
	same(t, "none", ask(0), "done")
	same(t, "stale", ask(4711), "error 3989; done error")
	c.batch("BEGIN TRAN")
	same(t, "untold", ask(0), "done inxact")
	same(t, "stale in another", ask(4711), "error 3989; done error inxact")
}

// TestResetInTransaction: the reset of a pooled connection rolls back, and tells so; unless it is to keep the
// transaction.
func TestResetInTransaction(t *testing.T) {
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	c.batch("BEGIN TRAN CREATE TABLE #t (n int) USE msdb")
	keep := &tds.Request{Reset: tds.ResetKeepTran, Batch: &tds.SQLBatch{Text: "SELECT @@TRANCOUNT"}}
	same(t, "keep", c.ask(keep), "reset; done inxact")
	drop := &tds.Request{Reset: tds.ResetSession, Batch: &tds.SQLBatch{Text: "IF @@TRANCOUNT = 0 AND OBJECT_ID('tempdb..#t') IS NULL AND DB_NAME() = 'master' SELECT 1"}}
	same(t, "drop", c.ask(drop), "rollback; reset; done")
}

// TestAttentionInTransaction: a cancelled request leaves its transaction open, unless XACT_ABORT is on; the client is told
// of that with its next request at the latest.
func TestAttentionInTransaction(t *testing.T) {
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	cancel := func(batch string) {
		if err := c.conn.Send(&tds.Request{Batch: &tds.SQLBatch{Text: batch}}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
		if err := c.conn.Attention(); err != nil {
			t.Fatal(err)
		}
		for acked := false; !acked; {
			for _, l := range c.answer() {
				acked = acked || len(l) > 9 && l[len(l)-9:] == "attention"
			}
		}
	}
	c.batch("BEGIN TRAN")
	cancel("WAITFOR DELAY '0:1'")
	same(t, "open", c.batch("SELECT @@TRANCOUNT"), "done inxact")
	cancel("SET XACT_ABORT ON; WAITFOR DELAY '0:1'")
	same(t, "ended", c.batch("SELECT 1"), "rollback; done")
}

// TestDirectoryInTransaction: what a transaction does to logins and roles is seen in it at once, by others after the
// commit, and not at all after a rollback, to a savepoint too.
func TestDirectoryInTransaction(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c, other := sa(t, addr), sa(t, addr)
	known := func(name string) string { return "SELECT CASE WHEN SUSER_ID('" + name + "') IS NULL THEN 0 ELSE 1 END" }
	check := func(what, login, here, there string) {
		t.Helper()
		if got := value(t, c, known(login)); got != here {
			t.Errorf("%s: the session itself sees %s, want %s", what, got, here)
		}
		if got := value(t, other, known(login)); got != there {
			t.Errorf("%s: others see %s, want %s", what, got, there)
		}
	}
	do(t, c, "BEGIN TRAN", "CREATE LOGIN a WITH PASSWORD = 'x1'")
	check("created", "a", "1", "0")
	do(t, c, "SAVE TRAN s", "CREATE LOGIN b WITH PASSWORD = 'x1'")
	check("after the savepoint", "b", "1", "0")
	do(t, c, "ROLLBACK TRAN s")
	check("back at the savepoint", "b", "0", "0")
	check("back at the savepoint", "a", "1", "0")
	do(t, c, "COMMIT")
	check("committed", "a", "1", "1")
	do(t, c, "BEGIN TRAN", "ALTER SERVER ROLE sysadmin ADD MEMBER a", "ROLLBACK")
	if got := value(t, c, "SELECT IS_SRVROLEMEMBER('sysadmin', 'a')"); got != "0" {
		t.Error("a role is kept that was rolled back")
	}
}

// TestFailedStatementLeavesNothing: a statement on logins that fails half way is undone, in a transaction and outside.
func TestFailedStatementLeavesNothing(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c := sa(t, addr)
	do(t, c, "CREATE LOGIN a WITH PASSWORD = 'x1'", "CREATE ROLE r", "BEGIN TRAN")
	if n := number(c, "EXEC sp_adduser 'a', 'a', 'nosuchrole'"); n != 15151 {
		t.Fatal(n)
	}
	if got := value(t, c, "SELECT COUNT(*) FROM sys.database_principals WHERE name = 'a'"); got != "0" {
		t.Error("half of sp_adduser is left")
	}
	do(t, c, "COMMIT")
	if number(c, "EXEC sp_adduser 'a', 'a', 'nosuchrole'") == 0 || value(t, c, "SELECT COUNT(*) FROM sys.database_principals WHERE name = 'a'") != "0" {
		t.Error("half of sp_adduser is committed")
	}
}
