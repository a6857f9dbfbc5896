CREATE TABLE t (a int, b varchar(10))
INSERT t VALUES (1, 'one'), (2, 'two'), (3, 'three')
GO
--> done none
--> done insert 3

DECLARE @a int, @b varchar(10)
DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT a, b FROM t
OPEN c
SELECT @@CURSOR_ROWS
FETCH NEXT FROM c INTO @a, @b
WHILE @@FETCH_STATUS = 0
BEGIN
  PRINT @b
  FETCH NEXT FROM c INTO @a, @b
END
PRINT @@FETCH_STATUS
PRINT @b
CLOSE c
DEALLOCATE c
GO
--> done open
--> columns int
--> row -1
--> done select 1
--> print one
--> print two
--> print three
--> print -1
--> print three

DECLARE s CURSOR LOCAL STATIC FOR SELECT a FROM t
OPEN s
SELECT @@CURSOR_ROWS, CURSOR_STATUS('local', 's'), CURSOR_STATUS('global', 's')
FETCH LAST FROM s
FETCH PRIOR FROM s
FETCH FIRST FROM s
FETCH ABSOLUTE -1 FROM s
FETCH ABSOLUTE 2 FROM s
FETCH RELATIVE 1 FROM s
FETCH RELATIVE 5 FROM s
FETCH PRIOR FROM s
FETCH ABSOLUTE 0 FROM s
FETCH NEXT FROM s
GO
--> done open
--> columns int, smallint, smallint
--> row 3, 1, -3
--> done select 1
--> columns a int
--> row 3
--> done select 1
--> columns a int
--> row 2
--> done select 1
--> columns a int
--> row 1
--> done select 1
--> columns a int
--> row 3
--> done select 1
--> columns a int
--> row 2
--> done select 1
--> columns a int
--> row 3
--> done select 1
--> columns a int
--> done select 0
--> columns a int
--> row 3
--> done select 1
--> columns a int
--> done select 0
--> columns a int
--> row 1
--> done select 1

-- Global cursors live on, local ones do not.
DECLARE g CURSOR FOR SELECT a FROM t
OPEN g
GO
--> done open

FETCH g
FETCH s
DECLARE g CURSOR FOR SELECT 1
OPEN g
FETCH PRIOR FROM g
CLOSE g
FETCH g
CLOSE g
DEALLOCATE g
DEALLOCATE g
GO
--> columns a int
--> row 1
--> done select 1
--> 16916, 16, 1, line 2: A cursor with the name 's' does not exist.
--> done none failed
--> 16915, 16, 1, line 3: A cursor with the name 'g' already exists.
--> done none failed
--> 16905, 16, 1, line 4: The cursor is already open.
--> done open failed
--> 16911, 16, 1, line 5: fetch: The fetch type PRIOR cannot be used with forward only cursors.
--> done none failed
--> 16917, 16, 1, line 7: Cursor is not open.
--> done none failed
--> 16917, 16, 1, line 8: Cursor is not open.
--> done none failed
--> 16916, 16, 1, line 10: A cursor with the name 'g' does not exist.
--> done none failed

DECLARE @v CURSOR, @a int
OPEN @v
SET @v = CURSOR SCROLL FOR SELECT a FROM t
OPEN @v
FETCH LAST FROM @v INTO @a
PRINT @a
SELECT CURSOR_STATUS('variable', '@v')
DEALLOCATE @v
SELECT CURSOR_STATUS('variable', '@v'), CURSOR_STATUS('variable', '@w')
GO
--> 16950, 16, 2, line 2: The variable '@v' does not currently have a cursor allocated to it.
--> done open failed
--> done open
--> print 3
--> columns smallint
--> row 1
--> done select 1
--> columns smallint, smallint
--> row -2, -3
--> done select 1

DECLARE @v CURSOR
DECLARE n CURSOR LOCAL FOR SELECT a FROM t
SET @v = n
OPEN n
DEALLOCATE n
FETCH @v
DEALLOCATE @v
GO
--> done open
--> columns a int
--> row 1
--> done select 1

-- A variable counts with its value at the declaration.
DECLARE @x int = 2
DECLARE c CURSOR LOCAL FOR SELECT a FROM t WHERE a = @x
SET @x = 3
OPEN c
FETCH c
GO
--> done open
--> columns a int
--> row 2
--> done select 1

DECLARE @a int, @d date
DECLARE c CURSOR LOCAL FOR SELECT a, b FROM t
OPEN c
FETCH c INTO @a
FETCH c INTO @a, @a
PRINT 'not reached'
GO
--> done open
--> 16924, 16, 1, line 4: Cursorfetch: The number of variables declared in the INTO list must match that of selected columns.
--> done none failed
--> 245, 16, 1, line 5: Conversion failed when converting the varchar value 'one' to data type int.
--> done none failed

DECLARE c CURSOR LOCAL FOR SELECT a FROM nosuch
OPEN c
GO
--> 208, 16, 1, line 2: Invalid object name 'nosuch'.
--> done open failed

CREATE PROCEDURE opens @c CURSOR VARYING OUTPUT AS
  SET @c = CURSOR FOR SELECT a FROM t
  OPEN @c
GO
--> done none

DECLARE @mine CURSOR
EXEC opens @c = @mine OUTPUT
FETCH @mine
CLOSE @mine
DEALLOCATE @mine
GO
--> enter
-->   done open
--> leave 0
--> columns a int
--> row 1
--> done select 1

SET CURSOR_CLOSE_ON_COMMIT ON
DECLARE c CURSOR LOCAL FOR SELECT a FROM t
BEGIN TRAN
OPEN c
COMMIT
FETCH c
SET CURSOR_CLOSE_ON_COMMIT OFF
GO
--> done begin
--> done open
--> done end
--> 16917, 16, 1, line 6: Cursor is not open.
--> done none failed

DECLARE @v CURSOR, @w CURSOR, @i int
SET @v = nosuch
SET @v = @w
SET @v = @i
SET @v = 1
SET @i = @v
GO
--> 16916, 16, 1, line 2: A cursor with the name 'nosuch' does not exist.
--> done none failed
--> 206, 16, 2, line 4: Operand type clash: int is incompatible with cursor
--> done none failed

DECLARE c CURSOR LOCAL SCROLL FOR SELECT a FROM t
DECLARE @v CURSOR, @w CURSOR
SET @v = c
SET @w = @v
OPEN @w
DEALLOCATE c
DEALLOCATE @v
FETCH LAST FROM @w
FETCH c
GO
--> done open
--> columns a int
--> row 3
--> done select 1
--> 16916, 16, 1, line 9: A cursor with the name 'c' does not exist.
--> done none failed
