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
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> servergroup_id int | name sysname
--> return 0
EXEC msdb.dbo.sp_add_targetservergroup N'North'
EXEC msdb.dbo.sp_add_targetservergroup N'All of them'
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'North', N'T2'
EXEC msdb.dbo.sp_add_targetsvrgrp_member N'North', N'T1'
GO
--> return 0
-- Without a name: the groups.
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> servergroup_id int | name sysname
--> 2 | All of them
--> 1 | North
--> return 0
-- With one: its members.
EXEC msdb.dbo.sp_help_targetservergroup @name = N'north'
GO
--> server_id int | server_name sysname
--> 1 | T1
--> 2 | T2
--> return 0
EXEC msdb..sp_help_targetservergroup @name = N''
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_targetservergroup
--> The specified @name ('') does not exist.
--> return 1
