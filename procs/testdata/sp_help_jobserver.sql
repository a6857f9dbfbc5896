INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, '20260101 08:00:00', '20260102 09:00:00', 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_help_jobserver @job_name = N'Load'
GO
--> server_id int | server_name sysname | enlist_date datetime | last_poll_date datetime
--> return 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
EXEC msdb.dbo.sp_help_jobserver @job_name = N'Load'
GO
--> server_id int | server_name sysname | enlist_date datetime | last_poll_date datetime
--> 0 | HQ | 1998-11-13 00:00:00.000 | 1998-11-13 00:00:00.000
--> return 0
EXEC msdb.dbo.sp_help_jobserver @job_name = N'Remote', @show_last_run_details = 1
GO
--> server_id int | server_name sysname | enlist_date datetime | last_poll_date datetime | last_run_date int | last_run_time int | last_run_duration int | last_run_outcome tinyint | last_outcome_message nvarchar(4000)
--> 1 | T1 | 2026-01-01 08:00:00.000 | 2026-01-02 09:00:00.000 | 0 | 0 | 0 | 5 | NULL
--> return 0
EXEC msdb.dbo.sp_help_jobserver
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_help_jobserver @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
