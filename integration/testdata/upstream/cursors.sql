-- Cursors over the server's rows, with calls of ours between the fetches.
EXEC msdb.dbo.sp_add_targetservergroup N'A'
EXEC msdb.dbo.sp_add_targetservergroup N'B'
EXEC msdb.dbo.sp_add_targetservergroup N'C'
CREATE TABLE #names (id int, name sysname)
GO
--> return 0
DECLARE @name sysname, @n int = 0
DECLARE groups CURSOR LOCAL FAST_FORWARD FOR SELECT name FROM msdb.dbo.systargetservergroups ORDER BY name
OPEN groups
FETCH NEXT FROM groups INTO @name
WHILE @@FETCH_STATUS = 0
BEGIN
  SET @n += 1
  DECLARE @new sysname = @name + N' site'
  EXEC msdb.dbo.sp_update_targetservergroup @name, @new
  INSERT INTO #names VALUES (@n, @name)
  FETCH NEXT FROM groups INTO @name
END
CLOSE groups
DEALLOCATE groups
SELECT @n AS n, @@FETCH_STATUS AS fetched
SELECT id, name FROM #names ORDER BY id
GO
--> n int | fetched int
--> 3 | -1
--> id int | name sysname
--> 1 | A
--> 2 | B
--> 3 | C
--> return 0
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> servergroup_id int | name sysname
--> 1 | A site
--> 2 | B site
--> 3 | C site
--> return 0
DECLARE @id int, @name sysname
DECLARE c CURSOR LOCAL STATIC SCROLL FOR SELECT id, name FROM #names ORDER BY id
OPEN c
FETCH LAST FROM c INTO @id, @name
PRINT @name
EXEC msdb.dbo.sp_delete_targetservergroup N'C site'
FETCH PRIOR FROM c INTO @id, @name
PRINT @name
FETCH ABSOLUTE 1 FROM c INTO @id, @name
PRINT @name
FETCH RELATIVE 2 FROM c INTO @id, @name
PRINT @name
FETCH NEXT FROM c INTO @id, @name
SELECT @@FETCH_STATUS AS fetched, @name AS name
CLOSE c
DEALLOCATE c
GO
--> C
--> B
--> A
--> C
--> fetched int | name sysname
--> -1 | C
--> return 0
-- FETCH without INTO is a result set.
EXEC msdb.dbo.sp_add_targetservergroup N'D'
DECLARE c CURSOR LOCAL FOR SELECT id, name FROM #names ORDER BY id
OPEN c
FETCH NEXT FROM c
FETCH NEXT FROM c
CLOSE c
FETCH NEXT FROM c
DEALLOCATE c
GO
--> id int | name sysname
--> 1 | A
--> id int | name sysname
--> 2 | B
--> Msg 16917, Level 16, State 1
--> Cursor is not open.
--> return 0
-- A cursor in a variable, and one in another.
DECLARE @c CURSOR, @outer int, @name sysname
SET @c = CURSOR LOCAL FAST_FORWARD FOR SELECT id FROM #names ORDER BY id
OPEN @c
FETCH NEXT FROM @c INTO @outer
WHILE @@FETCH_STATUS = 0
BEGIN
  DECLARE d CURSOR LOCAL FAST_FORWARD FOR SELECT name FROM #names WHERE id <= @outer ORDER BY id
  OPEN d
  FETCH NEXT FROM d INTO @name
  WHILE @@FETCH_STATUS = 0
  BEGIN
    PRINT CONCAT(@outer, N' ', @name)
    FETCH NEXT FROM d INTO @name
  END
  CLOSE d
  DEALLOCATE d
  FETCH NEXT FROM @c INTO @outer
END
EXEC msdb.dbo.sp_delete_targetservergroup N'D'
GO
--> 1 A
--> 2 A
--> 2 B
--> 3 A
--> 3 B
--> 3 C
--> return 0
-- A global cursor lives until the session ends, from batch to batch.
EXEC msdb.dbo.sp_add_targetservergroup N'E'
DECLARE kept CURSOR GLOBAL FOR SELECT name FROM #names ORDER BY id
OPEN kept
FETCH NEXT FROM kept
GO
--> name sysname
--> A
--> return 0
EXEC msdb.dbo.sp_delete_targetservergroup N'E'
FETCH NEXT FROM kept
SELECT @@FETCH_STATUS AS fetched
GO
--> name sysname
--> B
--> fetched int
--> 0
--> return 0
EXEC msdb.dbo.sp_add_targetservergroup N'F'
CLOSE kept
DEALLOCATE kept
FETCH NEXT FROM kept
GO
--> Msg 16916, Level 16, State 1
--> A cursor with the name 'kept' does not exist.
--> return 0
-- The loop of a clean-up script: delete every job there is.
EXEC msdb.dbo.sp_add_job @job_name = N'One'
EXEC msdb.dbo.sp_add_job @job_name = N'Two'
DECLARE @job uniqueidentifier
DECLARE jobs CURSOR LOCAL FOR SELECT job_id FROM msdb.dbo.sysjobs
OPEN jobs
WHILE 1 = 1
BEGIN
  FETCH NEXT FROM jobs INTO @job
  IF @@FETCH_STATUS <> 0 BREAK
  EXEC msdb.dbo.sp_delete_job @job_id = @job
END
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs
GO
--> jobs int
--> 0
--> return 0
