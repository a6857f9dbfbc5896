BEGIN TRY
  PRINT 'a'
  SELECT 1/0
  PRINT 'not reached'
END TRY
BEGIN CATCH
  SELECT @@ERROR AS e, @@ROWCOUNT AS r
  SELECT ERROR_NUMBER() AS number, ERROR_SEVERITY() AS severity, ERROR_STATE() AS state, ERROR_LINE() AS line, ERROR_MESSAGE() AS message
END CATCH
SELECT ERROR_NUMBER()
GO
--> print a
--> columns int
--> done select 0
--> columns e int, r int
--> row 8134, 0
--> done select 1
--> columns number int, severity int, state int, line int, message nvarchar(4000)
--> row 8134, 16, 1, 3, Divide by zero error encountered.
--> done select 1
--> columns int
--> row NULL
--> done select 1

-- Nested: the outer error is back when the inner CATCH ends.
BEGIN TRY
  RAISERROR('outer', 16, 1)
END TRY
BEGIN CATCH
  BEGIN TRY
    RAISERROR('inner', 16, 2)
  END TRY
  BEGIN CATCH
    PRINT ERROR_MESSAGE()
  END CATCH
  PRINT ERROR_MESSAGE()
END CATCH
GO
--> print inner
--> print outer

-- GOTO and RETURN leave TRY and CATCH.
BEGIN TRY
  RAISERROR('x', 16, 1)
END TRY
BEGIN CATCH
  GOTO done
END CATCH
PRINT 'not reached'
done:
PRINT ISNULL(ERROR_MESSAGE(), 'nothing')
GO
--> print nothing

BEGIN TRY
  RETURN
END TRY
BEGIN CATCH
  PRINT 'no'
END CATCH
PRINT 'not reached'
GO

BEGIN TRY
  BEGIN TRY
    THROW 50001, 'one 100% (%s)', 3
  END TRY
  BEGIN CATCH
    PRINT 'first';
    THROW
  END CATCH
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS n, ERROR_MESSAGE() AS m, ERROR_STATE() AS s, ERROR_LINE() AS l
END CATCH
GO
--> print first
--> columns n int, m nvarchar(4000), s int, l int
--> row 50001, one 100% (%s), 3, 3
--> done select 1

-- THROW ends the batch, and not the transaction.
BEGIN TRAN;
THROW 50001, 'gone', 1
PRINT 'not reached'
GO
--> done begin
--> 50001, 16, 1, line 3: gone
--> done none failed

SELECT @@TRANCOUNT
ROLLBACK
GO
--> columns int
--> row 1
--> done select 1
--> done end

THROW 100, 'too low', 1
GO
--> 35100, 16, 10, line 1: Error number 100 in the THROW statement is outside the valid range. Specify an error number in the valid range of 50000 to 2147483647.
--> done none failed

BEGIN TRY
  SELECT 1/0
END TRY
BEGIN CATCH
END CATCH
PRINT 'empty'
GO
--> columns int
--> done select 0
--> print empty

CREATE PROCEDURE inner_fails AS
BEGIN
  PRINT 'in'
  SELECT 1/0
  PRINT 'only without TRY'
  RETURN 3
END
GO
--> done none

CREATE PROCEDURE outer_calls AS
  EXEC inner_fails
  PRINT 'outer goes on'
GO
--> done none

EXEC outer_calls
GO
--> enter
-->   print in
-->   columns int
-->   8134, 16, 1, inner_fails line 4: Divide by zero error encountered.
-->   done select failed
-->   print only without TRY
-->   done execute
-->   print outer goes on
--> leave 0

BEGIN TRY
  EXEC outer_calls
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS n, ERROR_PROCEDURE() AS p, ERROR_LINE() AS l
END CATCH
GO
--> enter
-->   print in
-->   columns int
-->   done select 0
--> leave
--> columns n int, p nvarchar(128), l int
--> row 8134, inner_fails, 4
--> done select 1

-- A procedure called in CATCH sees the error.
CREATE PROCEDURE report AS
  SELECT ERROR_NUMBER() AS n
  BEGIN TRY
    RAISERROR('own', 16, 1)
  END TRY
  BEGIN CATCH
    PRINT ERROR_MESSAGE()
  END CATCH
  SELECT ERROR_NUMBER() AS n
GO
--> done none

BEGIN TRY
  SELECT 1/0
END TRY
BEGIN CATCH
  EXEC report
END CATCH
GO
--> columns int
--> done select 0
--> enter
-->   columns n int
-->   row 8134
-->   done select 1
-->   print own
-->   columns n int
-->   row 8134
-->   done select 1
--> leave 0

-- Errors of the host's own procedures, returned or sent.
BEGIN TRY
  EXEC native_fails
END TRY
BEGIN CATCH
  PRINT ERROR_MESSAGE()
END CATCH
BEGIN TRY
  EXEC native_sends
END TRY
BEGIN CATCH
  PRINT ERROR_MESSAGE()
END CATCH
BEGIN TRY
  EXEC nosuchproc
END TRY
BEGIN CATCH
  PRINT ERROR_MESSAGE()
END CATCH
BEGIN TRY
  EXEC('SELEC 1')
END TRY
BEGIN CATCH
  PRINT ERROR_NUMBER()
END CATCH
GO
--> enter
--> leave
--> print The specified @name ('x') does not exist.
--> enter
--> leave
--> print The specified @name ('x') does not exist.
--> enter
--> leave
--> print Could not find stored procedure 'nosuchproc'.
--> enter
--> leave
--> print 2812

-- An informational message is not caught.
BEGIN TRY
  RAISERROR('info', 10, 1)
  PRINT 'goes on'
END TRY
BEGIN CATCH
  PRINT 'no'
END CATCH
GO
--> 50000, 0, 1, line 3: info
--> print goes on

DECLARE @i int = 0
WHILE @i < 3
BEGIN
  SET @i += 1
  BEGIN TRY
    IF @i = 2 BREAK
    SELECT 1/0
  END TRY
  BEGIN CATCH
    PRINT @i
    CONTINUE
  END CATCH
END
PRINT 'end'
GO
--> columns int
--> done select 0
--> print 1
--> print end

-- A result that an error cuts short is ended.
CREATE TABLE t (a int)
INSERT t VALUES (2), (1), (0)
BEGIN TRY
  SELECT 10 / a AS q FROM t
END TRY
BEGIN CATCH
  PRINT 'caught'
END CATCH
BEGIN TRY
  EXEC('SELECT 10 / a AS q FROM t')
END TRY
BEGIN CATCH
  PRINT 'caught'
END CATCH
GO
--> done none
--> done insert 3
--> columns q int
--> row 5
--> row 10
--> done select 2
--> print caught
--> enter
-->   columns q int
-->   row 5
-->   row 10
-->   done select 2
--> leave
--> print caught

DECLARE @a int = 1, @b int = @a
GO
--> 137, 15, 2, line 1: Must declare the scalar variable "@a".
--> done none failed
