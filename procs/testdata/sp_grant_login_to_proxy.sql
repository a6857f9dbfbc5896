CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
GO
--> return 0
EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'runner'
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> Supply either @proxy_id or @proxy_name.
--> return 1
EXEC msdb.dbo.sp_grant_login_to_proxy @proxy_name = N'Shell'
GO
--> Msg 14519, Level 16, State 1, Procedure sp_verify_login_identifiers
--> Only one of @login_name, @fixed_server_role, or @msdb_role should be specified.
--> return 1
EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'runner', @msdb_role = N'SQLAgentUserRole', @proxy_name = N'Shell'
GO
--> Msg 14519, Level 16, State 1, Procedure sp_verify_login_identifiers
--> Only one of @login_name, @fixed_server_role, or @msdb_role should be specified.
--> return 1
EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'nobody', @proxy_name = N'Shell'
GO
--> Msg 14520, Level 16, State 1, Procedure sp_verify_login_identifiers
--> "nobody" is not a valid SQL Server standard login, Windows NT user, Windows NT group, or msdb database role.
--> return 1
EXEC msdb.dbo.sp_grant_login_to_proxy @fixed_server_role = N'nope', @proxy_name = N'Shell'
GO
--> Msg 14521, Level 16, State 1, Procedure sp_verify_login_identifiers
--> "nope" is not a valid SQL Server fixed server role, Windows NT user, or Windows NT group.
--> return 1
EXEC msdb.dbo.sp_grant_login_to_proxy @msdb_role = N'nope', @proxy_name = N'Shell'
GO
--> Msg 14522, Level 16, State 1, Procedure sp_verify_login_identifiers
--> '"nope" is not a valid role of an msdb database, Windows NT user, or Windows NT group.
--> return 1
-- A sysadmin needs no grant, and gets none.
EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'sa', @proxy_name = N'Shell'
GO
--> 'sa' is a member of sysadmin server role and cannot be granted to or revoked from the proxy. Members of sysadmin server role are allowed to use any proxy.
--> return 0
EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'runner', @proxy_name = N'Shell'
GO
--> return 0
EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'RUNNER', @proxy_name = N'Shell'
GO
--> Msg 14531, Level 16, State 1, Procedure sp_grant_login_to_proxy
--> Permission to access proxy already granted. Verify current permissions assignments.
--> return 1
EXEC msdb.dbo.sp_grant_login_to_proxy @msdb_role = N'SQLAgentUserRole', @proxy_name = N'Shell'
GO
--> return 0
EXEC msdb.dbo.sp_grant_login_to_proxy @fixed_server_role = N'dbcreator', @proxy_name = N'Shell'
GO
--> return 0
SELECT flags FROM msdb.dbo.sysproxylogin ORDER BY flags
GO
--> flags int
--> 0
--> 1
--> 2
