EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Daily', @freq_type = 4, @freq_interval = 1
GO
--> return 0
DECLARE @name sysname = N'daily', @id int, @sid varbinary(85), @origin int
EXEC msdb.dbo.sp_verify_schedule_identifiers '@n', '@i', @name OUTPUT, @id OUTPUT, @sid OUTPUT, @origin OUTPUT
SELECT @name AS name, @id AS id, SUSER_SNAME(@sid) AS owner, @origin AS origin
GO
--> name sysname | id int | owner sysname | origin int
--> Daily | 1 | sa | 0
--> return 0
EXEC msdb.dbo.sp_verify_schedule_identifiers '@n', '@i', NULL, NULL, NULL, NULL
GO
--> Msg 14373, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> Supply either @i or @n to identify the schedule.
--> return 1
EXEC msdb.dbo.sp_verify_schedule_identifiers '@n', '@i', N'nope', NULL, NULL, NULL
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> The specified @schedule_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_verify_schedule_identifiers '@n', '@i', NULL, 9, NULL, NULL
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_schedule_identifiers
--> The specified @schedule_id ('9') does not exist.
--> return 1
