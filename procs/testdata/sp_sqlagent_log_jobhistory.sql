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
-- What is wrong is told as information: an agent would try again for ever.
EXEC msdb.dbo.sp_sqlagent_log_jobhistory '11111111-1111-1111-1111-111111111111', 0, 0, 0, NULL, 1, 20240131, 90503, 12, 0, 0, 0, 0
GO
--> The specified Job ('{1}') does not exist.
--> return 1
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_log_jobhistory @job_id = @id, @step_id = 9, @message = N'done', @run_status = 1, @run_date = 20240131, @run_time = 90503, @run_duration = 12, @retries_attempted = 0
GO
--> The specified @step_id ('9') does not exist.
--> return 1
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_log_jobhistory @job_id = @id, @step_id = 1, @message = N'done', @run_status = 6, @run_date = 20240131, @run_time = 90503, @run_duration = 12, @retries_attempted = 0
GO
--> The specified '@run_status' is invalid (valid values are: 0, 1, 2, 3, 4, 5).
--> return 1
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_log_jobhistory @job_id = @id, @step_id = 1, @message = N'done', @run_status = 1, @run_date = 20240230, @run_time = 90503, @run_duration = 12, @retries_attempted = 0
GO
--> The specified '@run_date' is invalid (valid values are: 19900101..99991231).
--> return 1
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_log_jobhistory @job_id = @id, @step_id = 1, @message = N'done', @run_status = 1, @run_date = 20240131, @run_time = 96000, @run_duration = 12, @retries_attempted = 0
GO
--> The '@run_time' supplied has an invalid minute.
--> return 1
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_log_jobhistory @job_id = @id, @step_id = 1, @message = N'done', @run_status = 1, @run_date = 20240131, @run_time = 90503, @run_duration = 12, @retries_attempted = 0, @operator_id_paged = 7
GO
--> The specified @operator_id_paged ('7') does not exist.
--> return 1
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_log_jobhistory @job_id = @id, @step_id = 1, @message = N'done', @run_status = 1, @run_date = 20240131, @run_time = 90503, @run_duration = 12, @retries_attempted = 0
GO
--> return 0
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_log_jobhistory @job_id = @id, @step_id = 0, @message = N'done', @run_status = 1, @run_date = 20240131, @run_time = 90503, @run_duration = 12, @retries_attempted = 0, @session_id = 1
GO
--> return 0
SELECT instance_id, step_id, step_name, message, run_status, run_date, run_time, run_duration, server FROM msdb.dbo.sysjobhistory ORDER BY instance_id
GO
--> instance_id int | step_id int | step_name sysname | message nvarchar(4000) | run_status int | run_date int | run_time int | run_duration int | server sysname
--> 1 | 1 | one | done | 1 | 20240131 | 90503 | 12 | HQ
--> 2 | 0 | (Job outcome) | done | 1 | 20240131 | 90503 | 12 | HQ
-- The outcome ends the activity.
SELECT run_requested_date, run_requested_source, queued_date, start_execution_date, last_executed_step_id, last_executed_step_date,
       stop_execution_date, job_history_id, next_scheduled_run_date FROM msdb.dbo.sysjobactivity
GO
--> run_requested_date datetime | run_requested_source sysname | queued_date datetime | start_execution_date datetime | last_executed_step_id int | last_executed_step_date datetime | stop_execution_date datetime | job_history_id int | next_scheduled_run_date datetime
--> NULL | NULL | NULL | NULL | NULL | NULL | {now} | 2 | NULL
-- What came from a master is the agent's to record.
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server) VALUES (N'MASTER1')
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1
GO
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_log_jobhistory @job_id = @id, @step_id = 1, @message = N'done', @run_status = 1, @run_date = 20240131, @run_time = 90503, @run_duration = 12, @retries_attempted = 0
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
