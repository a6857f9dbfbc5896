-- The state of the session is one, whoever runs a statement.
USE msdb
EXEC sp_add_targetservergroup N'A'
SELECT DB_NAME() AS db
GO
--> Changed database context to 'msdb'.
--> db sysname
--> msdb
--> return 0
EXEC sp_add_targetservergroup N'B'
SELECT COUNT(*) AS groups FROM systargetservergroups
USE master
SELECT DB_NAME() AS db
GO
--> groups int
--> 2
--> Changed database context to 'master'.
--> db sysname
--> master
--> return 0
EXEC dbo.sp_add_targetservergroup N'C'
GO
--> Msg 2812, Level 16, State 62
--> Could not find stored procedure 'dbo.sp_add_targetservergroup'.
--> return 0
USE tempdb
EXEC msdb..sp_add_targetservergroup N'C'
EXEC [msdb].[dbo].[sp_add_targetservergroup] N'D'
EXECUTE MSDB.DBO.SP_ADD_TARGETSERVERGROUP N'E'
SELECT DB_NAME() AS db
USE master
GO
--> Changed database context to 'tempdb'.
--> db sysname
--> tempdb
--> Changed database context to 'master'.
--> return 0
msdb.dbo.sp_add_targetservergroup N'first in the batch'
GO
--> return 0
EXEC msdb.dbo.sp_help_targetservergroup
SELECT @@SERVERNAME AS server, SUSER_SNAME() AS login, DB_NAME() AS db, @@TRANCOUNT AS depth
GO
--> servergroup_id int | name sysname
--> 1 | A
--> 2 | B
--> 3 | C
--> 4 | D
--> 5 | E
--> 6 | first in the batch
--> server sysname | login sysname | db sysname | depth int
--> HQ | sa | master | 0
--> return 0
-- Options that a batch sets hold for ours, for the server, and for the next batch.
SET DATEFORMAT dmy
EXEC msdb.dbo.sp_delete_targetservergroup N'E'
SELECT CONVERT(date, '05/01/2026') AS d
GO
--> d date
--> 2026-01-05
--> return 0
SELECT CONVERT(date, '06/01/2026') AS d
SET DATEFORMAT mdy
EXEC msdb.dbo.sp_delete_targetservergroup N'D'
SELECT CONVERT(date, '01/07/2026') AS d
GO
--> d date
--> 2026-01-06
--> d date
--> 2026-01-07
--> return 0
SET DATEFIRST 1
EXEC msdb.dbo.sp_delete_targetservergroup N'C'
SELECT @@DATEFIRST AS first_day, DATEPART(weekday, CONVERT(date, '20260105')) AS monday
SET DATEFIRST 7
GO
--> first_day tinyint | monday int
--> 1 | 1
--> return 0
SET LOCK_TIMEOUT 1234
EXEC msdb.dbo.sp_add_targetservergroup N'C'
SELECT @@LOCK_TIMEOUT AS ms
GO
--> ms int
--> 1234
--> return 0
SELECT @@LOCK_TIMEOUT AS ms
SET LOCK_TIMEOUT -1
EXEC msdb.dbo.sp_delete_targetservergroup N'C'
GO
--> ms int
--> 1234
--> return 0
SET ANSI_NULLS OFF
EXEC msdb.dbo.sp_add_targetservergroup N'D'
SELECT CASE WHEN N'a' = N'A' THEN 1 ELSE 0 END AS equal
SET ANSI_NULLS ON
GO
--> equal int
--> 1
--> return 0
SET CONCAT_NULL_YIELDS_NULL ON
EXEC msdb.dbo.sp_delete_targetservergroup N'D'
SELECT N'a' + NULL AS text
GO
--> text nvarchar(2)
--> NULL
--> return 0
SET QUOTED_IDENTIFIER OFF
EXEC msdb.dbo.sp_add_targetservergroup "in double quotes"
SET QUOTED_IDENTIFIER ON
GO
--> return 0
SELECT name AS "name" FROM msdb.dbo.systargetservergroups WHERE name LIKE N'in%'
EXEC msdb.dbo.sp_delete_targetservergroup N'in double quotes'
GO
--> name sysname
--> in double quotes
--> return 0
-- Ours is not touched by what a client sets.
SET ROWCOUNT 1
EXEC msdb.dbo.sp_add_targetservergroup N'F'
EXEC msdb.dbo.sp_help_targetservergroup N'A'
SELECT name FROM msdb.dbo.systargetservergroups ORDER BY name
SET ROWCOUNT 0
GO
--> server_id int | server_name sysname
--> name sysname
--> A
--> return 0
SET NOCOUNT ON
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> servergroup_id int | name sysname
--> 1 | A
--> 2 | B
--> 10 | F
--> 6 | first in the batch
--> return 0
SET NOCOUNT OFF
GO
SET ANSI_WARNINGS OFF
SET ANSI_PADDING OFF
EXEC msdb.dbo.sp_add_category @name = N'C'
SELECT COUNT(*) AS n FROM msdb.dbo.syscategories WHERE name = N'C'
SET ANSI_PADDING ON
SET ANSI_WARNINGS ON
GO
--> n int
--> 1
--> return 0
-- A #t from batch to batch, with ours in each.
CREATE TABLE #t (n int)
EXEC msdb.dbo.sp_delete_targetservergroup N'A'
GO
--> return 0
INSERT INTO #t VALUES (1), (2)
EXEC msdb.dbo.sp_delete_targetservergroup N'B'
GO
--> return 0
SELECT SUM(n) AS total FROM #t
EXEC msdb.dbo.sp_help_targetservergroup
DROP TABLE #t
GO
--> total int
--> 3
--> servergroup_id int | name sysname
--> 10 | F
--> 6 | first in the batch
--> return 0
SELECT n INTO #made FROM (VALUES (1), (2)) AS v (n)
EXEC msdb.dbo.sp_delete_targetservergroup N'F'
SELECT COUNT(*) AS n FROM #made
GO
--> n int
--> 2
--> return 0
SELECT COUNT(*) AS n FROM #made
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> n int
--> 2
--> servergroup_id int | name sysname
--> 6 | first in the batch
--> return 0
-- Comments, semicolons and line ends anywhere.
;;EXEC /* here */ msdb . dbo . sp_add_targetservergroup -- there
  N'Z' ; SELECT 1 AS one;
GO
--> one int
--> 1
--> return 0
EXEC msdb.dbo.sp_delete_targetservergroup @name=N'Z'EXEC msdb.dbo.sp_help_targetservergroup
GO
--> servergroup_id int | name sysname
--> 6 | first in the batch
--> return 0
