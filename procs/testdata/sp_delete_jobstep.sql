EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @on_success_action = 4, @on_success_step_id = 3
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'two'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'three', @on_fail_action = 4, @on_fail_step_id = 2
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'four', @on_success_action = 4, @on_success_step_id = 1
GO
--> Warning: Non-existent step referenced by @on_success_step_id.
--> return 0
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Load', @step_id = 5
GO
--> Msg 14266, Level 16, State 1, Procedure sp_delete_jobstep
--> The specified '@step_id' is invalid (valid values are: 0 (all steps) ..4).
--> return 1
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Load', @step_id = -1
GO
--> Msg 14266, Level 16, State 1, Procedure sp_delete_jobstep
--> The specified '@step_id' is invalid (valid values are: 0 (all steps) ..4).
--> return 1
EXEC msdb.dbo.sp_delete_jobstep @step_id = 1
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
-- Later steps move down. Who went to the deleted step quits instead, and so does who went to the one behind it.
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Load', @step_id = 2
GO
--> return 0
SELECT step_id, step_name, on_success_action, on_success_step_id, on_fail_action, on_fail_step_id FROM msdb.dbo.sysjobsteps ORDER BY step_id
GO
--> step_id int | step_name sysname | on_success_action tinyint | on_success_step_id int | on_fail_action tinyint | on_fail_step_id int
--> 1 | one | 1 | 0 | 2 | 0
--> 2 | three | 1 | 0 | 2 | 0
--> 3 | four | 4 | 1 | 2 | 0
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Load', @step_id = 0
GO
--> return 0
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Load', @step_id = 0
GO
--> return 0
SELECT (SELECT COUNT(*) FROM msdb.dbo.sysjobsteps) AS steps, version_number FROM msdb.dbo.sysjobs
GO
--> steps int | version_number int
--> 0 | 8
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Load', @step_id = 0
GO
--> Msg 14525, Level 16, State 1, Procedure sp_delete_jobstep
--> Only members of sysadmin role are allowed to update or delete jobs owned by a different login.
--> return 1
REVERT
GO
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1
GO
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Load', @step_id = 0
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
