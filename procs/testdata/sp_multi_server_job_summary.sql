-- A master and two targets.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
GO
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60, 251660240
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 0, N'T2', N'York', 0, '20260105 04:30:00', N'CORP\dba', 60, 251660240
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'J', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobserver @job_id = @id, @server_name = N'T1'
EXEC msdb.dbo.sp_add_jobserver @job_id = @id, @server_name = N'T2'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'L', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobserver @job_id = @id, @server_name = N'(local)'
GO
--> return 0
EXEC msdb.dbo.sp_multi_server_job_summary
GO
--> job_id uniqueidentifier | job_name sysname | enabled tinyint | category_name sysname | target_servers int | pending_download_instructions int | download_errors int | execution_failures int
--> {1} | J | 1 | [Uncategorized (Multi-Server)] | 2 | 2 | 0 | 0
--> return 0
UPDATE msdb.dbo.sysdownloadlist SET error_message = N'broken' WHERE target_server = N'T1'
UPDATE msdb.dbo.sysjobservers SET last_run_outcome = 3, last_run_date = 20260104 WHERE server_id = 2
EXEC msdb.dbo.sp_multi_server_job_summary @job_name = N'J'
GO
--> job_id uniqueidentifier | job_name sysname | enabled tinyint | category_name sysname | target_servers int | pending_download_instructions int | download_errors int | execution_failures int
--> {1} | J | 1 | [Uncategorized (Multi-Server)] | 2 | 2 | 1 | 1
--> return 0
-- A local job is none.
EXEC msdb.dbo.sp_multi_server_job_summary @job_name = N'L'
GO
--> job_id uniqueidentifier | job_name sysname | enabled tinyint | category_name sysname | target_servers int | pending_download_instructions int | download_errors int | execution_failures int
--> return 0
EXEC msdb.dbo.sp_multi_server_job_summary @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
