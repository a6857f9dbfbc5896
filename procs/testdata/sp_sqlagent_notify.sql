DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'L', @job_id = @id OUTPUT
EXEC msdb.dbo.sp_add_jobstep @job_id = @id, @step_name = N'one', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobserver @job_id = @id, @server_name = N'(local)'
GO
--> return 0
EXEC msdb.dbo.sp_sqlagent_notify N'X'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_sqlagent_notify
--> The specified '@op_type' is invalid (valid values are: J, S, A, G, D, P, L, T, M).
--> return 1
EXEC msdb.dbo.sp_sqlagent_notify @op_type = N'J', @action_type = N'U'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_sqlagent_notify
--> The specified @job_id ('(null)') does not exist.
--> return 1
EXEC msdb.dbo.sp_sqlagent_notify N'J', '11111111-1111-1111-1111-111111111111', NULL, NULL, N'U'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_sqlagent_notify
--> The specified @job_id ('{1}') does not exist.
--> return 1
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_notify @op_type = N'J', @job_id = @id, @action_type = N'X'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_sqlagent_notify
--> The specified '@action_type' is invalid (valid values are: R, S, I, U, D, C).
--> return 1
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_notify @op_type = N'J', @job_id = @id, @schedule_id = 9, @action_type = N'S'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_sqlagent_notify
--> The specified @schedule_id ('9') does not exist.
--> return 1
DECLARE @id uniqueidentifier
SELECT @id = job_id FROM msdb.dbo.sysjobs
EXEC msdb.dbo.sp_sqlagent_notify @op_type = N'J', @job_id = @id, @action_type = N'U'
GO
--> return 0
EXEC msdb.dbo.sp_sqlagent_notify @op_type = N'S', @schedule_id = 9, @action_type = N'R'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_sqlagent_notify
--> The specified '@action_type' is invalid (valid values are: I, U, D).
--> return 1
EXEC msdb.dbo.sp_sqlagent_notify @op_type = N'S', @schedule_id = 9, @action_type = N'I'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_sqlagent_notify
--> The specified @schedule_id ('9') does not exist.
--> return 1
EXEC msdb.dbo.sp_sqlagent_notify @op_type = N'A', @alert_id = 9, @action_type = N'U'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_sqlagent_notify
--> The specified @alert_id ('9') does not exist.
--> return 1
EXEC msdb.dbo.sp_sqlagent_notify @op_type = N'T', @wmi_query = N'x'
GO
--> Msg 14508, Level 16, State 1, Procedure sp_sqlagent_notify
--> Specify both @wmi_namespace and @wmi_query.
--> return 1
-- Poll the master now.
EXEC msdb.dbo.sp_sqlagent_notify N'P'
GO
--> return 0
