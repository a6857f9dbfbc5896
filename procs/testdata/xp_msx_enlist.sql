EXEC master.dbo.xp_msx_enlist 0, N'MASTER1', N'CORP\dba', N'Leeds', -300, N'20260105 09:30:00', 60
GO
--> Msg 22026, Level 16, State 1, Procedure xp_msx_enlist
--> The enlist operation failed (reason: Unable to connect to MSX 'MASTER1'.)
--> return 1
EXEC master.dbo.xp_msx_enlist 1, N'MASTER1', N'CORP\dba'
GO
--> Msg 22026, Level 16, State 1, Procedure xp_msx_enlist
--> The enlist operation failed (reason: Unable to connect to MSX 'MASTER1'.)
--> return 1
