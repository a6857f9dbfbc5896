-- What came from the master is the master's: a target refuses to change it, also to sysadmin.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--@ HQ
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'PRINT 1'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'J', @name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
GO
--@ T1
EXEC msdb.dbo.sp_update_job @job_name = N'J', @enabled = 0
GO
EXEC msdb.dbo.sp_delete_job @job_name = N'J'
GO
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'Two', @command = N'PRINT 2'
GO
EXEC msdb.dbo.sp_update_jobstep @job_name = N'J', @step_id = 1, @command = N'PRINT 2'
GO
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'J', @step_id = 1
GO
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Mine', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_attach_schedule @job_name = N'J', @schedule_name = N'Mine'
GO
EXEC msdb.dbo.sp_add_job @job_name = N'K', @job_id = '6F9619FF-8B86-D011-B42D-00C04FC964FF'
GO
EXEC msdb.dbo.sp_add_job @job_name = N'K', @category_name = N'Jobs from MSX'
GO
EXEC msdb.dbo.sp_add_job @job_name = N'K', @notify_level_email = 2, @notify_email_operator_name = N'MSXOperator'
GO
EXEC msdb.dbo.sp_update_operator @name = N'MSXOperator', @enabled = 0
GO
EXEC msdb.dbo.sp_delete_operator @name = N'MSXOperator'
GO
EXEC msdb.dbo.sp_start_job N'J'
GO
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobhistory WHERE step_id = 0) WAITFOR DELAY '00:00:00.05'
SELECT step_id, run_status, message FROM msdb.dbo.sysjobhistory ORDER BY instance_id
GO
