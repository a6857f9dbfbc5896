BEGIN TRY
    SELECT 1/0
END TRY
BEGIN CATCH
    SELECT ERROR_NUMBER() AS n, ERROR_SEVERITY() AS sev, ERROR_STATE() AS st, ERROR_MESSAGE() AS msg, ERROR_LINE() AS line, ERROR_PROCEDURE() AS p, XACT_STATE() AS x, @@TRANCOUNT AS t
END CATCH
GO
--> int
--> n int | sev int | st int | msg nvarchar(4000) | line int | p sysname | x smallint | t int
--> 8134 | 16 | 1 | Divide by zero error encountered. | 2 | NULL | 0 | 0
EXEC sp_executesql N'BEGIN TRY
    SELECT 1/0
END TRY
BEGIN CATCH
    SELECT ERROR_NUMBER() AS n, ERROR_SEVERITY() AS sev, ERROR_STATE() AS st, ERROR_MESSAGE() AS msg, ERROR_LINE() AS line, ERROR_PROCEDURE() AS p, XACT_STATE() AS x, @@TRANCOUNT AS t
END CATCH'
GO
--> int
--> n int | sev int | st int | msg nvarchar(4000) | line int | p sysname | x smallint | t int
--> 8134 | 16 | 1 | Divide by zero error encountered. | 2 | NULL | 0 | 0
--> return 0
-- A doomed transaction does not outlive its batch.
BEGIN TRAN
BEGIN TRY
    SELECT CAST('a' AS int)
END TRY
BEGIN CATCH
    SELECT ERROR_NUMBER() AS n, XACT_STATE() AS x, @@TRANCOUNT AS t
END CATCH
GO
--> int
--> n int | x smallint | t int
--> 245 | -1 | 1
--> Msg 3998, Level 16, State 1
--> Uncommittable transaction is detected at the end of the batch. The transaction is rolled back.
SELECT @@TRANCOUNT AS t
GO
--> t int
--> 0
DECLARE @v sql_variant = 1, @w sql_variant = N'abc', @d sql_variant = CAST('2020-01-02' AS datetime2(3))
SELECT @v AS v, @w AS w, SQL_VARIANT_PROPERTY(@d, 'BaseType') AS base, SQL_VARIANT_PROPERTY(@d, 'Scale') AS scale
GO
--> v sql_variant | w sql_variant | base sql_variant | scale sql_variant
--> 1 | abc | datetime2 | 3
