INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60), (N'T2', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60), (N'T3', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_targetservergroup N'Branches'
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'Branches', N'T1'
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'Branches', N'T2'
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
GO
--> return 0
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'nope', @target_servers = N'T1'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'Load', @target_servers = N'T1', @operation = 'FOO'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_apply_job_to_targets
--> The specified '@operation' is invalid (valid values are: APPLY, REMOVE).
--> return 1
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'Load'
GO
--> Msg 14283, Level 16, State 1, Procedure sp_apply_job_to_targets
--> Supply @target_server_groups or @target_servers, or both.
--> return 1
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'Load', @target_server_groups = N'Branches, Depots'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_apply_job_to_targets
--> The specified @target_server_groups ('Depots') does not exist.
--> return 1
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'Load', @target_server_groups = N' branches ', @target_servers = N't1, t3'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> Job applied to 3 new servers.
--> return 0
-- Those that have it already do not count. One that does not exist is told and counts.
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'Load', @target_servers = N'T1,T9'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_add_jobserver
--> The specified @server_name ('T9') does not exist.
--> Job applied to 1 new servers.
--> return 0
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'Load', @target_servers = N'T1,T9', @operation = 'remove'
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> Job removed from 1 servers.
--> return 0
SELECT t.server_name FROM msdb.dbo.sysjobservers s JOIN msdb.dbo.systargetservers t ON t.server_id = s.server_id ORDER BY t.server_name
GO
--> server_name sysname
--> T2
--> T3
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE db_owner ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'Load', @target_servers = N'T1'
GO
--> Msg 15003, Level 16, State 1, Procedure sp_apply_job_to_targets
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
REVERT
GO
