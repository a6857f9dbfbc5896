-- Options that dynamic text sets end with it.
EXEC sp_executesql N'SET QUOTED_IDENTIFIER OFF; SET ROWCOUNT 2; SET TEXTSIZE 10; SET NOCOUNT ON; SET XACT_ABORT ON; SET IMPLICIT_TRANSACTIONS ON;
SET DATEFORMAT dmy; SET LOCK_TIMEOUT 5; SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SET DATEFIRST 1; SET LANGUAGE French
SELECT @@OPTIONS AS options, @@TEXTSIZE AS size, @@LOCK_TIMEOUT AS timeout, @@DATEFIRST AS datefirst, @@LANGUAGE AS language, @@LANGID AS langid'
SELECT @@OPTIONS AS options, @@TEXTSIZE AS size, @@LOCK_TIMEOUT AS timeout, @@DATEFIRST AS datefirst, @@LANGUAGE AS language, @@LANGID AS langid
GO
--> Changed language setting to Français.
--> options int | size int | timeout int | datefirst tinyint | language sysname | langid smallint
--> 22074 | 10 | 5 | 1 | Français | 2
--> options int | size int | timeout int | datefirst tinyint | language sysname | langid smallint
--> 5432 | 2147483647 | -1 | 7 | us_english | 0
--> return 0
DBCC USEROPTIONS WITH NO_INFOMSGS
GO
--> Set Option sysname | Value nvarchar(46)
--> textsize | 2147483647
--> language | us_english
--> dateformat | mdy
--> datefirst | 7
--> lock_timeout | -1
--> quoted_identifier | SET
--> ansi_null_dflt_on | SET
--> ansi_warnings | SET
--> ansi_padding | SET
--> ansi_nulls | SET
--> concat_null_yields_null | SET
--> isolation level | read committed snapshot
EXEC ('SET DATEFORMAT dmy; SELECT CONVERT(date, ''01/02/2020'') AS d')
SELECT CONVERT(date, '01/02/2020') AS d
GO
--> d date
--> 2020-02-01
--> d date
--> 2020-01-02
SET LANGUAGE German
SELECT DATENAME(month, '20200301') AS month, DATENAME(weekday, '20200301') AS day, CONVERT(date, '01.02.2020') AS d
SET LANGUAGE us_english
GO
--> Changed language setting to Deutsch.
--> month nvarchar(30) | day nvarchar(30) | d date
--> März | Sonntag | 2020-02-01
--> Changed language setting to us_english.
SET LANGUAGE klingon
GO
--> Msg 2740, Level 16, State 1
--> SET LANGUAGE failed because 'klingon' is not an official name or a language alias on this SQL Server.
SET DATEFORMAT xyz
GO
--> Msg 2741, Level 16, State 1
--> SET DATEFORMAT date order 'xyz' is invalid.
SET DATEFIRST 9
GO
--> Msg 2742, Level 16, State 1
--> SET DATEFIRST 9 is out of range.
-- ROWCOUNT bounds every statement.
CREATE TABLE #t (a int)
INSERT #t VALUES (1), (2), (3), (4)
SET ROWCOUNT 2
SELECT a FROM #t
INSERT #t SELECT a + 10 FROM #t
UPDATE #t SET a = a + 1
DELETE #t
SELECT * INTO #u FROM #t
SET ROWCOUNT 0
SELECT a FROM #t
SELECT a FROM #u
DROP TABLE #t, #u
GO
--> a int
--> 1
--> 2
--> a int
--> 3
--> 4
--> 11
--> 12
--> a int
--> 3
--> 4
SET TEXTSIZE 5
SELECT @@TEXTSIZE AS size, CAST(REPLICATE('x', 20) AS varchar(max)) AS v, CAST(REPLICATE(N'x', 20) AS nvarchar(max)) AS n, 'abcdefghij' AS small
SET TEXTSIZE 0
SELECT @@TEXTSIZE AS size
SET TEXTSIZE 2147483647
GO
--> size int | v varchar(max) | n nvarchar(max) | small varchar(10)
--> 5 | xxxxx | xx | abcdefghij
--> size int
--> 4096
-- A dynamic text in another database comes back from there.
EXEC msdb.sys.sp_executesql N'SELECT DB_NAME() AS db'
EXEC msdb..sp_executesql N'SELECT DB_NAME() AS db WHERE @n = 1', N'@n int', 1
SELECT DB_NAME() AS db
EXEC nosuch..sp_executesql N'SELECT 1'
GO
--> db sysname
--> msdb
--> db sysname
--> msdb
--> db sysname
--> master
--> Msg 911, Level 16, State 1
--> Database 'nosuch' does not exist. Make sure that the name is entered correctly.
--> return 0
