-- A target whose msdb was made anew still names its old master; it gives that up and enlists into another. T2 is the other
-- master here, whose certificate T1 has not been told to trust.
--@ T2
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator', @email_address = N'two@example.org'
CREATE LOGIN targets WITH PASSWORD = N'T4rgets!'
CREATE USER targets FOR LOGIN targets
ALTER ROLE TargetServersRole ADD MEMBER targets
GO
--> return 0
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
EXEC msdb.dbo.sp_msx_enlist N'T2'
GO
--> Msg 14296, Level 16, State 1, Procedure sp_msx_enlist
--> This server is already enlisted into MSX 'HQ'.
--> return 1
DELETE FROM msdb.dbo.sqlagent_info WHERE attribute = N'DateEnlisted'
GO
-- An encrypted channel is not enough: whose it is matters too.
BEGIN TRY
  EXEC msdb.dbo.sp_msx_enlist N'T2'
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS number, ERROR_PROCEDURE() AS [procedure], LEFT(ERROR_MESSAGE(), 111) AS message
END CATCH
GO
--> Server defected from MSX 'HQ'. 0 job(s) deleted.
--> number int | procedure sysname | message nvarchar(111)
--> 22026 | xp_msx_enlist | The enlist operation failed (reason: The target server cannot establish an encrypted connection to the master s
--> return 0
--@ HQ
SELECT COUNT(*) AS targets FROM msdb.dbo.systargetservers
GO
--> targets int
--> 0
--@ T1
-- Option 1 encrypts and believes any certificate.
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MsxEncryptChannelOptions', N'REG_DWORD', 1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
DELETE FROM msdb.dbo.sqlagent_info WHERE attribute = N'DateEnlisted'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
EXEC msdb.dbo.sp_msx_enlist N'T2', N'Leeds'
GO
--> Server defected from MSX 'HQ'. 0 job(s) deleted.
--> Server enlisted into MSX 'T2'.
--> return 0
SELECT name, email_address FROM msdb.dbo.sysoperators
SELECT originating_server FROM msdb.dbo.sysoriginatingservers
GO
--> name sysname | email_address nvarchar(100)
--> MSXOperator | two@example.org
--> originating_server sysname
--> T2
--@ HQ
SELECT COUNT(*) AS targets FROM msdb.dbo.systargetservers
GO
--> targets int
--> 0
--@ T2
SELECT server_name, location FROM msdb.dbo.systargetservers
GO
--> server_name sysname | location nvarchar(200)
--> T1 | Leeds
--@ T1
-- What an old master left in the table of masters does not stand in the way of the next.
EXEC msdb.dbo.sp_msx_defect
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'OLD', 1)
GO
--> Server defected from MSX 'T2'. 0 job(s) deleted.
--> return 0
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
SELECT originating_server FROM msdb.dbo.sysoriginatingservers
GO
--> originating_server sysname
--> HQ
