DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'L', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobserver @job_id = @id, @server_name = N'(local)'
GO
--> return 0
DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'elsewhere', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
GO
--> return 0
-- Jobs of this server only, all idle.
EXEC master.dbo.xp_sqlagent_enum_jobs 1, N'sa'
GO
--> job_id uniqueidentifier | last_run_date int | last_run_time int | next_run_date int | next_run_time int | next_run_schedule_id int | requested_to_run int | request_source int | request_source_id sysname | running int | current_step int | current_retry_attempt int | job_state int
--> {1} | 0 | 0 | 0 | 0 | 0 | 0 | 0 | NULL | 0 | 0 | 0 | 4
--> return 0
EXEC master.dbo.xp_sqlagent_enum_jobs 0, N'nobody'
GO
--> job_id uniqueidentifier | last_run_date int | last_run_time int | next_run_date int | next_run_time int | next_run_schedule_id int | requested_to_run int | request_source int | request_source_id sysname | running int | current_step int | current_retry_attempt int | job_state int
--> return 0
