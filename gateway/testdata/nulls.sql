CREATE TABLE #t (id int, v varchar(10))
INSERT #t VALUES (1, 'a'), (2, NULL)
SELECT COUNT(v) AS n, MAX(v) AS v FROM #t
SELECT COUNT(*) AS n FROM #t
EXEC ('SET ANSI_WARNINGS OFF; SELECT MIN(v) AS v FROM #t')
SELECT MIN(v) AS v FROM #t
DROP TABLE #t
GO
--> n int | v varchar(10)
--> 1 | a
--> Warning: Null value is eliminated by an aggregate or other SET operation.
--> n int
--> 2
--> v varchar(10)
--> a
--> v varchar(10)
--> a
--> Warning: Null value is eliminated by an aggregate or other SET operation.
