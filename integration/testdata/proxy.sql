-- A step that needs a proxy which the target lacks, or may not match, blocks the target until somebody clears the error.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
--@ HQ
CREATE LOGIN runner WITH PASSWORD = N'T4rgets!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'P', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'P', @subsystem_name = N'SSIS'
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @subsystem = N'SSIS', @command = N'/FILE a.dtsx', @proxy_name = N'P'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
EXEC msdb.dbo.sp_add_job @job_name = N'Behind', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Behind', @step_name = N'One', @command = N'PRINT 1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Behind', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE error_message IS NOT NULL) WAITFOR DELAY '00:00:00.05'
EXEC msdb.dbo.sp_help_downloadlist @target_server = N'T1'
GO
--> instance_id int | source_server sysname | operation_code nvarchar(4000) | object_name nvarchar(4000) | object_id uniqueidentifier | target_server sysname | error_message nvarchar(1024) | date_posted datetime | date_downloaded datetime | status tinyint
--> 1 | HQ | 1 (INSERT) | J | {1} | T1 | The job step requires a proxy account, however proxy matching is disabled on the target server. | {now} | NULL | 0
--> 2 | HQ | 1 (INSERT) | Behind | {2} | T1 | NULL | {now} | NULL | 0
--> return 0
CREATE TABLE #t (server_id int, server_name sysname, location nvarchar(200) NULL, time_zone_adjustment int, enlist_date datetime, last_poll_date datetime,
  status int, unread_instructions int, local_time datetime, enlisted_by_nt_user nvarchar(100), poll_interval int)
INSERT #t EXEC msdb.dbo.sp_help_targetserver
SELECT server_name, status, unread_instructions FROM #t
GO
--> server_name sysname | status int | unread_instructions int
--> T1 | 5 | 2
--> return 0
--@ T1
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'AllowDownloadedJobsToMatchProxyName', N'REG_DWORD', 1
GO
--> return 0
--@ HQ
UPDATE msdb.dbo.sysdownloadlist SET error_message = NULL
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE error_message IS NOT NULL) WAITFOR DELAY '00:00:00.05'
SELECT error_message, status FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
GO
--> error_message nvarchar(1024) | status tinyint
--> Proxy not found. | 0
--> NULL | 0
--@ T1
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs
CREATE LOGIN runner WITH PASSWORD = N'T4rgets!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'P', @credential_name = N'Runner'
GO
--> jobs int
--> 0
--> return 0
--@ HQ
UPDATE msdb.dbo.sysdownloadlist SET error_message = NULL
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
DELETE FROM #t
INSERT #t EXEC msdb.dbo.sp_help_targetserver
SELECT server_name, status, unread_instructions FROM #t
GO
--> server_name sysname | status int | unread_instructions int
--> T1 | 1 | 0
--> return 0
--@ T1
SELECT name FROM msdb.dbo.sysjobs ORDER BY name
GO
--> name sysname
--> Behind
--> J
