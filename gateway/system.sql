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
