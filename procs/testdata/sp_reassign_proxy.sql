CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'A', @credential_name = N'Runner'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'B', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'A', @subsystem_name = N'SSIS'
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @subsystem = N'SSIS', @proxy_name = N'A', @additional_parameters = N'p'
GO
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'nope', @target_proxy_name = N'B'
GO
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'A', @target_proxy_name = N'nope'
GO
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'A', @target_proxy_name = N'A'
GO
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'A', @target_proxy_name = N'B'
GO
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'B', @subsystem_name = N'SSIS'
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'A', @target_proxy_name = N'B'
GO
SELECT p.name, s.additional_parameters FROM msdb.dbo.sysjobsteps s JOIN msdb.dbo.sysproxies p ON p.proxy_id = s.proxy_id
GO
EXEC msdb.dbo.sp_reassign_proxy @current_proxy_name = N'B', @target_proxy_name = N''
GO
SELECT proxy_id FROM msdb.dbo.sysjobsteps
GO
