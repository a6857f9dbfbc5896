EXEC msdb.dbo.sp_verify_proxy_identifiers '@n', '@i', NULL, NULL
GO
EXEC msdb.dbo.sp_verify_proxy_identifiers '@n', '@i', N'nope', NULL
GO
EXEC msdb.dbo.sp_verify_proxy_identifiers '@n', '@i', NULL, 9
GO
