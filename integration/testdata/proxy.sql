-- A step that needs a proxy which the target lacks, or may not match, blocks the target until somebody clears the error.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--@ HQ
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'P', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'P', @subsystem_name = N'CmdExec'
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @subsystem = N'CmdExec', @command = N'true', @proxy_name = N'P'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
EXEC msdb.dbo.sp_add_job @job_name = N'Behind', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Behind', @step_name = N'One', @command = N'PRINT 1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Behind', @server_name = N'T1'
GO
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE error_message IS NOT NULL) WAITFOR DELAY '00:00:00.05'
EXEC msdb.dbo.sp_help_downloadlist @target_server = N'T1'
GO
CREATE TABLE #t (server_id int, server_name sysname, location nvarchar(200) NULL, time_zone_adjustment int, enlist_date datetime, last_poll_date datetime,
  status int, unread_instructions int, local_time datetime, enlisted_by_nt_user nvarchar(100), poll_interval int)
INSERT #t EXEC msdb.dbo.sp_help_targetserver
SELECT server_name, status, unread_instructions FROM #t
GO
--@ T1
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'AllowDownloadedJobsToMatchProxyName', N'REG_DWORD', 1
GO
--@ HQ
UPDATE msdb.dbo.sysdownloadlist SET error_message = NULL
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE error_message IS NOT NULL) WAITFOR DELAY '00:00:00.05'
SELECT error_message, status FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
GO
--@ T1
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'P', @credential_name = N'Runner'
GO
--@ HQ
UPDATE msdb.dbo.sysdownloadlist SET error_message = NULL
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
DELETE FROM #t
INSERT #t EXEC msdb.dbo.sp_help_targetserver
SELECT server_name, status, unread_instructions FROM #t
GO
--@ T1
SELECT name FROM msdb.dbo.sysjobs ORDER BY name
GO
