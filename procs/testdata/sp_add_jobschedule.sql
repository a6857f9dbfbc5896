EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_job @job_name = N'Unload'
GO
--> return 0
-- Without more it is once, today at midnight.
DECLARE @id int, @uid uniqueidentifier
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Once', @schedule_id = @id OUTPUT, @schedule_uid = @uid OUTPUT
SELECT @id AS id, CASE WHEN @uid IS NULL THEN 'none' ELSE 'some' END AS uid
GO
--> id int | uid varchar(4)
--> 1 | some
--> return 0
EXEC msdb.dbo.sp_help_jobschedule @job_name = N'Load', @include_description = 1
GO
--> schedule_id int | schedule_name sysname | enabled int | freq_type int | freq_interval int | freq_subday_type int | freq_subday_interval int | freq_relative_interval int | freq_recurrence_factor int | active_start_date int | active_end_date int | active_start_time int | active_end_time int | date_created datetime | schedule_description nvarchar(4000) | next_run_date int | next_run_time int | schedule_uid uniqueidentifier | job_count int
--> 1 | Once | 1 | 1 | 0 | 0 | 0 | 0 | 0 | {today} | 99991231 | 0 | 235959 | {now} | Once on 20260105 at 0 | 0 | 0 | {1} | 1
--> return 0
-- A script that is run for a second job shares the schedule.
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Daily', @freq_type = 4, @freq_interval = 1, @schedule_uid = '3A5F6B60-0000-4000-8000-000000000001'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Unload', @name = N'Daily at six', @freq_type = 4, @freq_interval = 1, @active_start_time = 60000, @schedule_uid = '3A5F6B60-0000-4000-8000-000000000001'
GO
--> return 0
SELECT s.schedule_id, s.name, COUNT(*) AS jobs FROM msdb.dbo.sysschedules s JOIN msdb.dbo.sysjobschedules l ON l.schedule_id = s.schedule_id GROUP BY s.schedule_id, s.name ORDER BY s.schedule_id
GO
--> schedule_id int | name sysname | jobs int
--> 1 | Once | 1
--> 2 | Daily at six | 2
EXEC msdb.dbo.sp_add_jobschedule @name = N'x'
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'nope', @name = N'x'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'x', @freq_type = 3
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_schedule
--> The specified '@freq_type' is invalid (valid values are: 1, 4, 8, 16, 32, 64, 128).
--> return 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'x', @freq_type = 4
GO
--> Msg 14278, Level 16, State 1, Procedure sp_verify_schedule
--> The schedule for this job is invalid (reason: @freq_interval must be at least 1 for a daily job.).
--> return 1
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Remote', @name = N'R', @freq_type = 4, @freq_interval = 1
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Remote', @name = N'S', @freq_type = 4, @freq_interval = 1, @automatic_post = 0
GO
--> Warning: This change will not be downloaded by the target server(s) until an INSERT for the job is posted using sp_post_msx_operation.
--> return 0
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
EXEC msdb.dbo.sp_add_job @job_name = N'Of bob', @owner_login_name = N'bob'
GO
--> Changed database context to 'msdb'.
--> return 0
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'x', @freq_type = 64
GO
--> Msg 14525, Level 16, State 1, Procedure sp_add_jobschedule
--> Only members of sysadmin role are allowed to update or delete jobs owned by a different login.
--> return 1
REVERT
GO
-- The schedule belongs to the owner of the job.
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Of bob', @name = N'B', @freq_type = 64
GO
--> return 0
SELECT SUSER_SNAME(owner_sid) AS owner FROM msdb.dbo.sysschedules WHERE name = N'B'
GO
--> owner sysname
--> bob
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1 WHERE name = N'Of bob'
GO
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Of bob', @name = N'C', @freq_type = 64
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
