-- Who is too old is refused before anything else is looked at.
EXEC msdb.dbo.sp_enlist_tsx 0, NULL, NULL, 0, NULL, NULL, 60
GO
--> Msg 14306, Level 16, State 1, Procedure sp_enlist_tsx
--> The target server (TSX) version is not compatible with the master server (MSX) version (16.0.4185).
--> return 12
EXEC msdb.dbo.sp_enlist_tsx 0, NULL, NULL, 0, NULL, NULL, 60, 251660240
GO
--> Msg 14043, Level 16, State 1, Procedure sp_enlist_tsx
--> The parameter @ServerName passed to stored procedure (null) cannot be NULL.
--> return 2
EXEC msdb.dbo.sp_enlist_tsx 0, N'  ', NULL, 0, NULL, NULL, 60, 251660240
GO
--> Msg 21263, Level 16, State 1, Procedure sp_enlist_tsx
--> Parameter '@ServerName' cannot be NULL or an empty string.
--> return 3
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', NULL, 0, NULL, NULL, 60, 251660240
GO
--> Msg 14043, Level 16, State 1, Procedure sp_enlist_tsx
--> The parameter @NTUserName passed to stored procedure (null) cannot be NULL.
--> return 4
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', NULL, 0, NULL, N' ', 60, 251660240
GO
--> Msg 21263, Level 16, State 1, Procedure sp_enlist_tsx
--> Parameter '@NTUserName' cannot be NULL or an empty string.
--> return 5
-- A target is no master.
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', N'REG_SZ', N'OTHER'
GO
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60, 251660240
GO
--> Msg 14360, Level 16, State 1, Procedure sp_enlist_tsx
--> HQ is already configured as TSX machine
--> return 6
EXEC master.dbo.xp_instance_regdeletevalue N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName'
GO
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60, 251660240
GO
--> Msg 14363, Level 16, State 1, Procedure sp_enlist_tsx
--> The MSX server is not prepared for enlistments [there must be an operator named 'MSXOperator' defined at the MSX]
--> return 9
EXEC msdb.dbo.sp_enlist_tsx 2, N'T1', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60
GO
--> Msg 14363, Level 16, State 1, Procedure sp_enlist_tsx
--> The MSX server is not prepared for enlistments [there must be an operator named 'MSXOperator' defined at the MSX]
--> return 10
-- Now it is prepared.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
GO
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 2, N't1', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60
GO
--> Msg 14364, Level 16, State 1, Procedure sp_enlist_tsx
--> The TSX server is not currently enlisted
--> return 11
-- What an earlier life of the target left is forgotten.
INSERT INTO msdb.dbo.sysdownloadlist (source_server, operation_code, object_type, object_id, target_server)
VALUES (N'HQ', 7, 2, 0x00000000000000000000000000000000, N'T1')
GO
EXEC msdb.dbo.sp_enlist_tsx 0, N' t1 ', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60, 251660240
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
SELECT server_name, location, status, poll_interval, (SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist) AS instructions FROM msdb.dbo.systargetservers
GO
--> server_name sysname | location nvarchar(200) | status int | poll_interval int | instructions int
--> T1 | Leeds | 1 | 60 | 0
-- A second server of that name: the table refuses it, the rest is done.
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'York', 0, '20260105 09:30:00', N'CORP\dba', 60, 251660240
GO
--> Msg 2601, Level 14, State 1, Procedure sp_enlist_tsx
--> Cannot insert duplicate key row in object 'dbo.systargetservers' with unique index 'nc1'. The duplicate key value is (T1).
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
-- No location keeps the old one.
EXEC msdb.dbo.sp_enlist_tsx 2, N'T1', NULL, 60, NULL, NULL, 120
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
EXEC msdb.dbo.sp_help_targetserver
GO
--> server_id int | server_name sysname | location nvarchar(200) | time_zone_adjustment int | enlist_date datetime | last_poll_date datetime | status int | unread_instructions int | local_time datetime | enlisted_by_nt_user nvarchar(100) | poll_interval int
--> 1 | T1 | Leeds | 60 | {now} | {now} | 1 | 0 | 2026-01-05 04:30:00.000 | CORP\dba | 120
--> return 0
-- No target server is named ALL.
EXEC msdb.dbo.sp_enlist_tsx 0, N'all', N'York', 0, '20260105 09:30:00', N'CORP\dba', 60, 251660240
GO
--> Msg 14271, Level 16, State 1, Procedure trig_targetserver_insert
--> A target server cannot be named 'ALL'.
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 1, N'T1', NULL, NULL, NULL, NULL, NULL
GO
--> return 0
-- Who is not there defects in peace.
EXEC msdb.dbo.sp_enlist_tsx 1, N'T1', NULL, NULL, NULL, NULL, NULL
GO
--> return 0
SELECT COUNT(*) AS targets FROM msdb.dbo.systargetservers
GO
--> targets int
--> 0
-- No action, no deed.
EXEC msdb.dbo.sp_enlist_tsx NULL, N'T1', NULL, NULL, NULL, NULL, NULL
GO
--> return 0
