package integration

import (
	"database/sql"
	"strings"
	"testing"

	"msxgate/gateway/gatewaytest"
)

// posts say what is told to which target by whom. Everywhere runs on T1, by the schedule Shared. What is posted before
// counts no more, unless the call takes it back..
var posts = []struct{ call, posted string }{
	{`sp_add_jobserver @job_name = N'Nowhere', @server_name = N'T1'`, "INSERT Nowhere T1"},
	{`sp_add_jobserver @job_name = N'Everywhere', @server_name = N'T2'`, "INSERT Everywhere T2"},
	{`sp_add_jobserver @job_name = N'Nowhere', @server_name = N'T1', @automatic_post = 0`, ""},
	{`sp_add_jobserver @job_name = N'Nowhere'`, ""},
	{`sp_delete_jobserver @job_name = N'Everywhere', @server_name = N'T1'`, "DELETE Everywhere T1"},
	{`sp_delete_jobserver @job_name = N'Here', @server_name = N'(local)'`, ""},
	{`sp_delete_job @job_name = N'Everywhere'`, "DELETE Everywhere T1"},
	{`sp_delete_job @job_name = N'Here'`, ""},
	{`sp_update_job @job_name = N'Everywhere', @description = N'x'`, "UPDATE Everywhere T1"},
	{`sp_update_job @job_name = N'Everywhere', @description = N'x', @automatic_post = 0`, ""},
	{`sp_update_job @job_name = N'Everywhere', @delete_level = 3, @automatic_post = 0`, "INSERT Everywhere T1"},
	{`sp_update_job @job_name = N'Everywhere', @delete_level = 1
	  EXEC msdb.dbo.sp_update_job @job_name = N'Everywhere', @delete_level = 0`, "INSERT Everywhere T1, INSERT Everywhere T1"},
	{`sp_update_job @job_name = N'Here', @description = N'x'`, ""},
	{`sp_add_jobstep @job_name = N'Everywhere', @step_name = N'Two', @command = N'SELECT 1'`, "INSERT Everywhere T1"},
	{`sp_update_jobstep @job_name = N'Everywhere', @step_id = 1, @command = N'SELECT 2'`, "INSERT Everywhere T1"},
	{`sp_delete_jobstep @job_name = N'Everywhere', @step_id = 1`, "INSERT Everywhere T1"},
	{`sp_add_jobstep @job_name = N'Here', @step_name = N'Two', @command = N'SELECT 1'`, ""},
	{`sp_attach_schedule @job_name = N'Everywhere', @schedule_name = N'Spare'`, "INSERT Everywhere T1"},
	{`sp_attach_schedule @job_name = N'Everywhere', @schedule_name = N'Spare', @automatic_post = 0`, ""},
	{`sp_attach_schedule @job_name = N'Here', @schedule_name = N'Spare'`, ""},
	{`sp_detach_schedule @job_name = N'Everywhere', @schedule_name = N'Shared'`, "INSERT Everywhere T1"},
	{`sp_detach_schedule @job_name = N'Everywhere', @schedule_name = N'Shared', @automatic_post = 0`, ""},
	{`sp_add_jobschedule @job_name = N'Everywhere', @name = N'S', @freq_type = 4, @freq_interval = 1`, "INSERT Everywhere T1"},
	{`sp_add_jobschedule @job_name = N'Everywhere', @name = N'S', @freq_type = 4, @freq_interval = 1, @automatic_post = 0`, ""},
	{`sp_update_schedule @name = N'Shared', @enabled = 0`, "INSERT Everywhere T1"},
	{`sp_update_schedule @name = N'Shared', @enabled = 0, @automatic_post = 0`, ""},
	{`sp_update_schedule @name = N'Daily', @enabled = 0`, ""},
	{`sp_update_jobschedule @job_name = N'Everywhere', @name = N'Shared', @enabled = 0`, "INSERT Everywhere T1"},
	{`sp_update_jobschedule @job_name = N'Everywhere', @name = N'Shared', @enabled = 0, @automatic_post = 0`, ""},
	{`sp_delete_jobschedule @job_name = N'Everywhere', @name = N'Shared'`, "INSERT Everywhere T1"}, // differs, as documented
	{`sp_delete_jobschedule @job_name = N'Everywhere', @name = N'Shared', @automatic_post = 0`, ""},
	{`sp_delete_schedule @schedule_name = N'Shared', @force_delete = 1`, "INSERT Everywhere T1"}, // differs, as documented
	{`sp_delete_schedule @schedule_name = N'Spare'`, ""},
	{`sp_start_job N'Everywhere'`, "START Everywhere T1"},
	{`sp_update_job @job_name = N'Everywhere', @delete_level = 3
	  DELETE FROM msdb.dbo.sysdownloadlist
	  EXEC msdb.dbo.sp_start_job N'Everywhere'`, "INSERT Everywhere T1, START Everywhere T1"},
	{`sp_start_job N'Here'`, ""},
	{`sp_stop_job N'Everywhere'`, "STOP Everywhere T1"},
	{`sp_update_operator @name = N'MSXOperator', @enabled = 0`, "RE-ENLIST T1, RE-ENLIST T2"},
	{`sp_update_operator @name = N'Ops', @enabled = 0`, ""},
	{`sp_delete_targetserver N'T1'`, "DEFECT T1"},
	{`sp_delete_targetserver N'T1', @post_defection = 0`, ""},
	{`sp_resync_targetserver N'T1'`, "DELETE (all jobs) T1, INSERT Everywhere T1"},
	{`sp_manage_jobs_by_login 'REASSIGN', N'sa', N'$(SQLAgentAccount)'`, ""},
	{`sp_purge_jobhistory N'Everywhere'`, ""},
	{`sp_add_notification N'Severity 20', N'MSXOperator', 1`, ""},
	{`sp_update_category 'JOB', N'Own', N'Mine'`, ""},
	{`sp_delete_category 'JOB', N'Own'`, ""},
	// What the documentation has people post by hand is posted once more, and each is an instruction.
	{`sp_add_jobstep @job_name = N'Everywhere', @step_name = N'Two', @command = N'SELECT 1'
	  EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', '{Everywhere}'`, "INSERT Everywhere T1, INSERT Everywhere T1"},
	{`sp_update_schedule @name = N'Shared', @enabled = 0
	  EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', '{Everywhere}'`, "INSERT Everywhere T1, INSERT Everywhere T1"},
	{`sp_update_operator @name = N'MSXOperator', @enabled = 0
	  EXEC msdb.dbo.sp_post_msx_operation 'RE-ENLIST', 'SERVER', NULL, N'T1'`, "RE-ENLIST T1, RE-ENLIST T2, RE-ENLIST T1"},
}

// TestWhoPostsWhat makes each of these calls and reads what targets will be told.
func TestWhoPostsWhat(t *testing.T) {
	t.Parallel()
	s := newStage(t, gatewaytest.Start(t))
	for _, p := range posts {
		tx, err := s.sa.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(`DELETE FROM msdb.dbo.sysdownloadlist ` + s.text("sa", p.call)); err != nil {
			t.Errorf("%s: %v", p.call, err)
		}
		if got := posted(t, tx); got != p.posted {
			t.Errorf("%s posts %q, expected %q", p.call, got, p.posted)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
}

// posted words the instructions in the download list.
func posted(t *testing.T, tx *sql.Tx) string {
	t.Helper()
	rows, err := tx.Query(`CREATE TABLE #d (instance_id int, source_server sysname, operation_code nvarchar(4000), object_name sysname, object_id uniqueidentifier,
			target_server sysname, error_message nvarchar(1024), date_posted datetime, date_downloaded datetime, status tinyint)
		INSERT INTO #d EXEC msdb.dbo.sp_help_downloadlist
		SELECT SUBSTRING(operation_code, 4, LEN(operation_code) - 4) + N' ' + CASE WHEN object_name <> target_server THEN object_name + N' ' ELSE N'' END + target_server
		FROM #d ORDER BY instance_id
		DROP TABLE #d`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}
