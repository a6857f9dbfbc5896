CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'Shell', @subsystem_name = N'SSIS'
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @subsystem = N'SSIS', @proxy_name = N'Shell'
GO
--> return 0
EXEC msdb.dbo.sp_delete_proxy @proxy_name = N'Shell'
GO
--> Msg 14518, Level 16, State 1, Procedure sp_delete_proxy
--> Cannot delete proxy (1). It is used by at least one jobstep. Change this proxy for all jobsteps by calling sp_reassign_proxy.
--> return 1
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Load', @step_id = 1
EXEC msdb.dbo.sp_delete_proxy @proxy_name = N'Shell'
GO
--> return 0
EXEC msdb.dbo.sp_delete_proxy @proxy_name = N'Shell'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_name ('Shell') does not exist.
--> return 1
SELECT COUNT(*) AS grants FROM msdb.dbo.sysproxysubsystem
GO
--> grants int
--> 0
