-- On a server without targets nothing is posted, but what is wrong is still wrong.
EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', 0x00
GO
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'FOO'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_post_msx_operation
--> The specified '@operation_code' is invalid (valid values are: INSERT, UPDATE, DELETE, START, STOP, RE-ENLIST, DEFECT, SYNC-TIME, SET-POLL).
--> return 1
EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'X'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_post_msx_operation
--> The specified '@object_type' is invalid (valid values are: JOB, SERVER, SCHEDULE).
--> return 1
EXEC msdb.dbo.sp_post_msx_operation 'INSERT'
GO
--> Msg 14233, Level 16, State 1, Procedure sp_post_msx_operation
--> Specify a valid job_id (or 0x00 for all jobs).
--> return 1
EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'SCHEDULE'
GO
--> Msg 14365, Level 16, State 1, Procedure sp_post_msx_operation
--> Specify a valid schedule_uid.
--> return 1
EXEC msdb.dbo.sp_post_msx_operation 'SET-POLL', 'SERVER', NULL, NULL, 9
GO
--> Msg 14266, Level 16, State 1, Procedure sp_post_msx_operation
--> The specified '@value' is invalid (valid values are: 10..28800).
--> return 1
EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', 0x00, N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_post_msx_operation
--> The specified @specific_target_server ('NOPE') does not exist.
--> return 1
EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', 0x00, N'hq'
GO
--> return 0
-- A master and two targets.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
GO
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60, 251660240
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 0, N'T2', N'York', 0, '20260105 04:30:00', N'CORP\dba', 60, 251660240
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'J', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobserver @job_id = @id, @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', '11111111-1111-1111-1111-111111111111'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_post_msx_operation
--> The specified @job_id ('{1}') does not exist.
--> return 1
-- A job that is not on targets.
DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'local', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', @id
GO
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'DEFECT', 'JOB', 0x00
GO
--> Msg 14266, Level 16, State 1, Procedure sp_post_msx_operation
--> The specified '@operation_code' is invalid (valid values are: INSERT, UPDATE, DELETE, START, STOP).
--> return 1
EXEC msdb.dbo.sp_post_msx_operation 'START', 'SERVER'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_post_msx_operation
--> The specified '@operation_code' is invalid (valid values are: RE-ENLIST, DEFECT, SYNC-TIME, SET-POLL).
--> return 1
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs WHERE name = N'J'
EXEC msdb.dbo.sp_post_msx_operation ' delete ', 'job', @id
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> return 0
-- The job is not there: nothing is posted, and said so.
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs WHERE name = N'J'
EXEC msdb.dbo.sp_post_msx_operation 'START', 'JOB', @id, N'T2'
GO
--> SP_POST_MSX_OPERATION: 0 START download instruction(s) posted.
--> return 0
-- All jobs: a row for each, but one DELETE for all of a target.
EXEC msdb.dbo.sp_post_msx_operation 'UPDATE', 'JOB', 0x00
GO
--> SP_POST_MSX_OPERATION: 1 UPDATE download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'DELETE', 'JOB', 0x00
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', 0x00, N't2'
GO
--> SP_POST_MSX_OPERATION Warning: The specified @specific_target_server ('T2') is not involved in a multiserver job.
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'SET-POLL', 'SERVER', NULL, N'T1', 300
GO
--> SP_POST_MSX_OPERATION: 1 SET-POLL download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'SYNC-TIME', 'SERVER'
GO
--> SP_POST_MSX_OPERATION: 2 SYNC-TIME download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_post_msx_operation @operation = 'RE-ENLIST', @object_type = 'SERVER'
GO
--> SP_POST_MSX_OPERATION: 2 RE-ENLIST download instruction(s) posted.
--> return 0
SELECT operation_code, object_type, object_id, target_server, status, deleted_object_name FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
GO
--> operation_code tinyint | object_type tinyint | object_id uniqueidentifier | target_server sysname | status tinyint | deleted_object_name sysname
--> 1 | 1 | {2} | T1 | 0 | NULL
--> 3 | 1 | {2} | T1 | 0 | J
--> 2 | 1 | {2} | T1 | 0 | NULL
--> 3 | 1 | 00000000-0000-0000-0000-000000000000 | T1 | 0 | NULL
--> 9 | 2 | 00000000-0000-0000-0000-00000000012C | T1 | 0 | NULL
--> 8 | 2 | 00000000-0000-0000-0000-0000FFFFFED4 | T1 | 0 | NULL
--> 8 | 2 | 00000000-0000-0000-0000-000000000000 | T2 | 0 | NULL
--> 6 | 2 | 00000000-0000-0000-0000-000000000000 | T1 | 0 | NULL
--> 6 | 2 | 00000000-0000-0000-0000-000000000000 | T2 | 0 | NULL
-- A schedule: the jobs that use it are fetched anew.
EXEC msdb.dbo.sp_post_msx_operation @operation = 'INSERT', @object_type = 'SCHEDULE', @schedule_uid = '22222222-2222-2222-2222-222222222222'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_post_msx_operation
--> The specified @schedule_uid ('{3}') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'nightly', @freq_type = 4, @freq_interval = 1, @active_start_time = 10000
DECLARE @uid uniqueidentifier
SELECT @uid = schedule_uid FROM msdb.dbo.sysschedules
EXEC msdb.dbo.sp_post_msx_operation @operation = 'UPDATE', @object_type = 'SCHEDULE', @schedule_uid = @uid
GO
--> return 0
EXEC msdb.dbo.sp_attach_schedule @job_name = N'J', @schedule_name = N'nightly'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
DECLARE @uid uniqueidentifier
SELECT @uid = schedule_uid FROM msdb.dbo.sysschedules
EXEC msdb.dbo.sp_post_msx_operation @operation = 'UPDATE', @object_type = 'SCHEDULE', @schedule_uid = @uid
GO
--> SP_POST_MSX_OPERATION: 1 UPDATE download instruction(s) posted.
--> return 0
DECLARE @uid uniqueidentifier
SELECT @uid = schedule_uid FROM msdb.dbo.sysschedules
EXEC msdb.dbo.sp_post_msx_operation @operation = 'START', @object_type = 'SCHEDULE', @schedule_uid = @uid
GO
--> Msg 14266, Level 16, State 1, Procedure sp_post_msx_operation
--> The specified '@operation_code' is invalid (valid values are: UPDATE, DELETE).
--> return 1
