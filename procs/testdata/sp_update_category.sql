EXEC msdb.dbo.sp_add_category @name = N'Nightly'
EXEC msdb.dbo.sp_add_category @name = N'Weekly'
GO
--> return 0
EXEC msdb.dbo.sp_update_category 'JOB', N'nightly', N' Daily '
GO
--> return 0
EXEC msdb.dbo.sp_update_category 'JOB', N'nope', N'x'
GO
--> Msg 14526, Level 16, State 1, Procedure sp_update_category
--> The specified category "nope" does not exist for category class "1".
--> return 1
EXEC msdb.dbo.sp_update_category 'JOB', N'Daily', N'weekly'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_update_category
--> The specified @new_name ('weekly') already exists.
--> return 1
EXEC msdb.dbo.sp_update_category 'FOO', N'Daily', N'x'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_category
--> The specified '@class' is invalid (valid values are: JOB, ALERT, OPERATOR).
--> return 1
EXEC msdb.dbo.sp_update_category 'JOB', N'Daily', N'[DEFAULT]'
GO
--> Msg 14200, Level 16, State 1, Procedure sp_verify_category
--> The specified '@name' is invalid.
--> return 1
SELECT category_id, name FROM msdb.dbo.syscategories WHERE category_id >= 100 ORDER BY category_id
GO
--> category_id int | name sysname
--> 100 | Daily
--> 101 | Weekly
