-- An outcome that cannot be delivered waits until the master is back.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
--@ HQ
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'PRINT 1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
--@ stop HQ
--@ T1
EXEC msdb.dbo.sp_start_job N'J'
GO
--> Job 'J' started successfully.
--> return 0
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobhistory WHERE step_id = 0) WAITFOR DELAY '00:00:00.05'
SELECT COUNT(*) AS spooled FROM msdb.msxgate.outbox
GO
--> spooled int
--> 1
--@ start HQ
--@ HQ
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobservers WHERE last_run_outcome = 1) WAITFOR DELAY '00:00:00.05'
SELECT last_run_outcome FROM msdb.dbo.sysjobservers
GO
--> last_run_outcome tinyint
--> 1
--@ T1
WHILE EXISTS (SELECT 1 FROM msdb.msxgate.outbox) WAITFOR DELAY '00:00:00.05'
SELECT COUNT(*) AS spooled FROM msdb.msxgate.outbox
GO
--> spooled int
--> 0
