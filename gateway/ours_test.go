package gateway_test

import (
	"context"
	"sync"
	"testing"

	"msxgate/gateway/gatewaytest"
	"msxgate/procs"
	"msxgate/tds"
)

// listener is an agent that takes every request and remembers what it is told.
type listener struct {
	mu      sync.Mutex
	notices []procs.Notice
}

func (l *listener) hear(n procs.Notice) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.notices = append(l.notices, n)
}

func (l *listener) heard() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(l.notices)
	l.notices = nil
	return n
}

func (*listener) Running() bool                                  { return true }
func (*listener) Starting() bool                                 { return false }
func (*listener) CheckStart(tds.GUID, string, string) error      { return nil }
func (*listener) CheckStop(tds.GUID, string, string) error       { return nil }
func (*listener) Jobs() []procs.JobState                         { return nil }
func (*listener) Enlist(context.Context, procs.Enlistment) error { return nil }

// TestOurProcedures calls a procedure of msdb in all the ways there are.
func TestOurProcedures(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c := sa(t, addr)
	do(t, c, "CREATE PROCEDURE dbo.wraps @name sysname AS DECLARE @rc int EXEC @rc = msdb.dbo.sp_add_job @job_name = @name RETURN @rc",
		"USE msdb", "CREATE PROCEDURE dbo.inside AS EXEC sp_add_job @job_name = N'inside'", "USE master")
	for _, test := range []struct {
		batch string
		want  int32
	}{
		{"EXEC msdb.dbo.sp_add_job @job_name = N'a'", 0},
		{"EXEC msdb..sp_add_job N'b'", 0},
		{"EXEC [msdb].[dbo].[sp_add_job] @job_name = N'c'", 0},
		{"EXEC HQ.msdb.dbo.sp_add_job N'd'", 0},
		{"EXEC OTHER.msdb.dbo.sp_add_job N'e'", 7202},
		{"EXEC sp_add_job N'e'", 2812},
		{"EXEC tempdb..sp_add_job N'e'", 2812},
		{"EXEC msdb.sys.sp_add_job N'e'", 2812},
		{"DECLARE @p sysname = 'msdb.dbo.sp_add_job' EXEC @p N'e'", 0},
		{"EXEC ('EXEC msdb.dbo.sp_add_job N''f''')", 0},
		{"EXEC sp_executesql N'EXEC msdb.dbo.sp_add_job @n', N'@n sysname', N'g'", 0},
		{"EXEC wraps N'h'", 0},
		{"EXEC msdb.dbo.inside", 0},
		{"DECLARE @rc int EXEC @rc = msdb.dbo.sp_add_job N'i' IF @rc <> 0 RAISERROR ('%d', 16, 1, @rc)", 0},
		{"EXEC msdb.dbo.sp_delete_job @job_name = N'nosuch'", 14262},
		{"BEGIN TRY EXEC msdb.dbo.sp_delete_job @job_name = N'nosuch' END TRY BEGIN CATCH IF ERROR_NUMBER() <> 14262 OR ERROR_PROCEDURE() IS NULL OR @@TRANCOUNT > 0 THROW END CATCH", 0},
		{"BEGIN TRAN BEGIN TRY EXEC msdb.dbo.sp_add_job N'j' EXEC msdb.dbo.sp_add_job N'j' END TRY BEGIN CATCH IF XACT_STATE() <> 1 THROW END CATCH ROLLBACK", 0},
		{"IF EXISTS (SELECT 1 FROM msdb.dbo.sysjobs WHERE name = N'j') THROW 50001, 'left', 1", 0},
		{"CREATE TABLE #c (category_id int, category_type tinyint, name sysname) INSERT #c EXEC msdb.dbo.sp_help_category IF @@ROWCOUNT = 0 THROW 50001, 'none', 1", 0},
		{"IF (SELECT COUNT(*) FROM msdb.dbo.sysjobs) <> 10 THROW 50001, 'jobs', 1", 0},
		{"EXEC xp_getnetname", 0},
		{"EXEC master..xp_getnetname", 0},
		{"EXEC msdb.dbo.xp_getnetname", 0},
		{"EXEC sys.xp_getnetname", 0},
	} {
		if got := number(c, test.batch); got != test.want {
			t.Errorf("%s: %d, want %d", test.batch, got, test.want)
		}
	}
}

// TestNotices: the agent hears of a change when it is committed, once, and never of one that was rolled back.
func TestNotices(t *testing.T) {
	b := gatewaytest.Open(t)
	l := &listener{}
	b.SetAgent(l, l.hear)
	c := sa(t, gatewaytest.Serve(t, b))
	do(t, c, "EXEC msdb.dbo.sp_add_job N'j'", "EXEC msdb.dbo.sp_add_jobstep @job_name = N'j', @step_name = N's', @command = N'SELECT 1'",
		"EXEC msdb.dbo.sp_add_jobserver @job_name = N'j'")
	l.heard()
	for _, test := range []struct {
		batch string
		want  bool
	}{
		{"EXEC msdb.dbo.sp_update_job @job_name = N'j', @enabled = 0", true},
		{"BEGIN TRAN EXEC msdb.dbo.sp_update_job @job_name = N'j', @enabled = 1", false},
		{"COMMIT", true},
		{"BEGIN TRAN EXEC msdb.dbo.sp_update_job @job_name = N'j', @enabled = 0 ROLLBACK", false},
		{"BEGIN TRAN SAVE TRAN s EXEC msdb.dbo.sp_update_job @job_name = N'j', @enabled = 0 ROLLBACK TRAN s COMMIT", false},
		{"EXEC msdb.dbo.sp_start_job N'j'", true},
	} {
		do(t, c, test.batch)
		if n := l.heard(); (n > 0) != test.want {
			t.Errorf("%s: %d notices", test.batch, n)
		}
	}
}
