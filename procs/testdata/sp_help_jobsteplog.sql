EXEC msdb.dbo.sp_add_job @job_name = N'Load'
GO
--> return 0
EXEC msdb.dbo.sp_help_jobsteplog @job_name = N'Load', @step_id = 1
GO
--> Msg 14528, Level 16, State 1, Procedure sp_help_jobsteplog
--> Job "Load" has no steps defined.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @flags = 8
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'two', @flags = 16
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs)
EXEC msdb.dbo.sp_write_sysjobstep_log @id, 2, N'Done.'
GO
--> return 0
EXEC msdb.dbo.sp_help_jobsteplog @job_name = N'load'
GO
--> job_id uniqueidentifier | job_name sysname | step_id int | step_name sysname | step_uid uniqueidentifier | date_created datetime | date_modified datetime | log_size bigint | log nvarchar(max)
--> {1} | Load | 2 | two | {2} | {now} | {now} | 10 | Done.
--> return 0
EXEC msdb.dbo.sp_help_jobsteplog @job_name = N'Load', @step_name = N'one'
GO
--> job_id uniqueidentifier | job_name sysname | step_id int | step_name sysname | step_uid uniqueidentifier | date_created datetime | date_modified datetime | log_size bigint | log nvarchar(max)
--> return 0
EXEC msdb.dbo.sp_help_jobsteplog @job_name = N'Load', @step_id = 3
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_jobsteplog
--> The specified '@step_id' is invalid (valid values are: 1..2).
--> return 1
EXEC msdb.dbo.sp_help_jobsteplog @job_name = N'Load', @step_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_jobsteplog
--> The specified @step_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_jobsteplog @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
