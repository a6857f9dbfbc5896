EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @flags = 8
GO
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs)
EXEC msdb.dbo.sp_write_sysjobstep_log @id, 1, N'First.'
EXEC msdb.dbo.sp_write_sysjobstep_log @id, 1, N'Second.'
GO
SELECT log, log_size, date_created FROM msdb.dbo.sysjobstepslogs
GO
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs)
EXEC msdb.dbo.sp_write_sysjobstep_log @id, 1, N' Third.', 1
GO
SELECT log, log_size FROM msdb.dbo.sysjobstepslogs
GO
-- The log goes with its step.
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Load', @step_id = 1
SELECT COUNT(*) AS logs FROM msdb.dbo.sysjobstepslogs
GO
