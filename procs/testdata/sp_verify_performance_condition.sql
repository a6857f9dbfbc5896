EXEC msdb.dbo.sp_verify_performance_condition N'SQLServer:Locks|Deadlocks|_Total|>'
GO
--> Msg 14507, Level 16, State 1, Procedure sp_verify_performance_condition
--> A performance condition must be formatted as: 'object_name|counter_name|instance_name|comparator(> or < or =)|numeric value'.
--> return 1
EXEC msdb.dbo.sp_verify_performance_condition N'SQLServer:Locks|Deadlocks|_Total|>|5'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_performance_condition
--> The specified object_name ('Locks') does not exist.
--> return 1
