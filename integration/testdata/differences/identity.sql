-- SQL Server: @@VERSION and SERVERPROPERTY tell what it is.
-- msxgate: they tell SQL Server 2022, Standard edition; SERVERPROPERTY('msxgate') tells the truth.
-- Why: clients choose their queries by version and edition, and SSMS hides the Agent of an Express edition.
SELECT LEFT(@@VERSION, 25) AS version, SERVERPROPERTY('Edition') AS edition, SERVERPROPERTY('EngineEdition') AS engine,
  CASE WHEN SERVERPROPERTY('msxgate') IS NULL THEN 0 ELSE 1 END AS msxgate
GO
--> version nvarchar(25) | edition sql_variant | engine sql_variant | msxgate int
--> Microsoft SQL Server 2022 | Standard Edition (64-bit) | 2 | 1
