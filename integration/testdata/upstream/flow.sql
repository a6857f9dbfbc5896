-- Control of flow, with conditions that only the server can answer.
IF NOT EXISTS (SELECT 1 FROM msdb.dbo.systargetservergroups WHERE name = N'A')
  EXEC msdb.dbo.sp_add_targetservergroup N'A'
ELSE
  PRINT N'there already'
GO
--> return 0
IF NOT EXISTS (SELECT 1 FROM msdb.dbo.systargetservergroups WHERE name = N'A')
  EXEC msdb.dbo.sp_add_targetservergroup N'A'
ELSE
  PRINT N'there already'
GO
--> there already
--> return 0
DECLARE @i int = 0, @name sysname
WHILE @i < 5
BEGIN
  SET @i += 1
  IF @i = 2 CONTINUE
  IF @i = 4 BREAK
  SET @name = CONCAT(N'loop ', @i)
  EXEC msdb.dbo.sp_add_targetservergroup @name
END
SELECT @i AS i, (SELECT COUNT(*) FROM msdb.dbo.systargetservergroups) AS groups
GO
--> i int | groups int
--> 4 | 3
--> return 0
WHILE (SELECT COUNT(*) FROM msdb.dbo.systargetservergroups WHERE name LIKE N'more%') < 3
BEGIN
  DECLARE @next sysname = CONCAT(N'more ', (SELECT COUNT(*) FROM msdb.dbo.systargetservergroups))
  EXEC msdb.dbo.sp_add_targetservergroup @next
END
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> servergroup_id int | name sysname
--> 1 | A
--> 2 | loop 1
--> 3 | loop 3
--> 4 | more 3
--> 5 | more 4
--> 6 | more 5
--> return 0
-- GOTO forward over ours, and backward.
GOTO past
EXEC msdb.dbo.sp_add_targetservergroup N'never'
past:
SELECT COUNT(*) AS never FROM msdb.dbo.systargetservergroups WHERE name = N'never'
GO
--> never int
--> 0
--> return 0
DECLARE @n int = 0
again:
EXEC msdb.dbo.sp_delete_targetservergroup N'A'
SET @n += 1
IF @n < 2 AND @@ERROR = 0 GOTO again
SELECT @n AS n
GO
--> Msg 14262, Level 16, State 1, Procedure sp_delete_targetservergroup
--> The specified @name ('A') does not exist.
--> n int
--> 2
--> return 1
-- The way of scripted jobs: out of a block on any failure.
DECLARE @rc int
BEGIN TRANSACTION
EXEC @rc = msdb.dbo.sp_add_job @job_name = N'Scripted'
IF (@@ERROR <> 0 OR @rc <> 0) GOTO QuitWithRollback
EXEC @rc = msdb.dbo.sp_add_jobstep @job_name = N'Scripted', @step_name = N'One', @subsystem = N'Nonsense', @command = N'x'
IF (@@ERROR <> 0 OR @rc <> 0) GOTO QuitWithRollback
COMMIT TRANSACTION
GOTO EndSave
QuitWithRollback:
  IF (@@TRANCOUNT > 0) ROLLBACK TRANSACTION
EndSave:
SELECT COUNT(*) AS jobs, @@TRANCOUNT AS depth FROM msdb.dbo.sysjobs
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_subsystem
--> The specified '@subsystem' is invalid (valid values are returned by sp_enum_sqlagent_subsystems).
--> jobs int | depth int
--> 0 | 0
--> return 1
EXEC msdb.dbo.sp_add_targetservergroup N'before'
RETURN
EXEC msdb.dbo.sp_add_targetservergroup N'after'
GO
--> return 0
SELECT name FROM msdb.dbo.systargetservergroups WHERE name IN (N'before', N'after')
GO
--> name sysname
--> before
EXEC msdb.dbo.sp_delete_targetservergroup N'before'
WAITFOR DELAY '00:00:00.2'
DECLARE @wait char(12) = '00:00:00.100'
WAITFOR DELAY @wait
SELECT COUNT(*) AS before FROM msdb.dbo.systargetservergroups WHERE name = N'before'
GO
--> before int
--> 0
--> return 0
DECLARE @rc int, @name sysname = N'nested'
BEGIN
  BEGIN
    IF 1 = 1
      BEGIN
        IF 2 > 1 AND EXISTS (SELECT 1 FROM msdb.dbo.syscategories)
          EXEC @rc = msdb.dbo.sp_add_targetservergroup @name
      END
    ELSE SET @rc = 5
  END
END
SELECT CASE @rc WHEN 0 THEN N'done' ELSE N'not done' END AS outcome
GO
--> outcome nvarchar(8)
--> done
--> return 0
-- A text that cannot be parsed does nothing at all.
EXEC msdb.dbo.sp_add_targetservergroup N'half'
SELECT FROM
GO
--> Msg 156, Level 15, State 1
--> Incorrect syntax near the keyword 'FROM'.
--> return 0
SELECT COUNT(*) AS half FROM msdb.dbo.systargetservergroups WHERE name = N'half'
GO
--> half int
--> 0
-- Names of ours that are no calls.
SELECT N'EXEC msdb.dbo.sp_add_job' AS text -- EXEC msdb.dbo.sp_delete_job
/* EXEC msdb.dbo.sp_add_job @job_name = N'comment' */
PRINT N'sp_add_job'
GO
--> text nvarchar(24)
--> EXEC msdb.dbo.sp_add_job
--> sp_add_job
