DECLARE @user sysname
EXEC msdb.dbo.sp_get_jobstep_db_username N'msdb', N'sa', @user OUTPUT
SELECT @user AS u
GO
--> u sysname
--> dbo
--> return 0
DECLARE @user sysname
EXEC msdb.dbo.sp_get_jobstep_db_username N'nope', N'sa', @user OUTPUT
GO
--> Msg 14262, Level 16, State 1, Procedure sp_get_jobstep_db_username
--> The specified @database_name ('nope') does not exist.
--> return 1
DECLARE @user sysname
EXEC msdb.dbo.sp_get_jobstep_db_username N'msdb', N'nobody', @user OUTPUT
GO
--> Msg 14262, Level 16, State 1, Procedure sp_get_jobstep_db_username
--> The specified @login_name ('nobody') does not exist.
--> return 1
