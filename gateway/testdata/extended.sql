CREATE TABLE t (id int CONSTRAINT pk_ext PRIMARY KEY, a int)
GO
EXEC sp_addextendedproperty 'MS_Description', N'the table', 'SCHEMA', 'dbo', 'TABLE', 't'
GO
--> return 0
EXEC sp_addextendedproperty @name = N'MS_Description', @value = N'a column', @level0type = N'SCHEMA', @level0name = N'dbo', @level1type = N'TABLE', @level1name = N't', @level2type = N'COLUMN', @level2name = N'a'
GO
--> return 0
EXEC sys.sp_addextendedproperty 'n', 5, 'SCHEMA', 'dbo', 'TABLE', 't', 'INDEX', 'pk_ext'
GO
--> return 0
EXEC sp_addextendedproperty 'MS_Description', 'again', 'SCHEMA', 'dbo', 'TABLE', 't'
GO
--> Msg 15233, Level 16, State 1, Procedure sp_addextendedproperty
--> Property cannot be added. Property 'MS_Description' already exists for 'dbo.t'.
--> return 1
EXEC sp_addextendedproperty 'v', '1.0'
GO
--> return 0
SELECT ep.class_desc, OBJECT_NAME(major_id) AS o, minor_id, name, value FROM sys.extended_properties ep ORDER BY class, minor_id
GO
--> class_desc nvarchar(60) | o sysname | minor_id int | name sysname | value sql_variant
--> DATABASE | NULL | 0 | v | 1.0
--> OBJECT_OR_COLUMN | t | 0 | MS_Description | the table
--> OBJECT_OR_COLUMN | t | 2 | MS_Description | a column
--> INDEX | t | 1 | n | 5
SELECT objtype, objname, name, value FROM fn_listextendedproperty(NULL, 'schema', 'dbo', 'table', 't', NULL, NULL)
GO
--> objtype sysname | objname sysname | name sysname | value sql_variant
--> TABLE | t | MS_Description | the table
SELECT * FROM sys.fn_listextendedproperty(default, 'schema', 'dbo', 'table', 't', 'column', default)
GO
--> objtype sysname | objname sysname | name sysname | value sql_variant
--> COLUMN | a | MS_Description | a column
SELECT * FROM fn_listextendedproperty(NULL, NULL, NULL, NULL, NULL, NULL, NULL)
GO
--> objtype sysname | objname sysname | name sysname | value sql_variant
--> NULL | NULL | v | 1.0
EXEC sp_updateextendedproperty 'v', '2.0'
GO
--> return 0
SELECT value FROM fn_listextendedproperty('v', NULL, NULL, NULL, NULL, NULL, NULL)
GO
--> value sql_variant
--> 2.0
EXEC sp_dropextendedproperty 'v'
GO
--> return 0
EXEC sp_dropextendedproperty 'v'
GO
--> Msg 15217, Level 16, State 1, Procedure sp_dropextendedproperty
--> Property cannot be updated or deleted. Property 'v' does not exist for 'object specified'.
--> return 1
EXEC sp_addextendedproperty 'x', 'y', 'SCHEMA', 'dbo', 'TABLE', 'nosuch'
GO
--> Msg 15135, Level 16, State 1, Procedure sp_addextendedproperty
--> Object is invalid. Extended properties are not permitted on 'dbo.nosuch', or the object does not exist.
--> return 1
EXEC sp_addextendedproperty 'x', 'y', 'TABLE', 't'
GO
--> Msg 15600, Level 15, State 1, Procedure sp_addextendedproperty
--> An invalid parameter or option was specified for procedure 'sys.sp_addextendedproperty'.
--> return 1
DROP TABLE t
GO
SELECT COUNT(*) AS left_over FROM sys.extended_properties
GO
--> left_over int
--> 0
CREATE TABLE g (a int)
GO
CREATE USER u1 WITHOUT LOGIN
GO
GRANT SELECT, INSERT ON g TO u1
GO
DENY EXECUTE ON SCHEMA::dbo TO u1
GO
GRANT VIEW DEFINITION TO u1
GO
SELECT class_desc, OBJECT_NAME(major_id) AS o, USER_NAME(grantee_principal_id) AS u, type, permission_name, state_desc FROM sys.database_permissions WHERE USER_NAME(grantee_principal_id) = 'u1'
GO
--> class_desc nvarchar(60) | o sysname | u sysname | type char(4) | permission_name sysname | state_desc nvarchar(60)
--> DATABASE | NULL | u1 | CO   | CONNECT | GRANT
--> OBJECT_OR_COLUMN | g | u1 | SL   | SELECT | GRANT
--> OBJECT_OR_COLUMN | g | u1 | IN   | INSERT | GRANT
--> SCHEMA | NULL | u1 | EX   | EXECUTE | DENY
--> DATABASE | NULL | u1 | VW   | VIEW DEFINITION | GRANT
GRANT SELECT ON nosuch TO u1
GO
--> Msg 15151, Level 16, State 1
--> Cannot find the object 'nosuch', because it does not exist or you do not have permission.
SELECT LOGINPROPERTY('sa', 'IsLocked') AS l, LOGINPROPERTY('nosuch', 'IsLocked') AS n, LOGINPROPERTY('sa', 'DefaultDatabase') AS d, DATABASE_PRINCIPAL_ID() AS p, DATABASE_PRINCIPAL_ID('public') AS q
GO
--> l sql_variant | n sql_variant | d sql_variant | p int | q int
--> 0 | NULL | master | 1 | 0
DECLARE c CURSOR GLOBAL FOR SELECT 1 AS x OPEN c SELECT CURSOR_STATUS('global', 'c') AS s CLOSE c SELECT CURSOR_STATUS('global', 'c') AS s DEALLOCATE c SELECT CURSOR_STATUS('global', 'c') AS s
GO
--> s smallint
--> 1
--> s smallint
--> -1
--> s smallint
--> -3
SELECT COUNT(*) AS n FROM sys.dm_db_index_physical_stats(DB_ID(), NULL, NULL, NULL, 'LIMITED')
GO
--> n int
--> 0
GO
SELECT COUNT(*) AS n FROM sys.dm_os_waiting_tasks
GO
--> n int
--> 0
