-- Ours write in the client's transaction and are undone with it.
BEGIN TRANSACTION
EXEC msdb.dbo.sp_add_targetservergroup N'A'
SELECT @@TRANCOUNT AS depth
ROLLBACK TRANSACTION
SELECT COUNT(*) AS a, @@TRANCOUNT AS depth FROM msdb.dbo.systargetservergroups
GO
--> depth int
--> 1
--> a int | depth int
--> 0 | 0
--> return 0
BEGIN TRANSACTION
EXEC msdb.dbo.sp_add_targetservergroup N'B'
COMMIT TRANSACTION
SELECT COUNT(*) AS b, @@TRANCOUNT AS depth FROM msdb.dbo.systargetservergroups
GO
--> b int | depth int
--> 1 | 0
--> return 0
-- A transaction over batches: without ours, with, and without.
BEGIN TRANSACTION
CREATE TABLE #t (n int)
GO
EXEC msdb.dbo.sp_add_targetservergroup N'C'
INSERT INTO #t VALUES (1)
GO
--> return 0
SELECT @@TRANCOUNT AS depth, XACT_STATE() AS state
ROLLBACK
GO
--> depth int | state smallint
--> 1 | 1
SELECT OBJECT_ID(N'tempdb..#t') AS id
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> id int
--> NULL
--> servergroup_id int | name sysname
--> 2 | B
--> return 0
-- Begun with ours, ended without.
BEGIN TRANSACTION work
EXEC msdb.dbo.sp_add_targetservergroup N'D'
GO
--> return 0
COMMIT TRANSACTION work
GO
EXEC msdb.dbo.sp_help_targetservergroup
SELECT @@TRANCOUNT AS depth
GO
--> servergroup_id int | name sysname
--> 2 | B
--> 4 | D
--> depth int
--> 0
--> return 0
-- Nesting counts.
BEGIN TRANSACTION
BEGIN TRANSACTION
EXEC msdb.dbo.sp_add_targetservergroup N'E'
SELECT @@TRANCOUNT AS depth
COMMIT
SELECT @@TRANCOUNT AS depth
ROLLBACK
SELECT @@TRANCOUNT AS depth
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> depth int
--> 2
--> depth int
--> 1
--> depth int
--> 0
--> servergroup_id int | name sysname
--> 2 | B
--> 4 | D
--> return 0
-- Savepoints.
BEGIN TRANSACTION
EXEC msdb.dbo.sp_add_targetservergroup N'F'
SAVE TRANSACTION before_g
EXEC msdb.dbo.sp_add_targetservergroup N'G'
ROLLBACK TRANSACTION before_g
EXEC msdb.dbo.sp_add_targetservergroup N'H'
SELECT @@TRANCOUNT AS depth
COMMIT
SELECT name FROM msdb.dbo.systargetservergroups ORDER BY name
GO
--> depth int
--> 1
--> name sysname
--> B
--> D
--> F
--> H
--> return 0
-- An error of ours is one of RAISERROR: XACT_ABORT does not see it.
SET XACT_ABORT ON
BEGIN TRANSACTION
EXEC msdb.dbo.sp_add_targetservergroup N'I'
EXEC msdb.dbo.sp_add_targetservergroup N'I'
SELECT @@TRANCOUNT AS depth, XACT_STATE() AS state
COMMIT
GO
--> Msg 14261, Level 16, State 1, Procedure sp_add_targetservergroup
--> The specified @name ('I') already exists.
--> depth int | state smallint
--> 1 | 1
--> return 1
-- One of the server's it does.
CREATE TABLE msdb.dbo.once (n int NOT NULL CONSTRAINT PK_once PRIMARY KEY)
INSERT INTO msdb.dbo.once VALUES (1)
GO
BEGIN TRANSACTION
EXEC msdb.dbo.sp_add_targetservergroup N'J'
INSERT INTO msdb.dbo.once VALUES (1)
EXEC msdb.dbo.sp_add_targetservergroup N'K'
COMMIT
GO
--> Msg 2627, Level 14, State 1
--> Violation of PRIMARY KEY constraint 'PK_once'. Cannot insert duplicate key in object 'dbo.once'. The duplicate key value is (1).
--> return 0
SELECT @@TRANCOUNT AS depth
SELECT name FROM msdb.dbo.systargetservergroups WHERE name > N'H' ORDER BY name
SET XACT_ABORT OFF
GO
--> depth int
--> 0
--> name sysname
--> I
-- Without XACT_ABORT only the statement is undone.
BEGIN TRANSACTION
EXEC msdb.dbo.sp_add_targetservergroup N'L'
INSERT INTO msdb.dbo.once VALUES (1)
EXEC msdb.dbo.sp_add_targetservergroup N'M'
COMMIT
SELECT name FROM msdb.dbo.systargetservergroups WHERE name > N'I' ORDER BY name
GO
--> Msg 2627, Level 14, State 1
--> Violation of PRIMARY KEY constraint 'PK_once'. Cannot insert duplicate key in object 'dbo.once'. The duplicate key value is (1).
--> The statement has been terminated.
--> name sysname
--> L
--> M
--> return 0
-- What there is not cannot end.
EXEC msdb.dbo.sp_add_targetservergroup N'N'
COMMIT TRANSACTION
ROLLBACK TRANSACTION
SELECT @@TRANCOUNT AS depth
GO
--> Msg 3902, Level 16, State 1
--> The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.
--> Msg 3903, Level 16, State 1
--> The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.
--> depth int
--> 0
--> return 0
EXEC msdb.dbo.sp_delete_targetservergroup N'N'
BEGIN TRANSACTION
ROLLBACK TRANSACTION no_such_savepoint
SELECT @@TRANCOUNT AS depth
ROLLBACK
GO
--> Msg 6401, Level 16, State 1
--> Cannot roll back no_such_savepoint. No transaction or savepoint of that name was found.
--> depth int
--> 1
--> return 0
-- A transaction that a caught error leaves.
BEGIN TRY
  BEGIN TRANSACTION
  EXEC msdb.dbo.sp_add_targetservergroup N'O'
  SELECT 1/0 AS infinite
  COMMIT
END TRY
BEGIN CATCH
  SELECT @@TRANCOUNT AS depth, XACT_STATE() AS state
  IF @@TRANCOUNT > 0 ROLLBACK
END CATCH
SELECT COUNT(*) AS o FROM msdb.dbo.systargetservergroups WHERE name = N'O'
GO
--> infinite int
--> depth int | state smallint
--> 1 | 1
--> o int
--> 0
--> return 0
-- Implicit transactions begin with the first statement that writes.
SET IMPLICIT_TRANSACTIONS ON
INSERT INTO msdb.dbo.once VALUES (2)
EXEC msdb.dbo.sp_add_targetservergroup N'P'
SELECT @@TRANCOUNT AS depth
ROLLBACK
SET IMPLICIT_TRANSACTIONS OFF
SELECT COUNT(*) AS p, @@TRANCOUNT AS depth FROM msdb.dbo.systargetservergroups WHERE name = N'P'
GO
--> depth int
--> 1
--> p int | depth int
--> 0 | 0
--> return 0
-- Isolation is the session's.
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE
BEGIN TRANSACTION
EXEC msdb.dbo.sp_add_targetservergroup N'Q'
EXEC msdb.dbo.sp_delete_targetservergroup N'Q'
COMMIT
SET TRANSACTION ISOLATION LEVEL READ COMMITTED
SELECT COUNT(*) AS q FROM msdb.dbo.systargetservergroups WHERE name = N'Q'
GO
--> q int
--> 0
--> return 0
-- A job in a transaction: all its rows or none.
BEGIN TRANSACTION
EXEC msdb.dbo.sp_add_job @job_name = N'J'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'SELECT 1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J'
SELECT (SELECT COUNT(*) FROM msdb.dbo.sysjobs) AS jobs, (SELECT COUNT(*) FROM msdb.dbo.sysjobsteps) AS steps, (SELECT COUNT(*) FROM msdb.dbo.sysjobservers) AS servers
ROLLBACK
SELECT (SELECT COUNT(*) FROM msdb.dbo.sysjobs) AS jobs, (SELECT COUNT(*) FROM msdb.dbo.sysjobsteps) AS steps, (SELECT COUNT(*) FROM msdb.dbo.sysjobservers) AS servers
GO
--> jobs int | steps int | servers int
--> 1 | 1 | 1
--> jobs int | steps int | servers int
--> 0 | 0 | 0
--> return 0
