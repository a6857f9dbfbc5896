EXEC msdb.dbo.sp_add_category @name = N' Nightly '
GO
--> return 0
EXEC msdb.dbo.sp_add_category @class = 'job', @type = 'multi-server', @name = N'Everywhere'
GO
--> return 0
EXEC msdb.dbo.sp_add_category @name = N'NIGHTLY'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_add_category
--> The specified @name ('NIGHTLY') already exists.
--> return 1
EXEC msdb.dbo.sp_add_category @class = 'FOO', @name = N'x'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_category
--> The specified '@class' is invalid (valid values are: JOB, ALERT, OPERATOR).
--> return 1
EXEC msdb.dbo.sp_add_category @name = N'[Default]'
GO
--> Msg 14200, Level 16, State 1, Procedure sp_verify_category
--> The specified '@name' is invalid.
--> return 1
EXEC msdb.dbo.sp_add_category @type = 'NONE', @name = N'x'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_category
--> The specified '@type' is invalid (valid values are: LOCAL, MULTI-SERVER).
--> return 1
-- The type of others has to be said.
EXEC msdb.dbo.sp_add_category @class = 'ALERT', @name = N'Nightly'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_category
--> The specified '@type' is invalid (valid values are: NONE).
--> return 1
EXEC msdb.dbo.sp_add_category @class = 'ALERT', @type = 'NONE', @name = N'Nightly'
GO
--> return 0
EXEC msdb.dbo.sp_add_category
GO
--> Msg 201, Level 16, State 4, Procedure sp_add_category
--> Procedure or function 'sp_add_category' expects parameter '@name', which was not supplied.
--> return 0
SELECT category_id, category_class, category_type, name FROM msdb.dbo.syscategories WHERE category_id >= 100 ORDER BY category_id
GO
--> category_id int | category_class int | category_type tinyint | name sysname
--> 100 | 1 | 1 | Nightly
--> 101 | 1 | 2 | Everywhere
--> 102 | 2 | 3 | Nightly
