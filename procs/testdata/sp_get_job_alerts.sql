EXEC msdb.dbo.sp_add_job @job_name = N'Answer'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Answer'
EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20, @job_name = N'Answer'
GO
--> return 0
EXEC msdb.dbo.sp_get_job_alerts @job_name = N'answer'
GO
--> id int | name sysname | enabled tinyint | type int
--> 1 | Severity 20 | 1 | 1
--> return 0
EXEC msdb.dbo.sp_get_job_alerts @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
