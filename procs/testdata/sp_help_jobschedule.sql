EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_job @job_name = N'Unload'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Idle', @freq_type = 128
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Unload', @schedule_name = N'Daily'
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Loose', @freq_type = 64
GO
--> return 0
EXEC msdb.dbo.sp_help_jobschedule @job_name = N'Load', @include_description = 1
GO
--> schedule_id int | schedule_name sysname | enabled int | freq_type int | freq_interval int | freq_subday_type int | freq_subday_interval int | freq_relative_interval int | freq_recurrence_factor int | active_start_date int | active_end_date int | active_start_time int | active_end_time int | date_created datetime | schedule_description nvarchar(4000) | next_run_date int | next_run_time int | schedule_uid uniqueidentifier | job_count int
--> 1 | Daily | 1 | 4 | 1 | 1 | 0 | 0 | 0 | {today} | 99991231 | 0 | 235959 | {now} | Every day at 0 | 0 | 0 | {1} | 2
--> 2 | Idle | 1 | 128 | 0 | 0 | 0 | 0 | 0 | {today} | 99991231 | 0 | 235959 | {now} | Starts whenever the CPU usage has remained below 10 percent for 600 seconds. | 0 | 0 | {2} | 1
--> return 0
EXEC msdb.dbo.sp_help_jobschedule @job_name = N'Load', @schedule_name = N'idle'
GO
--> schedule_id int | schedule_name sysname | enabled int | freq_type int | freq_interval int | freq_subday_type int | freq_subday_interval int | freq_relative_interval int | freq_recurrence_factor int | active_start_date int | active_end_date int | active_start_time int | active_end_time int | date_created datetime | schedule_description nvarchar(4000) | next_run_date int | next_run_time int | schedule_uid uniqueidentifier | job_count int
--> 2 | Idle | 1 | 128 | 0 | 0 | 0 | 0 | 0 | {today} | 99991231 | 0 | 235959 | {now} | (Description not requested.) | 0 | 0 | {2} | 1
--> return 0
-- By its id, a schedule that one job uses.
EXEC msdb.dbo.sp_help_jobschedule @schedule_id = 2
GO
--> schedule_id int | schedule_name sysname | enabled int | freq_type int | freq_interval int | freq_subday_type int | freq_subday_interval int | freq_relative_interval int | freq_recurrence_factor int | active_start_date int | active_end_date int | active_start_time int | active_end_time int | date_created datetime | schedule_description nvarchar(4000) | next_run_date int | next_run_time int | schedule_uid uniqueidentifier | job_count int
--> 2 | Idle | 1 | 128 | 0 | 0 | 0 | 0 | 0 | {today} | 99991231 | 0 | 235959 | {now} | (Description not requested.) | 0 | 0 | {2} | 1
--> return 0
EXEC msdb.dbo.sp_help_jobschedule @schedule_id = 1
GO
--> Msg 14369, Level 16, State 1, Procedure sp_help_jobschedule
--> The schedule ID "1" is used by more than one job. Specify the job_id.
--> return 1
EXEC msdb.dbo.sp_help_jobschedule @schedule_id = 3
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_jobschedule
--> The specified @schedule_id ('3') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_jobschedule
GO
--> Msg 14273, Level 16, State 1, Procedure sp_help_jobschedule
--> You must provide either @job_id or @job_name (and, optionally, @schedule_name), or @schedule_id.
--> return 1
EXEC msdb.dbo.sp_help_jobschedule @job_name = N'Load', @schedule_id = 2
GO
--> Msg 14273, Level 16, State 1, Procedure sp_help_jobschedule
--> You must provide either @job_id or @job_name (and, optionally, @schedule_name), or @schedule_id.
--> return 1
EXEC msdb.dbo.sp_help_jobschedule @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_jobschedule @job_name = N'Load', @schedule_name = N'Loose'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> The specified @schedule_name ('Loose') does not exist.
--> return 1
