EXEC msdb.dbo.sp_add_category @name = N'Nightly'
EXEC msdb.dbo.sp_add_category @type = 'MULTI-SERVER', @name = N'Everywhere'
EXEC msdb.dbo.sp_add_category @class = 'OPERATOR', @type = 'NONE', @name = N'Night shift'
EXEC msdb.dbo.sp_add_job @job_name = N'A', @category_name = N'Nightly'
EXEC msdb.dbo.sp_add_job @job_name = N'B', @category_name = N'Everywhere'
EXEC msdb.dbo.sp_add_operator @name = N'Ada', @category_name = N'Night shift'
GO
--> return 0
EXEC msdb.dbo.sp_delete_category 'JOB', N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_delete_category
--> The specified @name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_delete_category 'FOO', N'Nightly'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_category
--> The specified '@class' is invalid (valid values are: JOB, ALERT, OPERATOR).
--> return 1
EXEC msdb.dbo.sp_delete_category 'job', N'Database Maintenance'
GO
--> Msg 14276, Level 16, State 1, Procedure sp_delete_category
--> 'Database Maintenance' is a permanent job category and cannot be deleted.
--> return 1
-- What was in it becomes uncategorized.
EXEC msdb.dbo.sp_delete_category 'JOB', N'nightly'
GO
--> return 0
EXEC msdb.dbo.sp_delete_category 'JOB', N'Everywhere'
GO
--> return 0
EXEC msdb.dbo.sp_delete_category 'OPERATOR', N'Night shift'
GO
--> return 0
SELECT name, category_id FROM msdb.dbo.sysjobs ORDER BY name
GO
--> name sysname | category_id int
--> A | 0
--> B | 2
SELECT category_id FROM msdb.dbo.sysoperators
GO
--> category_id int
--> 99
