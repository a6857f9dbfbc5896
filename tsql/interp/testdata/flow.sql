-- A GOTO leaves IF and WHILE; labels are compared without case.
DECLARE @i int = 0
again:
SET @i += 1
IF @i < 3
BEGIN
  WHILE 1 = 1
  BEGIN
    GOTO Again
  END
END
ELSE
  PRINT 'else'
PRINT @i
GO
--> print else
--> print 3

DECLARE @i int = 0
WHILE @i < 10
BEGIN
  SET @i = @i + 1
  IF @i = 2 CONTINUE
  IF @i = 4 BREAK
  PRINT @i
END
PRINT 'after'
GO
--> print 1
--> print 3
--> print after

-- RETURN ends the batch.
PRINT 'a'
RETURN
PRINT 'b'
GO
--> print a

IF 1 = 0 PRINT 'no' ELSE IF NULL = 1 PRINT 'unknown' ELSE PRINT 'last'
GO
--> print last

GOTO nowhere
GO
--> 133, 15, 1, line 1: A GOTO statement references the label 'nowhere' but the label has not been declared.
--> done none failed

l:
l:
GO
--> 132, 15, 1, line 2: The label 'l' has already been declared. Label names must be unique within a query batch or stored procedure.
--> done none failed

BREAK
GO
--> 135, 15, 1, line 1: Cannot use a BREAK statement outside the scope of a WHILE statement.
--> done none failed

CONTINUE
GO
--> 136, 15, 1, line 1: Cannot use a CONTINUE statement outside the scope of a WHILE statement.
--> done none failed

RETURN 1
GO
--> 178, 15, 1, line 1: A RETURN statement with a return value cannot be used in this context.
--> done none failed

GOTO inside
BEGIN TRY
inside:
PRINT 'x'
END TRY
BEGIN CATCH
END CATCH
GO
--> 1026, 15, 1, line 1: GOTO cannot be used to jump into a TRY or CATCH scope.
--> done none failed

-- Declarations hold for the whole text, reached or not; in a loop they do not reset.
IF 1 = 0 DECLARE @a int
SET @a = 5
PRINT @a
DECLARE @n int = 0
WHILE @n < 2
BEGIN
  DECLARE @kept int, @fresh int = 7
  SELECT @kept, @fresh
  SET @kept = 1
  SET @fresh = 8
  SET @n += 1
END
GO
--> print 5
--> columns int, int
--> row NULL, 7
--> done select 1
--> columns int, int
--> row 1, 7
--> done select 1

PRINT 'nothing of this runs'
SET @x = 1
SELECT @y
GO
--> 137, 15, 1, line 2: Must declare the scalar variable "@x".
--> 137, 15, 2, line 3: Must declare the scalar variable "@y".
--> done none failed

DECLARE @a int, @A int
GO
--> 134, 15, 2, line 1: The variable name '@A' has already been declared. Variable names must be unique within a query batch or stored procedure.
--> done none failed

SELECT * FROM @t
GO
--> 1087, 15, 2, line 1: Must declare the table variable "@t".
--> done none failed

THROW
GO
--> 10704, 15, 1, line 1: To rethrow an error, a THROW statement must be used inside a CATCH block. Insert the THROW statement inside a CATCH block, or add error parameters to the THROW statement.
--> done none failed

DECLARE @v nosuchtype
GO
--> 2715, 16, 3, line 1: Column, parameter, or variable #1: Cannot find data type nosuchtype.
--> done none failed

DECLARE @f flag = 1
SELECT @f
GO
--> columns bit
--> row 1
--> done select 1

DECLARE @d decimal(5,2) = 1.239, @s varchar(3) = 'abcdef'
SET @d *= 2
SET @s += 'x'
SELECT @d, @s
GO
--> columns decimal(5,2), varchar(3)
--> row 2.48, abc
--> done select 1
