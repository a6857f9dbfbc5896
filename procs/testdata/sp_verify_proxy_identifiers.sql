EXEC msdb.dbo.sp_verify_proxy_identifiers '@n', '@i', NULL, NULL
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> Supply either @i or @n.
--> return 1
EXEC msdb.dbo.sp_verify_proxy_identifiers '@n', '@i', N'nope', NULL
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @n ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_verify_proxy_identifiers '@n', '@i', NULL, 9
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @i ('9') does not exist.
--> return 1
