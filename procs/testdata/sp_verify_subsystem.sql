EXEC msdb.dbo.sp_verify_subsystem N'tsql'
GO
EXEC msdb.dbo.sp_verify_subsystem N'DTS'
GO
EXEC msdb.dbo.sp_verify_subsystem N'FOO'
GO
