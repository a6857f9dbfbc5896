-- SQL Server: has all of T-SQL.
-- msxgate: has what administration and its scripts use; anything else is refused by name, with an error from 40000 on.
-- Why: a clear refusal is better than a wrong answer.
BACKUP DATABASE msdb TO DISK = N'msdb.bak'
GO
--> Msg 40510, Level 16, State 1
--> Statement 'BACKUP DATABASE' is not supported in this version of SQL Server.
DBCC SHRINKDATABASE (msdb)
GO
--> Msg 40510, Level 16, State 1
--> Statement 'DBCC SHRINKDATABASE' is not supported in this version of SQL Server.
CREATE TABLE #n (n int)
DECLARE c CURSOR FOR SELECT n FROM #n
OPEN c
UPDATE #n SET n = 1 WHERE CURRENT OF c
GO
--> Msg 40517, Level 16, State 1
--> Keyword or statement option 'WHERE CURRENT OF' is not supported in this version of SQL Server.
CREATE LOGIN x WITH PASSWORD = 0x01 HASHED
GO
--> Msg 40031, Level 16, State 1
--> msxgate: PASSWORD ... HASHED is not supported: the hash of another server cannot be verified here.
CREATE SERVER ROLE helpers
GO
--> Msg 40030, Level 16, State 1
--> msxgate: CREATE SERVER ROLE ... helpers is not supported.
BULK INSERT #n FROM 'n.txt'
GO
--> Msg 40510, Level 16, State 1
--> Statement 'BULK INSERT' is not supported in this version of SQL Server.
SELECT * FROM OPENROWSET('SQLNCLI', 'Server=x', 'SELECT 1')
GO
--> Msg 43733, Level 16, State 1
--> msxgate: OPENROWSET is not supported
CREATE TABLE dbo.t (n int PRIMARY KEY, s datetime2 GENERATED ALWAYS AS ROW START, e datetime2 GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e))
GO
--> Msg 43820, Level 16, State 1
--> msxgate: PERIOD FOR SYSTEM_TIME is not supported
CREATE ASSEMBLY a FROM 'a.dll'
GO
--> Msg 40510, Level 16, State 1
--> Statement 'CREATE ASSEMBLY' is not supported in this version of SQL Server.
BEGIN DISTRIBUTED TRANSACTION
GO
--> Msg 40510, Level 16, State 1
--> Statement 'BEGIN DISTRIBUTED TRANSACTION' is not supported in this version of SQL Server.
