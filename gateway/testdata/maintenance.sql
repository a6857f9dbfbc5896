CREATE TABLE dbo.m (a int IDENTITY(1,1) CONSTRAINT pk_m PRIMARY KEY, b int)
INSERT dbo.m (b) VALUES (1), (2)
DBCC CHECKIDENT ('dbo.m', NORESEED)
DBCC CHECKIDENT ('dbo.m', RESEED, 100) WITH NO_INFOMSGS
INSERT dbo.m (b) VALUES (3)
SELECT MAX(a) AS a FROM dbo.m
DBCC CHECKIDENT (m)
GO
--> Checking identity information: current identity value '2', current column value '2'.
--> DBCC execution completed. If DBCC printed error messages, contact your system administrator.
--> a int
--> 101
--> Checking identity information: current identity value '101', current column value '101'.
--> DBCC execution completed. If DBCC printed error messages, contact your system administrator.
DBCC CHECKIDENT ('nosuch')
GO
--> Msg 2501, Level 16, State 45
--> Cannot find a table or object with the name "nosuch". Check the system catalog.
DBCC TRACEON (1222, -1) WITH NO_INFOMSGS
DBCC TRACESTATUS WITH NO_INFOMSGS
DBCC TRACEOFF (1222, -1) WITH NO_INFOMSGS
DBCC FREEPROCCACHE
DBCC CHECKDB (master)
DBCC OPENTRAN
GO
--> TraceFlag smallint | Status smallint | Global smallint | Session smallint
--> 1222 | 1 | 1 | 0
--> DBCC execution completed. If DBCC printed error messages, contact your system administrator.
--> CHECKDB found 0 allocation errors and 0 consistency errors in database 'master'.
--> DBCC execution completed. If DBCC printed error messages, contact your system administrator.
--> No active open transactions.
--> DBCC execution completed. If DBCC printed error messages, contact your system administrator.
UPDATE STATISTICS dbo.m WITH FULLSCAN
ALTER INDEX ALL ON dbo.m REBUILD WITH (ONLINE = OFF)
ALTER INDEX pk_m ON dbo.m REORGANIZE
CHECKPOINT
EXEC sp_configure 'show advanced options', 1
RECONFIGURE WITH OVERRIDE
GO
--> Configuration option 'show advanced options' changed from 0 to 1. Run the RECONFIGURE statement to install.
--> return 0
ALTER INDEX nosuch ON dbo.m REBUILD
GO
--> Msg 2727, Level 11, State 1
--> Cannot find index 'nosuch'.
UPDATE STATISTICS dbo.nosuch
GO
--> Msg 2706, Level 11, State 1
--> Table 'nosuch' does not exist.
DROP TABLE dbo.m
GO
