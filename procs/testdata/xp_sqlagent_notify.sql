EXEC master.dbo.xp_sqlagent_notify N'G', NULL, NULL, NULL, NULL, N'CORP\dba', 1, 0, NULL, NULL
GO
--> return 0
EXEC master.dbo.xp_sqlagent_notify NULL
GO
--> return 1
