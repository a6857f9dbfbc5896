EXEC msdb.dbo.sp_add_operator @name = N'Ada'
EXEC msdb.dbo.sp_add_operator @name = N'Bob'
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
EXEC msdb.dbo.sp_add_job @job_name = N'Load', @notify_level_email = 2, @notify_email_operator_name = N'Ada', @notify_level_page = 1, @notify_page_operator_name = N'Bob'
EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20
EXEC msdb.dbo.sp_add_notification N'Severity 20', N'Ada', 1
GO
--> return 0
EXEC msdb.dbo.sp_delete_operator N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_delete_operator
--> The specified @name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_delete_operator N'Ada', @reassign_to_operator = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_delete_operator
--> The specified @reassign_to_operator ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_delete_operator N'Ada', @reassign_to_operator = N'MSXOperator'
GO
--> Msg 14251, Level 16, State 1, Procedure sp_delete_operator
--> Cannot specify 'MSXOperator' as the operator to be notified.
--> return 1
-- His jobs and notifications go to another, or to nobody.
EXEC msdb.dbo.sp_delete_operator N'ada', @reassign_to_operator = N'bob'
GO
--> return 0
SELECT notify_level_email, notify_email_operator_id, notify_level_page, notify_page_operator_id, version_number FROM msdb.dbo.sysjobs
GO
--> notify_level_email int | notify_email_operator_id int | notify_level_page int | notify_page_operator_id int | version_number int
--> 2 | 2 | 1 | 2 | 2
SELECT alert_id, operator_id, notification_method FROM msdb.dbo.sysnotifications
GO
--> alert_id int | operator_id int | notification_method tinyint
--> 1 | 2 | 1
EXEC msdb.dbo.sp_delete_operator N'Bob'
GO
--> return 0
SELECT notify_level_email, notify_email_operator_id, notify_level_page, notify_page_operator_id, version_number FROM msdb.dbo.sysjobs
GO
--> notify_level_email int | notify_email_operator_id int | notify_level_page int | notify_page_operator_id int | version_number int
--> 0 | 0 | 0 | 0 | 3
SELECT name, has_notification FROM msdb.dbo.sysalerts
GO
--> name sysname | has_notification int
--> Severity 20 | 0
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'AlertFailSafeOperator', N'REG_SZ', N'Cy'
EXEC msdb.dbo.sp_add_operator @name = N'Cy'
GO
--> return 0
EXEC msdb.dbo.sp_delete_operator N'Cy'
GO
--> Msg 14504, Level 16, State 1, Procedure sp_delete_operator
--> 'Cy' is the fail-safe operator. You must make another operator the fail-safe operator before 'Cy' can be dropped.
--> return 1
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', N'REG_SZ', N'BOSS'
GO
--> return 0
EXEC msdb.dbo.sp_delete_operator N'MSXOperator'
GO
--> Msg 14223, Level 16, State 1, Procedure sp_delete_operator
--> Cannot modify or delete operator 'MSXOperator' while this server is a TSX.
--> return 1
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
GO
EXEC msdb.dbo.sp_delete_operator N'MSXOperator'
GO
--> Msg 14223, Level 16, State 1, Procedure sp_delete_operator
--> Cannot modify or delete operator 'MSXOperator' while this server is a MSX.
--> return 1
