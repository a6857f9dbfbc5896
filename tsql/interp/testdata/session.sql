-- calls
SET LOCK_TIMEOUT 500
SET NOCOUNT, ANSI_NULLS OFF
SET ROWCOUNT 5
SET TRANSACTION ISOLATION LEVEL READ COMMITTED
SET XACT_ABORT ON
SELECT @@OPTIONS & 16384
SET XACT_ABORT OFF
SET NOCOUNT OFF
SET ANSI_NULLS ON
GO
--> columns int
--> row 16384
--> done select 1
--> call set LOCK_TIMEOUT false 500
--> call set ANSI_NULLS false <nil>
--> call set ROWCOUNT false 5
--> call set TRANSACTION ISOLATION LEVEL false <nil>
--> call set ANSI_NULLS true <nil>

-- calls
WAITFOR DELAY '00:00:01.5'
DECLARE @d varchar(10) = '0:2', @t datetime = '1900-01-01 00:00:03'
WAITFOR DELAY @d
WAITFOR DELAY @t
WAITFOR TIME '10:00:05'
WAITFOR TIME '09:00'
WAITFOR DELAY 'soon'
GO
--> 148, 15, 1, line 8: Incorrect time syntax in time string 'soon' used with WAITFOR.
--> done none failed
--> call sleep 1.5s
--> call sleep 2m0s
--> call sleep 3s
--> call sleep 5s
--> call sleep 23h0m0s

-- calls
KILL 53
EXECUTE AS LOGIN = 'bob'
REVERT
USE msdb
SELECT DB_NAME()
USE master
GO
--> columns nvarchar(128)
--> row msdb
--> done select 1
--> call kill 53
--> call as LOGIN bob revert=false
--> call as   revert=true

SET NOEXEC ON
PRINT 'skipped'
SELECT 1
GO

PRINT 'still skipped'
IF 1 = 1 PRINT 'x'
SET NOEXEC OFF
PRINT 'on again'
GO
--> print on again

CREATE TABLE t (a int)
INSERT t VALUES (1)
SET FMTONLY ON
SELECT a FROM t
INSERT t VALUES (2)
PRINT 'skipped'
SET FMTONLY OFF
SELECT a FROM t
GO
--> done none
--> done insert 1
--> columns a int
--> done select 0
--> columns a int
--> row 1
--> done select 1

SET PARSEONLY ON
SELECT 1
SET PARSEONLY OFF
GO

SELECT @@OPTIONS
GO
--> columns int
--> row 5432
--> done select 1

SELEC 1
GO
--> enter
-->   2812, 16, 62, line 1: Could not find stored procedure 'SELEC'.
--> leave failed

DECLARE @d date = '2020-01-01', @n varchar(5)
WAITFOR DELAY @d
WAITFOR DELAY @n
WAITFOR TIME '25:00'
WAITFOR DELAY '00:00:00.12345678901'
GO
--> 9815, 16, 1, line 2: Waitfor delay and waitfor time cannot be of type date.
--> done none failed
--> 148, 15, 1, line 4: Incorrect time syntax in time string '25:00' used with WAITFOR.
--> done none failed
--> 148, 15, 1, line 5: Incorrect time syntax in time string '00:00:00.12345678901' used with WAITFOR.
--> done none failed

EXEC('SELECT 1') AT other
EXEC p WITH RESULT SETS ((a int))
EXEC('SELECT 1') WITH RESULT SETS UNDEFINED
GO
--> 7202, 11, 2, line 1: Could not find server 'other' in sys.servers. Verify that the correct server name was specified. If necessary, execute the stored procedure sp_addlinkedserver to add the server to sys.servers.
--> done execute failed
--> 40517, 16, 1, line 2: Keyword or statement option 'WITH RESULT SETS' is not supported in this version of SQL Server.
--> done execute failed
--> enter
-->   columns int
-->   row 1
-->   done select 1
--> leave
