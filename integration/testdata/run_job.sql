-- A multiserver job is created, downloaded, run, stopped, and deleted.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'Leeds'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
-- A local job may share the name of one that will come from the master.
EXEC msdb.dbo.sp_add_job @job_name = N'J'
GO
--> return 0
--@ T2
EXEC msdb.dbo.sp_msx_enlist N'HQ', N'York'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
--@ HQ
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
GO
--> return 0
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'Greet', @command = N'PRINT N''Hello from '' + @@SERVERNAME', @on_success_action = 3
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'Fail softly', @command = N'RAISERROR (N''Oh no'', 16, 1)', @on_fail_action = 3
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'End', @command = N'SELECT 1 AS one', @database_name = N'msdb'
GO
--> return 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
GO
--> Msg 14269, Level 16, State 1, Procedure sp_add_jobserver
--> Job 'J' is already targeted at server 'T1'.
--> return 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'(local)'
GO
--> Msg 14290, Level 16, State 1, Procedure sp_add_jobserver
--> This job is currently targeted at the local server so cannot also be targeted at a remote server.
--> return 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T2'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
-- The targets download it.
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
SELECT operation_code, object_type, target_server, error_message, status, CASE WHEN date_downloaded IS NULL THEN 0 ELSE 1 END AS downloaded
FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
GO
--> operation_code tinyint | object_type tinyint | target_server sysname | error_message nvarchar(1024) | status tinyint | downloaded int
--> 1 | 1 | T1 | NULL | 1 | 1
--> 1 | 1 | T2 | NULL | 1 | 1
--@ T1
SELECT j.name, o.originating_server, c.name AS category, s.server_id
FROM msdb.dbo.sysjobs AS j JOIN msdb.dbo.sysoriginatingservers_view AS o ON o.originating_server_id = j.originating_server_id
JOIN msdb.dbo.syscategories AS c ON c.category_id = j.category_id LEFT JOIN msdb.dbo.sysjobservers AS s ON s.job_id = j.job_id
ORDER BY o.originating_server
GO
--> name sysname | originating_server sysname | category sysname | server_id int
--> J | HQ | Jobs from MSX | 0
--> J | T1 | [Uncategorized (Local)] | NULL
SELECT step_id, step_name, subsystem, command, on_success_action, on_fail_action, database_name FROM msdb.dbo.sysjobsteps ORDER BY step_id
GO
--> step_id int | step_name sysname | subsystem nvarchar(40) | command nvarchar(max) | on_success_action tinyint | on_fail_action tinyint | database_name sysname
--> 1 | Greet | TSQL | PRINT N'Hello from ' + @@SERVERNAME | 3 | 2 | master
--> 2 | Fail softly | TSQL | RAISERROR (N'Oh no', 16, 1) | 1 | 3 | master
--> 3 | End | TSQL | SELECT 1 AS one | 1 | 2 | msdb
--@ HQ
EXEC msdb.dbo.sp_start_job N'J', @server_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_start_job
--> The specified @server_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_start_job N'J'
GO
--> SP_POST_MSX_OPERATION: 2 START download instruction(s) posted.
--> return 0
WHILE (SELECT COUNT(*) FROM msdb.dbo.sysjobservers WHERE last_run_date > 0) < 2 WAITFOR DELAY '00:00:00.05'
SELECT t.server_name, s.last_run_outcome, s.last_outcome_message, s.last_run_date, s.last_run_duration
FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.systargetservers AS t ON t.server_id = s.server_id ORDER BY t.server_name
SELECT COUNT(*) AS history_on_master FROM msdb.dbo.sysjobhistory
GO
--> server_name sysname | last_run_outcome tinyint | last_outcome_message nvarchar(4000) | last_run_date int | last_run_duration int
--> T1 | 1 | The job succeeded.  The Job was invoked by User HQ.  The last step to run was step 3 (End). | {today} | 0
--> T2 | 1 | The job succeeded.  The Job was invoked by User HQ.  The last step to run was step 3 (End). | {today} | 0
--> history_on_master int
--> 0
--@ T1
SELECT step_id, step_name, run_status, sql_message_id, sql_severity, message, server FROM msdb.dbo.sysjobhistory ORDER BY instance_id
GO
--> step_id int | step_name sysname | run_status int | sql_message_id int | sql_severity int | message nvarchar(4000) | server sysname
--> 1 | Greet | 1 | 0 | 0 | Executed as user: ##msxgate_agent##. Hello from T1 [SQLSTATE 01000] (Message 0).  The step succeeded. | T1
--> 2 | Fail softly | 0 | 50000 | 16 | Executed as user: ##msxgate_agent##. Oh no [SQLSTATE 42000] (Error 50000).  The step failed. | T1
--> 3 | End | 1 | 0 | 0 | Executed as user: ##msxgate_agent##.  The step succeeded. | T1
--> 0 | (Job outcome) | 1 | 0 | 0 | The job succeeded.  The Job was invoked by User HQ.  The last step to run was step 3 (End). | T1
-- The copy can be started here too.
EXEC msdb.dbo.sp_start_job @job_id = NULL, @job_name = N'J'
GO
--> Msg 14293, Level 16, State 1, Procedure sp_verify_job_identifiers
--> There are two or more jobs named 'J'. Specify @job_id instead of @job_name to uniquely identify the job.
--> return 1
--@ HQ
-- Steps and schedules that change are downloaded again.
EXEC msdb.dbo.sp_update_jobstep @job_name = N'J', @step_id = 1, @command = N'WAITFOR DELAY ''00:01:00'''
GO
--> SP_POST_MSX_OPERATION: 2 INSERT download instruction(s) posted.
--> return 0
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
EXEC msdb.dbo.sp_start_job N'J', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 START download instruction(s) posted.
--> return 0
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
GO
EXEC msdb.dbo.sp_stop_job N'J'
GO
--> SP_POST_MSX_OPERATION: 2 STOP download instruction(s) posted.
--> return 0
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.systargetservers AS t ON t.server_id = s.server_id
  WHERE t.server_name = N'T1' AND s.last_run_outcome = 3) WAITFOR DELAY '00:00:00.05'
SELECT s.last_run_outcome, s.last_outcome_message FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.systargetservers AS t ON t.server_id = s.server_id
WHERE t.server_name = N'T1'
GO
--> last_run_outcome tinyint | last_outcome_message nvarchar(4000)
--> 3 | The job was stopped prior to completion by User HQ.  The Job was invoked by User HQ.  The last step to run was step 1 (Greet).
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'J', @server_name = N'T2'
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> return 0
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
GO
--@ T2
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs
GO
--> jobs int
--> 0
--@ HQ
EXEC msdb.dbo.sp_delete_job @job_name = N'J'
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> return 0
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
SELECT operation_code, target_server, deleted_object_name FROM msdb.dbo.sysdownloadlist WHERE operation_code = 3 ORDER BY instance_id
GO
--> operation_code tinyint | target_server sysname | deleted_object_name sysname
--> 3 | T2 | J
--> 3 | T1 | J
--@ T1
SELECT name, originating_server FROM msdb.dbo.sysjobs_view
GO
--> name sysname | originating_server sysname
--> J | T1
