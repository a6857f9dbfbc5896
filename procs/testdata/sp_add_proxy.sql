CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
GO
DECLARE @id int
EXEC msdb.dbo.sp_add_proxy @proxy_name = N' Shell ', @credential_name = N'Runner', @proxy_id = @id OUTPUT
SELECT @id AS id
GO
--> id int
--> 1
--> return 0
SELECT name, enabled, description, SUSER_SNAME(user_sid) AS runs_as FROM msdb.dbo.sysproxies
GO
--> name sysname | enabled tinyint | description nvarchar(512) | runs_as sysname
--> Shell | 1 | NULL | runner
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'SHELL', @credential_name = N'Runner'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_proxy
--> The specified @name ('SHELL') already exists.
--> return 1
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'x', @enabled = 2, @credential_name = N'Runner'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_proxy
--> The specified '@enabled' is invalid (valid values are: 0, 1).
--> return 1
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'x'
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_credential_identifiers
--> Supply either @credential_id or @credential_name.
--> return 1
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'x', @credential_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_credential_identifiers
--> The specified @credential_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'x', @credential_id = 99999
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_credential_identifiers
--> The specified @credential_id ('99999') does not exist.
--> return 1
-- The identity of the credential must be a login.
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'x', @credential_name = N'Stranger'
GO
--> Msg 14529, Level 16, State 1, Procedure sp_add_proxy
--> Proxy "CORP\stranger" is not a valid Windows user.
--> return 1
