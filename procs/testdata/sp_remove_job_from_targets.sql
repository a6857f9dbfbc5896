INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60), (N'T2', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'Load', @target_servers = N'T1,T2'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> Job applied to 2 new servers.
--> return 0
EXEC msdb.dbo.sp_remove_job_from_targets @job_name = N'Load', @target_servers = N'T2, T9'
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> Job removed from 1 servers.
--> return 0
EXEC msdb.dbo.sp_remove_job_from_targets @job_name = N'Load'
GO
--> Msg 14283, Level 16, State 1, Procedure sp_apply_job_to_targets
--> Supply @target_server_groups or @target_servers, or both.
--> return 1
SELECT server_id FROM msdb.dbo.sysjobservers
GO
--> server_id int
--> 1
