EXEC msdb.dbo.sp_add_operator @name = N'Ada', @email_address = N'ada@example.com'
EXEC msdb.dbo.sp_add_operator @name = N'Bob', @pager_address = N'12'
EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20
EXEC msdb.dbo.sp_add_alert @name = N'Severity 21', @severity = 21
EXEC msdb.dbo.sp_add_notification N'Severity 20', N'Ada', 3
GO
EXEC msdb.dbo.sp_help_notification 'OPERATORS', N'Severity 20', 'ALL', 7
GO
EXEC msdb.dbo.sp_help_notification 'operators', N'Severity 20', 'ACTUAL', 1
GO
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'ALL', 7
GO
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'TARGET', 2, N'Severity 20'
GO
EXEC msdb.dbo.sp_help_notification 'FOO', N'Ada', 'ALL', 7
GO
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'nope', 'ALL', 7
GO
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'FOO', 7
GO
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'ALL', 8
GO
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'TARGET', 7
GO
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'ALL', 7, N'Severity 20'
GO
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'TARGET', 7, N'nope'
GO
