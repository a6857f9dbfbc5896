-- An outcome that cannot be delivered waits until the master is back.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--@ HQ
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'PRINT 1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
GO
--@ stop HQ
--@ T1
EXEC msdb.dbo.sp_start_job N'J'
GO
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobhistory WHERE step_id = 0) WAITFOR DELAY '00:00:00.05'
SELECT COUNT(*) AS spooled FROM msdb.msxgate.outbox
GO
--@ start HQ
--@ HQ
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobservers WHERE last_run_outcome = 1) WAITFOR DELAY '00:00:00.05'
SELECT last_run_outcome FROM msdb.dbo.sysjobservers
GO
--@ T1
WHILE EXISTS (SELECT 1 FROM msdb.msxgate.outbox) WAITFOR DELAY '00:00:00.05'
SELECT COUNT(*) AS spooled FROM msdb.msxgate.outbox
GO
