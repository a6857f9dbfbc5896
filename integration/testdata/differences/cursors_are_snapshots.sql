-- SQL Server: a cursor is DYNAMIC unless told otherwise, and shows rows that are inserted or changed after OPEN.
-- msxgate: every cursor shows the rows as they were at OPEN.
-- Why: administration scripts walk over jobs and servers that they change on the way, and rely on nothing else.
CREATE TABLE #n (n int NOT NULL PRIMARY KEY)
INSERT INTO #n VALUES (1)
DECLARE c CURSOR GLOBAL DYNAMIC FOR SELECT n FROM #n
OPEN c
INSERT INTO #n VALUES (2)
FETCH NEXT FROM c
FETCH NEXT FROM c
SELECT @@FETCH_STATUS AS status
CLOSE c
DEALLOCATE c
GO
--> n int
--> 1
--> n int
--> status int
--> -1
