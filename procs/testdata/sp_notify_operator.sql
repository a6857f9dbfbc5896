EXEC msdb.dbo.sp_add_operator @name = N'Ada', @email_address = N'ada@example.com'
EXEC msdb.dbo.sp_add_operator @name = N'Bob', @enabled = 0
EXEC msdb.dbo.sp_add_operator @name = N'Cy'
GO
EXEC msdb.dbo.sp_notify_operator @subject = N'x'
GO
EXEC msdb.dbo.sp_notify_operator @id = 1, @name = N'Ada'
GO
EXEC msdb.dbo.sp_notify_operator @name = N'nope'
GO
EXEC msdb.dbo.sp_notify_operator @id = 99
GO
EXEC msdb.dbo.sp_notify_operator @name = N'Bob'
GO
EXEC msdb.dbo.sp_notify_operator @name = N'Cy'
GO
-- There is no mail.
EXEC msdb.dbo.sp_notify_operator @name = N'Ada', @subject = N'Hello'
GO
