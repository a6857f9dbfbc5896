EXEC msdb.dbo.sp_verify_job_time 235959
GO
EXEC msdb.dbo.sp_verify_job_time NULL
GO
EXEC msdb.dbo.sp_verify_job_time 240000, '@my_time'
GO
EXEC msdb.dbo.sp_verify_job_time 6000
GO
EXEC msdb.dbo.sp_verify_job_time 60
GO
