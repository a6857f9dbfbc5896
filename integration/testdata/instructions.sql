-- Instructions to a target that are not about jobs.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'Leeds'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
--@ HQ
EXEC msdb.dbo.sp_post_msx_operation 'SYNC-TIME', 'SERVER'
GO
--> SP_POST_MSX_OPERATION: 1 SYNC-TIME download instruction(s) posted.
--> return 0
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
SELECT operation_code, status, error_message FROM msdb.dbo.sysdownloadlist
GO
--> operation_code tinyint | status tinyint | error_message nvarchar(1024)
--> 8 | 1 | NULL
EXEC msdb.dbo.sp_post_msx_operation 'SET-POLL', 'SERVER', NULL, N'T1', 300
GO
--> SP_POST_MSX_OPERATION: 1 SET-POLL download instruction(s) posted.
--> return 0
SELECT operation_code, object_type, object_id FROM msdb.dbo.sysdownloadlist WHERE operation_code = 9
GO
--> operation_code tinyint | object_type tinyint | object_id uniqueidentifier
--> 9 | 2 | 00000000-0000-0000-0000-00000000012C
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE operation_code = 9 AND status = 1) WAITFOR DELAY '00:00:00.05'
GO
--@ T1
EXEC msdb.dbo.sp_sqlagent_notify N'P'
GO
--> return 0
--@ HQ
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.systargetservers WHERE poll_interval = 300) WAITFOR DELAY '00:00:00.05'
SELECT server_name, poll_interval FROM msdb.dbo.systargetservers
GO
--> server_name sysname | poll_interval int
--> T1 | 300
-- MSXOperator changes on the master and is downloaded.
EXEC msdb.dbo.sp_update_operator @name = N'MSXOperator', @email_address = N'new@example.org'
GO
--> SP_POST_MSX_OPERATION: 1 RE-ENLIST download instruction(s) posted.
--> return 0
--@ T1
EXEC msdb.dbo.sp_sqlagent_notify N'P'
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysoperators WHERE email_address = N'new@example.org') WAITFOR DELAY '00:00:00.05'
SELECT name, email_address FROM msdb.dbo.sysoperators
GO
--> name sysname | email_address nvarchar(100)
--> MSXOperator | new@example.org
--> return 0
--@ HQ
EXEC msdb.dbo.sp_post_msx_operation 'DEFECT', 'SERVER'
GO
--> SP_POST_MSX_OPERATION: 1 DEFECT download instruction(s) posted.
--> return 0
--@ T1
EXEC msdb.dbo.sp_sqlagent_notify N'P'
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sqlagent_info) WAITFOR DELAY '00:00:00.05'
SELECT COUNT(*) AS masters FROM msdb.dbo.sysoriginatingservers
GO
--> masters int
--> 0
--> return 0
--@ HQ
WHILE EXISTS (SELECT 1 FROM msdb.dbo.systargetservers) WAITFOR DELAY '00:00:00.05'
SELECT COUNT(*) AS instructions FROM msdb.dbo.sysdownloadlist
GO
--> instructions int
--> 0
