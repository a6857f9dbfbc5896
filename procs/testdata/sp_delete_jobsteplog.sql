EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'one', @flags = 8
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Load', @step_name = N'two', @flags = 8
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs)
EXEC msdb.dbo.sp_write_sysjobstep_log @id, 1, N'A short one.'
EXEC msdb.dbo.sp_write_sysjobstep_log @id, 2, N'A somewhat longer one.'
GO
--> return 0
EXEC msdb.dbo.sp_delete_jobsteplog @job_name = N'Load', @step_id = 9
GO
--> Msg 14266, Level 16, State 1, Procedure sp_delete_jobsteplog
--> The specified '@step_id' is invalid (valid values are: 1..2).
--> return 1
EXEC msdb.dbo.sp_delete_jobsteplog @job_name = N'Load', @older_than = '20200101'
GO
--> return 0
-- The size is in bytes.
EXEC msdb.dbo.sp_delete_jobsteplog @job_name = N'Load', @larger_than = 30
GO
--> return 0
SELECT log FROM msdb.dbo.sysjobstepslogs
GO
--> log nvarchar(max)
--> A short one.
EXEC msdb.dbo.sp_delete_jobsteplog @job_name = N'Load', @step_name = N'ONE'
GO
--> return 0
SELECT COUNT(*) AS logs FROM msdb.dbo.sysjobstepslogs
GO
--> logs int
--> 0
