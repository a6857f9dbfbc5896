CREATE LOGIN bob WITH PASSWORD = N'Pa55word!'
CREATE LOGIN cy WITH PASSWORD = N'Pa55word!'
GO
EXEC msdb.dbo.sp_add_job @job_name = N'A', @owner_login_name = N'bob'
EXEC msdb.dbo.sp_add_job @job_name = N'B', @owner_login_name = N'bob'
GO
EXEC msdb.dbo.sp_manage_jobs_by_login 'FOO', N'bob'
GO
EXEC msdb.dbo.sp_manage_jobs_by_login 'REASSIGN', N'bob'
GO
EXEC msdb.dbo.sp_manage_jobs_by_login 'REASSIGN', N'nobody', N'cy'
GO
EXEC msdb.dbo.sp_manage_jobs_by_login 'REASSIGN', N'bob', N'nobody'
GO
EXEC msdb.dbo.sp_manage_jobs_by_login 'reassign', N'bob', N'cy'
GO
SELECT name, SUSER_SNAME(owner_sid) AS owner, version_number FROM msdb.dbo.sysjobs
GO
EXEC msdb.dbo.sp_manage_jobs_by_login 'DELETE', N'cy', N'bob'
GO
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs
GO
-- Multiserver jobs belong to sysadmins.
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
GO
EXEC msdb.dbo.sp_manage_jobs_by_login 'REASSIGN', N'sa', N'bob'
GO
EXEC msdb.dbo.sp_manage_jobs_by_login 'REASSIGN', N'sa', N'$(SQLAgentAccount)'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
ALTER ROLE db_owner ADD MEMBER bob
GO
EXECUTE AS LOGIN = N'bob'
GO
EXEC msdb.dbo.sp_manage_jobs_by_login 'DELETE', N'sa'
GO
REVERT
GO
