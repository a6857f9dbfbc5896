EXEC msdb.dbo.sp_add_operator @name = N'Ada'
GO
--> return 0
DECLARE @name sysname = N'ada', @id int
EXEC msdb.dbo.sp_verify_operator_identifiers '@operator_name', '@operator_id', @name OUTPUT, @id OUTPUT
SELECT @name AS name, @id AS id
GO
--> name sysname | id int
--> Ada | 1
--> return 0
EXEC msdb.dbo.sp_verify_operator_identifiers '@n', '@i', NULL, NULL
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_operator_identifiers
--> Supply either @i or @n.
--> return 1
EXEC msdb.dbo.sp_verify_operator_identifiers '@n', '@i', N'nope', NULL
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_operator_identifiers
--> The specified @operator_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_verify_operator_identifiers '@n', '@i', NULL, 9
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_operator_identifiers
--> The specified @operator_id ('9') does not exist.
--> return 1
