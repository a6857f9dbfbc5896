-- The agent has long started.
EXEC msdb.dbo.sp_is_sqlagent_starting
GO
--> return 0
