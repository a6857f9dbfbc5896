EXEC master.dbo.xp_regdeletevalue N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\Microsoft SQL Server\MSSQL16.MSSQLSERVER\SQLServerAgent', N'JobHistoryMaxRows'
DECLARE @v int
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'JobHistoryMaxRows', @v OUTPUT, N'no_output'
SELECT @v AS v
GO
--> v int
--> NULL
--> return 0
