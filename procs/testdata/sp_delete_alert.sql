EXEC msdb.dbo.sp_add_operator @name = N'Ada'
EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20
EXEC msdb.dbo.sp_add_notification N'Severity 20', N'Ada', 1
GO
--> return 0
EXEC msdb.dbo.sp_delete_alert N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_delete_alert
--> The specified @name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_delete_alert N'severity 20'
GO
--> return 0
SELECT (SELECT COUNT(*) FROM msdb.dbo.sysalerts) AS alerts, (SELECT COUNT(*) FROM msdb.dbo.sysnotifications) AS notifications
GO
--> alerts int | notifications int
--> 0 | 0
