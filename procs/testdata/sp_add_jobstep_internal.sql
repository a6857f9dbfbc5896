-- What sp_add_jobstep does after its own checks.
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
GO
--> return 0
EXEC msdb.dbo.sp_add_jobstep_internal @job_name = N'Load', @step_name = N'one', @database_name = N'msdb'
GO
--> return 0
EXEC msdb.dbo.sp_add_jobstep_internal @job_name = N'Load', @step_name = N'one'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified @step_name ('one') already exists.
--> return 1
SELECT step_id, step_name, database_name FROM msdb.dbo.sysjobsteps
GO
--> step_id int | step_name sysname | database_name sysname
--> 1 | one | msdb
