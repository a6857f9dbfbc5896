EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Twin', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Twin', @freq_type = 4, @freq_interval = 1
GO
--> return 0
EXEC msdb.dbo.sp_update_schedule
GO
--> Msg 14373, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> Supply either @schedule_id or @name to identify the schedule.
--> return 1
EXEC msdb.dbo.sp_update_schedule @schedule_id = 1, @name = N'Daily'
GO
--> Msg 14373, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> Supply either @schedule_id or @name to identify the schedule.
--> return 1
EXEC msdb.dbo.sp_update_schedule @schedule_id = 99
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> The specified @schedule_id ('99') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_schedule @name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> The specified @schedule_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_schedule @name = N'Twin'
GO
--> Msg 14371, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> There are two or more schedules named "Twin". Specify @schedule_id instead of @name to uniquely identify the schedule.
--> return 1
-- The owner is looked up before the schedule.
EXEC msdb.dbo.sp_update_schedule @name = N'nope', @owner_login_name = N'nobody'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_update_schedule
--> The specified @owner_login_name ('nobody') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_schedule @name = N'daily', @new_name = N' Mondays ', @freq_type = 8, @freq_interval = 2, @freq_recurrence_factor = 1, @active_start_time = 60000
GO
--> return 0
SELECT name, freq_type, freq_interval, freq_recurrence_factor, active_start_time, version_number, date_modified FROM msdb.dbo.sysschedules WHERE schedule_id = 1
GO
--> name sysname | freq_type int | freq_interval int | freq_recurrence_factor int | active_start_time int | version_number int | date_modified datetime
--> Mondays | 8 | 2 | 1 | 60000 | 2 | {now}
EXEC msdb.dbo.sp_update_schedule @schedule_id = 1, @freq_interval = 0
GO
--> Msg 14278, Level 16, State 1, Procedure sp_verify_schedule
--> The schedule for this job is invalid (reason: @freq_interval must be a valid day of the week bitmask [Sunday = 1 .. Saturday = 64] for a weekly job.).
--> return 1
EXEC msdb.dbo.sp_update_schedule @schedule_id = 1, @enabled = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_schedule
--> The specified '@enabled' is invalid (valid values are: 0, 1).
--> return 1
-- A multiserver job that uses it is fetched anew by its targets.
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1', @automatic_post = 0
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Remote', @schedule_id = 1, @automatic_post = 0
GO
--> Warning: This change will not be downloaded by the target server(s) until an INSERT for the job is posted using sp_post_msx_operation.
--> return 0
EXEC msdb.dbo.sp_update_schedule @schedule_id = 1, @enabled = 0
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_update_schedule @schedule_id = 1, @enabled = 1, @automatic_post = 0
GO
--> return 0
SELECT operation_code, object_type, target_server FROM msdb.dbo.sysdownloadlist
GO
--> operation_code tinyint | object_type tinyint | target_server sysname
--> 1 | 1 | T1
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
-- Operators switch schedules on and off.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_update_schedule @schedule_id = 1, @enabled = 0
GO
--> return 0
EXEC msdb.dbo.sp_update_schedule @schedule_id = 1, @enabled = 0, @new_name = N'x'
GO
--> Msg 14394, Level 16, State 1, Procedure sp_update_schedule
--> Only owner of a job schedule or members of sysadmin role can modify or delete the job schedule.
--> return 1
REVERT
GO
-- One that came from a master.
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysschedules SET originating_server_id = 1 WHERE schedule_id = 1
GO
EXEC msdb.dbo.sp_update_schedule @schedule_id = 1, @enabled = 0
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_update_schedule @schedule_id = 1, @enabled = 0
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> The specified @schedule_id ('1') does not exist.
--> return 1
REVERT
GO
