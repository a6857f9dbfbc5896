-- A master and a target.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
GO
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60, 251660240
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'J', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobserver @job_id = @id, @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'L', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobserver @job_id = @id, @server_name = N'(local)'
GO
--> return 0
-- The jobs of a target, and those of the server itself.
EXEC msdb.dbo.sp_sqlagent_refresh_job @server_name = N't1'
GO
--> job_id uniqueidentifier | name sysname | enabled tinyint | start_step_id int | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator_id int | notify_netsend_operator_id int | notify_page_operator_id int | delete_level int | has_step int | version_number int | last_run_date int | last_run_time int | originating_server sysname | description nvarchar(512) | agent_account int | is_system int
--> {1} | J | 1 | 1 | sa | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 2 | 0 | 0 | HQ | No description available. | 0 | 0
--> return 0
EXEC msdb.dbo.sp_sqlagent_refresh_job
GO
--> job_id uniqueidentifier | name sysname | enabled tinyint | start_step_id int | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator_id int | notify_netsend_operator_id int | notify_page_operator_id int | delete_level int | has_step int | version_number int | last_run_date int | last_run_time int | originating_server sysname | description nvarchar(512) | agent_account int | is_system int
--> {2} | L | 1 | 1 | sa | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 2 | 0 | 0 | HQ | No description available. | 0 | 0
--> return 0
-- A server that nobody knows has the local jobs.
EXEC msdb.dbo.sp_sqlagent_refresh_job @server_name = N'nope'
GO
--> job_id uniqueidentifier | name sysname | enabled tinyint | start_step_id int | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator_id int | notify_netsend_operator_id int | notify_page_operator_id int | delete_level int | has_step int | version_number int | last_run_date int | last_run_time int | originating_server sysname | description nvarchar(512) | agent_account int | is_system int
--> {2} | L | 1 | 1 | sa | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 2 | 0 | 0 | HQ | No description available. | 0 | 0
--> return 0
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs WHERE name = N'L'
EXEC msdb.dbo.sp_sqlagent_refresh_job @job_id = @id, @server_name = N'T1'
GO
--> job_id uniqueidentifier | name sysname | enabled tinyint | start_step_id int | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator_id int | notify_netsend_operator_id int | notify_page_operator_id int | delete_level int | has_step int | version_number int | last_run_date int | last_run_time int | originating_server sysname | description nvarchar(512) | agent_account int | is_system int
--> return 0
