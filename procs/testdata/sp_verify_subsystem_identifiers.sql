DECLARE @name sysname = N' dts ', @id int
EXEC msdb.dbo.sp_verify_subsystem_identifiers '@subsystem_name', '@subsystem_id', @name OUTPUT, @id OUTPUT
SELECT @name AS name, @id AS id
GO
EXEC msdb.dbo.sp_verify_subsystem_identifiers '@n', '@i', NULL, NULL
GO
EXEC msdb.dbo.sp_verify_subsystem_identifiers '@n', '@i', N'FOO', NULL
GO
EXEC msdb.dbo.sp_verify_subsystem_identifiers '@n', '@i', NULL, 2
GO
