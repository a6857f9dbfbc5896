-- What a master knows of a run on its targets: the last outcome of each, and no more.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
--@ T2
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
--@ HQ
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'IF @@SERVERNAME = N''T2'' RAISERROR (N''Not here'', 16, 1)'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T2'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
SELECT job_id FROM msdb.dbo.sysjobs
GO
--> job_id uniqueidentifier
--> {1}
--@ T1
SELECT job_id FROM msdb.dbo.sysjobs
GO
--> job_id uniqueidentifier
--> {1}
--@ HQ
-- Before the first run nothing has failed.
EXEC msdb.dbo.sp_multi_server_job_summary
GO
--> job_id uniqueidentifier | job_name sysname | enabled tinyint | category_name sysname | target_servers int | pending_download_instructions int | download_errors int | execution_failures int
--> {1} | J | 1 | [Uncategorized (Multi-Server)] | 2 | 0 | 0 | 0
--> return 0
EXEC msdb.dbo.sp_start_job N'J'
GO
--> SP_POST_MSX_OPERATION: 2 START download instruction(s) posted.
--> return 0
WHILE (SELECT COUNT(*) FROM msdb.dbo.sysjobservers WHERE last_run_date > 0) < 2 WAITFOR DELAY '00:00:00.05'
SELECT t.server_name, s.last_run_outcome, s.last_outcome_message, s.last_run_date, CASE WHEN s.last_run_time BETWEEN 0 AND 235959 THEN 1 ELSE 0 END AS timed, s.last_run_duration
FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.systargetservers AS t ON t.server_id = s.server_id ORDER BY t.server_name
SELECT COUNT(*) AS entries FROM msdb.dbo.sysjobhistory
GO
--> server_name sysname | last_run_outcome tinyint | last_outcome_message nvarchar(4000) | last_run_date int | timed int | last_run_duration int
--> T1 | 1 | The job succeeded.  The Job was invoked by User HQ.  The last step to run was step 1 (One). | {today} | 1 | 0
--> T2 | 0 | The job failed.  The Job was invoked by User HQ.  The last step to run was step 1 (One). | {today} | 1 | 0
--> entries int
--> 0
-- A row for each target, without the columns of steps, whose names and types are those of the case.
CREATE TABLE #h (instance_id int, job_id uniqueidentifier, job_name sysname, step_id int, step_name sysname NULL, sql_message_id int, sql_severity int,
  message nvarchar(4000), run_status int, run_date int, run_time int, run_duration int, operator_emailed sysname NULL, operator_netsent sysname NULL,
  operator_paged sysname NULL, retries_attempted int, server sysname)
INSERT #h EXEC msdb.dbo.sp_help_jobhistory @job_name = N'J', @mode = 'FULL'
SELECT instance_id, job_id, job_name, step_id, step_name, sql_message_id, sql_severity, message, run_status, run_date, run_duration, operator_emailed, operator_netsent,
  operator_paged, retries_attempted, server FROM #h ORDER BY server
DROP TABLE #h
GO
--> instance_id int | job_id uniqueidentifier | job_name sysname | step_id int | step_name sysname | sql_message_id int | sql_severity int | message nvarchar(4000) | run_status int | run_date int | run_duration int | operator_emailed sysname | operator_netsent sysname | operator_paged sysname | retries_attempted int | server sysname
--> NULL | {1} | J | NULL | NULL | NULL | NULL | The job succeeded.  The Job was invoked by User HQ.  The last step to run was step 1 (One). | 1 | {today} | 0 | NULL | NULL | NULL | NULL | T1
--> NULL | {1} | J | NULL | NULL | NULL | NULL | The job failed.  The Job was invoked by User HQ.  The last step to run was step 1 (One). | 0 | {today} | 0 | NULL | NULL | NULL | NULL | T2
--> return 0
EXEC msdb.dbo.sp_help_jobhistory @job_name = N'J', @mode = 'FULL', @run_status = 3
GO
--> instance_id int | job_id uniqueidentifier | job_name sysname | step_id int | step_name int | sql_message_id int | sql_severity int | message nvarchar(4000) | run_status tinyint | run_date int | run_time int | run_duration int | operator_emailed int | operator_netsentname int | operator_paged int | retries_attempted int | server sysname
--> return 0
EXEC msdb.dbo.sp_multi_server_job_summary
GO
--> job_id uniqueidentifier | job_name sysname | enabled tinyint | category_name sysname | target_servers int | pending_download_instructions int | download_errors int | execution_failures int
--> {1} | J | 1 | [Uncategorized (Multi-Server)] | 2 | 0 | 0 | 1
--> return 0
CREATE TABLE #s (server_id int, server_name sysname, enlist_date datetime, last_poll_date datetime, last_run_date int, last_run_time int,
  last_run_duration int, last_run_outcome tinyint, last_outcome_message nvarchar(4000))
INSERT #s EXEC msdb.dbo.sp_help_jobserver @job_name = N'J', @show_last_run_details = 1
SELECT server_name, last_run_date, last_run_duration, last_run_outcome, last_outcome_message FROM #s ORDER BY server_name
DROP TABLE #s
GO
--> server_name sysname | last_run_date int | last_run_duration int | last_run_outcome tinyint | last_outcome_message nvarchar(4000)
--> T1 | {today} | 0 | 1 | The job succeeded.  The Job was invoked by User HQ.  The last step to run was step 1 (One).
--> T2 | {today} | 0 | 0 | The job failed.  The Job was invoked by User HQ.  The last step to run was step 1 (One).
--> return 0
-- There is no history here to purge, and the outcomes are none.
EXEC msdb.dbo.sp_purge_jobhistory N'J'
GO
--> 0 history entries purged.
--> return 0
SELECT COUNT(*) AS outcomes FROM msdb.dbo.sysjobservers WHERE last_run_date > 0
SELECT COUNT(*) AS instructions FROM msdb.dbo.sysdownloadlist WHERE status = 0
GO
--> outcomes int
--> 2
--> instructions int
--> 0
