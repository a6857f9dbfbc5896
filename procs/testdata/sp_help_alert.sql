EXEC msdb.dbo.sp_add_alert @name = N'B', @severity = 20
EXEC msdb.dbo.sp_add_alert @name = N'A', @severity = 21
GO
--> return 0
EXEC msdb.dbo.sp_help_alert
GO
--> id int | name sysname | event_source nvarchar(100) | event_category_id int | event_id int | message_id int | severity int | enabled tinyint | delay_between_responses int | last_occurrence_date int | last_occurrence_time int | last_response_date int | last_response_time int | notification_message nvarchar(512) | include_event_description tinyint | database_name nvarchar(512) | event_description_keyword nvarchar(100) | occurrence_count int | count_reset_date int | count_reset_time int | job_id uniqueidentifier | job_name sysname | has_notification int | flags int | performance_condition nvarchar(512) | category_name sysname | wmi_namespace nvarchar(512) | wmi_query nvarchar(512) | type int
--> 2 | A | MSSQLSERVER | NULL | NULL | 0 | 21 | 1 | 0 | 0 | 0 | 0 | 0 | NULL | 5 | NULL | NULL | 0 | 0 | 0 | NULL | NULL | 0 | 0 | NULL | [Uncategorized] | NULL | NULL | 1
--> 1 | B | MSSQLSERVER | NULL | NULL | 0 | 20 | 1 | 0 | 0 | 0 | 0 | 0 | NULL | 5 | NULL | NULL | 0 | 0 | 0 | NULL | NULL | 0 | 0 | NULL | [Uncategorized] | NULL | NULL | 1
--> return 0
EXEC msdb.dbo.sp_help_alert @alert_name = N'b', @legacy_format = 1
GO
--> id int | name sysname | event_source nvarchar(100) | event_category_id int | event_id int | message_id int | severity int | enabled tinyint | delay_between_responses int | last_occurrence_date int | last_occurrence_time int | last_response_date int | last_response_time int | notification_message nvarchar(512) | include_event_description tinyint | database_name nvarchar(512) | event_description_keyword nvarchar(100) | occurrence_count int | count_reset_date int | count_reset_time int | job_id uniqueidentifier | job_name sysname | has_notification int | flags int | performance_condition nvarchar(512) | category_name sysname | type int
--> 1 | B | MSSQLSERVER | NULL | NULL | 0 | 20 | 1 | 0 | 0 | 0 | 0 | 0 | NULL | 5 | NULL | NULL | 0 | 0 | 0 | NULL | NULL | 0 | 0 | NULL | [Uncategorized] | 1
--> return 0
EXEC msdb.dbo.sp_help_alert @order_by = N'severity', @category_name = N'[Uncategorized]'
GO
--> id int | name sysname | event_source nvarchar(100) | event_category_id int | event_id int | message_id int | severity int | enabled tinyint | delay_between_responses int | last_occurrence_date int | last_occurrence_time int | last_response_date int | last_response_time int | notification_message nvarchar(512) | include_event_description tinyint | database_name nvarchar(512) | event_description_keyword nvarchar(100) | occurrence_count int | count_reset_date int | count_reset_time int | job_id uniqueidentifier | job_name sysname | has_notification int | flags int | performance_condition nvarchar(512) | category_name sysname | wmi_namespace nvarchar(512) | wmi_query nvarchar(512) | type int
--> 1 | B | MSSQLSERVER | NULL | NULL | 0 | 20 | 1 | 0 | 0 | 0 | 0 | 0 | NULL | 5 | NULL | NULL | 0 | 0 | 0 | NULL | NULL | 0 | 0 | NULL | [Uncategorized] | NULL | NULL | 1
--> 2 | A | MSSQLSERVER | NULL | NULL | 0 | 21 | 1 | 0 | 0 | 0 | 0 | 0 | NULL | 5 | NULL | NULL | 0 | 0 | 0 | NULL | NULL | 0 | 0 | NULL | [Uncategorized] | NULL | NULL | 1
--> return 0
EXEC msdb.dbo.sp_help_alert @category_name = N'nope'
GO
--> id int | name sysname | event_source nvarchar(100) | event_category_id int | event_id int | message_id int | severity int | enabled tinyint | delay_between_responses int | last_occurrence_date int | last_occurrence_time int | last_response_date int | last_response_time int | notification_message nvarchar(512) | include_event_description tinyint | database_name nvarchar(512) | event_description_keyword nvarchar(100) | occurrence_count int | count_reset_date int | count_reset_time int | job_id uniqueidentifier | job_name sysname | has_notification int | flags int | performance_condition nvarchar(512) | category_name sysname | wmi_namespace nvarchar(512) | wmi_query nvarchar(512) | type int
--> return 0
EXEC msdb.dbo.sp_help_alert @alert_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_alert
--> The specified @alert_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_alert @alert_id = 99
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_alert
--> The specified @alert_id ('99') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_alert @order_by = N'name; DROP TABLE msdb.dbo.sysalerts'
GO
--> Msg 18750, Level 16, State 1, Procedure sp_help_alert
--> sp_help_alert: The parameter '@order_by' is not valid.
--> return 1
