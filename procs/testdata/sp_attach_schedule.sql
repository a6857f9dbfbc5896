EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
GO
--> return 0
EXEC msdb.dbo.sp_attach_schedule @schedule_name = N'Daily'
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Load'
GO
--> Msg 14373, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> Supply either @schedule_id or @schedule_name to identify the schedule.
--> return 1
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Load', @schedule_id = 9
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> The specified @schedule_id ('9') does not exist.
--> return 1
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Load', @schedule_name = N' daily '
GO
--> return 0
-- Again is nothing.
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Load', @schedule_id = 1
GO
--> return 0
SELECT schedule_id, next_run_date, next_run_time FROM msdb.dbo.sysjobschedules
GO
--> schedule_id int | next_run_date int | next_run_time int
--> 1 | 0 | 0
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Weekly', @freq_type = 8, @freq_interval = 1, @freq_recurrence_factor = 1
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Remote', @schedule_name = N'Daily'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Remote', @schedule_name = N'Weekly', @automatic_post = 0
GO
--> Warning: This change will not be downloaded by the target server(s) until an INSERT for the job is posted using sp_post_msx_operation.
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
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Load', @schedule_name = N'Weekly'
GO
--> Msg 14377, Level 16, State 1, Procedure sp_attach_schedule
--> The schedule was not attached to the specified job. The caller must own the job or the operation must be performed by a sysadmin.
--> return 1
REVERT
GO
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1 WHERE name = N'Load'
GO
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Load', @schedule_name = N'Weekly'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
