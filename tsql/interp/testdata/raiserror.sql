RAISERROR('hello', 16, 1)
PRINT @@ERROR
RAISERROR('info %d', 0, 1, 5)
PRINT @@ERROR
RAISERROR('ten', 10, 1) WITH NOWAIT
RAISERROR('kept', 5, 1) WITH SETERROR
PRINT @@ERROR
GO
--> 50000, 16, 1, line 1: hello
--> done none failed
--> print 50000
--> 50000, 0, 1, line 3: info 5
--> print 0
--> 50000, 0, 1, line 5: ten
--> flush
--> 50000, 5, 1, line 6: kept
--> print 50000

RAISERROR(14262, -1, -1, '@job_name', 'x')
RAISERROR(14198, -1, -1, 3)
RAISERROR(14262, 16, 2, N'@id')
RAISERROR(13999, 16, 1)
RAISERROR(100, 16, 1)
RAISERROR(50000, 16, 1)
GO
--> 14262, 16, 1, line 1: The specified @job_name ('x') does not exist.
--> done none failed
--> 14198, 0, 1, line 2: Only informational 3.
--> 14262, 16, 2, line 3: The specified @id ('(null)') does not exist.
--> done none failed
--> 18054, 16, 1, line 4: Error 13999, severity 16, state 1 was raised, but no message with that error number was found in sys.messages. If error is larger than 50000, make sure the user-defined message is added using sp_addmessage.
--> done none failed
--> 2732, 16, 1, line 5: Error number 100 is invalid. The number must be from 13000 through 2147483647 and it cannot be 50000.
--> done none failed
--> 2732, 16, 1, line 6: Error number 50000 is invalid. The number must be from 13000 through 2147483647 and it cannot be 50000.
--> done none failed

RAISERROR('[%s] [%10s] [%-10s] [%.2s] [%%] [%d] [%5d] [%-5d] [%05d] [%+d] [%x] [%X] [%#x] [%u] [%o]', 0, 1, 'a', 'b', 'c', 'def', 1, 2, 3, 4, 5, 255, 255, 255, -1, 8)
RAISERROR('[%*d] [%.*s] [%I64d] [%ld] [%s]', 0, 1, 5, 42, 2, 'abc', 1, 7)
RAISERROR('%d %s', 0, 1, NULL, NULL)
RAISERROR('%s', 16, 1, 5)
RAISERROR('%d', 16, 1, 'x')
RAISERROR('%q', 16, 1)
RAISERROR('%s', 16, 1, 1.5)
RAISERROR('a %', 16, 1)
GO
--> 50000, 0, 1, line 1: [a] [         b] [c         ] [de] [%] [1] [    2] [3    ] [00004] [+5] [ff] [FF] [0xff] [4294967295] [10]
--> 50000, 0, 1, line 2: [   42] [ab] [1] [7] [(null)]
--> 50000, 0, 1, line 3: (null) (null)
--> 2786, 16, 1, line 4: The data type of substitution parameter 1 does not match the expected type of the format specification.
--> done none failed
--> 2786, 16, 1, line 5: The data type of substitution parameter 1 does not match the expected type of the format specification.
--> done none failed
--> 2787, 16, 1, line 6: Invalid format specification: '%q'.
--> done none failed
--> 2748, 16, 1, line 7: Cannot specify numeric data type (parameter 1) as a substitution parameter.
--> done none failed
--> 2787, 16, 1, line 8: Invalid format specification: '%'.
--> done none failed

DECLARE @m nvarchar(100) = N'from a variable', @s int = 11, @st tinyint = 7
RAISERROR(@m, @s, @st)
RAISERROR('negative', -5, -5)
GO
--> 50000, 11, 7, line 2: from a variable
--> done none failed
--> 50000, 0, 1, line 3: negative

RAISERROR('high', 19, 1)
PRINT 'goes on'
RAISERROR('high', 19, 1) WITH LOG
GO
--> 2754, 16, 1, line 1: Error severity levels greater than 18 can only be specified by members of the sysadmin role, using the WITH LOG option.
--> done none failed
--> print goes on
--> 50000, 19, 1, line 3: high
--> done none failed

CREATE PROCEDURE raises AS
  PRINT 'x'
  RAISERROR('inside', 16, 1)
  RETURN 1
GO
--> done none

DECLARE @rc int
EXEC @rc = raises
IF @@ERROR <> 0 OR @rc <> 0 PRINT 'seen'
GO
--> enter
-->   print x
-->   50000, 16, 1, raises line 3: inside
-->   done none failed
--> leave 1
--> print seen

DECLARE @long varchar(max) = REPLICATE(CAST('x' AS varchar(max)), 3000)
RAISERROR(@long, 0, 1)
GO
--> 50000, 0, 1, line 2: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...

PRINT NULL
PRINT ''
PRINT N'ü' + 'x'
PRINT 1.50
GO
--> print  
--> print  
--> print üx
--> print 1.50

RAISERROR('fatal', 20, 1) WITH LOG
PRINT 'not reached'
GO
--> 2745, 16, 2, line 1: Process ID 51 has raised user error 50000, severity 20. SQL Server is terminating this process.
--> 50000, 20, 1, line 1: fatal
--> done none failed
--> error: the session was ended by a fatal error

BEGIN TRY
  RAISERROR('fatal', 25, 1) WITH LOG
END TRY
BEGIN CATCH
  PRINT 'not caught'
END CATCH
GO
--> 2745, 16, 2, line 2: Process ID 51 has raised user error 50000, severity 25. SQL Server is terminating this process.
--> 50000, 25, 1, line 2: fatal
--> done none failed
--> error: the session was ended by a fatal error
