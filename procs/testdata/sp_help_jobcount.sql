EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_job @job_name = N'Unload'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Unload', @schedule_name = N'Daily'
GO
--> return 0
EXEC msdb.dbo.sp_help_jobcount N'daily'
GO
--> JobCount int
--> 2
--> return 0
EXEC msdb.dbo.sp_help_jobcount @schedule_id = 9
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> The specified @schedule_id ('9') does not exist.
--> return 1
