EXEC msdb.dbo.sp_verify_subsystem N'tsql'
GO
--> return 0
EXEC msdb.dbo.sp_verify_subsystem N'DTS'
GO
--> return 0
EXEC msdb.dbo.sp_verify_subsystem N'FOO'
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_subsystem
--> The specified '@subsystem' is invalid (valid values are returned by sp_enum_sqlagent_subsystems).
--> return 1
