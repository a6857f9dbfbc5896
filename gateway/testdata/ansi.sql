CREATE TABLE n (a int NULL, b varchar(3)) INSERT n VALUES (1,'a'),(NULL,NULL) CREATE INDEX ix ON n(a)
GO
SET ANSI_NULLS OFF
GO
DECLARE @v int SELECT COUNT(*) FROM n WHERE a = @v SELECT COUNT(*) FROM n WHERE a <> @v SELECT COUNT(*) FROM n WHERE a = NULL SELECT COUNT(*) FROM n WHERE a <> NULL SELECT COUNT(*) FROM n x JOIN n y ON x.a = y.a IF @v = NULL PRINT 'eq'
GO
--> int
--> 1
--> int
--> 1
--> int
--> 1
--> int
--> 1
--> int
--> 1
--> eq
CREATE PROC pn AS SELECT COUNT(*) FROM n WHERE a = NULL
GO
SET ANSI_NULLS ON
GO
DECLARE @v int SELECT COUNT(*) FROM n WHERE a = @v
GO
--> int
--> 0
EXEC pn
GO
--> int
--> 1
--> return 0
SELECT uses_ansi_nulls FROM sys.sql_modules WHERE object_id = OBJECT_ID('pn')
GO
--> uses_ansi_nulls bit
--> 0
SET ARITHABORT OFF SET ANSI_WARNINGS OFF SELECT 1/0, 2147483647 + 1, CAST(300 AS tinyint), 1/CAST(0 AS decimal(5,2)) INSERT n VALUES (7, 'abcdef') SELECT b FROM n WHERE a = 7 DECLARE @x int SET @x = 1/0 SELECT @x
GO
--> int | int | tinyint | decimal(9,6)
--> NULL | NULL | NULL | NULL
--> Division by zero occurred.
--> Arithmetic overflow occurred.
--> b varchar(3)
--> abc
--> int
--> NULL
--> Division by zero occurred.
SET ARITHABORT ON SELECT 1/0
GO
--> int
--> Msg 8134, Level 16, State 1
--> Divide by zero error encountered.
SET ANSI_WARNINGS ON
GO
SET CONCAT_NULL_YIELDS_NULL OFF SELECT 'a' + NULL, b + 'x' FROM n SET CONCAT_NULL_YIELDS_NULL ON
GO
--> varchar(2) | varchar(4)
--> a | ax
--> a | x
--> a | abcx
IF (SELECT SUM(x) FROM (VALUES (1),(NULL)) t(x)) = 1 SELECT 'y'
GO
--> varchar(1)
--> y
--> Warning: Null value is eliminated by an aggregate or other SET operation.
DECLARE @i int SET @i = (SELECT MAX(x) FROM (VALUES (1),(NULL)) t(x)) SELECT @i
GO
--> int
--> 1
--> Warning: Null value is eliminated by an aggregate or other SET operation.
CREATE VIEW v1 AS SELECT x.a, b FROM n x WHERE x.a > 0 WITH CHECK OPTION
GO
INSERT v1 VALUES (-1, 'x')
GO
--> Msg 550, Level 16, State 1
--> The attempted insert or update failed because the target view either specifies WITH CHECK OPTION or spans a view that specifies WITH CHECK OPTION and one or more rows resulting from the operation did not qualify under the CHECK OPTION constraint.
--> The statement has been terminated.
UPDATE v1 SET a = -5
GO
--> Msg 550, Level 16, State 1
--> The attempted insert or update failed because the target view either specifies WITH CHECK OPTION or spans a view that specifies WITH CHECK OPTION and one or more rows resulting from the operation did not qualify under the CHECK OPTION constraint.
--> The statement has been terminated.
UPDATE v1 SET a = 5
GO
CREATE VIEW vv AS SELECT a FROM v1
GO
UPDATE vv SET a = -5
GO
--> Msg 550, Level 16, State 1
--> The attempted insert or update failed because the target view either specifies WITH CHECK OPTION or spans a view that specifies WITH CHECK OPTION and one or more rows resulting from the operation did not qualify under the CHECK OPTION constraint.
--> The statement has been terminated.
