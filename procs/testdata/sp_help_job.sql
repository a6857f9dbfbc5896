EXEC msdb.dbo.sp_help_job
GO
--> job_id uniqueidentifier | originating_server sysname | name sysname | enabled tinyint | description nvarchar(512) | start_step_id int | category sysname | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator sysname | notify_netsend_operator sysname | notify_page_operator sysname | delete_level int | date_created datetime | date_modified datetime | version_number int | last_run_date int | last_run_time int | last_run_outcome int | next_run_date int | next_run_time int | next_run_schedule_id int | current_execution_status int | current_execution_step nvarchar(max) | current_retry_attempt int | has_step int | has_schedule int | has_target int | type int
--> return 0
EXEC msdb.dbo.sp_add_job @job_name = N'Load', @description = N'Loads the warehouse.'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @command = N'SELECT 1', @flags = 6
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Daily', @freq_type = 4, @freq_interval = 1, @active_start_time = 90000
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
GO
--> return 0
-- One job: core, steps, schedules and servers under headings.
EXEC msdb.dbo.sp_help_job @job_name = N'load'
GO
--> Core Job Details:
--> =================
--> job_id uniqueidentifier | originating_server sysname | name sysname | enabled tinyint | description nvarchar(512) | start_step_id int | category sysname | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator sysname | notify_netsend_operator sysname | notify_page_operator sysname | delete_level int | date_created datetime | date_modified datetime | version_number int | last_run_date int | last_run_time int | last_run_outcome int | next_run_date int | next_run_time int | next_run_schedule_id int | current_execution_status int | current_execution_step nvarchar(max) | current_retry_attempt int | has_step int | has_schedule int | has_target int | type int
--> {1} | HQ | Load | 1 | Loads the warehouse. | 1 | [Uncategorized (Local)] | sa | 2 | 0 | 0 | 0 | (unknown) | (unknown) | (unknown) | 0 | {now} | {now} | 2 | 0 | 0 | 5 | 0 | 0 | 0 | 4 | 0 (unknown) | 0 | 1 | 1 | 1 | 1
-->
--> Job Steps:
--> ==========
--> step_id int | step_name sysname | subsystem nvarchar(40) | command nvarchar(max) | flags nvarchar(4000) | cmdexec_success_code int | on_success_action nvarchar(4000) | on_success_step_id int | on_fail_action nvarchar(4000) | on_fail_step_id int | server sysname | database_name sysname | database_user_name sysname | retry_attempts int | retry_interval int | os_run_priority nvarchar(4000) | output_file_name nvarchar(200) | last_run_outcome int | last_run_duration int | last_run_retries int | last_run_date int | last_run_time int | proxy_id int
--> 1 | one | TSQL | SELECT 1 | 6 ((append output file), (include results in history)) | 0 | 1 (quit with success) | 0 | 2 (quit with failure) | 0 | NULL | master | NULL | 0 | 0 | 0 (normal) | NULL | 0 | 0 | 0 | 0 | 0 | NULL
-->
--> Job Schedules:
--> ==============
--> schedule_id int | schedule_name sysname | enabled int | freq_type int | freq_interval int | freq_subday_type int | freq_subday_interval int | freq_relative_interval int | freq_recurrence_factor int | active_start_date int | active_end_date int | active_start_time int | active_end_time int | date_created datetime | schedule_description nvarchar(4000) | next_run_date int | next_run_time int | schedule_uid uniqueidentifier | job_count int
--> 1 | Daily | 1 | 4 | 1 | 1 | 0 | 0 | 0 | {today} | 99991231 | 90000 | 235959 | {now} | Every day at 90000 | 0 | 0 | {2} | 1
-->
--> Job Target Servers:
--> ===================
--> server_id int | server_name sysname | enlist_date datetime | last_poll_date datetime | last_run_date int | last_run_time int | last_run_duration int | last_run_outcome tinyint | last_outcome_message nvarchar(4000)
--> 0 | HQ | 1998-11-13 00:00:00.000 | 1998-11-13 00:00:00.000 | 0 | 0 | 0 | 5 | NULL
--> return 0
EXEC msdb.dbo.sp_help_job @job_name = N'Load', @job_aspect = 'targets'
GO
--> server_id int | server_name sysname | enlist_date datetime | last_poll_date datetime | last_run_date int | last_run_time int | last_run_duration int | last_run_outcome tinyint | last_outcome_message nvarchar(4000)
--> 0 | HQ | 1998-11-13 00:00:00.000 | 1998-11-13 00:00:00.000 | 0 | 0 | 0 | 5 | NULL
--> return 0
EXEC msdb.dbo.sp_help_job @job_name = N'Load', @job_aspect = 'FOO'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_job
--> The specified '@job_aspect' is invalid (valid values are: JOB, STEPS, SCHEDULES, TARGETS, ALL).
--> return 1
EXEC msdb.dbo.sp_help_job @job_name = N'Load', @enabled = 1
GO
--> Msg 14280, Level 16, State 1, Procedure sp_help_job
--> Supply either a job name (and job aspect), or one or more job filter parameters.
--> return 1
EXEC msdb.dbo.sp_help_job @job_aspect = 'JOB'
GO
--> Msg 14280, Level 16, State 1, Procedure sp_help_job
--> Supply either a job name (and job aspect), or one or more job filter parameters.
--> return 1
EXEC msdb.dbo.sp_help_job @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_job @job_type = 'FOO'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_job
--> The specified '@job_type' is invalid (valid values are: LOCAL, MULTI-SERVER).
--> return 1
EXEC msdb.dbo.sp_help_job @owner_login_name = N'nobody'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_job
--> The specified @owner_login_name ('nobody') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_job @subsystem = N'FOO'
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_subsystem
--> The specified '@subsystem' is invalid (valid values are returned by sp_enum_sqlagent_subsystems).
--> return 1
EXEC msdb.dbo.sp_help_job @category_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_job
--> The specified @category_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_job @enabled = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_job
--> The specified '@enabled' is invalid (valid values are: 0, 1).
--> return 1
EXEC msdb.dbo.sp_help_job @execution_status = 6
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_job
--> The specified '@execution_status' is invalid (valid values are: 0 (non-idle), 1 (executing), 2 (waiting for thread), 3 (between retries), 4 (idle), 5 (suspended), 7 (performing completion actions)).
--> return 1
EXEC msdb.dbo.sp_help_job @date_comparator = '>'
GO
--> Msg 14282, Level 16, State 1, Procedure sp_help_job
--> Supply either a date (created or last modified) and a data comparator, or no date parameters at all.
--> return 1
EXEC msdb.dbo.sp_help_job @date_created = '20260101'
GO
--> Msg 14282, Level 16, State 1, Procedure sp_help_job
--> Supply either a date (created or last modified) and a data comparator, or no date parameters at all.
--> return 1
EXEC msdb.dbo.sp_help_job @date_comparator = '!', @date_created = '20260101'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_job
--> The specified '@date_comparator' is invalid (valid values are: =, >, <).
--> return 1
EXEC msdb.dbo.sp_help_job @date_comparator = '>', @date_created = '19800101'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_job
--> The specified '@date_created' is invalid (valid values are: 1990-01-01 12:00am .. 9999-12-31 11:59pm).
--> return 1
-- Filters.
EXEC msdb.dbo.sp_help_job @job_type = 'local', @subsystem = N'tsql', @description = N'%warehouse%', @execution_status = 4, @date_comparator = '>', @date_created = '20260101'
GO
--> job_id uniqueidentifier | originating_server sysname | name sysname | enabled tinyint | description nvarchar(512) | start_step_id int | category sysname | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator sysname | notify_netsend_operator sysname | notify_page_operator sysname | delete_level int | date_created datetime | date_modified datetime | version_number int | last_run_date int | last_run_time int | last_run_outcome int | next_run_date int | next_run_time int | next_run_schedule_id int | current_execution_status int | current_execution_step nvarchar(max) | current_retry_attempt int | has_step int | has_schedule int | has_target int | type int
--> {1} | HQ | Load | 1 | Loads the warehouse. | 1 | [Uncategorized (Local)] | sa | 2 | 0 | 0 | 0 | (unknown) | (unknown) | (unknown) | 0 | {now} | {now} | 2 | 0 | 0 | 5 | 0 | 0 | 0 | 4 | 0 (unknown) | 0 | 1 | 1 | 1 | 1
--> return 0
EXEC msdb.dbo.sp_help_job @job_type = 'MULTI-SERVER'
GO
--> job_id uniqueidentifier | originating_server sysname | name sysname | enabled tinyint | description nvarchar(512) | start_step_id int | category sysname | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator sysname | notify_netsend_operator sysname | notify_page_operator sysname | delete_level int | date_created datetime | date_modified datetime | version_number int | last_run_date int | last_run_time int | last_run_outcome int | next_run_date int | next_run_time int | next_run_schedule_id int | current_execution_status int | current_execution_step nvarchar(max) | current_retry_attempt int | has_step int | has_schedule int | has_target int | type int
--> return 0
EXEC msdb.dbo.sp_help_job @execution_status = 0
GO
--> job_id uniqueidentifier | originating_server sysname | name sysname | enabled tinyint | description nvarchar(512) | start_step_id int | category sysname | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator sysname | notify_netsend_operator sysname | notify_page_operator sysname | delete_level int | date_created datetime | date_modified datetime | version_number int | last_run_date int | last_run_time int | last_run_outcome int | next_run_date int | next_run_time int | next_run_schedule_id int | current_execution_status int | current_execution_step nvarchar(max) | current_retry_attempt int | has_step int | has_schedule int | has_target int | type int
--> return 0
EXEC msdb.dbo.sp_help_job @owner_login_name = N'$(SQLAgentAccount)'
GO
--> job_id uniqueidentifier | originating_server sysname | name sysname | enabled tinyint | description nvarchar(512) | start_step_id int | category sysname | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator sysname | notify_netsend_operator sysname | notify_page_operator sysname | delete_level int | date_created datetime | date_modified datetime | version_number int | last_run_date int | last_run_time int | last_run_outcome int | next_run_date int | next_run_time int | next_run_schedule_id int | current_execution_status int | current_execution_step nvarchar(max) | current_retry_attempt int | has_step int | has_schedule int | has_target int | type int
--> return 0
