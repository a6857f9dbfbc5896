DECLARE @name sysname = N'database maintenance', @id int
EXEC msdb.dbo.sp_verify_category_identifiers '@category_name', '@category_id', @name OUTPUT, @id OUTPUT
SELECT @name AS name, @id AS id
GO
--> name sysname | id int
--> Database Maintenance | 3
--> return 0
EXEC msdb.dbo.sp_verify_category_identifiers '@n', '@i', N'x', 1
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_category_identifiers
--> Supply either @i or @n.
--> return 1
EXEC msdb.dbo.sp_verify_category_identifiers '@n', '@i', NULL, NULL
GO
--> return 0
