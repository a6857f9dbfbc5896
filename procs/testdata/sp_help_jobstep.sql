EXEC msdb.dbo.sp_add_job @job_name = N'Load'
GO
--> return 0
EXEC msdb.dbo.sp_help_jobstep @job_name = N'Load'
GO
--> step_id int | step_name sysname | subsystem nvarchar(40) | command nvarchar(max) | flags int | cmdexec_success_code int | on_success_action tinyint | on_success_step_id int | on_fail_action tinyint | on_fail_step_id int | server sysname | database_name sysname | database_user_name sysname | retry_attempts int | retry_interval int | os_run_priority int | output_file_name nvarchar(200) | last_run_outcome int | last_run_duration int | last_run_retries int | last_run_date int | last_run_time int | proxy_id int
--> return 0
EXEC msdb.dbo.sp_help_jobstep @job_name = N'Load', @step_id = 1
GO
--> Msg 14528, Level 16, State 1, Procedure sp_help_jobstep
--> Job "Load" has no steps defined.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @command = N'SELECT 1', @flags = 6, @on_success_action = 3
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'two', @command = N'dir', @subsystem = N'CmdExec', @os_run_priority = -1, @flags = 8
GO
--> return 0
EXEC msdb.dbo.sp_help_jobstep @job_name = N'Load'
GO
--> step_id int | step_name sysname | subsystem nvarchar(40) | command nvarchar(max) | flags int | cmdexec_success_code int | on_success_action tinyint | on_success_step_id int | on_fail_action tinyint | on_fail_step_id int | server sysname | database_name sysname | database_user_name sysname | retry_attempts int | retry_interval int | os_run_priority int | output_file_name nvarchar(200) | last_run_outcome int | last_run_duration int | last_run_retries int | last_run_date int | last_run_time int | proxy_id int
--> 1 | one | TSQL | SELECT 1 | 6 | 0 | 3 | 0 | 2 | 0 | NULL | master | NULL | 0 | 0 | 0 | NULL | 0 | 0 | 0 | 0 | 0 | NULL
--> 2 | two | CmdExec | dir | 8 | 0 | 1 | 0 | 2 | 0 | NULL | NULL | NULL | 0 | 0 | -1 | NULL | 0 | 0 | 0 | 0 | 0 | NULL
--> return 0
EXEC msdb.dbo.sp_help_jobstep @job_name = N'Load', @suffix = 1
GO
--> step_id int | step_name sysname | subsystem nvarchar(40) | command nvarchar(max) | flags nvarchar(4000) | cmdexec_success_code int | on_success_action nvarchar(4000) | on_success_step_id int | on_fail_action nvarchar(4000) | on_fail_step_id int | server sysname | database_name sysname | database_user_name sysname | retry_attempts int | retry_interval int | os_run_priority nvarchar(4000) | output_file_name nvarchar(200) | last_run_outcome int | last_run_duration int | last_run_retries int | last_run_date int | last_run_time int | proxy_id int
--> 1 | one | TSQL | SELECT 1 | 6 ((append output file), (include results in history)) | 0 | 3 (goto next step) | 0 | 2 (quit with failure) | 0 | NULL | master | NULL | 0 | 0 | 0 (normal) | NULL | 0 | 0 | 0 | 0 | 0 | NULL
--> 2 | two | CmdExec | dir | 8 () | 0 | 1 (quit with success) | 0 | 2 (quit with failure) | 0 | NULL | NULL | NULL | 0 | 0 | -1 (below normal) | NULL | 0 | 0 | 0 | 0 | 0 | NULL
--> return 0
EXEC msdb.dbo.sp_help_jobstep @job_name = N'Load', @step_id = 2
GO
--> step_id int | step_name sysname | subsystem nvarchar(40) | command nvarchar(max) | flags int | cmdexec_success_code int | on_success_action tinyint | on_success_step_id int | on_fail_action tinyint | on_fail_step_id int | server sysname | database_name sysname | database_user_name sysname | retry_attempts int | retry_interval int | os_run_priority int | output_file_name nvarchar(200) | last_run_outcome int | last_run_duration int | last_run_retries int | last_run_date int | last_run_time int | proxy_id int
--> 2 | two | CmdExec | dir | 8 | 0 | 1 | 0 | 2 | 0 | NULL | NULL | NULL | 0 | 0 | -1 | NULL | 0 | 0 | 0 | 0 | 0 | NULL
--> return 0
EXEC msdb.dbo.sp_help_jobstep @job_name = N'Load', @step_name = N' ONE '
GO
--> step_id int | step_name sysname | subsystem nvarchar(40) | command nvarchar(max) | flags int | cmdexec_success_code int | on_success_action tinyint | on_success_step_id int | on_fail_action tinyint | on_fail_step_id int | server sysname | database_name sysname | database_user_name sysname | retry_attempts int | retry_interval int | os_run_priority int | output_file_name nvarchar(200) | last_run_outcome int | last_run_duration int | last_run_retries int | last_run_date int | last_run_time int | proxy_id int
--> 1 | one | TSQL | SELECT 1 | 6 | 0 | 3 | 0 | 2 | 0 | NULL | master | NULL | 0 | 0 | 0 | NULL | 0 | 0 | 0 | 0 | 0 | NULL
--> return 0
EXEC msdb.dbo.sp_help_jobstep @job_name = N'Load', @step_id = 3
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_jobstep
--> The specified '@step_id' is invalid (valid values are: 1..2).
--> return 1
EXEC msdb.dbo.sp_help_jobstep @job_name = N'Load', @step_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_jobstep
--> The specified @step_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_jobstep
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_help_jobstep @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
