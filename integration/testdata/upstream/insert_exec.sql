-- The rows of ours go into a table of the client's.
EXEC msdb.dbo.sp_add_targetservergroup N'A'
EXEC msdb.dbo.sp_add_targetservergroup N'B'
GO
--> return 0
CREATE TABLE #t (id int, name sysname, note nvarchar(20) NULL)
GO
INSERT INTO #t (id, name) EXEC msdb.dbo.sp_help_targetservergroup
SELECT @@ROWCOUNT AS n
GO
--> n int
--> 2
--> return 0
SELECT id, name, note FROM #t ORDER BY id
GO
--> id int | name sysname | note nvarchar(20)
--> 1 | A | NULL
--> 2 | B | NULL
CREATE TABLE #two (id int, name sysname)
INSERT #two EXEC msdb.dbo.sp_help_targetservergroup
SELECT COUNT(*) AS n FROM #two
GO
--> n int
--> 2
--> return 0
UPDATE #two SET name = LOWER(name)
SELECT t.name, u.name AS lower_name FROM #t AS t JOIN #two AS u ON u.id = t.id ORDER BY t.id
GO
--> name sysname | lower_name sysname
--> A | a
--> B | b
DECLARE @t TABLE (id int, name sysname)
INSERT INTO @t EXEC msdb.dbo.sp_help_targetservergroup
SELECT id, name FROM @t ORDER BY id
GO
--> id int | name sysname
--> 1 | A
--> 2 | B
--> return 0
DECLARE @t TABLE (id int, name sysname)
INSERT INTO @t EXEC (N'EXEC msdb.dbo.sp_help_targetservergroup')
SELECT COUNT(*) AS n FROM @t
INSERT INTO #two EXEC sp_executesql N'EXEC msdb.dbo.sp_help_targetservergroup'
SELECT COUNT(*) AS n FROM #two
GO
--> n int
--> 2
--> n int
--> 4
--> return 0
-- Too few columns, too many.
CREATE TABLE #one (name sysname)
INSERT INTO #one EXEC msdb.dbo.sp_help_targetservergroup
SELECT COUNT(*) AS n FROM #one
GO
--> Msg 213, Level 16, State 1
--> Column name or number of supplied values does not match table definition.
--> return 0
INSERT INTO #t EXEC msdb.dbo.sp_help_targetservergroup
GO
--> Msg 213, Level 16, State 1
--> Column name or number of supplied values does not match table definition.
--> return 0
-- An error of ours, and its return code.
DECLARE @rc int
INSERT INTO #two EXEC @rc = msdb.dbo.sp_help_job @job_name = N'nope'
SELECT @rc AS rc, @@ERROR AS err
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> rc int | err int
--> 1 | 14262
--> return 0
-- What was inserted is undone with the transaction.
BEGIN TRANSACTION
TRUNCATE TABLE #two
INSERT INTO #two EXEC msdb.dbo.sp_help_targetservergroup
SELECT COUNT(*) AS n FROM #two
ROLLBACK TRANSACTION
SELECT COUNT(*) AS n FROM #two
GO
--> n int
--> 2
--> n int
--> 4
--> return 0
-- Values are converted to the types of the table.
CREATE TABLE #text (id nvarchar(10), name varchar(3))
INSERT INTO #text EXEC msdb.dbo.sp_help_targetservergroup
SELECT id, name FROM #text ORDER BY id
GO
--> id nvarchar(10) | name varchar(3)
--> 1 | A
--> 2 | B
--> return 0
-- A table that stays, with an identity and a default.
CREATE TABLE msdb.dbo.seen (n int IDENTITY, at_once bit NOT NULL DEFAULT 1, id int, name sysname)
INSERT INTO msdb.dbo.seen (id, name) EXEC msdb.dbo.sp_help_targetservergroup
SELECT n, at_once, id, name FROM msdb.dbo.seen ORDER BY n
GO
--> n int | at_once bit | id int | name sysname
--> 1 | 1 | 1 | A
--> 2 | 1 | 2 | B
--> return 0
-- Two result sets of one shape.
TRUNCATE TABLE #two
INSERT INTO #two EXEC (N'EXEC msdb.dbo.sp_help_targetservergroup; SELECT 99, N''server''')
SELECT id, name FROM #two ORDER BY id
GO
--> id int | name sysname
--> 1 | A
--> 2 | B
--> 99 | server
-- No rows are no error.
CREATE TABLE #servers (server_id int, server_name sysname)
INSERT INTO #servers EXEC msdb.dbo.sp_help_targetservergroup N'nope'
SELECT COUNT(*) AS n FROM #servers
GO
--> Msg 14262, Level 16, State 1, Procedure sp_help_targetservergroup
--> The specified @name ('nope') does not exist.
--> n int
--> 0
--> return 0
-- Statements of the server, the same way.
INSERT INTO #two EXEC (N'SELECT 7, N''plain''')
EXEC msdb.dbo.sp_delete_targetservergroup N'A'
SELECT id FROM #two WHERE name = N'plain'
GO
--> id int
--> 7
--> return 0
DROP TABLE #t, #two, #one, #text, #servers
DROP TABLE msdb.dbo.seen
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> servergroup_id int | name sysname
--> 2 | B
--> return 0
