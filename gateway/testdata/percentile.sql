SELECT t.g, t.v, PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY t.v) OVER (PARTITION BY t.g) AS cont, PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY t.v) OVER (PARTITION BY t.g) AS disc
FROM (VALUES ('a', 1), ('a', 2), ('a', 4), ('b', 1), ('b', 2), ('b', NULL)) AS t (g, v) ORDER BY t.g, t.v
GO
--> g varchar(1) | v int | cont float | disc int
--> a | 1 | 2 | 2
--> a | 2 | 2 | 2
--> a | 4 | 2 | 2
--> b | NULL | 1.5 | 1
--> b | 1 | 1.5 | 1
--> b | 2 | 1.5 | 1
SELECT PERCENTILE_CONT(2) WITHIN GROUP (ORDER BY t.v) OVER () AS x FROM (VALUES (1)) AS t (v)
GO
--> x float
--> Msg 10752, Level 15, State 1
--> The argument 1 of the function 'PERCENTILE_CONT' must be between 0.0 and 1.0.
CREATE TABLE dbo.temporal (id int PRIMARY KEY, s datetime2 GENERATED ALWAYS AS ROW START, e datetime2 GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH (SYSTEM_VERSIONING = ON)
GO
--> Msg 43820, Level 16, State 1
--> msxgate: PERIOD FOR SYSTEM_TIME is not supported
SELECT name FROM sys.databases TABLESAMPLE (10 PERCENT)
GO
--> Msg 494, Level 16, State 1
--> The TABLESAMPLE clause can only be used with local tables.
