EXEC msdb.dbo.sp_verify_job_date 20240229
GO
EXEC msdb.dbo.sp_verify_job_date NULL
GO
EXEC msdb.dbo.sp_verify_job_date 20230229
GO
EXEC msdb.dbo.sp_verify_job_date 19891231, '@my_date'
GO
