EXEC msdb.dbo.sp_sqlagent_check_msx_version
GO
--> return 0
EXEC msdb.dbo.sp_sqlagent_check_msx_version @required_microsoft_version = 251660240
GO
--> return 0
EXEC msdb.dbo.sp_sqlagent_check_msx_version 1677721600
GO
--> Msg 14541, Level 16, State 1, Procedure sp_sqlagent_check_msx_version
--> The version of the MSX (16.0.4185) is not recent enough to support this TSX. Version 100.0.0 or later is required at the MSX.
--> return 1
