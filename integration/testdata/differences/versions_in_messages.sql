-- SQL Server: the version in 14541 has always 0 as its minor number, and that in 14306 loses the upper bits of its build
-- (16.0.89 for 16.0.4185).
-- msxgate: both are the versions they are.
-- Why: a wrong version misleads who looks for the cause, and no program reads it.
EXEC msdb.dbo.sp_sqlagent_check_msx_version 1694564371
GO
--> Msg 14541, Level 16, State 1, Procedure sp_sqlagent_check_msx_version
--> The version of the MSX (16.0.4185) is not recent enough to support this TSX. Version 101.1.19 or later is required at the MSX.
--> return 1
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', NULL, 0, '20260105 09:30:00', N'dba', 60
GO
--> Msg 14306, Level 16, State 1, Procedure sp_enlist_tsx
--> The target server (TSX) version is not compatible with the master server (MSX) version (16.0.4185).
--> return 12
