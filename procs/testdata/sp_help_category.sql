EXEC msdb.dbo.sp_help_category
GO
--> category_id int | category_type tinyint | name sysname
--> 0 | 1 | [Uncategorized (Local)]
--> 8 | 1 | Data Collector
--> 7 | 1 | Database Engine Tuning Advisor
--> 3 | 1 | Database Maintenance
--> 5 | 1 | Full-Text
--> 1 | 1 | Jobs from MSX
--> 6 | 1 | Log Shipping
--> 18 | 1 | REPL-Alert Response
--> 16 | 1 | REPL-Checkup
--> 10 | 1 | REPL-Distribution
--> 11 | 1 | REPL-Distribution Cleanup
--> 12 | 1 | REPL-History Cleanup
--> 13 | 1 | REPL-LogReader
--> 14 | 1 | REPL-Merge
--> 19 | 1 | REPL-QueueReader
--> 15 | 1 | REPL-Snapshot
--> 17 | 1 | REPL-Subscription Cleanup
--> 2 | 2 | [Uncategorized (Multi-Server)]
--> return 0
EXEC msdb.dbo.sp_help_category @class = 'ALERT', @suffix = 1
GO
--> category_id int | category_type nvarchar(4000) | name sysname
--> 98 | NONE | [Uncategorized]
--> 20 | NONE | Replication
--> return 0
EXEC msdb.dbo.sp_help_category @type = 'MULTI-SERVER', @suffix = 1
GO
--> category_id int | category_type nvarchar(4000) | name sysname
--> 2 | MULTI-SERVER | [Uncategorized (Multi-Server)]
--> return 0
EXEC msdb.dbo.sp_help_category @name = N'database maintenance'
GO
--> category_id int | category_type tinyint | name sysname
--> 3 | 1 | Database Maintenance
--> return 0
EXEC msdb.dbo.sp_help_category @name = N'nope'
GO
--> Msg 14526, Level 16, State 1, Procedure sp_help_category
--> The specified category "nope" does not exist for category class "1".
--> return 1
EXEC msdb.dbo.sp_help_category @class = 'FOO'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_category
--> The specified '@class' is invalid (valid values are: JOB, ALERT, OPERATOR).
--> return 1
EXEC msdb.dbo.sp_help_category @type = 'NONE'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_category
--> The specified '@type' is invalid (valid values are: LOCAL, MULTI-SERVER).
--> return 1
-- As SSMS reads it.
CREATE TABLE #c (category_id int, category_type tinyint, name sysname)
INSERT INTO #c EXEC msdb.dbo.sp_help_category @class = 'OPERATOR'
SELECT category_id, name FROM #c
GO
--> category_id int | name sysname
--> 99 | [Uncategorized]
--> return 0
