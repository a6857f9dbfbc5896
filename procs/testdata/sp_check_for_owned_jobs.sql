-- How many jobs a login owns goes into a table of the caller's; no row means none.
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
EXEC msdb.dbo.sp_add_job @job_name = N'A', @owner_login_name = N'bob'
CREATE TABLE #owned (jobs int)
EXEC msdb.dbo.sp_check_for_owned_jobs N'bob', N'#owned'
EXEC msdb.dbo.sp_check_for_owned_jobs N'nobody', N'#owned'
EXEC msdb.dbo.sp_check_for_owned_jobs N'sa', N'#owned'
SELECT jobs FROM #owned
GO
--> jobs int
--> 1
--> return 0
EXEC msdb.dbo.sp_check_for_owned_jobs N'bob', N'sysjobs'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_check_for_owned_jobs
--> The specified @table_name ('sysjobs') does not exist.
--> return 1
