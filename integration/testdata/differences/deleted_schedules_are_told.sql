-- SQL Server: sp_delete_jobschedule and sp_delete_schedule with force take a schedule from a multiserver job and tell its
-- targets nothing: they go on running it.
-- msxgate: an INSERT of each such job is posted first.
-- Why: the job on the master says one thing and its targets do another, until somebody posts by hand.
INSERT INTO msdb.dbo.systargetservers (server_name, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', 0, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_job @job_name = N'J'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'J', @name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'J', @name = N'Weekly', @freq_type = 8, @freq_interval = 2, @freq_recurrence_factor = 1
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_delete_jobschedule @job_name = N'J', @name = N'Daily'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
EXEC msdb.dbo.sp_delete_schedule @schedule_name = N'Weekly', @force_delete = 1
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
