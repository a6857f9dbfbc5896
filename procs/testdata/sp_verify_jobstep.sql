EXEC msdb.dbo.sp_add_job @job_name = N'Load'
GO
--> return 0
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs), @db sysname, @user sysname
EXEC msdb.dbo.sp_verify_jobstep @id, 1, N'one', N'TSQL', N'SELECT 1', NULL, 1, 0, 2, 0, 0, @db OUTPUT, @user OUTPUT, 0, NULL, NULL
SELECT @db AS db, @user AS u
GO
--> db sysname | u sysname
--> master | NULL
--> return 0
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs), @db sysname, @user sysname
EXEC msdb.dbo.sp_verify_jobstep @id, 3, N'one', N'TSQL', N'SELECT 1', NULL, 1, 0, 2, 0, 0, @db OUTPUT, @user OUTPUT, 0, NULL, NULL
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified '@step_id' is invalid (valid values are: 1..1).
--> return 1
