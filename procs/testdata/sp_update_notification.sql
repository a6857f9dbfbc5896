EXEC msdb.dbo.sp_add_operator @name = N'Ada'
EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20
EXEC msdb.dbo.sp_add_notification N'Severity 20', N'Ada', 1
GO
--> return 0
EXEC msdb.dbo.sp_update_notification N'Severity 20', N'Ada', 7
GO
--> return 0
SELECT has_notification FROM msdb.dbo.sysalerts
GO
--> has_notification int
--> 7
-- What is not found is told twice.
EXEC msdb.dbo.sp_update_notification N'nope', N'Ada', 1
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_notification
--> The specified @alert_name ('nope') does not exist.
--> Msg 14262, Level 16, State 1, Procedure sp_update_notification
--> The specified notification ('nope / Ada') does not exist.
--> return 1
-- Method 0 is told to be wrong, and ends the notification.
EXEC msdb.dbo.sp_update_notification N'Severity 20', N'Ada', 0
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_notification
--> The specified '@notification_method' is invalid (valid values are: 1..7 [1 = E-mail, 2 = Pager, 4 = NetSend]).
--> return 0
SELECT (SELECT COUNT(*) FROM msdb.dbo.sysnotifications) AS notifications, has_notification FROM msdb.dbo.sysalerts
GO
--> notifications int | has_notification int
--> 0 | 0
