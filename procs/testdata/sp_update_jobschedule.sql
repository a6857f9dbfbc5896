EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Twin', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Twin', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Loose', @freq_type = 64
GO
--> return 0
EXEC msdb.dbo.sp_update_jobschedule @name = N'Daily'
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_update_jobschedule @job_name = N'Load', @name = N'Twin', @enabled = 0
GO
--> Msg 14375, Level 16, State 1, Procedure sp_update_jobschedule
--> More than one schedule named "Twin" is attached to job "Load". Use "sp_update_schedule" to update schedules.
--> return 1
EXEC msdb.dbo.sp_update_jobschedule @job_name = N'Load', @name = N'Loose', @enabled = 0
GO
--> Msg 14374, Level 16, State 1, Procedure sp_update_jobschedule
--> The specified schedule name "Loose" is not associated with the job "Load".
--> return 1
EXEC msdb.dbo.sp_update_jobschedule @job_name = N'Load', @name = N'nope', @enabled = 0
GO
--> Msg 14262, Level 16, State 1, Procedure sp_update_jobschedule
--> The specified Schedule Name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_jobschedule @job_name = N'Load', @name = N'daily', @new_name = N'Hourly', @freq_subday_type = 8, @freq_subday_interval = 1
GO
--> return 0
EXEC msdb.dbo.sp_update_jobschedule @job_name = N'Load', @name = N'Hourly', @freq_subday_interval = 0
GO
--> Msg 14278, Level 16, State 1, Procedure sp_verify_schedule
--> The schedule for this job is invalid (reason: The specified '@freq_subday_interval' is invalid.).
--> return 1
SELECT s.name, s.freq_subday_type, s.version_number, j.version_number AS job_version FROM msdb.dbo.sysschedules s, msdb.dbo.sysjobs j WHERE s.schedule_id = 1
GO
--> name sysname | freq_subday_type int | version_number int | job_version int
--> Hourly | 8 | 2 | 2
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Remote', @name = N'R', @freq_type = 4, @freq_interval = 1
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_update_jobschedule @job_name = N'Remote', @name = N'R', @enabled = 0
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_update_jobschedule @job_name = N'Remote', @name = N'R', @enabled = 0, @automatic_post = 0
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
EXEC msdb.dbo.sp_update_jobschedule @job_name = N'Load', @name = N'Hourly', @enabled = 0
GO
--> Msg 14525, Level 16, State 1, Procedure sp_update_jobschedule
--> Only members of sysadmin role are allowed to update or delete jobs owned by a different login.
--> return 1
REVERT
GO
-- Of a job that came from a master, named or numbered, nothing is changed here.
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1 WHERE name = N'Load'
GO
EXEC msdb.dbo.sp_update_jobschedule @job_name = N'Load', @name = N'Hourly', @enabled = 0
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N'Load')
EXEC msdb.dbo.sp_update_jobschedule @job_id = @id, @name = N'Hourly', @enabled = 0
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
