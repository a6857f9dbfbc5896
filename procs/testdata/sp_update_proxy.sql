CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner', @description = N'd'
GO
--> return 0
EXEC msdb.dbo.sp_update_proxy @proxy_name = N'shell', @new_name = N'Batch', @enabled = 0, @description = N''
GO
--> return 0
SELECT name, enabled, description FROM msdb.dbo.sysproxies
GO
--> name sysname | enabled tinyint | description nvarchar(512)
--> Batch | 0 | d
EXEC msdb.dbo.sp_update_proxy @enabled = 1
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> Supply either @proxy_id or @proxy_name.
--> return 1
EXEC msdb.dbo.sp_update_proxy @proxy_name = N'nope', @enabled = 1
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_proxy @proxy_id = 99, @enabled = 1
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_id ('99') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_proxy @proxy_name = N'Batch', @credential_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_credential_identifiers
--> The specified @credential_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_proxy @proxy_name = N'Batch', @credential_name = N'Stranger'
GO
--> Msg 14529, Level 16, State 1, Procedure sp_update_proxy
--> Proxy "CORP\stranger" is not a valid Windows user.
--> return 1
