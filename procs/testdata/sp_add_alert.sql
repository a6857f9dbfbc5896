EXEC msdb.dbo.sp_add_alert @name = N' Severity 20 ', @severity = 20
GO
--> return 0
EXEC msdb.dbo.sp_add_alert @name = N'I/O', @message_id = 823, @notification_message = N'Disk!', @include_event_description_in = 1, @database_name = N'msdb', @event_description_keyword = N'torn'
GO
--> return 0
SELECT name, event_source, message_id, severity, enabled, include_event_description, database_name, event_description_keyword, notification_message, job_id, category_id, flags FROM msdb.dbo.sysalerts ORDER BY id
GO
--> name sysname | event_source nvarchar(100) | message_id int | severity int | enabled tinyint | include_event_description tinyint | database_name nvarchar(512) | event_description_keyword nvarchar(100) | notification_message nvarchar(512) | job_id uniqueidentifier | category_id int | flags int
--> Severity 20 | MSSQLSERVER | 0 | 20 | 1 | 5 | NULL | NULL | NULL | 00000000-0000-0000-0000-000000000000 | 98 | 0
--> I/O | MSSQLSERVER | 823 | 0 | 1 | 1 | msdb | torn | Disk! | 00000000-0000-0000-0000-000000000000 | 98 | 0
EXEC msdb.dbo.sp_add_alert @name = N'severity 20', @severity = 21
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_alert
--> The specified @name ('severity 20') already exists.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'Again', @severity = 20
GO
--> Msg 14501, Level 16, State 1, Procedure sp_add_alert_internal
--> An alert ('Severity 20') has already been defined on this condition.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x'
GO
--> Msg 14500, Level 16, State 1, Procedure sp_verify_alert
--> Supply either a non-zero message ID, non-zero severity, non-null performance condition, or non-null WMI namespace and query.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @severity = 20, @message_id = 823
GO
--> Msg 14500, Level 16, State 1, Procedure sp_verify_alert
--> Supply either a non-zero message ID, non-zero severity, non-null performance condition, or non-null WMI namespace and query.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @severity = 26
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_alert
--> The specified '@severity' is invalid (valid values are: 0..25).
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @message_id = 60000
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_alert
--> The specified @message_id ('60000') does not exist.
--> return 1
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'NonAlertableErrors', N'REG_SZ', N'1204,4002'
EXEC msdb.dbo.sp_add_alert @name = N'x', @message_id = 1204
GO
--> Msg 14506, Level 16, State 1, Procedure sp_verify_alert
--> Cannot set alerts on message ID 1204.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @severity = 19, @enabled = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_alert
--> The specified '@enabled' is invalid (valid values are: 0, 1).
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @severity = 19, @delay_between_responses = -1
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_alert
--> The specified '@delay_between_responses' is invalid (valid values are: 0..n seconds).
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @severity = 19, @include_event_description_in = 8
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_alert
--> The specified '@include_event_description_in' is invalid (valid values are: 1..7 [1 = E-mail, 2 = Pager, 4 = NetSend]).
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @severity = 19, @database_name = N'nope'
GO
--> Msg 15010, Level 16, State 1, Procedure sp_verify_alert
--> The database 'nope' does not exist. Supply a valid database name. To see available databases, use sys.databases.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @severity = 19, @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'Nowhere'
EXEC msdb.dbo.sp_add_alert @name = N'x', @severity = 19, @job_name = N'Nowhere'
GO
--> Msg 14527, Level 16, State 1, Procedure sp_verify_alert
--> Job "Nowhere" cannot be used by an alert. It should first be associated with a server by calling sp_add_jobserver.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @severity = 19, @raise_snmp_trap = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_alert
--> The specified '@raise_snmp_trap' is invalid (valid values are: 0, 1).
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @severity = 19, @category_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_alert
--> The specified @category_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @performance_condition = N'a|b|c'
GO
--> Msg 14507, Level 16, State 1, Procedure sp_verify_performance_condition
--> A performance condition must be formatted as: 'object_name|counter_name|instance_name|comparator(> or < or =)|numeric value'.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @performance_condition = N'SQLServer:Locks|Deadlocks|_Total|>|5', @database_name = N'msdb'
GO
--> Msg 14505, Level 16, State 1, Procedure sp_verify_alert
--> Specify a null @database_name when supplying a performance condition.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @performance_condition = N'SQLServer:Locks|Deadlocks|_Total|>|5'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_performance_condition
--> The specified object_name ('Locks') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @wmi_namespace = N'\\.\root'
GO
--> Msg 14509, Level 16, State 1, Procedure sp_verify_alert
--> Specify a valid @wmi_query when supplying a @wmi_namespace.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @wmi_query = N'SELECT *'
GO
--> Msg 14512, Level 16, State 1, Procedure sp_verify_alert
--> Specify a valid @wmi_namespace when supplying a @wmi_query.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @wmi_namespace = N'\\.\root', @wmi_query = N'SELECT *', @database_name = N'msdb'
GO
--> Msg 14510, Level 16, State 1, Procedure sp_verify_alert
--> Specify a null @database_name when supplying a @wmi_namespace.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @wmi_namespace = N'\\.\root', @wmi_query = N'SELECT *', @event_description_keyword = N'k'
GO
--> Msg 14510, Level 16, State 1, Procedure sp_verify_alert
--> Specify a null @event_description_keyword when supplying a @wmi_namespace.
--> return 1
EXEC msdb.dbo.sp_add_alert @name = N'x', @wmi_namespace = N'\\.\root', @wmi_query = N'SELECT *'
GO
--> Msg 14511, Level 16, State 1, Procedure sp_verify_alert
--> The @wmi_query could not be executed in the @wmi_namespace provided. Verify that an event class selected in the query exists in the namespace and that the query has the correct syntax.
--> return 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Nowhere'
EXEC msdb.dbo.sp_add_alert @name = N'With job', @severity = 18, @job_name = N'Nowhere', @category_name = N'[DEFAULT]'
GO
--> return 0
EXEC msdb.dbo.sp_add_alert @name = N'Without job', @severity = 17, @job_id = N'00000000-0000-0000-0000-000000000000'
GO
--> return 0
EXEC msdb.dbo.sp_get_job_alerts @job_name = N'Nowhere'
GO
--> id int | name sysname | enabled tinyint | type int
--> 3 | With job | 1 | 1
--> return 0
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE db_owner ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_add_alert @name = N'x', @severity = 16
GO
--> Msg 15003, Level 16, State 1, Procedure sp_add_alert_internal
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
REVERT
GO
