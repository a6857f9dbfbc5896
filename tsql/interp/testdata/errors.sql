-- A statement that fails does not end the batch.
SELECT 1/0
PRINT @@ERROR
PRINT @@ERROR
GO
--> columns int
--> 8134, 16, 1, line 2: Divide by zero error encountered.
--> done select failed
--> print 8134
--> print 0

-- Conversions do.
PRINT 'a'
SELECT CAST('x' AS int)
PRINT 'b'
GO
--> print a
--> columns int
--> 245, 16, 1, line 3: Conversion failed when converting the varchar value 'x' to data type int.
--> done select failed

SELECT @@ERROR, @@ROWCOUNT
GO
--> columns int, int
--> row 245, 0
--> done select 1

CREATE TABLE t (a int NOT NULL, b int CHECK (b > 0))
INSERT t VALUES (1, 1)
INSERT t VALUES (NULL, 1)
PRINT @@ERROR
INSERT t VALUES (2, 0)
UPDATE t SET b = 1/0
SELECT * FROM t
GO
--> done none
--> done insert 1
--> 515, 16, 2, line 3: Cannot insert the value NULL into column 'a'; column does not allow nulls. INSERT fails.
--> 3621, 0, 0, line 3: The statement has been terminated.
--> done insert failed
--> print 515
--> 547, 16, 0, line 5: The INSERT statement conflicted with the CHECK constraint.
--> 3621, 0, 0, line 5: The statement has been terminated.
--> done insert failed
--> 8134, 16, 1, line 6: Divide by zero error encountered.
--> 3621, 0, 0, line 6: The statement has been terminated.
--> done update failed
--> columns a int, b int
--> row 1, 1
--> done select 1

-- A name that is missing ends the batch, and the TRY around it does not see it.
BEGIN TRY
  SELECT * FROM nosuch
  PRINT 'not reached'
END TRY
BEGIN CATCH
  PRINT 'not caught'
END CATCH
PRINT 'not reached'
GO
--> 208, 16, 1, line 3: Invalid object name 'nosuch'.
--> done select failed

-- From another scope it is caught.
BEGIN TRY
  EXEC('SELECT * FROM nosuch')
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS n, ERROR_LINE() AS l, ERROR_PROCEDURE() AS p
END CATCH
GO
--> enter
--> leave
--> columns n int, l int, p nvarchar(128)
--> row 208, 1, NULL
--> done select 1

EXEC('SELECT * FROM nosuch PRINT 1')
PRINT 'goes on'
GO
--> enter
-->   208, 16, 1, line 1: Invalid object name 'nosuch'.
-->   done select failed
--> leave
--> print goes on

EXEC nosuchproc
PRINT @@ERROR
GO
--> enter
-->   2812, 16, 62, line 1: Could not find stored procedure 'nosuchproc'.
--> leave failed
--> print 2812

-- An error in a condition leaves the whole IF.
IF 1/0 = 1 PRINT 'then' ELSE PRINT 'else'
PRINT 'after'
GO
--> 8134, 16, 1, line 2: Divide by zero error encountered.
--> done none failed
--> print after

SET XACT_ABORT ON
SELECT 1/0
PRINT 'not reached'
GO
--> columns int
--> 8134, 16, 1, line 2: Divide by zero error encountered.
--> done select failed

SET XACT_ABORT OFF
GO

BEGIN TRAN
SELECT CAST('x' AS int)
GO
--> done begin
--> columns int
--> 245, 16, 1, line 2: Conversion failed when converting the varchar value 'x' to data type int.
--> done select failed

SELECT @@TRANCOUNT
GO
--> columns int
--> row 0
--> done select 1

BACKUP DATABASE x TO DISK = 'y'
PRINT 'goes on'
GO
--> 40510, 16, 1, line 1: Statement 'BACKUP DATABASE' is not supported in this version of SQL Server.
--> done none failed
--> print goes on

DELETE FROM t WHERE CURRENT OF c
GO
--> 40517, 16, 1, line 1: Keyword or statement option 'WHERE CURRENT OF' is not supported in this version of SQL Server.
--> done delete failed

USE nosuch
PRINT 'not reached'
GO
--> 911, 16, 1, line 1: Database 'nosuch' does not exist. Make sure that the name is entered correctly.
--> done none failed

EXEC native_broken
PRINT 'not reached'
GO
--> enter
-->   error: the disk is gone
