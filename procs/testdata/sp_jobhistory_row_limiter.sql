DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'J', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
GO
--> return 0
DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'K', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
GO
--> return 0
INSERT INTO msdb.dbo.sysjobhistory (job_id, step_id, step_name, sql_message_id, sql_severity, message, run_status, run_date, run_time, run_duration, operator_id_emailed, operator_id_netsent, operator_id_paged, retries_attempted, server)
SELECT j.job_id, 0, N'(Job outcome)', 0, 0, N'', 1, 20260101, n.n, 0, 0, 0, 0, 0, N'HQ' FROM msdb.dbo.sysjobs AS j CROSS JOIN (VALUES (1), (2), (3), (4)) AS n(n) WHERE j.name = N'J'
GO
INSERT INTO msdb.dbo.sysjobhistory (job_id, step_id, step_name, sql_message_id, sql_severity, message, run_status, run_date, run_time, run_duration, operator_id_emailed, operator_id_netsent, operator_id_paged, retries_attempted, server)
SELECT j.job_id, 0, N'(Job outcome)', 0, 0, N'', 1, 20260101, n.n, 0, 0, 0, 0, 0, N'HQ' FROM msdb.dbo.sysjobs AS j CROSS JOIN (VALUES (1), (2), (3), (4)) AS n(n) WHERE j.name = N'K'
GO
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'JobHistoryMaxRowsPerJob', N'REG_DWORD', 3
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'JobHistoryMaxRows', N'REG_DWORD', 6
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs WHERE name = N'J'
EXEC msdb.dbo.sp_jobhistory_row_limiter @id
GO
--> return 0
-- First the oldest of the job, then the oldest of all.
SELECT instance_id FROM msdb.dbo.sysjobhistory ORDER BY instance_id
GO
--> instance_id int
--> 3
--> 4
--> 5
--> 6
--> 7
--> 8
-- Limits that make no sense are mended.
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'JobHistoryMaxRowsPerJob', N'REG_DWORD', 0
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'JobHistoryMaxRows', N'REG_DWORD', 1
EXEC msdb.dbo.sp_jobhistory_row_limiter '11111111-1111-1111-1111-111111111111'
GO
--> return 0
SELECT value_name, value FROM msdb.msxgate.registry WHERE value_name LIKE N'JobHistory%' ORDER BY value_name
GO
--> value_name sysname | value nvarchar(4000)
--> JobHistoryMaxRows | 1000
--> JobHistoryMaxRowsPerJob | 1000
