package integration

import (
	"strings"
	"testing"

	"msxgate/gateway/gatewaytest"
)

// shapes are the procedures that SSMS and SMO never read directly: they insert what these return into a table of exactly
// these columns. (The error logs, sp_enumerrorlogs and sp_readerrorlog, are not there.)
var shapes = []struct{ call, columns string }{
	{`master.dbo.xp_msver`, `ID int, Name sysname, Internal_Value int, Value nvarchar(512)`},
	{`msdb.dbo.sp_get_sqlagent_properties`, `auto_start int null, msx_server_name sysname null, sqlagent_type int null, startup_account nvarchar(100) null,
		sqlserver_restart int null, jobhistory_max_rows int null, jobhistory_max_rows_per_job int null,
		errorlog_file nvarchar(255) null, errorlogging_level int null, error_recipient nvarchar(30) null,
		monitor_autostart int null, local_host_server sysname null, job_shutdown_timeout int null,
		cmdexec_account varbinary(64) null, regular_connections int null, host_login_name sysname null,
		host_login_password varbinary(512) null, login_timeout int null, idle_cpu_percent int null, idle_cpu_duration int null,
		oem_errorlog int null, sysadmin_only int null, email_profile nvarchar(64) null, email_save_in_sent_folder int null,
		cpu_poller_enabled int null, replace_alert_tokens_enabled int null`},
	{`msdb.dbo.sp_msx_get_account`, `msx_connection int null, msx_credential_id int null, msx_credential_name sysname null,
		msx_login_name nvarchar(4000) null`},
	{`msdb.dbo.sp_help_operator`, `id int null, name nvarchar(128) null, enabled tinyint null, email_address nvarchar(100) null, last_email_date int null,
		last_email_time int null, pager_address nvarchar(100) null, last_pager_date int null, last_pager_time int null,
		weekday_pager_start_time int null, weekday_pager_end_time int null, saturday_pager_start_time int null,
		saturday_pager_end_time int null, sunday_pager_start_time int null, sunday_pager_end_time int null,
		pager_days tinyint null, netsend_address nvarchar(100) null, last_netsend_date int null, last_netsend_time int null,
		category_name nvarchar(128) null`},
	{`msdb.dbo.sp_help_alert`, `id int null, name nvarchar(128) null, event_source nvarchar(100) null, event_category_id int null, event_id int null,
		message_id int null, severity int null, enabled tinyint null, delay_between_responses int null,
		last_occurrence_date int null, last_occurrence_time int null, last_response_date int null, last_response_time int null,
		notification_message nvarchar(512) null, include_event_description tinyint null, database_name nvarchar(128) null,
		event_description_keyword nvarchar(100) null, occurrence_count int null, count_reset_date int null,
		count_reset_time int null, job_id uniqueidentifier null, job_name nvarchar(128) null, has_notification int null,
		flags int null, performance_condition nvarchar(512) null, category_name nvarchar(128) null,
		wmi_namespace nvarchar(max) null, wmi_query nvarchar(max) null, type int null`},
	{`msdb.dbo.sp_help_category`, `category_id int null, category_type tinyint null, name nvarchar(128) null`},
	{`msdb.dbo.sp_help_jobhistory @mode='FULL'`, `instance_id int null, job_id uniqueidentifier null, job_name sysname null, step_id int null, step_name sysname null,
		sql_message_id int null, sql_severity int null, message nvarchar(4000) null, run_status int null, run_date int null,
		run_time int null, run_duration int null, operator_emailed sysname null, operator_netsent sysname null,
		operator_paged sysname null, retries_attempted int null, server sysname null`},
	{`msdb.dbo.sp_help_jobschedule @job_id = '{Here}'`, `schedule_id int null, schedule_name sysname null, enabled int null, freq_type int null, freq_interval int null,
		freq_subday_type int null, freq_subday_interval int null, freq_relative_interval int null,
		freq_recurrence_factor int null, active_start_date int null, active_end_date int null, active_start_time int null,
		active_end_time int null, date_created datetime null, schedule_description nvarchar(4000) null, next_run_date int null,
		next_run_time int null, schedule_uid uniqueidentifier null, job_count int null`},
	{`msdb.dbo.sp_help_jobserver @job_id = '{Here}', @show_last_run_details = 1`, `server_id int null, server_name sysname null, enlist_date datetime null, last_poll_date datetime null,
		last_run_date int null, last_run_time int null, last_run_duration int null, last_run_outcome tinyint null,
		last_outcome_message nvarchar(4000) null`},
	{`msdb.dbo.sp_help_jobstep @job_id = '{Here}'`, `step_id int null, step_name sysname null, subsystem nvarchar(40) null, command nvarchar(max) null, flags int null,
		cmdexec_success_code int null, on_success_action tinyint null, on_success_step_id int null, on_fail_action tinyint null,
		on_fail_step_id int null, server sysname null, database_name sysname null, database_user_name sysname null,
		retry_attempts int null, retry_interval int null, os_run_priority int null, output_file_name nvarchar(200) null,
		last_run_outcome int null, last_run_duration int null, last_run_retries int null, last_run_date int null,
		last_run_time int null, proxy_id int null`},
	{`msdb.dbo.sp_help_jobsteplog @job_id = '{Here}'`, `job_id uniqueidentifier null, job_name sysname null, step_id int null, step_name sysname null,
		step_uid uniqueidentifier null, date_created datetime null, date_modified datetime null, log_size bigint null,
		log nvarchar(max) null`},
	{`msdb.dbo.sp_help_proxy`, `proxy_id int null, name sysname null, credential_identity nvarchar(4000) null, enabled tinyint null,
		description nvarchar(512) null, user_sid varbinary(85) null, credential_id int null, credential_identity_exists int null`},
	{`msdb..sp_help_targetservergroup`, `servergroup_id int null, name nvarchar(128) null`},
	{`msdb.dbo.sp_help_targetserver`, `server_id int null, server_name sysname null, location nvarchar(200) null, time_zone_adjustment int null,
		enlist_date datetime null, last_poll_date datetime null, status int null, unread_instructions int null,
		local_time datetime null, enlisted_by_nt_user nvarchar(200) null, poll_interval int null`},
	{`msdb.dbo.sp_help_targetservergroup @name=N'A'`, `server_id int null, server_name sysname null`},
	{`msdb.dbo.sp_enum_login_for_proxy`, `proxy_id int null, proxy_name sysname null, flags int null, name nvarchar(128) null, sid varbinary(85) null,
		principal_id int null`},
	{`msdb.dbo.sp_enum_sqlagent_subsystems`, `subsystem NVARCHAR(40) NULL, description NVARCHAR(80) NULL, subsystem_dll NVARCHAR(255) NULL,
		agent_exe NVARCHAR(80) NULL, start_entry_point NVARCHAR(30) NULL, event_entry_point NVARCHAR(30) NULL,
		stop_entry_point NVARCHAR(30) NULL, max_worker_threads INT NULL, subsystem_id INT NULL`},
	{`msdb.dbo.sp_help_category 'ALERT'`, `category_id int null, category_type tinyint null, name sysname null`},
	{`msdb.dbo.sp_help_category 'JOB'`, `category_id int null, category_type tinyint null, name sysname null`},
	{`msdb.dbo.sp_help_category 'OPERATOR'`, `category_id int null, category_type tinyint null, name sysname null`},
	{`msdb.dbo.sp_help_notification 'ALERTS', N'Ops', 'ACTUAL', 7`, `AlertId int null, AlertName sysname null, UseEmail int null, UsePager int null, UseNetSend int null, HasEmail int null,
		HasPager int null, HasNetSend int null`},
	{`msdb.dbo.sp_help_notification 'OPERATORS', N'Severity 20', 'ACTUAL', 7`, `OperatorId int null, OperatorName sysname null, UseEmail int null, UsePager int null, UseNetSend int null,
		HasEmail int null, HasPager int null, HasNetSend int null`},
	{`msdb.dbo.sp_help_operator_jobs @operator_name = N'Ops'`, `JobId uniqueidentifier null, JobName sysname null, NotifyLevelEmail int null, NotifyLevelNetSend int null,
		NotifyLevelPage int null`},
	{`msdb.dbo.sp_help_proxy @subsystem_name = N'SSIS', @name = N'runner'`, `proxy_id int null, name sysname null, credential_identity nvarchar(4000) null, enabled tinyint null,
		description nvarchar(512) null, user_sid varbinary(85) null, credential_id int null, credential_identity_exists int null`},
	{`msdb.dbo.sp_help_schedule`, `schedule_id int null, schedule_uid uniqueidentifier null, schedule_name nvarchar(128) null, enabled int null,
		freq_type int null, freq_interval int null, freq_subday_type int null, freq_subday_interval int null,
		freq_relative_interval int null, freq_recurrence_factor int null, active_start_date int null, active_end_date int null,
		active_start_time int null, active_end_time int null, date_created datetime null,
		schedule_description nvarchar(4000) null, job_count int null`},
}

// TestInsertExec makes each of these tables and fills it: with every row that the procedure returns, and at least one. A
// table that lacks a column is refused.
func TestInsertExec(t *testing.T) {
	t.Parallel()
	s := newStage(t, gatewaytest.Start(t))
	if _, err := s.sa.Exec(`EXEC msdb.dbo.sp_msx_set_account @credential_name = N'Runner'`); err != nil {
		t.Fatal(err)
	}
	for _, p := range shapes {
		call := strings.TrimPrefix(s.text("sa", p.call), "EXEC msdb.dbo.") // the names in the table are whole
		want := 0
		rows, err := s.sa.Query(`EXEC ` + call)
		if err != nil {
			t.Fatal(call, err)
		}
		for rows.Next() {
			want++
		}
		if err := rows.Close(); err != nil {
			t.Fatal(call, err)
		}
		fill := func(columns string) string {
			return `CREATE TABLE #t (` + columns + `) INSERT INTO #t EXEC ` + call + ` SELECT COUNT(*) FROM #t`
		}
		var got int
		if err := s.sa.QueryRow(fill(p.columns)).Scan(&got); err != nil || got != want || want == 0 {
			t.Errorf("INSERT EXEC %s puts %d of %d rows into the table (%v)", call, got, want, err)
		}
		narrow := p.columns[:strings.LastIndex(p.columns, ",")]
		if end := undone(t, s.sa, fill(narrow)); end != 213 {
			t.Errorf("INSERT EXEC %s into a table that lacks its last column ends with %d", call, end)
		}
	}
}
