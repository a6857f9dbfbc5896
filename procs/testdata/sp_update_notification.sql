EXEC msdb.dbo.sp_add_operator @name = N'Ada'
EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20
EXEC msdb.dbo.sp_add_notification N'Severity 20', N'Ada', 1
GO
EXEC msdb.dbo.sp_update_notification N'Severity 20', N'Ada', 7
GO
SELECT has_notification FROM msdb.dbo.sysalerts
GO
-- What is not found is told twice.
EXEC msdb.dbo.sp_update_notification N'nope', N'Ada', 1
GO
-- Method 0 is told to be wrong, and ends the notification.
EXEC msdb.dbo.sp_update_notification N'Severity 20', N'Ada', 0
GO
SELECT COUNT(*) AS notifications, MAX(a.has_notification) AS has_notification FROM msdb.dbo.sysalerts a LEFT JOIN msdb.dbo.sysnotifications n ON n.alert_id = a.id WHERE n.alert_id IS NOT NULL OR a.id = 1
GO
