DECLARE @name sysname = N'database maintenance', @id int
EXEC msdb.dbo.sp_verify_category_identifiers '@category_name', '@category_id', @name OUTPUT, @id OUTPUT
SELECT @name AS name, @id AS id
GO
EXEC msdb.dbo.sp_verify_category_identifiers '@n', '@i', N'x', 1
GO
EXEC msdb.dbo.sp_verify_category_identifiers '@n', '@i', NULL, NULL
GO
