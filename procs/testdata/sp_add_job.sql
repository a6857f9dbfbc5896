-- A job needs no more than a name. It belongs to whoever adds it and runs nowhere yet.
EXEC msdb.dbo.sp_add_job @job_name = N'  Nightly index care  '
GO
--> return 0
SELECT name, enabled, description, start_step_id, category_id, SUSER_SNAME(owner_sid) AS owner, notify_level_eventlog, notify_level_email, delete_level, originating_server_id, version_number, date_created
FROM msdb.dbo.sysjobs
GO
--> name sysname | enabled tinyint | description nvarchar(512) | start_step_id int | category_id int | owner sysname | notify_level_eventlog int | notify_level_email int | delete_level int | originating_server_id int | version_number int | date_created datetime
--> Nightly index care | 1 | No description available. | 1 | 0 | sa | 2 | 0 | 0 | 0 | 1 | {now}
-- Names are compared without case.
EXEC msdb.dbo.sp_add_job @job_name = N'NIGHTLY INDEX CARE'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_job
--> The specified @name ('NIGHTLY INDEX CARE') already exists.
--> return 1
-- The id comes back, also into the binary that generated scripts declare.
DECLARE @jobId BINARY(16)
EXEC msdb.dbo.sp_add_job @job_name = N'With id', @job_id = @jobId OUTPUT
SELECT name FROM msdb.dbo.sysjobs WHERE job_id = @jobId
GO
--> name sysname
--> With id
--> return 0
-- Only the agent chooses the id.
EXEC msdb.dbo.sp_add_job @job_name = N'Own id', @job_id = '3A5F6B60-0000-4000-8000-000000000001'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_add_job
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'Two categories', @category_name = N'Database Maintenance', @category_id = 3
GO
--> Msg 14524, Level 16, State 1, Procedure sp_verify_category_identifiers
--> Supply either @category_id or @category_name.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'No category', @category_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_category_identifiers
--> The specified @category_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'No category', @category_id = 4711
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_category_identifiers
--> The specified @category_id ('4711') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'Category of operators', @category_id = 99
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_job
--> The specified '@category_name' is invalid (valid values are returned by sp_help_category).
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'From MSX', @category_name = N'Jobs from MSX'
GO
--> Msg 14267, Level 16, State 1, Procedure sp_verify_job
--> Cannot add a job to the 'Jobs from MSX' job category.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'Elsewhere', @originating_server = N'OTHER'
GO
--> Msg 14275, Level 16, State 1, Procedure sp_verify_job
--> The originating server must be either local server or MSX server.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'Here', @originating_server = N'(local)', @category_name = N'[DEFAULT]', @description = N''
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_category_identifiers
--> The specified @category_name ('[DEFAULT]') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'Bad enabled', @enabled = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@enabled' is invalid (valid values are: 0, 1).
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'Bad start', @start_step_id = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@start_step_id' is invalid (valid values are: 1).
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'Bad owner', @owner_login_name = N'nobody'
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_job
--> The specified '@owner_login_name' is invalid (valid values are returned by sp_helplogins [excluding Windows NT groups]).
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'The agent''s', @owner_login_name = N'$(SQLAgentAccount)'
GO
--> return 0
EXEC msdb.dbo.sp_add_job @job_name = N'Bad level', @notify_level_eventlog = 4
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@notify_level_eventlog' is invalid (valid values are: 0, 1, 2, 3).
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'Bad level', @notify_level_email = 9
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@notify_level_email' is invalid (valid values are: 0, 1, 2, 3).
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'Bad level', @notify_level_netsend = -1
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@notify_level_netsend' is invalid (valid values are: 0, 1, 2, 3).
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'Bad level', @notify_level_page = 5
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@notify_level_page' is invalid (valid values are: 0, 1, 2, 3).
--> return 1
-- MSXOperator is for masters.
EXEC msdb.dbo.sp_add_job @job_name = N'Bad operator', @notify_level_email = 2, @notify_email_operator_name = N'MSXOperator'
GO
--> Msg 14251, Level 16, State 1, Procedure sp_verify_job
--> Cannot specify 'MSXOperator' as the operator to be notified.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'Bad operator', @notify_level_email = 2, @notify_email_operator_name = N'nobody'
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_job
--> The specified '@notify_email_operator_name' is invalid (valid values are returned by sp_help_operator).
--> return 1
EXEC msdb.dbo.sp_add_operator @name = N'Ada', @email_address = N'ada@example.com'
GO
--> return 0
EXEC msdb.dbo.sp_add_job @job_name = N'No level', @notify_email_operator_name = N'Ada'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@notify_level_email' is invalid (valid values are: 1, 2, 3).
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'No level', @notify_page_operator_name = N'Ada'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@notify_level_page' is invalid (valid values are: 1, 2, 3).
--> return 1
-- A level without an operator is no notification.
EXEC msdb.dbo.sp_add_job @job_name = N'Notifies', @notify_level_email = 2, @notify_email_operator_name = N'Ada', @notify_level_page = 3
GO
--> return 0
SELECT name, notify_level_email, notify_email_operator_id, notify_level_page, notify_page_operator_id FROM msdb.dbo.sysjobs WHERE name = N'Notifies'
GO
--> name sysname | notify_level_email int | notify_email_operator_id int | notify_level_page int | notify_page_operator_id int
--> Notifies | 2 | 1 | 0 | 0
EXEC msdb.dbo.sp_add_job @job_name = N'Bad delete', @delete_level = 4
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@delete_level' is invalid (valid values are: 0, 1, 2, 3).
--> return 1
EXEC msdb.dbo.sp_add_job
GO
--> Msg 201, Level 16, State 4, Procedure sp_add_job
--> Procedure or function 'sp_add_job' expects parameter '@job_name', which was not supplied.
--> return 0
EXEC msdb.dbo.sp_add_job @job_name = N'Bad parameter', @nope = 1
GO
--> Msg 8145, Level 16, State 1, Procedure sp_add_job
--> @nope is not a parameter for procedure sp_add_job.
--> return 0
EXEC msdb.dbo.sp_add_job @job_name = NULL
GO
--> Msg 515, Level 16, State 2, Procedure sp_add_job
--> Cannot insert the value NULL into column 'name', table 'msdb.dbo.sysjobs'; column does not allow nulls. INSERT fails.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'No enabled', @enabled = NULL
GO
--> Msg 515, Level 16, State 2, Procedure sp_add_job
--> Cannot insert the value NULL into column 'enabled', table 'msdb.dbo.sysjobs'; column does not allow nulls. INSERT fails.
--> return 1
SELECT name, description, SUSER_SNAME(owner_sid) AS owner, category_id FROM msdb.dbo.sysjobs ORDER BY name
GO
--> name sysname | description nvarchar(512) | owner sysname | category_id int
--> Nightly index care | No description available. | sa | 0
--> Notifies | No description available. | sa | 0
--> The agent's | No description available. | NULL | 0
--> With id | No description available. | sa | 0
-- Users of the agent add jobs for themselves only.
CREATE LOGIN adder WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER adder FOR LOGIN adder
ALTER ROLE SQLAgentUserRole ADD MEMBER adder
GO
--> Changed database context to 'msdb'.
EXECUTE AS LOGIN = N'adder'
GO
EXEC msdb.dbo.sp_add_job @job_name = N'For sa', @owner_login_name = N'sa'
GO
--> Msg 14515, Level 16, State 1, Procedure sp_add_job
--> Only a member of the sysadmin server role can add a job for a different owner with @owner_login_name.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'For myself', @owner_login_name = N'ADDER'
GO
--> return 0
REVERT
GO
SELECT name, SUSER_SNAME(owner_sid) AS owner FROM msdb.dbo.sysjobs WHERE name LIKE N'For %'
GO
--> name sysname | owner sysname
--> For myself | adder
