EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @flags = 8
GO
--> return 0
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs)
EXEC msdb.dbo.sp_write_sysjobstep_log @id, 1, N'First.'
EXEC msdb.dbo.sp_write_sysjobstep_log @id, 1, N'Second.'
GO
--> return 0
SELECT log, log_size, date_created FROM msdb.dbo.sysjobstepslogs
GO
--> log nvarchar(max) | log_size bigint | date_created datetime
--> Second. | 14 | {now}
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs)
EXEC msdb.dbo.sp_write_sysjobstep_log @id, 1, N' Third.', 1
GO
--> return 0
SELECT log, log_size FROM msdb.dbo.sysjobstepslogs
GO
--> log nvarchar(max) | log_size bigint
--> Second. Third. | 28
-- The log goes with its step.
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Load', @step_id = 1
SELECT COUNT(*) AS logs FROM msdb.dbo.sysjobstepslogs
GO
--> logs int
--> 0
--> return 0
