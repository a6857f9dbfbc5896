CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'runner', @proxy_name = N'Shell'
EXEC msdb.dbo.sp_grant_login_to_proxy @msdb_role = N'SQLAgentUserRole', @proxy_name = N'Shell'
GO
EXEC msdb.dbo.sp_revoke_login_from_proxy N'sa', @proxy_name = N'Shell'
GO
EXEC msdb.dbo.sp_revoke_login_from_proxy N'runner', @proxy_name = N'Shell'
GO
EXEC msdb.dbo.sp_revoke_login_from_proxy N'SQLAgentUserRole', @proxy_name = N'Shell'
GO
EXEC msdb.dbo.sp_revoke_login_from_proxy N'runner', @proxy_name = N'Shell'
GO
