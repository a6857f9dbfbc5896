EXEC msdb.dbo.sp_help_schedule
GO
--> schedule_id int | schedule_uid uniqueidentifier | schedule_name sysname | enabled int | freq_type int | freq_interval int | freq_subday_type int | freq_subday_interval int | freq_relative_interval int | freq_recurrence_factor int | active_start_date int | active_end_date int | active_start_time int | active_end_time int | date_created datetime | schedule_description nvarchar(4000) | job_count int
--> return 0
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Daily', @freq_type = 4, @freq_interval = 1, @freq_subday_type = 4, @freq_subday_interval = 15, @active_start_time = 90000, @active_end_time = 170000
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Last Friday', @freq_type = 32, @freq_interval = 6, @freq_relative_interval = 16, @freq_recurrence_factor = 1
GO
--> return 0
EXEC msdb.dbo.sp_help_schedule
GO
--> schedule_id int | schedule_uid uniqueidentifier | schedule_name sysname | enabled int | freq_type int | freq_interval int | freq_subday_type int | freq_subday_interval int | freq_relative_interval int | freq_recurrence_factor int | active_start_date int | active_end_date int | active_start_time int | active_end_time int | date_created datetime | schedule_description nvarchar(4000) | job_count int
--> 1 | {1} | Daily | 1 | 4 | 1 | 4 | 15 | 0 | 0 | {today} | 99991231 | 90000 | 170000 | {now} | (Description not requested.) | 0
--> 2 | {2} | Last Friday | 1 | 32 | 6 | 1 | 0 | 16 | 1 | {today} | 99991231 | 0 | 235959 | {now} | (Description not requested.) | 1
--> return 0
EXEC msdb.dbo.sp_help_schedule @attached_schedules_only = 1, @include_description = 1
GO
--> schedule_id int | schedule_uid uniqueidentifier | schedule_name sysname | enabled int | freq_type int | freq_interval int | freq_subday_type int | freq_subday_interval int | freq_relative_interval int | freq_recurrence_factor int | active_start_date int | active_end_date int | active_start_time int | active_end_time int | date_created datetime | schedule_description nvarchar(4000) | job_count int
--> 2 | {2} | Last Friday | 1 | 32 | 6 | 1 | 0 | 16 | 1 | {today} | 99991231 | 0 | 235959 | {now} | Every 1 months(s) on the last Friday of that month at 0 | 1
--> return 0
EXEC msdb.dbo.sp_help_schedule @schedule_name = N'daily', @include_description = 1
GO
--> schedule_id int | schedule_uid uniqueidentifier | schedule_name sysname | enabled int | freq_type int | freq_interval int | freq_subday_type int | freq_subday_interval int | freq_relative_interval int | freq_recurrence_factor int | active_start_date int | active_end_date int | active_start_time int | active_end_time int | date_created datetime | schedule_description nvarchar(4000) | job_count int
--> 1 | {1} | Daily | 1 | 4 | 1 | 4 | 15 | 0 | 0 | {today} | 99991231 | 90000 | 170000 | {now} | Every day every 15 minute(s) between 90000 and 170000 | 0
--> return 0
EXEC msdb.dbo.sp_help_schedule @schedule_id = 1, @schedule_name = N'Daily'
GO
--> Msg 14373, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> Supply either @schedule_id or @schedule_name to identify the schedule.
--> return 1
EXEC msdb.dbo.sp_help_schedule @schedule_id = 99
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> The specified @schedule_id ('99') does not exist.
--> return 1
