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
EXEC msdb.dbo.sp_target_server_summary
GO
--> server_id int | server_name sysname | local_time datetime | last_poll_date datetime | unread_instructions int | blocked int | poll_interval int
--> 1 | T1 | 2026-01-05 04:30:00.000 | {now} | 1 | 0 | 60
--> 2 | T2 | 2026-01-05 04:30:00.000 | {now} | 0 | 0 | 60
--> return 0
EXEC msdb.dbo.sp_target_server_summary @target_server = N't2'
GO
--> server_id int | server_name sysname | local_time datetime | last_poll_date datetime | unread_instructions int | blocked int | poll_interval int
--> 2 | T2 | 2026-01-05 04:30:00.000 | {now} | 0 | 0 | 60
--> return 0
-- One that is not there is no error.
EXEC msdb.dbo.sp_target_server_summary N'nope'
GO
--> server_id int | server_name sysname | local_time datetime | last_poll_date datetime | unread_instructions int | blocked int | poll_interval int
--> return 0
