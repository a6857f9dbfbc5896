DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'L', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobserver @job_id = @id, @server_name = N'(local)'
GO
--> return 0
INSERT INTO msdb.dbo.syssessions (agent_start_date) VALUES (GETDATE())
GO
-- Built-in jobs have none.
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_create_jobactivity 1, @id, 1
GO
--> return 0
SELECT COUNT(*) AS n FROM msdb.dbo.sysjobactivity
GO
--> n int
--> 0
EXEC msdb.dbo.sp_sqlagent_create_jobactivity @session_id = 1, @job_id = NULL
GO
--> return 0
-- Once more makes no second row.
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_create_jobactivity 1, @id
GO
--> return 0
SELECT session_id, (SELECT COUNT(*) FROM msdb.dbo.sysjobactivity) AS n FROM msdb.dbo.sysjobactivity
GO
--> session_id int | n int
--> 1 | 1
