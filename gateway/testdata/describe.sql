-- What a batch would answer, and what its parameters are, without running it.
CREATE TABLE dbo.t (id int NOT NULL IDENTITY PRIMARY KEY, name nvarchar(20) NULL, price decimal(9,2) NOT NULL, twice AS price * 2, seen datetime2(3) NULL, note varchar(max) NULL)
CREATE TABLE dbo.u (id smallint NOT NULL, name nvarchar(20) NOT NULL)
GO
CREATE PROCEDURE dbo.reads @n int, @s sysname OUTPUT AS
IF @n > 0 PRINT 'positive'
SELECT name AS n, @n AS given FROM dbo.t
GO
CREATE PROCEDURE dbo.mixed AS
IF @@SPID > 0 SELECT id FROM dbo.t ELSE SELECT id FROM dbo.u
GO
CREATE PROCEDURE dbo.hidden AS
SELECT 1 AS a INTO #t
SELECT a FROM #t
GO
CREATE PROCEDURE dbo.dynamic AS EXEC ('SELECT 1')
GO
EXEC sp_describe_first_result_set N'SELECT id, name, price, twice, seen, note, id + 1 FROM dbo.t ORDER BY name DESC, 1'
GO
--> is_hidden bit | column_ordinal int | name sysname | is_nullable bit | system_type_id int | system_type_name nvarchar(256) | max_length smallint | precision tinyint | scale tinyint | collation_name sysname | user_type_id int | user_type_database sysname | user_type_schema sysname | user_type_name sysname | assembly_qualified_type_name nvarchar(4000) | xml_collection_id int | xml_collection_database sysname | xml_collection_schema sysname | xml_collection_name sysname | is_xml_document bit | is_case_sensitive bit | is_fixed_length_clr_type bit | source_server sysname | source_database sysname | source_schema sysname | source_table sysname | source_column sysname | is_identity_column bit | is_part_of_unique_key bit | is_updateable bit | is_computed_column bit | is_sparse_column_set bit | ordinal_in_order_by_list smallint | order_by_list_length smallint | order_by_is_descending smallint | tds_type_id int | tds_length int | tds_collation_id int | tds_collation_sort_id tinyint
--> 0 | 1 | id | 0 | 56 | int | 4 | 10 | 0 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | 1 | NULL | 0 | 0 | 0 | 2 | 2 | 0 | 56 | 4 | NULL | NULL
--> 0 | 2 | name | 1 | 231 | nvarchar(20) | 40 | 0 | 0 | SQL_Latin1_General_CP1_CI_AS | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | 0 | NULL | 1 | 0 | 0 | 1 | 2 | 1 | 231 | 40 | 13632521 | 52
--> 0 | 3 | price | 0 | 106 | decimal(9,2) | 5 | 9 | 2 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | 0 | NULL | 1 | 0 | 0 | NULL | 2 | NULL | 106 | 17 | NULL | NULL
--> 0 | 4 | twice | 1 | 106 | decimal(11,2) | 9 | 11 | 2 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | 0 | NULL | 0 | 1 | 0 | NULL | 2 | NULL | 106 | 17 | NULL | NULL
--> 0 | 5 | seen | 1 | 42 | datetime2(3) | 7 | 23 | 3 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | 0 | NULL | 1 | 0 | 0 | NULL | 2 | NULL | 42 | 7 | NULL | NULL
--> 0 | 6 | note | 1 | 167 | varchar(max) | -1 | 0 | 0 | SQL_Latin1_General_CP1_CI_AS | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | 0 | NULL | 1 | 0 | 0 | NULL | 2 | NULL | 167 | 65535 | 13632521 | 52
--> 0 | 7 | NULL | 1 | 56 | int | 4 | 10 | 0 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | 0 | NULL | 0 | 0 | 0 | NULL | 2 | NULL | 38 | 4 | NULL | NULL
--> return 0
EXEC sys.sp_describe_first_result_set @tsql = N'SELECT name FROM dbo.t WHERE id = @p', @params = N'@p int', @browse_information_mode = 1
GO
--> is_hidden bit | column_ordinal int | name sysname | is_nullable bit | system_type_id int | system_type_name nvarchar(256) | max_length smallint | precision tinyint | scale tinyint | collation_name sysname | user_type_id int | user_type_database sysname | user_type_schema sysname | user_type_name sysname | assembly_qualified_type_name nvarchar(4000) | xml_collection_id int | xml_collection_database sysname | xml_collection_schema sysname | xml_collection_name sysname | is_xml_document bit | is_case_sensitive bit | is_fixed_length_clr_type bit | source_server sysname | source_database sysname | source_schema sysname | source_table sysname | source_column sysname | is_identity_column bit | is_part_of_unique_key bit | is_updateable bit | is_computed_column bit | is_sparse_column_set bit | ordinal_in_order_by_list smallint | order_by_list_length smallint | order_by_is_descending smallint | tds_type_id int | tds_length int | tds_collation_id int | tds_collation_sort_id tinyint
--> 0 | 1 | name | 1 | 231 | nvarchar(20) | 40 | 0 | 0 | SQL_Latin1_General_CP1_CI_AS | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | NULL | master | dbo | t | name | 0 | 0 | 1 | 0 | 0 | NULL | NULL | NULL | 231 | 40 | 13632521 | 52
--> 1 | 2 | id | 0 | 56 | int | 4 | 10 | 0 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | NULL | master | dbo | t | id | 1 | 1 | 0 | 0 | 0 | NULL | NULL | NULL | 56 | 4 | NULL | NULL
--> return 0
CREATE TABLE #d (is_hidden bit, column_ordinal int, name sysname NULL, is_nullable bit, system_type_id int, system_type_name nvarchar(256), max_length smallint, precision tinyint, scale tinyint, collation_name sysname NULL, a int, b sysname NULL, c sysname NULL, d sysname NULL, e nvarchar(4000), f int, g sysname NULL, h sysname NULL, i sysname NULL, j bit, k bit, l bit, m sysname NULL, n sysname NULL, o sysname NULL, p sysname NULL, source_column sysname NULL, q bit, r bit, s bit, t bit, u bit, v smallint, w smallint, x smallint, y int, z int, aa int, bb tinyint)
GO
-- Two ways of the same shape: what differs of a name is not told.
INSERT #d EXEC sp_describe_first_result_set N'IF @p = 1 SELECT id AS a, name FROM dbo.t ELSE SELECT id + 1 AS b, name FROM dbo.u'
SELECT column_ordinal, name, is_nullable, system_type_name FROM #d
DELETE #d
GO
--> column_ordinal int | name sysname | is_nullable bit | system_type_name nvarchar(256)
--> 1 | NULL | 1 | int
--> 2 | name | 1 | nvarchar(20)
--> return 0
INSERT #d EXEC sp_describe_first_result_set N'DECLARE @v TABLE (k bigint); UPDATE dbo.t SET name = N''x'' OUTPUT deleted.name AS old, inserted.* WHERE id = 1; SELECT 1 AS never'
SELECT column_ordinal, name, is_nullable, system_type_name FROM #d
DELETE #d
GO
--> column_ordinal int | name sysname | is_nullable bit | system_type_name nvarchar(256)
--> 1 | old | 1 | nvarchar(20)
--> 2 | id | 0 | int
--> 3 | name | 1 | nvarchar(20)
--> 4 | price | 0 | decimal(9,2)
--> 5 | twice | 1 | decimal(11,2)
--> 6 | seen | 1 | datetime2(3)
--> 7 | note | 1 | varchar(max)
--> return 0
INSERT #d EXEC sp_describe_first_result_set N'EXEC dbo.reads @n = 1, @s = N''x'''
SELECT column_ordinal, name, is_nullable, system_type_name FROM #d
DELETE #d
GO
--> column_ordinal int | name sysname | is_nullable bit | system_type_name nvarchar(256)
--> 1 | n | 1 | nvarchar(20)
--> 2 | given | 1 | int
--> return 0
INSERT #d EXEC sp_describe_first_result_set N'EXEC msdb.dbo.sp_help_category'
SELECT column_ordinal, name, is_nullable, system_type_name FROM #d
DELETE #d
GO
--> column_ordinal int | name sysname | is_nullable bit | system_type_name nvarchar(256)
--> 1 | category_id | 0 | int
--> 2 | category_type | 0 | tinyint
--> 3 | name | 0 | nvarchar(128)
--> return 0
INSERT #d EXEC sp_describe_first_result_set N'EXEC msdb.dbo.sp_add_job @job_name = N''J'''
SELECT COUNT(*) AS columns FROM #d
SELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs
GO
--> columns int
--> 0
--> jobs int
--> 0
--> return 0
DECLARE @rc int
EXEC @rc = sp_describe_first_result_set N'SELECT * FROM dbo.nothing'
SELECT @rc AS rc
GO
--> Msg 208, Level 16, State 1, Procedure sp_describe_first_result_set
--> Invalid object name 'dbo.nothing'.
--> Msg 11501, Level 16, State 1, Procedure sp_describe_first_result_set
--> The batch could not be analyzed because of compile errors.
--> rc int
--> 0
--> return 0
EXEC sp_describe_first_result_set N'SELECT FROM'
GO
--> Msg 156, Level 15, State 1, Procedure sp_describe_first_result_set
--> Incorrect syntax near the keyword 'FROM'.
--> Msg 11501, Level 16, State 1, Procedure sp_describe_first_result_set
--> The batch could not be analyzed because of compile errors.
--> return 0
EXEC sp_describe_first_result_set N'EXEC dbo.mixed'
GO
--> Msg 11512, Level 16, State 1, Procedure sp_describe_first_result_set
--> The metadata could not be determined because the statement 'SELECT id FROM dbo.t' in procedure 'mixed' is not compatible with the statement 'SELECT id FROM dbo.u' in procedure 'mixed'.
--> return 0
EXEC sp_describe_first_result_set N'IF 1 = 1 SELECT id FROM dbo.t ELSE SELECT id FROM dbo.u'
GO
--> Msg 11509, Level 16, State 1, Procedure sp_describe_first_result_set
--> The metadata could not be determined because the statement 'SELECT id FROM dbo.t' is not compatible with the statement 'SELECT id FROM dbo.u'.
--> return 0
EXEC sp_describe_first_result_set N'EXEC dbo.hidden'
GO
--> Msg 11526, Level 16, State 1, Procedure sp_describe_first_result_set
--> The metadata could not be determined because statement 'SELECT a FROM #t' in procedure 'hidden' uses a temp table.
--> return 0
EXEC sp_describe_first_result_set N'EXEC dbo.dynamic'
GO
--> Msg 11514, Level 16, State 1, Procedure sp_describe_first_result_set
--> The metadata could not be determined because statement 'EXEC ('SELECT 1')' in procedure 'dynamic' contains dynamic SQL.  Consider using the WITH RESULT SETS clause to explicitly describe the result set.
--> return 0
EXEC sp_describe_first_result_set N'EXEC (''SELECT 1'')'
GO
--> Msg 11513, Level 16, State 1, Procedure sp_describe_first_result_set
--> The metadata could not be determined because statement 'EXEC ('SELECT 1')' contains dynamic SQL.  Consider using the WITH RESULT SETS clause to explicitly describe the result set.
--> return 0
EXEC sp_describe_first_result_set N'EXEC master.dbo.xp_msver'
GO
--> Msg 11519, Level 16, State 1, Procedure sp_describe_first_result_set
--> The metadata could not be determined because statement 'EXEC master.dbo.xp_msver' invokes an extended stored procedure.
--> return 0
EXEC sp_describe_first_result_set N'SELECT @p AS p'
GO
--> Msg 11521, Level 16, State 1, Procedure sp_describe_first_result_set
--> The metadata could not be determined because statement 'SELECT @p AS p' uses an undeclared parameter in a context that affects its metadata.
--> return 0
EXEC sp_describe_first_result_set N'EXEC dbo.nothing'
GO
--> Msg 2812, Level 16, State 62, Procedure sp_describe_first_result_set
--> Could not find stored procedure 'dbo.nothing'.
--> Msg 11501, Level 16, State 1, Procedure sp_describe_first_result_set
--> The batch could not be analyzed because of compile errors.
--> return 0
EXEC sp_describe_first_result_set
GO
--> Msg 201, Level 16, State 4, Procedure sp_describe_first_result_set
--> Procedure or function 'sp_describe_first_result_set' expects parameter '@tsql', which was not supplied.
--> return 0
EXEC sp_describe_undeclared_parameters N'SELECT * FROM dbo.t WHERE name LIKE @a AND price > @b AND id IN (@c, 5)'
GO
--> parameter_ordinal int | name sysname | suggested_system_type_id int | suggested_system_type_name nvarchar(256) | suggested_max_length smallint | suggested_precision tinyint | suggested_scale tinyint | suggested_user_type_id int | suggested_user_type_database sysname | suggested_user_type_schema sysname | suggested_user_type_name sysname | suggested_assembly_qualified_type_name nvarchar(4000) | suggested_xml_collection_id int | suggested_xml_collection_database sysname | suggested_xml_collection_schema sysname | suggested_xml_collection_name sysname | suggested_is_xml_document bit | suggested_is_case_sensitive bit | suggested_is_fixed_length_clr_type bit | suggested_is_input bit | suggested_is_output bit | formal_parameter_name sysname | suggested_tds_type_id int | suggested_tds_length int
--> 1 | @a | 231 | nvarchar(4000) | 8000 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | 1 | 0 | NULL | 231 | 8000
--> 2 | @b | 106 | decimal(9,2) | 5 | 9 | 2 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | 1 | 0 | NULL | 106 | 17
--> 3 | @c | 56 | int | 4 | 10 | 0 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | 1 | 0 | NULL | 38 | 4
--> return 0
CREATE TABLE #p (ordinal int, name sysname, id int, type nvarchar(256), max_length smallint, p tinyint, s tinyint, a int, b sysname NULL, c sysname NULL, d sysname NULL, e nvarchar(4000), f int, g sysname NULL, h sysname NULL, i sysname NULL, j bit, k bit, l bit, is_input bit, is_output bit, formal sysname NULL, m int, n int)
GO
INSERT #p EXEC sp_describe_undeclared_parameters N'INSERT dbo.t (name, price) VALUES (@name, @price + 1); UPDATE dbo.t SET seen = @seen WHERE id = @id; EXEC dbo.reads @k, @s = @out OUTPUT; SELECT TOP (@n) 1 FROM dbo.t AS x JOIN dbo.u AS y ON y.id = @y'
SELECT ordinal, name, type, is_output, formal FROM #p
DELETE #p
GO
--> ordinal int | name sysname | type nvarchar(256) | is_output bit | formal sysname
--> 1 | @name | nvarchar(20) | 0 | NULL
--> 2 | @price | int | 0 | NULL
--> 3 | @seen | datetime2(3) | 0 | NULL
--> 4 | @id | int | 0 | NULL
--> 5 | @k | int | 0 | @n
--> 6 | @out | nvarchar(128) | 1 | @s
--> 7 | @n | bigint | 0 | NULL
--> 8 | @y | smallint | 0 | NULL
--> return 0
INSERT #p EXEC sp_describe_undeclared_parameters N'EXEC msdb.dbo.sp_help_job @job_name = @j; DECLARE @i bigint; SET @i = @b; SELECT CASE WHEN @c = N''x'' THEN 1 END, CAST(@d AS date), ISNULL(@e, id) FROM dbo.t AS o WHERE EXISTS (SELECT 1 FROM dbo.u AS i WHERE i.id = o.id AND o.note = @f) AND seen BETWEEN @g AND @h AND @known = @k', N'@known money'
SELECT ordinal, name, type, is_output, formal FROM #p
DELETE #p
GO
--> ordinal int | name sysname | type nvarchar(256) | is_output bit | formal sysname
--> 1 | @j | nvarchar(128) | 0 | @job_name
--> 2 | @b | bigint | 0 | NULL
--> 3 | @c | nvarchar(1) | 0 | NULL
--> 4 | @d | date | 0 | NULL
--> 5 | @e | int | 0 | NULL
--> 6 | @f | varchar(max) | 0 | NULL
--> 7 | @g | datetime2(3) | 0 | NULL
--> 8 | @h | datetime2(3) | 0 | NULL
--> 9 | @k | money | 0 | NULL
--> return 0
INSERT #p EXEC sp_describe_undeclared_parameters N'SELECT 1'
SELECT COUNT(*) AS n FROM #p
GO
--> n int
--> 0
--> return 0
EXEC sp_describe_undeclared_parameters N'SELECT @a'
GO
--> Msg 11502, Level 16, State 1, Procedure sp_describe_undeclared_parameters
--> The type for parameter '@a' cannot be deduced in this context.
--> return 0
EXEC sp_describe_undeclared_parameters N'SELECT 1 FROM dbo.t WHERE id = @a AND price = @a'
GO
--> Msg 11508, Level 16, State 1, Procedure sp_describe_undeclared_parameters
--> The undeclared parameter '@a' is used more than once in the batch being analyzed.
--> return 0
-- SET FMTONLY: the columns, no rows, and nothing happens.
SET FMTONLY ON
EXEC msdb.dbo.sp_add_category 'JOB', 'LOCAL', N'never'
EXEC msdb.dbo.sp_help_targetservergroup
EXEC dbo.reads 1, N'x'
SET FMTONLY OFF
SELECT COUNT(*) AS n FROM msdb.dbo.syscategories WHERE name = N'never'
GO
--> servergroup_id int | name sysname
--> n nvarchar(20) | given int
--> n int
--> 0
--> return 0
SET FMTONLY OFF; SET FMTONLY ON; SELECT id, name FROM dbo.t SET FMTONLY OFF
GO
--> id int | name nvarchar(20)
SET NO_BROWSETABLE ON SELECT COUNT(*) AS n FROM dbo.t SET NO_BROWSETABLE OFF
GO
--> n int
--> 0
