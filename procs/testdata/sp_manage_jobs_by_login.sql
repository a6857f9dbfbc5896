CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
CREATE LOGIN cy WITH PASSWORD = N'Pa55word!'
GO
EXEC msdb.dbo.sp_add_job @job_name = N'A', @owner_login_name = N'bob'
EXEC msdb.dbo.sp_add_job @job_name = N'B', @owner_login_name = N'bob'
GO
--> return 0
EXEC msdb.dbo.sp_manage_jobs_by_login 'FOO', N'bob'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_manage_jobs_by_login
--> The specified '@action' is invalid (valid values are: DELETE, REASSIGN).
--> return 1
EXEC msdb.dbo.sp_manage_jobs_by_login 'REASSIGN', N'bob'
GO
--> Msg 14237, Level 16, State 1, Procedure sp_manage_jobs_by_login
--> When an action of 'REASSIGN' is specified, the New Login parameter must also be supplied.
--> return 1
EXEC msdb.dbo.sp_manage_jobs_by_login 'REASSIGN', N'nobody', N'cy'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_manage_jobs_by_login
--> The specified @current_owner_login_name ('nobody') does not exist.
--> return 1
EXEC msdb.dbo.sp_manage_jobs_by_login 'REASSIGN', N'bob', N'nobody'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_manage_jobs_by_login
--> The specified @new_owner_login_name ('nobody') does not exist.
--> return 1
EXEC msdb.dbo.sp_manage_jobs_by_login 'reassign', N'bob', N'cy'
GO
--> 2 jobs reassigned to cy.
--> return 0
SELECT name, SUSER_SNAME(owner_sid) AS owner, version_number FROM msdb.dbo.sysjobs
GO
--> name sysname | owner sysname | version_number int
--> A | cy | 1
--> B | cy | 1
EXEC msdb.dbo.sp_manage_jobs_by_login 'DELETE', N'cy', N'bob'
GO
--> Warning: The @new_owner_login_name parameter is not necessary when specifying a 'DELETE' action.
--> 2 jobs deleted.
--> return 0
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs
GO
--> jobs int
--> 0
-- Multiserver jobs belong to sysadmins.
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_manage_jobs_by_login 'REASSIGN', N'sa', N'bob'
GO
--> Msg 14543, Level 16, State 1, Procedure sp_manage_jobs_by_login
--> Login 'sa' owns one or more multiserver jobs. Ownership of these jobs can only be assigned to members of the sysadmin role.
--> return 1
EXEC msdb.dbo.sp_manage_jobs_by_login 'REASSIGN', N'sa', N'$(SQLAgentAccount)'
GO
--> 1 jobs reassigned to $(SQLAgentAccount).
--> return 0
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE db_owner ADD MEMBER bob
GO
--> Changed database context to 'msdb'.
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_manage_jobs_by_login 'DELETE', N'sa'
GO
--> Msg 15003, Level 16, State 1, Procedure sp_manage_jobs_by_login
--> Only members of the sysadmin role can execute this stored procedure.
--> return 1
REVERT
GO
