EXEC msdb.dbo.sp_msx_set_account @credential_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_credential_identifiers
--> The specified @credential_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_msx_set_account @credential_id = 1
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_credential_identifiers
--> The specified @credential_id ('1') does not exist.
--> return 1
EXEC msdb.dbo.sp_msx_set_account @credential_name = N'a', @credential_id = 1
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_credential_identifiers
--> Supply either @credential_id or @credential_name.
--> return 1
EXEC msdb.dbo.sp_msx_set_account @credential_name = N' '
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_credential_identifiers
--> Supply either @credential_id or @credential_name.
--> return 1
CREATE CREDENTIAL MsxLogin WITH IDENTITY = N'tsx', SECRET = N'Pa55word!'
GO
EXEC msdb.dbo.sp_msx_set_account @credential_name = N'MsxLogin'
GO
--> return 0
EXEC msdb.dbo.sp_msx_get_account
GO
--> msx_connection int | msx_credential_id int | msx_credential_name sysname | msx_login_name nvarchar(4000)
--> 1 | 65536 | MsxLogin | tsx
--> return 0
-- Without a credential: integrated security.
EXEC msdb.dbo.sp_msx_set_account
GO
--> return 0
EXEC msdb.dbo.sp_msx_get_account
GO
--> return 0
