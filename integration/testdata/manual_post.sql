-- The documentation has people post what changed by hand. Master and target do well with it although it was posted already.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'Leeds'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
--@ HQ
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'PRINT 1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', 0x00
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'Two', @command = N'PRINT 2'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'J', @name = N'Yearly', @freq_type = 16, @freq_interval = 1, @freq_recurrence_factor = 12, @active_start_date = 20300101
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs), @uid uniqueidentifier = (SELECT schedule_uid FROM msdb.dbo.sysschedules)
EXEC msdb.dbo.sp_post_msx_operation N'INSERT', N'JOB', @id
EXEC msdb.dbo.sp_post_msx_operation N'UPDATE', N'JOB', @id
EXEC msdb.dbo.sp_post_msx_operation N'INSERT', N'SCHEDULE', @schedule_uid = @uid
EXEC msdb.dbo.sp_update_operator @name = N'MSXOperator', @email_address = N'ops@example.org'
EXEC msdb.dbo.sp_post_msx_operation N'RE-ENLIST', N'SERVER'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 UPDATE download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 RE-ENLIST download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 RE-ENLIST download instruction(s) posted.
--> return 0
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
SELECT operation_code, COUNT(*) AS instructions, SUM(CASE WHEN error_message IS NULL THEN 0 ELSE 1 END) AS errors FROM msdb.dbo.sysdownloadlist GROUP BY operation_code ORDER BY operation_code
GO
--> operation_code tinyint | instructions int | errors int
--> 1 | 6 | 0
--> 2 | 1 | 0
--> 6 | 2 | 0
--@ T1
SELECT (SELECT COUNT(*) FROM msdb.dbo.sysjobs) AS jobs, (SELECT COUNT(*) FROM msdb.dbo.sysjobsteps) AS steps, (SELECT COUNT(*) FROM msdb.dbo.sysschedules) AS schedules,
  (SELECT COUNT(*) FROM msdb.dbo.sysjobschedules) AS links, (SELECT COUNT(*) FROM msdb.dbo.sysjobservers) AS servers
SELECT name, email_address FROM msdb.dbo.sysoperators
GO
--> jobs int | steps int | schedules int | links int | servers int
--> 1 | 2 | 1 | 1 | 1
--> name sysname | email_address nvarchar(100)
--> MSXOperator | ops@example.org
