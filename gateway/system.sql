-- The system procedures that are T-SQL over the catalog views. They run in the database they are called in, and use every
-- object.
CREATE PROCEDURE sp_who @loginame sysname = NULL AS
SET NOCOUNT ON
SELECT s.session_id AS spid, CAST(0 AS smallint) AS ecid, CAST(s.status AS nchar(30)) AS status, CAST(s.login_name AS nchar(128)) AS loginame,
    CAST(s.host_name AS nchar(128)) AS hostname, CAST('0' AS char(5)) AS blk, CAST(DB_NAME(s.database_id) AS nchar(128)) AS dbname,
    CAST(CASE s.status WHEN 'running' THEN 'SELECT' ELSE 'AWAITING COMMAND' END AS nchar(26)) AS cmd, 0 AS request_id
FROM sys.dm_exec_sessions AS s
WHERE @loginame IS NULL OR s.login_name = @loginame OR CAST(s.session_id AS nvarchar(10)) = @loginame OR UPPER(@loginame) = 'ACTIVE' AND s.status = 'running'
ORDER BY s.session_id
GO

CREATE PROCEDURE sp_helprolemember @rolename sysname = NULL AS
SET NOCOUNT ON
IF @rolename IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = @rolename AND type = 'R')
BEGIN
    RAISERROR (15409, -1, -1, @rolename)
    RETURN 1
END
SELECT r.name AS DbRole, m.name AS MemberName, m.sid AS MemberSID
FROM sys.database_role_members AS x
JOIN sys.database_principals AS r ON r.principal_id = x.role_principal_id
JOIN sys.database_principals AS m ON m.principal_id = x.member_principal_id
WHERE @rolename IS NULL OR r.name = @rolename
ORDER BY r.name, m.name
GO

CREATE PROCEDURE sp_helprole @rolename sysname = NULL AS
SET NOCOUNT ON
SELECT name AS RoleName, CAST(CASE WHEN principal_id > 32767 THEN 32767 ELSE principal_id END AS smallint) AS RoleId, 0 AS IsAppRole
FROM sys.database_principals
WHERE type = 'R' AND (@rolename IS NULL OR name = @rolename)
ORDER BY name
GO

CREATE PROCEDURE sp_helpsrvrole @srvrolename sysname = NULL AS
SET NOCOUNT ON
SELECT name AS ServerRole, CAST(CASE name WHEN 'sysadmin' THEN 'System Administrators' WHEN 'securityadmin' THEN 'Security Administrators'
    WHEN 'serveradmin' THEN 'Server Administrators' WHEN 'setupadmin' THEN 'Setup Administrators' WHEN 'processadmin' THEN 'Process Administrators'
    WHEN 'diskadmin' THEN 'Disk Administrators' WHEN 'dbcreator' THEN 'Database Creators' ELSE 'Bulk Insert Administrators' END AS sysname) AS Description
FROM sys.server_principals
WHERE type = 'R' AND is_fixed_role = 1 AND (@srvrolename IS NULL OR name = @srvrolename)
ORDER BY principal_id
GO

CREATE PROCEDURE sp_helpsrvrolemember @srvrolename sysname = NULL AS
SET NOCOUNT ON
IF @srvrolename IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = @srvrolename AND type = 'R')
BEGIN
    RAISERROR (15412, -1, -1, @srvrolename)
    RETURN 1
END
SELECT r.name AS ServerRole, m.name AS MemberName, m.sid AS MemberSID
FROM sys.server_role_members AS x
JOIN sys.server_principals AS r ON r.principal_id = x.role_principal_id
JOIN sys.server_principals AS m ON m.principal_id = x.member_principal_id
WHERE @srvrolename IS NULL OR r.name = @srvrolename
ORDER BY r.principal_id, m.name
GO

CREATE PROCEDURE sp_helpuser @name_in_db sysname = NULL AS
SET NOCOUNT ON
IF @name_in_db IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = @name_in_db)
BEGIN
    RAISERROR (15198, -1, -1, @name_in_db)
    RETURN 1
END
SELECT u.name AS UserName, COALESCE(r.name, CASE u.name WHEN 'dbo' THEN 'db_owner' ELSE 'public' END) AS RoleName, l.name AS LoginName,
    l.default_database_name AS DefDBName, u.default_schema_name AS DefSchemaName, CAST(CAST(u.principal_id AS varchar(10)) AS char(10)) AS UserID, u.sid AS SID
FROM sys.database_principals AS u
LEFT JOIN sys.server_principals AS l ON l.sid = u.sid AND l.type = 'S'
LEFT JOIN sys.database_role_members AS x ON x.member_principal_id = u.principal_id
LEFT JOIN sys.database_principals AS r ON r.principal_id = x.role_principal_id
WHERE u.type = 'S' AND (@name_in_db IS NULL OR u.name = @name_in_db)
ORDER BY u.name, r.name
GO

CREATE PROCEDURE sp_databases AS
SET NOCOUNT ON
SELECT name AS DATABASE_NAME, 8192 AS DATABASE_SIZE, CAST(NULL AS varchar(254)) AS REMARKS
FROM sys.databases WHERE HAS_DBACCESS(name) = 1 ORDER BY name
GO

CREATE PROCEDURE sp_helpdb @dbname sysname = NULL AS
SET NOCOUNT ON
IF @dbname IS NOT NULL AND DB_ID(@dbname) IS NULL
BEGIN
    RAISERROR (15010, -1, -1, @dbname)
    RETURN 1
END
SELECT d.name, CAST('      8.00 MB' AS nvarchar(13)) AS db_size, COALESCE(SUSER_SNAME(d.owner_sid), '~~UNKNOWN~~') AS owner, CAST(d.database_id AS smallint) AS dbid,
    CAST(CONVERT(nvarchar(11), d.create_date, 106) AS nvarchar(11)) AS created,
    CAST('Status=ONLINE, Updateability=READ_WRITE, UserAccess=MULTI_USER, Recovery=' + d.recovery_model_desc AS nvarchar(600)) AS status, d.compatibility_level
FROM sys.databases AS d WHERE @dbname IS NULL OR d.name = @dbname ORDER BY d.name
GO

CREATE PROCEDURE sp_tables @table_name nvarchar(384) = NULL, @table_owner nvarchar(384) = NULL, @table_qualifier sysname = NULL,
    @table_type varchar(100) = NULL, @fUsePattern bit = 1 AS
SET NOCOUNT ON
SELECT t.TABLE_CATALOG AS TABLE_QUALIFIER, t.TABLE_SCHEMA AS TABLE_OWNER, t.TABLE_NAME,
    CAST(CASE t.TABLE_TYPE WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END AS varchar(32)) AS TABLE_TYPE, CAST(NULL AS varchar(254)) AS REMARKS
FROM INFORMATION_SCHEMA.TABLES AS t
WHERE (@table_name IS NULL OR @fUsePattern = 1 AND t.TABLE_NAME LIKE @table_name OR t.TABLE_NAME = @table_name)
    AND (@table_owner IS NULL OR @fUsePattern = 1 AND t.TABLE_SCHEMA LIKE @table_owner OR t.TABLE_SCHEMA = @table_owner)
    AND (@table_type IS NULL OR CHARINDEX(CASE t.TABLE_TYPE WHEN 'VIEW' THEN '''VIEW''' ELSE '''TABLE''' END, UPPER(@table_type)) > 0)
ORDER BY 4, 1, 2, 3
GO

CREATE PROCEDURE sp_columns @table_name nvarchar(384), @table_owner nvarchar(384) = NULL, @table_qualifier sysname = NULL,
    @column_name nvarchar(384) = NULL, @ODBCVer int = 2 AS
SET NOCOUNT ON
SELECT c.TABLE_CATALOG AS TABLE_QUALIFIER, c.TABLE_SCHEMA AS TABLE_OWNER, c.TABLE_NAME, c.COLUMN_NAME,
    CAST(CASE c.DATA_TYPE WHEN 'int' THEN 4 WHEN 'smallint' THEN 5 WHEN 'tinyint' THEN -6 WHEN 'bigint' THEN -5 WHEN 'bit' THEN -7
        WHEN 'char' THEN 1 WHEN 'varchar' THEN CASE c.CHARACTER_MAXIMUM_LENGTH WHEN -1 THEN -1 ELSE 12 END WHEN 'text' THEN -1
        WHEN 'nchar' THEN -8 WHEN 'nvarchar' THEN CASE c.CHARACTER_MAXIMUM_LENGTH WHEN -1 THEN -10 ELSE -9 END WHEN 'ntext' THEN -10
        WHEN 'binary' THEN -2 WHEN 'varbinary' THEN CASE c.CHARACTER_MAXIMUM_LENGTH WHEN -1 THEN -4 ELSE -3 END WHEN 'image' THEN -4
        WHEN 'decimal' THEN 3 WHEN 'numeric' THEN 2 WHEN 'money' THEN 3 WHEN 'smallmoney' THEN 3 WHEN 'float' THEN 6 WHEN 'real' THEN 7
        WHEN 'uniqueidentifier' THEN -11 WHEN 'xml' THEN -152 WHEN 'sql_variant' THEN -150
        WHEN 'time' THEN -154 WHEN 'datetimeoffset' THEN -155 WHEN 'date' THEN CASE @ODBCVer WHEN 3 THEN 91 ELSE 9 END
        ELSE CASE @ODBCVer WHEN 3 THEN 93 ELSE 11 END END AS smallint) AS DATA_TYPE,
    CAST(c.DATA_TYPE AS sysname) AS TYPE_NAME,
    COALESCE(CAST(c.NUMERIC_PRECISION AS int), c.CHARACTER_MAXIMUM_LENGTH, CASE c.DATA_TYPE WHEN 'bit' THEN 1 WHEN 'uniqueidentifier' THEN 36 WHEN 'date' THEN 10 WHEN 'smalldatetime' THEN 16 ELSE 23 END) AS [PRECISION],
    COALESCE(c.CHARACTER_OCTET_LENGTH, CAST(c.NUMERIC_PRECISION AS int), 16) AS LENGTH,
    CAST(COALESCE(CAST(c.NUMERIC_SCALE AS int), CAST(c.DATETIME_PRECISION AS int)) AS smallint) AS SCALE, CAST(c.NUMERIC_PRECISION_RADIX AS smallint) AS RADIX,
    CAST(CASE c.IS_NULLABLE WHEN 'YES' THEN 1 ELSE 0 END AS smallint) AS NULLABLE, CAST(NULL AS varchar(254)) AS REMARKS, c.COLUMN_DEFAULT AS COLUMN_DEF,
    CAST(CASE c.DATA_TYPE WHEN 'nvarchar' THEN -9 WHEN 'nchar' THEN -8 WHEN 'varchar' THEN 12 WHEN 'char' THEN 1 ELSE 0 END AS smallint) AS SQL_DATA_TYPE,
    CAST(NULL AS smallint) AS SQL_DATETIME_SUB, c.CHARACTER_OCTET_LENGTH AS CHAR_OCTET_LENGTH, CAST(c.ORDINAL_POSITION AS int) AS ORDINAL_POSITION,
    CAST(c.IS_NULLABLE AS varchar(254)) AS IS_NULLABLE, CAST(0 AS tinyint) AS SS_DATA_TYPE
FROM INFORMATION_SCHEMA.COLUMNS AS c
WHERE c.TABLE_NAME LIKE @table_name AND (@table_owner IS NULL OR c.TABLE_SCHEMA LIKE @table_owner) AND (@column_name IS NULL OR c.COLUMN_NAME LIKE @column_name)
ORDER BY 1, 2, 3, 17
GO

CREATE PROCEDURE sp_stored_procedures @sp_name nvarchar(390) = NULL, @sp_owner nvarchar(384) = NULL, @sp_qualifier sysname = NULL, @fUsePattern bit = 1 AS
SET NOCOUNT ON
SELECT DB_NAME() AS PROCEDURE_QUALIFIER, SCHEMA_NAME(o.schema_id) AS PROCEDURE_OWNER, CAST(o.name + CASE WHEN o.type = 'P' THEN ';1' ELSE ';0' END AS nvarchar(134)) AS PROCEDURE_NAME,
    -1 AS NUM_INPUT_PARAMS, -1 AS NUM_OUTPUT_PARAMS, -1 AS NUM_RESULT_SETS, CAST(NULL AS varchar(254)) AS REMARKS, CAST(2 AS smallint) AS PROCEDURE_TYPE
FROM sys.objects AS o
WHERE o.type IN ('P', 'FN', 'IF', 'TF') AND (@sp_name IS NULL OR @fUsePattern = 1 AND o.name LIKE @sp_name OR o.name = @sp_name)
    AND (@sp_owner IS NULL OR SCHEMA_NAME(o.schema_id) LIKE @sp_owner)
ORDER BY 1, 2, 3
GO

CREATE PROCEDURE sp_datatype_info_100 @data_type int = 0, @ODBCVer tinyint = 2 AS
SET NOCOUNT ON
SELECT CAST(t.name AS sysname) AS TYPE_NAME,
    CAST(CASE WHEN @ODBCVer = 3 AND t.code = 11 THEN 93 WHEN @ODBCVer = 3 AND t.code = 9 THEN 91 ELSE t.code END AS smallint) AS DATA_TYPE, t.size AS [PRECISION],
    CAST(t.prefix AS varchar(32)) AS LITERAL_PREFIX, CAST(t.suffix AS varchar(32)) AS LITERAL_SUFFIX, CAST(t.made AS varchar(32)) AS CREATE_PARAMS, CAST(1 AS smallint) AS NULLABLE,
    CAST(0 AS smallint) AS CASE_SENSITIVE, CAST(t.search AS smallint) AS SEARCHABLE, CAST(t.positive AS smallint) AS UNSIGNED_ATTRIBUTE,
    CAST(CASE WHEN t.name LIKE '%money' THEN 1 ELSE 0 END AS smallint) AS MONEY, CAST(CASE WHEN t.positive IS NULL THEN NULL ELSE 0 END AS smallint) AS AUTO_INCREMENT,
    CAST(t.name AS sysname) AS LOCAL_TYPE_NAME, CAST(t.least AS smallint) AS MINIMUM_SCALE, CAST(t.most AS smallint) AS MAXIMUM_SCALE,
    CAST(CASE WHEN t.code IN (9, 11) THEN 9 ELSE t.code END AS smallint) AS SQL_DATA_TYPE, CAST(CASE t.code WHEN 11 THEN 3 WHEN 9 THEN 1 END AS smallint) AS SQL_DATETIME_SUB,
    CAST(CASE WHEN t.positive IS NOT NULL AND t.name NOT LIKE '%money' THEN 10 END AS int) AS NUM_PREC_RADIX, CAST(NULL AS smallint) AS INTERVAL_PRECISION, CAST(t.kind AS smallint) AS USERTYPE
FROM (VALUES
    ('sql_variant', -150, 8000, NULL, NULL, NULL, 2, NULL, 0, 0, 39), ('datetimeoffset', -155, 34, '''', '''', 'scale', 3, NULL, 0, 7, 0),
    ('time', -154, 16, '''', '''', 'scale', 3, NULL, 0, 7, 0), ('xml', -152, 0, 'N''', '''', NULL, 0, NULL, NULL, NULL, 0),
    ('uniqueidentifier', -11, 36, '''', '''', NULL, 2, NULL, NULL, NULL, 37), ('ntext', -10, 1073741823, 'N''', '''', NULL, 1, NULL, NULL, NULL, 0),
    ('nvarchar', -9, 4000, 'N''', '''', 'max length', 3, NULL, NULL, NULL, 0), ('sysname', -9, 128, 'N''', '''', NULL, 3, NULL, NULL, NULL, 18),
    ('nchar', -8, 4000, 'N''', '''', 'length', 3, NULL, NULL, NULL, 0), ('bit', -7, 1, NULL, NULL, NULL, 2, NULL, 0, 0, 16),
    ('tinyint', -6, 3, NULL, NULL, NULL, 2, 1, 0, 0, 5), ('bigint', -5, 19, NULL, NULL, NULL, 2, 0, 0, 0, 0),
    ('image', -4, 2147483647, '0x', NULL, NULL, 0, NULL, NULL, NULL, 20), ('varbinary', -3, 8000, '0x', NULL, 'max length', 2, NULL, NULL, NULL, 4),
    ('binary', -2, 8000, '0x', NULL, 'length', 2, NULL, NULL, NULL, 3), ('timestamp', -2, 8, '0x', NULL, NULL, 2, NULL, NULL, NULL, 80),
    ('text', -1, 2147483647, '''', '''', NULL, 1, NULL, NULL, NULL, 19), ('char', 1, 8000, '''', '''', 'length', 3, NULL, NULL, NULL, 1),
    ('numeric', 2, 38, NULL, NULL, 'precision,scale', 2, 0, 0, 38, 10), ('decimal', 3, 38, NULL, NULL, 'precision,scale', 2, 0, 0, 38, 24),
    ('money', 3, 19, '$', NULL, NULL, 2, 0, 4, 4, 11), ('smallmoney', 3, 10, '$', NULL, NULL, 2, 0, 4, 4, 21),
    ('int', 4, 10, NULL, NULL, NULL, 2, 0, 0, 0, 7), ('smallint', 5, 5, NULL, NULL, NULL, 2, 0, 0, 0, 6),
    ('float', 6, 53, NULL, NULL, NULL, 2, 0, NULL, NULL, 8), ('real', 7, 24, NULL, NULL, NULL, 2, 0, NULL, NULL, 23),
    ('date', 9, 10, '''', '''', NULL, 3, NULL, NULL, 0, 0), ('datetime2', 11, 27, '''', '''', 'scale', 3, NULL, 0, 7, 0),
    ('datetime', 11, 23, '''', '''', NULL, 3, NULL, 3, 3, 12), ('smalldatetime', 11, 16, '''', '''', NULL, 3, NULL, 0, 0, 22),
    ('varchar', 12, 8000, '''', '''', 'max length', 3, NULL, NULL, NULL, 2)
) AS t (name, code, size, prefix, suffix, made, search, positive, least, most, kind)
WHERE @data_type = 0 OR t.code = CASE @data_type WHEN 93 THEN 11 WHEN 91 THEN 9 ELSE @data_type END
ORDER BY 2, 20
GO

CREATE PROCEDURE sp_datatype_info @data_type int = 0, @ODBCVer tinyint = 2 AS
DECLARE @rc int
EXEC @rc = sp_datatype_info_100 @data_type, @ODBCVer
RETURN @rc
GO

-- What Management Studio asks at its connect: the rights of the login, as bits.
CREATE PROCEDURE sp_MSdbuserpriv @mode nvarchar(10) = N'perm' AS
SET NOCOUNT ON
SELECT CASE WHEN LOWER(@mode) = N'serv' AND IS_SRVROLEMEMBER('sysadmin') = 1 THEN 16383
    WHEN LOWER(@mode) <> N'serv' AND IS_MEMBER('db_owner') = 1 THEN 16383 ELSE 0 END
GO

CREATE PROCEDURE sp_helptext @objname nvarchar(776), @columnname sysname = NULL AS
SET NOCOUNT ON
DECLARE @text nvarchar(max), @db sysname, @at int, @end int
SELECT @text = OBJECT_DEFINITION(OBJECT_ID(@objname)), @db = DB_NAME()
IF OBJECT_ID(@objname) IS NULL
BEGIN
    RAISERROR (15009, -1, -1, @objname, @db)
    RETURN 1
END
IF @text IS NULL
BEGIN
    RAISERROR (15197, -1, -1, @objname)
    RETURN 1
END
DECLARE @lines TABLE (id int IDENTITY, line nvarchar(255))
SET @at = 1
WHILE @at <= DATALENGTH(@text) / 2
BEGIN
    SET @end = CHARINDEX(NCHAR(10), @text, @at)
    IF @end = 0 OR @end - @at > 254 SET @end = CASE WHEN @end = 0 AND DATALENGTH(@text) / 2 - @at <= 254 THEN DATALENGTH(@text) / 2 ELSE @at + 254 END
    INSERT @lines (line) VALUES (SUBSTRING(@text, @at, @end - @at + 1))
    SET @at = @end + 1
END
SELECT line AS Text FROM @lines ORDER BY id
GO

-- The options are read; a value is accepted when it is in force already.
CREATE PROCEDURE sp_configure @configname varchar(35) = NULL, @configvalue int = NULL AS
SET NOCOUNT ON
DECLARE @now int
IF @configname IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sys.configurations WHERE name = @configname)
BEGIN
    RAISERROR (15123, -1, -1, @configname)
    RETURN 1
END
IF @configvalue IS NULL
BEGIN
    SELECT CAST(name AS nvarchar(35)) AS name, CAST(minimum AS int) AS minimum, CAST(maximum AS int) AS maximum, CAST(value AS int) AS config_value, CAST(value_in_use AS int) AS run_value
    FROM sys.configurations WHERE @configname IS NULL OR name = @configname ORDER BY name
    RETURN 0
END
SELECT @now = CAST(value_in_use AS int) FROM sys.configurations WHERE name = @configname
IF @configvalue <> @now AND @configname <> 'show advanced options'
BEGIN
    RAISERROR ('msxgate: the configuration option ''%s'' cannot be changed.', 16, 1, @configname)
    RETURN 1
END
RAISERROR (15457, -1, -1, @configname, @now, @configvalue)
GO

-- The text of an index as sp_helpindex describes it.
CREATE PROCEDURE sp_helpindex @objname nvarchar(776) AS
SET NOCOUNT ON
DECLARE @id int = OBJECT_ID(@objname), @db sysname = DB_NAME()
IF @id IS NULL
BEGIN
    RAISERROR (15009, -1, -1, @objname, @db)
    RETURN 1
END
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = @id AND index_id > 0)
BEGIN
    RAISERROR (15472, -1, -1, @objname)
    RETURN 0
END
SELECT i.name AS index_name,
    CAST(LOWER(i.type_desc) + CASE WHEN i.is_unique = 1 THEN ', unique' ELSE '' END + CASE WHEN i.is_primary_key = 1 THEN ', primary key' ELSE '' END
        + CASE WHEN i.is_unique_constraint = 1 THEN ', unique key' ELSE '' END + ' located on PRIMARY' AS varchar(210)) AS index_description,
    CAST(STUFF((SELECT ', ' + c.name + CASE WHEN k.is_descending_key = 1 THEN '(-)' ELSE '' END
        FROM sys.index_columns AS k JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id
        WHERE k.object_id = i.object_id AND k.index_id = i.index_id AND k.is_included_column = 0 ORDER BY k.key_ordinal FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 2, '') AS nvarchar(2078)) AS index_keys
FROM sys.indexes AS i WHERE i.object_id = @id AND i.index_id > 0 ORDER BY i.name
GO

CREATE PROCEDURE sp_helpconstraint @objname nvarchar(776), @nomsg varchar(5) = 'msg' AS
SET NOCOUNT ON
DECLARE @id int = OBJECT_ID(@objname), @db sysname = DB_NAME()
IF @id IS NULL
BEGIN
    RAISERROR (15009, -1, -1, @objname, @db)
    RETURN 1
END
IF @nomsg <> 'nomsg'
    SELECT @objname AS [Object Name]
IF EXISTS (SELECT 1 FROM sys.objects WHERE parent_object_id = @id AND type IN ('C', 'D', 'F', 'PK', 'UQ'))
    SELECT t.constraint_type, t.constraint_name, t.delete_action, t.update_action, t.status_enabled, t.status_for_replication, t.constraint_keys
    FROM (
        SELECT CAST(CASE i.is_primary_key WHEN 1 THEN 'PRIMARY KEY' ELSE 'UNIQUE' END + CASE i.type WHEN 1 THEN ' (clustered)' ELSE ' (non-clustered)' END AS nvarchar(146)) AS constraint_type,
            i.name AS constraint_name, CAST('(n/a)' AS nvarchar(9)) AS delete_action, CAST('(n/a)' AS nvarchar(9)) AS update_action, CAST('(n/a)' AS varchar(8)) AS status_enabled,
            CAST('(n/a)' AS varchar(19)) AS status_for_replication,
            CAST(STUFF((SELECT ', ' + c.name + CASE WHEN k.is_descending_key = 1 THEN '(-)' ELSE '' END FROM sys.index_columns AS k JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id
                WHERE k.object_id = i.object_id AND k.index_id = i.index_id ORDER BY k.key_ordinal FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 2, '') AS nvarchar(2126)) AS constraint_keys, 0 AS line
        FROM sys.indexes AS i WHERE i.object_id = @id AND (i.is_primary_key = 1 OR i.is_unique_constraint = 1)
        UNION ALL
        SELECT N'CHECK ' + CASE WHEN k.parent_column_id = 0 THEN N'Table Level ' ELSE N'on column ' + COL_NAME(@id, k.parent_column_id) END, k.name, '(n/a)', '(n/a)',
            CASE k.is_disabled WHEN 1 THEN 'Disabled' ELSE 'Enabled' END, CASE k.is_not_for_replication WHEN 1 THEN 'Not_For_Replication' ELSE 'Is_For_Replication' END, k.definition, 0
        FROM sys.check_constraints AS k WHERE k.parent_object_id = @id
        UNION ALL
        SELECT N'DEFAULT on column ' + COL_NAME(@id, d.parent_column_id), d.name, '(n/a)', '(n/a)', '(n/a)', '(n/a)', d.definition, 0
        FROM sys.default_constraints AS d WHERE d.parent_object_id = @id
        UNION ALL
        SELECT N'FOREIGN KEY', f.name, CASE f.delete_referential_action WHEN 1 THEN 'Cascade' WHEN 2 THEN 'Set Null' WHEN 3 THEN 'Set Default' ELSE 'No Action' END,
            CASE f.update_referential_action WHEN 1 THEN 'Cascade' WHEN 2 THEN 'Set Null' WHEN 3 THEN 'Set Default' ELSE 'No Action' END,
            CASE f.is_disabled WHEN 1 THEN 'Disabled' ELSE 'Enabled' END, 'Is_For_Replication',
            STUFF((SELECT ', ' + COL_NAME(k.parent_object_id, k.parent_column_id) FROM sys.foreign_key_columns AS k WHERE k.constraint_object_id = f.object_id ORDER BY k.constraint_column_id FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 2, ''), 0
        FROM sys.foreign_keys AS f WHERE f.parent_object_id = @id
        UNION ALL
        SELECT N' ', f.name, ' ', ' ', ' ', ' ', N'REFERENCES ' + DB_NAME() + N'.' + OBJECT_SCHEMA_NAME(f.referenced_object_id) + N'.' + OBJECT_NAME(f.referenced_object_id) + N' ('
            + STUFF((SELECT ', ' + COL_NAME(k.referenced_object_id, k.referenced_column_id) FROM sys.foreign_key_columns AS k WHERE k.constraint_object_id = f.object_id ORDER BY k.constraint_column_id FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 2, '') + N')', 1
        FROM sys.foreign_keys AS f WHERE f.parent_object_id = @id
    ) AS t ORDER BY t.constraint_name, t.line
ELSE
    RAISERROR (15469, -1, -1, @objname)
IF EXISTS (SELECT 1 FROM sys.foreign_keys WHERE referenced_object_id = @id)
    SELECT CAST(DB_NAME() + N'.' + OBJECT_SCHEMA_NAME(parent_object_id) + N'.' + OBJECT_NAME(parent_object_id) + N': ' + name AS nvarchar(516)) AS [Table is referenced by foreign key]
    FROM sys.foreign_keys WHERE referenced_object_id = @id ORDER BY 1
ELSE IF @nomsg <> 'nomsg'
    RAISERROR (15470, -1, -1, @objname)
GO

CREATE PROCEDURE sp_help @objname nvarchar(776) = NULL AS
SET NOCOUNT ON
DECLARE @id int, @type char(2), @db sysname = DB_NAME()
IF @objname IS NULL
BEGIN
    SELECT o.name AS Name, USER_NAME(COALESCE(o.principal_id, s.principal_id)) AS Owner, CAST(LOWER(REPLACE(o.type_desc, '_', ' ')) AS nvarchar(31)) AS Object_type
    FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id ORDER BY 2, 3 DESC, 1
    RETURN 0
END
SELECT @id = OBJECT_ID(@objname)
IF @id IS NULL
BEGIN
    IF TYPE_ID(@objname) IS NOT NULL
    BEGIN
        SELECT t.name AS Type_name, TYPE_NAME(t.system_type_id) AS Storage_type, t.max_length AS Length, CAST(t.[precision] AS int) AS Prec, CAST(t.scale AS int) AS Scale,
            CAST(CASE t.is_nullable WHEN 1 THEN 'yes' ELSE 'no' END AS varchar(35)) AS Nullable, CAST('none' AS sysname) AS Default_name, CAST('none' AS sysname) AS Rule_name, t.collation_name AS Collation
        FROM sys.types AS t WHERE t.user_type_id = TYPE_ID(@objname)
        RETURN 0
    END
    RAISERROR (15009, -1, -1, @objname, @db)
    RETURN 1
END
SELECT @type = type FROM sys.all_objects WHERE object_id = @id
SELECT o.name AS Name, USER_NAME(COALESCE(o.principal_id, s.principal_id)) AS Owner, CAST(LOWER(REPLACE(o.type_desc, '_', ' ')) AS nvarchar(31)) AS Type, o.create_date AS Created_datetime
FROM sys.all_objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id WHERE o.object_id = @id
IF @type IN ('U', 'S', 'V', 'TF', 'IF')
BEGIN
    IF EXISTS (SELECT 1 FROM sys.all_columns WHERE object_id = @id)
        SELECT c.name AS Column_name, TYPE_NAME(c.user_type_id) AS Type, CAST(CASE c.is_computed WHEN 1 THEN 'yes' ELSE 'no' END AS varchar(35)) AS Computed, CAST(c.max_length AS int) AS Length,
            CASE WHEN TYPE_NAME(c.system_type_id) IN ('tinyint', 'smallint', 'decimal', 'int', 'bigint', 'real', 'money', 'float', 'numeric', 'smallmoney', 'date', 'time', 'datetime2', 'datetimeoffset')
                THEN CAST(c.[precision] AS char(5)) ELSE '     ' END AS Prec,
            CASE WHEN TYPE_NAME(c.system_type_id) IN ('tinyint', 'smallint', 'decimal', 'int', 'bigint', 'money', 'numeric', 'smallmoney', 'time', 'datetime2', 'datetimeoffset')
                THEN CAST(c.scale AS char(5)) ELSE '     ' END AS Scale,
            CAST(CASE c.is_nullable WHEN 1 THEN 'yes' ELSE 'no' END AS varchar(35)) AS Nullable,
            CAST(CASE WHEN TYPE_NAME(c.system_type_id) IN ('varbinary', 'varchar', 'binary', 'char') THEN CASE c.is_ansi_padded WHEN 1 THEN 'no' ELSE 'yes' END ELSE '(n/a)' END AS varchar(35)) AS TrimTrailingBlanks,
            CAST(CASE WHEN TYPE_NAME(c.system_type_id) IN ('varbinary', 'varchar', 'binary', 'char') THEN CASE c.is_nullable WHEN 1 THEN 'yes' ELSE 'no' END ELSE '(n/a)' END AS varchar(35)) AS FixedLenNullInSource,
            c.collation_name AS Collation
        FROM sys.all_columns AS c WHERE c.object_id = @id ORDER BY c.column_id
    IF @type IN ('U', 'S', 'V', 'TF')
    BEGIN
        IF EXISTS (SELECT 1 FROM sys.identity_columns WHERE object_id = @id)
            SELECT name AS [Identity], CAST(seed_value AS numeric(38, 0)) AS Seed, CAST(increment_value AS numeric(38, 0)) AS Increment, CAST(is_not_for_replication AS int) AS [Not For Replication]
            FROM sys.identity_columns WHERE object_id = @id
        ELSE
            SELECT CAST('No identity column defined.' AS sysname) AS [Identity], CAST(NULL AS numeric(38, 0)) AS Seed, CAST(NULL AS numeric(38, 0)) AS Increment, CAST(NULL AS int) AS [Not For Replication]
        SELECT COALESCE((SELECT TOP 1 name FROM sys.all_columns WHERE object_id = @id AND is_rowguidcol = 1), CAST('No rowguidcol column defined.' AS sysname)) AS [RowGuidCol]
    END
END
IF EXISTS (SELECT 1 FROM sys.all_parameters WHERE object_id = @id)
    SELECT p.name AS Parameter_name, TYPE_NAME(p.user_type_id) AS Type, p.max_length AS Length,
        CAST(CASE WHEN TYPE_NAME(p.system_type_id) = 'uniqueidentifier' THEN p.[precision] WHEN p.[precision] = 0 THEN CASE WHEN TYPE_NAME(p.system_type_id) LIKE 'n%char' THEN p.max_length / 2 ELSE p.max_length END ELSE p.[precision] END AS int) AS Prec,
        CAST(CASE WHEN TYPE_NAME(p.system_type_id) IN ('tinyint', 'smallint', 'decimal', 'int', 'bigint', 'money', 'numeric', 'smallmoney', 'time', 'datetime2', 'datetimeoffset') THEN p.scale END AS int) AS Scale,
        CAST(p.parameter_id AS int) AS Param_order, CASE WHEN TYPE_NAME(p.system_type_id) LIKE '%char' THEN CAST(DATABASEPROPERTYEX(DB_NAME(), 'Collation') AS sysname) END AS Collation
    FROM sys.all_parameters AS p WHERE p.object_id = @id ORDER BY p.parameter_id
IF @type IN ('U', 'S')
BEGIN
    SELECT CAST('PRIMARY' AS sysname) AS Data_located_on_filegroup
    EXEC sp_helpindex @objname
    EXEC sp_helpconstraint @objname, 'nomsg'
    IF NOT EXISTS (SELECT 1 FROM sys.foreign_keys WHERE referenced_object_id = @id)
        RAISERROR (15470, -1, -1, @objname)
    RAISERROR (15479, -1, -1, @objname)
END
GO

CREATE PROCEDURE sp_pkeys @table_name sysname, @table_owner sysname = NULL, @table_qualifier sysname = NULL AS
SET NOCOUNT ON
SELECT DB_NAME() AS TABLE_QUALIFIER, s.name AS TABLE_OWNER, t.name AS TABLE_NAME, c.name AS COLUMN_NAME, CAST(k.key_ordinal AS smallint) AS KEY_SEQ, i.name AS PK_NAME
FROM sys.indexes AS i JOIN sys.tables AS t ON t.object_id = i.object_id JOIN sys.schemas AS s ON s.schema_id = t.schema_id
JOIN sys.index_columns AS k ON k.object_id = i.object_id AND k.index_id = i.index_id JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id
WHERE i.is_primary_key = 1 AND t.name = @table_name AND (@table_owner IS NULL OR s.name = @table_owner)
ORDER BY 1, 2, 3, 5
GO

CREATE PROCEDURE sp_fkeys @pktable_name sysname = NULL, @pktable_owner sysname = NULL, @pktable_qualifier sysname = NULL,
    @fktable_name sysname = NULL, @fktable_owner sysname = NULL, @fktable_qualifier sysname = NULL AS
SET NOCOUNT ON
IF @pktable_name IS NULL AND @fktable_name IS NULL
BEGIN
    RAISERROR (15252, -1, -1)
    RETURN 1
END
SELECT DB_NAME() AS PKTABLE_QUALIFIER, OBJECT_SCHEMA_NAME(f.referenced_object_id) AS PKTABLE_OWNER, OBJECT_NAME(f.referenced_object_id) AS PKTABLE_NAME,
    COL_NAME(k.referenced_object_id, k.referenced_column_id) AS PKCOLUMN_NAME, DB_NAME() AS FKTABLE_QUALIFIER, OBJECT_SCHEMA_NAME(f.parent_object_id) AS FKTABLE_OWNER,
    OBJECT_NAME(f.parent_object_id) AS FKTABLE_NAME, COL_NAME(k.parent_object_id, k.parent_column_id) AS FKCOLUMN_NAME, CAST(k.constraint_column_id AS smallint) AS KEY_SEQ,
    CAST(CASE f.update_referential_action WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE f.update_referential_action END AS smallint) AS UPDATE_RULE,
    CAST(CASE f.delete_referential_action WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE f.delete_referential_action END AS smallint) AS DELETE_RULE,
    f.name AS FK_NAME, i.name AS PK_NAME, CAST(7 AS smallint) AS DEFERRABILITY
FROM sys.foreign_keys AS f JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id
LEFT JOIN sys.indexes AS i ON i.object_id = f.referenced_object_id AND i.index_id = f.key_index_id
WHERE (@pktable_name IS NULL OR OBJECT_NAME(f.referenced_object_id) = @pktable_name) AND (@pktable_owner IS NULL OR OBJECT_SCHEMA_NAME(f.referenced_object_id) = @pktable_owner)
    AND (@fktable_name IS NULL OR OBJECT_NAME(f.parent_object_id) = @fktable_name) AND (@fktable_owner IS NULL OR OBJECT_SCHEMA_NAME(f.parent_object_id) = @fktable_owner)
ORDER BY 5, 6, 7, 9, 8
GO

CREATE PROCEDURE sp_statistics @table_name sysname, @table_owner sysname = NULL, @table_qualifier sysname = NULL, @index_name sysname = '%', @is_unique char(1) = 'N', @accuracy char(1) = 'Q' AS
SET NOCOUNT ON
SELECT DB_NAME() AS TABLE_QUALIFIER, s.name AS TABLE_OWNER, t.name AS TABLE_NAME, CAST(NULL AS smallint) AS NON_UNIQUE, CAST(NULL AS sysname) AS INDEX_QUALIFIER, CAST(NULL AS sysname) AS INDEX_NAME,
    CAST(0 AS smallint) AS TYPE, CAST(NULL AS smallint) AS SEQ_IN_INDEX, CAST(NULL AS sysname) AS COLUMN_NAME, CAST(NULL AS varchar(1)) AS COLLATION,
    CAST((SELECT SUM(p.rows) FROM sys.partitions AS p WHERE p.object_id = t.object_id AND p.index_id < 2) AS int) AS CARDINALITY, CAST(0 AS int) AS PAGES, CAST(NULL AS varchar(128)) AS FILTER_CONDITION
FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id WHERE t.name = @table_name AND (@table_owner IS NULL OR s.name = @table_owner)
UNION ALL
SELECT DB_NAME(), s.name, t.name, CAST(CASE i.is_unique WHEN 1 THEN 0 ELSE 1 END AS smallint), t.name, i.name, CAST(CASE i.type WHEN 1 THEN 1 ELSE 3 END AS smallint), CAST(k.key_ordinal AS smallint), c.name,
    CASE k.is_descending_key WHEN 1 THEN 'D' ELSE 'A' END, CAST((SELECT SUM(p.rows) FROM sys.partitions AS p WHERE p.object_id = t.object_id AND p.index_id < 2) AS int), 0, NULL
FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id JOIN sys.indexes AS i ON i.object_id = t.object_id AND i.index_id > 0
JOIN sys.index_columns AS k ON k.object_id = i.object_id AND k.index_id = i.index_id AND k.is_included_column = 0 JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id
WHERE t.name = @table_name AND (@table_owner IS NULL OR s.name = @table_owner) AND i.name LIKE @index_name AND (@is_unique <> 'Y' OR i.is_unique = 1)
ORDER BY 4, 7, 6, 8
GO

CREATE PROCEDURE sp_statistics_100 @table_name sysname, @table_owner sysname = NULL, @table_qualifier sysname = NULL, @index_name sysname = '%', @is_unique char(1) = 'N', @accuracy char(1) = 'Q' AS
EXEC sp_statistics @table_name, @table_owner, @table_qualifier, @index_name, @is_unique, @accuracy
GO

CREATE PROCEDURE sp_columns_100 @table_name nvarchar(384), @table_owner nvarchar(384) = NULL, @table_qualifier sysname = NULL, @column_name nvarchar(384) = NULL,
    @NameScope int = 0, @ODBCVer int = 2, @fUsePattern bit = 1 AS
EXEC sp_columns @table_name, @table_owner, @table_qualifier, @column_name, @ODBCVer
GO

CREATE PROCEDURE sp_special_columns @table_name sysname, @table_owner sysname = NULL, @table_qualifier sysname = NULL, @col_type char(1) = 'R', @scope char(1) = 'T', @nullable char(1) = 'U', @ODBCVer int = 2 AS
SET NOCOUNT ON
DECLARE @id int = OBJECT_ID(COALESCE(QUOTENAME(@table_owner) + N'.', N'') + QUOTENAME(@table_name)), @index int
SELECT TOP 1 @index = index_id FROM sys.indexes AS i WHERE object_id = @id AND is_unique = 1
    AND (@nullable <> 'O' OR NOT EXISTS (SELECT 1 FROM sys.index_columns AS k JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id
        WHERE k.object_id = i.object_id AND k.index_id = i.index_id AND k.is_included_column = 0 AND c.is_nullable = 1))
ORDER BY is_primary_key DESC, index_id
SELECT CAST(CASE @col_type WHEN 'V' THEN NULL ELSE 1 END AS smallint) AS SCOPE, c.name AS COLUMN_NAME, CAST(d.DATA_TYPE AS smallint) AS DATA_TYPE, TYPE_NAME(c.user_type_id) AS TYPE_NAME,
    CAST(CASE WHEN c.[precision] > 0 THEN c.[precision] WHEN TYPE_NAME(c.system_type_id) IN ('nchar', 'nvarchar') THEN c.max_length / 2 ELSE c.max_length END AS int) AS [PRECISION],
    CAST(CASE WHEN TYPE_NAME(c.system_type_id) IN ('decimal', 'numeric') THEN c.[precision] + 2 ELSE c.max_length END AS int) AS LENGTH,
    CAST(CASE WHEN TYPE_NAME(c.system_type_id) IN ('int', 'bigint', 'smallint', 'tinyint', 'decimal', 'numeric', 'money', 'datetime', 'datetime2', 'time') THEN c.scale END AS smallint) AS SCALE, CAST(1 AS smallint) AS PSEUDO_COLUMN
FROM sys.columns AS c
CROSS APPLY (SELECT CASE TYPE_NAME(c.system_type_id) WHEN 'int' THEN 4 WHEN 'smallint' THEN 5 WHEN 'tinyint' THEN -6 WHEN 'bigint' THEN -5 WHEN 'bit' THEN -7 WHEN 'char' THEN 1 WHEN 'varchar' THEN 12
    WHEN 'nchar' THEN -8 WHEN 'nvarchar' THEN -9 WHEN 'sysname' THEN -9 WHEN 'binary' THEN -2 WHEN 'timestamp' THEN -2 WHEN 'varbinary' THEN -3 WHEN 'decimal' THEN 3 WHEN 'numeric' THEN 2 WHEN 'money' THEN 3 WHEN 'smallmoney' THEN 3
    WHEN 'float' THEN 6 WHEN 'real' THEN 7 WHEN 'uniqueidentifier' THEN -11 WHEN 'time' THEN -154 WHEN 'datetimeoffset' THEN -155 WHEN 'date' THEN 9 ELSE 11 END AS DATA_TYPE) AS d
WHERE c.object_id = @id AND (@col_type = 'V' AND TYPE_NAME(c.system_type_id) = 'timestamp' OR @col_type <> 'V' AND EXISTS (SELECT 1 FROM sys.index_columns AS k
    WHERE k.object_id = @id AND k.index_id = @index AND k.column_id = c.column_id AND k.is_included_column = 0))
ORDER BY c.column_id
GO

CREATE PROCEDURE sp_spaceused @objname nvarchar(776) = NULL, @updateusage varchar(5) = 'false' AS
SET NOCOUNT ON
DECLARE @id int, @db sysname = DB_NAME(), @rows bigint
IF @objname IS NULL
BEGIN
    SELECT DB_NAME() AS database_name, CAST(CAST(CAST(SUM(size) AS decimal(15, 2)) * 8 / 1024 AS decimal(15, 2)) AS varchar(15)) + ' MB' AS database_size, '0.00 MB' AS [unallocated space] FROM sys.database_files
    SELECT CAST(SUM(size) * 8 AS varchar(15)) + ' KB' AS reserved, CAST(SUM(size) * 8 AS varchar(15)) + ' KB' AS data, '0 KB' AS index_size, '0 KB' AS unused FROM sys.database_files WHERE type = 0
    RETURN 0
END
SELECT @id = OBJECT_ID(@objname)
IF @id IS NULL
BEGIN
    RAISERROR (15009, -1, -1, @objname, @db)
    RETURN 1
END
SELECT @rows = SUM(rows) FROM sys.partitions WHERE object_id = @id AND index_id < 2
SELECT CAST(OBJECT_NAME(@id) AS nvarchar(128)) AS name, CAST(COALESCE(@rows, 0) AS char(20)) AS rows, CAST('0 KB' AS varchar(18)) AS reserved, CAST('0 KB' AS varchar(18)) AS data,
    CAST('0 KB' AS varchar(18)) AS index_size, CAST('0 KB' AS varchar(18)) AS unused
GO

CREATE PROCEDURE sp_who2 @loginame sysname = NULL AS
SET NOCOUNT ON
SELECT CAST(s.session_id AS char(5)) AS SPID, CAST(CASE s.status WHEN 'sleeping' THEN s.status ELSE UPPER(s.status) END AS nchar(30)) AS Status, s.login_name AS Login,
    CASE s.host_name WHEN NULL THEN '  .' ELSE s.host_name END AS HostName, CAST('  .' AS char(5)) AS BlkBy, DB_NAME(s.database_id) AS DBName,
    CAST(CASE s.status WHEN 'running' THEN 'SELECT' ELSE 'AWAITING COMMAND' END AS nvarchar(16)) AS Command, CAST(s.cpu_time AS varchar(12)) AS CPUTime, CAST(0 AS varchar(12)) AS DiskIO,
    CAST(CONVERT(varchar(5), s.last_request_start_time, 1) + ' ' + CONVERT(varchar(8), s.last_request_start_time, 8) AS varchar(14)) AS LastBatch, s.program_name AS ProgramName, CAST(s.session_id AS char(5)) AS SPID, CAST(0 AS char(5)) AS REQUESTID
FROM sys.dm_exec_sessions AS s
WHERE @loginame IS NULL OR s.login_name = @loginame OR CAST(s.session_id AS nvarchar(10)) = @loginame OR UPPER(@loginame) = 'ACTIVE' AND s.status = 'running'
ORDER BY s.session_id
GO

CREATE PROCEDURE sp_server_info @attribute_id int = NULL AS
SET NOCOUNT ON
SELECT t.attribute_id, CAST(t.attribute_name AS varchar(60)) AS attribute_name, CAST(t.attribute_value AS varchar(255)) AS attribute_value
FROM (VALUES (1, 'DBMS_NAME', 'Microsoft SQL Server'), (2, 'DBMS_VER', 'Microsoft SQL Server 2022 - ' + CAST(SERVERPROPERTY('ProductVersion') AS varchar(20))), (10, 'OWNER_TERM', 'owner'),
    (11, 'TABLE_TERM', 'table'), (12, 'MAX_OWNER_NAME_LENGTH', '128'), (13, 'TABLE_LENGTH', '128'), (14, 'MAX_QUAL_LENGTH', '128'), (15, 'COLUMN_LENGTH', '128'), (16, 'IDENTIFIER_CASE', 'MIXED'),
    (17, 'TX_ISOLATION', '2'), (18, 'COLLATION_SEQ', 'charset=iso_1 sort_order=nocase_iso charset_num=1 sort_order_num=52'), (19, 'SAVEPOINT_SUPPORT', 'Y'), (20, 'MULTI_RESULT_SETS', 'Y'),
    (22, 'ACCESSIBLE_TABLES', 'Y'), (100, 'USERID_LENGTH', '128'), (101, 'QUALIFIER_TERM', 'database'), (102, 'NAMED_TRANSACTIONS', 'Y'), (103, 'SPROC_AS_LANGUAGE', 'Y'), (104, 'ACCESSIBLE_SPROC', 'Y'),
    (105, 'MAX_INDEX_COLS', '16'), (106, 'RENAME_TABLE', 'Y'), (107, 'RENAME_COLUMN', 'Y'), (108, 'DROP_COLUMN', 'Y'), (109, 'INCREASE_COLUMN_LENGTH', 'Y'), (110, 'DDL_IN_TRANSACTION', 'Y'),
    (111, 'DESCENDING_INDEXES', 'Y'), (112, 'SP_RENAME', 'Y'), (113, 'REMOTE_SPROC', 'Y'), (500, 'SYS_SPROC_VERSION', CAST(SERVERPROPERTY('ProductVersion') AS varchar(20)))) AS t (attribute_id, attribute_name, attribute_value)
WHERE @attribute_id IS NULL OR t.attribute_id = @attribute_id ORDER BY 1
GO

CREATE PROCEDURE sp_helpfile @filename sysname = NULL AS
SET NOCOUNT ON
SELECT name, CAST(file_id AS smallint) AS fileid, CAST(physical_name AS nchar(260)) AS filename, CASE type WHEN 0 THEN CAST('PRIMARY' AS sysname) END AS filegroup, CAST(CAST(size * 8 AS bigint) AS nvarchar(15)) + N' KB' AS size,
    CAST(CASE max_size WHEN -1 THEN N'Unlimited' ELSE CAST(CAST(max_size AS bigint) * 8 AS nvarchar(15)) + N' KB' END AS nvarchar(18)) AS maxsize,
    CAST(CAST(CAST(growth AS bigint) * 8 AS nvarchar(15)) + N' KB' AS nvarchar(18)) AS growth, CAST(CASE type WHEN 0 THEN 'data only' ELSE 'log only' END AS varchar(9)) AS usage
FROM sys.database_files WHERE @filename IS NULL OR name = @filename ORDER BY file_id
GO

CREATE PROCEDURE sp_helpfilegroup @filegroupname sysname = NULL AS
SET NOCOUNT ON
SELECT name AS groupname, CAST(data_space_id AS smallint) AS groupid, (SELECT COUNT(*) FROM sys.database_files AS f WHERE f.data_space_id = g.data_space_id) AS filecount
FROM sys.filegroups AS g WHERE @filegroupname IS NULL OR name = @filegroupname ORDER BY groupid
GO

CREATE PROCEDURE sp_helptrigger @tabname nvarchar(776), @triggertype char(6) = NULL AS
SET NOCOUNT ON
DECLARE @db sysname = DB_NAME()
IF OBJECT_ID(@tabname) IS NULL
BEGIN
    RAISERROR (15009, -1, -1, @tabname, @db)
    RETURN 1
END
SELECT t.name AS trigger_name, CAST('dbo' AS sysname) AS trigger_owner, CASE WHEN EXISTS (SELECT 1 FROM sys.trigger_events AS e WHERE e.object_id = t.object_id AND e.type = 2) THEN 1 ELSE 0 END AS isupdate,
    CASE WHEN EXISTS (SELECT 1 FROM sys.trigger_events AS e WHERE e.object_id = t.object_id AND e.type = 3) THEN 1 ELSE 0 END AS isdelete,
    CASE WHEN EXISTS (SELECT 1 FROM sys.trigger_events AS e WHERE e.object_id = t.object_id AND e.type = 1) THEN 1 ELSE 0 END AS isinsert,
    CAST(1 - t.is_instead_of_trigger AS int) AS isafter, CAST(t.is_instead_of_trigger AS int) AS isinsteadof, OBJECT_SCHEMA_NAME(t.object_id) AS trigger_schema
FROM sys.triggers AS t WHERE t.parent_id = OBJECT_ID(@tabname)
    AND (@triggertype IS NULL OR EXISTS (SELECT 1 FROM sys.trigger_events AS e WHERE e.object_id = t.object_id AND e.type_desc = @triggertype))
ORDER BY t.name
GO

CREATE PROCEDURE sp_linkedservers AS
SET NOCOUNT ON
SELECT name AS SRV_NAME, provider AS SRV_PROVIDERNAME, product AS SRV_PRODUCT, data_source AS SRV_DATASOURCE, provider_string AS SRV_PROVIDERSTRING, location AS SRV_LOCATION, catalog AS SRV_CAT FROM sys.servers ORDER BY 1
GO

CREATE PROCEDURE sp_helpsort AS
SET NOCOUNT ON
SELECT CAST('Latin1-General, case-insensitive, accent-sensitive, kanatype-insensitive, width-insensitive for Unicode Data, SQL Server Sort Order 52 on Code Page 1252 for non-Unicode Data' AS nvarchar(4000)) AS [Server default collation]
GO

CREATE PROCEDURE sp_helplanguage @language sysname = NULL AS
SET NOCOUNT ON
SELECT langid, dateformat, datefirst, upgrade, name, alias, months, shortmonths, days, lcid, msglangid FROM sys.syslanguages WHERE @language IS NULL OR name = @language OR alias = @language ORDER BY langid
GO

-- There are no statistics to bring up to date and no plans to throw away.
CREATE PROCEDURE sp_updatestats @resample char(8) = 'NO' AS
RETURN 0
GO

CREATE PROCEDURE sp_recompile @objname nvarchar(776) AS
SET NOCOUNT ON
DECLARE @db sysname = DB_NAME()
IF OBJECT_ID(@objname) IS NULL
BEGIN
    RAISERROR (15009, -1, -1, @objname, @db)
    RETURN 1
END
RAISERROR (15070, -1, -1, @objname)
GO

CREATE PROCEDURE sp_MSforeachdb @command1 nvarchar(2000), @replacechar nchar(1) = N'?', @command2 nvarchar(2000) = NULL, @command3 nvarchar(2000) = NULL, @precommand nvarchar(2000) = NULL, @postcommand nvarchar(2000) = NULL AS
SET NOCOUNT ON
DECLARE @name sysname, @text nvarchar(max)
IF @precommand IS NOT NULL EXEC (@precommand)
DECLARE each CURSOR LOCAL STATIC FOR SELECT name FROM sys.databases WHERE HAS_DBACCESS(name) = 1 ORDER BY database_id
OPEN each
FETCH NEXT FROM each INTO @name
WHILE @@FETCH_STATUS = 0
BEGIN
    SET @text = REPLACE(@command1, @replacechar, @name)
    EXEC (@text)
    SET @text = REPLACE(@command2, @replacechar, @name)
    IF @text IS NOT NULL EXEC (@text)
    SET @text = REPLACE(@command3, @replacechar, @name)
    IF @text IS NOT NULL EXEC (@text)
    FETCH NEXT FROM each INTO @name
END
CLOSE each
DEALLOCATE each
IF @postcommand IS NOT NULL EXEC (@postcommand)
GO

CREATE PROCEDURE sp_MSforeachtable @command1 nvarchar(2000), @replacechar nchar(1) = N'?', @command2 nvarchar(2000) = NULL, @command3 nvarchar(2000) = NULL, @whereand nvarchar(2000) = NULL, @precommand nvarchar(2000) = NULL, @postcommand nvarchar(2000) = NULL AS
SET NOCOUNT ON
DECLARE @name nvarchar(520), @text nvarchar(max)
CREATE TABLE #each (n int IDENTITY, name nvarchar(520))
SET @text = N'INSERT #each (name) SELECT QUOTENAME(SCHEMA_NAME(o.schema_id)) + N''.'' + QUOTENAME(o.name) FROM sys.all_objects AS o WHERE o.type = ''U'' AND o.is_ms_shipped = 0 ' + COALESCE(@whereand, N'') + N' ORDER BY SCHEMA_NAME(o.schema_id), o.name'
EXEC (@text)
IF @precommand IS NOT NULL EXEC (@precommand)
DECLARE each CURSOR LOCAL STATIC FOR SELECT name FROM #each ORDER BY n
OPEN each
FETCH NEXT FROM each INTO @name
WHILE @@FETCH_STATUS = 0
BEGIN
    SET @text = REPLACE(@command1, @replacechar, @name)
    EXEC (@text)
    SET @text = REPLACE(@command2, @replacechar, @name)
    IF @text IS NOT NULL EXEC (@text)
    SET @text = REPLACE(@command3, @replacechar, @name)
    IF @text IS NOT NULL EXEC (@text)
    FETCH NEXT FROM each INTO @name
END
CLOSE each
DEALLOCATE each
IF @postcommand IS NOT NULL EXEC (@postcommand)
GO

-- From before CREATE TYPE.
CREATE PROCEDURE sp_addtype @typename sysname, @phystype sysname, @nulltype varchar(8) = NULL, @owner sysname = NULL AS
SET NOCOUNT ON
IF EXISTS (SELECT 1 FROM sys.types WHERE name = @typename)
BEGIN
    RAISERROR (15177, -1, -1, @typename)
    RETURN 1
END
DECLARE @text nvarchar(max)
SET @text = N'CREATE TYPE ' + COALESCE(QUOTENAME(@owner) + N'.', N'') + QUOTENAME(@typename) + N' FROM ' + @phystype
    + CASE WHEN @nulltype IN ('NOT NULL', 'NONULL') THEN N' NOT NULL' ELSE N' NULL' END
EXEC (@text)
GO

CREATE PROCEDURE sp_droptype @typename sysname AS
SET NOCOUNT ON
DECLARE @text nvarchar(max)
IF NOT EXISTS (SELECT 1 FROM sys.types WHERE name = @typename AND is_user_defined = 1)
BEGIN
    RAISERROR (15105, -1, -1, @typename)
    RETURN 1
END
SELECT @text = N'DROP TYPE ' + QUOTENAME(SCHEMA_NAME(schema_id)) + N'.' + QUOTENAME(@typename) FROM sys.types WHERE name = @typename
EXEC (@text)
GO

-- What a module reads or changes, and which modules do so with an object.
CREATE PROCEDURE sp_depends @objname nvarchar(776) AS
SET NOCOUNT ON
DECLARE @id int, @db sysname, @found bit
SELECT @id = OBJECT_ID(@objname), @db = DB_NAME(), @found = 0
IF @id IS NULL
BEGIN
    RAISERROR (15009, -1, -1, @objname, @db)
    RETURN 1
END
IF EXISTS (SELECT 1 FROM sys.sql_expression_dependencies WHERE referencing_id = @id AND referenced_id IS NOT NULL)
BEGIN
    SET @found = 1
    RAISERROR (15459, -1, -1)
    SELECT DISTINCT CAST(SCHEMA_NAME(o.schema_id) + N'.' + o.name AS nvarchar(257)) AS name, CAST(REPLACE(LOWER(o.type_desc), '_', ' ') AS nvarchar(60)) AS type
    FROM sys.sql_expression_dependencies AS d JOIN sys.objects AS o ON o.object_id = d.referenced_id WHERE d.referencing_id = @id ORDER BY 1
END
IF EXISTS (SELECT 1 FROM sys.sql_expression_dependencies WHERE referenced_id = @id)
BEGIN
    SET @found = 1
    RAISERROR (15460, -1, -1)
    SELECT DISTINCT CAST(SCHEMA_NAME(o.schema_id) + N'.' + o.name AS nvarchar(257)) AS name, CAST(REPLACE(LOWER(o.type_desc), '_', ' ') AS nvarchar(60)) AS type
    FROM sys.sql_expression_dependencies AS d JOIN sys.objects AS o ON o.object_id = d.referencing_id WHERE d.referenced_id = @id ORDER BY 1
END
IF @found = 0 RAISERROR (15461, -1, -1)
GO
