CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\stranger', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'A', @credential_name = N'Runner'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'B', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'A', @subsystem_name = N'SSIS'
EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'B', @subsystem_name = N'Merge'
GO
--> return 0
EXEC msdb.dbo.sp_enum_proxy_for_subsystem
GO
--> subsystem_id int | subsystem_name nvarchar(40) | proxy_id int | proxy_name sysname
--> 7 | Merge | 2 | B
--> 11 | SSIS | 1 | A
--> return 0
EXEC msdb.dbo.sp_enum_proxy_for_subsystem @proxy_name = N'A'
GO
--> subsystem_id int | subsystem_name nvarchar(40) | proxy_id int | proxy_name sysname
--> 11 | SSIS | 1 | A
--> return 0
EXEC msdb.dbo.sp_enum_proxy_for_subsystem @subsystem_name = N'Merge'
GO
--> subsystem_id int | subsystem_name nvarchar(40) | proxy_id int | proxy_name sysname
--> 7 | Merge | 2 | B
--> return 0
EXEC msdb.dbo.sp_enum_proxy_for_subsystem @proxy_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_name ('nope') does not exist.
--> return 1
