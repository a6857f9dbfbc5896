CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
GO
--> return 0
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Shell'
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_subsystem_identifiers
--> Supply either @subsystem_id or @subsystem_name.
--> return 1
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'nope', @subsystem_id = 11
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Shell', @subsystem_name = N'FOO'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_subsystem_identifiers
--> The specified @subsystem_name ('FOO') does not exist.
--> return 1
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Shell', @subsystem_id = 1
GO
--> Msg 14530, Level 16, State 1, Procedure sp_grant_proxy_to_subsystem
--> The Transact-SQL subsystem cannot be executed under the context of a proxy account.
--> return 1
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Shell', @subsystem_id = 11
GO
--> return 0
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Shell', @subsystem_name = N'ssis'
GO
--> Msg 14531, Level 16, State 1, Procedure sp_grant_proxy_to_subsystem
--> Permission to access proxy already granted. Verify current permissions assignments.
--> return 1
-- Programs run as a Windows account.
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Shell', @subsystem_name = N'CmdExec'
GO
--> Msg 14720, Level 16, State 1, Procedure sp_verify_credential_identifiers
--> The operation failed because credential 'Runner' identity is not a valid Windows account
--> return 1
EXEC msdb.dbo.sp_enum_proxy_for_subsystem
GO
--> subsystem_id int | subsystem_name nvarchar(40) | proxy_id int | proxy_name sysname
--> 11 | SSIS | 1 | Shell
--> return 0
