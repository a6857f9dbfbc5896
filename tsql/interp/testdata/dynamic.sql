DECLARE @x nvarchar(20) = N'SELECT', @null nvarchar(5)
EXEC(@x + N' 1 AS a' + @null + N', @@NESTLEVEL AS n')
EXEC(@x, N' 2')
EXEC(@null)
GO
--> enter
-->   columns a int, n int
-->   row 1, 1
-->   done select 1
--> leave
--> 40517, 16, 1, line 3: Keyword or statement option 'EXECUTE with parameters' is not supported in this version of SQL Server.
--> done execute failed
--> enter
--> leave

EXEC('SELEC 1')
PRINT 'goes on'
GO
--> enter
-->   2812, 16, 62, line 1: Could not find stored procedure 'SELEC'.
-->   done execute failed
--> leave
--> print goes on

EXEC('PRINT 1
SELECT 1/0')
GO
--> enter
-->   print 1
-->   columns int
-->   8134, 16, 1, line 2: Divide by zero error encountered.
-->   done select failed
--> leave

EXEC('SELECT @a')
GO
--> 137, 15, 2, line 1: Must declare the scalar variable "@a".
--> done execute failed

EXEC('RETURN 1')
GO
--> 178, 15, 1, line 1: A RETURN statement with a return value cannot be used in this context.
--> done execute failed

EXEC sp_executesql N'SELECT @a AS a, @b AS b, @@NESTLEVEL AS n', N'@a int, @b varchar(5) = ''def''', 5
EXEC sp_executesql N'SELECT @a AS a', N'@a int', @a = '12'
EXEC sys.sp_executesql @stmt = N'SELECT 1'
EXEC master..sp_executesql @params = N'@a int', @a = 3, @stmt = N'SELECT @a'
GO
--> enter
-->   columns a int, b varchar(5), n int
-->   row 5, def, 2
-->   done select 1
--> leave 0
--> enter
-->   columns a int
-->   row 12
-->   done select 1
--> leave 0
--> enter
-->   columns int
-->   row 1
-->   done select 1
--> leave 0
--> enter
-->   columns int
-->   row 3
-->   done select 1
--> leave 0

DECLARE @out int, @rc int
EXEC @rc = sp_executesql N'SET @o = @i * 2', N'@i int, @o int OUTPUT', 21, @out OUTPUT
SELECT @rc, @out
EXEC @rc = sp_executesql N'SELECT 1/0'
SELECT @rc
GO
--> enter
--> leave 0
--> columns int, int
--> row 0, 42
--> done select 1
--> enter
-->   columns int
-->   8134, 16, 1, line 1: Divide by zero error encountered.
-->   done select failed
--> leave 8134
--> columns int
--> row 8134
--> done select 1

EXEC sp_executesql 'SELECT 1'
EXEC sp_executesql N'SELECT @a', N'@a int'
EXEC sp_executesql N'SELECT @a', N'@a int', 1, 2
EXEC sp_executesql N'SELECT @a', N'@a int', @b = 2
EXEC sp_executesql N'SELECT @a', N'@a in t', 1
EXEC sp_executesql N'SELECT @a', N'@a int AS SELECT 1 --', 1
EXEC sp_executesql N'SELEC 1'
PRINT 'goes on'
GO
--> enter
-->   214, 16, 2, sp_executesql line 0: Procedure expects parameter '@statement' of type 'ntext/nchar/nvarchar'.
--> leave failed
--> enter
-->   8178, 16, 1, line 2: The parameterized query '(@a int)SELECT @a' expects the parameter '@a', which was not supplied.
--> leave failed
--> enter
-->   8144, 16, 2, line 3: Procedure or function  has too many arguments specified.
--> leave failed
--> enter
-->   8145, 16, 2, line 4: @b is not a parameter for procedure .
--> leave failed
--> enter
-->   156, 15, 1, line 1: Incorrect syntax near the keyword 'in'.
--> leave 156 failed
--> enter
-->   156, 15, 1, line 2: Incorrect syntax near the keyword 'RETURN'.
--> leave 156 failed
--> enter
-->   2812, 16, 62, line 1: Could not find stored procedure 'SELEC'.
-->   done execute failed
--> leave 2812
--> print goes on

-- calls
EXEC('PRINT SUSER_SNAME()') AS LOGIN = 'o''brien'
PRINT SUSER_SNAME()
GO
--> enter
-->   print o'brien
--> leave
--> print sa
--> call as LOGIN o'brien revert=false
--> call as   revert=true

DECLARE @sql varchar(max) = 'DECLARE @x int = 1'
EXEC(@sql)
SELECT @@OPTIONS & 512
EXEC('SET NOCOUNT ON')
SELECT @@OPTIONS & 512
GO
--> enter
--> leave
--> columns int
--> row 0
--> done select 1
--> enter
--> leave
--> columns int
--> row 0
--> done select 1
