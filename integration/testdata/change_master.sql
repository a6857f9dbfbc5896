-- A target whose msdb was made anew still names its old master; it gives that up and enlists into another. T2 is the other
-- master here, whose certificate T1 has not been told to trust.
--@ T2
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator', @email_address = N'two@example.org'
CREATE LOGIN targets WITH PASSWORD = N'T4rgets!'
CREATE USER targets FOR LOGIN targets
ALTER ROLE TargetServersRole ADD MEMBER targets
GO
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
EXEC msdb.dbo.sp_msx_enlist N'T2'
GO
DELETE FROM msdb.dbo.sqlagent_info WHERE attribute = N'DateEnlisted'
GO
-- An encrypted channel is not enough: whose it is matters too.
EXEC msdb.dbo.sp_msx_enlist N'T2'
GO
--@ HQ
SELECT COUNT(*) AS targets FROM msdb.dbo.systargetservers
GO
--@ T1
-- Option 1 encrypts and believes any certificate.
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MsxEncryptChannelOptions', N'REG_DWORD', 1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
DELETE FROM msdb.dbo.sqlagent_info WHERE attribute = N'DateEnlisted'
GO
EXEC msdb.dbo.sp_msx_enlist N'T2', N'Leeds'
GO
SELECT name, email_address FROM msdb.dbo.sysoperators
SELECT originating_server FROM msdb.dbo.sysoriginatingservers
GO
--@ HQ
SELECT COUNT(*) AS targets FROM msdb.dbo.systargetservers
GO
--@ T2
SELECT server_name, location FROM msdb.dbo.systargetservers
GO
