DECLARE @code int
EXEC @code = master.dbo.xp_qv N'2745196162', N'HQ'
SELECT @code AS code
GO
--> code int
--> 0
--> return 0
