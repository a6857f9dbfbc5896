EXEC master.dbo.xp_msver N'ProductName'
GO
--> Index int | Name sysname | Internal_Value int | Character_Value nvarchar(512)
--> 1 | ProductName | NULL | Microsoft SQL Server
--> return 0
CREATE TABLE #v (ID int, Name sysname, Internal_Value int, Value nvarchar(512))
INSERT #v EXEC master.dbo.xp_msver
SELECT COUNT(*) AS properties FROM #v
DROP TABLE #v
GO
--> properties int
--> 20
--> return 0
