EXEC msdb.dbo.sp_add_operator @name = N'Ada'
GO
DECLARE @name sysname = N'ada', @id int
EXEC msdb.dbo.sp_verify_operator_identifiers '@operator_name', '@operator_id', @name OUTPUT, @id OUTPUT
SELECT @name AS name, @id AS id
GO
EXEC msdb.dbo.sp_verify_operator_identifiers '@n', '@i', NULL, NULL
GO
EXEC msdb.dbo.sp_verify_operator_identifiers '@n', '@i', N'nope', NULL
GO
EXEC msdb.dbo.sp_verify_operator_identifiers '@n', '@i', NULL, 9
GO
