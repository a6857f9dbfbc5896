EXEC msdb.dbo.sp_add_job @job_name = N'Load'
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs)
EXEC msdb.dbo.sp_verify_jobproc_caller @id, N'SQLAgent%'
GO
--> return 0
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs)
EXEC msdb.dbo.sp_verify_jobproc_caller @id, N'SQLAgent%'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
