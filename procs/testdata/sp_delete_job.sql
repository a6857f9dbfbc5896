EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Own', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Load', @name = N'Shared', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
EXEC msdb.dbo.sp_add_job @job_name = N'Other'
EXEC msdb.dbo.sp_attach_schedule @job_name = N'Other', @schedule_name = N'Shared'
INSERT INTO msdb.dbo.sysjobhistory (job_id, step_id, step_name, sql_message_id, sql_severity, run_status, run_date, run_time, run_duration, operator_id_emailed, operator_id_netsent, operator_id_paged, retries_attempted, server)
SELECT job_id, 0, N'(Job outcome)', 0, 0, 1, 20260101, 0, 0, 0, 0, 0, 0, N'HQ' FROM msdb.dbo.sysjobs
GO
--> return 0
EXEC msdb.dbo.sp_delete_job
GO
--> Msg 14279, Level 16, State 1, Procedure sp_delete_job
--> Supply either @job_name, @job_id or @originating_server.
--> return 1
EXEC msdb.dbo.sp_delete_job @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_delete_job @job_name = N'Load', @originating_server = N'HQ'
GO
--> Msg 14279, Level 16, State 1, Procedure sp_delete_job
--> Supply either @job_name, @job_id or @originating_server.
--> return 1
EXEC msdb.dbo.sp_delete_job @originating_server = N'BOSS'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_delete_job
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
-- The schedule that no other job uses goes too.
EXEC msdb.dbo.sp_delete_job @job_name = N'load'
GO
--> return 0
SELECT j.name, (SELECT COUNT(*) FROM msdb.dbo.sysjobsteps) AS steps, (SELECT COUNT(*) FROM msdb.dbo.sysjobservers) AS servers, (SELECT COUNT(*) FROM msdb.dbo.sysjobhistory) AS history
FROM msdb.dbo.sysjobs j
GO
--> name sysname | steps int | servers int | history int
--> Other | 0 | 0 | 1
SELECT name FROM msdb.dbo.sysschedules
GO
--> name sysname
--> Shared
EXEC msdb.dbo.sp_delete_job @job_name = N'Other', @delete_history = 0, @delete_unused_schedule = 0
GO
--> return 0
SELECT (SELECT COUNT(*) FROM msdb.dbo.sysjobs) AS jobs, (SELECT COUNT(*) FROM msdb.dbo.sysschedules) AS schedules, (SELECT COUNT(*) FROM msdb.dbo.sysjobhistory) AS history
GO
--> jobs int | schedules int | history int
--> 0 | 1 | 1
-- The targets of a multiserver job are told, and what else was waiting for them is not needed any more.
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_delete_job @job_name = N'Remote'
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> return 0
SELECT operation_code, target_server, deleted_object_name FROM msdb.dbo.sysdownloadlist
GO
--> operation_code tinyint | target_server sysname | deleted_object_name sysname
--> 3 | T1 | Remote
-- A job of somebody else, and one that came from a master.
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
EXEC msdb.dbo.sp_add_job @job_name = N'Of sa'
GO
--> Changed database context to 'msdb'.
--> return 0
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_delete_job @job_name = N'Of sa'
GO
--> Msg 14525, Level 16, State 1, Procedure sp_delete_job
--> Only members of sysadmin role are allowed to update or delete jobs owned by a different login.
--> return 1
REVERT
GO
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1 WHERE name = N'Of sa'
GO
EXEC msdb.dbo.sp_delete_job @job_name = N'Of sa'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_delete_job
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', N'REG_SZ', N'CHIEF'
EXEC msdb.dbo.sp_delete_job @originating_server = N'BOSS'
GO
--> Warning: The server name given is not the current MSX server ('CHIEF').
--> Msg 14274, Level 16, State 1, Procedure sp_delete_job
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
