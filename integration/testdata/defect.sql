-- The ways out: a target defects, defects by force while its master is down, is deleted by its master, or comes back
-- with a new msdb.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'Leeds'
GO
--@ T2
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'York'
GO
--@ HQ
EXEC msdb.dbo.sp_add_targetservergroup N'Branches'
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'Branches', N'T1'
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'PRINT 1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T2'
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
GO
EXEC msdb.dbo.sp_delete_operator N'MSXOperator'
GO
--@ T1
EXEC msdb.dbo.sp_msx_defect
GO
SELECT (SELECT COUNT(*) FROM msdb.dbo.sysjobs) AS jobs, (SELECT COUNT(*) FROM msdb.dbo.sysjobhistory) AS history,
  (SELECT COUNT(*) FROM msdb.dbo.sysoperators) AS operators, (SELECT COUNT(*) FROM msdb.dbo.sysoriginatingservers) AS masters,
  (SELECT COUNT(*) FROM msdb.dbo.sqlagent_info) AS info
GO
EXEC msdb.dbo.sp_msx_defect
GO
--@ HQ
SELECT server_name FROM msdb.dbo.systargetservers
SELECT (SELECT COUNT(*) FROM msdb.dbo.systargetservergroupmembers) AS members, (SELECT COUNT(*) FROM msdb.dbo.sysjobservers) AS jobservers,
  (SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE target_server = N'T1') AS instructions
GO
--@ stop HQ
--@ T2
EXEC msdb.dbo.sp_msx_defect
GO
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs
GO
EXEC msdb.dbo.sp_msx_defect @forced_defection = 1
GO
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs
GO
--@ start HQ
--@ HQ
SELECT server_name FROM msdb.dbo.systargetservers
GO
EXEC msdb.dbo.sp_delete_targetserver @server_name = N'T2', @post_defection = 0
GO
SELECT COUNT(*) AS instructions FROM msdb.dbo.sysdownloadlist
GO
--@ T2
-- Enlisted again, and deleted by the master: the target finds the DEFECT at its next poll.
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--@ HQ
EXEC msdb.dbo.sp_delete_targetserver @server_name = N'T2'
GO
--@ T2
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sqlagent_info) WAITFOR DELAY '00:00:00.05'
SELECT COUNT(*) AS masters FROM msdb.dbo.sysoriginatingservers
GO
--@ HQ
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist) WAITFOR DELAY '00:00:00.05'
SELECT COUNT(*) AS targets FROM msdb.dbo.systargetservers
GO
--@ T2
-- A new msdb has no DateEnlisted, while the registry still names a master: it is defected by force first.
EXEC msdb.dbo.sp_msx_enlist N'HQ'
DELETE FROM msdb.dbo.sqlagent_info
GO
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--@ HQ
EXEC msdb.dbo.sp_delete_targetserver @server_name = N'T2', @post_defection = 0
GO
EXEC msdb.dbo.sp_delete_operator N'MSXOperator'
GO
