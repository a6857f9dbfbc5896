DECLARE @name nvarchar(256), @sid varbinary(85), @flags int
EXEC msdb.dbo.sp_verify_login_identifiers NULL, NULL, N'SQLAgentUserRole', @name OUTPUT, @sid OUTPUT, @flags OUTPUT
SELECT @name AS name, @flags AS flags
GO
DECLARE @name nvarchar(256), @sid varbinary(85), @flags int
EXEC msdb.dbo.sp_verify_login_identifiers NULL, NULL, NULL, @name OUTPUT, @sid OUTPUT, @flags OUTPUT
GO
