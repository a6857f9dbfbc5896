DECLARE @name sysname
EXEC master.dbo.xp_getnetname @name OUTPUT
SELECT @name AS name
GO
--> name sysname
--> HQ
--> return 0
