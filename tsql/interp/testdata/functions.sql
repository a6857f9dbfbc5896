CREATE FUNCTION twice (@n int) RETURNS int AS
BEGIN
  DECLARE @r int
  SET @r = @n * 2
  IF @r > 100 RETURN NULL
  RETURN @r
END
GO
--> done none

SELECT dbo.twice(4), dbo.twice(51)
DECLARE @x int = dbo.twice(3)
IF dbo.twice(@x) = 12 PRINT 'twelve'
GO
--> columns int, int
--> row 8, NULL
--> done select 1
--> print twelve

CREATE FUNCTION divides (@n int) RETURNS int AS
BEGIN
  RETURN 1 / @n
END
GO
--> done none

SELECT dbo.divides(0)
PRINT 'goes on'
BEGIN TRY
  SELECT dbo.divides(0)
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS n, ERROR_PROCEDURE() AS p, ERROR_LINE() AS l
END CATCH
GO
--> columns int
--> 8134, 16, 1, divides line 3: Divide by zero error encountered.
--> done select failed
--> print goes on
--> columns int
--> done select 0
--> columns n int, p nvarchar(128), l int
--> row 8134, divides, 3
--> done select 1

CREATE FUNCTION prints () RETURNS int AS
BEGIN
  PRINT 'x'
  RETURN 1
END
GO
--> 443, 16, 14, prints line 3: Invalid use of a side-effecting operator 'PRINT' within a function.
--> done none failed

CREATE FUNCTION selects () RETURNS int AS
BEGIN
  SELECT 1
  RETURN 1
END
GO
--> 444, 16, 2, selects line 3: Select statements included within a function cannot return data to a client.
--> done none failed

CREATE FUNCTION falls () RETURNS int AS
BEGIN
  DECLARE @x int = 1
END
GO
--> 455, 16, 2, falls line 1: The last statement included within a function must be a return statement.
--> done none failed

CREATE FUNCTION deep (@n int) RETURNS int AS
BEGIN
  RETURN dbo.deep(@n + 1)
END
GO
--> done none

SELECT dbo.deep(1)
GO
--> columns int
--> 217, 16, 1, deep line 3: Maximum stored procedure, function, trigger, or view nesting level exceeded (limit 32).
--> done select failed

-- Triggers.
CREATE TABLE t (a int)
CREATE TABLE log (n int)
GO
--> done none
--> done none

CREATE TRIGGER tr ON t AFTER INSERT AS
  IF @@ROWCOUNT > 2 RAISERROR('many', 16, 1)
  INSERT log VALUES (1)
GO
--> done none

INSERT t VALUES (1)
SELECT @@ROWCOUNT
INSERT t VALUES (1), (2), (3)
PRINT @@ERROR
SELECT COUNT(*) FROM log
GO
--> done insert 1
--> done insert 1
--> columns int
--> row 1
--> done select 1
--> 50000, 16, 1, tr line 2: many
--> done none failed
--> done insert 1
--> done insert 3
--> print 0
--> columns int
--> row 2
--> done select 1

CREATE TABLE u (a int)
GO
--> done none

CREATE TRIGGER rolls ON u AFTER INSERT AS
  PRINT 'rolling back'
  ROLLBACK
GO
--> done none

INSERT u VALUES (1)
PRINT 'not reached'
GO
--> print rolling back
--> done end
--> 3609, 16, 1, line 1: The transaction ended in the trigger. The batch has been aborted.
--> done insert failed

SELECT COUNT(*) FROM u
GO
--> columns int
--> row 0
--> done select 1

CREATE TABLE v (a int)
GO
--> done none

CREATE TRIGGER fails ON v AFTER INSERT AS
  PRINT 'failing'
  INSERT log VALUES (1/0)
GO
--> done none

INSERT v VALUES (1)
PRINT 'not reached'
GO
--> print failing
--> 8134, 16, 1, fails line 3: Divide by zero error encountered.
--> done insert failed

BEGIN TRAN
BEGIN TRY
  INSERT v VALUES (1)
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS n, ERROR_PROCEDURE() AS p, XACT_STATE() AS x
  ROLLBACK
END CATCH
SELECT COUNT(*) FROM v
GO
--> done begin
--> print failing
--> columns n int, p nvarchar(128), x smallint
--> row 8134, fails, -1
--> done select 1
--> done end
--> columns int
--> row 0
--> done select 1

CREATE FUNCTION aliased (@n int) RETURNS flag AS
BEGIN
  RETURN @n
END
GO
--> done none

PRINT dbo.aliased(7)
GO
--> print 1
