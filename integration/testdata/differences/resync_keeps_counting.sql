-- SQL Server: sp_resync_targetserver 'ALL' truncates the download list, so that instance_id begins at 1 again.
-- msxgate: instance_id goes on.
-- Why: an id that means two instructions helps nobody, and no agent looks at it twice.
INSERT INTO msdb.dbo.systargetservers (server_name, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', 0, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'J'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
EXEC msdb.dbo.sp_resync_targetserver N'ALL'
SELECT MIN(instance_id) AS first FROM msdb.dbo.sysdownloadlist
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> first int
--> 2
--> return 0
