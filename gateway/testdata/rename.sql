CREATE TABLE dbo.old (a int IDENTITY(1,1) CONSTRAINT pk_old PRIMARY KEY, b int CONSTRAINT df_b DEFAULT 5, c int CONSTRAINT ck_c CHECK (c > 0))
CREATE INDEX ix1 ON dbo.old (b)
GO
EXEC sp_rename 'dbo.old.b', 'b2', 'COLUMN'
EXEC sp_rename N'dbo.old.ix1', N'ix2', N'INDEX'
EXEC sp_rename 'dbo.old', 'new'
EXEC sp_rename 'pk_old', 'pk_new', 'OBJECT'
GO
--> Caution: Changing any part of an object name could break scripts and stored procedures.
--> Caution: Changing any part of an object name could break scripts and stored procedures.
--> Caution: Changing any part of an object name could break scripts and stored procedures.
--> Caution: Changing any part of an object name could break scripts and stored procedures.
--> return 0
SELECT name FROM sys.columns WHERE object_id = OBJECT_ID('dbo.new') ORDER BY column_id
SELECT name FROM sys.indexes WHERE object_id = OBJECT_ID('dbo.new') ORDER BY index_id
GO
--> name sysname
--> a
--> b2
--> c
--> name sysname
--> pk_new
--> ix2
EXEC sp_rename 'nosuch', 'x'
GO
--> Msg 15225, Level 11, State 1, Procedure sp_rename
--> No item by the name of 'nosuch' could be found in the current database 'master', given that @itemtype was input as '(null)'.
--> return 1
EXEC sp_rename 'new.nosuch', 'x', 'COLUMN'
GO
--> Msg 15248, Level 11, State 1, Procedure sp_rename
--> Either the parameter @objname is ambiguous or the claimed @objtype (COLUMN) is wrong.
--> return 1
EXEC sp_rename 'new.a', 'b2', 'COLUMN'
GO
--> Msg 15335, Level 11, State 1, Procedure sp_rename
--> Error: The new name 'b2' is already in use as a COLUMN name and would cause a duplicate that is not permitted.
--> return 1
EXEC sp_rename 'new.c', 'd', 'COLUMN'
GO
--> Msg 15336, Level 16, State 1, Procedure sp_rename
--> Object 'new.c' cannot be renamed because the object participates in enforced dependencies.
--> return 1
DROP TABLE dbo.new
GO
