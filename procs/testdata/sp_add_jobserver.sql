INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60), (N'T2', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
EXEC msdb.dbo.sp_add_operator @name = N'Ada'
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_job @job_name = N'Remote', @category_name = N'Database Maintenance'
EXEC msdb.dbo.sp_add_job @job_name = N'Here', @category_name = N'[Uncategorized (Multi-Server)]'
GO
--> return 0
EXEC msdb.dbo.sp_add_jobserver
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'nope', @server_name = N'nowhere'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load', @server_name = N'nowhere'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_add_jobserver
--> The specified @server_name ('NOWHERE') does not exist.
--> return 1
-- Without a server it is this one.
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
GO
--> return 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'load', @server_name = N' (LOCAL) '
GO
--> Msg 14269, Level 16, State 1, Procedure sp_add_jobserver
--> Job 'Load' is already targeted at server 'HQ'.
--> return 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load', @server_name = N't1'
GO
--> Msg 14291, Level 16, State 1, Procedure sp_add_jobserver
--> This job is currently targeted at a remote server so cannot also be targeted at the local server.
--> return 1
-- A target is told, and the job moves to a category of its kind.
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N't1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
GO
--> Msg 14269, Level 16, State 1, Procedure sp_add_jobserver
--> Job 'Remote' is already targeted at server 'T1'.
--> return 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'HQ'
GO
--> Msg 14290, Level 16, State 1, Procedure sp_add_jobserver
--> This job is currently targeted at the local server so cannot also be targeted at a remote server.
--> return 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Here'
GO
--> return 0
SELECT name, category_id, version_number FROM msdb.dbo.sysjobs ORDER BY name
GO
--> name sysname | category_id int | version_number int
--> Here | 0 | 1
--> Load | 0 | 1
--> Remote | 2 | 1
-- From the second target on, the targets must know the operators.
EXEC msdb.dbo.sp_update_job @job_name = N'Remote', @notify_level_email = 3, @notify_email_operator_name = N'Ada', @automatic_post = 0
GO
--> return 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T2'
GO
--> Msg 14221, Level 16, State 1, Procedure sp_add_jobserver
--> This job has one or more notifications to operators other than 'MSXOperator'. The job cannot be targeted at remote servers as currently defined.
--> return 1
EXEC msdb.dbo.sp_update_job @job_name = N'Remote', @notify_email_operator_name = N'MSXOperator', @automatic_post = 0
GO
--> return 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T2', @automatic_post = 0
GO
--> return 0
SELECT j.name, s.server_id, s.last_run_outcome, s.last_outcome_message, s.last_run_date FROM msdb.dbo.sysjobservers s JOIN msdb.dbo.sysjobs j ON j.job_id = s.job_id ORDER BY j.name, s.server_id
GO
--> name sysname | server_id int | last_run_outcome tinyint | last_outcome_message nvarchar(4000) | last_run_date int
--> Here | 0 | 5 | NULL | 0
--> Load | 0 | 5 | NULL | 0
--> Remote | 1 | 5 | NULL | 0
--> Remote | 2 | 5 | NULL | 0
-- A T-SQL step that runs as a user, and an owner who is no sysadmin.
EXEC msdb.dbo.sp_add_job @job_name = N'As user'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'As user', @step_name = N'one', @database_name = N'msdb', @database_user_name = N'dbo'
GO
--> return 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'As user', @server_name = N'T1'
GO
--> Msg 14542, Level 16, State 1, Procedure sp_add_jobserver
--> It is invalid for any TSQL step of a multiserver job to have a non-null database_user_name value.
--> return 1
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
EXEC msdb.dbo.sp_add_job @job_name = N'Of bob', @owner_login_name = N'bob'
GO
--> Changed database context to 'msdb'.
--> return 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Of bob', @server_name = N'T1'
GO
--> Msg 14544, Level 16, State 1, Procedure sp_add_jobserver
--> This job is owned by 'bob'. Only a job owned by a member of the sysadmin role can be a multiserver job.
--> return 1
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Of bob', @server_name = N'T1'
GO
--> Msg 14398, Level 16, State 1, Procedure sp_add_jobserver
--> Only members of sysadmin server role can create multi-server jobs
--> return 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Of bob'
GO
--> return 0
REVERT
GO
