EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_job @job_name = N'Unload'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Twin', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Twin', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Shared', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Unload', @schedule_name = N'Shared'
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Loose', @freq_type = 64
GO
--> return 0
EXEC msdb.dbo.sp_delete_jobschedule @name = N'Daily'
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'Load', @name = N'Twin'
GO
--> Msg 14376, Level 16, State 1, Procedure sp_delete_jobschedule
--> More than one schedule named "Twin" is attached to job "Load". Use "sp_detach_schedule" to remove schedules from a job.
--> return 1
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'Load', @name = N'Loose'
GO
--> Msg 14374, Level 16, State 1, Procedure sp_delete_jobschedule
--> The specified schedule name "Loose" is not associated with the job "Load".
--> return 1
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'Load', @name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_delete_jobschedule
--> The specified @name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'Load', @name = N'Shared'
GO
--> Msg 14368, Level 16, State 1, Procedure sp_delete_jobschedule
--> Schedule "Shared" was not deleted because it is being used by at least one other job. Use "sp_detach_schedule" to remove schedules from a job.
--> return 1
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'Load', @name = N'ALL'
GO
--> Msg 14367, Level 16, State 1, Procedure sp_delete_jobschedule
--> One or more schedules were not deleted because they are being used by at least one other job. Use "sp_detach_schedule" to remove schedules from a job.
--> return 1
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'Load', @name = N'DAILY'
GO
--> return 0
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'Load', @name = N'Shared', @keep_schedule = 1
GO
--> return 0
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'Load', @name = N'all'
GO
--> return 0
SELECT name FROM msdb.dbo.sysschedules ORDER BY schedule_id
GO
--> name sysname
--> Shared
--> Loose
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Remote', @name = N'R', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Remote', @name = N'S', @freq_type = 4, @freq_interval = 1
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'Remote', @name = N'R'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'Remote', @name = N'S', @automatic_post = 0
GO
--> Warning: This change will not be downloaded by the target server(s) until an INSERT for the job is posted using sp_post_msx_operation.
--> return 0
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'Unload', @name = N'Shared'
GO
--> Msg 14525, Level 16, State 1, Procedure sp_delete_jobschedule
--> Only members of sysadmin role are allowed to update or delete jobs owned by a different login.
--> return 1
REVERT
GO
