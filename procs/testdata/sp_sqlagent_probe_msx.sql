-- A master and a target.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
GO
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60, 251660240
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
EXEC msdb.dbo.sp_sqlagent_probe_msx N't1', N'2026/01/05 04:31:00', 120, -240
GO
--> bit | int | int
--> 0 | 0 | 0
--> return 0
-- No time zone keeps the old one.
EXEC msdb.dbo.sp_sqlagent_probe_msx @server_name = N'T1', @local_time = N'2026/01/05 04:32:00', @poll_interval = 60
GO
--> bit | int | int
--> 0 | 0 | 0
--> return 0
EXEC msdb.dbo.sp_help_targetserver
GO
--> server_id int | server_name sysname | location nvarchar(200) | time_zone_adjustment int | enlist_date datetime | last_poll_date datetime | status int | unread_instructions int | local_time datetime | enlisted_by_nt_user nvarchar(100) | poll_interval int
--> 1 | T1 | Leeds | -240 | {now} | {now} | 1 | 0 | 2026-01-05 04:32:00.000 | CORP\dba | 60
--> return 0
INSERT INTO msdb.dbo.sysdownloadlist (source_server, operation_code, object_type, object_id, target_server, error_message, status)
VALUES (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T1', NULL, 0), (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T1', N'broken', 0),
       (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T1', N'broken', 1), (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T1', NULL, 1)
GO
EXEC msdb.dbo.sp_sqlagent_probe_msx N'T1', N'2026/01/05 04:32:00', 60
GO
--> bit | int | int
--> 0 | 2 | 1
--> return 0
-- Nobody knows this one.
EXEC msdb.dbo.sp_sqlagent_probe_msx N'T9', N'2026/01/05 04:32:00', 60
GO
--> bit | int | int
--> 1 | 0 | 0
--> return 0
-- One that was deleted has its DEFECT to find.
INSERT INTO msdb.dbo.sysdownloadlist (source_server, operation_code, object_type, object_id, target_server)
VALUES (N'HQ', 7, 2, 0x00000000000000000000000000000000, N'T9')
EXEC msdb.dbo.sp_sqlagent_probe_msx N'T9', N'2026/01/05 04:32:00', 60
GO
--> bit | int | int
--> 0 | 0 | 1
--> return 0
EXEC msdb.dbo.sp_sqlagent_probe_msx N'T1', N'yesterday', 60
GO
--> Msg 241, Level 16, State 1, Procedure sp_sqlagent_probe_msx
--> Conversion failed when converting date and/or time from character string.
--> return 1
