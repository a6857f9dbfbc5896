-- What a master knows of a run on its targets: the last outcome of each, and no more.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--@ T2
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--@ HQ
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'IF @@SERVERNAME = N''T2'' RAISERROR (N''Not here'', 16, 1)'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T2'
GO
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
SELECT job_id FROM msdb.dbo.sysjobs
GO
--@ T1
SELECT job_id FROM msdb.dbo.sysjobs
GO
--@ HQ
-- Before the first run nothing has failed.
EXEC msdb.dbo.sp_multi_server_job_summary
GO
EXEC msdb.dbo.sp_start_job N'J'
GO
WHILE (SELECT COUNT(*) FROM msdb.dbo.sysjobservers WHERE last_run_date > 0) < 2 WAITFOR DELAY '00:00:00.05'
SELECT t.server_name, s.last_run_outcome, s.last_outcome_message, s.last_run_date, CASE WHEN s.last_run_time BETWEEN 0 AND 235959 THEN 1 ELSE 0 END AS timed, s.last_run_duration
FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.systargetservers AS t ON t.server_id = s.server_id ORDER BY t.server_name
SELECT COUNT(*) AS entries FROM msdb.dbo.sysjobhistory
GO
-- A row for each target, without the columns of steps, whose names and types are those of the case.
CREATE TABLE #h (instance_id int, job_id uniqueidentifier, job_name sysname, step_id int, step_name sysname NULL, sql_message_id int, sql_severity int,
  message nvarchar(4000), run_status int, run_date int, run_time int, run_duration int, operator_emailed sysname NULL, operator_netsent sysname NULL,
  operator_paged sysname NULL, retries_attempted int, server sysname)
INSERT #h EXEC msdb.dbo.sp_help_jobhistory @job_name = N'J', @mode = 'FULL'
SELECT instance_id, job_id, job_name, step_id, step_name, sql_message_id, sql_severity, message, run_status, run_date, run_duration, operator_emailed, operator_netsent,
  operator_paged, retries_attempted, server FROM #h ORDER BY server
DROP TABLE #h
GO
EXEC msdb.dbo.sp_help_jobhistory @job_name = N'J', @mode = 'FULL', @run_status = 3
GO
EXEC msdb.dbo.sp_multi_server_job_summary
GO
CREATE TABLE #s (server_id int, server_name sysname, enlist_date datetime, last_poll_date datetime, last_run_date int, last_run_time int,
  last_run_duration int, last_run_outcome tinyint, last_outcome_message nvarchar(4000))
INSERT #s EXEC msdb.dbo.sp_help_jobserver @job_name = N'J', @show_last_run_details = 1
SELECT server_name, last_run_date, last_run_duration, last_run_outcome, last_outcome_message FROM #s ORDER BY server_name
DROP TABLE #s
GO
-- There is no history here to purge, and the outcomes are none.
EXEC msdb.dbo.sp_purge_jobhistory N'J'
GO
SELECT COUNT(*) AS outcomes FROM msdb.dbo.sysjobservers WHERE last_run_date > 0
SELECT COUNT(*) AS instructions FROM msdb.dbo.sysdownloadlist WHERE status = 0
GO
