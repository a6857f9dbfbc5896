-- The clock is the operating system's.
EXEC msdb.dbo.sp_set_local_time @server_name = N'T1', @adjustment_in_minutes = 60
GO
--> return 0
