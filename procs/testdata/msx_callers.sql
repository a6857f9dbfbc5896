-- What a login may do to targets and multiserver jobs that is no sysadmin: an owner of msdb, a target's own login, anybody.
CREATE LOGIN olga WITH PASSWORD = N'T4rgets!'
CREATE LOGIN targets WITH PASSWORD = N'T4rgets!'
CREATE LOGIN anybody WITH PASSWORD = N'T4rgets!'
GO
USE msdb
CREATE USER olga FOR LOGIN olga
ALTER ROLE db_owner ADD MEMBER olga
CREATE USER targets FOR LOGIN targets
ALTER ROLE TargetServersRole ADD MEMBER targets
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60, 251660240
EXEC msdb.dbo.sp_add_job @job_name = N'Everywhere'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Everywhere', @server_name = N'T1'
EXEC msdb.dbo.sp_add_job @job_name = N'Here'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Here'
GO
--> Changed database context to 'msdb'.
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
-- An owner of msdb may execute what the procedures then refuse him.
--@ as olga
EXEC msdb.dbo.sp_msx_enlist N'BOSS'
GO
--> Msg 15003, Level 16, State 1, Procedure sp_msx_enlist
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_msx_defect
GO
--> Msg 15003, Level 16, State 1, Procedure sp_msx_defect
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
DECLARE @rc int
EXEC @rc = msdb.dbo.sp_enlist_tsx 0, N'T2', NULL, 0, '20260105 09:30:00', N'dba', 60, 251660240
SELECT @rc AS rc
GO
--> Msg 15003, Level 16, State 1, Procedure sp_enlist_tsx
--> Only members of the TargetServersRole role can execute this stored procedure.
--> rc int
--> 1
--> return 1
EXEC msdb.dbo.sp_resync_targetserver N'T1'
GO
--> Msg 15003, Level 16, State 1, Procedure sp_resync_targetserver
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_add_targetservergroup N'Mine'
GO
--> Msg 15003, Level 16, State 1, Procedure sp_add_targetservergroup
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
-- A target's login: its own conversation, and nothing else.
--@ as targets
EXEC msdb.dbo.sp_enlist_tsx 2, N'T1', N'York', -300, NULL, NULL, 60, 251660240
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
EXEC msdb.dbo.sp_sqlagent_probe_msx N'T1', N'2026/01/05 04:31:00', 60
GO
--> bit | int | int
--> 0 | 0 | 1
--> return 0
SELECT target_server, status FROM msdb.dbo.sysdownloadlist
UPDATE msdb.dbo.sysdownloadlist SET status = 1, date_downloaded = GETDATE()
SELECT target_server, status FROM msdb.dbo.sysdownloadlist
GO
--> target_server sysname | status tinyint
--> T1 | 0
--> target_server sysname | status tinyint
--> T1 | 1
UPDATE msdb.dbo.sysjobservers SET last_run_outcome = 1 WHERE server_id = 1
GO
-- The view of jobs is not his to read; what he reads through procedures are multiserver jobs.
SELECT name FROM msdb.dbo.sysjobs_view
GO
--> Msg 229, Level 14, State 5
--> The SELECT permission was denied on the object 'sysjobs_view', database 'msdb', schema 'dbo'.
EXEC msdb.dbo.sp_sqlagent_refresh_job @server_name = N'T1'
GO
--> job_id uniqueidentifier | name sysname | enabled tinyint | start_step_id int | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator_id int | notify_netsend_operator_id int | notify_page_operator_id int | delete_level int | has_step int | version_number int | last_run_date int | last_run_time int | originating_server sysname | description nvarchar(512) | agent_account int | is_system int
--> {1} | Everywhere | 1 | 1 | sa | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | HQ | No description available. | 0 | 0
--> return 0
EXEC msdb.dbo.sp_sqlagent_refresh_job
GO
--> job_id uniqueidentifier | name sysname | enabled tinyint | start_step_id int | owner sysname | notify_level_eventlog int | notify_level_email int | notify_level_netsend int | notify_level_page int | notify_email_operator_id int | notify_netsend_operator_id int | notify_page_operator_id int | delete_level int | has_step int | version_number int | last_run_date int | last_run_time int | originating_server sysname | description nvarchar(512) | agent_account int | is_system int
--> return 0
EXEC msdb.dbo.sp_help_jobstep @job_name = N'Here'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('Here') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_jobstep @job_name = N'Everywhere'
GO
--> step_id int | step_name sysname | subsystem nvarchar(40) | command nvarchar(max) | flags int | cmdexec_success_code int | on_success_action tinyint | on_success_step_id int | on_fail_action tinyint | on_fail_step_id int | server sysname | database_name sysname | database_user_name sysname | retry_attempts int | retry_interval int | os_run_priority int | output_file_name nvarchar(200) | last_run_outcome int | last_run_duration int | last_run_retries int | last_run_date int | last_run_time int | proxy_id int
--> return 0
INSERT INTO msdb.dbo.sysdownloadlist (source_server, operation_code, object_type, object_id, target_server)
VALUES (N'HQ', 7, 2, 0x00000000000000000000000000000000, N'T1')
GO
--> Msg 229, Level 14, State 5
--> The INSERT permission was denied on the object 'sysdownloadlist', database 'msdb', schema 'dbo'.
--> The statement has been terminated.
SELECT COUNT(*) AS n FROM msdb.dbo.sysjobhistory
GO
--> Msg 229, Level 14, State 5
--> The SELECT permission was denied on the object 'sysjobhistory', database 'msdb', schema 'dbo'.
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Here', @server_name = N'T1'
GO
--> Msg 229, Level 14, State 5, Procedure sp_add_jobserver
--> The EXECUTE permission was denied on the object 'sp_add_jobserver', database 'msdb', schema 'dbo'.
--> return 0
EXEC msdb.dbo.sp_start_job N'Everywhere'
GO
--> Msg 229, Level 14, State 5, Procedure sp_start_job
--> The EXECUTE permission was denied on the object 'sp_start_job', database 'msdb', schema 'dbo'.
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'DEFECT', 'SERVER'
GO
--> Msg 229, Level 14, State 5, Procedure sp_post_msx_operation
--> The EXECUTE permission was denied on the object 'sp_post_msx_operation', database 'msdb', schema 'dbo'.
--> return 0
-- Anybody.
--@ as anybody
EXEC msdb.dbo.sp_enlist_tsx 1, N'T1', NULL, NULL, NULL, NULL, NULL
GO
--> Msg 229, Level 14, State 5, Procedure sp_enlist_tsx
--> The EXECUTE permission was denied on the object 'sp_enlist_tsx', database 'msdb', schema 'dbo'.
--> return 0
EXEC msdb.dbo.sp_help_targetserver
GO
--> Msg 229, Level 14, State 5, Procedure sp_help_targetserver
--> The EXECUTE permission was denied on the object 'sp_help_targetserver', database 'msdb', schema 'dbo'.
--> return 0
SELECT server_name FROM msdb.dbo.systargetservers
GO
--> Msg 229, Level 14, State 5
--> The SELECT permission was denied on the object 'systargetservers', database 'msdb', schema 'dbo'.
SELECT name FROM msdb.dbo.sysjobs_view
GO
--> Msg 229, Level 14, State 5
--> The SELECT permission was denied on the object 'sysjobs_view', database 'msdb', schema 'dbo'.
-- Who may read the view and is a target as well sees the multiserver jobs there.
--@ as sa
ALTER ROLE SQLAgentUserRole ADD MEMBER targets
GO
--@ as targets
USE msdb
SELECT name FROM msdb.dbo.sysjobs_view
GO
--> Changed database context to 'msdb'.
--> name sysname
--> Everywhere
-- A denial outweighs what another role grants.
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Everywhere', @server_name = N'T1'
GO
--> Msg 229, Level 14, State 5, Procedure sp_add_jobserver
--> The EXECUTE permission was denied on the object 'sp_add_jobserver', database 'msdb', schema 'dbo'.
--> return 0
