-- SQL Server: the database of a T-SQL step must exist on the server where the step is written, the master too (14262).
-- msxgate: a job on targets, or on no server yet, may name databases that only its targets have.
-- Why: an embedded master has no databases but its own, and the steps never run there.
INSERT INTO msdb.dbo.systargetservers (server_name, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', 0, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Here'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Here'
EXEC msdb.dbo.sp_add_job @job_name = N'There'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'There', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_add_jobstep @job_name = N'There', @step_name = N'One', @command = N'SELECT 1', @database_name = N'Sales'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Here', @step_name = N'One', @command = N'SELECT 1', @database_name = N'Sales'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified @database_name ('Sales') does not exist.
--> return 1
