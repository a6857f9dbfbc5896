-- Integrated security: no result set at all.
EXEC msdb.dbo.sp_msx_get_account
GO
--> return 0
CREATE CREDENTIAL MsxLogin WITH IDENTITY = N'tsx', SECRET = N'Pa55word!'
EXEC msdb.dbo.sp_msx_set_account N'MsxLogin'
GO
--> return 0
EXEC msdb.dbo.sp_msx_get_account
GO
--> msx_connection int | msx_credential_id int | msx_credential_name sysname | msx_login_name nvarchar(4000)
--> 1 | 65536 | MsxLogin | tsx
--> return 0
-- A credential that is gone: no row.
DROP CREDENTIAL MsxLogin
EXEC msdb.dbo.sp_msx_get_account
GO
--> msx_connection int | msx_credential_id int | msx_credential_name sysname | msx_login_name nvarchar(4000)
--> return 0
