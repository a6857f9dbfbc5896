CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'A', @credential_name = N'Runner'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'B', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'A', @subsystem_name = N'SSIS'
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @subsystem = N'SSIS', @proxy_name = N'A', @additional_parameters = N'p'
GO
--> return 0
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'nope', @target_proxy_name = N'B'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @current_proxy_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'A', @target_proxy_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @target_proxy_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'A', @target_proxy_name = N'A'
GO
--> Msg 14399, Level 16, State 1, Procedure sp_reassign_proxy
--> Current proxy_id 1 and new proxy_id 1 cannot be the same.
--> return 1
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'A', @target_proxy_name = N'B'
GO
--> Msg 14400, Level 16, State 1, Procedure sp_reassign_proxy
--> Proxy 2 does not have access to subsystem 11. Please use sp_grant_proxy_to_subsystem to grant permissions to this proxy.
--> return 1
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'B', @subsystem_name = N'SSIS'
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'A', @target_proxy_name = N'B'
GO
--> return 0
SELECT p.name, s.additional_parameters FROM msdb.dbo.sysjobsteps s JOIN msdb.dbo.sysproxies p ON p.proxy_id = s.proxy_id
GO
--> name sysname | additional_parameters nvarchar(max)
--> B | p
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'B', @target_proxy_name = N''
GO
--> return 0
SELECT proxy_id FROM msdb.dbo.sysjobsteps
GO
--> proxy_id int
--> NULL
