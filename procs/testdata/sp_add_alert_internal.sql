-- What sp_add_alert does; on demand without its tests.
EXEC msdb.dbo.sp_add_alert_internal @name = N'Counter', @performance_condition = N'SQLServer:Locks|Deadlocks|_Total|>|5', @verify_alert = 0
GO
--> return 0
EXEC msdb.dbo.sp_add_alert_internal @name = N'Counter 2', @performance_condition = N'SQLServer:Locks|Deadlocks|_Total|>|5', @verify_alert = 0
GO
--> Msg 14501, Level 16, State 1, Procedure sp_add_alert_internal
--> An alert ('Counter') has already been defined on this condition.
--> return 1
SELECT name, performance_condition FROM msdb.dbo.sysalerts
GO
--> name sysname | performance_condition nvarchar(512)
--> Counter | SQLServer:Locks|Deadlocks|_Total|>|5
