EXEC msdb.dbo.sp_add_job @job_name = N'Load'
GO
--> return 0
EXEC msdb.dbo.sp_stop_job
GO
--> Msg 14232, Level 16, State 1, Procedure sp_stop_job
--> Specify either a job_name, job_id, or an originating_server.
--> return 1
EXEC msdb.dbo.sp_stop_job N'Load', @originating_server = N'BOSS'
GO
--> Msg 14232, Level 16, State 1, Procedure sp_stop_job
--> Specify either a job_name, job_id, or an originating_server.
--> return 1
EXEC msdb.dbo.sp_stop_job N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_stop_job N'Load'
GO
--> Msg 14257, Level 16, State 1, Procedure sp_stop_job
--> Cannot stop the job "Load" (ID {1}) because it does not have any job server or servers defined. Associate the job with a job server by calling sp_add_jobserver.
--> return 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
GO
--> return 0
EXEC msdb.dbo.sp_stop_job N'Load'
GO
--> Job 'Load' stopped successfully.
--> return 0
EXEC msdb.dbo.sp_stop_job @originating_server = N'BOSS'
GO
--> Msg 14268, Level 16, State 1, Procedure sp_stop_job
--> There are no jobs at this server that originated from server 'BOSS'.
--> return 1
EXEC msdb.dbo.sp_stop_job @originating_server = N'(local)'
GO
--> 1 (of 1) job(s) stopped successfully.
--> return 0
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_stop_job N'Remote'
GO
--> SP_POST_MSX_OPERATION: 1 STOP download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_stop_job N'Remote', @server_name = N'T3'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_stop_job
--> The specified @server_name ('T3') does not exist.
--> return 1
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentReaderRole ADD MEMBER bob
EXEC msdb.dbo.sp_add_job @job_name = N'Nowhere'
GO
--> Changed database context to 'msdb'.
--> return 0
-- That a job is nowhere is said before that one may not.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_stop_job N'Nowhere'
GO
--> Msg 14257, Level 16, State 1, Procedure sp_stop_job
--> Cannot stop the job "Nowhere" (ID {2}) because it does not have any job server or servers defined. Associate the job with a job server by calling sp_add_jobserver.
--> return 1
EXEC msdb.dbo.sp_stop_job N'Load'
GO
--> Msg 14393, Level 16, State 1, Procedure sp_stop_job
--> Only owner of a job or members of role sysadmin or SQLAgentOperatorRole can start and stop the job.
--> return 1
EXEC msdb.dbo.sp_stop_job @originating_server = N'HQ'
GO
--> Msg 14393, Level 16, State 1, Procedure sp_stop_job
--> Only owner of a job or members of role sysadmin or SQLAgentOperatorRole can start and stop the job.
--> return 1
REVERT
GO
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
GO
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_stop_job N'Remote'
GO
--> Msg 14397, Level 16, State 1, Procedure sp_stop_job
--> Only members of sysadmin server role can start/stop multi-server jobs
--> return 1
REVERT
GO
