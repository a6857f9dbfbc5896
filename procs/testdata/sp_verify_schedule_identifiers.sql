EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Daily', @freq_type = 4, @freq_interval = 1
GO
DECLARE @name sysname = N'daily', @id int, @sid varbinary(85), @origin int
EXEC msdb.dbo.sp_verify_schedule_identifiers '@n', '@i', @name OUTPUT, @id OUTPUT, @sid OUTPUT, @origin OUTPUT
SELECT @name AS name, @id AS id, SUSER_SNAME(@sid) AS owner, @origin AS origin
GO
EXEC msdb.dbo.sp_verify_schedule_identifiers '@n', '@i', NULL, NULL, NULL, NULL
GO
EXEC msdb.dbo.sp_verify_schedule_identifiers '@n', '@i', N'nope', NULL, NULL, NULL
GO
EXEC msdb.dbo.sp_verify_schedule_identifiers '@n', '@i', NULL, 9, NULL, NULL
GO
