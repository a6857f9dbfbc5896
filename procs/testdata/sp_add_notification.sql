EXEC msdb.dbo.sp_add_operator @name = N'Ada'
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20
GO
--> return 0
EXEC msdb.dbo.sp_add_notification N'nope', N'Ada', 1
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_notification
--> The specified @alert_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_notification N'Severity 20', N'nope', 1
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_notification
--> The specified @operator_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_notification N'Severity 20', N'MSXOperator', 1
GO
--> Msg 14251, Level 16, State 1, Procedure sp_verify_notification
--> Cannot specify 'MSXOperator' as the operator to be notified.
--> return 1
EXEC msdb.dbo.sp_add_notification N'Severity 20', N'Ada', 8
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_notification
--> The specified '@notification_method' is invalid (valid values are: 1..7 [1 = E-mail, 2 = Pager, 4 = NetSend]).
--> return 1
EXEC msdb.dbo.sp_add_notification N'severity 20', N'ada', 3
GO
--> return 0
EXEC msdb.dbo.sp_add_notification N'Severity 20', N'Ada', 1
GO
--> Msg 14261, Level 16, State 1, Procedure sp_add_notification
--> The specified notification ('Severity 20 / Ada') already exists.
--> return 1
SELECT name, has_notification FROM msdb.dbo.sysalerts
GO
--> name sysname | has_notification int
--> Severity 20 | 3
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE db_owner ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_add_notification N'Severity 20', N'Ada', 1
GO
--> Msg 15003, Level 16, State 1, Procedure sp_add_notification
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
REVERT
GO
