-- A scripted job is one transaction: what its targets were told is taken back with it.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
INSERT INTO msdb.dbo.systargetservers (server_name, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', 0, GETDATE(), N'dba', 60)
GO
--> return 0
BEGIN TRANSACTION
DECLARE @ReturnCode INT
SELECT @ReturnCode = 0
DECLARE @jobId BINARY(16)
EXEC @ReturnCode = msdb.dbo.sp_add_job @job_name = N'J', @enabled = 1, @category_name = N'[Uncategorized (Multi-Server)]', @owner_login_name = N'sa', @job_id = @jobId OUTPUT
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobstep @job_id = @jobId, @step_name = N'One', @step_id = 1, @command = N'SELECT 1', @database_name = N'master'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_update_job @job_id = @jobId, @start_step_id = 1
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobserver @job_id = @jobId, @server_name = N'T1'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobserver @job_id = @jobId, @server_name = N'T2'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
COMMIT TRANSACTION
GOTO EndSave
QuitWithRollback:
    IF (@@TRANCOUNT > 0) ROLLBACK TRANSACTION
EndSave:
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> Msg 14262, Level 16, State 1, Procedure sp_add_jobserver
--> The specified @server_name ('T2') does not exist.
--> return 1
SELECT @@TRANCOUNT AS depth, (SELECT COUNT(*) FROM msdb.dbo.sysjobs) AS jobs, (SELECT COUNT(*) FROM msdb.dbo.sysjobservers) AS jobservers,
  (SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist) AS instructions
GO
--> depth int | jobs int | jobservers int | instructions int
--> 0 | 0 | 0 | 0
