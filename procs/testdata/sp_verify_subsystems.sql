DELETE FROM msdb.dbo.syssubsystems
GO
EXEC msdb.dbo.sp_verify_subsystems
GO
SELECT COUNT(*) AS n FROM msdb.dbo.syssubsystems
GO
