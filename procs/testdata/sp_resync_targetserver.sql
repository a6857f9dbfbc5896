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
EXEC msdb.dbo.sp_resync_targetserver @server_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_resync_targetserver
--> The specified @server_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_resync_targetserver N'T1'
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
SELECT operation_code, object_type, object_id, target_server, status, deleted_object_name FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
GO
--> operation_code tinyint | object_type tinyint | object_id uniqueidentifier | target_server sysname | status tinyint | deleted_object_name sysname
--> 3 | 1 | 00000000-0000-0000-0000-000000000000 | T1 | 0 | NULL
--> 1 | 1 | {1} | T1 | 0 | NULL
-- A target without jobs is told nothing.
EXEC msdb.dbo.sp_resync_targetserver N'T2'
GO
--> SP_POST_MSX_OPERATION Warning: The specified @specific_target_server ('T2') is not involved in a multiserver job.
--> SP_POST_MSX_OPERATION Warning: The specified @specific_target_server ('T2') is not involved in a multiserver job.
--> return 0
EXEC msdb.dbo.sp_resync_targetserver N'all'
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
SELECT operation_code, object_type, object_id, target_server, status, deleted_object_name FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
GO
--> operation_code tinyint | object_type tinyint | object_id uniqueidentifier | target_server sysname | status tinyint | deleted_object_name sysname
--> 3 | 1 | 00000000-0000-0000-0000-000000000000 | T1 | 0 | NULL
--> 1 | 1 | {1} | T1 | 0 | NULL
