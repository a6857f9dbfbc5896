-- Local variables go to statements of the server and come back, before, after and around calls of ours.
DECLARE @name sysname = N'Alpha', @rc int
EXEC @rc = msdb.dbo.sp_add_targetservergroup @name
SELECT @rc AS rc, @@ERROR AS err, @name AS name
GO
--> rc int | err int | name sysname
--> 0 | 0 | Alpha
--> return 0
-- Each type keeps its value and its type.
DECLARE @i int = -1, @b bigint = 9223372036854775807, @s smallint = 32767, @t tinyint = 255, @f bit = 1, @d decimal(12,3) = 123456.789,
  @m money = 1.2345, @r float = 0.1, @v varchar(20) = 'plain', @n nvarchar(20) = N'Größe', @c nchar(4) = N'ab', @x varbinary(8) = 0x00FF,
  @k binary(4) = 0x01, @u uniqueidentifier = '00000000-0000-0000-0000-00000000000A', @a date = '20260105', @e datetime = '20200105 09:30:00.123'
EXEC msdb.dbo.sp_add_targetservergroup N'Beta'
SELECT @i AS i, @b AS b, @s AS s, @t AS t, @f AS f, @d AS d, @m AS m, @r AS r, @v AS v, @n AS n, @c AS c, @x AS x, @k AS k, @u AS u, @a AS a, @e AS e
GO
--> i int | b bigint | s smallint | t tinyint | f bit | d decimal(12,3) | m money | r float | v varchar(20) | n nvarchar(20) | c nchar(4) | x varbinary(8) | k binary(4) | u uniqueidentifier | a date | e datetime
--> -1 | 9223372036854775807 | 32767 | 255 | 1 | 123456.789 | 1.2345 | 0.1 | plain | Größe | ab   | 0x00FF | 0x01000000 | 00000000-0000-0000-0000-00000000000A | 2026-01-05 | 2020-01-05 09:30:00.123
--> return 0
-- So does NULL.
DECLARE @i int, @d decimal(5,2), @n nvarchar(max), @x varbinary(max), @u uniqueidentifier, @e datetime2(3)
EXEC msdb.dbo.sp_delete_targetservergroup N'Beta'
SELECT @i AS i, @d AS d, @n AS n, @x AS x, @u AS u, @e AS e
GO
--> i int | d decimal(5,2) | n nvarchar(max) | x varbinary(max) | u uniqueidentifier | e datetime2
--> NULL | NULL | NULL | NULL | NULL | NULL
--> return 0
-- What a statement of the server assigns is there for ours, and the other way round.
DECLARE @name sysname, @new sysname
SELECT @name = name FROM msdb.dbo.systargetservergroups WHERE servergroup_id = 1
SET @new = @name + N' and more'
EXEC msdb.dbo.sp_update_targetservergroup @name, @new_name = @new
SELECT @name = name FROM msdb.dbo.systargetservergroups WHERE servergroup_id = 1
PRINT @name
GO
--> Alpha and more
--> return 0
DECLARE @n int, @last sysname
EXEC msdb.dbo.sp_add_targetservergroup N'Gamma'
SELECT @n = COUNT(*), @last = MAX(name) FROM msdb.dbo.systargetservergroups
PRINT CONCAT(@n, N' groups, the last is ', @last)
GO
--> 2 groups, the last is Gamma
--> return 0
DECLARE @list nvarchar(max) = N''
EXEC msdb.dbo.sp_add_targetservergroup N'Delta'
SELECT @list += name + N';' FROM msdb.dbo.systargetservergroups ORDER BY name
PRINT @list
GO
--> Alpha and more;Delta;Gamma;
--> return 0
-- OUTPUT of ours, in its own type and in another one.
DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'One', @job_id = @id OUTPUT
SELECT name, enabled FROM msdb.dbo.sysjobs WHERE job_id = @id
GO
--> name sysname | enabled tinyint
--> One | 1
--> return 0
DECLARE @id binary(16), @rc int = 99
EXEC @rc = msdb.dbo.sp_add_job @job_name = N'Two', @enabled = 0, @job_id = @id OUTPUT
SELECT name, enabled, @rc AS rc FROM msdb.dbo.sysjobs WHERE job_id = @id
GO
--> name sysname | enabled tinyint | rc int
--> Two | 0 | 0
--> return 0
-- A variable that an UPDATE assigns.
CREATE TABLE #n (n int)
INSERT INTO #n VALUES (41)
DECLARE @old int
EXEC msdb.dbo.sp_add_targetservergroup N'Epsilon'
UPDATE #n SET @old = n, n = n + 1
SELECT @old AS old, n FROM #n
GO
--> old int | n int
--> 41 | 42
--> return 0
-- Text that needs care on its way.
DECLARE @text nvarchar(200) = N'It''s "quoted" -- no comment /* nor this */ [x] 漢字 ' + NCHAR(9) + N'end'
EXEC msdb.dbo.sp_add_category @name = @text
SELECT name FROM msdb.dbo.syscategories WHERE name = @text
SELECT @text AS text
GO
--> name sysname
--> It's "quoted" -- no comment /* nor this */ [x] 漢字 	end
--> text nvarchar(200)
--> It's "quoted" -- no comment /* nor this */ [x] 漢字 	end
--> return 0
DECLARE @long nvarchar(max) = REPLICATE(CONVERT(nvarchar(max), N'xy'), 20000)
EXEC msdb.dbo.sp_add_targetservergroup N'Zeta'
SELECT LEN(@long) AS length, DATALENGTH(@long) AS bytes, RIGHT(@long, 3) AS tail
GO
--> length bigint | bytes bigint | tail nvarchar(max)
--> 40000 | 80000 | yxy
--> return 0
-- A table variable lives through calls of ours.
DECLARE @t TABLE (id int IDENTITY PRIMARY KEY, name sysname)
INSERT INTO @t (name) VALUES (N'Alpha'), (N'Gamma')
EXEC msdb.dbo.sp_delete_targetservergroup N'Gamma'
INSERT INTO @t (name) SELECT N'later'
SELECT t.id, t.name, g.servergroup_id FROM @t AS t LEFT JOIN msdb.dbo.systargetservergroups AS g ON g.name = t.name ORDER BY t.id
GO
--> id int | name sysname | servergroup_id int
--> 1 | Alpha | NULL
--> 2 | Gamma | NULL
--> 3 | later | NULL
--> return 0
DECLARE @n int = (SELECT COUNT(*) FROM #n), @sum int
EXEC msdb.dbo.sp_delete_targetservergroup N'Delta'
SET @sum = (SELECT SUM(n) FROM #n) + @n
SELECT @sum AS total
GO
--> total int
--> 43
--> return 0
-- A variable that is not declared in this batch is none.
EXEC msdb.dbo.sp_add_targetservergroup @list
GO
--> Msg 137, Level 15, State 2
--> Must declare the scalar variable "@list".
--> return 0
DECLARE @i int = 1
SET @i += 2
SET @i *= 5
EXEC msdb.dbo.sp_delete_targetservergroup N'Epsilon'
SET @i -= 1
SELECT @i AS i, @i % 4 AS rest
GO
--> i int | rest int
--> 14 | 2
--> return 0
SELECT name FROM msdb.dbo.systargetservergroups ORDER BY name
GO
--> name sysname
--> Alpha and more
--> Zeta
