CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
GO
--> return 0
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS'
GO
--> return 0
EXEC msdb.dbo.sp_verify_proxy_permissions N'TSQL', 1
GO
--> Msg 14517, Level 16, State 1, Procedure sp_verify_proxy_permissions
--> A proxy account is not allowed for a Transact-SQL subsystem.
--> return 1
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS', 1, N'runner'
GO
--> Msg 14516, Level 16, State 1, Procedure sp_verify_proxy_permissions
--> Proxy (1) is not allowed for subsystem "SSIS" and user "runner". Grant permission by calling sp_grant_proxy_to_subsystem or sp_grant_login_to_proxy.
--> return 1
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS', 1, N'runner', @raise_error = 0
GO
--> return 1
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_id = 1, @subsystem_name = N'SSIS'
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS', 1, N'sa'
GO
--> return 0
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS', 1, N'runner'
GO
--> Msg 14516, Level 16, State 1, Procedure sp_verify_proxy_permissions
--> Proxy (1) is not allowed for subsystem "SSIS" and user "runner". Grant permission by calling sp_grant_proxy_to_subsystem or sp_grant_login_to_proxy.
--> return 1
EXEC msdb.dbo.sp_update_proxy @proxy_id = 1, @enabled = 0
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS', 1, N'sa'
GO
--> Msg 14537, Level 16, State 1, Procedure sp_verify_proxy_permissions
--> Execution in the context of disabled proxy (proxy_id = 1) is not allowed. Contact your system administrator.
--> return 2
EXEC msdb.dbo.sp_verify_proxy_permissions N'SSIS', 1, N'sa', @allow_disable_proxy = 1
GO
--> return 0
