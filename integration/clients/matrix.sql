SELECT N'connect ' + @@SERVERNAME
go
SELECT N'query ' + N'Größe' + N' 42 ' + ISNULL(CAST(NULL AS nvarchar(10)), N'NULL')
go
DECLARE @t int, @rc int EXEC @rc = dbo.matrix 21, @t OUTPUT SELECT CONCAT(N'procedure ', @t, N' ', @rc)
go
CREATE TABLE #t (n int) BEGIN TRANSACTION INSERT #t VALUES (1) ROLLBACK BEGIN TRANSACTION INSERT #t VALUES (2) COMMIT SELECT CONCAT(N'transaction ', SUM(n)) FROM #t
go
PRINT N'x'

SELECT * FROM nothing
go
