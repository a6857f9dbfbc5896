-- A job as Management Studio writes it when it scripts one: all of it or nothing.
USE [msdb]
GO
--> Changed database context to 'msdb'.

/****** Object:  Job [Refresh price list]    Script Date: 1/5/2026 9:30:00 AM ******/
BEGIN TRANSACTION
DECLARE @ReturnCode INT
SELECT @ReturnCode = 0
/****** Object:  JobCategory [Price lists]    Script Date: 1/5/2026 9:30:00 AM ******/
IF NOT EXISTS (SELECT name FROM msdb.dbo.syscategories WHERE name=N'Price lists' AND category_class=1)
BEGIN
EXEC @ReturnCode = msdb.dbo.sp_add_category @class=N'JOB', @type=N'LOCAL', @name=N'Price lists'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback

END

DECLARE @jobId BINARY(16)
EXEC @ReturnCode =  msdb.dbo.sp_add_job @job_name=N'Refresh price list', 
		@enabled=1, 
		@notify_level_eventlog=0, 
		@notify_level_email=0, 
		@notify_level_netsend=0, 
		@notify_level_page=0, 
		@delete_level=0, 
		@description=N'Loads prices and tells the shops.', 
		@category_name=N'Price lists', 
		@owner_login_name=N'sa', @job_id = @jobId OUTPUT
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
/****** Object:  Step [Load prices]    Script Date: 1/5/2026 9:30:00 AM ******/
EXEC @ReturnCode = msdb.dbo.sp_add_jobstep @job_id=@jobId, @step_name=N'Load prices', 
		@step_id=1, 
		@cmdexec_success_code=0, 
		@on_success_action=3, 
		@on_success_step_id=0, 
		@on_fail_action=2, 
		@on_fail_step_id=0, 
		@retry_attempts=2, 
		@retry_interval=5, 
		@os_run_priority=0, @subsystem=N'TSQL', 
		@command=N'PRINT ''prices''
SELECT N''It''''s done''', 
		@database_name=N'master', 
		@flags=4
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
/****** Object:  Step [Tell the shops]    Script Date: 1/5/2026 9:30:00 AM ******/
EXEC @ReturnCode = msdb.dbo.sp_add_jobstep @job_id=@jobId, @step_name=N'Tell the shops', 
		@step_id=2, 
		@cmdexec_success_code=0, 
		@on_success_action=1, 
		@on_success_step_id=0, 
		@on_fail_action=2, 
		@on_fail_step_id=0, 
		@retry_attempts=0, 
		@retry_interval=0, 
		@os_run_priority=0, @subsystem=N'TSQL', 
		@command=N'SELECT 1', 
		@database_name=N'msdb', 
		@flags=0
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_update_job @job_id = @jobId, @start_step_id = 1
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobschedule @job_id=@jobId, @name=N'Every morning', 
		@enabled=1, 
		@freq_type=8, 
		@freq_interval=62, 
		@freq_subday_type=1, 
		@freq_subday_interval=0, 
		@freq_relative_interval=0, 
		@freq_recurrence_factor=1, 
		@active_start_date=20260101, 
		@active_end_date=99991231, 
		@active_start_time=63000, 
		@active_end_time=235959, 
		@schedule_uid=N'7c1f0a52-9d55-4f0e-8a3e-0b6f3f1d2c41'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobserver @job_id = @jobId, @server_name = N'(local)'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
COMMIT TRANSACTION
GOTO EndSave
QuitWithRollback:
    IF (@@TRANCOUNT > 0) ROLLBACK TRANSACTION
EndSave:
GO
--> return 0


SELECT j.name, j.description, c.name AS category, j.start_step_id, j.version_number, @@TRANCOUNT AS trancount FROM msdb.dbo.sysjobs j JOIN msdb.dbo.syscategories c ON c.category_id = j.category_id
GO
--> name sysname | description nvarchar(512) | category sysname | start_step_id int | version_number int | trancount int
--> Refresh price list | Loads prices and tells the shops. | Price lists | 1 | 4 | 0
SELECT step_id, step_name, command, on_success_action, retry_attempts, retry_interval, database_name, flags FROM msdb.dbo.sysjobsteps ORDER BY step_id
GO
--> step_id int | step_name sysname | command nvarchar(max) | on_success_action tinyint | retry_attempts int | retry_interval int | database_name sysname | flags int
--> 1 | Load prices | PRINT 'prices'
--> SELECT N'It''s done' | 3 | 2 | 5 | master | 4
--> 2 | Tell the shops | SELECT 1 | 1 | 0 | 0 | msdb | 0
EXEC msdb.dbo.sp_help_jobschedule @job_name = N'Refresh price list', @include_description = 1
GO
--> schedule_id int | schedule_name sysname | enabled int | freq_type int | freq_interval int | freq_subday_type int | freq_subday_interval int | freq_relative_interval int | freq_recurrence_factor int | active_start_date int | active_end_date int | active_start_time int | active_end_time int | date_created datetime | schedule_description nvarchar(4000) | next_run_date int | next_run_time int | schedule_uid uniqueidentifier | job_count int
--> 1 | Every morning | 1 | 8 | 62 | 1 | 0 | 0 | 1 | 20260101 | 99991231 | 63000 | 235959 | {now} | Every 1 week(s) on Monday, Tuesday, Wednesday, Thursday, Friday at 63000 | 0 | 0 | {1} | 1
--> return 0
-- Run again, it fails at the name and leaves nothing behind.
BEGIN TRANSACTION
DECLARE @ReturnCode INT
SELECT @ReturnCode = 0
IF NOT EXISTS (SELECT name FROM msdb.dbo.syscategories WHERE name=N'Second' AND category_class=1)
BEGIN
EXEC @ReturnCode = msdb.dbo.sp_add_category @class=N'JOB', @type=N'LOCAL', @name=N'Second'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
END
DECLARE @jobId BINARY(16)
EXEC @ReturnCode =  msdb.dbo.sp_add_job @job_name=N'Refresh price list', @category_name=N'Second', @job_id = @jobId OUTPUT
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
COMMIT TRANSACTION
GOTO EndSave
QuitWithRollback:
    IF (@@TRANCOUNT > 0) ROLLBACK TRANSACTION
EndSave:
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_job
--> The specified @name ('Refresh price list') already exists.
--> return 1
SELECT @@TRANCOUNT AS trancount, COUNT(*) AS categories FROM msdb.dbo.syscategories WHERE name = N'Second'
GO
--> trancount int | categories int
--> 0 | 0
