DECLARE @d nvarchar(100)
EXEC msdb.dbo.sp_generate_server_description @d OUTPUT
SELECT CASE WHEN @d LIKE N'Microsoft SQL Server %CPU(s)%' THEN 1 ELSE 0 END AS described
GO
--> described int
--> 1
--> return 0
