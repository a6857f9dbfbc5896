package integration

import (
	"database/sql"
	"errors"
	"net/url"
	"testing"

	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/gateway/gatewaytest"
)

// callers are who calls in the table of permissions, in the order of its columns: sysadmin, an owner of msdb, and members
// of no role but the one that they are called after.
var callers = []string{"sa", "db_owner", "TargetServersRole", "SQLAgentUserRole", "SQLAgentReaderRole", "SQLAgentOperatorRole", "nobody"}

// permissions say how a call ends for each caller: 0 without an error, 229 because he may not execute the procedure, or
// with an error of the procedure itself. The job Everywhere is sa's and has target T1, the job Nowhere is sa's and has none.
var permissions = []struct {
	call string
	ends [7]int32
}{
	// Enlisting and targets.
	{`sp_msx_enlist N'BOSS'`, [7]int32{14299, 15003, 229, 229, 229, 229, 229}},
	{`sp_msx_defect`, [7]int32{14298, 15003, 229, 229, 229, 229, 229}},
	{`sp_msx_set_account`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
	{`sp_msx_get_account`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
	{`sp_enlist_tsx 2, N'T1', NULL, 0, NULL, NULL, 60, 251660240`, [7]int32{0, 15003, 0, 229, 229, 229, 229}},
	{`sp_help_targetserver`, [7]int32{0, 0, 229, 229, 229, 0, 229}},
	{`sp_delete_targetserver N'T1'`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
	{`sp_resync_targetserver N'T1'`, [7]int32{0, 15003, 229, 229, 229, 229, 229}},
	{`sp_add_targetservergroup N'B'`, [7]int32{0, 15003, 229, 229, 229, 229, 229}},
	{`sp_update_targetservergroup N'A', N'B'`, [7]int32{0, 15003, 229, 229, 229, 229, 229}},
	{`sp_delete_targetservergroup N'A'`, [7]int32{0, 15003, 229, 229, 229, 229, 229}},
	{`sp_help_targetservergroup`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
	{`sp_add_targetsvrgrp_member N'A', N'T1'`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
	{`sp_delete_targetsvrgrp_member N'A', N'T1'`, [7]int32{14264, 14264, 229, 229, 229, 229, 229}},
	// Instructions.
	{`sp_post_msx_operation 'SYNC-TIME', 'SERVER'`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
	{`sp_help_downloadlist`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
	{`sp_downloaded_row_limiter N'T1'`, [7]int32{0, 0, 0, 229, 229, 229, 229}},
	{`sp_sqlagent_probe_msx N'T1', N'2026/01/05 09:31:00', 60`, [7]int32{0, 0, 0, 229, 229, 229, 229}},
	{`sp_sqlagent_refresh_job @server_name = N'T1'`, [7]int32{0, 0, 0, 229, 229, 229, 229}},
	{`sp_sqlagent_check_msx_version`, [7]int32{0, 0, 0, 229, 229, 229, 229}},
	{`sp_target_server_summary`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
	{`sp_multi_server_job_summary`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
	// Jobs and their servers.
	{`sp_add_job @job_name = N'New'`, [7]int32{0, 0, 229, 0, 0, 0, 229}},
	{`sp_update_job @job_name = N'Everywhere', @description = N'x'`, [7]int32{0, 14262, 229, 14262, 14525, 14525, 229}},
	{`sp_update_job @job_name = N'Everywhere', @enabled = 0`, [7]int32{0, 14262, 229, 14262, 14525, 14396, 229}},
	{`sp_delete_job @job_name = N'Everywhere'`, [7]int32{0, 14262, 229, 14262, 14525, 14525, 229}},
	{`sp_help_job`, [7]int32{0, 0, 229, 0, 0, 0, 229}},
	{`sp_help_jobhistory`, [7]int32{0, 0, 229, 0, 0, 0, 229}},
	{`sp_purge_jobhistory N'Everywhere'`, [7]int32{0, 14262, 229, 229, 229, 0, 229}},
	{`sp_add_jobserver @job_name = N'Nowhere', @server_name = N'T1'`, [7]int32{0, 14262, 229, 14262, 14398, 14398, 229}},
	{`sp_delete_jobserver @job_name = N'Everywhere', @server_name = N'T1'`, [7]int32{0, 14262, 229, 14262, 0, 0, 229}},
	{`sp_help_jobserver @job_name = N'Everywhere'`, [7]int32{0, 14262, 229, 14262, 0, 0, 229}},
	{`sp_apply_job_to_targets @job_name = N'Nowhere', @target_servers = N'T1'`, [7]int32{0, 15003, 229, 229, 229, 229, 229}},
	{`sp_remove_job_from_targets @job_name = N'Everywhere', @target_servers = N'T1'`, [7]int32{0, 15003, 229, 229, 229, 229, 229}},
	{`sp_start_job N'Everywhere'`, [7]int32{0, 14262, 229, 14262, 14393, 14397, 229}},
	{`sp_stop_job N'Everywhere'`, [7]int32{0, 14262, 229, 14262, 14393, 14397, 229}},
	// Steps and schedules.
	{`sp_add_jobstep @job_name = N'Everywhere', @step_name = N'Two', @command = N'SELECT 1'`, [7]int32{0, 14262, 229, 14262, 14525, 14525, 229}},
	{`sp_update_jobstep @job_name = N'Everywhere', @step_id = 1, @command = N'SELECT 2'`, [7]int32{0, 14262, 229, 14262, 14525, 14525, 229}},
	{`sp_delete_jobstep @job_name = N'Everywhere', @step_id = 1`, [7]int32{0, 14262, 229, 14262, 14525, 14525, 229}},
	{`sp_help_jobstep @job_name = N'Everywhere'`, [7]int32{0, 14262, 0, 14262, 0, 0, 229}},
	{`sp_add_jobschedule @job_name = N'Everywhere', @name = N'S', @freq_type = 4, @freq_interval = 1`, [7]int32{0, 14262, 229, 14262, 14525, 14525, 229}},
	{`sp_help_jobschedule @job_name = N'Everywhere'`, [7]int32{0, 14262, 0, 14262, 0, 0, 229}},
	// Categories and operators.
	{`sp_add_category @name = N'C'`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
	{`sp_delete_category @class = 'JOB', @name = N'Own'`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
	{`sp_help_category`, [7]int32{0, 0, 229, 0, 0, 0, 229}},
	{`sp_add_operator @name = N'Ada'`, [7]int32{0, 15003, 229, 229, 229, 229, 229}},
	{`sp_update_operator @name = N'Ops', @enabled = 0`, [7]int32{0, 15003, 229, 229, 229, 229, 229}},
	{`sp_delete_operator N'Ops'`, [7]int32{0, 15003, 229, 229, 229, 229, 229}},
	{`sp_help_operator`, [7]int32{0, 0, 229, 0, 0, 0, 229}},
	// The agent's own.
	{`sp_get_sqlagent_properties`, [7]int32{0, 0, 229, 0, 0, 0, 229}},
	{`sp_sqlagent_notify N'P'`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
	{`sp_is_sqlagent_starting`, [7]int32{0, 0, 229, 229, 229, 229, 229}},
}

// onMaster makes what the table of permissions is about.
const onMaster = `USE msdb
INSERT INTO dbo.systargetservers (server_name, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', 0, GETDATE(), N'dba', 60)
EXEC sp_add_operator @name = N'MSXOperator'
EXEC sp_add_operator @name = N'Ops'
EXEC sp_add_category @name = N'Own'
EXEC sp_add_targetservergroup N'A'
EXEC sp_add_job @job_name = N'Nowhere'
EXEC sp_add_job @job_name = N'Everywhere'
EXEC sp_add_jobstep @job_name = N'Everywhere', @step_name = N'One', @command = N'SELECT 1'
EXEC sp_add_jobserver @job_name = N'Everywhere', @server_name = N'T1'`

func TestPermissions(t *testing.T) {
	t.Parallel()
	dsn := gatewaytest.Start(t)
	sa := openDSN(t, dsn)
	if _, err := sa.Exec(onMaster); err != nil {
		t.Fatal(err)
	}
	for i, who := range callers {
		db := callerDB(t, sa, dsn, who)
		for _, p := range permissions {
			if got := endOf(t, db, p.call); got != p.ends[i] {
				t.Errorf("%s by %s ends with %d, expected %d", p.call, who, got, p.ends[i])
			}
		}
	}
}

// callerDB makes a login and connects as it: a user of msdb in the role of its name, or without a user at all.
func callerDB(t *testing.T, sa *sql.DB, dsn, who string) *sql.DB {
	t.Helper()
	if who == "sa" {
		return sa
	}
	batch := `CREATE LOGIN [in ` + who + `] WITH PASSWORD = N'` + gatewaytest.LoginPassword + `'`
	if who != "nobody" {
		batch += `; USE msdb; CREATE USER [in ` + who + `] FOR LOGIN [in ` + who + `]; ALTER ROLE ` + who + ` ADD MEMBER [in ` + who + `]`
	}
	if _, err := sa.Exec(batch); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword("in "+who, gatewaytest.LoginPassword)
	return openDSN(t, u.String())
}

// endOf makes a call, undoes it, and returns the number of its last error.
func endOf(t *testing.T, db *sql.DB, call string) int32 {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	_, err = tx.Exec(`EXEC msdb.dbo.` + call)
	var e mssql.Error
	switch {
	case err == nil:
		return 0
	case errors.As(err, &e):
		return e.Number
	}
	t.Fatalf("%s: %v", call, err)
	return 0
}
