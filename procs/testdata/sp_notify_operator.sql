EXEC msdb.dbo.sp_add_operator @name = N'Ada', @email_address = N'ada@example.com'
EXEC msdb.dbo.sp_add_operator @name = N'Bob', @enabled = 0
EXEC msdb.dbo.sp_add_operator @name = N'Cy'
GO
--> return 0
EXEC msdb.dbo.sp_notify_operator @subject = N'x'
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_operator_identifiers
--> Supply either @id or @name.
--> return 1
EXEC msdb.dbo.sp_notify_operator @id = 1, @name = N'Ada'
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_operator_identifiers
--> Supply either @id or @name.
--> return 1
EXEC msdb.dbo.sp_notify_operator @name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_operator_identifiers
--> The specified @operator_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_notify_operator @id = 99
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_operator_identifiers
--> The specified @operator_id ('99') does not exist.
--> return 1
EXEC msdb.dbo.sp_notify_operator @name = N'Bob'
GO
--> Msg 14601, Level 16, State 1, Procedure sp_notify_operator
--> Operator "Bob" is not enabled and therefore cannot receive notifications.
--> return 1
EXEC msdb.dbo.sp_notify_operator @name = N'Cy'
GO
--> Msg 14602, Level 16, State 1, Procedure sp_notify_operator
--> Operator "Cy" does not have an e-mail address specified.
--> return 1
-- There is no mail.
EXEC msdb.dbo.sp_notify_operator @name = N'Ada', @subject = N'Hello'
GO
--> Msg 14636, Level 16, State 1, Procedure sp_send_dbmail
--> No global profile is configured. Specify a profile name in the @profile_name parameter.
--> return 1
