-- Instructions to a target that are not about jobs.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'Leeds'
GO
--@ HQ
EXEC msdb.dbo.sp_post_msx_operation 'SYNC-TIME', 'SERVER'
GO
EXEC msdb.dbo.sp_post_msx_operation 'SET-POLL', 'SERVER', NULL, N'T1', 11
GO
SELECT operation_code, object_type, object_id FROM msdb.dbo.sysdownloadlist WHERE operation_code = 9
GO
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE operation_code = 9 AND status = 1) WAITFOR DELAY '00:00:00.05'
GO
--@ T1
EXEC msdb.dbo.sp_sqlagent_notify N'P'
GO
--@ HQ
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.systargetservers WHERE poll_interval = 11) WAITFOR DELAY '00:00:00.05'
SELECT server_name, poll_interval FROM msdb.dbo.systargetservers
GO
-- MSXOperator changes on the master and is downloaded.
EXEC msdb.dbo.sp_update_operator @name = N'MSXOperator', @email_address = N'new@example.org'
GO
--@ T1
EXEC msdb.dbo.sp_sqlagent_notify N'P'
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysoperators WHERE email_address = N'new@example.org') WAITFOR DELAY '00:00:00.05'
SELECT name, email_address FROM msdb.dbo.sysoperators
GO
--@ HQ
EXEC msdb.dbo.sp_post_msx_operation 'DEFECT', 'SERVER'
GO
--@ T1
EXEC msdb.dbo.sp_sqlagent_notify N'P'
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sqlagent_info) WAITFOR DELAY '00:00:00.05'
SELECT COUNT(*) AS masters FROM msdb.dbo.sysoriginatingservers
GO
--@ HQ
WHILE EXISTS (SELECT 1 FROM msdb.dbo.systargetservers) WAITFOR DELAY '00:00:00.05'
SELECT COUNT(*) AS instructions FROM msdb.dbo.sysdownloadlist
GO
