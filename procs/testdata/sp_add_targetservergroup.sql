-- A group is added once, whatever the case of its name.
EXEC msdb.dbo.sp_add_targetservergroup @name = N'Finance'
GO
--> return 0
EXEC msdb.dbo.sp_add_targetservergroup N' FINANCE '
GO
--> Msg 14261, Level 16, State 1, Procedure sp_add_targetservergroup
--> The specified @name ('FINANCE') already exists.
--> return 1
-- Lists of groups are separated by commas.
EXEC msdb.dbo.sp_add_targetservergroup N'A,B'
GO
--> Msg 14289, Level 16, State 1, Procedure sp_add_targetservergroup
--> @name cannot contain ',' characters.
--> return 1
-- An empty name is a name; none is not.
EXEC msdb.dbo.sp_add_targetservergroup N''
GO
--> return 0
EXEC msdb.dbo.sp_add_targetservergroup NULL
GO
--> Msg 515, Level 16, State 1, Procedure sp_add_targetservergroup
--> Cannot insert the value NULL into column 'name', table 'msdb.dbo.systargetservergroups'; column does not allow nulls. INSERT fails.
--> return 515
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> servergroup_id int | name sysname
--> 2 |
--> 1 | Finance
--> return 0
