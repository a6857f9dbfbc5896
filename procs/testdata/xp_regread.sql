-- The key of the instance is the key of the server.
DECLARE @v int
EXEC master.dbo.xp_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\Microsoft SQL Server\MSSQL16.MSSQLSERVER\SQLServerAgent', N'JobHistoryMaxRows', @v OUTPUT
SELECT @v AS v
GO
--> v int
--> 1000
--> return 0
