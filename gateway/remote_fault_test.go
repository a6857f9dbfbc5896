package gateway_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"msxgate/gateway"
	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
)

// remoteMessage has the gateway make each kind of request it makes: probe, shipments, a transaction of the client's, one of
// a procedure's own, a table variable that it makes, keeps over a rollback and drops.
const remoteMessage = `DECLARE @t TABLE (id int, name sysname)
EXEC msdb.dbo.sp_add_targetservergroup N'own'
EXEC msdb.dbo.sp_delete_targetservergroup N'own'
BEGIN TRAN
SELECT name INTO #x FROM master.sys.databases
EXEC msdb.dbo.sp_add_targetservergroup N'G'
INSERT @t EXEC msdb.dbo.sp_help_targetservergroup
ROLLBACK
SELECT COUNT(*) AS kept FROM @t
SELECT 'whole' AS told`

// TestRemoteCut breaks the leg to the server while a message of ours is answered, at the end of each packet of the server
// and inside it: no client may take what it got for whole, nor wait for ever, and nothing is left of it.
func TestRemoteCut(t *testing.T) {
	behind := plainServer(t, tds.EncryptOff)
	p := newFaultProxy(t, behind)
	direct, err := gateway.ParseUpstream("sqlserver://sa:" + relayPassword + "@" + behind + "?encrypt=disable")
	if err != nil {
		t.Fatal(err)
	}
	f := &gateway.Front{Upstream: direct, Procs: "all", Log: discardLog()}
	if err := f.Open(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	var gate *gateway.Server
	addr := relayTo(t, p.addr, "encrypt=disable", func(s *gateway.Server) {
		s.Upstream.Timeout, s.Upstream.Stall = 200*time.Millisecond, 50*time.Millisecond
		s.Upstream.NewRouter = f.NewRouter
		gate = s
	})
	try := func(cut relayCut, text string) (whole bool, err error) {
		p.cuts <- cut
		nc := relayTCP(t, addr)
		defer nc.Close()
		c, err := tds.Dial(context.Background(), nc, &tds.ClientConfig{Login: tds.Login7{UserName: "sa", Password: relayPassword, PacketSize: 512}})
		if err != nil || text == "" {
			return false, err
		}
		_ = nc.SetDeadline(time.Now().Add(5 * time.Second))
		tokens, err := relayAnswer(c, relayBatch(text))
		failed := false
		for _, k := range tokens {
			switch k := k.(type) {
			case *tds.Row:
				whole = whole || k.Values[0] == "whole"
			case *tds.Error:
				failed = failed || !k.IsInfo()
			}
		}
		return whole && !failed && err == nil, err
	}
	if _, err := try(relayCut{after: 1 << 30}, ""); err != nil {
		t.Fatal(err)
	}
	login := len(<-p.said)
	if whole, err := try(relayCut{after: 1 << 30}, remoteMessage); !whole {
		t.Fatalf("uncut: %v", err)
	}
	ends := boundaries(<-p.said)
	before := relayLeft()
	for _, fault := range relayFaults {
		if !fault.breaks && fault.name != "no token" && fault.name != "65534 columns" && fault.name != "half a DONE" {
			continue
		}
		from := login
		for i, to := range ends {
			if to <= login || !fault.breaks && i%4 > 0 {
				continue
			}
			for _, cut := range []int{from, from + 1 + (to-from)/2} {
				if cut >= ends[len(ends)-2] {
					continue // the answer was whole, and the rest tidies up behind it
				}
				whole, err := try(relayCut{cut, fault}, remoteMessage)
				switch {
				case whole:
					t.Errorf("%s after %d of %d bytes: what came was taken for whole", fault.name, cut-login, ends[len(ends)-1]-login)
				case err != nil && strings.Contains(err.Error(), "timeout") && fault.breaks:
					t.Errorf("%s after %d bytes: the client was left waiting", fault.name, cut-login)
				}
				if !fault.breaks {
					break
				}
			}
			from = to
		}
	}
	relayLeavesNothing(t, gate, before)
}

// TestRemoteAttention cancels a message of ours at many moments: one acknowledgement comes, and the session goes on.
func TestRemoteAttention(t *testing.T) {
	front, _ := gatewaytest.StartFront(t)
	c := relayDial(t, addrOf(front), func(c *tds.ClientConfig) { c.Login.Password = gatewaytest.Password })
	for i := range 60 {
		q := relayBatch(fmt.Sprintf("BEGIN TRAN\n%s\nWAITFOR DELAY '00:00:00.010'\nCOMMIT", strings.ReplaceAll(strings.ReplaceAll(remoteMessage, "BEGIN TRAN\n", ""), "ROLLBACK\n", "")))
		if i%3 == 0 {
			q = relayBatch(remoteMessage)
		}
		if err := c.Send(q); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i) * 400 * time.Microsecond)
		if err := c.Attention(); err != nil {
			t.Fatal(err)
		}
		acknowledged := 0
		for acknowledged == 0 {
			k, err := c.NextToken()
			if err == io.EOF {
				continue // the answer had ended, and the acknowledgement is a message of its own
			}
			if err != nil {
				t.Fatalf("attention %d: %v", i, err)
			}
			if d, ok := k.(*tds.DoneToken); ok && d.Status&tds.DoneAttention != 0 {
				acknowledged++
			}
		}
		for {
			k, err := c.NextToken()
			if err == io.EOF {
				break
			}
			t.Fatalf("attention %d: %v behind the acknowledgement, %v", i, k, err)
		}
		tokens, err := relayAnswer(c, relayBatch("IF @@TRANCOUNT > 0 ROLLBACK\nDELETE msdb.dbo.systargetservergroups\nIF OBJECT_ID('tempdb..#x') IS NOT NULL DROP TABLE #x\nSELECT @@TRANCOUNT AS n"))
		if err != nil {
			t.Fatalf("after attention %d: %v", i, err)
		}
		n, rows := int64(-1), 0
		for _, k := range tokens {
			switch k := k.(type) {
			case *tds.Row:
				n, _ = k.Values[0].(int64)
				rows++
			case *tds.Error:
				t.Errorf("after attention %d: %v", i, k)
			}
		}
		if n != 0 || rows != 1 {
			t.Errorf("after attention %d: @@TRANCOUNT %d, %d rows", i, n, rows)
		}
	}
}

// TestRemoteOld has a client of TDS 7.1, which knows no descriptors and no varchar(max), run messages of ours.
func TestRemoteOld(t *testing.T) {
	front, _ := gatewaytest.StartFront(t)
	c := relayDial(t, addrOf(front), func(c *tds.ClientConfig) {
		c.Login.Password, c.Login.TDSVersion = gatewaytest.Password, tds.Version71
	})
	ask := func(text string) (out string) {
		t.Helper()
		tokens, err := relayAnswer(c, relayBatch(text))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for _, k := range tokens {
			switch k := k.(type) {
			case *tds.Row:
				out += strings.Trim(fmt.Sprint(k.Values), "[]") + "\n"
			case *tds.Error:
				if !k.IsInfo() {
					out += fmt.Sprintln("error", k.Number, k.Message)
				}
			}
		}
		return out
	}
	for _, test := range []struct{ text, want string }{
		{remoteMessage, "1\nwhole\n"},
		{"SELECT @@TRANCOUNT", "0\n"},
		{"BEGIN TRAN EXEC msdb.dbo.sp_add_job @job_name = N'old'", ""},
		{"EXEC msdb.dbo.sp_add_jobstep @job_name = N'old', @step_name = N's', @command = N'SELECT 1' SELECT @@TRANCOUNT", "1\n"},
		{"SAVE TRAN s EXEC msdb.dbo.sp_add_job @job_name = N'older' ROLLBACK TRAN s COMMIT SELECT @@TRANCOUNT", "0\n"},
		{"SELECT name FROM msdb.dbo.sysjobs", "old\n"},
		{"DECLARE @m nvarchar(max) = REPLICATE(CONVERT(nvarchar(max), N'x'), 9000) EXEC msdb.dbo.sp_update_job @job_name = N'old', @description = N'd' SELECT LEN(@m)", "9000\n"},
		{"CREATE TABLE #r (id int, name sysname) EXEC msdb.dbo.sp_add_targetservergroup N'A' INSERT #r EXEC msdb.dbo.sp_help_targetservergroup SELECT name FROM #r", "A\n"},
		{"SELECT name FROM #r", "A\n"},
		{"BEGIN TRY BEGIN TRAN EXEC msdb.dbo.sp_delete_job @job_name = N'nosuch' END TRY BEGIN CATCH SELECT ERROR_NUMBER(), @@TRANCOUNT ROLLBACK END CATCH", "14262 1\n"},
		{sqlOfSSMS, ""},
		{"SELECT name FROM msdb.dbo.sysjobs WHERE name = N'ssms'", "ssms\n"},
	} {
		if got := ask(test.text); got != test.want {
			t.Errorf("%s\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}

// sqlOfSSMS is the form of the scripts that SSMS makes of a job.
const sqlOfSSMS = `BEGIN TRANSACTION
DECLARE @ReturnCode INT
SELECT @ReturnCode = 0
IF NOT EXISTS (SELECT name FROM msdb.dbo.syscategories WHERE name=N'[Uncategorized (Local)]' AND category_class=1)
BEGIN
EXEC @ReturnCode = msdb.dbo.sp_add_category @class=N'JOB', @type=N'LOCAL', @name=N'[Uncategorized (Local)]'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
END
DECLARE @jobId BINARY(16)
EXEC @ReturnCode = msdb.dbo.sp_add_job @job_name=N'ssms', @enabled=1, @owner_login_name=N'sa', @job_id = @jobId OUTPUT
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobstep @job_id=@jobId, @step_name=N'one', @step_id=1, @subsystem=N'TSQL', @command=N'SELECT 1', @database_name=N'master'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_update_job @job_id = @jobId, @start_step_id = 1
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobserver @job_id = @jobId, @server_name = N'(local)'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
COMMIT TRANSACTION
GOTO EndSave
QuitWithRollback:
    IF (@@TRANCOUNT > 0) ROLLBACK TRANSACTION
EndSave:
`
