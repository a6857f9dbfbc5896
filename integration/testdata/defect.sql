-- The ways out: a target defects, defects by force while its master is down, is deleted by its master, or comes back
-- with a new msdb.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'Leeds'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
--@ T2
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'York'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
--@ HQ
EXEC msdb.dbo.sp_add_targetservergroup N'Branches'
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'Branches', N'T1'
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'PRINT 1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T2'
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_delete_operator N'MSXOperator'
GO
--> Msg 14223, Level 16, State 1, Procedure sp_delete_operator
--> Cannot modify or delete operator 'MSXOperator' while this server is a MSX.
--> return 1
--@ T1
EXEC msdb.dbo.sp_msx_defect
GO
--> Server defected from MSX 'HQ'. 1 job(s) deleted.
--> return 0
SELECT (SELECT COUNT(*) FROM msdb.dbo.sysjobs) AS jobs, (SELECT COUNT(*) FROM msdb.dbo.sysjobhistory) AS history,
  (SELECT COUNT(*) FROM msdb.dbo.sysoperators) AS operators, (SELECT COUNT(*) FROM msdb.dbo.sysoriginatingservers) AS masters,
  (SELECT COUNT(*) FROM msdb.dbo.sqlagent_info) AS info
GO
--> jobs int | history int | operators int | masters int | info int
--> 0 | 0 | 0 | 0 | 0
EXEC msdb.dbo.sp_msx_defect
GO
--> Msg 14298, Level 16, State 1, Procedure sp_msx_defect
--> This server is not currently enlisted into an MSX.
--> return 1
--@ HQ
SELECT server_name FROM msdb.dbo.systargetservers
SELECT (SELECT COUNT(*) FROM msdb.dbo.systargetservergroupmembers) AS members, (SELECT COUNT(*) FROM msdb.dbo.sysjobservers) AS jobservers,
  (SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE target_server = N'T1') AS instructions
GO
--> server_name sysname
--> T2
--> members int | jobservers int | instructions int
--> 0 | 1 | 0
-- While one is left it is a master.
DECLARE @master int
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServer', @master OUTPUT
SELECT @master AS is_master
GO
--> is_master int
--> 1
--> return 0
--@ stop HQ
--@ T2
EXEC msdb.dbo.sp_msx_defect
GO
--> Msg 22026, Level 16, State 1, Procedure xp_msx_enlist
--> The enlist operation failed (reason: Unable to connect to MSX 'HQ'. (unable to open tcp connection with host '127.0.0.1:{port}': dial tcp 127.0.0.1:{port}: connect: connection refused))
--> return 1
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs
GO
--> jobs int
--> 1
EXEC msdb.dbo.sp_msx_defect @forced_defection = 1
GO
--> The enlist operation failed (reason: Unable to connect to MSX 'HQ'. (unable to open tcp connection with host '127.0.0.1:{port}': dial tcp 127.0.0.1:{port}: connect: connection refused))
--> Server defected from MSX 'HQ'. 1 job(s) deleted.
--> return 0
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs
GO
--> jobs int
--> 0
--@ start HQ
--@ HQ
SELECT server_name FROM msdb.dbo.systargetservers
GO
--> server_name sysname
--> T2
EXEC msdb.dbo.sp_delete_targetserver @server_name = N'T2', @post_defection = 0
GO
--> return 0
SELECT COUNT(*) AS instructions FROM msdb.dbo.sysdownloadlist
GO
--> instructions int
--> 0
--@ T2
-- Enlisted again, and deleted by the master: the target finds the DEFECT at its next poll.
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
--@ HQ
EXEC msdb.dbo.sp_delete_targetserver @server_name = N'T2'
GO
--> SP_POST_MSX_OPERATION: 1 DEFECT download instruction(s) posted.
--> return 0
--@ T2
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sqlagent_info) WAITFOR DELAY '00:00:00.05'
SELECT COUNT(*) AS masters FROM msdb.dbo.sysoriginatingservers
GO
--> masters int
--> 0
--@ HQ
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist) WAITFOR DELAY '00:00:00.05'
SELECT COUNT(*) AS targets FROM msdb.dbo.systargetservers
GO
--> targets int
--> 0
DECLARE @master int
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServer', @master OUTPUT
SELECT @master AS is_master
GO
--> RegQueryValueEx() returned error 2, 'The system cannot find the file specified.'
--> is_master int
--> NULL
--> return 0
--@ T2
-- A new msdb has no DateEnlisted, while the registry still names a master: it is defected by force first.
EXEC msdb.dbo.sp_msx_enlist N'HQ'
DELETE FROM msdb.dbo.sqlagent_info
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--> Server defected from MSX 'HQ'. 0 job(s) deleted.
--> Server enlisted into MSX 'HQ'.
--> return 0
EXEC msdb.dbo.sp_msx_defect
GO
--> Server defected from MSX 'HQ'. 0 job(s) deleted.
--> return 0
--@ HQ
DECLARE @master int
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServer', @master OUTPUT
SELECT @master AS is_master
GO
--> RegQueryValueEx() returned error 2, 'The system cannot find the file specified.'
--> is_master int
--> NULL
--> return 0
EXEC msdb.dbo.sp_delete_operator N'MSXOperator'
GO
--> return 0
