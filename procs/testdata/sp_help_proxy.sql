CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Shell', @subsystem_name = N'SSIS'
GO
SELECT CASE WHEN credential_id > 0 THEN 'some' END AS credential FROM msdb.dbo.sysproxies
GO
CREATE TABLE #p (proxy_id int, name sysname, credential_identity nvarchar(4000), enabled tinyint, description nvarchar(512), user_sid varbinary(85), credential_id int, credential_identity_exists int)
INSERT INTO #p EXEC msdb.dbo.sp_help_proxy
SELECT proxy_id, name, credential_identity, enabled, credential_identity_exists FROM #p
GO
EXEC msdb.dbo.sp_help_proxy @proxy_name = N'nope'
GO
EXEC msdb.dbo.sp_help_proxy @subsystem_name = N'FOO', @name = N'runner'
GO
EXEC msdb.dbo.sp_help_proxy @subsystem_name = N'SSIS'
GO
-- What a login may use: nothing that it was not granted.
EXEC msdb.dbo.sp_help_proxy @subsystem_name = N'SSIS', @name = N'runner'
GO
EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'runner', @proxy_name = N'Shell'
GO
TRUNCATE TABLE #p
INSERT INTO #p EXEC msdb.dbo.sp_help_proxy @subsystem_name = N'SSIS', @name = N'runner'
SELECT name FROM #p
GO
EXEC msdb.dbo.sp_help_proxy @subsystem_name = N'CmdExec', @name = N'runner'
GO
