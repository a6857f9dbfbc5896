CREATE PROCEDURE p @a int, @b varchar(5) = 'dflt', @c int = NULL OUTPUT AS
BEGIN
  SELECT @a AS a, @b AS b, @c AS c, @@NESTLEVEL AS nest
  SET @c = @a * 2
  RETURN 4
END
GO
--> done none

DECLARE @rc int, @out varchar(10) = '9'
EXEC @rc = p 1, @c = @out OUTPUT
SELECT @rc, @out
EXEC p @b = 'longer than five', @a = '7'
EXEC p 1, DEFAULT, 3
EXEC p @a = @rc
GO
--> enter
-->   columns a int, b varchar(5), c int, nest int
-->   row 1, dflt, 9, 1
-->   done select 1
--> leave 4
--> columns int, varchar(10)
--> row 4, 2
--> done select 1
--> enter
-->   columns a int, b varchar(5), c int, nest int
-->   row 7, longe, NULL, 1
-->   done select 1
--> leave 4
--> enter
-->   columns a int, b varchar(5), c int, nest int
-->   row 1, dflt, 3, 1
-->   done select 1
--> leave 4
--> enter
-->   columns a int, b varchar(5), c int, nest int
-->   row 4, dflt, NULL, 1
-->   done select 1
--> leave 4

EXEC p
PRINT @@ERROR
GO
--> enter
-->   201, 16, 4, p line 0: Procedure or function 'p' expects parameter '@a', which was not supplied.
--> leave failed
--> print 201

EXEC p 1, 2, 3, 4
EXEC p 1, @nosuch = 2
EXEC p 1, @a = 2
EXEC p 'x'
EXEC p @a = DEFAULT
DECLARE @o int
EXEC p @o OUTPUT
PRINT 'goes on'
GO
--> enter
-->   8144, 16, 2, p line 0: Procedure or function p has too many arguments specified.
--> leave failed
--> enter
-->   8145, 16, 2, p line 0: @nosuch is not a parameter for procedure p.
--> leave failed
--> enter
-->   8143, 16, 1, p line 0: Parameter '@a' was supplied multiple times.
--> leave failed
--> enter
-->   8114, 16, 5, p line 0: Error converting data type varchar to int.
--> leave failed
--> enter
-->   201, 16, 4, p line 0: Procedure or function 'p' expects parameter '@a', which was not supplied.
--> leave failed
--> enter
-->   8162, 16, 2, p line 0: The formal parameter "@a" was not declared as an OUTPUT parameter, but the actual parameter passed in requested output.
--> leave failed
--> print goes on

EXEC p @a = 1, 2
GO
--> 119, 15, 1, line 1: Must pass parameter number 2 and subsequent parameters as '@name = value'. After the form '@name = value' has been used, all subsequent parameters must be passed in the form '@name = value'.
--> done none failed

EXEC p 1, 'b', 3 OUTPUT
GO
--> 179, 15, 1, line 1: Cannot use the OUTPUT option when passing a constant to a stored procedure.
--> done none failed

CREATE PROCEDURE none AS RETURN
GO
--> done none

EXEC none
GO
--> enter
--> leave 0

EXEC none 1
PRINT 'goes on'
GO
--> enter
-->   8146, 16, 2, none line 0: Procedure none has no parameters and arguments were supplied.
--> leave failed
--> print goes on

CREATE PROCEDURE returns_null AS
  DECLARE @n int
  RETURN @n
GO
--> done none

DECLARE @rc int = 5
EXEC @rc = returns_null
PRINT @rc
GO
--> enter
-->   282, 10, 1, returns_null line 3: The 'returns_null' procedure attempted to return a status of NULL, which is not allowed. A status of 0 will be returned instead.
--> leave 0
--> print 0

-- Without RETURN, an error shows in the status.
CREATE PROCEDURE fails AS
  SELECT 1/0
  PRINT 'to the end'
GO
--> done none

DECLARE @rc int
EXEC @rc = fails
PRINT @rc
GO
--> enter
-->   columns int
-->   8134, 16, 1, fails line 3: Divide by zero error encountered.
-->   done select failed
-->   print to the end
--> leave -6
--> print -6

DECLARE @rc int = 1
EXEC @rc = nosuch
PRINT @rc
EXEC @rc = native_status
PRINT @rc
EXEC @rc = native_fails
PRINT @@ERROR
PRINT @rc
DECLARE @n int
EXEC native_answers @n OUTPUT
PRINT @n
EXEC native_sends
PRINT @@ERROR
GO
--> enter
-->   2812, 16, 62, line 2: Could not find stored procedure 'nosuch'.
--> leave failed
--> print 1
--> enter
--> leave 7
--> print 7
--> enter
-->   14262, 16, 1, line 6: The specified @name ('x') does not exist.
--> leave 1 failed
--> print 14262
--> print 1
--> enter
-->   columns n int
-->   row 1
-->   done select 1
--> leave 0
--> print 42
--> enter
-->   14262, 16, 1, line 0: The specified @name ('x') does not exist.
--> leave 1
--> print 14262

-- Names in variables.
DECLARE @name sysname = 'p'
EXEC @name 1
SET @name = 'dbo.p'
EXEC @name 2
SET @name = 'no such'
EXEC @name
GO
--> enter
-->   columns a int, b varchar(5), c int, nest int
-->   row 1, dflt, NULL, 1
-->   done select 1
--> leave 4
--> enter
-->   columns a int, b varchar(5), c int, nest int
-->   row 2, dflt, NULL, 1
-->   done select 1
--> leave 4
--> 2812, 16, 62, line 7: Could not find stored procedure 'no such'.
--> done execute failed

CREATE PROCEDURE recurse @n int AS
BEGIN
  SET @n += 1
  IF @n > 30 PRINT @@NESTLEVEL
  EXEC recurse @n
END
GO
--> done none

EXEC recurse 0
PRINT 'not reached'
GO
--> enter
-->   print 31
-->   print 32
-->   217, 16, 1, recurse line 5: Maximum stored procedure, function, trigger, or view nesting level exceeded (limit 32).
-->   done execute failed
--> leave failed

-- Options, #tables and variables end with the procedure.
CREATE PROCEDURE sets AS
  SET NOCOUNT ON
  SET XACT_ABORT ON
  CREATE TABLE #t (a int)
  INSERT #t VALUES (1)
  SELECT * FROM #t
GO
--> done none

EXEC sets
SELECT @@OPTIONS & 512, @@OPTIONS & 16384
GO
--> enter
-->   done none
-->   done insert
-->   columns a int
-->   row 1
-->   done select
--> leave 0
--> columns int, int
--> row 0, 0
--> done select 1

SELECT * FROM #t
GO
--> 208, 16, 1, line 1: Invalid object name '#t'.
--> done select failed

-- An error that ends the batch ends every caller.
CREATE PROCEDURE converts AS
  SELECT CAST('x' AS int)
GO
--> done none

CREATE PROCEDURE calls_converts AS
  EXEC converts
  PRINT 'not reached'
GO
--> done none

EXEC calls_converts
PRINT 'not reached'
GO
--> enter
-->   columns int
-->   245, 16, 1, converts line 3: Conversion failed when converting the varchar value 'x' to data type int.
-->   done select failed
--> leave failed

-- A missing table ends the procedure only.
CREATE PROCEDURE selects AS
  SELECT * FROM nosuch
  PRINT 'not reached'
GO
--> done none

EXEC selects
PRINT 'goes on'
GO
--> enter
-->   208, 16, 1, selects line 3: Invalid object name 'nosuch'.
-->   done select failed
--> leave
--> print goes on

CREATE PROCEDURE faulty AS
  SET @x = 1
  RETURN
GO
--> 137, 15, 1, faulty line 2: Must declare the scalar variable "@x".
--> done none failed

EXEC p 1 AT other
GO
--> 102, 15, 1, line 1: Incorrect syntax near 'AT'.
--> done none failed

CREATE TYPE ids AS TABLE (id int)
GO
--> done none

CREATE PROCEDURE takes @list ids READONLY AS SELECT id FROM @list
GO
--> done none

DECLARE @l ids
INSERT @l VALUES (1), (2)
EXEC takes @l
EXEC takes
EXEC takes 1
GO
--> done insert 2
--> enter
-->   columns id int
-->   row 1
-->   row 2
-->   done select 2
--> leave 0
--> enter
-->   columns id int
-->   done select 0
--> leave 0
--> enter
-->   206, 16, 2, takes line 0: Operand type clash: int is incompatible with ids
--> leave failed
