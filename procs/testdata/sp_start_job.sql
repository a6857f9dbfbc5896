EXEC msdb.dbo.sp_add_job @job_name = N'Load', @enabled = 0
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @command = N'SELECT 1'
GO
--> return 0
EXEC msdb.dbo.sp_start_job
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_start_job N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_start_job N'Load'
GO
--> Msg 14256, Level 16, State 1, Procedure sp_start_job
--> Cannot start the job "Load" (ID {1}) because it does not have any job server or servers defined. Associate the job with a job server by calling sp_add_jobserver.
--> return 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
GO
--> return 0
-- The name comes first, and a job that is disabled can be started.
EXEC msdb.dbo.sp_start_job N' load '
GO
--> Job 'Load' started successfully.
--> return 0
EXEC msdb.dbo.sp_start_job N'Load', @output_flag = 0
GO
--> return 0
EXEC msdb.dbo.sp_start_job N'Load', @step_name = N'two'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_start_job
--> The specified @step_name ('two') does not exist.
--> return 1
EXEC msdb.dbo.sp_start_job N'Load', @step_name = N'ONE'
GO
--> Job 'Load' started successfully.
--> return 0
-- A multiserver job starts by an instruction to its targets.
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60), (N'T2', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T2'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_start_job N'Remote'
GO
--> SP_POST_MSX_OPERATION: 2 START download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_start_job N'Remote', @server_name = N't2'
GO
--> SP_POST_MSX_OPERATION: 1 START download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_start_job N'Remote', @server_name = N'T3'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_start_job
--> The specified @server_name ('T3') does not exist.
--> return 1
-- One that its targets delete after a run has to be sent again before.
EXEC msdb.dbo.sp_update_job @job_name = N'Remote', @delete_level = 1
GO
--> SP_POST_MSX_OPERATION: 2 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_start_job N'Remote', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 START download instruction(s) posted.
--> return 0
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentReaderRole ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_start_job N'Load'
GO
--> Msg 14393, Level 16, State 1, Procedure sp_start_job
--> Only owner of a job or members of role sysadmin or SQLAgentOperatorRole can start and stop the job.
--> return 1
REVERT
GO
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
GO
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_start_job N'Load'
GO
--> Job 'Load' started successfully.
--> return 0
EXEC msdb.dbo.sp_start_job N'Remote'
GO
--> Msg 14397, Level 16, State 1, Procedure sp_start_job
--> Only members of sysadmin server role can start/stop multi-server jobs
--> return 1
REVERT
GO
