-- A name alone is not enough: the kind of schedule is missing.
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_schedule
--> The specified '@freq_type' is invalid (valid values are: 1, 4, 8, 16, 32, 64, 128).
--> return 1
DECLARE @id int = 77, @uid uniqueidentifier
EXEC msdb.dbo.sp_add_schedule @schedule_name = N' Daily ', @freq_type = 4, @freq_interval = 1, @freq_recurrence_factor = 9, @schedule_id = @id OUTPUT, @schedule_uid = @uid OUTPUT
SELECT @id AS id, CASE WHEN @uid = schedule_uid THEN 'same' END AS uid, name, SUSER_SNAME(owner_sid) AS owner, enabled, freq_type, freq_interval, freq_subday_type, freq_recurrence_factor, active_start_date, active_end_date, active_start_time, active_end_time, version_number
FROM msdb.dbo.sysschedules
GO
--> id int | uid varchar(4) | name sysname | owner sysname | enabled int | freq_type int | freq_interval int | freq_subday_type int | freq_recurrence_factor int | active_start_date int | active_end_date int | active_start_time int | active_end_time int | version_number int
--> 1 | same | Daily | sa | 1 | 4 | 1 | 1 | 0 | {today} | 99991231 | 0 | 235959 | 1
--> return 0
-- Names need not be unique.
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Daily', @freq_type = 1, @freq_interval = 3, @freq_subday_type = 4, @active_start_date = 20300101, @active_end_time = 0
GO
--> return 0
SELECT schedule_id, name, freq_type, freq_interval, freq_subday_type, active_start_date, active_end_time FROM msdb.dbo.sysschedules ORDER BY schedule_id
GO
--> schedule_id int | name sysname | freq_type int | freq_interval int | freq_subday_type int | active_start_date int | active_end_time int
--> 1 | Daily | 4 | 1 | 1 | {today} | 235959
--> 2 | Daily | 1 | 0 | 0 | 20300101 | 235959
-- Under a unique id that exists, the schedule is changed and no other is added.
DECLARE @uid uniqueidentifier = (SELECT schedule_uid FROM msdb.dbo.sysschedules WHERE schedule_id = 2), @id int
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Weekly', @freq_type = 8, @freq_interval = 2, @freq_recurrence_factor = 1, @schedule_uid = @uid, @schedule_id = @id OUTPUT
SELECT @id AS id
GO
--> id int
--> 2
--> return 0
SELECT schedule_id, name, freq_type, version_number FROM msdb.dbo.sysschedules ORDER BY schedule_id
GO
--> schedule_id int | name sysname | freq_type int | version_number int
--> 1 | Daily | 4 | 1
--> 2 | Weekly | 8 | 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'With uid', @freq_type = 64, @schedule_uid = '3A5F6B60-0000-4000-8000-000000000001'
GO
--> return 0
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4, @freq_interval = 1, @owner_login_name = N'nobody'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_add_schedule
--> The specified @owner_login_name ('nobody') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = NULL, @freq_type = 4, @freq_interval = 1
GO
--> Msg 515, Level 16, State 2, Procedure sp_add_schedule
--> Cannot insert the value NULL into column 'name', table 'msdb.dbo.sysschedules'; column does not allow nulls. INSERT fails.
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'all', @freq_type = 4, @freq_interval = 1
GO
--> Msg 14200, Level 16, State 1, Procedure sp_verify_schedule
--> The specified '@name' is invalid.
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4, @freq_interval = 1, @enabled = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_schedule
--> The specified '@enabled' is invalid (valid values are: 0, 1).
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 2
GO
--> Msg 14295, Level 16, State 1, Procedure sp_verify_schedule
--> Frequency Type 0x2 (OnDemand) is no longer supported.
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4, @freq_interval = 1, @freq_subday_type = 3
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_schedule
--> The specified '@freq_subday_type' is invalid (valid values are: 0x1, 0x2, 0x4, 0x8).
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4, @freq_interval = 1, @active_end_date = 20261301
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_date
--> The specified '@active_end_date' is invalid (valid values are: 19900101..99991231).
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4, @freq_interval = 1, @active_start_date = 19891231
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_date
--> The specified '@active_start_date' is invalid (valid values are: 19900101..99991231).
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4, @freq_interval = 1, @active_start_date = 20260201, @active_end_date = 20260131
GO
--> Msg 14288, Level 16, State 1, Procedure sp_verify_schedule
--> @active_end_date cannot be before @active_start_date.
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4, @freq_interval = 1, @active_end_time = 240000
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_time
--> The specified '@active_end_time' is invalid (valid values are: 000000..235959).
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4, @freq_interval = 1, @active_start_time = 96100
GO
--> Msg 14287, Level 16, State 1, Procedure sp_verify_job_time
--> The '@active_start_time' supplied has an invalid minute.
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4, @freq_interval = 1, @active_start_time = 90061
GO
--> Msg 14287, Level 16, State 1, Procedure sp_verify_job_time
--> The '@active_start_time' supplied has an invalid second.
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4, @freq_interval = 1, @freq_subday_type = 4, @freq_subday_interval = 5, @active_start_time = 90000, @active_end_time = 90000
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_schedule
--> The specified '@active_end_time' is invalid (valid values are: before or after @active_start_time).
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4, @freq_interval = 1, @freq_subday_type = 2, @freq_subday_interval = 9
GO
--> Msg 14278, Level 16, State 1, Procedure sp_verify_schedule
--> The schedule for this job is invalid (reason: The specified '@freq_subday_interval' is invalid.).
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 4
GO
--> Msg 14278, Level 16, State 1, Procedure sp_verify_schedule
--> The schedule for this job is invalid (reason: @freq_interval must be at least 1 for a daily job.).
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 8, @freq_interval = 128
GO
--> Msg 14278, Level 16, State 1, Procedure sp_verify_schedule
--> The schedule for this job is invalid (reason: @freq_interval must be a valid day of the week bitmask [Sunday = 1 .. Saturday = 64] for a weekly job.).
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 16, @freq_interval = 32
GO
--> Msg 14278, Level 16, State 1, Procedure sp_verify_schedule
--> The schedule for this job is invalid (reason: @freq_interval must be between 1 and 31 for a monthly job.).
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 32, @freq_interval = 1, @freq_relative_interval = 3
GO
--> Msg 14278, Level 16, State 1, Procedure sp_verify_schedule
--> The schedule for this job is invalid (reason: @freq_relative_interval must be one of 1st (0x1), 2nd (0x2), 3rd [0x4], 4th (0x8) or Last (0x10).).
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 32, @freq_interval = 11, @freq_relative_interval = 16
GO
--> Msg 14278, Level 16, State 1, Procedure sp_verify_schedule
--> The schedule for this job is invalid (reason: @freq_interval must be between 1 and 10 (1 = Sunday .. 7 = Saturday, 8 = Day, 9 = Weekday, 10 = Weekend-day) for a monthly-relative job.).
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'x', @freq_type = 16, @freq_interval = 31
GO
--> Msg 14278, Level 16, State 1, Procedure sp_verify_schedule
--> The schedule for this job is invalid (reason: @freq_recurrence_factor must be at least 1.).
--> return 1
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentUserRole ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'For sa', @freq_type = 64, @owner_login_name = N'sa'
GO
--> Msg 14366, Level 16, State 1, Procedure sp_verify_schedule
--> Only members of sysadmin role can modify the owner of a schedule.
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'For myself', @freq_type = 64
GO
--> return 0
REVERT
GO
SELECT schedule_id, name, SUSER_SNAME(owner_sid) AS owner FROM msdb.dbo.sysschedules ORDER BY schedule_id
GO
--> schedule_id int | name sysname | owner sysname
--> 1 | Daily | sa
--> 2 | Weekly | sa
--> 3 | With uid | sa
--> 4 | For myself | bob
