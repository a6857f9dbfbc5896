EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Weekly', @freq_type = 8, @freq_interval = 1, @freq_recurrence_factor = 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Loose', @freq_type = 64
GO
--> return 0
-- By name only the schedules of the job are found.
EXEC msdb.dbo.sp_detach_schedule @job_name = N'Load', @schedule_name = N'Loose'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> The specified @schedule_name ('Loose') does not exist.
--> return 1
EXEC msdb.dbo.sp_detach_schedule @job_name = N'Load', @schedule_id = 3
GO
--> The specified schedule name "Loose" is not associated with the job "Load".
--> return 1
EXEC msdb.dbo.sp_detach_schedule @job_name = N'Load', @schedule_name = N'Daily'
GO
--> return 0
EXEC msdb.dbo.sp_detach_schedule @job_name = N'Load', @schedule_name = N'Weekly', @delete_unused_schedule = 1
GO
--> return 0
SELECT name FROM msdb.dbo.sysschedules ORDER BY schedule_id
GO
--> name sysname
--> Daily
--> Loose
SELECT version_number FROM msdb.dbo.sysjobs
GO
--> version_number int
--> 3
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Remote', @schedule_name = N'Daily'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_detach_schedule @job_name = N'Remote', @schedule_name = N'Daily'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Remote', @schedule_name = N'Daily', @automatic_post = 0
EXEC msdb.dbo.sp_detach_schedule @job_name = N'Remote', @schedule_name = N'Daily', @automatic_post = 0
GO
--> Warning: This change will not be downloaded by the target server(s) until an INSERT for the job is posted using sp_post_msx_operation.
--> Warning: This change will not be downloaded by the target server(s) until an INSERT for the job is posted using sp_post_msx_operation.
--> return 0
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentReaderRole ADD MEMBER bob
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Load', @schedule_name = N'Daily'
EXEC msdb.dbo.sp_add_job @job_name = N'Of bob', @owner_login_name = N'bob'
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Of bob', @schedule_name = N'Daily'
GO
--> Changed database context to 'msdb'.
--> return 0
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_detach_schedule @job_name = N'Load', @schedule_name = N'Daily'
GO
--> Msg 14391, Level 16, State 1, Procedure sp_detach_schedule
--> Only owner of a job or members of sysadmin role can detach a schedule.
--> return 1
EXEC msdb.dbo.sp_detach_schedule @job_name = N'Of bob', @schedule_name = N'Daily', @delete_unused_schedule = 1
GO
--> Msg 14394, Level 16, State 1, Procedure sp_detach_schedule
--> Only owner of a job schedule or members of sysadmin role can modify or delete the job schedule.
--> return 1
EXEC msdb.dbo.sp_detach_schedule @job_name = N'Of bob', @schedule_name = N'Daily'
GO
--> return 0
REVERT
GO
