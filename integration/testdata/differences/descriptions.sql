-- SQL Server: the default location of a target names its product, Windows, processors and memory, each read from xp_msver.
-- msxgate: in the same form, with what it knows of its own machine.
-- Why: there is no Windows.
DECLARE @text nvarchar(100)
EXEC msdb.dbo.sp_generate_server_description @text OUTPUT
SELECT CASE WHEN @text LIKE N'%Windows%' THEN 1 ELSE 0 END AS windows, CASE WHEN @text LIKE N'% CPU(s) / % MB RAM.' THEN 1 ELSE 0 END AS machine
GO
--> windows int | machine int
--> 0 | 1
--> return 0
