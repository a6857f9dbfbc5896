EXEC msdb.dbo.sp_add_operator @name = N'Ada', @email_address = N'ada@example.com', @pager_address = N'1', @netsend_address = N'ADA'
EXEC msdb.dbo.sp_add_operator @name = N'Bob'
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
GO
--> return 0
-- NULL keeps what is there, an empty text clears it.
EXEC msdb.dbo.sp_update_operator @name = N'ada', @new_name = N'Ada L.', @pager_address = N'', @pager_days = 62
GO
--> return 0
SELECT name, email_address, pager_address, netsend_address, pager_days FROM msdb.dbo.sysoperators WHERE id = 1
GO
--> name sysname | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | pager_days tinyint
--> Ada L. | ada@example.com | NULL | ADA | 62
EXEC msdb.dbo.sp_update_operator @name = N'nope', @enabled = 0
GO
--> Msg 14262, Level 16, State 1, Procedure sp_update_operator
--> The specified @name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_operator @name = N'Bob', @new_name = N'ada l.'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_operator
--> The specified @name ('ada l.') already exists.
--> return 1
EXEC msdb.dbo.sp_update_operator @name = N'Bob', @new_name = N'BOB'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_operator
--> The specified @name ('BOB') already exists.
--> return 1
EXEC msdb.dbo.sp_update_operator @name = N'Bob', @enabled = 9
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_operator
--> The specified '@enabled' is invalid (valid values are: 0, 1).
--> return 1
EXEC msdb.dbo.sp_update_operator @name = N'Bob', @category_name = N''
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_operator
--> The specified @category_name ('(null)') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_operator @name = N'MSXOperator', @new_name = N'Chief'
GO
--> Msg 14222, Level 16, State 1, Procedure sp_update_operator
--> Cannot rename the 'MSXOperator' operator.
--> return 1
-- The targets of a master fetch a changed MSXOperator.
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
GO
EXEC msdb.dbo.sp_update_operator @name = N'MSXOperator', @email_address = N'ops@example.com'
GO
--> SP_POST_MSX_OPERATION: 1 RE-ENLIST download instruction(s) posted.
--> return 0
SELECT operation_code, object_type, target_server FROM msdb.dbo.sysdownloadlist
GO
--> operation_code tinyint | object_type tinyint | target_server sysname
--> 6 | 2 | T1
-- On a target it is the master's.
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', N'REG_SZ', N'BOSS'
GO
--> return 0
EXEC msdb.dbo.sp_update_operator @name = N'MSXOperator', @email_address = N'x'
GO
--> Msg 14223, Level 16, State 1, Procedure sp_update_operator
--> Cannot modify or delete operator 'MSXOperator' while this server is a TSX.
--> return 1
-- The settings follow the fail-safe operator.
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'AlertFailSafeOperator', N'REG_SZ', N'Bob'
EXEC msdb.dbo.sp_update_operator @name = N'Bob', @new_name = N'Robert', @email_address = N'bob@example.com'
DECLARE @name nvarchar(100), @email nvarchar(100)
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'AlertFailSafeOperator', @name OUTPUT
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'AlertFailSafeEmailAddress', @email OUTPUT
SELECT @name AS name, @email AS email
GO
--> name nvarchar(100) | email nvarchar(100)
--> Robert | bob@example.com
--> return 0
