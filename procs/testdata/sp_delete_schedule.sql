EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Free', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Used', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Load', @schedule_name = N'Used'
GO
--> return 0
EXEC msdb.dbo.sp_delete_schedule
GO
--> Msg 14373, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> Supply either @schedule_id or @schedule_name to identify the schedule.
--> return 1
EXEC msdb.dbo.sp_delete_schedule @schedule_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> The specified @schedule_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_delete_schedule @schedule_name = N'FREE'
GO
--> return 0
EXEC msdb.dbo.sp_delete_schedule @schedule_name = N'Used'
GO
--> Msg 14372, Level 16, State 1, Procedure sp_delete_schedule
--> The schedule was not deleted because it is being used by one or more jobs.
--> return 1
EXEC msdb.dbo.sp_delete_schedule @schedule_id = 2, @force_delete = 1
GO
--> return 0
SELECT (SELECT COUNT(*) FROM msdb.dbo.sysschedules) AS schedules, (SELECT COUNT(*) FROM msdb.dbo.sysjobschedules) AS links
GO
--> schedules int | links int
--> 0 | 0
-- The targets of jobs that used it fetch them without it.
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Remote', @name = N'A', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Remote', @name = N'B', @freq_type = 4, @freq_interval = 1
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_delete_schedule @schedule_name = N'A', @force_delete = 1
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_delete_schedule @schedule_name = N'B', @force_delete = 1, @automatic_post = 0
GO
--> Warning: This change will not be downloaded by the target server(s) until an INSERT for the job is posted using sp_post_msx_operation.
--> return 0
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Of sa', @freq_type = 4, @freq_interval = 1
GO
--> Changed database context to 'msdb'.
--> return 0
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_delete_schedule @schedule_name = N'Of sa'
GO
--> Msg 14394, Level 16, State 1, Procedure sp_delete_schedule
--> Only owner of a job schedule or members of sysadmin role can modify or delete the job schedule.
--> return 1
REVERT
GO
