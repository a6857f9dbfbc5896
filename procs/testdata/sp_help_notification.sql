EXEC msdb.dbo.sp_add_operator @name = N'Ada', @email_address = N'ada@example.com'
EXEC msdb.dbo.sp_add_operator @name = N'Bob', @pager_address = N'12'
EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20
EXEC msdb.dbo.sp_add_alert @name = N'Severity 21', @severity = 21
EXEC msdb.dbo.sp_add_notification N'Severity 20', N'Ada', 3
GO
--> return 0
EXEC msdb.dbo.sp_help_notification 'OPERATORS', N'Severity 20', 'ALL', 7
GO
--> operator_id int | operator_name sysname | use_email int | use_pager int | use_netsend int | has_email int | has_pager int | has_netsend int
--> 1 | Ada | 1 | 1 | 0 | 1 | 0 | 0
--> 2 | Bob | 0 | 0 | 0 | 0 | 1 | 0
--> return 0
EXEC msdb.dbo.sp_help_notification 'operators', N'Severity 20', 'ACTUAL', 1
GO
--> operator_id int | operator_name sysname | use_email int | has_email int | has_pager int | has_netsend int
--> 1 | Ada | 1 | 1 | 0 | 0
--> return 0
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'ALL', 7
GO
--> alert_id int | alert_name sysname | use_email int | use_pager int | use_netsend int | has_email int | has_pager int | has_netsend int
--> 1 | Severity 20 | 1 | 1 | 0 | 1 | 1 | 0
--> 2 | Severity 21 | 0 | 0 | 0 | 0 | 0 | 0
--> return 0
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'TARGET', 2, N'Severity 20'
GO
--> alert_id int | alert_name sysname | use_pager int | has_email int | has_pager int | has_netsend int
--> 1 | Severity 20 | 1 | 1 | 1 | 0
--> return 0
EXEC msdb.dbo.sp_help_notification 'FOO', N'Ada', 'ALL', 7
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_notification
--> The specified '@object_type' is invalid (valid values are: ALERTS, OPERATORS).
--> return 1
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'nope', 'ALL', 7
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_notification
--> The specified @name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'FOO', 7
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_notification
--> The specified '@enum_type' is invalid (valid values are: ALL, ACTUAL, TARGET).
--> return 1
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'ALL', 8
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_notification
--> The specified '@notification_method' is invalid (valid values are: 1..7 [1 = E-mail, 2 = Pager, 4 = NetSend]).
--> return 1
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'TARGET', 7
GO
--> Msg 14502, Level 16, State 1, Procedure sp_help_notification
--> The @target_name parameter must be supplied when specifying an @enum_type of 'TARGET'.
--> return 1
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'ALL', 7, N'Severity 20'
GO
--> Msg 14503, Level 16, State 1, Procedure sp_help_notification
--> The @target_name parameter should not be supplied when specifying an @enum_type of 'ALL' or 'ACTUAL'.
--> return 1
EXEC msdb.dbo.sp_help_notification 'ALERTS', N'Ada', 'TARGET', 7, N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_notification
--> The specified ALERTS    ('nope') does not exist.
--> return 1
