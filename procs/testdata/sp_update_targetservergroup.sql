EXEC msdb.dbo.sp_add_targetservergroup N'A'
EXEC msdb.dbo.sp_add_targetservergroup N'B'
GO
--> return 0
EXEC msdb.dbo.sp_update_targetservergroup @name = N'nope', @new_name = N'C'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_update_targetservergroup
--> The specified @name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_targetservergroup @name = N'A', @new_name = N'B'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_update_targetservergroup
--> The specified @new_name ('B') already exists.
--> return 1
-- Its own name is not a new one, in whatever case.
EXEC msdb.dbo.sp_update_targetservergroup @name = N'A', @new_name = N'a'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_update_targetservergroup
--> The specified @new_name ('a') already exists.
--> return 1
EXEC msdb.dbo.sp_update_targetservergroup @name = N'A', @new_name = N'C,D'
GO
--> Msg 14289, Level 16, State 1, Procedure sp_update_targetservergroup
--> @new_name cannot contain ',' characters.
--> return 1
EXEC msdb.dbo.sp_update_targetservergroup @name = N'a', @new_name = N' C '
GO
--> return 0
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> servergroup_id int | name sysname
--> 2 | B
--> 1 | C
--> return 0
