DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'L', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobserver @job_id = @id, @server_name = N'(local)'
GO
--> return 0
INSERT INTO msdb.dbo.syssessions (agent_start_date) VALUES (GETDATE())
GO
EXEC msdb.dbo.sp_sqlagent_create_jobactivity @session_id = 1, @job_id = NULL
GO
--> return 0
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_set_jobstep_completion_state @id, 1, 1, 12, 2, 20240131, 90503, 1
GO
--> return 0
SELECT run_requested_date, run_requested_source, queued_date, start_execution_date, last_executed_step_id, last_executed_step_date,
       stop_execution_date, job_history_id, next_scheduled_run_date FROM msdb.dbo.sysjobactivity
GO
--> run_requested_date datetime | run_requested_source sysname | queued_date datetime | start_execution_date datetime | last_executed_step_id int | last_executed_step_date datetime | stop_execution_date datetime | job_history_id int | next_scheduled_run_date datetime
--> NULL | NULL | NULL | NULL | 1 | 2024-01-31 09:05:03.000 | NULL | NULL | NULL
SELECT last_run_outcome, last_run_duration, last_run_retries, last_run_date, last_run_time FROM msdb.dbo.sysjobsteps
GO
--> last_run_outcome int | last_run_duration int | last_run_retries int | last_run_date int | last_run_time int
--> 1 | 12 | 2 | 20240131 | 90503
