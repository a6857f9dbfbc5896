-- Calls of ours that hide in texts.
EXEC (N'EXEC msdb.dbo.sp_add_targetservergroup N''A''')
GO
DECLARE @text nvarchar(200) = N'EXEC msdb.dbo.sp_add_targetservergroup' + N' N''B'''
EXEC (@text)
EXEC (@text + N'; SELECT 1 AS one')
GO
--> Msg 14261, Level 16, State 1, Procedure sp_add_targetservergroup
--> The specified @name ('B') already exists.
--> one int
--> 1
EXEC sp_executesql N'EXEC msdb.dbo.sp_add_targetservergroup @g', N'@g sysname', N'C'
GO
--> return 0
DECLARE @g sysname = N'D', @rc int = 99, @inner int
EXEC @rc = sp_executesql N'EXEC @result = msdb.dbo.sp_add_targetservergroup @name', N'@name sysname, @result int OUTPUT', @name = @g, @result = @inner OUTPUT
SELECT @rc AS rc, @inner AS inner_rc
GO
--> rc int | inner_rc int
--> 0 | 0
--> return 0
DECLARE @id uniqueidentifier
EXEC sp_executesql N'EXEC msdb.dbo.sp_add_job @job_name = @n, @job_id = @j OUTPUT', N'@n sysname, @j uniqueidentifier OUTPUT', N'J', @id OUTPUT
SELECT name FROM msdb.dbo.sysjobs WHERE job_id = @id
GO
--> name sysname
--> J
--> return 0
-- A procedure by the name in a variable.
DECLARE @proc nvarchar(200) = N'msdb.dbo.sp_help_targetservergroup'
EXEC @proc
SET @proc = N'msdb.dbo.sp_delete_targetservergroup'
EXEC @proc N'D'
EXEC @proc @name = N'nope'
GO
--> servergroup_id int | name sysname
--> 1 | A
--> 2 | B
--> 3 | C
--> 4 | D
--> Msg 14262, Level 16, State 1, Procedure sp_delete_targetservergroup
--> The specified @name ('nope') does not exist.
-- A text in a text.
EXEC (N'EXEC (N''EXEC msdb.dbo.sp_add_targetservergroup N''''E'''''')')
GO
-- The client's #t is seen inside, what is made inside ends there.
CREATE TABLE #t (n int)
EXEC (N'INSERT INTO #t VALUES (1); EXEC msdb.dbo.sp_add_targetservergroup N''F''; CREATE TABLE #inside (n int); SELECT COUNT(*) AS n FROM #t')
SELECT OBJECT_ID(N'tempdb..#inside') AS inside, (SELECT COUNT(*) FROM #t) AS n
GO
--> n int
--> 1
--> inside int | n int
--> NULL | 1
-- So does USE, and so do variables.
EXEC (N'USE msdb; EXEC sp_add_targetservergroup N''G''; SELECT DB_NAME() AS db')
SELECT DB_NAME() AS db
GO
--> Changed database context to 'msdb'.
--> db sysname
--> msdb
--> db sysname
--> master
DECLARE @x int = 1
EXEC (N'DECLARE @x int = 2; EXEC msdb.dbo.sp_delete_targetservergroup N''G''; SELECT @x AS inside')
SELECT @x AS outside
GO
--> inside int
--> 2
--> outside int
--> 1
-- An error inside, caught outside.
BEGIN TRY
  EXEC (N'PRINT N''begin'';
EXEC msdb.dbo.sp_delete_job @job_name = N''nope''; PRINT N''end''')
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS number, ERROR_PROCEDURE() AS proc_name
END CATCH
GO
--> begin
--> number int | proc_name sysname
--> 14262 | sp_verify_job_identifiers
BEGIN TRY
  EXEC (N'EXEC msdb.dbo.sp_add_targetservergroup N''H''

SELECT 1/0')
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS number, ERROR_LINE() AS line
END CATCH
GO
--> int
--> number int | line int
--> 8134 | 3
-- A text that cannot be parsed, inside.
EXEC msdb.dbo.sp_add_targetservergroup N'I'
EXEC (N'EXEC msdb.dbo.sp_add_targetservergroup N''K'' SELECT FROM')
PRINT N'and on'
GO
--> Msg 156, Level 15, State 1
--> Incorrect syntax near the keyword 'FROM'.
--> and on
--> return 0
BEGIN TRANSACTION
EXEC (N'EXEC msdb.dbo.sp_add_targetservergroup N''L''')
ROLLBACK
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> servergroup_id int | name sysname
--> 1 | A
--> 2 | B
--> 3 | C
--> 5 | E
--> 6 | F
--> 8 | H
--> 9 | I
--> return 0
-- Prepared by hand.
DECLARE @h int
EXEC sp_prepare @h OUTPUT, N'@g sysname', N'EXEC msdb.dbo.sp_add_targetservergroup @g; SELECT @g AS added'
EXEC sp_execute @h, N'P1'
EXEC sp_execute @h, N'P2'
EXEC sp_execute @h, N'P1'
EXEC sp_unprepare @h
GO
--> added sysname
--> P1
--> added sysname
--> P2
--> Msg 14261, Level 16, State 1, Procedure sp_add_targetservergroup
--> The specified @name ('P1') already exists.
--> added sysname
--> P1
--> return 0
