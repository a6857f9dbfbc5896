EXEC msdb.dbo.sp_add_operator @name = N'Ada'
EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20
GO
--> return 0
DECLARE @alert int, @operator int
EXEC msdb.dbo.sp_verify_notification N'Severity 20', N'Ada', 1, @alert OUTPUT, @operator OUTPUT
SELECT @alert AS alert, @operator AS operator
GO
--> alert int | operator int
--> 1 | 1
--> return 0
DECLARE @alert int, @operator int
EXEC msdb.dbo.sp_verify_notification N'Severity 20', N'Ada', 9, @alert OUTPUT, @operator OUTPUT
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_notification
--> The specified '@notification_method' is invalid (valid values are: 1..7 [1 = E-mail, 2 = Pager, 4 = NetSend]).
--> return 1
