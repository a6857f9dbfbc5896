EXEC msdb.dbo.sp_add_operator @name = N' MSXOperator ', @email_address = N' ops@example.com ', @pager_address = N''
GO
--> return 0
EXEC msdb.dbo.sp_help_operator
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | last_email_date int | last_email_time int | pager_address nvarchar(100) | last_pager_date int | last_pager_time int | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint | netsend_address nvarchar(100) | last_netsend_date int | last_netsend_time int | category_name sysname
--> 1 | MSXOperator | 1 | ops@example.com | 0 | 0 | NULL | 0 | 0 | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0 | NULL | 0 | 0 | [Uncategorized]
--> return 0
EXEC msdb.dbo.sp_add_operator @name = N'msxoperator'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_operator
--> The specified @name ('msxoperator') already exists.
--> return 1
EXEC msdb.dbo.sp_add_operator @name = N'Ada', @enabled = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_operator
--> The specified '@enabled' is invalid (valid values are: 0, 1).
--> return 1
EXEC msdb.dbo.sp_add_operator @name = N'Ada', @pager_days = 128
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_operator
--> The specified '@pager_days' is invalid (valid values are: 0..127 [1 = Sunday .. 64 = Saturday]).
--> return 1
EXEC msdb.dbo.sp_add_operator @name = N'Ada', @weekday_pager_start_time = 240000
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_time
--> The specified '@weekday_pager_start_time' is invalid (valid values are: 000000..235959).
--> return 1
EXEC msdb.dbo.sp_add_operator @name = N'Ada', @saturday_pager_end_time = 96000
GO
--> Msg 14287, Level 16, State 1, Procedure sp_verify_job_time
--> The '@saturday_pager_end_time' supplied has an invalid minute.
--> return 1
EXEC msdb.dbo.sp_add_operator @name = N'Ada', @sunday_pager_start_time = 90099
GO
--> Msg 14287, Level 16, State 1, Procedure sp_verify_job_time
--> The '@sunday_pager_start_time' supplied has an invalid second.
--> return 1
EXEC msdb.dbo.sp_add_operator @name = N'Ada', @category_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_operator
--> The specified @category_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_operator
GO
--> Msg 201, Level 16, State 4, Procedure sp_add_operator
--> Procedure or function 'sp_add_operator' expects parameter '@name', which was not supplied.
--> return 0
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE db_owner ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
-- To own msdb is not enough.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_add_operator @name = N'Bob'
GO
--> Msg 15003, Level 16, State 1, Procedure sp_add_operator
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
REVERT
GO
