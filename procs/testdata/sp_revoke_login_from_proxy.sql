CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'runner', @proxy_name = N'Shell'
EXEC msdb.dbo.sp_grant_login_to_proxy @msdb_role = N'SQLAgentUserRole', @proxy_name = N'Shell'
GO
--> return 0
EXEC msdb.dbo.sp_revoke_login_from_proxy N'sa', @proxy_name = N'Shell'
GO
--> 'sa' is a member of sysadmin server role and cannot be granted to or revoked from the proxy. Members of sysadmin server role are allowed to use any proxy.
--> return 1
EXEC msdb.dbo.sp_revoke_login_from_proxy N'runner', @proxy_name = N'Shell'
GO
--> return 0
EXEC msdb.dbo.sp_revoke_login_from_proxy N'SQLAgentUserRole', @proxy_name = N'Shell'
GO
--> return 0
EXEC msdb.dbo.sp_revoke_login_from_proxy N'runner', @proxy_name = N'Shell'
GO
--> Msg 14523, Level 16, State 1, Procedure sp_revoke_login_from_proxy
--> "runner" has not been granted permission to use proxy "Shell".
--> return 1
