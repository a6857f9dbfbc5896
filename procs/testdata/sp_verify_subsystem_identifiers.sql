DECLARE @name sysname = N' dts ', @id int
EXEC msdb.dbo.sp_verify_subsystem_identifiers '@subsystem_name', '@subsystem_id', @name OUTPUT, @id OUTPUT
SELECT @name AS name, @id AS id
GO
--> name sysname | id int
--> SSIS | 11
--> return 0
EXEC msdb.dbo.sp_verify_subsystem_identifiers '@n', '@i', NULL, NULL
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_subsystem_identifiers
--> Supply either @i or @n.
--> return 1
EXEC msdb.dbo.sp_verify_subsystem_identifiers '@n', '@i', N'FOO', NULL
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_subsystem_identifiers
--> The specified @subsystem_name ('FOO') does not exist.
--> return 1
EXEC msdb.dbo.sp_verify_subsystem_identifiers '@n', '@i', NULL, 2
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_subsystem_identifiers
--> The specified @subsystem_id ('2') does not exist.
--> return 1
