-- What procedures say through those that they call, where their own scripts do not show it.
CREATE LOGIN bob WITH PASSWORD = N'T4rgets!'
CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE db_owner ADD MEMBER bob
ALTER ROLE SQLAgentReaderRole ADD MEMBER bob
INSERT INTO msdb.dbo.systargetservers (server_name, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', 0, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_operator @name = N'Ops'
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
EXEC msdb.dbo.sp_add_targetservergroup N'A'
EXEC msdb.dbo.sp_add_alert @name = N'Alarm', @severity = 20
EXEC msdb.dbo.sp_add_notification N'Alarm', N'Ops', 1
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
EXEC msdb.dbo.sp_add_job @job_name = N'J'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'J', @name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_job @job_name = N'Empty'
GO
--> Changed database context to 'msdb'.
--> return 0
-- An owner of msdb who is no sysadmin.
--@ as bob
EXEC msdb.dbo.sp_update_operator @name = N'Ops', @enabled = 0
GO
--> Msg 15003, Level 16, State 1, Procedure sp_update_operator
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_delete_operator N'Ops'
GO
--> Msg 15003, Level 16, State 1, Procedure sp_delete_operator
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_update_alert @name = N'Alarm', @enabled = 0
GO
--> Msg 15003, Level 16, State 1, Procedure sp_update_alert
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_delete_alert N'Alarm'
GO
--> Msg 15003, Level 16, State 1, Procedure sp_delete_alert
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_add_alert_internal @name = N'X', @severity = 21
GO
--> Msg 15003, Level 16, State 1, Procedure sp_add_alert_internal
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_verify_alert NULL, 0, 21, 1, 0, NULL, 5, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, NULL, 0, 0, NULL, NULL, NULL
GO
--> Msg 15003, Level 16, State 1, Procedure sp_verify_alert
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_update_notification N'Alarm', N'Ops', 3
GO
--> Msg 15003, Level 16, State 1, Procedure sp_update_notification
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_delete_notification N'Alarm', N'Ops'
GO
--> Msg 15003, Level 16, State 1, Procedure sp_delete_notification
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_update_targetservergroup N'A', N'B'
GO
--> Msg 15003, Level 16, State 1, Procedure sp_update_targetservergroup
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_delete_targetservergroup N'A'
GO
--> Msg 15003, Level 16, State 1, Procedure sp_delete_targetservergroup
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_remove_job_from_targets @job_name = N'J', @target_servers = N'T1'
GO
--> Msg 15003, Level 16, State 1, Procedure sp_apply_job_to_targets
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
EXEC msdb.dbo.sp_add_jobstep_internal @job_name = N'J', @step_name = N'Two', @command = N'SELECT 1'
GO
--> Msg 14525, Level 16, State 1, Procedure sp_add_jobstep_internal
--> Only members of sysadmin role are allowed to update or delete jobs owned by a different login.
--> return 1
EXEC msdb.dbo.sp_verify_schedule NULL, N'S', 1, 4, 1, 1, 0, 0, 0, 20260105, 0, 99991231, 235959, 0x01
GO
--> Msg 14366, Level 16, State 1, Procedure sp_verify_schedule
--> Only members of sysadmin role can modify the owner of a schedule.
--> return 1
--@ as sa
-- A schedule of a master's on a job of this server's.
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server) VALUES (N'BOSS')
UPDATE msdb.dbo.sysschedules SET originating_server_id = 1 WHERE name = N'Daily'
GO
EXEC msdb.dbo.sp_update_jobschedule @job_name = N'J', @name = N'Daily', @enabled = 0
GO
--> Msg 14274, Level 16, State 1, Procedure sp_update_jobschedule
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'J', @name = N'Daily'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_delete_jobschedule
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_verify_schedule_identifiers '@n', '@i', N'Daily', NULL, NULL, NULL
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
UPDATE msdb.dbo.sysschedules SET originating_server_id = 0
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1 WHERE name = N'J'
GO
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'J', @name = N'Daily'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_detach_schedule @job_name = N'J', @schedule_name = N'Daily'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_add_jobstep_internal @job_name = N'J', @step_name = N'Two', @command = N'SELECT 1'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_manage_jobs_by_login 'DELETE', N'sa'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_delete_job
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> 2 jobs deleted.
--> return 0
UPDATE msdb.dbo.sysjobs SET originating_server_id = 0
EXEC msdb.dbo.sp_add_job @job_name = N'Empty'
GO
--> return 0
--@ app SQLAgent - x
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Theirs', @freq_type = 4, @freq_interval = 1, @originating_server = N'NOBODY'
GO
--> Msg 14370, Level 16, State 1, Procedure sp_add_schedule
--> The @originating_server must be either the local server name or the master server (MSX) name for MSX jobs on a target server (TSX).
--> return 1
--@ as sa
EXEC msdb.dbo.sp_delete_jobsteplog @job_name = N'Empty', @step_id = 1
GO
--> Msg 14528, Level 16, State 1, Procedure sp_delete_jobsteplog
--> Job "Empty" has no steps defined.
--> return 1
EXEC msdb.dbo.sp_delete_jobsteplog @job_name = N'J', @step_id = 9
GO
--> Msg 14266, Level 16, State 1, Procedure sp_delete_jobsteplog
--> The specified '@step_id' is invalid (valid values are: 1..1).
--> return 1
EXEC msdb.dbo.sp_delete_jobsteplog @job_name = N'J', @step_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_delete_jobsteplog
--> The specified @step_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_delete_jobsteplog
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_help_jobsteplog @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
DECLARE @id uniqueidentifier = NEWID()
EXEC msdb.dbo.sp_write_sysjobstep_log @id, 1, N'x'
GO
--> return 0
EXEC msdb.dbo.sp_remove_job_from_targets @target_servers = N'T1'
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_add_jobstep_internal @step_name = N'Two'
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_add_jobstep_internal @job_name = N'J', @step_name = N'Two', @subsystem = N'Nope'
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_subsystem
--> The specified '@subsystem' is invalid (valid values are returned by sp_enum_sqlagent_subsystems).
--> return 1
EXEC msdb.dbo.sp_add_jobstep_internal @job_name = N'J', @step_name = N'Two', @subsystem = N'SSIS', @proxy_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_jobstep_internal @job_name = N'J', @step_name = N'Two', @subsystem = N'SSIS', @proxy_name = N'Shell'
GO
--> Msg 14516, Level 16, State 1, Procedure sp_verify_proxy_permissions
--> Proxy (1) is not allowed for subsystem "SSIS" and user "sa". Grant permission by calling sp_grant_proxy_to_subsystem or sp_grant_login_to_proxy.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'Two', @subsystem = N'SSIS', @proxy_name = N'Shell'
GO
--> Msg 14516, Level 16, State 1, Procedure sp_verify_proxy_permissions
--> Proxy (1) is not allowed for subsystem "SSIS" and user "sa". Grant permission by calling sp_grant_proxy_to_subsystem or sp_grant_login_to_proxy.
--> return 1
EXEC msdb.dbo.sp_update_jobstep @job_name = N'J', @step_id = 1, @subsystem = N'SSIS', @proxy_name = N'Shell'
GO
--> Msg 14516, Level 16, State 1, Procedure sp_verify_proxy_permissions
--> Proxy (1) is not allowed for subsystem "SSIS" and user "sa". Grant permission by calling sp_grant_proxy_to_subsystem or sp_grant_login_to_proxy.
--> return 1
EXEC msdb.dbo.sp_verify_jobstep NULL, 1, N'Two', N'Nope', N'SELECT 1', NULL, 1, 0, 2, 0, 0, NULL, NULL, 0, NULL, NULL
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified @job_id ('00000000-0000-0000-0000-000000000000') does not exist.
--> return 1
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N'J')
EXEC msdb.dbo.sp_verify_jobstep @id, 2, N'Two', N'SSIS', N'x', NULL, 1, 0, 2, 0, 0, NULL, NULL, 0, NULL, 1
GO
--> Msg 14516, Level 16, State 1, Procedure sp_verify_proxy_permissions
--> Proxy (1) is not allowed for subsystem "SSIS" and user "sa". Grant permission by calling sp_grant_proxy_to_subsystem or sp_grant_login_to_proxy.
--> return 1
EXEC msdb.dbo.sp_add_alert_internal @name = N'X', @severity = 21, @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_alert_internal @name = N'Alarm', @severity = 21
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_alert
--> The specified @name ('Alarm') already exists.
--> return 1
EXEC msdb.dbo.sp_add_alert_internal @name = N'X', @performance_condition = N'nonsense'
GO
--> Msg 14507, Level 16, State 1, Procedure sp_verify_performance_condition
--> A performance condition must be formatted as: 'object_name|counter_name|instance_name|comparator(> or < or =)|numeric value'.
--> return 1
EXEC msdb.dbo.sp_verify_alert NULL, 0, 0, 1, 0, NULL, 5, NULL, NULL, NULL, NULL, 0, 0, N'nonsense', NULL, NULL, 0, 0, NULL, NULL, NULL
GO
--> Msg 14507, Level 16, State 1, Procedure sp_verify_performance_condition
--> A performance condition must be formatted as: 'object_name|counter_name|instance_name|comparator(> or < or =)|numeric value'.
--> return 1
EXEC msdb.dbo.sp_verify_alert NULL, 0, 21, 1, 0, NULL, 5, NULL, NULL, NULL, N'nope', 0, 0, NULL, NULL, NULL, 0, 0, NULL, NULL, NULL
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_verify_alert NULL, 0, 21, 1, 0, NULL, 5, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, NULL, 20260230, 0, NULL, NULL, NULL
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_date
--> The specified '@count_reset_date' is invalid (valid values are: 19900101..99991231).
--> return 1
EXEC msdb.dbo.sp_verify_alert NULL, 0, 21, 1, 0, NULL, 5, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, NULL, 0, 246000, NULL, NULL, NULL
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_time
--> The specified '@count_reset_time' is invalid (valid values are: 000000..235959).
--> return 1
EXEC msdb.dbo.sp_update_jobschedule @job_name = N'J', @name = N'Daily', @active_start_date = 20260230
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_date
--> The specified '@active_start_date' is invalid (valid values are: 19900101..99991231).
--> return 1
EXEC msdb.dbo.sp_update_jobschedule @job_name = N'J', @name = N'Daily', @active_start_time = 96000
GO
--> Msg 14287, Level 16, State 1, Procedure sp_verify_job_time
--> The '@active_start_time' supplied has an invalid minute.
--> return 1
EXEC msdb.dbo.sp_verify_schedule NULL, N'S', 1, 4, 1, 1, 0, 0, 0, 20260230, 0, 99991231, 235959, 0x01
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_date
--> The specified '@active_start_date' is invalid (valid values are: 19900101..99991231).
--> return 1
EXEC msdb.dbo.sp_verify_schedule NULL, N'S', 1, 4, 1, 1, 0, 0, 0, 20260105, 96000, 99991231, 235959, 0x01
GO
--> Msg 14287, Level 16, State 1, Procedure sp_verify_job_time
--> The '@active_start_time' supplied has an invalid minute.
--> return 1
EXEC msdb.dbo.sp_revoke_proxy_from_subsystem @proxy_name = N'nope', @subsystem_name = N'SSIS'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_revoke_proxy_from_subsystem @proxy_name = N'Shell', @subsystem_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_subsystem_identifiers
--> The specified @subsystem_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_revoke_login_from_proxy @name = N'runner', @proxy_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_enum_login_for_proxy @proxy_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_proxy @subsystem_name = N'SSIS', @name = N'nobody'
GO
--> proxy_id int | name sysname | credential_identity nvarchar(4000) | enabled tinyint | description nvarchar(512) | user_sid varbinary(85) | credential_id int | credential_identity_exists int
--> return 0
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N'J')
EXEC msdb.dbo.sp_verify_jobstep @id, 2, N'Two', N'TSQL', N'SELECT 1', NULL, 4, 9, 2, 0, 0, NULL, NULL, 0, NULL, NULL
GO
--> Warning: Non-existent step referenced by @on_success_step_id.
--> return 0
-- What came from a master keeps its operators and its proxies.
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Shell', @subsystem_name = N'SSIS'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Other', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Other', @subsystem_name = N'SSIS'
EXEC msdb.dbo.sp_update_jobstep @job_name = N'J', @step_id = 1, @subsystem = N'SSIS', @proxy_name = N'Shell'
EXEC msdb.dbo.sp_update_job @job_name = N'J', @notify_level_email = 2, @notify_email_operator_name = N'Ops'
EXEC msdb.dbo.sp_add_operator @name = N'Heir'
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1 WHERE name = N'J'
GO
--> return 0
EXEC msdb.dbo.sp_delete_operator @name = N'Ops', @reassign_to_operator = N'Heir'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_update_job
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'Shell', @target_proxy_name = N'Other'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
SELECT o.name AS operator, p.name AS proxy FROM msdb.dbo.sysjobs AS j JOIN msdb.dbo.sysjobsteps AS s ON s.job_id = j.job_id
LEFT JOIN msdb.dbo.sysoperators AS o ON o.id = j.notify_email_operator_id LEFT JOIN msdb.dbo.sysproxies AS p ON p.proxy_id = s.proxy_id WHERE j.name = N'J'
GO
--> operator sysname | proxy sysname
--> Ops | Shell
EXEC msdb.dbo.sp_cycle_agent_errorlog
GO
--> return 0
