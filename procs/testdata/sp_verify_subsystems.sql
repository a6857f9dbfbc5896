DELETE FROM msdb.dbo.syssubsystems
GO
EXEC msdb.dbo.sp_verify_subsystems
GO
--> return 0
SELECT COUNT(*) AS n FROM msdb.dbo.syssubsystems
GO
--> n int
--> 11
