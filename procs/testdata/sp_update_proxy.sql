CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner', @description = N'd'
GO
EXEC msdb.dbo.sp_update_proxy @proxy_name = N'shell', @new_name = N'Batch', @enabled = 0, @description = N''
GO
SELECT name, enabled, description FROM msdb.dbo.sysproxies
GO
EXEC msdb.dbo.sp_update_proxy @enabled = 1
GO
EXEC msdb.dbo.sp_update_proxy @proxy_name = N'nope', @enabled = 1
GO
EXEC msdb.dbo.sp_update_proxy @proxy_id = 99, @enabled = 1
GO
EXEC msdb.dbo.sp_update_proxy @proxy_name = N'Batch', @credential_name = N'nope'
GO
EXEC msdb.dbo.sp_update_proxy @proxy_name = N'Batch', @credential_name = N'Stranger'
GO
