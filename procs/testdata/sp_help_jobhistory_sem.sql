-- What sp_help_jobhistory does once it has tested its parameters.
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
INSERT INTO msdb.dbo.sysjobhistory (job_id, step_id, step_name, sql_message_id, sql_severity, message, run_status, run_date, run_time, run_duration, operator_id_emailed, operator_id_netsent, operator_id_paged, retries_attempted, server)
SELECT job_id, 0, N'(Job outcome)', 0, 0, N'The job failed.', 0, 20260101, 93000, 10210, 0, 0, 0, 0, N'HQ' FROM msdb.dbo.sysjobs
GO
--> return 0
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs)
EXEC msdb.dbo.sp_help_jobhistory_sem @id, N'Load', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 'SEM', 0, 0
GO
--> step_id int | step_name sysname | message nvarchar(4000) | run_status int | run_date int | run_time int | run_duration int | operator_emailed sysname | operator_netsent sysname | operator_paged sysname
--> 0 | (Job outcome) | The job failed. | 0 | 20260101 | 93000 | 10210 | NULL | NULL | NULL
--> return 0
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs)
EXEC msdb.dbo.sp_help_jobhistory_sem @id, N'Load', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 'SEM', 0, 1
GO
--> job_id uniqueidentifier | step_name int | message nvarchar(4000) | run_status tinyint | run_date int | run_time int | run_duration int | operator_emailed int | operator_netsentname int | operator_paged int
--> return 0
EXEC msdb.dbo.sp_help_jobhistory_sem
GO
--> Msg 201, Level 16, State 4, Procedure sp_help_jobhistory_sem
--> Procedure or function 'sp_help_jobhistory_sem' expects parameter '@job_id', which was not supplied.
--> return 0
