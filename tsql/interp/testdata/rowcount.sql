CREATE TABLE t (a int)
INSERT t VALUES (1), (2), (3)
SELECT @@ROWCOUNT
GO
--> done none
--> done insert 3
--> columns int
--> row 3
--> done select 1

-- PRINT, SET of an option, USE and transactions reset both.
SELECT a FROM t
PRINT 'x'
SELECT @@ROWCOUNT
SELECT a FROM t
SET NOCOUNT OFF
SELECT @@ROWCOUNT
SELECT a FROM t
BEGIN TRAN
SELECT @@ROWCOUNT
COMMIT
GO
--> columns a int
--> row 1
--> row 2
--> row 3
--> done select 3
--> print x
--> columns int
--> row 0
--> done select 1
--> columns a int
--> row 1
--> row 2
--> row 3
--> done select 3
--> columns int
--> row 0
--> done select 1
--> columns a int
--> row 1
--> row 2
--> row 3
--> done select 3
--> done begin
--> columns int
--> row 0
--> done select 1
--> done end

-- SET @v makes it 1; DECLARE leaves it, DECLARE with a value is an assignment.
DECLARE @v int
DELETE FROM t WHERE a = 3
DECLARE @w int
SELECT @@ROWCOUNT
DELETE FROM t WHERE a = 3
SET @v = 1
SELECT @@ROWCOUNT
SELECT @v = a FROM t
SELECT @@ROWCOUNT
GO
--> done delete 1
--> columns int
--> row 1
--> done select 1
--> done delete 0
--> columns int
--> row 1
--> done select 1
--> done select
--> columns int
--> row 2
--> done select 1

-- IF resets both, and so a second look finds nothing.
SELECT 1/0
IF @@ERROR <> 0 SELECT @@ERROR, @@ROWCOUNT
GO
--> columns int
--> 8134, 16, 1, line 2: Divide by zero error encountered.
--> done select failed
--> columns int, int
--> row 0, 0
--> done select 1

SELECT a FROM t
IF @@ROWCOUNT = 2 PRINT 'two'
SELECT @@ROWCOUNT
GO
--> columns a int
--> row 1
--> row 2
--> done select 2
--> print two
--> columns int
--> row 0
--> done select 1

SET NOCOUNT ON
SELECT a FROM t
UPDATE t SET a = 5
SELECT @@ROWCOUNT
GO
--> columns a int
--> row 1
--> row 2
--> done select
--> done update
--> columns int
--> row 2
--> done select

-- A procedure's last statement counts after EXEC.
CREATE PROCEDURE two AS SELECT a FROM t
GO
--> done none

EXEC two
SELECT @@ROWCOUNT
GO
--> enter
-->   columns a int
-->   row 5
-->   row 5
-->   done select
--> leave 0
--> columns int
--> row 2
--> done select

CREATE PROCEDURE bad AS SELECT 1/0
GO
--> done none

EXEC bad
SELECT @@ERROR
GO
--> enter
-->   columns int
-->   8134, 16, 1, bad line 1: Divide by zero error encountered.
-->   done select failed
--> leave -6
--> columns int
--> row 8134
--> done select
