EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @command = N'SELECT 1', @additional_parameters = N'a', @retry_attempts = 2, @database_name = N'msdb'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'two'
GO
--> return 0
-- NULL keeps what is there; only additional parameters go.
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 1, @step_name = N' First ', @command = N' SELECT 2 ', @on_success_action = 3
GO
--> return 0
SELECT step_name, '[' + command + ']' AS command, additional_parameters, retry_attempts, database_name, on_success_action FROM msdb.dbo.sysjobsteps WHERE step_id = 1
GO
--> step_name sysname | command nvarchar(max) | additional_parameters nvarchar(max) | retry_attempts int | database_name sysname | on_success_action tinyint
--> First | [SELECT 2] | NULL | 2 | msdb | 3
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 1, @command = N'', @database_name = N''
GO
--> return 0
SELECT command, database_name FROM msdb.dbo.sysjobsteps WHERE step_id = 1
GO
--> command nvarchar(max) | database_name sysname
--> NULL | master
-- The same name in another case is no new name.
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 1, @step_name = N'FIRST'
GO
--> return 0
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 1, @step_name = N'two'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified @step_name ('two') already exists.
--> return 1
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 3
GO
--> Msg 14262, Level 16, State 1, Procedure sp_update_jobstep
--> The specified @step_id ('3') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_jobstep @job_name = N'nope', @step_id = 1
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 1, @subsystem = N'FOO'
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_subsystem
--> The specified '@subsystem' is invalid (valid values are returned by sp_enum_sqlagent_subsystems).
--> return 1
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 1, @proxy_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 1, @proxy_name = N''
GO
--> return 0
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 1, @on_success_action = 4, @on_success_step_id = 1
GO
--> Msg 14235, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified '@on_success_step' is invalid (valid values are greater than 0 but excluding 1).
--> return 1
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 1, @database_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_jobstep
--> The specified @database_name ('nope') does not exist.
--> return 1
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 1, @subsystem = N'Snapshot'
GO
--> Msg 14260, Level 16, State 1, Procedure sp_update_jobstep
--> You do not have sufficient permission to run this command. Contact your system administrator.
--> return 1
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 1
GO
--> Msg 14525, Level 16, State 1, Procedure sp_update_jobstep
--> Only members of sysadmin role are allowed to update or delete jobs owned by a different login.
--> return 1
REVERT
GO
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1
GO
EXEC msdb.dbo.sp_update_jobstep @job_name = N'Load', @step_id = 1
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
