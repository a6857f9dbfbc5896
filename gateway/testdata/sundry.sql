-- Smaller things that scripts do.
SELECT TOP (-1) 1 AS x
GO
--> x int
--> Msg 127, Level 15, State 1
--> A TOP N or FETCH rowcount value may not be negative.
SELECT 1 AS x WHERE 1 = 1 GROUP BY ALL ()
GO
--> Msg 42027, Level 16, State 1
--> msxgate: GROUP BY ALL with a WHERE clause is not supported
CREATE TABLE a1 (a int, b int) INSERT a1 VALUES (1,2)
GO
SELECT a FROM a1 WHERE b > 5 GROUP BY ALL a
GO
--> Msg 42027, Level 16, State 1
--> msxgate: GROUP BY ALL with a WHERE clause is not supported
SELECT a FROM a1 GROUP BY ALL a
GO
--> a int
--> 1
SELECT * FROM a1 FOR SYSTEM_TIME ALL
GO
--> Msg 13544, Level 16, State 1
--> Temporal FOR SYSTEM_TIME clause can only be used with system-versioned tables. 'master.dbo.a1' is not a system-versioned table.
SELECT COUNT(*) AS n FROM a1 TABLESAMPLE (100 PERCENT)
GO
--> n int
--> 1
SELECT TIMEFROMPARTS(1,2,3,4,NULL) AS t
GO
--> Msg 10760, Level 16, State 1
--> Scale argument is not valid. Valid expressions for data type time scale argument are integer constants and integer constant expressions.
SELECT PARSE('x' AS int) AS p
GO
--> p int
--> Msg 9819, Level 16, State 1
--> Error converting string value 'x' into data type int using culture ''.
SELECT name FROM sys.tables WHERE schema_id <> 1
GO
--> name sysname
SELECT name FROM sys.schemas WHERE name = 'msxgate'
GO
--> name sysname
EXEC sp_addtype 'nt', 'varchar(20)', 'NOT NULL'
GO
--> return 0
EXEC sp_addtype 'nt', 'varchar(20)', 'NOT NULL'
GO
--> Msg 15177, Level 16, State 1, Procedure sp_addtype
--> The data type 'nt' already exists.
--> return 1
DECLARE @n nt = 'x' SELECT @n AS n
GO
--> n varchar(20)
--> x
EXEC sp_droptype 'nt'
GO
--> return 0
EXEC sp_droptype 'nt'
GO
--> Msg 15105, Level 16, State 1, Procedure sp_droptype
--> The data type 'nt' does not exist or you do not have permission.
--> return 1
CREATE VIEW va AS SELECT a FROM dbo.a1
GO
EXEC sp_depends 'va'
GO
--> In the current database, the specified object references the following:
--> name nvarchar(257) | type nvarchar(60)
--> dbo.a1 | user table
--> return 0
EXEC sp_depends 'a1'
GO
--> In the current database, the specified object is referenced by the following:
--> name nvarchar(257) | type nvarchar(60)
--> dbo.va | view
--> return 0
EXEC sp_depends 'nosuch'
GO
--> Msg 15009, Level 16, State 1, Procedure sp_depends
--> The object 'nosuch' does not exist in database 'master' or is invalid for this operation.
--> return 1
CREATE USER u9 WITHOUT LOGIN
GO
GRANT FOO ON a1 TO u9
GO
--> Msg 102, Level 15, State 1
--> Incorrect syntax near 'FOO'.
