EXEC msdb.dbo.sp_add_operator @name = N'Ada'
EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20
GO
DECLARE @alert int, @operator int
EXEC msdb.dbo.sp_verify_notification N'Severity 20', N'Ada', 1, @alert OUTPUT, @operator OUTPUT
SELECT @alert AS alert, @operator AS operator
GO
DECLARE @alert int, @operator int
EXEC msdb.dbo.sp_verify_notification N'Severity 20', N'Ada', 9, @alert OUTPUT, @operator OUTPUT
GO
