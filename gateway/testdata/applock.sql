-- A lock of the session is given back as often as it was taken.
DECLARE @rc int
EXEC @rc = sp_getapplock @Resource = 'a', @LockMode = 'Shared', @LockOwner = 'Session'
SELECT @rc AS rc, APPLOCK_MODE('public', 'a', 'Session') AS mode
EXEC @rc = sp_getapplock 'a', 'Exclusive', 'Session', 0
SELECT @rc AS rc, APPLOCK_MODE('public', 'a', 'Session') AS mode, APPLOCK_TEST('public', 'a', 'Exclusive', 'Session') AS free
EXEC @rc = sp_releaseapplock 'a', 'Session'
EXEC @rc = sp_releaseapplock 'a', 'Session'
SELECT @rc AS rc, APPLOCK_MODE('public', 'a', 'Session') AS mode
EXEC @rc = sp_releaseapplock 'a', 'Session'
SELECT @rc AS rc
GO
--> rc int | mode nvarchar(32)
--> 0 | Shared
--> rc int | mode nvarchar(32) | free smallint
--> 0 | Exclusive | 1
--> rc int | mode nvarchar(32)
--> 0 | NoLock
--> Msg 1223, Level 16, State 1, Procedure xp_userlock
--> Cannot release the application lock (Database Principal: 'public', Resource: 'a') because it is not currently held.
--> rc int
--> -999
--> return -999
-- A lock of a transaction needs one, and ends with it.
DECLARE @rc int
EXEC @rc = sp_getapplock 'a', 'Exclusive'
SELECT @rc AS rc
BEGIN TRAN
EXEC @rc = sp_getapplock 'a', 'Exclusive'
SELECT @rc AS rc, APPLOCK_MODE('public', 'a', 'Transaction') AS mode
SAVE TRAN s
ROLLBACK TRAN s
SELECT APPLOCK_MODE('public', 'a', 'Transaction') AS mode
COMMIT
SELECT APPLOCK_MODE('public', 'a', 'Session') AS mode
SELECT APPLOCK_MODE('public', 'a', 'Transaction') AS mode
GO
--> rc int
--> -999
--> rc int | mode nvarchar(32)
--> 0 | Exclusive
--> mode nvarchar(32)
--> Exclusive
--> mode nvarchar(32)
--> NoLock
--> mode nvarchar(32)
--> Msg 3918, Level 16, State 1
--> The statement or function must be executed in the context of a user transaction.
--> return 0
-- What is wrong is answered with a number, or an error.
DECLARE @rc int
EXEC @rc = sp_getapplock 'a', 'Strong', 'Session'
SELECT @rc AS rc
EXEC @rc = sp_getapplock 'a', 'Shared', 'Nobody'
SELECT @rc AS rc
GO
--> rc int
--> -999
--> rc int
--> -999
--> return -999
EXEC sp_getapplock NULL, 'Shared', 'Session'
GO
--> Msg 1224, Level 16, State 1, Procedure xp_userlock
--> An invalid application lock resource was passed to xp_userlock.
--> return -999
EXEC sp_getapplock 'a', 'Shared', 'Session', -2
GO
--> Msg 1227, Level 16, State 1, Procedure xp_userlock
--> An invalid application lock time-out was passed to xp_userlock.
--> return -999
EXEC sp_getapplock 'a', 'Shared', 'Session', 0, 'nosuch'
GO
--> Msg 1202, Level 16, State 1, Procedure xp_userlock
--> The database-principal 'nosuch' does not exist or user is not a member.
--> return -999
EXEC sp_getapplock 'a'
GO
--> Msg 201, Level 16, State 4, Procedure sp_getapplock
--> Procedure or function 'sp_getapplock' expects parameter '@LockMode', which was not supplied.
--> return 0
SELECT APPLOCK_TEST('public', 'a', 'Strong', 'Session')
GO
--> smallint
--> Msg 1225, Level 16, State 1
--> An invalid application lock mode was passed to applock_test.
