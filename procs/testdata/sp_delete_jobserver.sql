INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Load'
EXEC msdb.dbo.sp_add_job @job_name = N'Remote'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Remote', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'Load'
GO
--> Msg 201, Level 16, State 4, Procedure sp_delete_jobserver
--> Procedure or function 'sp_delete_jobserver' expects parameter '@server_name', which was not supplied.
--> return 0
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'Load', @server_name = NULL
GO
--> Msg 14043, Level 16, State 1, Procedure sp_delete_jobserver
--> The parameter @server_name passed to stored procedure (null) cannot be NULL.
--> return 1
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'nope', @server_name = N'HQ'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'Load', @server_name = N'nowhere'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_delete_jobserver
--> The specified @server_name ('NOWHERE') does not exist.
--> return 1
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'Load', @server_name = N't1'
GO
--> Msg 14270, Level 16, State 1, Procedure sp_delete_jobserver
--> Job 'Load' is not currently targeted at server 'T1'.
--> return 1
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'Load', @server_name = N'(local)'
GO
--> return 0
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'Load', @server_name = N'(local)'
GO
--> Msg 14270, Level 16, State 1, Procedure sp_delete_jobserver
--> Job 'Load' is not currently targeted at server 'HQ'.
--> return 1
-- The target deletes its copy; the category stays.
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'Remote', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> return 0
SELECT operation_code, target_server, deleted_object_name FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
GO
--> operation_code tinyint | target_server sysname | deleted_object_name sysname
--> 1 | T1 | NULL
--> 3 | T1 | Remote
SELECT name, category_id FROM msdb.dbo.sysjobs ORDER BY name
GO
--> name sysname | category_id int
--> Load | 0
--> Remote | 2
