-- A master and a target.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
GO
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60, 251660240
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
EXEC msdb.dbo.sp_add_targetservergroup N'Branches'
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'Branches', N'T1'
GO
--> return 0
EXEC msdb.dbo.sp_delete_targetservergroup N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_delete_targetservergroup
--> The specified @name ('nope') does not exist.
--> return 1
-- Its members stay target servers.
EXEC msdb.dbo.sp_delete_targetservergroup N'branches'
GO
--> return 0
SELECT COUNT(*) AS members, (SELECT COUNT(*) FROM msdb.dbo.systargetservers) AS targets FROM msdb.dbo.systargetservergroupmembers
GO
--> members int | targets int
--> 0 | 1
