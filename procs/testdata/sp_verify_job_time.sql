EXEC msdb.dbo.sp_verify_job_time 235959
GO
--> return 0
EXEC msdb.dbo.sp_verify_job_time NULL
GO
--> return 0
EXEC msdb.dbo.sp_verify_job_time 240000, '@my_time'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_time
--> The specified '@my_time' is invalid (valid values are: 000000..235959).
--> return 1
EXEC msdb.dbo.sp_verify_job_time 6000
GO
--> Msg 14287, Level 16, State 1, Procedure sp_verify_job_time
--> The 'time' supplied has an invalid minute.
--> return 1
EXEC msdb.dbo.sp_verify_job_time 60
GO
--> Msg 14287, Level 16, State 1, Procedure sp_verify_job_time
--> The 'time' supplied has an invalid second.
--> return 1
