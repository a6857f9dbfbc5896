-- Only what came from that master goes.
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server) VALUES (N'MASTER1')
EXEC msdb.dbo.sp_add_job @job_name = N'theirs'
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1
EXEC msdb.dbo.sp_add_job @job_name = N'ours'
GO
--> return 0
DECLARE @n int
EXEC msdb.dbo.sp_delete_all_msx_jobs @msx_server = N'MASTER1', @jobs_deleted = @n OUTPUT
SELECT @n AS deleted
GO
--> deleted int
--> 1
--> return 0
SELECT name FROM msdb.dbo.sysjobs
GO
--> name sysname
--> ours
