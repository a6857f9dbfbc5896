DECLARE @starting int
EXEC master.dbo.xp_sqlagent_is_starting @starting OUTPUT
SELECT @starting AS starting
GO
--> starting int
--> 0
--> return 0
