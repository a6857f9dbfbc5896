EXEC msdb.dbo.sp_add_operator @name = N'Ada'
EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20
EXEC msdb.dbo.sp_add_notification N'Severity 20', N'Ada', 1
GO
--> return 0
EXEC msdb.dbo.sp_delete_notification N'severity 20', N'ada'
GO
--> return 0
EXEC msdb.dbo.sp_delete_notification N'Severity 20', N'Ada'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_delete_notification
--> The specified notification ('Severity 20 / Ada') does not exist.
--> return 1
SELECT has_notification FROM msdb.dbo.sysalerts
GO
--> has_notification int
--> 0
