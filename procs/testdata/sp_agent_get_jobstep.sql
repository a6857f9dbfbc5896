DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'Load', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_agent_get_jobstep @id
GO
--> step_id int | step_name sysname | subsystem nvarchar(40) | command nvarchar(max) | flags int | cmdexec_success_code int | on_success_action tinyint | on_success_step_id int | on_fail_action tinyint | on_fail_step_id int | server sysname | database_name sysname | database_user_name sysname | retry_attempts int | retry_interval int | os_run_priority int | output_file_name nvarchar(200) | last_run_outcome int | last_run_duration int | last_run_retries int | last_run_date int | last_run_time int | proxy_id int
--> 1 | one | TSQL | SELECT 1 | 0 | 0 | 1 | 0 | 2 | 0 | NULL | master | NULL | 0 | 0 | 0 | NULL | 0 | 0 | 0 | 0 | 0 | NULL
--> return 0
EXEC msdb.dbo.sp_agent_get_jobstep '00000000-0000-0000-0000-000000000001'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_id ('00000000-0000-0000-0000-000000000001') does not exist.
--> return 1
