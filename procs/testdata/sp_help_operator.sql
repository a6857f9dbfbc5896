EXEC msdb.dbo.sp_add_operator @name = N'Zoe'
EXEC msdb.dbo.sp_add_operator @name = N'Ada', @email_address = N'ada@example.com'
GO
EXEC msdb.dbo.sp_help_operator
GO
EXEC msdb.dbo.sp_help_operator @operator_name = N'zoe'
GO
EXEC msdb.dbo.sp_help_operator @operator_id = 2
GO
EXEC msdb.dbo.sp_help_operator @operator_name = N'nope'
GO
EXEC msdb.dbo.sp_help_operator @operator_id = 99
GO
