EXEC msdb.dbo.sp_add_job @job_name = N'A'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'A', @step_name = N'one', @database_name = N'msdb', @database_user_name = N'dbo'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'A', @step_name = N'two', @subsystem = N'CmdExec'
GO
--> return 0
EXEC msdb.dbo.sp_check_for_owned_jobsteps N'sa'
GO
--> job_id uniqueidentifier | name sysname | step_id int | step_name sysname
--> {1} | A | 1 | one
--> return 0
EXEC msdb.dbo.sp_check_for_owned_jobsteps @database_name = N'MSDB', @database_user_name = N'dbo'
GO
--> job_id uniqueidentifier | name sysname | step_id int | step_name sysname
--> {1} | A | 1 | one
--> return 0
EXEC msdb.dbo.sp_check_for_owned_jobsteps N'nobody'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_check_for_owned_jobsteps
--> The specified @login_name ('nobody') does not exist.
--> return 1
EXEC msdb.dbo.sp_check_for_owned_jobsteps @database_name = N'nope', @database_user_name = N'dbo'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_check_for_owned_jobsteps
--> The specified @database_name ('nope') does not exist.
--> return 1
