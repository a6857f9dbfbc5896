-- calls
CREATE TABLE t (a int NOT NULL)
BEGIN TRAN one
INSERT t VALUES (1)
SAVE TRAN s
INSERT t VALUES (2)
ROLLBACK TRAN s
SELECT @@TRANCOUNT, XACT_STATE()
COMMIT
SELECT * FROM t
GO
--> done none
--> done begin
--> done insert 1
--> done none
--> done insert 1
--> done end
--> columns int, smallint
--> row 1, 1
--> done select 1
--> done end
--> columns a int
--> row 1
--> done select 1
--> call begin one
--> call save s
--> call rollback s
--> call commit

DECLARE @name varchar(40) = 'x'
BEGIN TRAN @name
COMMIT TRAN @name
ROLLBACK
COMMIT
SAVE TRAN y
PRINT 'not reached'
GO
--> done begin
--> done end
--> 3903, 16, 1, line 4: The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.
--> done end failed
--> 3902, 16, 1, line 5: The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.
--> done end failed
--> 628, 16, 0, line 6: Cannot issue SAVE TRANSACTION when there is no active transaction.
--> done none failed

DECLARE @n int = 1
BEGIN TRAN @n
GO
--> 3914, 16, 1, line 2: The data type "int" is invalid for transaction names or savepoint names. Allowed data types are char, varchar, nchar, varchar(max), nvarchar, and nvarchar(max).
--> done begin failed

-- A conversion inside TRY dooms the transaction.
BEGIN TRAN
BEGIN TRY
  SELECT CAST('x' AS int)
END TRY
BEGIN CATCH
  SELECT XACT_STATE()
  INSERT t VALUES (3)
END CATCH
GO
--> done begin
--> columns int
--> done select 0
--> columns smallint
--> row -1
--> done select 1
--> 3930, 16, 1, line 8: The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.
--> done insert failed

SELECT @@TRANCOUNT
GO
--> columns int
--> row 0
--> done select 1

BEGIN TRAN
BEGIN TRY
  SELECT CAST('x' AS int)
END TRY
BEGIN CATCH
  PRINT 'stays doomed'
END CATCH
GO
--> done begin
--> columns int
--> done select 0
--> print stays doomed
--> 3998, 16, 1, line 1: Uncommittable transaction is detected at the end of the batch. The transaction is rolled back.
--> done none failed

SELECT @@TRANCOUNT, @@ERROR
GO
--> columns int, int
--> row 0, 3998
--> done select 1

-- Division by zero does not, unless XACT_ABORT is on.
BEGIN TRAN
BEGIN TRY
  SELECT 1/0
END TRY
BEGIN CATCH
  SELECT XACT_STATE()
END CATCH
SET XACT_ABORT ON
BEGIN TRY
  SELECT 1/0
END TRY
BEGIN CATCH
  SELECT XACT_STATE()
  ROLLBACK
END CATCH
SELECT @@TRANCOUNT
SET XACT_ABORT OFF
GO
--> done begin
--> columns int
--> done select 0
--> columns smallint
--> row 1
--> done select 1
--> columns int
--> done select 0
--> columns smallint
--> row -1
--> done select 1
--> done end
--> columns int
--> row 0
--> done select 1

SET XACT_ABORT ON
BEGIN TRAN
INSERT t VALUES (NULL)
PRINT 'not reached'
GO
--> done begin
--> 515, 16, 2, line 3: Cannot insert the value NULL into column 'a'; column does not allow nulls. INSERT fails.
--> done insert failed

SELECT @@TRANCOUNT
-- RAISERROR alone is not concerned.
RAISERROR('x', 16, 1)
PRINT 'goes on'
SET XACT_ABORT OFF
GO
--> columns int
--> row 0
--> done select 1
--> 50000, 16, 1, line 3: x
--> done none failed
--> print goes on

-- A procedure that leaves another number of transactions: 266.
CREATE PROCEDURE opens AS BEGIN TRAN
GO
--> done none

CREATE PROCEDURE closes AS ROLLBACK
GO
--> done none

EXEC opens
SELECT @@TRANCOUNT
EXEC closes
SELECT @@TRANCOUNT
EXEC('BEGIN TRAN')
ROLLBACK
GO
--> enter
-->   done begin
-->   266, 16, 2, opens line 0: Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. Previous count = 0, current count = 1.
--> leave 0 failed
--> columns int
--> row 1
--> done select 1
--> enter
-->   done end
-->   266, 16, 2, closes line 0: Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. Previous count = 1, current count = 0.
--> leave 0 failed
--> columns int
--> row 0
--> done select 1
--> enter
-->   done begin
-->   266, 16, 2, line 5: Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. Previous count = 0, current count = 1.
--> leave failed
--> done end

-- calls
SET IMPLICIT_TRANSACTIONS ON
SELECT 1
SELECT @@TRANCOUNT
SELECT * FROM t
SELECT @@TRANCOUNT
COMMIT
BEGIN TRAN
SELECT @@TRANCOUNT
ROLLBACK
SET IMPLICIT_TRANSACTIONS OFF
GO
--> columns int
--> row 1
--> done select 1
--> columns int
--> row 0
--> done select 1
--> columns a int
--> row 1
--> done select 1
--> columns int
--> row 1
--> done select 1
--> done end
--> done begin
--> columns int
--> row 2
--> done select 1
--> done end
--> call begin
--> call commit
--> call begin
--> call begin
--> call rollback

-- What a definition finds in its way ends the batch; a missing object to drop does not, even
-- under XACT_ABORT.
BEGIN TRAN
CREATE TABLE t (b int)
PRINT 'not reached'
GO
--> done begin
--> 2714, 16, 6, line 4: There is already an object named 't' in the database.
--> done none failed

SELECT @@TRANCOUNT
GO
--> columns int
--> row 0
--> done select 1

-- RAISERROR under XACT_ABORT goes on without TRY, and dooms with it.
SET XACT_ABORT ON
BEGIN TRAN
RAISERROR('x', 16, 1)
SELECT XACT_STATE()
BEGIN TRY
  RAISERROR('x', 16, 1)
END TRY
BEGIN CATCH
  SELECT XACT_STATE()
  ROLLBACK
END CATCH
SET XACT_ABORT OFF
GO
--> done begin
--> 50000, 16, 1, line 4: x
--> done none failed
--> columns smallint
--> row 1
--> done select 1
--> columns smallint
--> row -1
--> done select 1
--> done end

-- 266 in a TRY dooms.
BEGIN TRY
  EXEC opens
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER(), @@TRANCOUNT, XACT_STATE()
  ROLLBACK
END CATCH
GO
--> enter
-->   done begin
--> leave
--> columns int, int, smallint
--> row 266, 1, -1
--> done select 1
--> done end
