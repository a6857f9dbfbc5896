EXEC master.dbo.xp_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\Microsoft SQL Server\MSSQL16.MSSQLSERVER\SQLServerAgent', N'JobHistoryMaxRows', N'REG_DWORD', 5
DECLARE @v int
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'JobHistoryMaxRows', @v OUTPUT
SELECT @v AS v
GO
--> v int
--> 5
--> return 0
