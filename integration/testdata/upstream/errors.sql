-- Errors of ours and of the server: number, line, what they end.
BEGIN TRY
  SELECT 1 AS one

  EXEC msdb.dbo.sp_delete_job @job_name = N'nope'
  PRINT N'not reached'
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS number, ERROR_SEVERITY() AS severity, ERROR_STATE() AS state, ERROR_PROCEDURE() AS proc_name, ERROR_MESSAGE() AS message
END CATCH
GO
--> one int
--> 1
--> number int | severity int | state int | proc_name sysname | message nvarchar(4000)
--> 14262 | 16 | 1 | sp_verify_job_identifiers | The specified @job_name ('nope') does not exist.
--> return 0
BEGIN TRY
  EXEC msdb.dbo.sp_add_targetservergroup N'A'

  SELECT 1/0 AS infinite
  PRINT N'not reached'
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS number, ERROR_LINE() AS line, ERROR_PROCEDURE() AS proc_name, ERROR_MESSAGE() AS message
END CATCH
PRINT N'and on'
GO
--> infinite int
--> number int | line int | proc_name sysname | message nvarchar(4000)
--> 8134 | 4 | NULL | Divide by zero error encountered.
--> and on
--> return 0
-- Without TRY the batch goes on after most errors, ours and theirs.
EXEC msdb.dbo.sp_delete_job @job_name = N'nope'
SELECT @@ERROR AS err
SELECT 1/0 AS infinite
SELECT @@ERROR AS err, @@ROWCOUNT AS n
EXEC msdb.dbo.sp_add_targetservergroup N'B'
SELECT @@ERROR AS err
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> err int
--> 14262
--> infinite int
--> Msg 8134, Level 16, State 1
--> Divide by zero error encountered.
--> err int | n int
--> 8134 | 0
--> err int
--> 0
--> return 0
-- A failed conversion ends the batch.
EXEC msdb.dbo.sp_add_targetservergroup N'C'
DECLARE @n int = CONVERT(int, N'twelve')
EXEC msdb.dbo.sp_add_targetservergroup N'D'
GO
--> Msg 245, Level 16, State 1
--> Conversion failed when converting the nvarchar value 'twelve' to data type int.
--> return 0
-- So does a table that is not there.
EXEC msdb.dbo.sp_add_targetservergroup N'E'
SELECT * FROM msdb.dbo.no_such_table
EXEC msdb.dbo.sp_add_targetservergroup N'F'
GO
--> Msg 208, Level 16, State 1
--> Invalid object name 'msdb.dbo.no_such_table'.
--> return 0
EXEC msdb.dbo.sp_help_targetservergroup
GO
--> servergroup_id int | name sysname
--> 1 | A
--> 2 | B
--> 3 | C
--> 4 | E
--> return 0
CREATE TABLE msdb.dbo.once (n int NOT NULL CONSTRAINT PK_once PRIMARY KEY CONSTRAINT CK_once CHECK (n < 10))
INSERT INTO msdb.dbo.once VALUES (1)
GO
EXEC msdb.dbo.sp_delete_targetservergroup N'E'
INSERT INTO msdb.dbo.once VALUES (11)
SELECT @@ERROR AS err
INSERT INTO msdb.dbo.once VALUES (NULL)
SELECT @@ERROR AS err
SELECT n FROM msdb.dbo.once
GO
--> Msg 547, Level 16, State 0
--> The INSERT statement conflicted with the CHECK constraint "CK_once". The conflict occurred in database "msdb", table "dbo.once", column 'n'.
--> The statement has been terminated.
--> err int
--> 547
--> Msg 515, Level 16, State 1
--> Cannot insert the value NULL into column 'n', table 'msdb.dbo.once'; column does not allow nulls. INSERT fails.
--> The statement has been terminated.
--> err int
--> 515
--> n int
--> 1
--> return 0
-- An error in CATCH is caught outside, as itself.
BEGIN TRY
  EXEC msdb.dbo.sp_delete_targetservergroup N'C'
  BEGIN TRY
    RAISERROR (N'inner %s %d', 16, 7, N'text', 42)
  END TRY
  BEGIN CATCH
    PRINT ERROR_MESSAGE()
    EXEC msdb.dbo.sp_delete_targetservergroup N'C'
    PRINT N'not reached'
  END CATCH
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS number, ERROR_PROCEDURE() AS proc_name, ERROR_STATE() AS state
END CATCH
SELECT ERROR_NUMBER() AS none
GO
--> inner text 42
--> number int | proc_name sysname | state int
--> 14262 | sp_delete_targetservergroup | 1
--> none int
--> NULL
--> return 0
-- THROW, and THROW again what ours said.
BEGIN TRY
  EXEC msdb.dbo.sp_delete_job @job_name = N'nope'
END TRY
BEGIN CATCH
  PRINT N'again:';
  THROW
END CATCH
PRINT N'not reached'
GO
--> again:
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 0
EXEC msdb.dbo.sp_add_targetservergroup N'G';
THROW 50001, N'that is enough', 3
PRINT N'not reached'
GO
--> Msg 50001, Level 16, State 3
--> that is enough
--> return 0
DECLARE @text nvarchar(100) = N'number ' + CONVERT(nvarchar(10), 7)
EXEC msdb.dbo.sp_delete_targetservergroup N'G'
RAISERROR (@text, 10, 1)
RAISERROR (N'eleven', 11, 2) WITH NOWAIT
SELECT @@ERROR AS err
RAISERROR (N'with the log off', 0, 1) WITH NOWAIT
SELECT @@ERROR AS err
GO
--> number 7
--> Msg 50000, Level 11, State 2
--> eleven
--> err int
--> 50000
--> with the log off
--> err int
--> 0
--> return 0
-- XACT_STATE where an error is caught.
BEGIN TRANSACTION
BEGIN TRY
  EXEC msdb.dbo.sp_add_targetservergroup N'H'
  EXEC msdb.dbo.sp_add_targetservergroup N'H'
END TRY
BEGIN CATCH
  SELECT XACT_STATE() AS state, @@TRANCOUNT AS depth, ERROR_NUMBER() AS number
  ROLLBACK TRANSACTION
END CATCH
SELECT COUNT(*) AS h, @@TRANCOUNT AS depth FROM msdb.dbo.systargetservergroups WHERE name = N'H'
GO
--> state smallint | depth int | number int
--> 1 | 1 | 14261
--> h int | depth int
--> 0 | 0
--> return 0
SET XACT_ABORT ON
BEGIN TRANSACTION
BEGIN TRY
  EXEC msdb.dbo.sp_add_targetservergroup N'I'
  INSERT INTO msdb.dbo.once VALUES (1)
END TRY
BEGIN CATCH
  SELECT XACT_STATE() AS state, ERROR_NUMBER() AS number
  IF XACT_STATE() <> 0 ROLLBACK TRANSACTION
END CATCH
SELECT COUNT(*) AS i, @@TRANCOUNT AS depth FROM msdb.dbo.systargetservergroups WHERE name = N'I'
SET XACT_ABORT OFF
GO
--> state smallint | number int
--> -1 | 2627
--> i int | depth int
--> 0 | 0
--> return 0
-- Parameters that ours does not have, lacks, or cannot convert.
EXEC msdb.dbo.sp_add_job @job_name = N'J', @no_such_parameter = 1
GO
--> Msg 8145, Level 16, State 1, Procedure sp_add_job
--> @no_such_parameter is not a parameter for procedure sp_add_job.
--> return 0
EXEC msdb.dbo.sp_add_job
GO
--> Msg 201, Level 16, State 4, Procedure sp_add_job
--> Procedure or function 'sp_add_job' expects parameter '@job_name', which was not supplied.
--> return 0
EXEC msdb.dbo.sp_add_job @job_name = N'J', @enabled = N'often'
GO
--> Msg 8114, Level 16, State 5, Procedure sp_add_job
--> Error converting data type nvarchar to tinyint.
--> return 0
EXEC msdb.dbo.sp_no_such_procedure
SELECT @@ERROR AS err
EXEC msdb.dbo.sp_add_targetservergroup N'K'
GO
--> Msg 2812, Level 16, State 62
--> Could not find stored procedure 'msdb.dbo.sp_no_such_procedure'.
--> err int
--> 2812
--> return 0
SELECT name FROM msdb.dbo.systargetservergroups ORDER BY name
GO
--> name sysname
--> A
--> B
--> K
