EXEC msdb.dbo.sp_help_jobactivity
GO
--> session_id int | job_id uniqueidentifier | job_name sysname | run_requested_date datetime | run_requested_source sysname | queued_date datetime | start_execution_date datetime | last_executed_step_id int | last_executed_step_date datetime | stop_execution_date datetime | next_scheduled_run_date datetime | job_history_id int | message nvarchar(4000) | run_status int | operator_id_emailed int | operator_id_netsent int | operator_id_paged int
--> return 0
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_job @job_name = N'Unload'
INSERT INTO msdb.dbo.syssessions (agent_start_date) VALUES ('20260101'), ('20260105')
EXEC msdb.dbo.sp_sqlagent_create_jobactivity 1, NULL
EXEC msdb.dbo.sp_sqlagent_create_jobactivity 2, NULL
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N'Load')
EXEC msdb.dbo.sp_sqlagent_update_jobactivity_requested_date 2, @id, 0, 4
GO
--> return 0
EXEC msdb.dbo.sp_help_jobactivity @job_name = N'load'
GO
--> session_id int | job_id uniqueidentifier | job_name sysname | run_requested_date datetime | run_requested_source sysname | queued_date datetime | start_execution_date datetime | last_executed_step_id int | last_executed_step_date datetime | stop_execution_date datetime | next_scheduled_run_date datetime | job_history_id int | message nvarchar(4000) | run_status int | operator_id_emailed int | operator_id_netsent int | operator_id_paged int
--> 2 | {1} | Load | {now} | 4 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL
--> return 0
EXEC msdb.dbo.sp_help_jobactivity @job_name = N'Load', @session_id = 1
GO
--> session_id int | job_id uniqueidentifier | job_name sysname | run_requested_date datetime | run_requested_source sysname | queued_date datetime | start_execution_date datetime | last_executed_step_id int | last_executed_step_date datetime | stop_execution_date datetime | next_scheduled_run_date datetime | job_history_id int | message nvarchar(4000) | run_status int | operator_id_emailed int | operator_id_netsent int | operator_id_paged int
--> 1 | {1} | Load | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL
--> return 0
EXEC msdb.dbo.sp_help_jobactivity @session_id = 9
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_jobactivity
--> The specified @session_id ('9') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_jobactivity @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
