CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Shell', @subsystem_name = N'SSIS'
GO
EXEC msdb.dbo.sp_revoke_proxy_from_subsystem @proxy_name = N'Shell', @subsystem_name = N'SSIS'
GO
EXEC msdb.dbo.sp_revoke_proxy_from_subsystem @proxy_name = N'Shell', @subsystem_name = N'SSIS'
GO
