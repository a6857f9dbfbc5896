-- @@ROWCOUNT, @@ERROR and SCOPE_IDENTITY() of the statement before, whoever ran it.
CREATE TABLE #t (id int IDENTITY(10, 5), name sysname)
GO
INSERT INTO #t (name) VALUES (N'a'), (N'b'), (N'c')
SELECT @@ROWCOUNT AS n, SCOPE_IDENTITY() AS id
EXEC msdb.dbo.sp_add_targetservergroup N'A'
SELECT SCOPE_IDENTITY() AS id
UPDATE #t SET name = name + N'!' WHERE id > 10
SELECT @@ROWCOUNT AS n
GO
--> n int | id decimal(38,0)
--> 3 | 20
--> id decimal(38,0)
--> 20
--> n int
--> 2
--> return 0
EXEC msdb.dbo.sp_add_targetservergroup N'B'
DELETE FROM #t WHERE id = 999
SELECT @@ROWCOUNT AS n
SELECT @@ROWCOUNT AS n
SELECT name FROM #t
IF @@ROWCOUNT > 2 PRINT N'more than two'
SELECT ROWCOUNT_BIG() AS n
GO
--> n int
--> 0
--> n int
--> 1
--> name sysname
--> a
--> b!
--> c!
--> more than two
--> n bigint
--> 0
--> return 0
DECLARE @n int, @id int, @err int
EXEC msdb.dbo.sp_add_targetservergroup N'C'
INSERT INTO #t (name) SELECT name FROM msdb.dbo.systargetservergroups
SELECT @n = @@ROWCOUNT, @id = SCOPE_IDENTITY(), @err = @@ERROR
SELECT @n AS n, @id AS id, @err AS err
GO
--> n int | id int | err int
--> 3 | 35 | 0
--> return 0
SET NOCOUNT ON
EXEC msdb.dbo.sp_add_targetservergroup N'D'
INSERT INTO #t (name) VALUES (N'quiet')
SELECT @@ROWCOUNT AS n
SET NOCOUNT OFF
INSERT INTO #t (name) VALUES (N'loud')
SELECT @@ROWCOUNT AS n
GO
--> n int
--> 1
--> n int
--> 1
--> return 0
-- Statements of no rows leave 0 behind.
SELECT name FROM #t WHERE id < 20
EXEC msdb.dbo.sp_delete_targetservergroup N'D'
DECLARE @x int
SET @x = 1
SELECT @@ROWCOUNT AS n
GO
--> name sysname
--> a
--> b!
--> n int
--> 1
--> return 0
SELECT 1 AS one UNION ALL SELECT 2
EXEC msdb.dbo.sp_delete_targetservergroup N'nope'
SELECT @@ERROR AS err, @@ROWCOUNT AS n
GO
--> one int
--> 1
--> 2
--> Msg 14262, Level 16, State 1, Procedure sp_delete_targetservergroup
--> The specified @name ('nope') does not exist.
--> err int | n int
--> 14262 | 0
--> return 1
EXEC msdb.dbo.sp_help_targetservergroup
SELECT @@ROWCOUNT AS n
GO
--> servergroup_id int | name sysname
--> 1 | A
--> 2 | B
--> 3 | C
--> n int
--> 1
--> return 0
SELECT TOP (2) name FROM #t ORDER BY id
SELECT @@ROWCOUNT AS n, @@ERROR AS err
EXEC msdb.dbo.sp_delete_targetservergroup N'C'
GO
--> name sysname
--> a
--> b!
--> n int | err int
--> 2 | 0
--> return 0
EXEC msdb.dbo.sp_delete_targetservergroup N'B'
SET IDENTITY_INSERT #t ON
INSERT INTO #t (id, name) VALUES (1000, N'chosen')
SELECT SCOPE_IDENTITY() AS id
SET IDENTITY_INSERT #t OFF
INSERT INTO #t (name) VALUES (N'next')
SELECT SCOPE_IDENTITY() AS id, IDENT_CURRENT(N'msdb.dbo.systargetservergroups') AS groups
GO
--> id decimal(38,0)
--> 1000
--> id decimal(38,0) | groups decimal(38,0)
--> 1005 | 4
--> return 0
