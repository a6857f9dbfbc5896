package integration

import (
	"fmt"
	"strings"
	"testing"
)

// TestFreeTDS walks through the whole life of a multiserver environment with FreeTDS' tsql, as an administrator would: make HQ
// a master and T1 and T2 targets, run a job on both, and take it apart again.
func TestFreeTDS(t *testing.T) {
	for _, version := range []string{"7.4", "7.1"} {
		t.Run("TDS "+version, func(t *testing.T) {
			t.Parallel()
			seed(t, version)
		})
	}
}

func seed(t *testing.T, version string) {
	need(t, "tsql")
	hq := newServer(t, "HQ")
	hq.start()
	targets := []*server{}
	for _, name := range []string{"T1", "T2"} {
		s := newServer(t, name, "--alias", fmt.Sprintf("HQ=127.0.0.1,%d", hq.port))
		s.start()
		s.trust(hq)
		targets = append(targets, s)
	}
	t1, t2 := targets[0], targets[1]
	// say runs batches on a server and wants these texts in what tsql prints.
	say := func(s *server, script string, want ...string) {
		t.Helper()
		out := runTSQL(t, s, version, strings.TrimSpace(script)+"\ngo")
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Fatalf("%s: %s\nwant %q in:\n%s", s.name, script, w, out)
			}
		}
	}
	say(hq, `
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator', @email_address = N'dba@example.org'
go
CREATE LOGIN targets WITH PASSWORD = N'T4rgets!'
go
USE msdb
go
CREATE USER targets FOR LOGIN targets
go
EXEC sp_addrolemember N'TargetServersRole', N'targets'`)
	for _, s := range targets {
		say(s, `
CREATE CREDENTIAL MsxLogin WITH IDENTITY = N'targets', SECRET = N'T4rgets!'
go
EXEC msdb.dbo.sp_msx_set_account @credential_name = N'MsxLogin'
go
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'Leeds'`, "HQ")
	}
	say(hq, `EXEC msdb.dbo.sp_help_targetserver`, "T1", "T2", "Leeds")
	say(hq, `
EXEC msdb.dbo.sp_add_targetservergroup N'Branches'
go
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'Branches', N'T1'
go
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'Branches', N'T2'
go
EXEC msdb.dbo.sp_help_targetservergroup N'Branches'`, "T1", "T2")
	say(hq, strings.ReplaceAll(jobScript(t), "\nGO\n", "\ngo\n")+`
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Nightly check', @server_name = N'T1'
go
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Nightly check', @server_name = N'T2'`, "1 INSERT download instruction(s) posted")
	for _, s := range targets {
		s.await(1, `SELECT COUNT(*) FROM msdb.dbo.sysjobs`)
	}
	say(hq, `EXEC msdb.dbo.sp_start_job N'Nightly check'`, "2 START download instruction(s) posted")
	hq.await(2, `SELECT COUNT(*) FROM msdb.dbo.sysjobservers WHERE last_run_outcome = 1`)
	say(hq, `EXEC msdb.dbo.sp_help_jobserver @job_name = N'Nightly check', @show_last_run_details = 1`, "T1", "T2", "The job succeeded.")

	// What a target, a master and a stranger may not do, and how a rename goes wrong.
	say(t1, `EXEC msdb.dbo.sp_msx_enlist N'OTHER'`, "Msg 14296")
	say(t1, `EXEC msdb.dbo.sp_msx_enlist N'T1'`, "Msg 14297")
	say(hq, `EXEC msdb.dbo.sp_msx_enlist N'OTHER'`, "Msg 14299")
	say(hq, `EXEC msdb.dbo.sp_enlist_tsx 2, N'T1NEW', NULL, 0, '20260105 09:30:00', N'dba', 60, 251660240`, "Msg 14364")

	say(t1, `EXEC msdb.dbo.sp_msx_defect`, "HQ")
	say(hq, `EXEC msdb.dbo.sp_help_targetserver`, "T2")
	hq.stop()
	say(t2, `EXEC msdb.dbo.sp_msx_defect`, "Msg 22026")
	say(t2, `EXEC msdb.dbo.sp_msx_defect @forced_defection = 1`, "HQ")
	hq.start()
	say(hq, `EXEC msdb.dbo.sp_delete_operator N'MSXOperator'`, "Msg 14223")
	say(hq, `
EXEC msdb.dbo.sp_delete_targetserver N'T2', @post_defection = 0
go
EXEC msdb.dbo.sp_delete_targetservergroup N'Branches'
go
EXEC msdb.dbo.sp_delete_job @job_name = N'Nightly check'
go
EXEC msdb.dbo.sp_delete_operator N'MSXOperator'`)
	if got := hq.scalar(`SELECT COUNT(*) FROM msdb.dbo.systargetservers`); got != "0" {
		t.Errorf("%s targets are left", got)
	}
}
