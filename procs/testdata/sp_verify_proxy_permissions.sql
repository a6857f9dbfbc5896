CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
GO
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS'
GO
EXEC msdb.dbo.sp_verify_proxy_permissions N'TSQL', 1
GO
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS', 1, N'runner'
GO
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS', 1, N'runner', @raise_error = 0
GO
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_id = 1, @subsystem_name = N'SSIS'
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS', 1, N'sa'
GO
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS', 1, N'runner'
GO
EXEC msdb.dbo.sp_update_proxy @proxy_id = 1, @enabled = 0
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS', 1, N'sa'
GO
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS', 1, N'sa', @allow_disable_proxy = 1
GO
