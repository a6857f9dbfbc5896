EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'x', N'REG_SZ', N'a'
EXEC master.dbo.xp_instance_regdeletevalue N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'X'
GO
--> return 0
EXEC master.dbo.xp_instance_regdeletevalue N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'x'
GO
--> Msg 22001, Level 16, State 1, Procedure xp_instance_regdeletevalue
--> RegDeleteValue() returned error 2, 'The system cannot find the file specified.'
--> return 1
