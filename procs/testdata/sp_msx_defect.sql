EXEC msdb.dbo.sp_msx_defect
GO
--> Msg 14298, Level 16, State 1, Procedure sp_msx_defect
--> This server is not currently enlisted into an MSX.
--> return 1
-- A target with a job, its schedule and its history.
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', N'REG_SZ', N'MASTER1'
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXPollInterval', N'REG_DWORD', 300
INSERT INTO msdb.dbo.sqlagent_info (attribute, value) VALUES (N'DateEnlisted', N'20260101')
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server) VALUES (N'MASTER1')
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'J', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobserver @job_id = @id
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1
INSERT INTO msdb.dbo.sysjobhistory (job_id, step_id, step_name, sql_message_id, sql_severity, message, run_status, run_date, run_time, run_duration, operator_id_emailed, operator_id_netsent, operator_id_paged, retries_attempted, server)
SELECT @id, 0, N'(Job outcome)', 0, 0, N'', 1, 20260101, 0, 0, 0, 0, 0, 0, N'HQ'
GO
--> return 0
-- The master does not answer: nothing changes.
EXEC msdb.dbo.sp_msx_defect
GO
--> Msg 22026, Level 16, State 1, Procedure xp_msx_enlist
--> The enlist operation failed (reason: Unable to connect to MSX 'MASTER1'.)
--> return 1
EXEC msdb.dbo.sp_msx_defect @forced_defection = 1
GO
--> The enlist operation failed (reason: Unable to connect to MSX 'MASTER1'.)
--> Server defected from MSX 'MASTER1'. 1 job(s) deleted.
--> return 0
SELECT (SELECT COUNT(*) FROM msdb.dbo.sysjobs) AS jobs, (SELECT COUNT(*) FROM msdb.dbo.sysjobhistory) AS history, (SELECT COUNT(*) FROM msdb.dbo.sysoriginatingservers) AS masters,
       (SELECT COUNT(*) FROM msdb.dbo.sqlagent_info) AS dates, (SELECT COUNT(*) FROM msdb.dbo.sysoperators) AS operators
GO
--> jobs int | history int | masters int | dates int | operators int
--> 0 | 0 | 0 | 0 | 0
EXEC msdb.dbo.sp_msx_defect @forced_defection = 1
GO
--> Msg 14298, Level 16, State 1, Procedure sp_msx_defect
--> This server is not currently enlisted into an MSX.
--> return 1
