-- A multiserver job is created, downloaded, run, stopped, and deleted.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'Leeds'
GO
-- A local job may share the name of one that will come from the master.
EXEC msdb.dbo.sp_add_job @job_name = N'J'
GO
--@ T2
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'York'
GO
--@ HQ
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
GO
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'Greet', @command = N'PRINT N''Hello from '' + @@SERVERNAME', @on_success_action = 3
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'Fail softly', @command = N'RAISERROR (N''Oh no'', 16, 1)', @on_fail_action = 3
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'End', @command = N'SELECT 1 AS one', @database_name = N'msdb'
GO
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
GO
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
GO
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'(local)'
GO
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T2'
GO
-- The targets download it.
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
SELECT operation_code, object_type, target_server, error_message, status, CASE WHEN date_downloaded IS NULL THEN 0 ELSE 1 END AS downloaded
FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
GO
--@ T1
SELECT j.name, o.originating_server, c.name AS category, s.server_id
FROM msdb.dbo.sysjobs AS j JOIN msdb.dbo.sysoriginatingservers_view AS o ON o.originating_server_id = j.originating_server_id
JOIN msdb.dbo.syscategories AS c ON c.category_id = j.category_id LEFT JOIN msdb.dbo.sysjobservers AS s ON s.job_id = j.job_id
ORDER BY o.originating_server
GO
SELECT step_id, step_name, subsystem, command, on_success_action, on_fail_action, database_name FROM msdb.dbo.sysjobsteps ORDER BY step_id
GO
--@ HQ
EXEC msdb.dbo.sp_start_job N'J', @server_name = N'nope'
GO
EXEC msdb.dbo.sp_start_job N'J'
GO
WHILE (SELECT COUNT(*) FROM msdb.dbo.sysjobservers WHERE last_run_date > 0) < 2 WAITFOR DELAY '00:00:00.05'
SELECT t.server_name, s.last_run_outcome, s.last_outcome_message, s.last_run_date, s.last_run_duration
FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.systargetservers AS t ON t.server_id = s.server_id ORDER BY t.server_name
SELECT COUNT(*) AS history_on_master FROM msdb.dbo.sysjobhistory
GO
--@ T1
SELECT step_id, step_name, run_status, sql_message_id, sql_severity, message, server FROM msdb.dbo.sysjobhistory ORDER BY instance_id
GO
-- The copy can be started here too.
EXEC msdb.dbo.sp_start_job @job_id = NULL, @job_name = N'J'
GO
--@ HQ
-- Steps and schedules that change are downloaded again.
EXEC msdb.dbo.sp_update_jobstep @job_name = N'J', @step_id = 1, @command = N'WAITFOR DELAY ''00:01:00'''
GO
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
EXEC msdb.dbo.sp_start_job N'J', @server_name = N'T1'
GO
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
GO
EXEC msdb.dbo.sp_stop_job N'J'
GO
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.systargetservers AS t ON t.server_id = s.server_id
  WHERE t.server_name = N'T1' AND s.last_run_outcome = 3) WAITFOR DELAY '00:00:00.05'
SELECT s.last_run_outcome, s.last_outcome_message FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.systargetservers AS t ON t.server_id = s.server_id
WHERE t.server_name = N'T1'
GO
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'J', @server_name = N'T2'
GO
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
GO
--@ T2
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs
GO
--@ HQ
EXEC msdb.dbo.sp_delete_job @job_name = N'J'
GO
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
SELECT operation_code, target_server, deleted_object_name FROM msdb.dbo.sysdownloadlist WHERE operation_code = 3 ORDER BY instance_id
GO
--@ T1
SELECT name, originating_server FROM msdb.dbo.sysjobs_view
GO
