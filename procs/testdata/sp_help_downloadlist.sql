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
EXEC msdb.dbo.sp_delete_jobserver @job_name = N'J', @server_name = N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_delete_job @job_name = N'J'
GO
--> return 0
DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'K', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobserver @job_id = @id, @server_name = N'T2'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_post_msx_operation 'DELETE', 'JOB', 0x00
EXEC msdb.dbo.sp_post_msx_operation 'SET-POLL', 'SERVER', NULL, N'T1', 300
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 SET-POLL download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_help_downloadlist
GO
--> instance_id int | source_server sysname | operation_code nvarchar(4000) | object_name nvarchar(4000) | object_id uniqueidentifier | target_server sysname | error_message nvarchar(1024) | date_posted datetime | date_downloaded datetime | status tinyint
--> 2 | HQ | 3 (DELETE) | J | {1} | T1 | NULL | {now} | NULL | 0
--> 3 | HQ | 1 (INSERT) | K | {2} | T2 | NULL | {now} | NULL | 0
--> 4 | HQ | 3 (DELETE) | (all jobs) | 00000000-0000-0000-0000-000000000000 | T2 | NULL | {now} | NULL | 0
--> 5 | HQ | 9 (SET-POLL) | T1 | 00000000-0000-0000-0000-00000000012C | T1 | NULL | {now} | NULL | 0
--> return 0
EXEC msdb.dbo.sp_help_downloadlist @job_name = N'J'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('J') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_downloadlist @job_name = N'K'
GO
--> instance_id int | source_server sysname | operation_code nvarchar(4000) | object_name nvarchar(4000) | object_id uniqueidentifier | target_server sysname | error_message nvarchar(1024) | date_posted datetime | date_downloaded datetime | status tinyint
--> 3 | HQ | 1 (INSERT) | K | {2} | T2 | NULL | {now} | NULL | 0
--> return 0
EXEC msdb.dbo.sp_help_downloadlist @operation = 'FOO'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_downloadlist
--> The specified '@operation_code' is invalid (valid values are: INSERT, UPDATE, DELETE, START, STOP, RE-ENLIST, DEFECT, SYNC-TIME, SET-POLL).
--> return 1
EXEC msdb.dbo.sp_help_downloadlist @operation = ' set-poll '
GO
--> instance_id int | source_server sysname | operation_code nvarchar(4000) | object_name nvarchar(4000) | object_id uniqueidentifier | target_server sysname | error_message nvarchar(1024) | date_posted datetime | date_downloaded datetime | status tinyint
--> 5 | HQ | 9 (SET-POLL) | T1 | 00000000-0000-0000-0000-00000000012C | T1 | NULL | {now} | NULL | 0
--> return 0
EXEC msdb.dbo.sp_help_downloadlist @object_type = 'SCHEDULE'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_downloadlist
--> The specified '@object_type' is invalid (valid values are: JOB, SERVER).
--> return 1
EXEC msdb.dbo.sp_help_downloadlist @object_type = 'JOB'
GO
--> Msg 14272, Level 16, State 1, Procedure sp_help_downloadlist
--> Object-type and object-name must be supplied as a pair.
--> return 1
-- The name of the object does not choose.
EXEC msdb.dbo.sp_help_downloadlist @object_type = 'server', @object_name = N'whatever'
GO
--> instance_id int | source_server sysname | operation_code nvarchar(4000) | object_name nvarchar(4000) | object_id uniqueidentifier | target_server sysname | error_message nvarchar(1024) | date_posted datetime | date_downloaded datetime | status tinyint
--> 5 | HQ | 9 (SET-POLL) | T1 | 00000000-0000-0000-0000-00000000012C | T1 | NULL | {now} | NULL | 0
--> return 0
EXEC msdb.dbo.sp_help_downloadlist @target_server = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_downloadlist
--> The specified @target_server ('NOPE') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_downloadlist @has_error = 0
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_downloadlist
--> The specified '@has_error' is invalid (valid values are: 1, NULL).
--> return 1
EXEC msdb.dbo.sp_help_downloadlist @status = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_help_downloadlist
--> The specified '@status' is invalid (valid values are: 0, 1).
--> return 1
UPDATE msdb.dbo.sysdownloadlist SET error_message = N'Proxy not found.' WHERE instance_id = 3
UPDATE msdb.dbo.sysdownloadlist SET status = 1, date_downloaded = GETDATE() WHERE instance_id = 2
EXEC msdb.dbo.sp_help_downloadlist @has_error = 1
GO
--> instance_id int | source_server sysname | operation_code nvarchar(4000) | object_name nvarchar(4000) | object_id uniqueidentifier | target_server sysname | error_message nvarchar(1024) | date_posted datetime | date_downloaded datetime | status tinyint
--> 3 | HQ | 1 (INSERT) | K | {2} | T2 | Proxy not found. | {now} | NULL | 0
--> return 0
EXEC msdb.dbo.sp_help_downloadlist @target_server = N't1', @status = 1, @date_posted = '20260101'
GO
--> instance_id int | source_server sysname | operation_code nvarchar(4000) | object_name nvarchar(4000) | object_id uniqueidentifier | target_server sysname | error_message nvarchar(1024) | date_posted datetime | date_downloaded datetime | status tinyint
--> 2 | HQ | 3 (DELETE) | J | {1} | T1 | NULL | {now} | {now} | 1
--> return 0
