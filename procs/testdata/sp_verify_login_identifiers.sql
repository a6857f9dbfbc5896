DECLARE @name nvarchar(256), @sid varbinary(85), @flags int
EXEC msdb.dbo.sp_verify_login_identifiers NULL, NULL, N'SQLAgentUserRole', @name OUTPUT, @sid OUTPUT, @flags OUTPUT
SELECT @name AS name, @flags AS flags
GO
--> name nvarchar(256) | flags int
--> SQLAgentUserRole | 2
--> return 0
DECLARE @name nvarchar(256), @sid varbinary(85), @flags int
EXEC msdb.dbo.sp_verify_login_identifiers NULL, NULL, NULL, @name OUTPUT, @sid OUTPUT, @flags OUTPUT
GO
--> Msg 14519, Level 16, State 1, Procedure sp_verify_login_identifiers
--> Only one of @login_name, @fixed_server_role, or @msdb_role should be specified.
--> return 1
