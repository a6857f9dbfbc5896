CREATE TABLE t (a int, b int)
GO
--> done none

CREATE PROCEDURE two AS
  SELECT 1, 2
  PRINT 'message'
  SELECT 3, 4
  RETURN 5
GO
--> done none

DECLARE @rc int
INSERT t EXEC two
SELECT @@ROWCOUNT
INSERT INTO t EXEC('SELECT 5, 6')
INSERT t EXEC sp_executesql N'SELECT @a, @a', N'@a int', 7
SELECT * FROM t
GO
--> print message
--> done insert 2
--> columns int
--> row 2
--> done select 1
--> done insert 1
--> done insert 1
--> columns a int, b int
--> row 1, 2
--> row 3, 4
--> row 5, 6
--> row 7, 7
--> done select 4

INSERT t EXEC native_answers
PRINT 'not reached'
GO
--> 213, 16, 1, line 1: Column name or number of supplied values does not match table definition.
--> done insert failed

CREATE PROCEDURE nested AS
  INSERT t EXEC two
  SELECT 9, 9
GO
--> done none

DELETE t
INSERT t EXEC nested
SELECT * FROM t
GO
--> done delete 4
--> 8164, 16, 1, nested line 2: An INSERT EXEC statement cannot be nested.
--> done insert 1
--> columns a int, b int
--> row 9, 9
--> done select 1

DECLARE @t TABLE (a int, b int)
INSERT @t EXEC two
SELECT * FROM @t
GO
--> print message
--> done insert 2
--> columns a int, b int
--> row 1, 2
--> row 3, 4
--> done select 2

CREATE PROCEDURE rolls AS
  ROLLBACK
  SELECT 1, 2
GO
--> done none

BEGIN TRAN
INSERT t EXEC rolls
ROLLBACK
GO
--> done begin
--> 3915, 16, 0, rolls line 2: Cannot use the ROLLBACK statement within an INSERT-EXEC statement.
--> done insert 1
--> done end

BEGIN TRY
  INSERT t EXEC('SELECT 1/0, 1')
END TRY
BEGIN CATCH
  PRINT ERROR_MESSAGE()
END CATCH
INSERT t EXEC nosuch
PRINT 'goes on'
GO
--> print Divide by zero error encountered.
--> 2812, 16, 62, line 7: Could not find stored procedure 'nosuch'.
--> done insert failed
--> print goes on
