-- What came from the master is the master's: a target refuses to change it, also to sysadmin.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
--@ HQ
EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'PRINT 1'
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'J', @name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist WHERE status = 0) WAITFOR DELAY '00:00:00.05'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
--@ T1
EXEC msdb.dbo.sp_update_job @job_name = N'J', @enabled = 0
GO
--> Msg 14274, Level 16, State 1, Procedure sp_update_job
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_delete_job @job_name = N'J'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_delete_job
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'Two', @command = N'PRINT 2'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_update_jobstep @job_name = N'J', @step_id = 1, @command = N'PRINT 2'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'J', @step_id = 1
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Mine', @freq_type = 4, @freq_interval = 1
EXEC msdb.dbo.sp_attach_schedule @job_name = N'J', @schedule_name = N'Mine'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_verify_jobproc_caller
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'K', @job_id = '6F9619FF-8B86-D011-B42D-00C04FC964FF'
GO
--> Msg 14274, Level 16, State 1, Procedure sp_add_job
--> Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'K', @category_name = N'Jobs from MSX'
GO
--> Msg 14267, Level 16, State 1, Procedure sp_verify_job
--> Cannot add a job to the 'Jobs from MSX' job category.
--> return 1
EXEC msdb.dbo.sp_add_job @job_name = N'K', @notify_level_email = 2, @notify_email_operator_name = N'MSXOperator'
GO
--> Msg 14251, Level 16, State 1, Procedure sp_verify_job
--> Cannot specify 'MSXOperator' as the operator to be notified.
--> return 1
EXEC msdb.dbo.sp_update_operator @name = N'MSXOperator', @enabled = 0
GO
--> Msg 14223, Level 16, State 1, Procedure sp_update_operator
--> Cannot modify or delete operator 'MSXOperator' while this server is a TSX.
--> return 1
EXEC msdb.dbo.sp_delete_operator @name = N'MSXOperator'
GO
--> Msg 14223, Level 16, State 1, Procedure sp_delete_operator
--> Cannot modify or delete operator 'MSXOperator' while this server is a TSX.
--> return 1
EXEC msdb.dbo.sp_stop_job N'J'
GO
--> Msg 22022, Level 16, State 1, Procedure xp_sqlagent_notify
--> SQLServerAgent Error: Request to stop job J (from User sa) refused because the job is not currently running.
--> return 1
EXEC msdb.dbo.sp_start_job N'J'
GO
--> Job 'J' started successfully.
--> return 0
WHILE NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobhistory WHERE step_id = 0) WAITFOR DELAY '00:00:00.05'
SELECT step_id, run_status, message FROM msdb.dbo.sysjobhistory ORDER BY instance_id
GO
--> step_id int | run_status int | message nvarchar(4000)
--> 1 | 1 | Executed as user: ##msxgate_agent##. 1 [SQLSTATE 01000] (Message 0).  The step succeeded.
--> 0 | 1 | The job succeeded.  The Job was invoked by User sa.  The last step to run was step 1 (One).
-- The lock looks at the name of the application, as the agent's own connections need.
--@ app SQLAgent - x
EXEC msdb.dbo.sp_update_job @job_name = N'J', @enabled = 0
GO
--> return 0
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'Two', @command = N'PRINT 2'
GO
--> return 0
EXEC msdb.dbo.sp_update_jobstep @job_name = N'J', @step_id = 2, @command = N'PRINT 3'
GO
--> return 0
EXEC msdb.dbo.sp_delete_jobstep @job_name = N'J', @step_id = 2
GO
--> return 0
EXEC msdb.dbo.sp_attach_schedule @job_name = N'J', @schedule_name = N'Mine'
GO
--> return 0
EXEC msdb.dbo.sp_add_job @job_name = N'K', @job_id = '6F9619FF-8B86-D011-B42D-00C04FC964FF', @category_name = N'Jobs from MSX', @originating_server = N'HQ'
GO
--> return 0
EXEC msdb.dbo.sp_delete_job @job_name = N'J'
GO
--> return 0
SELECT name, originating_server FROM msdb.dbo.sysjobs_view
GO
--> name sysname | originating_server sysname
--> K | HQ
