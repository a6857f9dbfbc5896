EXEC msdb.dbo.sp_add_operator @name = N'Ada'
EXEC msdb.dbo.sp_add_job @job_name = N'Load', @notify_level_email = 2, @notify_email_operator_name = N'Ada'
EXEC msdb.dbo.sp_add_job @job_name = N'Unload'
GO
--> return 0
EXEC msdb.dbo.sp_help_operator_jobs N'ada'
GO
--> job_id uniqueidentifier | name sysname | notify_level_email int | notify_level_netsend int | notify_level_page int
--> {1} | Load | 2 | 0 | 0
--> return 0
EXEC msdb.dbo.sp_help_operator_jobs N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_operator_jobs
--> The specified @operator_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_operator_jobs
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_operator_jobs
--> The specified @operator_name ('(null)') does not exist.
--> return 1
