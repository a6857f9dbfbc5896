EXEC msdb.dbo.sp_add_operator @name = N'Zoe'
EXEC msdb.dbo.sp_add_operator @name = N'Ada', @email_address = N'ada@example.com'
GO
--> return 0
EXEC msdb.dbo.sp_help_operator
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | last_email_date int | last_email_time int | pager_address nvarchar(100) | last_pager_date int | last_pager_time int | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint | netsend_address nvarchar(100) | last_netsend_date int | last_netsend_time int | category_name sysname
--> 2 | Ada | 1 | ada@example.com | 0 | 0 | NULL | 0 | 0 | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0 | NULL | 0 | 0 | [Uncategorized]
--> 1 | Zoe | 1 | NULL | 0 | 0 | NULL | 0 | 0 | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0 | NULL | 0 | 0 | [Uncategorized]
--> return 0
EXEC msdb.dbo.sp_help_operator @operator_name = N'zoe'
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | last_email_date int | last_email_time int | pager_address nvarchar(100) | last_pager_date int | last_pager_time int | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint | netsend_address nvarchar(100) | last_netsend_date int | last_netsend_time int | category_name sysname
--> 1 | Zoe | 1 | NULL | 0 | 0 | NULL | 0 | 0 | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0 | NULL | 0 | 0 | [Uncategorized]
--> return 0
EXEC msdb.dbo.sp_help_operator @operator_id = 2
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | last_email_date int | last_email_time int | pager_address nvarchar(100) | last_pager_date int | last_pager_time int | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint | netsend_address nvarchar(100) | last_netsend_date int | last_netsend_time int | category_name sysname
--> 2 | Ada | 1 | ada@example.com | 0 | 0 | NULL | 0 | 0 | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0 | NULL | 0 | 0 | [Uncategorized]
--> return 0
EXEC msdb.dbo.sp_help_operator @operator_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_operator
--> The specified @operator_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_operator @operator_id = 99
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_operator
--> The specified @operator_id ('99') does not exist.
--> return 1
