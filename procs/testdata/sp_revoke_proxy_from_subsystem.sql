CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Shell', @subsystem_name = N'SSIS'
GO
--> return 0
EXEC msdb.dbo.sp_revoke_proxy_from_subsystem @proxy_name = N'Shell', @subsystem_name = N'SSIS'
GO
--> return 0
EXEC msdb.dbo.sp_revoke_proxy_from_subsystem @proxy_name = N'Shell', @subsystem_name = N'SSIS'
GO
--> Msg 14600, Level 16, State 1, Procedure sp_revoke_proxy_from_subsystem
--> Proxy "Shell" has not been granted permission to use subsystem "SSIS".
--> return 1
