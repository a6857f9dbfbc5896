-- The agent of this server cannot reach any master: a success is told elsewhere.
EXEC msdb.dbo.sp_msx_enlist N'hq', N'Leeds, row 4'
GO
--> Msg 14297, Level 16, State 1, Procedure sp_msx_enlist
--> Cannot enlist into the local machine.
--> return 1
EXEC msdb.dbo.sp_msx_enlist @msx_server_name = N'other', @location = N'Leeds, row 4'
GO
--> Msg 22026, Level 16, State 1, Procedure xp_msx_enlist
--> The enlist operation failed (reason: Unable to connect to MSX 'OTHER'.)
--> return 1
-- Nothing has changed.
SELECT (SELECT COUNT(*) FROM msdb.dbo.sysoriginatingservers) AS masters, (SELECT COUNT(*) FROM msdb.dbo.sqlagent_info) AS dates
GO
--> masters int | dates int
--> 0 | 0
-- Enlisted already: elsewhere, or here again.
INSERT INTO msdb.dbo.sqlagent_info (attribute, value) VALUES (N'DateEnlisted', N'20260101')
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', N'REG_SZ', N'MASTER1'
GO
--> return 0
EXEC msdb.dbo.sp_msx_enlist N'master2'
GO
--> Msg 14296, Level 16, State 1, Procedure sp_msx_enlist
--> This server is already enlisted into MSX 'MASTER1'.
--> return 1
EXEC msdb.dbo.sp_msx_enlist N'master1'
GO
--> Msg 22026, Level 16, State 1, Procedure xp_msx_enlist
--> The enlist operation failed (reason: Unable to connect to MSX 'MASTER1'.)
--> return 1
-- msdb was installed anew: the enlistment it does not remember is given up first.
DELETE FROM msdb.dbo.sqlagent_info WHERE attribute = N'DateEnlisted'
GO
EXEC msdb.dbo.sp_msx_enlist N'master2'
GO
--> The enlist operation failed (reason: Unable to connect to MSX 'MASTER1'.)
--> Server defected from MSX 'MASTER1'. 0 job(s) deleted.
--> Msg 22026, Level 16, State 1, Procedure xp_msx_enlist
--> The enlist operation failed (reason: Unable to connect to MSX 'MASTER2'.)
--> return 1
-- A master enlists nowhere.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
GO
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60, 251660240
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
EXEC msdb.dbo.sp_msx_enlist N'master2'
GO
--> Msg 14299, Level 16, State 1, Procedure sp_msx_enlist
--> Server 'HQ' is an MSX. Cannot enlist one MSX into another MSX.
--> return 1
