CREATE CREDENTIAL MsxLogin WITH IDENTITY = N'tsx', SECRET = N'Pa55word!'
GO
DECLARE @id int
EXEC msdb.dbo.sp_verify_credential_identifiers '@name', '@id', N'MsxLogin', @id OUTPUT
SELECT @id AS id
GO
--> id int
--> 65536
--> return 0
EXEC msdb.dbo.sp_verify_credential_identifiers '@name', '@id', NULL, NULL
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_credential_identifiers
--> Supply either @id or @name.
--> return 1
EXEC msdb.dbo.sp_verify_credential_identifiers '@name', '@id', N'MsxLogin', NULL, 1
GO
--> Msg 14720, Level 16, State 1, Procedure sp_verify_credential_identifiers
--> The operation failed because credential 'MsxLogin' identity is not a valid Windows account
--> return 1
