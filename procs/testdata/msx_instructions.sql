-- Instructions by hand: to all targets, to those with jobs, anew, and by who may not.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
INSERT INTO msdb.dbo.systargetservers (server_name, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', 0, GETDATE(), N'dba', 60), (N'T2', 0, GETDATE(), N'dba', 60), (N'T3', 0, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'J'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1', @automatic_post = 0
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T2', @automatic_post = 0
EXEC msdb.dbo.sp_add_job @job_name = N'K'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'K', @server_name = N'T1', @automatic_post = 0
GO
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'DELETE', 'JOB', 0x00
GO
--> SP_POST_MSX_OPERATION: 2 DELETE download instruction(s) posted.
--> return 0
SELECT operation_code, object_type, object_id, target_server, deleted_object_name FROM msdb.dbo.sysdownloadlist ORDER BY target_server
GO
--> operation_code tinyint | object_type tinyint | object_id uniqueidentifier | target_server sysname | deleted_object_name sysname
--> 3 | 1 | 00000000-0000-0000-0000-000000000000 | T1 | NULL
--> 3 | 1 | 00000000-0000-0000-0000-000000000000 | T2 | NULL
EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', 0x00, N'T3'
GO
--> SP_POST_MSX_OPERATION Warning: The specified @specific_target_server ('T3') is not involved in a multiserver job.
--> return 0
EXEC msdb.dbo.sp_help_downloadlist @operation = 'delete'
GO
--> instance_id int | source_server sysname | operation_code nvarchar(4000) | object_name nvarchar(4000) | object_id uniqueidentifier | target_server sysname | error_message nvarchar(1024) | date_posted datetime | date_downloaded datetime | status tinyint
--> 1 | HQ | 3 (DELETE) | (all jobs) | 00000000-0000-0000-0000-000000000000 | T1 | NULL | {now} | NULL | 0
--> 2 | HQ | 3 (DELETE) | (all jobs) | 00000000-0000-0000-0000-000000000000 | T2 | NULL | {now} | NULL | 0
--> return 0
-- The old rows of a target make room for a DELETE of all and an INSERT of each; other targets keep theirs.
UPDATE msdb.dbo.sysdownloadlist SET status = 1
EXEC msdb.dbo.sp_resync_targetserver N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 2 INSERT download instruction(s) posted.
--> return 0
SELECT operation_code, target_server, status, COUNT(*) AS instructions FROM msdb.dbo.sysdownloadlist GROUP BY operation_code, target_server, status ORDER BY MIN(instance_id)
GO
--> operation_code tinyint | target_server sysname | status tinyint | instructions int
--> 3 | T2 | 1 | 1
--> 3 | T1 | 0 | 1
--> 1 | T1 | 0 | 2
EXEC msdb.dbo.sp_resync_targetserver N'All'
GO
--> SP_POST_MSX_OPERATION: 2 DELETE download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 3 INSERT download instruction(s) posted.
--> return 0
SELECT operation_code, target_server, COUNT(*) AS instructions FROM msdb.dbo.sysdownloadlist GROUP BY operation_code, target_server ORDER BY operation_code DESC, target_server
SELECT MAX(CASE operation_code WHEN 3 THEN instance_id END) - MIN(CASE operation_code WHEN 1 THEN instance_id END) AS deletes_are_first FROM msdb.dbo.sysdownloadlist
GO
--> operation_code tinyint | target_server sysname | instructions int
--> 3 | T1 | 1
--> 3 | T2 | 1
--> 1 | T1 | 2
--> 1 | T2 | 1
--> deletes_are_first int
--> -1
--> Warning: Null value is eliminated by an aggregate or other SET operation.
EXEC msdb.dbo.sp_resync_targetserver N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_resync_targetserver
--> The specified @server_name ('nope') does not exist.
--> return 1
-- Who is no sysadmin is not heard, and not told so.
CREATE LOGIN olga WITH PASSWORD = N'T4rgets!'
GO
USE msdb
CREATE USER olga FOR LOGIN olga
ALTER ROLE db_owner ADD MEMBER olga
DELETE FROM msdb.dbo.sysdownloadlist
GO
--> Changed database context to 'msdb'.
--@ as olga
EXEC msdb.dbo.sp_post_msx_operation 'FOO'
GO
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'SET-POLL', 'SERVER', NULL, NULL, 9
GO
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', 0x00, N'nope'
GO
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'SYNC-TIME', 'SERVER'
GO
--> return 0
--@ as sa
SELECT COUNT(*) AS instructions FROM msdb.dbo.sysdownloadlist
GO
--> instructions int
--> 0
