-- SQL Server: a reader waits for the row that somebody else has changed and not committed, unless READ_COMMITTED_SNAPSHOT
-- is on, which is off by default.
-- msxgate: READ_COMMITTED_SNAPSHOT is always on: it reads what was committed last, at once.
-- Why: one forgotten transaction in a query window must not stop the polls of all targets.
CREATE TABLE master.dbo.shared (n int NOT NULL)
INSERT INTO master.dbo.shared VALUES (1)
CREATE LOGIN olga WITH PASSWORD = N'T4rgets!'
ALTER SERVER ROLE sysadmin ADD MEMBER olga
SELECT is_read_committed_snapshot_on FROM sys.databases WHERE name = N'msdb'
GO
--> is_read_committed_snapshot_on bit
--> 1
BEGIN TRANSACTION
UPDATE master.dbo.shared SET n = 2
GO
--@ as olga
SET LOCK_TIMEOUT 0
SELECT n FROM master.dbo.shared
UPDATE master.dbo.shared SET n = 3
GO
--> n int
--> 1
--> Msg 1222, Level 16, State 51
--> Lock request time out period exceeded.
--> The statement has been terminated.
--@ as sa
ROLLBACK TRANSACTION
GO
