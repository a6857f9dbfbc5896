-- What a master shows of its targets, and jobs applied to many of them at once.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
INSERT INTO msdb.dbo.systargetservers (server_name, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', -300, GETDATE(), N'dba', 60), (N'T2', 0, GETDATE(), N'dba', 60), (N'T3', 0, GETDATE(), N'dba', 60)
INSERT INTO msdb.dbo.sysdownloadlist (source_server, operation_code, object_type, object_id, target_server, error_message, status)
VALUES (N'HQ', 8, 2, 0x00000000000000000000000000000000, N'T1', NULL, 0), (N'HQ', 8, 2, 0x00000000000000000000000000000000, N'T1', NULL, 0),
       (N'HQ', 8, 2, 0x00000000000000000000000000000000, N'T1', NULL, 1), (N'HQ', 8, 2, 0x00000000000000000000000000000000, N'T2', N'Proxy not found.', 0)
GO
--> return 0
EXEC msdb.dbo.sp_help_targetserver
GO
--> server_id int | server_name sysname | location nvarchar(200) | time_zone_adjustment int | enlist_date datetime | last_poll_date datetime | status int | unread_instructions int | local_time datetime | enlisted_by_nt_user nvarchar(100) | poll_interval int
--> 1 | T1 | NULL | -300 | {now} | {now} | 1 | 2 | {now} | dba | 60
--> 2 | T2 | NULL | 0 | {now} | {now} | 5 | 1 | {now} | dba | 60
--> 3 | T3 | NULL | 0 | {now} | {now} | 1 | 0 | {now} | dba | 60
--> return 0
-- A probe answers: is it a stranger, how much blocks it, how much waits. What blocks does not wait.
EXEC msdb.dbo.sp_sqlagent_probe_msx N'T1', N'2026/01/05 04:31:00', 120, -240
GO
--> bit | int | int
--> 0 | 0 | 2
--> return 0
EXEC msdb.dbo.sp_sqlagent_probe_msx N'T2', N'2026/01/05 09:31:00', 60
GO
--> bit | int | int
--> 0 | 1 | 0
--> return 0
SELECT server_name, poll_interval, time_zone_adjustment, local_time_at_last_poll, status FROM msdb.dbo.systargetservers WHERE server_name <> N'T3' ORDER BY server_name
GO
--> server_name sysname | poll_interval int | time_zone_adjustment int | local_time_at_last_poll datetime | status int
--> T1 | 120 | -240 | 2026-01-05 04:31:00.000 | 1
--> T2 | 60 | 0 | {now} | 1
EXEC msdb.dbo.sp_sqlagent_probe_msx N'T9', N'2026/01/05 09:31:00', 60
GO
--> bit | int | int
--> 1 | 0 | 0
--> return 0
INSERT INTO msdb.dbo.sysdownloadlist (source_server, operation_code, object_type, object_id, target_server) VALUES (N'HQ', 7, 2, 0x00000000000000000000000000000000, N'T9')
EXEC msdb.dbo.sp_sqlagent_probe_msx N'T9', N'2026/01/05 09:31:00', 60
GO
--> bit | int | int
--> 0 | 0 | 1
--> return 0
DELETE FROM msdb.dbo.sysdownloadlist
EXEC msdb.dbo.sp_add_targetservergroup N'G1'
EXEC msdb.dbo.sp_add_targetservergroup N'G2'
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'G1', N'T1'
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'G2', N'T1'
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'G2', N'T2'
EXEC msdb.dbo.sp_add_job @job_name = N'J'
EXEC msdb.dbo.sp_add_job @job_name = N'Twice'
EXEC msdb.dbo.sp_add_job @job_name = N'Astray'
GO
--> return 0
-- A target in two groups gets the job once.
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'J', @target_server_groups = N'G1, G2'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> Job applied to 2 new servers.
--> return 0
SELECT t.server_name FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.systargetservers AS t ON t.server_id = s.server_id ORDER BY t.server_name
GO
--> server_name sysname
--> T1
--> T2
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'J', @target_server_groups = N'G1, G3'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_apply_job_to_targets
--> The specified @target_server_groups ('G3') does not exist.
--> return 1
-- Named twice it gets it once too, but is counted twice; a name that is none is counted as well.
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'Twice', @target_servers = N'T1,T1'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> Msg 14269, Level 16, State 1, Procedure sp_add_jobserver
--> Job 'Twice' is already targeted at server 'T1'.
--> Job applied to 2 new servers.
--> return 0
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'Astray', @target_servers = N'x'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_add_jobserver
--> The specified @server_name ('X') does not exist.
--> Job applied to 1 new servers.
--> return 0
EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'J'
GO
--> Msg 14283, Level 16, State 1, Procedure sp_apply_job_to_targets
--> Supply @target_server_groups or @target_servers, or both.
--> return 1
EXEC msdb.dbo.sp_remove_job_from_targets @job_name = N'J', @target_servers = N'x, T1, T3'
GO
--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.
--> Job removed from 1 servers.
--> return 0
SELECT j.name, t.server_name FROM msdb.dbo.sysjobservers AS s JOIN msdb.dbo.systargetservers AS t ON t.server_id = s.server_id
JOIN msdb.dbo.sysjobs AS j ON j.job_id = s.job_id ORDER BY j.name, t.server_name
GO
--> name sysname | server_name sysname
--> J | T2
--> Twice | T1
-- Groups.
EXEC msdb.dbo.sp_add_targetservergroup N'A'
GO
--> return 0
EXEC msdb.dbo.sp_add_targetservergroup N'A'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_add_targetservergroup
--> The specified @name ('A') already exists.
--> return 1
EXEC msdb.dbo.sp_add_targetservergroup N'A,B'
GO
--> Msg 14289, Level 16, State 1, Procedure sp_add_targetservergroup
--> @name cannot contain ',' characters.
--> return 1
EXEC msdb.dbo.sp_update_targetservergroup N'A', N'A'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_update_targetservergroup
--> The specified @new_name ('A') already exists.
--> return 1
EXEC msdb.dbo.sp_delete_targetservergroup N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_delete_targetservergroup
--> The specified @name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'A', N'T1'
GO
--> return 0
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'A', N'T1'
GO
--> Msg 14263, Level 16, State 1, Procedure sp_add_targetsvrgrp_member
--> Target server 'T1' is already a member of group 'A'.
--> return 1
EXEC msdb.dbo.sp_delete_targetsvrgrp_member N'A', N'T1'
EXEC msdb.dbo.sp_delete_targetsvrgrp_member N'A', N'T1'
GO
--> Msg 14264, Level 16, State 1, Procedure sp_delete_targetsvrgrp_member
--> Target server 'T1' is not a member of group 'A'.
--> return 1
