EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MsxEncryptChannelOptions', N'REG_DWORD', 1
GO
--> return 0
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MsxEncryptChannelOptions', REG_DWORD, 2
GO
--> return 0
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'AlertForwardingServer', N'REG_SZ', N'HQ2'
GO
--> return 0
SELECT value_name, type, value FROM msdb.msxgate.registry WHERE value_name IN (N'MsxEncryptChannelOptions', N'AlertForwardingServer') ORDER BY value_name
GO
--> value_name sysname | type nvarchar(16) | value nvarchar(4000)
--> AlertForwardingServer | REG_SZ | HQ2
--> MsxEncryptChannelOptions | REG_DWORD | 2
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'x', N'REG_MULTI_SZ', N'a'
GO
--> Msg 22001, Level 16, State 1, Procedure xp_instance_regwrite
--> RegWrite: the type 'REG_MULTI_SZ' is not supported.
--> return 1
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'x', N'REG_DWORD', N'a'
GO
--> Msg 22001, Level 16, State 1, Procedure xp_instance_regwrite
--> RegWrite: 'a' is no REG_DWORD.
--> return 1
