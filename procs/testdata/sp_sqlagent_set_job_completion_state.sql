DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'L', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobserver @job_id = @id, @server_name = N'(local)'
GO
--> return 0
INSERT INTO msdb.dbo.syssessions (agent_start_date) VALUES (GETDATE())
GO
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_set_job_completion_state @id, 1, N'The job succeeded.', 20240131, 90503, 12
GO
--> return 0
SELECT server_id, last_run_outcome, last_outcome_message, last_run_date, last_run_time, last_run_duration FROM msdb.dbo.sysjobservers
GO
--> server_id int | last_run_outcome tinyint | last_outcome_message nvarchar(4000) | last_run_date int | last_run_time int | last_run_duration int
--> 0 | 1 | The job succeeded. | 20240131 | 90503 | 12
