EXEC msdb.dbo.sp_add_job @job_name = N'Load', @enabled = 0
EXEC msdb.dbo.sp_add_job @job_name = N'Unload'
GO
--> return 0
EXEC msdb.dbo.sp_get_composite_job_info @enabled = 0
GO
--> job_id uniqueidentifier | originating_server sysname | name sysname | enabled tinyint | description nvarchar(512) | start_step_id int | category sysname | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator sysname | notify_netsend_operator sysname | notify_page_operator sysname | delete_level int | date_created datetime | date_modified datetime | version_number int | last_run_date int | last_run_time int | last_run_outcome int | next_run_date int | next_run_time int | next_run_schedule_id int | current_execution_status int | current_execution_step nvarchar(max) | current_retry_attempt int | has_step int | has_schedule int | has_target int | type int
--> {1} | HQ | Load | 0 | No description available. | 1 | [Uncategorized (Local)] | sa | 2 | 0 | 0 | 0 | (unknown) | (unknown) | (unknown) | 0 | {now} | {now} | 1 | 0 | 0 | 5 | 0 | 0 | 0 | 0 | 0 (unknown) | 0 | 0 | 0 | 0 | 0
--> return 0
EXEC msdb.dbo.sp_get_composite_job_info @job_type = 'LOCAL'
GO
--> job_id uniqueidentifier | originating_server sysname | name sysname | enabled tinyint | description nvarchar(512) | start_step_id int | category sysname | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator sysname | notify_netsend_operator sysname | notify_page_operator sysname | delete_level int | date_created datetime | date_modified datetime | version_number int | last_run_date int | last_run_time int | last_run_outcome int | next_run_date int | next_run_time int | next_run_schedule_id int | current_execution_status int | current_execution_step nvarchar(max) | current_retry_attempt int | has_step int | has_schedule int | has_target int | type int
--> return 0
