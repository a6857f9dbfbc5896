EXEC msdb.dbo.sp_help_targetserver
GO
--> server_id int | server_name sysname | location nvarchar(200) | time_zone_adjustment int | enlist_date datetime | last_poll_date datetime | status int | unread_instructions int | local_time datetime | enlisted_by_nt_user nvarchar(100) | poll_interval int
--> return 0
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
EXEC msdb.dbo.sp_help_targetserver @server_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_targetserver
--> The specified @server_name ('NOPE') does not exist.
--> return 1
-- An empty name is a name.
EXEC msdb.dbo.sp_help_targetserver N''
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_targetserver
--> The specified @server_name ('') does not exist.
--> return 1
EXEC msdb.dbo.sp_help_targetserver
GO
--> server_id int | server_name sysname | location nvarchar(200) | time_zone_adjustment int | enlist_date datetime | last_poll_date datetime | status int | unread_instructions int | local_time datetime | enlisted_by_nt_user nvarchar(100) | poll_interval int
--> 1 | T1 | Leeds | -300 | {now} | {now} | 1 | 0 | 2026-01-05 04:30:00.000 | CORP\dba | 60
--> 2 | T2 | York | 0 | {now} | {now} | 1 | 0 | 2026-01-05 04:30:00.000 | CORP\dba | 60
--> return 0
-- Three poll intervals without a word are not suspicious; a second more is.
UPDATE msdb.dbo.systargetservers SET last_poll_date = DATEADD(second, -180, GETDATE()) WHERE server_name = N'T1'
UPDATE msdb.dbo.systargetservers SET last_poll_date = DATEADD(second, -181, GETDATE()) WHERE server_name = N'T2'
GO
EXEC msdb.dbo.sp_help_targetserver
GO
--> server_id int | server_name sysname | location nvarchar(200) | time_zone_adjustment int | enlist_date datetime | last_poll_date datetime | status int | unread_instructions int | local_time datetime | enlisted_by_nt_user nvarchar(100) | poll_interval int
--> 1 | T1 | Leeds | -300 | {now} | {now} | 1 | 0 | 2026-01-05 04:33:00.000 | CORP\dba | 60
--> 2 | T2 | York | 0 | {now} | {now} | 3 | 0 | 2026-01-05 04:33:01.000 | CORP\dba | 60
--> return 0
-- An instruction that failed blocks.
INSERT INTO msdb.dbo.sysdownloadlist (source_server, operation_code, object_type, object_id, target_server, error_message)
VALUES (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T1', N'Proxy not found.'), (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T2', N'')
GO
EXEC msdb.dbo.sp_help_targetserver
GO
--> server_id int | server_name sysname | location nvarchar(200) | time_zone_adjustment int | enlist_date datetime | last_poll_date datetime | status int | unread_instructions int | local_time datetime | enlisted_by_nt_user nvarchar(100) | poll_interval int
--> 1 | T1 | Leeds | -300 | {now} | {now} | 5 | 1 | 2026-01-05 04:33:00.000 | CORP\dba | 60
--> 2 | T2 | York | 0 | {now} | {now} | 7 | 1 | 2026-01-05 04:33:01.000 | CORP\dba | 60
--> return 0
EXEC msdb.dbo.sp_help_targetserver @server_name = N' t2 '
GO
--> server_id int | server_name sysname | location nvarchar(200) | time_zone_adjustment int | enlist_date datetime | last_poll_date datetime | status int | unread_instructions int | local_time datetime | enlisted_by_nt_user nvarchar(100) | poll_interval int
--> 2 | T2 | York | 0 | {now} | {now} | 7 | 1 | 2026-01-05 04:33:01.000 | CORP\dba | 60
--> return 0
