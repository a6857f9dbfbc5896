EXEC msdb.dbo.sp_verify_performance_condition N'SQLServer:Locks|Deadlocks|_Total|>'
GO
EXEC msdb.dbo.sp_verify_performance_condition N'SQLServer:Locks|Deadlocks|_Total|>|5'
GO
