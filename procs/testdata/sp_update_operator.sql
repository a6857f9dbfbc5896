EXEC msdb.dbo.sp_add_operator @name = N'Ada', @email_address = N'ada@example.com', @pager_address = N'1', @netsend_address = N'ADA'
EXEC msdb.dbo.sp_add_operator @name = N'Bob'
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
GO
-- NULL keeps what is there, an empty text clears it.
EXEC msdb.dbo.sp_update_operator @name = N'ada', @new_name = N'Ada L.', @pager_address = N'', @pager_days = 62
GO
SELECT name, email_address, pager_address, netsend_address, pager_days FROM msdb.dbo.sysoperators WHERE id = 1
GO
EXEC msdb.dbo.sp_update_operator @name = N'nope', @enabled = 0
GO
EXEC msdb.dbo.sp_update_operator @name = N'Bob', @new_name = N'ada l.'
GO
EXEC msdb.dbo.sp_update_operator @name = N'Bob', @new_name = N'BOB'
GO
EXEC msdb.dbo.sp_update_operator @name = N'Bob', @enabled = 9
GO
EXEC msdb.dbo.sp_update_operator @name = N'Bob', @category_name = N''
GO
EXEC msdb.dbo.sp_update_operator @name = N'MSXOperator', @new_name = N'Chief'
GO
-- The targets of a master fetch a changed MSXOperator.
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'', 0, GETDATE(), GETDATE(), 1, GETDATE(), N'dba', 60)
GO
EXEC msdb.dbo.sp_update_operator @name = N'MSXOperator', @email_address = N'ops@example.com'
GO
SELECT operation_code, object_type, target_server FROM msdb.dbo.sysdownloadlist
GO
-- On a target it is the master's.
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', N'REG_SZ', N'BOSS'
GO
EXEC msdb.dbo.sp_update_operator @name = N'MSXOperator', @email_address = N'x'
GO
-- The settings follow the fail-safe operator.
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'AlertFailSafeOperator', N'REG_SZ', N'Bob'
EXEC msdb.dbo.sp_update_operator @name = N'Bob', @new_name = N'Robert', @email_address = N'bob@example.com'
DECLARE @name nvarchar(100), @email nvarchar(100)
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'AlertFailSafeOperator', @name OUTPUT
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'AlertFailSafeEmailAddress', @email OUTPUT
SELECT @name AS name, @email AS email
GO
