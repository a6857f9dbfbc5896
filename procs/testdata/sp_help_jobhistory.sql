EXEC msdb.dbo.sp_add_operator @name = N'A very long name of an operator'
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_job @job_name = N'Unload'
INSERT INTO msdb.dbo.sysjobhistory (job_id, step_id, step_name, sql_message_id, sql_severity, message, run_status, run_date, run_time, run_duration, operator_id_emailed, operator_id_netsent, operator_id_paged, retries_attempted, server)
SELECT job_id, 1, N'one', 50000, 16, N'It failed.', 0, 20260101, 93000, 10203, 0, 0, 0, 2, N'HQ' FROM msdb.dbo.sysjobs WHERE name = N'Load'
INSERT INTO msdb.dbo.sysjobhistory (job_id, step_id, step_name, sql_message_id, sql_severity, message, run_status, run_date, run_time, run_duration, operator_id_emailed, operator_id_netsent, operator_id_paged, retries_attempted, server)
SELECT job_id, 0, N'(Job outcome)', 0, 0, N'The job failed.', 0, 20260101, 93000, 10210, 1, 0, 0, 0, N'HQ' FROM msdb.dbo.sysjobs WHERE name = N'Load'
INSERT INTO msdb.dbo.sysjobhistory (job_id, step_id, step_name, sql_message_id, sql_severity, message, run_status, run_date, run_time, run_duration, operator_id_emailed, operator_id_netsent, operator_id_paged, retries_attempted, server)
SELECT job_id, 0, N'(Job outcome)', 0, 0, N'The job succeeded.', 1, 20260102, 0, 1, 0, 0, 0, 0, N'HQ' FROM msdb.dbo.sysjobs WHERE name = N'Unload'
GO
--> return 0
EXEC msdb.dbo.sp_help_jobhistory
GO
--> job_id uniqueidentifier | job_name sysname | run_status int | run_date int | run_time int | run_duration int | operator_emailed nvarchar(20) | operator_netsent nvarchar(20) | operator_paged nvarchar(20) | retries_attempted int | server sysname
--> {1} | Unload | 1 | 20260102 | 0 | 1 | NULL | NULL | NULL | 0 | HQ
--> {2} | Load | 0 | 20260101 | 93000 | 10210 | A very long name of  | NULL | NULL | 0 | HQ
--> {2} | Load | 0 | 20260101 | 93000 | 10203 | NULL | NULL | NULL | 2 | HQ
--> return 0
EXEC msdb.dbo.sp_help_jobhistory @job_name = N'load', @mode = 'full', @oldest_first = 1
GO
--> instance_id int | job_id uniqueidentifier | job_name sysname | step_id int | step_name sysname | sql_message_id int | sql_severity int | message nvarchar(4000) | run_status int | run_date int | run_time int | run_duration int | operator_emailed sysname | operator_netsent sysname | operator_paged sysname | retries_attempted int | server sysname
--> 1 | {2} | Load | 1 | one | 50000 | 16 | It failed. | 0 | 20260101 | 93000 | 10203 | NULL | NULL | NULL | 2 | HQ
--> 2 | {2} | Load | 0 | (Job outcome) | 0 | 0 | The job failed. | 0 | 20260101 | 93000 | 10210 | A very long name of an operator | NULL | NULL | 0 | HQ
--> return 0
EXEC msdb.dbo.sp_help_jobhistory @job_name = N'Load', @mode = 'SEM'
GO
--> step_id int | step_name sysname | message nvarchar(4000) | run_status int | run_date int | run_time int | run_duration int | operator_emailed sysname | operator_netsent sysname | operator_paged sysname
--> 0 | (Job outcome) | The job failed. | 0 | 20260101 | 93000 | 10210 | A very long name of an operator | NULL | NULL
--> 1 | one | It failed. | 0 | 20260101 | 93000 | 10203 | NULL | NULL | NULL
--> return 0
EXEC msdb.dbo.sp_help_jobhistory @mode = 'SEM'
GO
--> step_id int | step_name sysname | message nvarchar(4000) | run_status int | run_date int | run_time int | run_duration int | operator_emailed sysname | operator_netsent sysname | operator_paged sysname
--> return 0
-- Filters: each is a test by itself.
EXEC msdb.dbo.sp_help_jobhistory @start_run_date = 20260102, @end_run_time = 1
GO
--> job_id uniqueidentifier | job_name sysname | run_status int | run_date int | run_time int | run_duration int | operator_emailed nvarchar(20) | operator_netsent nvarchar(20) | operator_paged nvarchar(20) | retries_attempted int | server sysname
--> {1} | Unload | 1 | 20260102 | 0 | 1 | NULL | NULL | NULL | 0 | HQ
--> return 0
EXEC msdb.dbo.sp_help_jobhistory @run_status = 0, @minimum_retries = 1, @sql_severity = 16, @minimum_run_duration = 10000, @step_id = 1, @sql_message_id = 50000, @server = N'hq'
GO
--> job_id uniqueidentifier | job_name sysname | run_status int | run_date int | run_time int | run_duration int | operator_emailed nvarchar(20) | operator_netsent nvarchar(20) | operator_paged nvarchar(20) | retries_attempted int | server sysname
--> {2} | Load | 0 | 20260101 | 93000 | 10203 | NULL | NULL | NULL | 2 | HQ
--> return 0
EXEC msdb.dbo.sp_help_jobhistory @job_name = N''
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_help_jobhistory @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_jobhistory @start_run_date = 20261301
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_date
--> The specified '@start_run_date' is invalid (valid values are: 19900101..99991231).
--> return 1
EXEC msdb.dbo.sp_help_jobhistory @end_run_date = 1
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_date
--> The specified '@end_run_date' is invalid (valid values are: 19900101..99991231).
--> return 1
EXEC msdb.dbo.sp_help_jobhistory @start_run_time = -1
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_time
--> The specified '@start_run_time' is invalid (valid values are: 000000..235959).
--> return 1
EXEC msdb.dbo.sp_help_jobhistory @end_run_time = 99
GO
--> Msg 14287, Level 16, State 1, Procedure sp_verify_job_time
--> The '@end_run_time' supplied has an invalid second.
--> return 1
-- A bad status is a message only.
EXEC msdb.dbo.sp_help_jobhistory @run_status = 6
GO
--> The value of the @run_status parameter should be in the range 0..5. Verify that the specified parameter value is correct.
--> return 1
EXEC msdb.dbo.sp_help_jobhistory @mode = 'FOO'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_jobhistory
--> The specified '@mode' is invalid (valid values are: SUMMARY, FULL, SEM).
--> return 1
-- The history of a multiserver job is on its targets: here is how it ended there last.
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_help_jobhistory @job_name = N'Remote'
GO
--> job_id uniqueidentifier | job_name sysname | run_status tinyint | run_date int | run_time int | run_duration int | operator_emailed int | operator_netsentname int | operator_paged int | retries_attempted int | server sysname
--> {3} | Remote | 5 | 0 | 0 | 0 | NULL | NULL | NULL | NULL | T1
--> return 0
EXEC msdb.dbo.sp_help_jobhistory @job_name = N'Remote', @mode = 'FULL'
GO
--> instance_id int | job_id uniqueidentifier | job_name sysname | step_id int | step_name int | sql_message_id int | sql_severity int | message nvarchar(4000) | run_status tinyint | run_date int | run_time int | run_duration int | operator_emailed int | operator_netsentname int | operator_paged int | retries_attempted int | server sysname
--> NULL | {3} | Remote | NULL | NULL | NULL | NULL | NULL | 5 | 0 | 0 | 0 | NULL | NULL | NULL | NULL | T1
--> return 0
EXEC msdb.dbo.sp_help_jobhistory @job_name = N'Remote', @mode = 'SEM'
GO
--> job_id uniqueidentifier | step_name int | message nvarchar(4000) | run_status tinyint | run_date int | run_time int | run_duration int | operator_emailed int | operator_netsentname int | operator_paged int
--> {3} | NULL | NULL | 5 | 0 | 0 | 0 | NULL | NULL | NULL
--> return 0
EXEC msdb.dbo.sp_help_jobhistory @job_name = N'Remote', @run_status = 1
GO
--> job_id uniqueidentifier | job_name sysname | run_status tinyint | run_date int | run_time int | run_duration int | operator_emailed int | operator_netsentname int | operator_paged int | retries_attempted int | server sysname
--> return 0
