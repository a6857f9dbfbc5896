CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Shell', @subsystem_name = N'SSIS'
GO
--> return 0
SELECT CASE WHEN credential_id > 0 THEN 'some' END AS credential FROM msdb.dbo.sysproxies
GO
--> credential varchar(4)
--> some
CREATE TABLE #p (proxy_id int, name sysname, credential_identity nvarchar(4000), enabled tinyint, description nvarchar(512), user_sid varbinary(85), credential_id int, credential_identity_exists int)
INSERT INTO #p EXEC msdb.dbo.sp_help_proxy
SELECT proxy_id, name, credential_identity, enabled, credential_identity_exists FROM #p
GO
--> proxy_id int | name sysname | credential_identity nvarchar(4000) | enabled tinyint | credential_identity_exists int
--> 1 | Shell | runner | 1 | 1
--> return 0
EXEC msdb.dbo.sp_help_proxy @proxy_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_proxy @subsystem_name = N'FOO', @name = N'runner'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_subsystem_identifiers
--> The specified @subsystem_name ('FOO') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_proxy @subsystem_name = N'SSIS'
GO
--> Msg 14532, Level 16, State 1, Procedure sp_help_proxy
--> Supply both @subsystem_name and @name, or none of them.
--> return 1
-- What a login may use: nothing that it was not granted.
EXEC msdb.dbo.sp_help_proxy @subsystem_name = N'SSIS', @name = N'runner'
GO
--> proxy_id int | name sysname | credential_identity nvarchar(4000) | enabled tinyint | description nvarchar(512) | user_sid varbinary(85) | credential_id int | credential_identity_exists int
--> return 0
EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'runner', @proxy_name = N'Shell'
GO
--> return 0
TRUNCATE TABLE #p
INSERT INTO #p EXEC msdb.dbo.sp_help_proxy @subsystem_name = N'SSIS', @name = N'runner'
SELECT name FROM #p
GO
--> name sysname
--> Shell
--> return 0
EXEC msdb.dbo.sp_help_proxy @subsystem_name = N'CmdExec', @name = N'runner'
GO
--> proxy_id int | name sysname | credential_identity nvarchar(4000) | enabled tinyint | description nvarchar(512) | user_sid varbinary(85) | credential_id int | credential_identity_exists int
--> return 0
