EXEC msdb.dbo.sp_verify_proxy @proxy_name = N'x', @enabled = 1
GO
EXEC msdb.dbo.sp_verify_proxy @proxy_name = N'x', @enabled = 2
GO
