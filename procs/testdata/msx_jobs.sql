-- The life of a multiserver job on its master: targeted, changed, started, stopped, untargeted, deleted.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
EXEC msdb.dbo.sp_add_operator @name = N'Ops'
INSERT INTO msdb.dbo.systargetservers (server_name, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', 0, GETDATE(), N'dba', 60), (N'T2', 0, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'SELECT 1'
GO
--> return 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
SELECT j.job_id, j.category_id, s.server_id, s.last_run_outcome, s.last_run_date FROM msdb.dbo.sysjobs AS j JOIN msdb.dbo.sysjobservers AS s ON s.job_id = j.job_id
SELECT instance_id, source_server, operation_code, object_type, object_id, target_server, error_message, date_posted, date_downloaded, status, deleted_object_name
FROM msdb.dbo.sysdownloadlist
GO
--> job_id uniqueidentifier | category_id int | server_id int | last_run_outcome tinyint | last_run_date int
--> {1} | 2 | 1 | 5 | 0
--> instance_id int | source_server sysname | operation_code tinyint | object_type tinyint | object_id uniqueidentifier | target_server sysname | error_message nvarchar(1024) | date_posted datetime | date_downloaded datetime | status tinyint | deleted_object_name sysname
--> 1 | HQ | 1 | 1 | {1} | T1 | NULL | {now} | NULL | 0 | NULL
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
EXEC msdb.dbo.sp_add_job @job_name = N'Local'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Local'
GO
--> return 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Local', @server_name = N'T1'
GO
--> Msg 14291, Level 16, State 1, Procedure sp_add_jobserver
--> This job is currently targeted at a remote server so cannot also be targeted at the local server.
--> return 1
-- What is wrong with a job is told in this order: its caller, its owner, its steps, the target.
CREATE LOGIN bob WITH PASSWORD = N'T4rgets!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentUserRole ADD MEMBER bob
EXEC msdb.dbo.sp_add_job @job_name = N'Wrong', @owner_login_name = N'bob'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Wrong', @step_name = N'One', @database_user_name = N'dbo'
GO
--> Changed database context to 'msdb'.
--> return 0
--@ as bob
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Wrong', @server_name = N'nope'
GO
--> Msg 14398, Level 16, State 1, Procedure sp_add_jobserver
--> Only members of sysadmin server role can create multi-server jobs
--> return 1
--@ as sa
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Wrong', @server_name = N'nope'
GO
--> Msg 14544, Level 16, State 1, Procedure sp_add_jobserver
--> This job is owned by 'bob'. Only a job owned by a member of the sysadmin role can be a multiserver job.
--> return 1
EXEC msdb.dbo.sp_update_job @job_name = N'Wrong', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Wrong', @server_name = N'nope'
GO
--> Msg 14542, Level 16, State 1, Procedure sp_add_jobserver
--> It is invalid for any TSQL step of a multiserver job to have a non-null database_user_name value.
--> return 1
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Wrong', @step_id = 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Wrong', @server_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_add_jobserver
--> The specified @server_name ('NOPE') does not exist.
--> return 1
-- The operators of a job matter from its second target on.
EXEC msdb.dbo.sp_add_job @job_name = N'Notifies', @notify_level_email = 2, @notify_email_operator_name = N'Ops'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Notifies', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Notifies', @server_name = N'T2'
GO
--> Msg 14221, Level 16, State 1, Procedure sp_add_jobserver
--> This job has one or more notifications to operators other than 'MSXOperator'. The job cannot be targeted at remote servers as currently defined.
--> return 1
EXEC msdb.dbo.sp_start_job N'J'
GO
--> SP_POST_MSX_OPERATION: 1 START download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_start_job N'J', @server_name = N'T2'
GO
--> SP_POST_MSX_OPERATION: 0 START download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_start_job N'J', @server_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_start_job
--> The specified @server_name ('nope') does not exist.
--> return 1
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
GO
--@ as bob
EXEC msdb.dbo.sp_start_job N'J'
GO
--> Msg 14397, Level 16, State 1, Procedure sp_start_job
--> Only members of sysadmin server role can start/stop multi-server jobs
--> return 1
EXEC msdb.dbo.sp_stop_job N'J'
GO
--> Msg 14397, Level 16, State 1, Procedure sp_stop_job
--> Only members of sysadmin server role can start/stop multi-server jobs
--> return 1
--@ as sa
DECLARE @id uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N'J')
EXEC msdb.dbo.sp_stop_job @job_name = N'J', @job_id = @id
GO
--> Msg 14232, Level 16, State 1, Procedure sp_stop_job
--> Specify either a job_name, job_id, or an originating_server.
--> return 1
EXEC msdb.dbo.sp_stop_job N'J'
GO
--> SP_POST_MSX_OPERATION: 1 STOP download instruction(s) posted.
--> return 0
-- A change of its header is told as UPDATE, anything else as INSERT.
EXEC msdb.dbo.sp_update_job @job_name = N'J', @description = N'Does one thing.'
GO
--> SP_POST_MSX_OPERATION: 1 UPDATE download instruction(s) posted.
--> return 0
SELECT description, version_number FROM msdb.dbo.sysjobs WHERE name = N'J'
GO
--> description nvarchar(512) | version_number int
--> Does one thing. | 3
EXEC msdb.dbo.sp_update_job @job_name = N'J', @description = N'Does it.', @automatic_post = 0
GO
--> return 0
EXEC msdb.dbo.sp_update_job @job_name = N'J', @delete_level = 3
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_start_job N'J'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 START download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_update_job @job_name = N'J', @delete_level = 0
GO
--> SP_POST_MSX_OPERATION: 1 UPDATE download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_update_job @job_name = N'J', @category_name = N'Database Maintenance'
GO
--> Msg 14286, Level 16, State 1, Procedure sp_verify_job
--> Cannot add a multiserver job to a local job category.
--> return 1
EXEC msdb.dbo.sp_update_job @job_name = N'J', @owner_login_name = N'bob'
GO
--> Msg 14543, Level 16, State 1, Procedure sp_update_job
--> Login 'sa' owns one or more multiserver jobs. Ownership of these jobs can only be assigned to members of the sysadmin role.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'Two', @command = N'SELECT 2'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_update_jobstep @job_name = N'J', @step_id = 2, @command = N'SELECT 3'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'J', @step_id = 2
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Nightly', @freq_type = 4, @freq_interval = 1
DELETE FROM msdb.dbo.sysdownloadlist
EXEC msdb.dbo.sp_attach_schedule @job_name = N'J', @schedule_name = N'Nightly', @automatic_post = 0
GO
--> Warning: This change will not be downloaded by the target server(s) until an INSERT for the job is posted using sp_post_msx_operation.
--> return 0
SELECT COUNT(*) AS instructions FROM msdb.dbo.sysdownloadlist
GO
--> instructions int
--> 0
EXEC msdb.dbo.sp_update_schedule @name = N'Nightly', @active_start_time = 30000
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
SELECT d.operation_code, d.object_type, j.name, d.target_server FROM msdb.dbo.sysdownloadlist AS d JOIN msdb.dbo.sysjobs AS j ON j.job_id = d.object_id
GO
--> operation_code tinyint | object_type tinyint | name sysname | target_server sysname
--> 1 | 1 | J | T1
-- A target is taken from it.
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'J', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> return 0
SELECT operation_code, target_server, deleted_object_name FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
SELECT j.category_id, (SELECT COUNT(*) FROM msdb.dbo.sysjobservers AS s WHERE s.job_id = j.job_id) AS jobservers FROM msdb.dbo.sysjobs AS j WHERE j.name = N'J'
GO
--> operation_code tinyint | target_server sysname | deleted_object_name sysname
--> 1 | T1 | NULL
--> 3 | T1 | J
--> category_id int | jobservers int
--> 2 | 0
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'J', @server_name = N'T1'
GO
--> Msg 14270, Level 16, State 1, Procedure sp_delete_jobserver
--> Job 'J' is not currently targeted at server 'T1'.
--> return 1
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'J', @server_name = NULL
GO
--> Msg 14043, Level 16, State 1, Procedure sp_delete_jobserver
--> The parameter @server_name passed to stored procedure (null) cannot be NULL.
--> return 1
-- With its last word the job tells its targets to delete it; what else waited for them is not needed any more.
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T2'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_delete_job @job_name = N'J'
GO
--> SP_POST_MSX_OPERATION: 2 DELETE download instruction(s) posted.
--> return 0
SELECT operation_code, target_server, status, deleted_object_name FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs WHERE name = N'J'
GO
--> operation_code tinyint | target_server sysname | status tinyint | deleted_object_name sysname
--> 3 | T1 | 0 | J
--> 3 | T1 | 0 | J
--> 3 | T2 | 0 | J
--> jobs int
--> 0
