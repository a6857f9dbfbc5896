EXEC msdb.dbo.sp_add_job @job_name = N'Load', @description = N'Loads.'
EXEC msdb.dbo.sp_add_job @job_name = N'Other'
EXEC msdb.dbo.sp_add_operator @name = N'Ada'
EXEC msdb.dbo.sp_add_category @name = N'Nightly'
EXEC msdb.dbo.sp_add_category @name = N'Everywhere', @type = 'MULTI-SERVER'
GO
--> return 0
EXEC msdb.dbo.sp_update_job
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_update_job @job_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_job @job_id = '3A5F6B60-0000-4000-8000-000000000001', @job_name = N'Load'
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @job_id or @job_name to identify the job.
--> return 1
EXEC msdb.dbo.sp_update_job @job_id = '3A5F6B60-0000-4000-8000-000000000001'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_id ('{1}') does not exist.
--> return 1
-- NULL keeps what is there, an empty text clears it.
EXEC msdb.dbo.sp_update_job @job_name = N'load', @new_name = N' Load all ', @enabled = 0, @category_name = N'nightly', @notify_level_email = 2, @notify_email_operator_name = N'ADA'
GO
--> return 0
SELECT j.name, j.enabled, j.description, c.name AS category, j.notify_level_email, j.notify_email_operator_id, j.version_number, j.date_modified
FROM msdb.dbo.sysjobs j JOIN msdb.dbo.syscategories c ON c.category_id = j.category_id WHERE j.name = N'Load all'
GO
--> name sysname | enabled tinyint | description nvarchar(512) | category sysname | notify_level_email int | notify_email_operator_id int | version_number int | date_modified datetime
--> Load all | 0 | Loads. | Nightly | 2 | 1 | 2 | {now}
EXEC msdb.dbo.sp_update_job @job_name = N'Load all', @description = N'', @category_name = N'', @notify_email_operator_name = N''
GO
--> return 0
SELECT name, description, category_id, notify_level_email, notify_email_operator_id, version_number FROM msdb.dbo.sysjobs WHERE name = N'Load all'
GO
--> name sysname | description nvarchar(512) | category_id int | notify_level_email int | notify_email_operator_id int | version_number int
--> Load all | NULL | 0 | 0 | 0 | 3
EXEC msdb.dbo.sp_update_job @job_name = N'Load all', @new_name = N'other'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_job
--> The specified @name ('other') already exists.
--> return 1
EXEC msdb.dbo.sp_update_job @job_name = N'Load all', @enabled = 3
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@enabled' is invalid (valid values are: 0, 1).
--> return 1
-- The first step may be one that is still to come, not more.
EXEC msdb.dbo.sp_update_job @job_name = N'Load all', @start_step_id = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@start_step_id' is invalid (valid values are: 1..1).
--> return 1
EXEC msdb.dbo.sp_update_job @job_name = N'Load all', @category_name = N'nope'
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_job
--> The specified '@category_name' is invalid (valid values are returned by sp_help_category).
--> return 1
EXEC msdb.dbo.sp_update_job @job_name = N'Load all', @owner_login_name = N'nobody'
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_job
--> The specified '@owner_login_name' is invalid (valid values are returned by sp_helplogins [excluding Windows NT groups]).
--> return 1
EXEC msdb.dbo.sp_update_job @job_name = N'Load all', @notify_level_page = 7
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@notify_level_page' is invalid (valid values are: 0, 1, 2, 3).
--> return 1
EXEC msdb.dbo.sp_update_job @job_name = N'Load all', @notify_netsend_operator_name = N'nobody', @notify_level_netsend = 1
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_job
--> The specified '@notify_netsend_operator_name' is invalid (valid values are returned by sp_help_operator).
--> return 1
EXEC msdb.dbo.sp_update_job @job_name = N'Load all', @delete_level = 9
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@delete_level' is invalid (valid values are: 0, 1, 2, 3).
--> return 1
-- A local job stays in local categories, a multiserver job in the others.
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load all'
GO
--> return 0
EXEC msdb.dbo.sp_update_job @job_name = N'Load all', @category_name = N'Everywhere'
GO
--> Msg 14285, Level 16, State 1, Procedure sp_verify_job
--> Cannot add a local job to a multiserver job category.
--> return 1
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
GO
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Other', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_update_job @job_name = N'Other', @category_name = N'Nightly'
GO
--> Msg 14286, Level 16, State 1, Procedure sp_verify_job
--> Cannot add a multiserver job to a local job category.
--> return 1
-- Its targets are told of a change, unless they are not to be.
EXEC msdb.dbo.sp_update_job @job_name = N'Other', @enabled = 0
GO
--> SP_POST_MSX_OPERATION: 1 UPDATE download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_update_job @job_name = N'Other', @enabled = 1, @automatic_post = 0
GO
--> return 0
-- With a delete level they have to fetch it anew, whatever is said.
EXEC msdb.dbo.sp_update_job @job_name = N'Other', @delete_level = 1, @automatic_post = 0
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
SELECT operation_code, target_server FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
GO
--> operation_code tinyint | target_server sysname
--> 1 | T1
--> 2 | T1
--> 1 | T1
-- Owners of multiserver jobs are sysadmins.
CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE SQLAgentUserRole ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
EXEC msdb.dbo.sp_update_job @job_name = N'Other', @owner_login_name = N'bob'
GO
--> Msg 14543, Level 16, State 1, Procedure sp_update_job
--> Login 'sa' owns one or more multiserver jobs. Ownership of these jobs can only be assigned to members of the sysadmin role.
--> return 1
EXEC msdb.dbo.sp_update_job @job_name = N'Load all', @owner_login_name = N'bob'
GO
--> return 0
-- He may change his job, but not give it away: the rest of the change is made nevertheless.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_update_job @job_name = N'Load all', @enabled = 1, @owner_login_name = N'sa'
GO
--> Msg 14242, Level 16, State 1, Procedure sp_update_job
--> Only a system administrator can reassign ownership of a job.
--> return 0
EXEC msdb.dbo.sp_update_job @job_name = N'Other', @enabled = 1
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('Other') does not exist.
--> return 1
REVERT
GO
SELECT name, enabled, SUSER_SNAME(owner_sid) AS owner FROM msdb.dbo.sysjobs ORDER BY name
GO
--> name sysname | enabled tinyint | owner sysname
--> Load all | 1 | bob
--> Other | 1 | sa
-- Operators switch the jobs of others on and off, no more.
ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob
GO
EXEC msdb.dbo.sp_add_job @job_name = N'Of sa'
GO
--> return 0
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_update_job @job_name = N'Of sa', @enabled = 0
GO
--> return 0
EXEC msdb.dbo.sp_update_job @job_name = N'Of sa', @enabled = 0, @description = N'x'
GO
--> Msg 14525, Level 16, State 1, Procedure sp_update_job
--> Only members of sysadmin role are allowed to update or delete jobs owned by a different login.
--> return 1
EXEC msdb.dbo.sp_update_job @job_name = N'Other', @enabled = 1
GO
--> Msg 14396, Level 16, State 1, Procedure sp_update_job
--> Only members of sysadmin server role can modify multi-server jobs
--> return 1
REVERT
GO
-- What came from a master is the master's to change.
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1 WHERE name = N'Of sa'
GO
EXEC msdb.dbo.sp_update_job @job_name = N'Of sa', @enabled = 1
GO
--> Msg 14274, Level 16, State 1, Procedure sp_update_job
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
