-- A master without MSXOperator takes no target, and the target stays as it was.
--@ HQ
EXEC msdb.dbo.sp_delete_operator N'MSXOperator'
GO
DECLARE @rc int
EXEC @rc = msdb.dbo.sp_enlist_tsx 0, N'T9', NULL, 0, '20260105 09:30:00', N'dba', 60, 251660240
SELECT @rc AS rc
GO
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
SELECT COUNT(*) AS enlisted FROM msdb.dbo.sqlagent_info
SELECT COUNT(*) AS masters FROM msdb.dbo.sysoriginatingservers
GO
--@ HQ
SELECT COUNT(*) AS targets FROM msdb.dbo.systargetservers
GO
