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
--> return 0
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Weekly', @freq_type = 8, @freq_interval = 1, @freq_recurrence_factor = 1
GO
--> Msg 208, Level 16, State 1, Procedure trig_targetserver_insert
--> Invalid object name 'dbo.systargetservers'.
--> return 0
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Remote', @schedule_name = N'Daily'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('Remote') does not exist.
--> return 1
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Remote', @schedule_name = N'Weekly', @automatic_post = 0
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('Remote') does not exist.
--> return 1
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
--> return 0
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentReaderRole ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
--> return 0
EXECUTE AS LOGIN = N'bob'
GO
--> return 0
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Load', @schedule_name = N'Weekly'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> The specified @schedule_name ('Weekly') does not exist.
--> return 1
REVERT
GO
--> return 0
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1 WHERE name = N'Load'
GO
--> return 0
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Load', @schedule_name = N'Weekly'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
