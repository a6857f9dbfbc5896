EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_job @job_name = N'Unload'
INSERT INTO msdb.dbo.sysjobhistory (job_id, step_id, step_name, sql_message_id, sql_severity, message, run_status, run_date, run_time, run_duration, operator_id_emailed, operator_id_netsent, operator_id_paged, retries_attempted, server)
SELECT job_id, 0, N'(Job outcome)', 0, 0, N'a', 1, 20260101, 93000, 0, 0, 0, 0, 0, N'HQ' FROM msdb.dbo.sysjobs
INSERT INTO msdb.dbo.sysjobhistory (job_id, step_id, step_name, sql_message_id, sql_severity, message, run_status, run_date, run_time, run_duration, operator_id_emailed, operator_id_netsent, operator_id_paged, retries_attempted, server)
SELECT job_id, 0, N'(Job outcome)', 0, 0, N'b', 1, 20260102, 93000, 0, 0, 0, 0, 0, N'HQ' FROM msdb.dbo.sysjobs
GO
--> return 0
EXEC msdb.dbo.sp_purge_jobhistory N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
-- What is older than the moment goes, and nothing of that second.
EXEC msdb.dbo.sp_purge_jobhistory N'Load', @oldest_date = '20260102 09:30:00'
GO
--> 1 history entries purged.
--> return 0
EXEC msdb.dbo.sp_purge_jobhistory @oldest_date = '20260102 09:30:01'
GO
--> 3 history entries purged.
--> return 0
EXEC msdb.dbo.sp_purge_jobhistory
GO
--> 0 history entries purged.
--> return 0
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE db_owner ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_purge_jobhistory
GO
--> Msg 14392, Level 16, State 1, Procedure sp_purge_jobhistory
--> Only owner of a job or members of role sysadmin or SQLAgentOperatorRole can purge history of the job.
--> return 1
REVERT
GO
