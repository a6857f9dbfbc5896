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
EXEC msdb.dbo.sp_generate_target_server_job_assignment_sql N't1', N'T1NEW'
GO
--> Execute this SQL to re-assign jobs to the target server nvarchar(4000)
--> EXECUTE msdb.dbo.sp_add_jobserver @job_id = N'{1}', @server_name = N'T1NEW'
--> return 0
EXEC msdb.dbo.sp_generate_target_server_job_assignment_sql N'T1'
GO
--> Execute this SQL to re-assign jobs to the target server nvarchar(4000)
--> EXECUTE msdb.dbo.sp_add_jobserver @job_id = N'{1}', @server_name = N'T1'
--> return 0
EXEC msdb.dbo.sp_generate_target_server_job_assignment_sql N'T2'
GO
--> Target server 'T2' does not have any jobs assigned to it.
--> return 0
EXEC msdb.dbo.sp_generate_target_server_job_assignment_sql
GO
--> Target server 'HQ' does not have any jobs assigned to it.
--> return 0
EXEC msdb.dbo.sp_generate_target_server_job_assignment_sql N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_generate_target_server_job_assignment_sql
--> The specified @server_name ('NOPE') does not exist.
--> return 1
