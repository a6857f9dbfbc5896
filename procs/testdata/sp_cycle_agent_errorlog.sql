EXEC msdb.dbo.sp_cycle_agent_errorlog
GO
--> return 0
