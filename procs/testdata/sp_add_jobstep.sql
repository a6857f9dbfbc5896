EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
GO
--> return 0
-- A step needs a name; the rest has defaults. The command is kept as it is.
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N' one ', @command = N' SELECT 1 '
GO
--> return 0
SELECT step_id, step_name, subsystem, '[' + command + ']' AS command, flags, cmdexec_success_code, on_success_action, on_success_step_id, on_fail_action, on_fail_step_id, server, database_name, database_user_name, retry_attempts, retry_interval, os_run_priority, output_file_name, last_run_outcome, proxy_id
FROM msdb.dbo.sysjobsteps
GO
--> step_id int | step_name sysname | subsystem nvarchar(40) | command nvarchar(max) | flags int | cmdexec_success_code int | on_success_action tinyint | on_success_step_id int | on_fail_action tinyint | on_fail_step_id int | server sysname | database_name sysname | database_user_name sysname | retry_attempts int | retry_interval int | os_run_priority int | output_file_name nvarchar(200) | last_run_outcome int | proxy_id int
--> 1 | one | TSQL | [ SELECT 1 ] | 0 | 0 | 1 | 0 | 2 | 0 | NULL | master | NULL | 0 | 0 | 0 | NULL | 0 | NULL
DECLARE @uid uniqueidentifier
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'three', @on_success_action = 3, @on_fail_action = 4, @on_fail_step_id = 1, @step_uid = @uid OUTPUT
SELECT step_id FROM msdb.dbo.sysjobsteps WHERE step_uid = @uid
GO
--> step_id int
--> 2
--> return 0
-- In the middle: later steps, and what refers to them, move up.
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_id = 1, @step_name = N'zero', @on_success_action = 3
GO
--> return 0
SELECT step_id, step_name, on_success_action, on_fail_action, on_fail_step_id FROM msdb.dbo.sysjobsteps ORDER BY step_id
GO
--> step_id int | step_name sysname | on_success_action tinyint | on_fail_action tinyint | on_fail_step_id int
--> 1 | zero | 3 | 2 | 0
--> 2 | one | 1 | 2 | 0
--> 3 | three | 3 | 4 | 2
SELECT version_number FROM msdb.dbo.sysjobs
GO
--> version_number int
--> 4
EXEC msdb.dbo.sp_add_jobstep @step_name = N'x'
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'nope', @step_name = N'x'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @step_id = 9
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified '@step_id' is invalid (valid values are: 1..4).
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @step_id = 0
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified '@step_id' is invalid (valid values are: 1..4).
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @subsystem = N'FOO'
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_subsystem
--> The specified '@subsystem' is invalid (valid values are returned by sp_enum_sqlagent_subsystems).
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @proxy_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @proxy_name = N'nope', @proxy_id = 1
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> Supply either @proxy_id or @proxy_name.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'ONE'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified @step_name ('ONE') already exists.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @on_success_action = 5
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified '@on_success_action' is invalid (valid values are: 1, 2, 3, 4).
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @on_success_action = 4
GO
--> Msg 14235, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified '@on_success_step' is invalid (valid values are greater than 0 but excluding 4).
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @on_fail_action = 0
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified '@on_failure_action' is invalid (valid values are: 1, 2, 3, 4).
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @on_fail_action = 4, @on_fail_step_id = 4
GO
--> Msg 14235, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified '@on_failure_step' is invalid (valid values are greater than 0 but excluding 4).
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @server = N'NOWHERE'
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified '@srv' is invalid (valid values are returned by sp_helpserver).
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @subsystem = N'ANALYSISQUERY'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified @server ('(null)') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @os_run_priority = 3
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified '@os_run_priority' is invalid (valid values are: -15, -1, 0, 1, 15).
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @flags = 115
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified '@flags' is invalid (valid values are: 0..114).
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @flags = 24
GO
--> Msg 14545, Level 16, State 1, Procedure sp_verify_jobstep
--> The @flags parameter is not valid for a job step of type 'TSQL'.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @subsystem = N'CmdExec', @flags = 4
GO
--> Msg 14545, Level 16, State 1, Procedure sp_verify_jobstep
--> The @flags parameter is not valid for a job step of type 'CmdExec'.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @flags = 64
GO
--> Msg 14545, Level 16, State 1, Procedure sp_verify_jobstep
--> The @flags parameter is not valid for a job step of type 'TSQL'.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @subsystem = N'Snapshot', @output_file_name = N'C:\x.txt'
GO
--> Msg 14545, Level 16, State 1, Procedure sp_verify_jobstep
--> The @output_file_name parameter is not valid for a job step of type 'Snapshot'.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @database_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified @database_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x', @database_user_name = N'nobody'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified @database_user_name ('nobody') does not exist.
--> return 1
-- A step to go to that is not there yet is a warning. CmdExec has no database.
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'last', @subsystem = N'CMDEXEC', @database_name = N'msdb', @on_success_action = 4, @on_success_step_id = 9, @on_fail_action = 4, @on_fail_step_id = 8
GO
--> Warning: Non-existent step referenced by @on_success_step_id.
--> Warning: Non-existent step referenced by @on_fail_step_id.
--> return 0
SELECT step_name, subsystem, database_name FROM msdb.dbo.sysjobsteps WHERE step_name = N'last'
GO
--> step_name sysname | subsystem nvarchar(40) | database_name sysname
--> last | CMDEXEC | NULL
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'package', @subsystem = N'dts'
GO
--> return 0
SELECT subsystem FROM msdb.dbo.sysjobsteps WHERE step_name = N'package'
GO
--> subsystem nvarchar(40)
--> SSIS
-- The targets of a multiserver job fetch it anew. Their databases need not exist here.
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Remote', @step_name = N'one', @database_name = N'Sales'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Remote', @step_name = N'two', @database_user_name = N'dbo'
GO
--> Msg 14542, Level 16, State 1, Procedure sp_verify_jobstep
--> It is invalid for any TSQL step of a multiserver job to have a non-null database_user_name value.
--> return 1
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
EXEC msdb.dbo.sp_add_job @job_name = N'Of bob', @owner_login_name = N'bob'
GO
--> Changed database context to 'msdb'.
--> return 0
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'x'
GO
--> Msg 14525, Level 16, State 1, Procedure sp_add_jobstep_internal
--> Only members of sysadmin role are allowed to update or delete jobs owned by a different login.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Of bob', @step_name = N'x', @subsystem = N'Merge'
GO
--> Msg 14260, Level 16, State 1, Procedure sp_add_jobstep
--> You do not have sufficient permission to run this command. Contact your system administrator.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Of bob', @step_name = N'x', @database_user_name = N'dbo'
GO
--> Msg 14583, Level 16, State 1, Procedure sp_add_jobstep
--> Only a sysadmin can specify '@database_user_name' parameter.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Of bob', @step_name = N'x', @output_file_name = N'C:\x.txt'
GO
--> Msg 14582, Level 16, State 1, Procedure sp_verify_jobstep
--> Only a sysadmin can specify '@output_file_name' parameter for a jobstep.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Of bob', @step_name = N'x'
GO
--> return 0
REVERT
GO
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1 WHERE name = N'Of bob'
GO
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Of bob', @step_name = N'y'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
