EXEC msdb.dbo.sp_add_operator @name = N'Ada'
EXEC msdb.dbo.sp_add_job @job_name = N'Load', @notify_level_email = 2, @notify_email_operator_name = N'Ada'
EXEC msdb.dbo.sp_add_job @job_name = N'Unload'
GO
EXEC msdb.dbo.sp_help_operator_jobs N'ada'
GO
EXEC msdb.dbo.sp_help_operator_jobs N'nope'
GO
EXEC msdb.dbo.sp_help_operator_jobs
GO
