CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'runner', @proxy_name = N'Shell'
EXEC msdb.dbo.sp_grant_login_to_proxy @msdb_role = N'SQLAgentUserRole', @proxy_name = N'Shell'
GO
--> return 0
CREATE TABLE #l (proxy_id int, proxy_name sysname, flags int, name sysname NULL, sid varbinary(85), principal_id int)
INSERT INTO #l EXEC msdb.dbo.sp_enum_login_for_proxy
SELECT proxy_name, flags, name FROM #l ORDER BY flags
GO
--> proxy_name sysname | flags int | name sysname
--> Shell | 0 | runner
--> Shell | 2 | SQLAgentUserRole
--> return 0
TRUNCATE TABLE #l
INSERT INTO #l EXEC msdb.dbo.sp_enum_login_for_proxy @name = N'Runner'
SELECT proxy_name, flags, name FROM #l
GO
--> proxy_name sysname | flags int | name sysname
--> Shell | 0 | runner
--> return 0
EXEC msdb.dbo.sp_enum_login_for_proxy @name = N'nobody'
GO
--> Msg 14520, Level 16, State 1, Procedure sp_enum_login_for_proxy
--> "nobody" is not a valid SQL Server standard login, Windows NT user, Windows NT group, or msdb database role.
--> return 1
